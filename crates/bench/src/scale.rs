//! `scale`: whole processes on a large network, beside an empty process and a scan of its largest table.

use crate::program::comity;
use crate::table::Table;
use crate::timed::{Run, median, run};
use crate::{Outcome, Result};
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// Whose network, and how often.
#[derive(Args)]
pub(crate) struct Scale {
    /// The network, with its persons derived
    #[arg(long, value_name = "FILE")]
    network: PathBuf,
    /// The moment at which the clock stands
    #[arg(long, value_name = "TIME", default_value = "2026-03-03T12:00:00Z")]
    now: String,
    /// How often each is run; the middle one counts
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

/// One command, measured.
#[derive(Serialize)]
struct Row {
    what: &'static str,
    run: Run,
    /// What it may take at most: seconds, and memory in MiB; a yardstick has no bar.
    bar: Option<(f64, u64)>,
}

impl Row {
    fn is_met(&self) -> bool {
        self.bar.is_none_or(|(seconds, mib)| {
            self.run.seconds <= seconds && self.run.peak_mib.is_none_or(|peak| peak < mib)
        })
    }
}

/// What was measured.
#[derive(Serialize)]
struct Measured {
    rows: Vec<Row>,
}

/// Below this much memory at any size.
const GIB: u64 = 1024;

impl Scale {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let who = self.first_person()?;
        let mut rows = vec![self.row("an empty process", &["--version"], None)?];
        rows.extend(self.scan()?);
        for (what, typed, bar) in [
            ("check somebody", &["check", &who, "--via", "linkedin"][..], (0.1, GIB)),
            ("check a stranger", &["check", "Quill Featherstonehaugh", "--via", "linkedin"], (0.1, GIB)),
            ("people, first page", &["people"], (0.1, GIB)),
            ("audit", &["--json", "audit"], (20.0, GIB)),
        ] {
            rows.push(self.row(what, typed, Some(bar))?);
        }
        let measured = Measured { rows };
        if json {
            println!("{}", serde_json::to_string_pretty(&measured)?);
        } else {
            print!("{}", table(&measured.rows));
        }
        Ok(if measured.rows.iter().all(Row::is_met) { Outcome::Met } else { Outcome::Missed })
    }

    fn row(&self, what: &'static str, typed: &[&str], bar: Option<(f64, u64)>) -> Result<Row> {
        let once = || run(comity(&self.network, &self.now)?.args(typed));
        self.measure(once).map(|run| Row { what, run, bar })
    }

    /// Returns how long the shell of SQLite takes to look at every interaction, where it is installed.
    fn scan(&self) -> Result<Option<Row>> {
        if Command::new("sqlite3").arg("--version").output().is_err() {
            eprintln!("sqlite3 is not installed, so there is no scan to hold the figures against");
            return Ok(None);
        }
        let sql = "SELECT count(*), sum(at), sum(length(parties)) FROM interaction";
        let once = || run(Command::new("sqlite3").arg("-readonly").arg(&self.network).arg(sql));
        let run = self.measure(once)?;
        Ok(Some(Row { what: "sqlite3 scans all interactions", run, bar: None }))
    }

    fn measure(&self, mut once: impl FnMut() -> Result<Run>) -> Result<Run> {
        let runs: Vec<Run> = (0..self.runs.max(1)).map(|_| once()).collect::<Result<_>>()?;
        Ok(median(&runs))
    }

    /// Returns the number of the person whom `people` shows first; derives persons where that is needed.
    fn first_person(&self) -> Result<String> {
        let shown = comity(&self.network, &self.now)?.args(["--json", "people", "--limit", "1"]).output()?;
        if !shown.status.success() {
            return Err(String::from_utf8_lossy(&shown.stderr).trim().to_owned().into());
        }
        let shown: Value = serde_json::from_slice(&shown.stdout)?;
        let id = shown.pointer("/people/0/id").and_then(Value::as_str);
        Ok(id.ok_or_else(|| format!("`{}` shows no people", self.network.display()))?.to_owned())
    }
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::of(&["what", "seconds", "at most", "processor s", "MiB", "bar"]);
    for row in rows {
        let number = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v:.3}"));
        let word = match row.bar {
            None => "",
            Some(_) if row.is_met() => "met",
            Some(_) => "missed",
        };
        table.row([
            row.what.to_owned(),
            format!("{:.3}", row.run.seconds),
            number(row.bar.map(|(seconds, _)| seconds)),
            number(row.run.processor_seconds),
            row.run.peak_mib.map_or_else(String::new, |mib| mib.to_string()),
            word.to_owned(),
        ]);
    }
    table
}
