//! Which records of a component are one person.
//!
//! Greedy agglomeration over whole persons: the best link is joined first, and every join weighs all that is
//! known of both sides by then. A link by names alone also needs a clear winner: whoever fits two people
//! equally well is left alone. What `auto` joins, `likely` never parts.

mod gate;
mod link;
mod solver;

pub use link::Reason;
pub(super) use link::{Join, Link};
pub(super) use solver::Component;

use super::bits::Bits;
use super::evidence::{Evidence, Kinds};

/// How sure one must be of what is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    /// Joined without asking.
    Auto,
    /// More likely one than two: worth a question.
    Likely,
}

/// What a cut asks for.
#[derive(Clone, Copy, Debug)]
struct Terms {
    /// With an identifier of one person.
    leading: Bits,
    /// With a full name and something beside it.
    beside: Bits,
    /// With a form or a part of a name and something beside it.
    part_beside: Bits,
    /// With a full name alone.
    by_name: Bits,
    /// With anything else: parts of names, an address that spells one.
    rest: Bits,
}

impl Cut {
    pub const ALL: [Self; 2] = [Self::Auto, Self::Likely];

    fn terms(self) -> Terms {
        match self {
            Self::Auto => Terms {
                leading: Bits::of(5.0),
                beside: Bits::of(5.0),
                part_beside: Bits::of(5.0),
                // Of equal rare names with nothing beside them, one in twenty-five pairs is two people,
                // however rare.
                by_name: Bits::of(7.0),
                rest: Bits::of(7.0),
            },
            Self::Likely => Terms {
                leading: Bits::of(0.0),
                beside: Bits::of(0.0),
                part_beside: Bits::of(0.0),
                by_name: Bits::of(0.0),
                rest: Bits::of(0.0),
            },
        }
    }
}

impl Terms {
    /// Returns the least bits at which a link of these kinds is joined.
    const fn least_for(self, kinds: Kinds) -> Bits {
        let is_full = kinds.has(Evidence::Name);
        let is_beside = kinds.meets(BESIDE);
        if kinds.meets(LEADING) {
            self.leading
        } else if is_beside && is_full {
            self.beside
        } else if is_beside {
            self.part_beside
        } else if is_full {
            self.by_name
        } else {
            self.rest
        }
    }

    fn admit(self, link: &Link) -> bool {
        link.bits >= self.least_for(link.kinds)
    }
}

/// What leads to one person by itself.
pub(super) const LEADING: Kinds = Kinds::NONE
    .with(Evidence::Mailbox)
    .with(Evidence::Number)
    .with(Evidence::Profile)
    .with(Evidence::NationalNumber)
    .with(Evidence::LocalNumber);

/// What is no mere name.
pub(super) const BESIDE: Kinds = LEADING
    .with(Evidence::SharedIdentifier)
    .with(Evidence::UserName)
    .with(Evidence::Workplace)
    .with(Evidence::Birthday)
    .with(Evidence::Postcode)
    .with(Evidence::Locality);
