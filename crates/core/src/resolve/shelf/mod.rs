//! Where the resolver keeps what it has worked out: in memory, or in tables of a database.

mod bytes;
mod memory;
mod packed;
mod postings;
mod run;

pub use memory::Memory;
pub use packed::{Packed, Shelved};

use super::bits::Bits;
use super::card::Card;
use super::evidence::Kinds;
use super::key::Key;
use std::sync::Arc;

/// The number of a record on its shelf. Which record has which number never shows in any answer.
pub type RecordNo = u32;

/// Two records that may be one person, from the side of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub other: RecordNo,
    pub bits: Bits,
    pub kinds: Kinds,
}

/// Where the resolver keeps what it has worked out.
///
/// Everything on it is derived and can be made again from the records. It is all of plain figures, so that
/// tables can hold it: postings `(key, order, record)`, counts `(key, number)` and edges `(record, other, bits,
/// kinds)`. A card is made from its record by [`Reader`](super::Reader) whenever it is asked for, or kept.
///
/// INVARIANT: no method's answer depends on the order in which things were put there.
pub trait Shelf {
    type Error;

    /// Returns the card of a record; `None` where there is none of that number.
    fn card(&self, no: RecordNo) -> Result<Option<Arc<Card>>, Self::Error>;

    /// Adds the records that are filed under a key, in order of [`Card::order`].
    fn holders(&self, key: Key, into: &mut Vec<RecordNo>) -> Result<(), Self::Error>;

    /// Returns how many records are filed under a key.
    fn count(&self, key: Key) -> Result<usize, Self::Error>;

    /// Returns how often a key was counted.
    fn tally(&self, key: Key) -> Result<u32, Self::Error>;

    /// Returns the edges of a record, in any order.
    fn edges(&self, no: RecordNo) -> Result<Vec<Edge>, Self::Error>;

    /// Files a record under a key.
    fn file(&mut self, key: Key, no: RecordNo, order: u64) -> Result<(), Self::Error>;

    /// Takes a record from under a key.
    fn unfile(&mut self, key: Key, no: RecordNo, order: u64) -> Result<(), Self::Error>;

    /// Counts a key once more or once less, and returns how often it is counted then.
    fn recount(&mut self, key: Key, more: bool) -> Result<u32, Self::Error>;

    /// Keeps the edges of a record in place of those that it had; the other sides are told apart from this.
    fn set_edges(&mut self, no: RecordNo, edges: Vec<Edge>) -> Result<(), Self::Error>;
}
