//! Yes, no, or as one reads it.

use std::ops::{BitAnd, BitOr, Not};

/// Whether something holds for all readings of what the files show and the pages say, for some, or for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holds {
    No,
    Either,
    Yes,
}

use Holds::{Either, No, Yes};

impl From<bool> for Holds {
    fn from(yes: bool) -> Self {
        if yes { Yes } else { No }
    }
}

impl BitAnd for Holds {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.min(other)
    }
}

impl BitOr for Holds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.max(other)
    }
}

impl Not for Holds {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            No => Yes,
            Either => Either,
            Yes => No,
        }
    }
}

impl Holds {
    /// Returns whether any of them holds.
    pub(crate) fn any(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().max().unwrap_or(No)
    }

    /// Returns the same, where a reading of the pages is all that speaks for it.
    pub(crate) fn at_most_either(self) -> Self {
        self.min(Either)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_stays_doubt_until_something_is_sure() {
        assert_eq!(Either & Yes, Either);
        assert_eq!(Either & No, No);
        assert_eq!(Either | Yes, Yes);
        assert_eq!(!Either, Either);
        assert_eq!(Holds::any([No, Either]), Either);
        assert_eq!(Holds::any([]), No);
    }
}
