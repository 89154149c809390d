//! `import`: what comes of files, how fast, and in how much memory, beside a floor in the same run.

use crate::ground::{self, context_at};
use crate::machine::{self, Yardstick};
use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity::intake::Taken;
use comity_core::statement::Me;
use comity_core::{Handle, Said};
use mail_parser::MessageParser;
use mail_parser::mailbox::mbox::MessageIterator;
use serde::Serialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to read.
#[derive(Args)]
pub(crate) struct Import {
    /// Files, folders or zips; read together into one network
    files: Vec<PathBuf>,
    /// The folder in which the files lie
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A folder of mailboxes (`*.mbox`); each is read into a network of its own
    #[arg(long, value_name = "DIR")]
    enron: Option<PathBuf>,
    /// Read the files into this network, and leave it
    #[arg(long, value_name = "FILE", conflicts_with = "enron")]
    network: Option<PathBuf>,
}

/// What came of one network.
#[derive(Serialize)]
struct Measured {
    what: String,
    bytes: u64,
    read: u64,
    stored: u64,
    copies: u64,
    skipped: u64,
    records: u64,
    interactions: u64,
    seconds: f64,
    peak_mib: Option<u64>,
    /// Bytes of the network's file.
    network_bytes: u64,
    floor: Option<Floor>,
}

/// The same bytes, cut into mails and their heads read by mail-parser: nobody can be faster and read as much.
#[derive(Serialize)]
struct Floor {
    messages: u64,
    seconds: f64,
    #[serde(skip)]
    me: Option<String>,
}

impl Import {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        for folder in [&self.data, &self.enron].into_iter().flatten() {
            if !folder.is_dir() {
                return Err(format!("there is no folder `{}`", folder.display()).into());
            }
        }
        if self.files.is_empty() && self.enron.is_none() {
            return Err("name files to read, or a folder of mailboxes with `--enron`".into());
        }
        let mut measured = Vec::new();
        if !self.files.is_empty() {
            let paths: Vec<PathBuf> =
                self.files.iter().map(|f| self.data.as_ref().map_or(f.clone(), |d| d.join(f))).collect();
            measured.push(measure(&paths, self.network.as_deref())?);
        }
        for path in self.enron.iter().flat_map(|folder| mailboxes(folder)) {
            measured.push(measure(&[path], None)?);
        }
        if measured.is_empty() {
            return Err("there is no mailbox in that folder".into());
        }
        if json {
            println!("{}", serde_json::to_string_pretty(&measured)?);
        } else {
            show(&measured);
        }
        let adds_up = measured.iter().all(|m| m.read == m.stored + m.copies + m.skipped);
        Ok(if adds_up { Outcome::Met } else { Outcome::Missed })
    }
}

/// Returns the mailboxes below a folder, in the order of their paths.
fn mailboxes(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|e| e.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "mbox") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads paths into a network, one of their own unless one is named.
fn measure(paths: &[PathBuf], network: Option<&Path>) -> Result<Measured> {
    if let Some(lost) = paths.iter().find(|p| !p.exists()) {
        return Err(format!("there is no `{}`", lost.display()).into());
    }
    let floor = match paths {
        [one] if one.extension().is_some_and(|e| e == "mbox") => Some(floor(one)?),
        _ => None,
    };
    let folder = tempfile::tempdir()?;
    let path = network.map_or_else(|| folder.path().join("bench.comity"), Path::to_owned);
    let context = context_at(path.clone(), jiff::Timestamp::now().as_second())?;
    let network = context.network_or_new()?;
    if let Some(handle) = floor.as_ref().and_then(|f| f.me.as_deref()).and_then(Handle::email) {
        network.say(&context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
    }
    machine::forget_peak();
    let begin = Instant::now();
    let taken = ground::read(&context, paths)?;
    let seconds = begin.elapsed().as_secs_f64();
    let peak_mib = machine::peak_mib();
    // Not yet written into the file itself, as long as it is open.
    let log = PathBuf::from(format!("{}-wal", path.display()));
    let sum = |of: fn(&Taken) -> u64| taken.iter().map(of).sum::<u64>();
    let files =
        |of: fn(&comity::intake::FileTaken) -> u64| taken.iter().flat_map(|t| &t.files).map(of).sum::<u64>();
    Ok(Measured {
        what: paths.iter().map(|p| name(p)).collect::<Vec<_>>().join(" "),
        bytes: paths.iter().map(|p| weight(p)).sum(),
        read: files(|f| f.read),
        stored: files(|f| f.stored),
        copies: files(|f| f.copies),
        skipped: files(|f| f.skipped),
        records: sum(|t| t.records),
        interactions: sum(|t| t.interactions),
        seconds,
        peak_mib,
        network_bytes: weight(&path) + weight(&log),
        floor,
    })
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Returns the bytes of a file, or of all files below a folder.
fn weight(path: &Path) -> u64 {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|e| weight(&e.path())).sum(),
        Err(_) => std::fs::metadata(path).map_or(0, |m| m.len()),
    }
}

/// Reads the heads of all mails, and finds whose mailbox it is: who takes part in most of them.
fn floor(path: &Path) -> Result<Floor> {
    let begin = Instant::now();
    let mut messages = 0;
    let mut seen: HashMap<String, u64> = HashMap::new();
    let parser = MessageParser::new();
    for message in MessageIterator::new(BufReader::with_capacity(1 << 20, File::open(path)?)) {
        let message = message.map_err(|e| format!("cannot read `{}`: {e:?}", path.display()))?;
        messages += 1;
        let Some(parsed) = parser.parse_headers(message.contents()) else { continue };
        let people = [parsed.from(), parsed.to()].into_iter().flatten().flat_map(|list| list.iter());
        for address in people.filter_map(|a| a.address.as_deref()) {
            *seen.entry(address.to_lowercase()).or_default() += 1;
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    let me = seen.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(address, _)| address);
    Ok(Floor { messages, seconds, me })
}

fn show(measured: &[Measured]) {
    let mut table = Table::of(&[
        "file",
        "MB",
        "read",
        "stored",
        "copies",
        "skipped",
        "sum",
        "s",
        "MB/s",
        "read/s",
        "peak MiB",
        "network MB",
        "floor mails",
        "floor s",
        "times the floor",
    ]);
    let mut sums = (0_u64, 0_u64, 0.0_f64, 0.0_f64);
    for m in measured {
        let mb = m.bytes as f64 / 1e6;
        let adds_up = m.read == m.stored + m.copies + m.skipped;
        let floor = |of: &dyn Fn(&Floor) -> String| m.floor.as_ref().map_or_else(|| "-".to_owned(), of);
        sums = (
            sums.0 + m.bytes,
            sums.1 + m.read,
            sums.2 + m.seconds,
            sums.3 + m.floor.as_ref().map_or(0.0, |f| f.seconds),
        );
        table.row([
            m.what.clone(),
            format!("{mb:.1}"),
            m.read.to_string(),
            m.stored.to_string(),
            m.copies.to_string(),
            m.skipped.to_string(),
            if adds_up { "yes" } else { "NO" }.to_owned(),
            format!("{:.2}", m.seconds),
            format!("{:.1}", mb / m.seconds),
            format!("{:.0}", m.read as f64 / m.seconds),
            m.peak_mib.map_or_else(|| "-".to_owned(), |p| p.to_string()),
            format!("{:.1}", m.network_bytes as f64 / 1e6),
            floor(&|f| f.messages.to_string()),
            floor(&|f| format!("{:.2}", f.seconds)),
            floor(&|f| format!("{:.1}", m.seconds / f.seconds)),
        ]);
    }
    println!("{table}");
    let (bytes, read, seconds, floor) = sums;
    let mb = bytes as f64 / 1e6;
    println!(
        "{mb:.1} MB, {read} read in {seconds:.1} s: {:.1} MB/s, {:.0} a second; floor {floor:.1} s",
        mb / seconds,
        read as f64 / seconds
    );
    println!("floor: mail-parser splits the same bytes into mails and reads their heads, keeping nothing.");
    println!("{}", Yardstick::measure().shown());
}
