//! `fit`: writes the weights of the models in `crates/core/data`, each from data that others can get.
//!
//! The same data gives the same file. Who changes a feature runs it again, reads the difference, and holds the
//! model against `comity-bench infer` before the file is kept.

mod tie;

use crate::infer::{PULL, letter_features, outlook_cases};
use crate::logistic::{Cases, Logistic};
use crate::real::firm::Firm;
use crate::real::letters;
use crate::{Outcome, Result};
use clap::{Args, ValueEnum};
use comity_core::infer;
use std::path::{Path, PathBuf};

/// What to fit.
#[derive(Args)]
pub(crate) struct Fit {
    /// Which model
    model: Model,
    /// The folder with public data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Write the file into this folder instead of printing it
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// A model and the file that holds it.
#[derive(Clone, Copy, ValueEnum)]
enum Model {
    /// Whether a letter is of private life
    Letter,
    /// How likely a tie lasts
    Outlook,
    /// What a relationship is; needs no data, since it invents its worlds
    Tie,
}

impl Fit {
    pub(crate) fn run(&self) -> Result<Outcome> {
        let (name, text) = match self.model {
            Model::Letter => ("letter.csv", of_letters(self.data()?)?),
            Model::Outlook => ("outlook.csv", of_outlook(self.data()?)?),
            Model::Tie => ("tie.csv", tie::fitted()?),
        };
        match &self.into {
            Some(folder) => std::fs::write(folder.join(name), text)?,
            None => print!("{text}"),
        }
        Ok(Outcome::Met)
    }
}

impl Fit {
    fn data(&self) -> Result<&Path> {
        Ok(self.data.as_deref().ok_or("name the folder with public data: `--data DIR`")?)
    }
}

fn of_letters(data: &Path) -> Result<String> {
    let letters = letters::read(data)?;
    let rows: Vec<Vec<f64>> = letters.iter().map(letter_features).collect();
    let truth: Vec<bool> = letters.iter().map(|l| l.personal).collect();
    let weights = Logistic::fit(&Cases::of(&rows, &truth), PULL).thousandths();
    let personal = truth.iter().filter(|t| **t).count();
    Ok(format!(
        "# Whether a letter is of private life, as far as its outside tells.\n\
         # Written by `comity-bench fit letter --data DIR`, from {} mails of a firm's staff labelled by hand at the \
         University of California, Berkeley, {personal} of them personal.\n{UNITS}{}",
        letters.len(),
        weights.lines(&infer::letter::FEATURES, &infer::letter::UNITS)
    ))
}

fn of_outlook(data: &Path) -> Result<String> {
    let firm = Firm::read(data)?;
    let cases = outlook_cases(&firm);
    let rows: Vec<Vec<f64>> = cases.iter().map(|c| c.ours.clone()).collect();
    let truth: Vec<bool> = cases.iter().map(|c| c.goes_on).collect();
    let weights = Logistic::fit(&Cases::of(&rows, &truth), 1.0).thousandths();
    Ok(format!(
        "# How likely a tie is still in contact after sixty days.\n\
         # Written by `comity-bench fit outlook --data DIR`, from {} ties of the mail of a manufacturing firm (Nurek \
         and Michalski, 2020), at four cuts: {} cases.\n{UNITS}{}",
        firm.pairs(i64::MIN, i64::MAX).len(),
        cases.len(),
        weights.lines(&infer::outlook::FEATURES, &infer::outlook::UNITS)
    ))
}

const UNITS: &str = "# Name, weight in thousandths of log-odds, and what one unit is.\n";
