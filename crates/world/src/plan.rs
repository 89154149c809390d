//! How large a world is, and from which seed it grows.

use jiff::Timestamp;

/// What there is to invent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The same seed gives the same world, byte by byte.
    pub seed: u64,
    /// How many people the user has to do with, episodes included.
    pub people: usize,
    /// How many messages go to and fro, within a few in a hundred.
    pub messages: usize,
    /// The first moment of the world, in seconds since 1970 UTC.
    pub from: i64,
    /// The moment of the exports: nothing in a file is later.
    pub now: i64,
    /// The world of the demo, with its cast.
    pub is_story: bool,
    /// Whom the user has to do with.
    pub mix: Mix,
}

/// Whom a user has to do with: so many in a hundred of each kind, strangers making up the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// Of everybody; the other shares are of those who are not family.
    pub family: usize,
    /// At the user's own firm, friends there among them.
    pub firm: usize,
    pub business: usize,
    /// Of business, and friends as well.
    pub business_friends: usize,
    pub friends: usize,
}

impl Mix {
    /// Somebody whose mailboxes are mostly of work.
    pub const USUAL: Self = Self { family: 10, firm: 21, business: 36, business_friends: 6, friends: 17 };

    /// Somebody with twice the family and friends, and half the business.
    pub const SOCIABLE: Self = Self { family: 18, firm: 25, business: 20, business_friends: 8, friends: 33 };
}

/// The moment at which every world ends.
pub const NOW: &str = "2026-03-03T10:00:00Z";

/// Three years: long enough for growth, for rest, and for a cold tie.
const LIVED_DAYS: i64 = 3 * 365;

impl Plan {
    /// Returns the plan of the story: about 250 people over three years, ending at [`NOW`].
    pub fn story() -> Self {
        Self { is_story: true, ..Self::sized(250, 9_000, 4) }
    }

    /// Returns the plan of a world of any size, ending at [`NOW`].
    pub fn sized(people: usize, messages: usize, seed: u64) -> Self {
        let now = NOW.parse::<Timestamp>().map_or(0, Timestamp::as_second);
        Self {
            seed,
            people,
            messages,
            from: now - LIVED_DAYS * 86_400,
            now,
            is_story: false,
            mix: Mix::USUAL,
        }
    }

    /// Tells whether the user of this world piles up personal requests (WP11).
    ///
    /// There is one user in a world, so that instances and near misses are told apart by the seed: in worlds
    /// of an even seed more than five such requests wait, in the others at most five.
    pub const fn piles_up(&self) -> bool {
        self.seed.is_multiple_of(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_ends_at_its_fixed_moment() {
        let story = Plan::story();
        assert_eq!(story.now, 1_772_532_000);
        assert_eq!(story.now - story.from, 1_095 * 86_400);
        assert!(story.is_story && story.piles_up());
        assert!(!Plan::sized(1_000, 40_000, 7).piles_up());
    }
}
