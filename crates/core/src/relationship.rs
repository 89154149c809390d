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
    /// What is usual comes first, where the belief was worked out.
    pub evidence: Vec<Contribution>,
    /// How much is known beyond what is usual, and for which answer it speaks, in log-odds.
    pub beyond: f64,
    taken: Fact,
}

/// So much has to be known of somebody before anything is taken as known of them: odds of e to one, which no single
/// weak sign gives. A base rate is right of most and says nothing of anybody.
const ENOUGH: f64 = 1.0;

impl Belief {
    /// Returns what the user stated.
    pub fn stated(holds: bool, what: &str) -> Self {
        let evidence = vec![Contribution { what: what.to_owned(), log_odds: 0.0 }];
        let (probability, taken) = if holds { (1.0, Fact::Yes) } else { (0.0, Fact::No) };
        Self { probability, stated: true, evidence, beyond: 0.0, taken }
    }

    /// Returns the belief whose log-odds are the sum of what is usual and of all contributions.
    ///
    /// They are summed in whole thousandths, so that their order cannot show.
    pub fn of(usual: Contribution, evidence: impl IntoIterator<Item = Contribution>) -> Self {
        let whole = |c: &Contribution| (c.log_odds * 1_000.0).round();
        let all: Vec<Contribution> = std::iter::once(usual).chain(evidence).collect();
        let sum: f64 = all.iter().map(whole).sum();
        let beyond: f64 = all.iter().skip(1).map(whole).sum();
        let probability = 1.0 / (1.0 + (-sum / 1_000.0).exp());
        // A sum of nothing is minus zero.
        let beyond = beyond / 1_000.0 + 0.0;
        let taken = match Fact::of(probability) {
            Fact::Yes if beyond >= ENOUGH => Fact::Yes,
            Fact::No if beyond <= -ENOUGH => Fact::No,
            _ => Fact::Unknown,
        };
        Self { probability, stated: false, evidence: all, beyond, taken }
    }

    /// Takes for not so what is unlikely where it is known how the two are tied instead, and not enough speaks for it.
    ///
    /// Of somebody who is surely tied by work, that hardly a sign of private life was seen is itself something known.
    pub fn beside(&mut self, other: Fact) {
        let unlikely = Fact::of(self.probability).no() && self.beyond < ENOUGH;
        if self.taken == Fact::Unknown && unlikely && other.yes() {
            self.taken = Fact::No;
        }
    }

    /// Returns what is taken as known: yes or no only where it is likely and enough is known of this very person.
    pub const fn fact(&self) -> Fact {
        self.taken
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

impl Relationship {
    /// Tells whether the tie has a side of private life, as far as that is sure.
    pub fn is_friend(&self) -> bool {
        self.personal.fact().yes() || self.family
    }
}
