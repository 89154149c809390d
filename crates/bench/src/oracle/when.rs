//! Times as the files show them: a stretch in which the true moment lies.

use super::holds::Holds;
use comity_world::truth::Shown;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The clocks that are furthest ahead of and behind UTC: Kiribati, and the ships on the other side.
const AHEAD: i64 = 14 * HOUR;
const BEHIND: i64 = 12 * HOUR;

/// The earliest and the latest moment that a file's way of telling time leaves open; seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl When {
    /// Returns a moment that is known to the second.
    pub(crate) const fn exactly(at: i64) -> Self {
        Self { from: at, to: at }
    }

    /// Returns what is left open of a moment that is shown like this.
    pub(crate) const fn shown(at: i64, shown: Shown) -> Self {
        match shown {
            Shown::Instant => Self::exactly(at),
            Shown::Minute => Self::on_a_wall(at, MINUTE),
            Shown::Day => Self::on_a_wall(at, DAY),
        }
    }

    /// A whole minute or day on a clock of which nobody knows where it hangs.
    const fn on_a_wall(at: i64, unit: i64) -> Self {
        let start = at - at.rem_euclid(unit);
        Self { from: start - AHEAD, to: start + unit - 1 + BEHIND }
    }

    /// Tells whether this was before the other.
    pub(crate) fn before(self, other: Self) -> Holds {
        if self.to < other.from {
            Holds::Yes
        } else if self.from >= other.to {
            Holds::No
        } else {
            Holds::Either
        }
    }

    /// Tells whether less than `span` seconds lie between this and a later moment.
    pub(crate) fn within(self, span: i64, later: Self) -> Holds {
        if later.to - self.from < span {
            Holds::Yes
        } else if later.from - self.to >= span {
            Holds::No
        } else {
            Holds::Either
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_leaves_open_is_either() {
        let noon = 20_000 * DAY + 12 * HOUR;
        let (first, second) = (When::shown(noon, Shown::Minute), When::exactly(noon + 7 * DAY));
        assert_eq!(first.within(7 * DAY, second), Holds::Either);
        assert_eq!(first.within(6 * DAY, second), Holds::No);
        assert_eq!(first.within(8 * DAY, second), Holds::Yes);
        assert_eq!(When::shown(noon, Shown::Day).before(When::exactly(noon + 20 * HOUR)), Holds::Either);
        assert_eq!(When::shown(noon, Shown::Day).before(When::exactly(noon + 2 * DAY)), Holds::Yes);
        assert_eq!(When::exactly(5).before(When::exactly(5)), Holds::No);
    }
}
