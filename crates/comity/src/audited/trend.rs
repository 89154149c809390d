//! How many approaches there were in each month, and what was found of them.

use comity_core::Moment;
use comity_core::audit::{Audited, day};
use comity_core::rule::Verdict;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One month of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Month {
    /// As in `2026-03`.
    pub month: String,
    pub approaches: u32,
    /// Findings of level warn or graver, those not allowed.
    pub findings: u32,
    /// Findings of level hint, those not allowed.
    pub hints: u32,
}

impl Month {
    /// Returns it as one says it: "Mar 2026".
    pub fn shown(&self) -> String {
        format!("{}-01", self.month)
            .parse::<Date>()
            .map_or_else(|_| self.month.clone(), |date| date.strftime("%b %Y").to_string())
    }
}

/// Counts approaches and findings by month, from the first month with any to the last, those between among them.
pub fn months<'a>(days: &BTreeMap<i32, u32>, found: impl Iterator<Item = &'a Audited>) -> Vec<Month> {
    let mut months: BTreeMap<(i16, i8), Month> = BTreeMap::new();
    let empty = |(year, month): (i16, i8)| Month {
        month: format!("{year:04}-{month:02}"),
        approaches: 0,
        findings: 0,
        hints: 0,
    };
    for (day, count) in days {
        let of = month_of(Moment::Date { day: *day });
        months.entry(of).or_insert_with(|| empty(of)).approaches += count;
    }
    for one in found.filter(|one| one.allowed.is_none()) {
        let of = month_of(Moment::Date { day: day(one.at) });
        let month = months.entry(of).or_insert_with(|| empty(of));
        match one.finding.level.verdict() {
            Verdict::Welcome => month.hints += 1,
            _ => month.findings += 1,
        }
    }
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().last().copied()) else {
        return Vec::new();
    };
    let following = |&(year, month): &(i16, i8)| {
        let next = if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
        (next <= last).then_some(next)
    };
    let all = std::iter::successors(Some(first), following);
    all.map(|of| months.remove(&of).unwrap_or_else(|| empty(of))).collect()
}

fn month_of(at: Moment) -> (i16, i8) {
    let date = at.wall().date();
    (date.year(), date.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_anything_are_told_too() {
        let of = |year, month, date| day(Moment::date(year, month, date).unwrap());
        let days = BTreeMap::from([(of(2025, 11, 30), 2), (of(2026, 2, 1), 1), (of(2026, 2, 28), 3)]);
        let told: Vec<(String, u32)> =
            months(&days, std::iter::empty()).into_iter().map(|m| (m.shown(), m.approaches)).collect();
        let expected = [("Nov 2025", 2), ("Dec 2025", 0), ("Jan 2026", 0), ("Feb 2026", 4)];
        assert_eq!(told, expected.map(|(month, count)| (month.to_owned(), count)));
        assert!(months(&BTreeMap::new(), std::iter::empty()).is_empty());
    }
}
