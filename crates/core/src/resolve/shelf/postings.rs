//! Which records are filed under which key: one sorted run, and what changed since it was made.

use super::super::key::Key;
use super::RecordNo;
use super::run::{Run, overlaid};
use rustc_hash::FxHashMap;

/// Which records are filed under which key.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// The members of one key stand in order of their cards.
    run: Run,
    /// The members of keys that changed since, in place of those in the run.
    changed: FxHashMap<Key, Vec<RecordNo>>,
}

impl Postings {
    /// Takes all postings; the members of a key are put in order by `order`.
    pub(super) fn of(mut all: Vec<(u64, RecordNo)>, order: impl Fn(RecordNo) -> u64) -> Self {
        all.sort_unstable();
        for run in all.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            run.sort_unstable_by_key(|(_, no)| (order(*no), *no));
        }
        let (keys, records) = all.into_iter().unzip();
        Self { run: Run::of(keys, records), changed: FxHashMap::default() }
    }

    /// Takes postings that are in order, and what changed since.
    pub(super) const fn from_parts(run: Run, changed: FxHashMap<Key, Vec<RecordNo>>) -> Self {
        Self { run, changed }
    }

    /// Returns the postings as they were first taken, and what changed since.
    pub(super) const fn parts(&self) -> (&Run, &FxHashMap<Key, Vec<RecordNo>>) {
        (&self.run, &self.changed)
    }

    /// Returns all postings in one run.
    pub(super) fn into_run(self) -> Run {
        if self.changed.is_empty() {
            return self.run;
        }
        let mut changed: Vec<(Key, Vec<RecordNo>)> = self.changed.into_iter().collect();
        changed.sort_unstable();
        overlaid(&self.run, changed.iter().map(|(key, members)| (*key, members.as_slice())))
    }

    /// Returns the members of a key, in order.
    pub(super) fn of_key(&self, key: Key) -> &[RecordNo] {
        match self.changed.get(&key) {
            Some(members) if !self.changed.is_empty() => members,
            _ => self.run.get(key),
        }
    }

    /// Returns for each key that changed, in order, who went and who came since the postings were first taken.
    pub(super) fn turned(&self) -> Vec<(Key, Vec<RecordNo>, Vec<RecordNo>)> {
        let mut keys: Vec<&Key> = self.changed.keys().collect();
        keys.sort_unstable();
        let of = |key: &Key| {
            let (was, now) = (self.run.get(*key), self.changed[key].as_slice());
            (*key, without(was, now), without(now, was))
        };
        keys.into_iter().map(of).filter(|(_, went, came)| !went.is_empty() || !came.is_empty()).collect()
    }

    pub(super) fn add(&mut self, key: Key, no: RecordNo, order: impl Fn(RecordNo) -> u64) {
        let members = self.change(key);
        let place = members.binary_search_by_key(&(order(no), no), |m| (order(*m), *m));
        if let Err(place) = place {
            members.insert(place, no);
        }
    }

    pub(super) fn remove(&mut self, key: Key, no: RecordNo) {
        self.change(key).retain(|member| *member != no);
    }

    fn change(&mut self, key: Key) -> &mut Vec<RecordNo> {
        let run = &self.run;
        self.changed.entry(key).or_insert_with(|| run.get(key).to_vec())
    }
}

/// Returns the members of one list that are not in another, in order of their numbers.
fn without(list: &[RecordNo], other: &[RecordNo]) -> Vec<RecordNo> {
    let sorted = |list: &[RecordNo]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    let other = sorted(other);
    sorted(list).into_iter().filter(|no| other.binary_search(no).is_err()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filed_is_found() {
        let order = |no: RecordNo| u64::from(100 - no);
        let run: Vec<(u64, RecordNo)> = (0..50).map(|no| (u64::from(no % 7) << 60, no)).collect();
        let mut postings = Postings::of(run, order);
        let first = Key(0);
        assert_eq!(postings.of_key(first), [49, 42, 35, 28, 21, 14, 7, 0]);
        assert_eq!(postings.of_key(Key(9)), [0; 0]);
        postings.remove(first, 28);
        postings.add(first, 30, order);
        postings.add(Key(9), 3, order);
        assert_eq!(postings.of_key(first), [49, 42, 35, 30, 21, 14, 7, 0]);
        assert_eq!(postings.of_key(Key(9)), [3]);
        assert_eq!(postings.into_run().get(first), [49, 42, 35, 30, 21, 14, 7, 0]);
    }
}
