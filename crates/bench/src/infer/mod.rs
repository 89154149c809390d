//! `infer`: what relationships are taken to be, held against people who know, in one table.
//!
//! Real data lies in a folder that is handed in; nothing of it is kept. Every figure is of people who taught the
//! model nothing, beside what simpler means make of the same input, with an interval over people.

mod letters;
mod pair;
mod rank;
mod table;
mod trend;

pub(crate) use letters::{PULL, ours as letter_features};
pub(crate) use trend::cases as outlook_cases;

use crate::real::firm::Firm;
use crate::real::letters as labelled;
use crate::{Outcome, Result};
use clap::Args;
use std::path::PathBuf;
use table::{Held, show};

/// What to measure.
#[derive(Args)]
pub(crate) struct Infer {
    /// The folder with public data: `berkeley` and `manufacturing`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only these bars, by number
    #[arg(long, value_name = "N", value_delimiter = ',')]
    bar: Vec<u8>,
}

impl Infer {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let wanted = |bar: u8| self.bar.is_empty() || self.bar.contains(&bar);
        let mut rows = Vec::new();
        if wanted(1) {
            rows.extend(letters::rows(&labelled::read(&self.data)?));
        }
        if wanted(3) || wanted(4) {
            let firm = Firm::read(&self.data)?;
            if wanted(3) {
                rows.extend(trend::rows(&firm));
            }
            if wanted(4) {
                rows.extend(rank::rows(&firm));
            }
        }
        if json {
            println!("{}", serde_json::to_string_pretty(&rows)?);
        } else {
            show(&rows);
        }
        let missed = rows.iter().any(|row| row.held == Held::Missed);
        Ok(if missed { Outcome::Missed } else { Outcome::Met })
    }
}
