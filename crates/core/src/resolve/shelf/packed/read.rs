//! A shelf read back from bytes, of which each is doubted.

use super::super::super::bits::Bits;
use super::super::super::evidence::Kinds;
use super::super::super::key::Key;
use super::super::super::rulings::{Ruling, Rulings};
use super::super::bytes::{In, seal};
use super::super::postings::Postings;
use super::super::run::Run;
use super::super::{Edge, RecordNo};
use super::write::FORMAT;
use super::{ByRecord, Edges, Packed, Tallies};
use rustc_hash::FxHashMap;

impl Packed {
    /// Reads what [`Packed::runs`] and [`Packed::changes`] returned.
    ///
    /// `None` where a byte is another one, where the two do not belong together, and where another release wrote
    /// them; then everything has to be worked out anew.
    pub fn read(runs: &[u8], changes: &[u8]) -> Option<Self> {
        let mut whole = In::of(runs)?;
        let mut since = In::of(changes)?;
        if whole.take()? != FORMAT || since.take()? != FORMAT || since.take_whole()? != seal(runs) {
            return None;
        }
        let records = by_record(&mut whole, &mut since)?;
        let mut postings = Postings::from_parts(run(&mut whole)?, FxHashMap::default());
        turn(&mut postings, &mut since, |no| records.get(no).unwrap_or(0))?;
        let tallies = Tallies { run: run(&mut whole)?, changed: changed_tallies(&mut since)? };
        let edges = Edges { run: edges(&mut whole)?, changed: changed_edges(&mut since)? };
        let settled = by_record(&mut whole, &mut since)?;
        let rulings = rulings(&mut since)?;
        let all = whole.is_at_end() && since.is_at_end();
        all.then(|| Self { records, postings, tallies, edges, settled, rulings, seal: seal(runs) })
    }
}

fn rulings(bytes: &mut In<'_>) -> Option<Rulings> {
    let count = bytes.take_count()?;
    let words = (0..count).map(|_| ruling(bytes)).collect::<Option<_>>()?;
    let mut set = || Some(keys(bytes)?.into_iter().collect());
    let (shared, mine, spoken_of, things) = (set()?, set()?, set()?, set()?);
    Some(Rulings { words, shared, mine, spoken_of, things, free_mail: bytes.take_whole()? })
}

fn ruling(bytes: &mut In<'_>) -> Option<Ruling> {
    let is_same = bytes.take()? == 1;
    let (person, with) = (keys(bytes)?, Key(bytes.take_whole()?));
    Some(if is_same { Ruling::Same(person, with) } else { Ruling::Apart(*person.first()?, with) })
}

fn keys(bytes: &mut In<'_>) -> Option<Vec<Key>> {
    let count = bytes.take_count()?;
    (0..count).map(|_| bytes.take_whole().map(Key)).collect()
}

fn by_record(whole: &mut In<'_>, since: &mut In<'_>) -> Option<ByRecord> {
    Some(ByRecord { run: numbered(whole)?, changed: changed_numbers(since)? })
}

fn numbered(bytes: &mut In<'_>) -> Option<Vec<(RecordNo, u64)>> {
    let count = bytes.take_count()?;
    let mut last: RecordNo = 0;
    let one = |_| {
        last = last.checked_add(bytes.take_as()?)?;
        Some((last, bytes.take_whole()?))
    };
    (0..count).map(one).collect()
}

fn run(bytes: &mut In<'_>) -> Option<Run> {
    let count = bytes.take_count()?;
    let (mut keys, mut numbers) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut last = 0u64;
    for _ in 0..count {
        last = last.checked_add(bytes.take()?)?;
        keys.push(last);
        numbers.push(bytes.take_as()?);
    }
    Some(Run::of(keys, numbers))
}

fn edges(bytes: &mut In<'_>) -> Option<Vec<(RecordNo, Edge)>> {
    let count = bytes.take_count()?;
    let mut last: RecordNo = 0;
    let one = |_| {
        last = last.checked_add(bytes.take_as()?)?;
        Some((last, edge(bytes)?))
    };
    (0..count).map(one).collect()
}

fn edge(bytes: &mut In<'_>) -> Option<Edge> {
    let other = bytes.take_as()?;
    let bits = Bits::units(bytes.take_as::<u32>()?.cast_signed());
    Some(Edge { other, bits, kinds: Kinds::from_number(bytes.take_as()?) })
}

fn changed_numbers(bytes: &mut In<'_>) -> Option<FxHashMap<RecordNo, Option<u64>>> {
    let count = bytes.take_count()?;
    let one = |_| {
        let no = bytes.take_as()?;
        Some((no, if bytes.take()? == 0 { None } else { Some(bytes.take_whole()?) }))
    };
    (0..count).map(one).collect()
}

/// Takes from postings who went and puts in who came.
fn turn(postings: &mut Postings, bytes: &mut In<'_>, order: impl Fn(RecordNo) -> u64 + Copy) -> Option<()> {
    for _ in 0..bytes.take_count()? {
        let key = Key(bytes.take_whole()?);
        for _ in 0..bytes.take_count()? {
            postings.remove(key, bytes.take_as()?);
        }
        for _ in 0..bytes.take_count()? {
            postings.add(key, bytes.take_as()?, order);
        }
    }
    Some(())
}

fn changed_tallies(bytes: &mut In<'_>) -> Option<FxHashMap<Key, u32>> {
    let count = bytes.take_count()?;
    let one = |_| Some((Key(bytes.take_whole()?), bytes.take_as()?));
    (0..count).map(one).collect()
}

fn changed_edges(bytes: &mut In<'_>) -> Option<FxHashMap<RecordNo, Vec<Edge>>> {
    let count = bytes.take_count()?;
    let one = |_| {
        let no = bytes.take_as()?;
        let edges = bytes.take_count()?;
        let edges = (0..edges).map(|_| edge(bytes)).collect::<Option<_>>()?;
        Some((no, edges))
    };
    (0..count).map(one).collect()
}
