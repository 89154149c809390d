//! What a source can have seen.

use crate::handle::Platform;
use crate::time::Moment;

/// The part of the world that one source can have seen: silence means something only inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub platform: Platform,
    /// Holds what others sent to the user.
    pub inbound: bool,
    /// Holds what the user sent.
    pub outbound: bool,
    pub from: Moment,
    pub to: Moment,
}

impl Coverage {
    /// Tells whether an answer at this moment would have been seen, for every reading of it.
    pub fn sees_inbound(&self, platform: Platform, at: Moment) -> bool {
        self.inbound && self.holds(platform, at)
    }

    /// Tells whether what the user sent at this moment would have been seen, for every reading of it.
    pub fn sees_outbound(&self, platform: Platform, at: Moment) -> bool {
        self.outbound && self.holds(platform, at)
    }

    fn holds(&self, platform: Platform, at: Moment) -> bool {
        self.platform.same_house(platform)
            && self.from.earliest() <= at.earliest()
            && at.latest() <= self.to.latest()
    }

    /// Returns a coverage that holds both, where they are of one platform.
    pub fn union(self, other: Self) -> Self {
        Self {
            platform: self.platform,
            inbound: self.inbound || other.inbound,
            outbound: self.outbound || other.outbound,
            from: if other.from.earliest() < self.from.earliest() { other.from } else { self.from },
            to: if other.to.latest() > self.to.latest() { other.to } else { self.to },
        }
    }
}
