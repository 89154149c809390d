//! Which records are filed under which key: one sorted run, and what changed since it was made.

use super::super::key::Key;
use super::RecordNo;
use rustc_hash::FxHashMap;

/// Which records are filed under which key.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// In order of keys; the members of one key in order of their cards.
    keys: Vec<u64>,
    records: Vec<RecordNo>,
    /// Where the keys begin that begin with the same bits, and one more.
    begins: Vec<u32>,
    /// How many bits of a key lead to its place.
    bits: u32,
    /// The members of keys that changed since, in place of those in the run.
    changed: FxHashMap<Key, Vec<RecordNo>>,
}

/// About so many keys begin with the same bits.
const TOGETHER: usize = 4;

impl Postings {
    /// Takes all postings; the members of a key are put in order by `order`.
    pub(super) fn of(mut all: Vec<(u64, RecordNo)>, order: impl Fn(RecordNo) -> u64) -> Self {
        all.sort_unstable();
        for run in all.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            run.sort_unstable_by_key(|(_, no)| (order(*no), *no));
        }
        let buckets = (all.len() / TOGETHER).next_power_of_two().max(2);
        let bits = buckets.trailing_zeros();
        let mut begins = vec![0u32; buckets + 1];
        for (key, _) in &all {
            begins[(key >> (64 - bits)) as usize + 1] += 1;
        }
        for place in 1..begins.len() {
            begins[place] += begins[place - 1];
        }
        let (keys, records) = all.into_iter().unzip();
        Self { keys, records, begins, bits, changed: FxHashMap::default() }
    }

    /// Returns the members of a key, in order.
    pub(super) fn of_key(&self, key: Key) -> &[RecordNo] {
        match self.changed.get(&key) {
            Some(members) if !self.changed.is_empty() => members,
            _ => self.in_run(key),
        }
    }

    fn in_run(&self, key: Key) -> &[RecordNo] {
        if self.begins.is_empty() {
            return &[];
        }
        let bucket = (key.0 >> (64 - self.bits)) as usize;
        let (from, to) = (self.begins[bucket] as usize, self.begins[bucket + 1] as usize);
        let keys = &self.keys[from..to];
        let begin = keys.partition_point(|k| *k < key.0);
        let end = begin + keys[begin..].iter().take_while(|k| **k == key.0).count();
        &self.records[from + begin..from + end]
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
        if !self.changed.contains_key(&key) {
            let members = self.in_run(key).to_vec();
            self.changed.insert(key, members);
        }
        self.changed.entry(key).or_default()
    }
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
    }
}
