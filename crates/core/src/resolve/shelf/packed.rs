//! A shelf that is kept as two strings of bytes: sorted runs, and what changed since they were made.
//!
//! Both are read back whole, which for a quarter of a million records takes tenths of a second. A change writes
//! only the second anew; when it has grown to a tenth of the first, the two become one again. Cards are not in
//! it: whoever asks gives them, from the records.

mod read;
#[cfg(test)]
mod tests;
mod write;

use super::super::card::Card;
use super::super::components::Solved;
use super::super::key::Key;
use super::super::rulings::Rulings;
use super::postings::Postings;
use super::run::{Run, overlaid};
use super::{Edge, RecordNo, Shelf};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A shelf that is kept as two strings of bytes; the cards are somewhere else.
#[derive(Debug, Default)]
pub struct Packed {
    /// Which records are on the shelf, each with the order of its card.
    records: ByRecord,
    postings: Postings,
    tallies: Tallies,
    edges: Edges,
    /// For each component of several records, under the lowest number of them: what it came to, as a hash.
    settled: ByRecord,
    rulings: Rulings,
    /// The hash of the first string, if it was written or read: the second goes with no other.
    seal: u64,
}

/// A number for some records.
#[derive(Debug, Default)]
struct ByRecord {
    /// In order of their numbers.
    run: Vec<(RecordNo, u64)>,
    changed: FxHashMap<RecordNo, Option<u64>>,
}

#[derive(Debug, Default)]
struct Tallies {
    run: Run,
    changed: FxHashMap<Key, u32>,
}

#[derive(Debug, Default)]
struct Edges {
    /// In order of the records whose edges they are.
    run: Vec<(RecordNo, Edge)>,
    changed: FxHashMap<RecordNo, Vec<Edge>>,
}

impl Packed {
    /// Takes what is worked out: records with their orders, in order of their numbers, and the rest.
    pub(super) fn of(
        records: Vec<(RecordNo, u64)>,
        postings: Run,
        tallies: FxHashMap<Key, u32>,
        edges: Vec<(RecordNo, Edge)>,
    ) -> Self {
        let mut counts: Vec<(u64, u32)> = tallies.into_iter().map(|(key, count)| (key.0, count)).collect();
        counts.sort_unstable();
        let (keys, counts) = counts.into_iter().unzip();
        Self {
            records: ByRecord { run: records, changed: FxHashMap::default() },
            postings: Postings::from_parts(postings, FxHashMap::default()),
            tallies: Tallies { run: Run::of(keys, counts), changed: FxHashMap::default() },
            edges: Edges { run: edges, changed: FxHashMap::default() },
            settled: ByRecord::default(),
            rulings: Rulings::default(),
            seal: 0,
        }
    }

    /// Notes the user's word by which all this was worked out.
    pub fn rule(&mut self, rulings: Rulings) {
        self.rulings = rulings;
    }

    /// Returns the user's word as it was when all this was worked out.
    pub const fn rulings(&self) -> &Rulings {
        &self.rulings
    }

    /// Returns the records from a number on, each with the order of its card.
    pub fn records_from(&self, first: RecordNo) -> Vec<(RecordNo, u64)> {
        let begin = self.records.run.partition_point(|(no, _)| *no < first);
        let there = self.records.run[begin..].iter().filter(|(no, _)| !self.records.changed.contains_key(no));
        let changed = self.records.changed.iter().filter(|(no, _)| **no >= first);
        let mut all: Vec<(RecordNo, u64)> = there.copied().collect();
        all.extend(changed.filter_map(|(no, order)| Some((*no, (*order)?))));
        all.sort_unstable();
        all
    }

    /// Returns how many records are on the shelf, or a little more: those that went since may count.
    pub fn len(&self) -> usize {
        self.records.run.len() + self.records.changed.len()
    }

    /// Tells whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells whether a record is on the shelf.
    pub fn has(&self, no: RecordNo) -> bool {
        self.records.get(no).is_some()
    }

    /// Notes what a component came to; tells whether it came to the same before. `number` gives each record the one under
    /// which it is kept.
    pub fn settle(&mut self, solved: &Solved, number: impl Fn(RecordNo) -> RecordNo) -> bool {
        let mut members = solved.records().iter().map(|no| number(*no));
        let first = members.clone().min();
        // What was known of any of them as the first of others holds no more.
        members.by_ref().filter(|no| Some(*no) != first).for_each(|no| self.settled.put(no, None));
        let Some(first) = first.filter(|_| solved.records().len() > 1) else {
            first.into_iter().for_each(|no| self.settled.put(no, None));
            return false;
        };
        let digest = solved.digest(number);
        let is_same = self.settled.get(first) == Some(digest);
        self.settled.put(first, Some(digest));
        is_same
    }

    /// Notes what all components came to, before anything changes.
    pub fn settle_all<'a>(
        &mut self,
        solved: impl IntoIterator<Item = &'a Solved>,
        number: impl Fn(RecordNo) -> RecordNo + Copy,
    ) {
        for component in solved {
            self.settle(component, number);
        }
        self.settled.compact();
    }

    /// Returns the first number from `first` on above all that records have, or had since the runs were made.
    pub fn next_from(&self, first: RecordNo) -> RecordNo {
        let last = self.records.run.last().map(|(no, _)| *no);
        let all = last.into_iter().chain(self.records.changed.keys().copied()).filter(|no| *no >= first);
        all.max().map_or(first, |no| no + 1)
    }

    /// Takes a record from the shelf, once it is taken from under its keys.
    pub fn drop(&mut self, no: RecordNo) {
        self.records.changed.insert(no, None);
        self.settled.put(no, None);
    }

    /// Makes one of what was and what changed since; the bytes of both have to be written anew then.
    pub fn compact(&mut self) {
        self.records.compact();
        self.tallies.compact();
        self.edges.compact();
        self.settled.compact();
        let postings = std::mem::take(&mut self.postings);
        self.postings = Postings::from_parts(postings.into_run(), FxHashMap::default());
        self.seal = 0;
    }
}

impl ByRecord {
    fn get(&self, no: RecordNo) -> Option<u64> {
        self.changed.get(&no).copied().unwrap_or_else(|| {
            let place = self.run.binary_search_by_key(&no, |(no, _)| *no).ok()?;
            Some(self.run[place].1)
        })
    }

    fn put(&mut self, no: RecordNo, number: Option<u64>) {
        if self.get(no) != number {
            self.changed.insert(no, number);
        }
    }

    fn compact(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        self.run.retain(|(no, _)| !changed.contains_key(no));
        self.run.extend(changed.into_iter().filter_map(|(no, number)| Some((no, number?))));
        self.run.sort_unstable();
    }
}

impl Tallies {
    fn get(&self, key: Key) -> u32 {
        let changed = self.changed.get(&key).copied();
        changed.unwrap_or_else(|| self.run.get(key).first().copied().unwrap_or(0))
    }

    fn compact(&mut self) {
        let mut changed: Vec<(Key, u32)> = std::mem::take(&mut self.changed).into_iter().collect();
        changed.sort_unstable();
        let told = |(key, count): &(Key, u32)| (*key, if *count == 0 { Vec::new() } else { vec![*count] });
        let changed: Vec<(Key, Vec<u32>)> = changed.iter().map(told).collect();
        self.run = overlaid(&self.run, changed.iter().map(|(key, counts)| (*key, counts.as_slice())));
    }
}

impl Edges {
    fn get(&self, no: RecordNo) -> Vec<Edge> {
        if let Some(edges) = self.changed.get(&no) {
            return edges.clone();
        }
        let begin = self.run.partition_point(|(of, _)| *of < no);
        self.run[begin..].iter().take_while(|(of, _)| *of == no).map(|(_, edge)| *edge).collect()
    }

    fn compact(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        self.run.retain(|(no, _)| !changed.contains_key(no));
        self.run.extend(changed.into_iter().flat_map(|(no, edges)| edges.into_iter().map(move |e| (no, e))));
        self.run.sort_unstable();
    }
}

/// A packed shelf, with who gives the cards.
#[derive(Debug)]
pub struct Shelved<'a, F> {
    packed: &'a mut Packed,
    card: F,
}

impl<'a, F> Shelved<'a, F> {
    /// Returns a shelf to work on; `card` gives the card of each record, also of those that are to come.
    pub const fn of(packed: &'a mut Packed, card: F) -> Self {
        Self { packed, card }
    }
}

impl<E, F: Fn(RecordNo) -> Result<Option<Arc<Card>>, E>> Shelf for Shelved<'_, F> {
    type Error = E;

    fn card(&self, no: RecordNo) -> Result<Option<Arc<Card>>, E> {
        (self.card)(no)
    }

    fn holders(&self, key: Key, into: &mut Vec<RecordNo>) -> Result<(), E> {
        into.extend_from_slice(self.packed.postings.of_key(key));
        Ok(())
    }

    fn count(&self, key: Key) -> Result<usize, E> {
        Ok(self.packed.postings.of_key(key).len())
    }

    fn tally(&self, key: Key) -> Result<u32, E> {
        Ok(self.packed.tallies.get(key))
    }

    fn edges(&self, no: RecordNo) -> Result<Vec<Edge>, E> {
        Ok(self.packed.edges.get(no))
    }

    fn file(&mut self, key: Key, no: RecordNo, order: u64) -> Result<(), E> {
        let Packed { records, postings, .. } = &mut *self.packed;
        records.put(no, Some(order));
        postings.add(key, no, |no| records.get(no).unwrap_or(0));
        Ok(())
    }

    fn unfile(&mut self, key: Key, no: RecordNo, _: u64) -> Result<(), E> {
        self.packed.postings.remove(key, no);
        Ok(())
    }

    fn recount(&mut self, key: Key, more: bool) -> Result<u32, E> {
        let before = self.packed.tallies.get(key);
        let count = if more { before.saturating_add(1) } else { before.saturating_sub(1) };
        self.packed.tallies.changed.insert(key, count);
        Ok(count)
    }

    fn set_edges(&mut self, no: RecordNo, edges: Vec<Edge>) -> Result<(), E> {
        self.packed.edges.changed.insert(no, edges);
        Ok(())
    }
}
