//! What pairs of names came to: the same two names meet again in every pair of records that tells them.
//!
//! A table of fixed size, in which a pair takes the place of another one that falls on it. It may be shared by threads:
//! each value is a function of its pair, so that nobody can tell who put it there.

use super::super::bits::Bits;
use super::super::key::Drawer;
use crate::name::Level;
use std::sync::atomic::{AtomicU64, Ordering};

/// What pairs of names came to, as far as it is remembered.
#[derive(Debug)]
pub(in super::super) struct Memo(Box<[AtomicU64]>);

/// Below them a slot has what a pair came to, above them which pair: no more than 2^24 slots, whose number tells the rest.
const VALUE: u32 = 24;

/// Bits for the weight in a value; the level stands above them, counted from one, so that no value is an empty slot.
const WEIGHT: u32 = 19;

impl Memo {
    /// Returns a table of 2^`size` slots of eight bytes.
    pub(in super::super) fn of_size(size: u32) -> Self {
        Self((0..1_u64 << size.min(VALUE)).map(|_| AtomicU64::new(0)).collect())
    }

    /// Returns what two names came to, worked out where that is not remembered.
    pub(super) fn of(&self, x: u64, y: u64, work_out: impl FnOnce() -> (Level, Bits)) -> (Level, Bits) {
        let pair = Drawer::Compared.key(&[x, y]).0;
        let slot = &self.0[pair as usize & (self.0.len() - 1)];
        let found = slot.load(Ordering::Relaxed);
        if found >> VALUE == pair >> VALUE
            && let Some(known) = unpacked(found)
        {
            return known;
        }
        let (level, bits) = work_out();
        slot.store(pair >> VALUE << VALUE | packed(level, bits), Ordering::Relaxed);
        (level, bits)
    }
}

fn packed(level: Level, bits: Bits) -> u64 {
    let weight = (i64::from(bits.as_units()) + (1 << (WEIGHT - 1))) as u64;
    (level as u64 + 1) << WEIGHT | weight & ((1 << WEIGHT) - 1)
}

fn unpacked(value: u64) -> Option<(Level, Bits)> {
    let level = (value & ((1 << VALUE) - 1)) >> WEIGHT;
    let weight = (value & ((1 << WEIGHT) - 1)) as i32 - (1 << (WEIGHT - 1));
    Some((*Level::ALL.get((level as usize).checked_sub(1)?)?, Bits::units(weight)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_worked_out() {
        let memo = Memo::of_size(8);
        for (place, level) in Level::ALL.into_iter().enumerate() {
            let expected = (level, Bits::units(place as i32 * 97 - 800));
            let pair = place as u64;
            assert_eq!(memo.of(pair, 7, || expected), expected);
            assert_eq!(memo.of(pair, 7, || unreachable!("it is remembered")), expected);
            assert_eq!(memo.of(7, pair + 100, || (Level::Label, Bits::ZERO)), (Level::Label, Bits::ZERO));
        }
    }

    #[test]
    fn what_gave_way_is_worked_out_again() {
        let memo = Memo::of_size(0);
        let told = |pair: u64| memo.of(pair, pair, || (Level::Equal, Bits::units(pair as i32)));
        assert_eq!([1, 2, 1, 2].map(|pair| told(pair).1), [1, 2, 1, 2].map(Bits::units));
    }

    #[test]
    fn levels_are_told_by_their_numbers() {
        assert!(Level::ALL.iter().enumerate().all(|(number, level)| *level as usize == number));
    }
}
