//! Which records of a component are one person.
//!
//! Greedy agglomeration over whole persons: the best link is joined first, and every join weighs all that is
//! known of both sides by then. A link by names alone also needs a clear winner: whoever fits two people
//! equally well is left alone. What `auto` joins, `likely` never parts.

mod bars;
mod gate;
mod link;
mod solver;

pub use bars::Bar;
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
    /// With an identifier or something else beside the name.
    least: Bits,
    /// With a name alone, a part of one or an address that spells one.
    by_name: Bits,
}

impl Cut {
    pub const ALL: [Self; 2] = [Self::Auto, Self::Likely];

    const fn terms(self) -> Terms {
        match self {
            // Of equal rare names with nothing beside them, one pair in twenty-five is two people, however rare.
            Self::Auto => Terms { least: Bits::hundredths(500), by_name: Bits::hundredths(800) },
            Self::Likely => Terms { least: Bits::ZERO, by_name: Bits::ZERO },
        }
    }
}

impl Terms {
    /// Returns the least bits at which a link of these kinds is joined.
    const fn least_for(self, kinds: Kinds) -> Bits {
        if kinds.meets(BESIDE) { self.least } else { self.by_name }
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
