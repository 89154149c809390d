//! `hostile`: the program on files that are damaged or made to harm.
//!
//! Each case is read by a process of its own, whose peak is looked at every two milliseconds, since it
//! cannot be asked for once the process is gone.

use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity_bench::harm::{Case, Size, Told, cases};
use serde::Serialize;
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// What to run on what.
#[derive(Args)]
pub(crate) struct Hostile {
    /// Only these cases
    cases: Vec<String>,
    /// The program; without this the one beside comity-bench
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Small forms of the cases, as the ordinary tests read them
    #[arg(long)]
    small: bool,
}

/// More memory than this, in MiB, is a bar that was missed: a quarter of a small machine's.
const MOST_MIB: u64 = 256;

/// How often the peak of the process is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// What came of one case.
#[derive(Serialize)]
struct Came {
    case: &'static str,
    records: usize,
    interactions: usize,
    /// The first of the notes that the case asks for, with its place; else the first that there is.
    says: String,
    notes: usize,
    peak_mib: Option<u64>,
    seconds: f64,
    /// What is not as it must be; nothing where all is.
    wrong: Vec<String>,
}

impl Hostile {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let program = self.program()?;
        let size = if self.small { Size::Small } else { Size::Whole };
        let known = cases();
        if let Some(lost) = self.cases.iter().find(|name| known.iter().all(|case| case.name != **name)) {
            return Err(format!("there is no case `{lost}`").into());
        }
        let mut came = Vec::new();
        for case in known {
            if self.cases.is_empty() || self.cases.iter().any(|name| name == case.name) {
                came.push(try_case(case, size, &program)?);
            }
        }
        if json {
            println!("{}", serde_json::to_string_pretty(&came)?);
        } else {
            show(&came);
        }
        Ok(if came.iter().all(|c| c.wrong.is_empty()) { Outcome::Met } else { Outcome::Missed })
    }

    fn program(&self) -> Result<PathBuf> {
        let beside = || {
            Some(
                std::env::current_exe()
                    .ok()?
                    .with_file_name(format!("comity{}", std::env::consts::EXE_SUFFIX)),
            )
        };
        let program = self.program.clone().or_else(beside).unwrap_or_default();
        if program.is_file() {
            Ok(program)
        } else {
            Err(format!("there is no program `{}`; build it, or name it with --program", program.display())
                .into())
        }
    }
}

fn try_case(case: &'static Case, size: Size, program: &Path) -> Result<Came> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("files");
    fs::create_dir(&folder)?;
    case.write(&folder, size)?;
    let answer = home.path().join("answer.json");
    let begin = Instant::now();
    let child = Command::new(program)
        .args(["--json", "import"])
        .arg(&folder)
        .env("COMITY_NETWORK", home.path().join("test.comity"))
        .env("COMITY_NOW", "2026-03-03T10:00:00Z")
        .stdout(File::create(&answer)?)
        .stderr(File::create(home.path().join("errors"))?)
        .spawn()?;
    let (code, peak_mib) = wait(child)?;
    let seconds = begin.elapsed().as_secs_f64();
    let answer: Value =
        serde_json::from_reader(std::io::BufReader::new(File::open(&answer)?)).unwrap_or_default();
    Ok(came(case, size, code, &Told::of(&answer), peak_mib, seconds))
}

/// Waits for a process, and returns how it ended and the most memory that it was seen to hold, in MiB.
fn wait(mut child: Child) -> Result<(Option<i32>, Option<u64>)> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(kib.map(|kib| kib.div_ceil(1024)));
        if let Some(ended) = child.try_wait()? {
            return Ok((ended.code(), peak));
        }
        std::thread::sleep(LOOK);
    }
}

fn came(
    case: &'static Case,
    size: Size,
    code: Option<i32>,
    told: &Told,
    peak_mib: Option<u64>,
    seconds: f64,
) -> Came {
    let mut wrong = told.wrong(case, size);
    if code != Some(0) {
        wrong.push(format!("ended with {code:?}"));
    }
    if peak_mib.is_some_and(|peak| peak > MOST_MIB) {
        wrong.push(format!("takes more than {MOST_MIB} MiB"));
    }
    let first = case.says.first().and_then(|part| told.note_with(part));
    Came {
        case: case.name,
        records: told.kept.records,
        interactions: told.kept.interactions,
        says: first.or(told.note_with("")).unwrap_or_default().to_owned(),
        notes: told.notes.len(),
        peak_mib,
        seconds,
        wrong,
    }
}

fn show(came: &[Came]) {
    let mut table = Table::of(&["case", "people", "events", "notes", "peak MiB", "s", "says"]);
    for c in came {
        table.row([
            c.case.to_owned(),
            c.records.to_string(),
            c.interactions.to_string(),
            c.notes.to_string(),
            c.peak_mib.map_or_else(|| "-".to_owned(), |peak| peak.to_string()),
            format!("{:.1}", c.seconds),
            c.says.escape_debug().take(110).collect(),
        ]);
    }
    print!("{table}");
    for c in came {
        c.wrong.iter().for_each(|wrong| println!("WRONG {}: {wrong}", c.case));
    }
}
