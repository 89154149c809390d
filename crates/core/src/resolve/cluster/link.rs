//! What stands between two sides, and why they were joined.

use super::super::bits::Bits;
use super::super::evidence::Kinds;

/// What stands between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Link {
    pub(in super::super) bits: Bits,
    pub(in super::super) kinds: Kinds,
    /// What speaks against them.
    pub(in super::super) against: Kinds,
    /// The pair of records that says most, the one of the lower side first.
    pub(in super::super) ends: (u32, u32),
    /// What that pair says by itself.
    pub(in super::super) pair: Bits,
}

impl Link {
    /// Returns the link seen from the other side.
    pub(super) const fn turned(self) -> Self {
        Self { ends: (self.ends.1, self.ends.0), ..self }
    }
}

/// Why two sides are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The user speaks of a handle, and the record names it.
    Owns,
    /// The user said so.
    Stated,
    /// Both are the user's own.
    Mine,
    /// Evidence.
    Likely { bits: Bits, kinds: Kinds, against: Kinds, cut: super::Cut },
}

/// Two sides that were joined: the records where they meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Join {
    pub(in super::super) a: u32,
    pub(in super::super) b: u32,
    pub(in super::super) reason: Reason,
}
