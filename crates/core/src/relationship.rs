//! What a relationship is, what is hoped of it, and how well that is known.

use crate::interaction::words;
use crate::time::Moment;

words! {
    /// A kind of tie, in the words of the interface.
    Tie {
        Professional "professional",
        Personal "personal",
        Both "both",
        Family "family",
        None "none",
    }
}

impl Tie {
    /// Tells whether the tie has a professional side.
    pub const fn is_professional(self) -> bool {
        matches!(self, Self::Professional | Self::Both)
    }

    /// Tells whether the tie has a personal side.
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Personal | Self::Both | Self::Family)
    }
}

words! {
    /// What somebody is to the user at work; held only when stated or confirmed.
    Role {
        Boss "boss",
        Report "report",
        Peer "peer",
        Client "client",
        Vendor "vendor",
    }
}

words! {
    /// How alive a tie is.
    Level {
        /// Never two-way in any source that covers it.
        None "none",
        /// Two-way at least once.
        Known "known",
        /// Two-way in the last 180 days.
        Active "active",
        /// In the inner layers, 5 and 15.
        Close "close",
    }
}

impl Level {
    /// Tells whether the tie was two-way not long ago.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Active | Self::Close)
    }
}

words! {
    /// A yes-or-no question whose answer may be out of reach.
    Fact {
        Yes "yes",
        No "no",
        Unknown "unknown",
    }
}

impl Fact {
    /// Returns yes from 0.8, no up to 0.2, else unknown.
    pub fn of(probability: f64) -> Self {
        if probability >= 0.8 {
            Self::Yes
        } else if probability <= 0.2 {
            Self::No
        } else {
            Self::Unknown
        }
    }

    /// Tells whether the answer is yes.
    pub fn yes(self) -> bool {
        self == Self::Yes
    }

    /// Tells whether the answer is no.
    pub fn no(self) -> bool {
        self == Self::No
    }
}

/// One piece of evidence and how much it speaks for a conclusion, in log-odds (base e).
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub what: String,
    pub log_odds: f64,
}

/// A probability with the contributions that add up to its log-odds.
///
/// What the user stated is exactly 0 or 1, with the statement as its only evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    pub probability: f64,
    pub stated: bool,
    pub evidence: Vec<Contribution>,
}

impl Belief {
    /// Returns what the user stated.
    pub fn stated(holds: bool, what: &str) -> Self {
        let evidence = vec![Contribution { what: what.to_owned(), log_odds: 0.0 }];
        Self { probability: if holds { 1.0 } else { 0.0 }, stated: true, evidence }
    }

    /// Returns the belief whose log-odds are the sum of the contributions.
    pub fn of(evidence: Vec<Contribution>) -> Self {
        let sum: f64 = evidence.iter().map(|c| c.log_odds).sum();
        Self { probability: 1.0 / (1.0 + (-sum).exp()), stated: false, evidence }
    }

    /// Returns the belief as a three-valued fact.
    pub fn fact(&self) -> Fact {
        Fact::of(self.probability)
    }
}

/// What a relationship is, on two independent axes, and what is hoped of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relationship {
    pub professional: Belief,
    pub personal: Belief,
    /// Held only when stated.
    pub family: bool,
    pub role: Option<Role>,
    /// What the user hopes the tie becomes, and since when they say so.
    pub hoped: Option<(Tie, Moment)>,
    /// The person keeps work and private life apart.
    pub separate: bool,
}
