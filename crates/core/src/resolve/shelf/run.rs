//! A sorted run of keys with a number for each, in which a key is found by its first bits.

use super::super::key::Key;

/// Keys in order, each with a number; one key may come many times.
#[derive(Debug, Default)]
pub(super) struct Run {
    keys: Vec<u64>,
    numbers: Vec<u32>,
    /// Where the keys begin that begin with the same bits, and one more.
    begins: Vec<u32>,
    /// How many bits of a key lead to its place.
    bits: u32,
}

/// About so many keys begin with the same bits.
const TOGETHER: usize = 4;

impl Run {
    /// Takes keys that are in order, and a number for each.
    pub(super) fn of(keys: Vec<u64>, numbers: Vec<u32>) -> Self {
        debug_assert!(keys.is_sorted() && keys.len() == numbers.len());
        let buckets = (keys.len() / TOGETHER).next_power_of_two().max(2);
        let bits = buckets.trailing_zeros();
        let mut begins = vec![0u32; buckets + 1];
        for key in &keys {
            begins[(key >> (64 - bits)) as usize + 1] += 1;
        }
        for place in 1..begins.len() {
            begins[place] += begins[place - 1];
        }
        Self { keys, numbers, begins, bits }
    }

    /// Returns how many pairs there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns the numbers of a key, in their order.
    pub(super) fn get(&self, key: Key) -> &[u32] {
        if self.begins.is_empty() {
            return &[];
        }
        let bucket = (key.0 >> (64 - self.bits)) as usize;
        let (from, to) = (self.begins[bucket] as usize, self.begins[bucket + 1] as usize);
        let keys = &self.keys[from..to];
        let begin = keys.partition_point(|k| *k < key.0);
        let end = begin + keys[begin..].iter().take_while(|k| **k == key.0).count();
        &self.numbers[from + begin..from + end]
    }

    /// Returns all pairs, in order of their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, u32)> {
        self.keys.iter().copied().map(Key).zip(self.numbers.iter().copied())
    }

    /// Returns the keys and their numbers.
    pub(super) fn into_parts(self) -> (Vec<u64>, Vec<u32>) {
        (self.keys, self.numbers)
    }
}

/// Returns a run in which the pairs of some keys, given in order, stand in the place of those that were there.
pub(super) fn overlaid<'a>(run: &Run, changed: impl Iterator<Item = (Key, &'a [u32])>) -> Run {
    let mut keys = Vec::with_capacity(run.len());
    let mut numbers = Vec::with_capacity(run.len());
    let mut old = run.iter().peekable();
    for (key, new) in changed {
        while let Some((key, number)) = old.next_if(|(k, _)| *k < key) {
            keys.push(key.0);
            numbers.push(number);
        }
        while old.next_if(|(k, _)| *k == key).is_some() {}
        keys.extend(std::iter::repeat_n(key.0, new.len()));
        numbers.extend_from_slice(new);
    }
    for (key, number) in old {
        keys.push(key.0);
        numbers.push(number);
    }
    Run::of(keys, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_stands_in_the_place_of_what_was() {
        let run = Run::of(vec![1, 1, 5, 9 << 60], vec![10, 11, 50, 90]);
        let changed: [(Key, &[u32]); 4] =
            [(Key(0), &[7]), (Key(1), &[]), (Key(5), &[51, 52]), (Key(u64::MAX), &[1])];
        let new = overlaid(&run, changed.into_iter());
        let all: Vec<(u64, u32)> = new.iter().map(|(key, number)| (key.0, number)).collect();
        assert_eq!(all, [(0, 7), (5, 51), (5, 52), (9 << 60, 90), (u64::MAX, 1)]);
        assert_eq!(new.get(Key(5)), [51, 52]);
        assert_eq!(new.get(Key(1)), [0; 0]);
    }
}
