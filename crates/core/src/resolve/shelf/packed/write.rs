//! A shelf as bytes.

use super::super::super::key::Key;
use super::super::super::rulings::{Ruling, Rulings};
use super::super::bytes::{Out, seal};
use super::super::{Edge, RecordNo};
use super::Packed;
use rustc_hash::FxHashMap;

/// The way of writing; it goes up when the bytes come to mean something else.
pub(super) const FORMAT: u64 = 2;

impl Packed {
    /// Returns the runs as bytes; what changed since is not in them.
    pub fn runs(&mut self) -> Vec<u8> {
        let mut out = Out::default();
        out.put(FORMAT);
        put_numbered(&mut out, &self.records.run);
        for run in [self.postings.parts().0, &self.tallies.run] {
            out.put(run.len() as u64);
            let mut last = 0;
            for (key, number) in run.iter() {
                out.put(key.0 - last);
                out.put(u64::from(number));
                last = key.0;
            }
        }
        out.put(self.edges.run.len() as u64);
        let mut last = 0;
        for (no, edge) in &self.edges.run {
            out.put(u64::from(no - last));
            put_edge(&mut out, *edge);
            last = *no;
        }
        put_numbered(&mut out, &self.settled.run);
        let bytes = out.sealed();
        self.seal = seal(&bytes);
        bytes
    }

    /// Returns what changed since the runs were written or read, and the user's word, as bytes.
    pub fn changes(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.put(FORMAT);
        out.put_whole(self.seal);
        put_changed(&mut out, &self.records.changed);
        let postings = self.postings.turned();
        out.put(postings.len() as u64);
        for (key, went, came) in &postings {
            out.put_whole(key.0);
            for list in [went, came] {
                out.put(list.len() as u64);
                list.iter().for_each(|no| out.put(u64::from(*no)));
            }
        }
        let tallies = &self.tallies.changed;
        out.put(tallies.len() as u64);
        for key in in_order(tallies) {
            out.put_whole(key.0);
            out.put(u64::from(tallies[key]));
        }
        let edges = &self.edges.changed;
        out.put(edges.len() as u64);
        for no in in_order(edges) {
            out.put(u64::from(*no));
            out.put(edges[no].len() as u64);
            edges[no].iter().for_each(|edge| put_edge(&mut out, *edge));
        }
        put_changed(&mut out, &self.settled.changed);
        put_rulings(&mut out, &self.rulings);
        out.sealed()
    }
}

fn put_numbered(out: &mut Out, run: &[(RecordNo, u64)]) {
    out.put(run.len() as u64);
    let mut last = 0;
    for (no, number) in run {
        out.put(u64::from(no - last));
        out.put_whole(*number);
        last = *no;
    }
}

fn put_changed(out: &mut Out, changed: &FxHashMap<RecordNo, Option<u64>>) {
    out.put(changed.len() as u64);
    for no in in_order(changed) {
        out.put(u64::from(*no));
        let number = changed[no];
        out.put(u64::from(number.is_some()));
        number.into_iter().for_each(|number| out.put_whole(number));
    }
}

fn put_rulings(out: &mut Out, rulings: &Rulings) {
    out.put(rulings.words.len() as u64);
    for word in &rulings.words {
        let (person, with) = match word {
            Ruling::Same(person, with) => (person.as_slice(), with),
            Ruling::Apart(a, b) => (std::slice::from_ref(a), b),
        };
        out.put(u64::from(matches!(word, Ruling::Same(..))));
        put_keys(out, person.iter());
        out.put_whole(with.0);
    }
    for keys in [&rulings.shared, &rulings.mine, &rulings.spoken_of, &rulings.things] {
        let mut keys: Vec<&Key> = keys.iter().collect();
        keys.sort_unstable();
        put_keys(out, keys.into_iter());
    }
    out.put_whole(rulings.free_mail);
}

fn put_keys<'a>(out: &mut Out, keys: impl ExactSizeIterator<Item = &'a Key>) {
    out.put(keys.len() as u64);
    keys.for_each(|key| out.put_whole(key.0));
}

/// Returns the keys of what changed, so that equal changes are equal bytes.
fn in_order<K: Ord, V>(changed: &FxHashMap<K, V>) -> Vec<&K> {
    let mut keys: Vec<&K> = changed.keys().collect();
    keys.sort_unstable();
    keys
}

fn put_edge(out: &mut Out, Edge { other, bits, kinds }: Edge) {
    out.put(u64::from(other));
    out.put(u64::from(bits.as_units().cast_unsigned()));
    out.put(u64::from(kinds.number()));
}
