//! One line for each figure: here, how sure, beside what, and what is wanted.

use crate::table::Table;
use serde::Serialize;

/// Whether a bar is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Held {
    Met,
    Missed,
    /// Told only: nothing was asked of it.
    Told,
}

impl Held {
    pub(super) const fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "MISSED",
            Self::Told => "",
        }
    }
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    /// The number of the bar that it belongs to.
    pub(super) bar: &'static str,
    pub(super) what: String,
    pub(super) here: String,
    pub(super) interval: String,
    pub(super) beside: String,
    pub(super) wanted: String,
    pub(super) held: Held,
}

pub(super) fn show(rows: &[Row]) {
    let mut table = Table::of(&["bar", "what", "here", "95 in 100", "beside", "wanted", ""]);
    for row in rows {
        let cells = [&row.what, &row.here, &row.interval, &row.beside, &row.wanted];
        let words = [row.bar.to_owned()].into_iter().chain(cells.into_iter().cloned());
        table.row(words.chain([row.held.word().to_owned()]));
    }
    println!("{table}");
}
