//! How long one more record takes, and one question why.

use super::Run;
use comity_core::Anchor;
use comity_core::resolve::{Book, RecordNo, Rulings, Solved, between};
use std::time::{Duration, Instant};

/// Takes so many records out of a book one by one and puts each in again, asks why as often, and tells the times of both.
///
/// What is taken out is spread over all records, so that neither the order of a file nor its first people show.
pub(super) fn told(run: &mut Run, times: usize) -> String {
    let records = run.told.len();
    let step = (records / times.max(1)).max(1);
    let chosen: Vec<usize> = (0..records).step_by(step).take(times).collect();
    let (mut inserted, mut asked) = (Vec::new(), Vec::new());
    for place in &chosen {
        let card = run.card(*place);
        let _gone = run.book.remove(*place as RecordNo);
        let begin = Instant::now();
        let _stepped = run.book.insert(card);
        inserted.push(begin.elapsed());
    }
    for (a, b) in pairs(&run.solved, times) {
        asked.push(ask(&run.book, [&run.told[a as usize].record.key, &run.told[b as usize].record.key]));
    }
    format!("{}; {}", line("insert one", inserted), line("why", asked))
}

/// Returns pairs of the first and the last record of components of several.
fn pairs(solved: &[Solved], most: usize) -> impl Iterator<Item = (RecordNo, RecordNo)> {
    let several = solved.iter().map(Solved::records).filter(|records| records.len() > 1);
    several.map(|records| (records[0], records[records.len() - 1])).take(most)
}

fn ask(book: &Book, keys: [&String; 2]) -> Duration {
    let [a, b] = keys.map(|key| [Anchor::Record(key.clone())]);
    let begin = Instant::now();
    let Ok(_between) = between(book.shelf(), &Rulings::default(), &a, &b);
    begin.elapsed()
}

fn line(what: &str, mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |part: f64| {
        let place = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    format!("{what}: p50 {:.3} ms, p99 {:.3} ms of {}", at(0.5), at(0.99), times.len())
}
