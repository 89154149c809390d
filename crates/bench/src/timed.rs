//! Programs run and timed from outside, all by the same clock: ours and their peers.

use crate::Result;
use serde::Serialize;
use std::fs::{self, File};
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at: its end is seen so much too late at most.
const LOOK: Duration = Duration::from_millis(2);

/// What one run of a program took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// On all cores together; `None` where the system does not tell.
    pub(crate) processor_seconds: Option<f64>,
    /// The most memory that was seen; `None` where the system does not tell.
    pub(crate) peak_mib: Option<u64>,
}

/// Runs a program to its end.
///
/// # Errors
/// Fails where it cannot be started, and with its own words where it fails.
pub(crate) fn run(command: &mut Command) -> Result<Run> {
    let name = command.get_program().to_string_lossy().into_owned();
    // Into a file: a full pipe would stop the program.
    let said = tempfile::NamedTempFile::new()?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said.reopen()?);
    let (before, begin) = (children_seconds(), Instant::now());
    let mut child = command.spawn().map_err(|e| format!("cannot run `{name}`: {e}"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let ended = loop {
        peak = peak_mib(&status).max(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        thread::sleep(LOOK);
    };
    let seconds = begin.elapsed().as_secs_f64();
    let processor_seconds = children_seconds().zip(before).map(|(after, before)| after - before);
    if !ended.success() {
        let mut words = String::new();
        File::open(said.path())?.read_to_string(&mut words)?;
        return Err(format!("`{name}` failed: {}", words.trim()).into());
    }
    Ok(Run { seconds, processor_seconds, peak_mib: peak })
}

/// Returns the run in the middle by time, with the highest peak of all.
///
/// # Panics
/// Panics where there is none.
pub(crate) fn median(runs: &[Run]) -> Run {
    let mut sorted = runs.to_vec();
    sorted.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let peak_mib = runs.iter().map(|run| run.peak_mib).max().flatten();
    Run { peak_mib, ..sorted[sorted.len() / 2] }
}

fn peak_mib(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
}

/// Returns how long all programs that ended here have kept the processor.
fn children_seconds() -> Option<f64> {
    /// Ticks in a second, on every Linux of today.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name stands in brackets and may hold spaces; after it, these are the 14th and 15th word (proc(5)).
    let mut words = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let (user, system) = (words.next()?.parse::<f64>().ok()?, words.next()?.parse::<f64>().ok()?);
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_counts_and_the_highest_peak() {
        let run = |seconds, peak| Run { seconds, processor_seconds: None, peak_mib: Some(peak) };
        assert_eq!(median(&[run(3.0, 5), run(1.0, 9), run(2.0, 7)]), run(2.0, 9));
        assert_eq!(median(&[run(3.0, 5)]), run(3.0, 5));
    }

    #[test]
    fn a_program_that_fails_is_heard() {
        let missing = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(missing.to_string().contains("cannot run `no-such-program-here`"), "{missing}");
        let cargo = run(Command::new(env!("CARGO")).arg("no-such-command")).unwrap_err();
        assert!(cargo.to_string().contains("no such command"), "{cargo}");
    }
}
