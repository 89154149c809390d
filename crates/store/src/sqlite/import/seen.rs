//! A quick answer to "surely not there", so that a large import need not ask a large table for each key.

use crate::error::Result;
use rusqlite::Connection;

/// Bits of the filter: 16 MB, whatever the size of the network.
///
/// Two million keys have sixty bits each, and a wrong "may be" is next to never; at twenty million it is one in
/// thirty, and costs one question to the table.
const BITS: u64 = 1 << 27;

/// A Bloom filter over hashes that are already well mixed.
///
/// Source: Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13, 1970.
pub(super) struct Seen(Vec<u64>);

impl Seen {
    /// Reads all hashes of the table.
    pub(super) fn of_table(db: &Connection) -> Result<Self> {
        let mut seen = Self(vec![0; (BITS / 64) as usize]);
        let mut find = db.prepare("SELECT hash FROM interaction_key WHERE member = 1")?;
        for hash in find.query_map([], |row| row.get(0))? {
            seen.add(hash?);
        }
        Ok(seen)
    }

    pub(super) fn add(&mut self, hash: i64) {
        for bit in bits(hash) {
            self.0[(bit / 64) as usize] |= 1 << (bit % 64);
        }
    }

    /// Tells whether the hash may have been added; `false` is sure.
    pub(super) fn may_have(&self, hash: i64) -> bool {
        bits(hash).all(|bit| self.0[(bit / 64) as usize] & (1 << (bit % 64)) != 0)
    }
}

/// Returns four places, after Kirsch and Mitzenmacher: two halves of one hash make all of them.
fn bits(hash: i64) -> impl Iterator<Item = u64> {
    let hash = hash.cast_unsigned();
    let step = (hash >> 32) | 1;
    (0..4).map(move |n| hash.wrapping_add(step.wrapping_mul(n)) % BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_never_denied() {
        let mut seen = Seen(vec![0; (BITS / 64) as usize]);
        let hash = |n: i64| {
            n.wrapping_mul(0x5851_f42d_4c95_7f2d).rotate_left(29).wrapping_mul(0x1405_7b7e_f767_814f)
        };
        (0..10_000).for_each(|n| seen.add(hash(n)));
        assert!((0..10_000).all(|n| seen.may_have(hash(n))));
        assert!((10_000..20_000).filter(|n| seen.may_have(hash(*n))).count() < 10);
    }
}
