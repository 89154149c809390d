//! `mail`: how fast mailboxes are read, beside the least work that gives the same rows, and beside the
//! programs that people use for that.

mod alike;
mod boxes;
pub(crate) mod floor;
mod peers;

use crate::ground::context_at;
use crate::machine::Yardstick;
use crate::program::{bench, comity};
use crate::table::Table;
use crate::timed::{self, Run};
use crate::{Outcome, Result};
use alike::Alike;
use boxes::Boxes;
use clap::Args;
use comity_world::Plan;
use peers::{PEERS, Peer};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What to read.
#[derive(Args)]
pub(crate) struct Mail {
    /// How many mails
    #[arg(long, default_value_t = 200_000)]
    messages: u64,
    /// Take the first mails of a world that lies here already, instead of inventing one
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    /// Run `notmuch new` and `mu index` over the same mails as well
    #[arg(long)]
    peers: bool,
    /// How often each is run; the run in the middle counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// Long careers: 75,000 people and 2,500,000 messages.
const MESSAGES_FOR_EACH_PERSON: u64 = 33;

/// At most so many times the floor.
const MOST_FLOORS: f64 = 2.5;
/// At least so many times as fast as each peer.
const LEAST_AHEAD: f64 = 3.0;

/// All that was measured.
#[derive(Serialize)]
pub(crate) struct Report {
    messages: u64,
    bytes: u64,
    rounds: usize,
    rows: Vec<Row>,
    bars: Vec<Bar>,
    /// The rows of the floor against those of Comity.
    alike: Vec<Alike>,
    /// Peers that were asked for and are not installed.
    missing: Vec<String>,
    yardstick: Yardstick,
}

/// One program over all the mails.
#[derive(Serialize)]
struct Row {
    what: String,
    reads: &'static str,
    does: &'static str,
    run: Run,
    /// Seconds of all runs, in their order.
    all: Vec<f64>,
}

/// One demand.
#[derive(Serialize)]
struct Bar {
    what: String,
    figure: f64,
    bar: f64,
    met: bool,
}

impl Mail {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let report = self.measure()?;
        if json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            show(&report);
        }
        let met = report.bars.iter().all(|bar| bar.met) && report.alike.iter().all(|a| a.unlike == 0);
        Ok(if met { Outcome::Met } else { Outcome::Missed })
    }

    fn measure(&self) -> Result<Report> {
        let home = tempfile::tempdir()?;
        let boxes = self.boxes(home.path())?;
        let (mut programs, missing) = programs(self.peers);
        let ground = Ground::begin(&boxes, home.path())?;
        for _ in 0..self.rounds.max(1) {
            // In turn, so that what else the machine does meets all of them.
            for program in &mut programs {
                program.runs.push(ground.run(program.kind)?);
            }
        }
        let alike = alike::compare(&ground.floor, &ground.network)?;
        let rows: Vec<Row> = programs.into_iter().map(Program::row).collect();
        Ok(Report {
            messages: boxes.messages,
            bytes: boxes.bytes,
            rounds: self.rounds,
            bars: bars(&rows),
            rows,
            alike,
            missing,
            yardstick: Yardstick::measure(),
        })
    }

    fn boxes(&self, home: &Path) -> Result<Boxes> {
        let world = match &self.world {
            Some(folder) => folder.clone(),
            None => {
                // Three in four messages of a world are mails; the rest stand in other archives.
                let people = (self.messages / MESSAGES_FOR_EACH_PERSON).max(60);
                let plan = Plan::sized(people as usize, (self.messages * 4 / 3) as usize, 7);
                comity_world::write(&plan, &home.join("world"))?;
                home.join("world")
            }
        };
        Boxes::write(&["mail.mbox", "private.mbox"].map(|name| world.join(name)), self.messages, home)
    }
}

/// What can be run over the mails.
#[derive(Clone, Copy)]
enum Kind {
    Floor,
    /// Comity's import alone.
    Import(Form),
    /// `comity import`: the import, then who is who, then a look at all that is past.
    Whole(Form),
    Peer(&'static Peer),
}

#[derive(Clone, Copy)]
enum Form {
    Mbox,
    Maildir,
}

struct Program {
    what: String,
    kind: Kind,
    runs: Vec<Run>,
}

impl Program {
    fn new(what: impl Into<String>, kind: Kind) -> Self {
        Self { what: what.into(), kind, runs: Vec::new() }
    }

    fn row(self) -> Row {
        let (reads, does) = match self.kind {
            Kind::Floor => ("mbox", "heads; the same rows, nothing else"),
            Kind::Import(form) => (form.word(), "heads: who, when, to whom, in which talk; no text is kept"),
            Kind::Whole(form) => (form.word(), "the same; then who is who, and what each approach was"),
            Kind::Peer(peer) => ("Maildir", peer.does),
        };
        let all = self.runs.iter().map(|run| run.seconds).collect();
        Row { what: self.what, reads, does, run: timed::median(&self.runs), all }
    }
}

impl Form {
    const fn word(self) -> &'static str {
        match self {
            Self::Mbox => "mbox",
            Self::Maildir => "Maildir",
        }
    }
}

const FLOOR: &str = "floor";
const IMPORT: Name = Name("Comity, import alone");
const WHOLE: Name = Name("comity import");

/// What is run over mails in more than one form.
#[derive(Clone, Copy)]
struct Name(&'static str);

impl Name {
    /// Returns the name that tells the forms apart.
    fn of(self, form: Form) -> String {
        format!("{}, {}", self.0, form.word())
    }
}

/// Returns what is to be run, and which of the peers are not there.
fn programs(with_peers: bool) -> (Vec<Program>, Vec<String>) {
    let mut programs = vec![Program::new(FLOOR, Kind::Floor)];
    programs
        .extend([Form::Mbox, Form::Maildir].map(|form| Program::new(IMPORT.of(form), Kind::Import(form))));
    programs.extend([Form::Mbox, Form::Maildir].map(|form| Program::new(WHOLE.of(form), Kind::Whole(form))));
    let mut missing = Vec::new();
    for peer in PEERS.iter().filter(|_| with_peers) {
        match peer.version() {
            Some(version) => {
                programs.push(Program::new(format!("{} {version}", peer.name), Kind::Peer(peer)))
            }
            None => missing.push(format!("`{}` is not installed (package {})", peer.name, peer.package)),
        }
    }
    (programs, missing)
}

/// Where the programs read and write.
struct Ground<'a> {
    boxes: &'a Boxes,
    /// An empty network, so that all begin with the same key and give the same hashes.
    empty: PathBuf,
    floor: PathBuf,
    network: PathBuf,
}

impl<'a> Ground<'a> {
    fn begin(boxes: &'a Boxes, home: &Path) -> Result<Self> {
        let empty = home.join("empty.comity");
        context_at(empty.clone(), 0)?.network_or_new()?;
        Ok(Self { boxes, empty, floor: home.join("floor.db"), network: home.join("import.comity") })
    }

    fn run(&self, kind: Kind) -> Result<Run> {
        match kind {
            Kind::Floor => {
                discard(&self.floor);
                let mut command = bench("floor")?;
                command.arg("--like").arg(&self.empty).arg("--into").arg(&self.floor);
                for name in ["mail.mbox", "private.mbox"] {
                    command.arg(self.boxes.mbox.join(name));
                }
                timed::run(&mut command)
            }
            Kind::Import(form) => {
                // That of the mailbox files is held against the floor at the end.
                let network = match form {
                    Form::Mbox => self.network.clone(),
                    Form::Maildir => self.network.with_extension("maildir"),
                };
                self.begin_anew(&network)?;
                timed::run(bench("import")?.arg("--network").arg(&network).arg(self.folder(form)))
            }
            Kind::Whole(form) => {
                let network = self.network.with_extension("whole");
                self.begin_anew(&network)?;
                timed::run(comity(&network, comity_world::NOW)?.arg("import").arg(self.folder(form)))
            }
            Kind::Peer(peer) => peer.run(&self.boxes.maildir),
        }
    }

    fn folder(&self, form: Form) -> &Path {
        match form {
            Form::Mbox => &self.boxes.mbox,
            Form::Maildir => &self.boxes.maildir,
        }
    }

    fn begin_anew(&self, network: &Path) -> Result<()> {
        discard(network);
        fs::copy(&self.empty, network)?;
        Ok(())
    }
}

/// Removes a database with what stands beside it, if there is one.
fn discard(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-lock"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // It may not be there yet.
        let _ = fs::remove_file(name);
    }
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let find = |what: &str| rows.iter().find(|r| r.what == what).map(|r| r.run.seconds);
    let mut bars = Vec::new();
    if let (Some(floor), Some(import)) = (find(FLOOR), find(&IMPORT.of(Form::Mbox))) {
        let figure = import / floor;
        let what = "times the floor, import alone, mbox".to_owned();
        bars.push(Bar { what, figure, bar: MOST_FLOORS, met: figure <= MOST_FLOORS });
    }
    for row in rows.iter().filter(|r| PEERS.iter().any(|peer| r.what.starts_with(peer.name))) {
        let Some(whole) = find(&WHOLE.of(Form::Maildir)) else { continue };
        let figure = row.run.seconds / whole;
        let what = format!("times as fast as {}, `comity import`, Maildir", row.what);
        bars.push(Bar { what, figure, bar: LEAST_AHEAD, met: figure >= LEAST_AHEAD });
    }
    bars
}

fn show(report: &Report) {
    let mut table = Table::of(&[
        "program",
        "reads",
        "s",
        "processor s",
        "mails/s",
        "MB/s",
        "peak MiB",
        "all s",
        "what it does",
    ]);
    let told = |figure: Option<String>| figure.unwrap_or_else(|| "-".to_owned());
    for row in &report.rows {
        let seconds = row.run.seconds;
        table.row([
            row.what.clone(),
            row.reads.to_owned(),
            format!("{seconds:.2}"),
            told(row.run.processor_seconds.map(|s| format!("{s:.2}"))),
            format!("{:.0}", report.messages as f64 / seconds),
            format!("{:.1}", report.bytes as f64 / 1e6 / seconds),
            told(row.run.peak_mib.map(|peak| peak.to_string())),
            row.all.iter().map(|s| format!("{s:.2}")).collect::<Vec<_>>().join(" "),
            row.does.to_owned(),
        ]);
    }
    println!("{table}");
    for bar in &report.bars {
        println!(
            "{:.2} {}; bar {:.1}: {}",
            bar.figure,
            bar.what,
            bar.bar,
            if bar.met { "met" } else { "MISSED" }
        );
    }
    for missing in &report.missing {
        println!("{missing}");
    }
    let rows: u64 = report.alike.iter().map(|a| a.rows).sum();
    match report.alike.iter().map(|a| a.unlike).sum::<u64>() {
        0 => println!("The floor and Comity wrote the same {rows} rows, field by field."),
        unlike => println!("The floor and Comity differ in {unlike} of {rows} rows: {:?}", report.alike),
    }
    println!(
        "{} mails, {:.1} MB; {} rounds, in turn; files in the cache of the system.",
        report.messages,
        report.bytes as f64 / 1e6,
        report.rounds
    );
    println!("{}", report.yardstick.shown());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground;

    #[test]
    fn the_floor_writes_the_rows_that_comity_writes() {
        let home = tempfile::tempdir().unwrap();
        let mail = Mail { messages: 1_500, world: None, peers: false, rounds: 1 };
        let boxes = mail.boxes(home.path()).unwrap();
        let ground = Ground::begin(&boxes, home.path()).unwrap();
        let files = ["mail.mbox", "private.mbox"].map(|name| boxes.mbox.join(name)).to_vec();
        let floor = floor::Floor { files, like: ground.empty.clone(), into: ground.floor.clone() };
        assert_eq!(floor.run().unwrap(), Outcome::Met);
        let network = context_at(ground.empty.clone(), 0).unwrap();
        ground::read(&network, std::slice::from_ref(&boxes.mbox)).unwrap();
        let alike = alike::compare(&ground.floor, &ground.empty).unwrap();
        assert!(alike.iter().all(|table| table.rows > 0 && table.unlike == 0), "{alike:?}");
    }
}
