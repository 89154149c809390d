//! `infer`: what relationships are taken to be, held against people who know, in one table.
//!
//! Real data lies in a folder that is handed in; nothing of it is kept. Every figure is of people who taught the
//! model nothing, beside what simpler means make of the same input, with an interval over people.

mod answers;
mod calibration;
mod family;
mod letters;
mod pair;
mod rank;
mod table;
mod trend;
mod truth;
mod worlds;

pub(crate) use letters::{PULL, ours as letter_features};
pub(crate) use trend::cases as outlook_cases;
pub(crate) use truth::{Size, all as worlds_of};
pub(crate) use worlds::Judged;

use crate::real::firm::Firm;
use crate::real::letters as labelled;
use crate::{Outcome, Result};
use clap::Args;
use std::path::PathBuf;
use table::{Held, show};

/// What to measure.
#[derive(Args)]
pub(crate) struct Infer {
    /// The folder with public data: `berkeley`, `manufacturing` and `enron`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only these bars, by number
    #[arg(long, value_name = "N", value_delimiter = ',')]
    bar: Vec<u8>,
    /// People in each invented world
    #[arg(long, default_value_t = 500)]
    people: usize,
    /// Messages in each invented world, about
    #[arg(long, default_value_t = 20_000)]
    messages: usize,
    /// Draw how sure and how right it is into this folder
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
}

impl Infer {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let wanted = |bar: u8| self.bar.is_empty() || self.bar.contains(&bar);
        let size = Size { people: self.people, messages: self.messages };
        let (mut rows, mut drawn) = (Vec::new(), Vec::new());
        if wanted(1) {
            rows.extend(letters::rows(&labelled::read(&self.data)?));
        }
        if wanted(2) {
            rows.extend(family::rows(&self.data)?);
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
        if wanted(5) {
            let (told, more) = truth::sure(size)?;
            rows.extend(told);
            drawn.extend(more);
        }
        if wanted(6) {
            rows.extend(truth::right(size)?);
        }
        if wanted(5) || wanted(7) {
            let (told, more) = answers::rows(&Firm::read(&self.data)?);
            rows.extend(told);
            drawn.push(more);
        }
        if let Some(folder) = &self.plots {
            for picture in &drawn {
                std::fs::write(folder.join(picture.file()), picture.drawn())?;
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
