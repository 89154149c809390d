//! `all`: everything that is measured, beside the last time that was kept.
//!
//! Each measurement is this very program with another subcommand; what it prints as JSON is read for the figures
//! that are worth a line. A new measurement is one entry in [`list`].

mod figure;
mod kept;
mod list;

use crate::machine::Yardstick;
use crate::program::bench;
use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use figure::Figure;
use kept::Kept;
use list::{LIST, Measurement};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to measure, and where the last figures are.
#[derive(Args)]
pub(crate) struct All {
    /// The folder of public data sets, otherwise COMITY_DATA; what needs it is left out without it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A network of 75,000 people and 2,500,000 messages; what needs it is left out without it
    #[arg(long, value_name = "FILE")]
    network: Option<PathBuf>,
    /// Where the last figures are kept
    #[arg(long, value_name = "FILE", default_value = "docs/measured.md")]
    kept: PathBuf,
    /// Put these figures in the place of the last ones
    #[arg(long)]
    keep: bool,
    /// Only measurements whose name contains this
    #[arg(long)]
    only: Option<String>,
}

/// One figure beside the last one.
#[derive(Debug, Serialize)]
struct Row {
    what: String,
    now: Option<f64>,
    kept: Option<f64>,
    unit: &'static str,
    /// Why there is no figure.
    because: Option<String>,
}

impl All {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let kept = Kept::read(&self.kept)?;
        let (mut rows, mut outcome) = (Vec::new(), Outcome::Met);
        for measurement in LIST.iter().filter(|m| self.wants(m)) {
            if !json {
                eprintln!("Measuring `{}`.", measurement.name);
            }
            let begin = Instant::now();
            let taken = self.take(measurement);
            let seconds = begin.elapsed().as_secs_f64();
            match taken {
                Ok((figures, met)) => {
                    if !met {
                        eprintln!("`{}` misses a bar.", measurement.name);
                        outcome = Outcome::Missed;
                    }
                    rows.extend(figures.into_iter().map(|f| row(f, &kept)));
                    rows.push(row(Figure::of(measurement.name, "time in all", seconds, "s"), &kept));
                }
                Err(because) => rows.push(Row {
                    what: measurement.name.to_owned(),
                    now: None,
                    kept: None,
                    unit: "",
                    because: Some(because.to_string()),
                }),
            }
        }
        if self.keep {
            kept.write(&self.kept, &rows)?;
        }
        match json {
            true => println!("{}", serde_json::to_string_pretty(&rows)?),
            false => show(&rows),
        }
        Ok(outcome)
    }

    fn wants(&self, measurement: &Measurement) -> bool {
        self.only.as_ref().is_none_or(|part| measurement.name.contains(part.as_str()))
    }

    /// Runs one measurement, and returns its figures and whether its bars were met.
    fn take(&self, measurement: &Measurement) -> Result<(Vec<Figure>, bool)> {
        let data = self.data.clone().or_else(|| std::env::var_os("COMITY_DATA").map(PathBuf::from));
        let arguments = measurement.arguments(data.as_deref(), self.network.as_deref())?;
        let run = bench("--json")?.args(&arguments).output()?;
        if !matches!(run.status.code(), Some(0 | 1)) {
            let words = String::from_utf8_lossy(&run.stderr);
            let last = words.lines().last().unwrap_or("it was killed").to_owned();
            return Err(last.into());
        }
        let told: serde_json::Value = serde_json::from_slice(&run.stdout)?;
        let figures = figure::all(measurement, &told);
        if figures.is_empty() {
            return Err("its answer has none of the figures that are listed".into());
        }
        Ok((figures, run.status.success()))
    }
}

fn row(figure: Figure, kept: &Kept) -> Row {
    let Figure { what, value, unit } = figure;
    Row { kept: kept.figure(&what), now: Some(value), unit, what, because: None }
}

fn show(rows: &[Row]) {
    let mut table = Table::of(&["what", "now", "kept", "now/kept", "unit"]);
    let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), figure::shown);
    for row in rows {
        let change = match (row.now, row.kept) {
            (Some(now), Some(kept)) if kept != 0.0 => format!("{:.2}", now / kept),
            _ => "-".to_owned(),
        };
        let unit = row.because.as_deref().unwrap_or(row.unit);
        table.row([row.what.clone(), shown(row.now), shown(row.kept), change, unit.to_owned()]);
    }
    print!("{table}");
    println!("{}", Yardstick::measure().shown());
}

/// Returns a folder that a measurement needs, or says how to give it.
fn needed<'a>(given: Option<&'a Path>, what: &str, how: &str) -> Result<&'a Path> {
    match given {
        Some(path) if path.exists() => Ok(path),
        Some(path) => Err(format!("left out: `{}` is not there", path.display()).into()),
        None => Err(format!("left out: {what} is missing; give it by {how}").into()),
    }
}
