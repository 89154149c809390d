//! Who is who among records whose truth is known: quality, time and memory.

mod contacts;
mod input;
mod peer;
mod public;
mod quality;
mod reasons;
mod speed;
mod truth;

use crate::machine::{forget_peak, peak_mib};
use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity_core::address::Domains;
use comity_core::resolve::{Book, Card, Cut, Reader, RecordNo, Rulings, Solved};
use input::Told;
use public::Peer;
use quality::Quality;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;
use truth::Truth;

/// Resolves records and says how well, how fast and in how much memory
#[derive(Args)]
pub(crate) struct Resolve {
    /// The records: JSON lines of the contacts generator
    #[arg(required_unless_present = "public")]
    records: Option<PathBuf>,
    /// The public sets in this folder instead, each at both cuts
    #[arg(long, value_name = "DIR", conflicts_with = "records")]
    public: Option<PathBuf>,
    /// With --public: another program beside, called as PROGRAM SET DIR OUT; it leaves `edges.csv` in OUT
    #[arg(long, value_name = "PROGRAM", requires = "public")]
    peer: Option<PathBuf>,
    /// Take out and put in again so many records one by one, and ask why as often
    #[arg(long, value_name = "N", default_value_t = 0)]
    speed: usize,
    /// Write the clusters at `likely` to this file, and those at `auto` beside it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Who is who (id, person_id, kind, tags); beside the records by itself
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Tell each hard case apart
    #[arg(long)]
    tags: bool,
    /// Tell which evidence joined whom rightly and wrongly, how sure that was, and who was missed
    #[arg(long)]
    reasons: bool,
    /// Show so many wrong joins and so many missed pairs of each cut
    #[arg(long, value_name = "N", default_value_t = 0)]
    wrong: usize,
    /// Show those of this evidence only, as the tables of `--reasons` write it
    #[arg(long, value_name = "KINDS", default_value = "")]
    only: String,
}

/// The clusters at one cut: for each record the number of its cluster.
type Partition = Vec<u32>;

impl Resolve {
    pub(crate) fn run(&self, _json: bool) -> Result<Outcome> {
        if let Some(data) = &self.public {
            let peer = self.peer.as_deref().map(|program| Peer { program });
            let (table, missing) = public::compared(data, peer.as_ref())?;
            println!("{table}");
            missing.iter().for_each(|missing| println!("not measured: {missing}"));
            return Ok(Outcome::Met);
        }
        let records = self.records.as_deref().ok_or("no records were named")?;
        let mut run = Run::of(input::read(records)?);
        println!("{}", run.times);
        for (cut, partition) in &run.cuts {
            if let Some(out) = &self.out {
                write(&beside(out, *cut), &run.told, partition)?;
            }
        }
        if let Some(truth) = self.truth(records, &run.told)? {
            self.show(&truth, &run);
        }
        if self.speed > 0 {
            println!("{}", speed::told(&mut run, self.speed));
        }
        Ok(Outcome::Met)
    }

    fn truth(&self, records: &Path, told: &[Told]) -> Result<Option<Truth>> {
        let beside = records.with_file_name("truth.csv");
        match &self.truth {
            Some(path) => Truth::read(path, told).map(Some),
            None if beside.is_file() => Truth::read(&beside, told).map(Some),
            None => Ok(None),
        }
    }

    fn show(&self, truth: &Truth, run: &Run) {
        let mut table = Table::of(&["cut", "pair P", "R", "F1", "B3 P", "R", "F1", "persons", "largest"]);
        for (cut, partition) in &run.cuts {
            let quality = Quality::of(partition, &truth.persons);
            table.row([vec![word(*cut).to_owned()], quality.cells()].concat());
        }
        println!("{table}");
        for (cut, partition) in &run.cuts {
            if self.tags {
                println!("{}\n{}", word(*cut), quality::by_tag(partition, truth));
            }
            let joined = reasons::joined(run, truth, *cut);
            if self.reasons {
                println!("{}\n{}", word(*cut), reasons::by_kinds(&joined));
                println!(
                    "{}\n{}",
                    reasons::calibration(&joined, truth),
                    reasons::missed(run, truth, partition)
                );
            }
            if self.wrong > 0 {
                println!(
                    "{}: wrong{}",
                    word(*cut),
                    reasons::wrong(run, truth, &joined, self.wrong, &self.only)
                );
                let missed = reasons::some_missed(run, truth, partition, self.wrong, &self.only);
                println!("{}: missed{missed}", word(*cut));
            }
        }
    }
}

/// Records that were resolved, and how long that took.
struct Run {
    told: Vec<Told>,
    book: Book,
    solved: Vec<Solved>,
    cuts: Vec<(Cut, Partition)>,
    times: String,
    /// All of it.
    seconds: f64,
}

impl Run {
    fn of(told: Vec<Told>) -> Self {
        forget_peak();
        let begin = Instant::now();
        let mut reader = Reader::new(Domains::default());
        let cards = told.iter().map(|told| reader.read(&told.record, &told.details)).collect();
        let read = begin.elapsed();
        let mut book = Book::of(cards, Rulings::default());
        let filed = begin.elapsed();
        book.compare();
        let compared = begin.elapsed();
        let solved = book.solve();
        let done = begin.elapsed();
        let times = format!(
            "read {:.3} s, filed {:.3} s, compared {:.3} s, solved {:.3} s, all {:.3} s; {} MiB at most",
            read.as_secs_f64(),
            (filed - read).as_secs_f64(),
            (compared - filed).as_secs_f64(),
            (done - compared).as_secs_f64(),
            done.as_secs_f64(),
            peak_mib().unwrap_or(0),
        );
        let cuts = Cut::ALL.into_iter().map(|cut| (cut, partition(&solved, cut, told.len()))).collect();
        Self { told, book, solved, cuts, times, seconds: done.as_secs_f64() }
    }

    /// Reads a record once more.
    fn card(&self, place: usize) -> Card {
        let Told { record, details, .. } = &self.told[place];
        Reader::new(Domains::default()).read(record, details)
    }

    /// Returns a record as it was told, in one line.
    fn told(&self, no: RecordNo) -> String {
        let Told { id, record, details } = &self.told[no as usize];
        let names = record.names.iter().map(|name| name.full.as_str());
        let handles: Vec<String> = record.handles.iter().map(|h| h.handle.to_string()).collect();
        let told = [&record.organisation, &record.title, &details.birthday, &details.locality];
        let all = names
            .chain(handles.iter().map(String::as_str))
            .chain(told.into_iter().flatten().map(String::as_str));
        format!("{id} {} {}", record.provenance.file, all.collect::<Vec<_>>().join(" | "))
    }
}

/// Returns for each record the number of its cluster.
fn partition(solved: &[Solved], cut: Cut, records: usize) -> Partition {
    let mut all = vec![0; records];
    for (number, person) in solved.iter().flat_map(|s| s.persons(cut)).enumerate() {
        person.into_iter().for_each(|no| all[no as usize] = number as u32);
    }
    all
}

const fn word(cut: Cut) -> &'static str {
    match cut {
        Cut::Auto => "auto",
        Cut::Likely => "likely",
    }
}

/// Returns `clusters.csv` for the likely cut and `clusters.auto.csv` for the other one.
fn beside(out: &Path, cut: Cut) -> PathBuf {
    match cut {
        Cut::Likely => out.to_path_buf(),
        Cut::Auto => out.with_extension("auto.csv"),
    }
}

fn write(path: &Path, told: &[Told], partition: &Partition) -> Result<()> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    writeln!(file, "id,cluster_id")?;
    for (told, cluster) in told.iter().zip(partition) {
        writeln!(file, "{},c{cluster}", told.id)?;
    }
    file.flush()?;
    Ok(())
}
