//! How likely a tie is still in contact two months from now.
//!
//! Four features that one mailbox shows, after Navarro and others, 2017 (EPJ Data Science 6), and Raeder and
//! others, 2011 (Social Networks 33): how much contact lately, among how many, for how long already, and how
//! the silence compares with the usual gap. Silence is a scale of risk, not a death certificate: past eight
//! usual gaps a third to two thirds of ties still return.

use super::tally::Tally;
use super::weights::{Weights, log_of};
use crate::relationship::{Belief, Contribution};
use crate::time::Moment;
use std::sync::LazyLock;

/// The features, as they are called in `data/outlook.csv`.
pub const FEATURES: [&str; 4] = ["lately", "rounds", "span", "silence"];

/// What one unit of each feature is.
pub const UNITS: [&str; 4] = [
    "ln(1 + days with contact; each counts half after 30 days)",
    "mean of ln(how many it was addressed to)",
    "ln(1 + days between the first and the last contact)",
    "ln(1 + days of silence / usual gap in days)",
];

/// What is shown beside each part of the figure.
const WORDS: [&str; 4] = [
    "how much contact there was lately",
    "among how many others",
    "for how long you have been in touch",
    "how long the silence is, by what is usual between you",
];

/// A sum over about a month gives the most stable networks (Krings and others, 2012).
const HALF_LIFE_DAYS: f64 = 30.0;

/// A tie of a single day has no rhythm; a month stands in for it.
const USUAL_DAYS: f64 = 30.0;

/// Among kin, silence counts as half as long: friendships decay with falling contact, kinship hardly does
/// (Roberts and Dunbar, 2011). The factor is ours.
const KIN: f64 = 2.0;

/// Whether a tie cools as ties do, or as slowly as among kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Usual,
    Kin,
}

static WEIGHTS: LazyLock<Option<Weights>> =
    LazyLock::new(|| Weights::read(include_str!("../../data/outlook.csv"), &FEATURES));

/// How two were in touch, as far as the outlook asks; nothing in it depends on the present moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// The first and the last day with contact, since 1970.
    pub first: i64,
    pub last: i64,
    /// How many days had contact.
    pub days: u32,
    /// Days with contact as of the last, each counting half after thirty days.
    pub lately: f64,
    /// The mean logarithm of how many were addressed, in thousandths.
    pub rounds: i32,
}

impl Pulse {
    /// Returns the pulse of a tie; `None` where there never was contact.
    pub fn of(tally: &Tally) -> Option<Self> {
        let (first, last) = (tally.contact_days().next()?, tally.last_day()?);
        let (mut lately, mut days) = (0.0, 0u32);
        for day in tally.contact_days() {
            lately += fading(last - day);
            days += 1;
        }
        Some(Self { first, last, days, lately, rounds: tally.rounds() })
    }

    /// Returns the features as of `now`, in thousandths.
    fn features(&self, now: Moment, pace: Pace) -> [i32; 4] {
        let silence = (now.order().div_euclid(86_400) - self.last).max(0);
        let span = (self.last - self.first) as f64;
        let usual = if self.days > 1 { (span / f64::from(self.days - 1)).max(1.0) } else { USUAL_DAYS };
        let patience = if pace == Pace::Kin { KIN } else { 1.0 };
        let lately = self.lately * fading(silence);
        [log_of(lately), self.rounds, log_of(span), log_of(silence as f64 / (usual * patience))]
    }

    /// Returns the chance that there is contact within the next two months, with what adds up to it.
    pub fn outlook(&self, now: Moment, pace: Pace) -> Option<Belief> {
        let weights = WEIGHTS.as_ref()?;
        let told = |what: &str, log_odds: i32| Contribution {
            what: what.to_owned(),
            log_odds: f64::from(log_odds) / 1_000.0,
        };
        let parts = weights.parts(&self.features(now, pace)).into_iter().zip(WORDS);
        let parts = parts.map(|(part, words)| told(words, part));
        Some(Belief::of(told(super::USUAL, weights.base), parts))
    }
}

/// Returns what is left of a day with contact after so many days.
fn fading(days: i64) -> f64 {
    (-(days as f64) / HALF_LIFE_DAYS).exp2()
}

/// Returns the features of a tie as of `now`, in thousandths; `None` where there never was contact.
pub fn features(tally: &Tally, now: Moment, pace: Pace) -> Option<[i32; 4]> {
    Some(Pulse::of(tally)?.features(now, pace))
}

/// Returns the chance that there is contact within the next two months, with what adds up to it.
pub fn outlook(tally: &Tally, now: Moment, pace: Pace) -> Option<Belief> {
    Pulse::of(tally)?.outlook(now, pace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{Platform, Sphere};
    use crate::infer::Seen;

    const NOW: i64 = 1_760_000_000;

    /// Days before now on which they wrote, to so many.
    fn tally(days: impl IntoIterator<Item = i64>, audience: u32) -> Tally {
        let mut tally = Tally::default();
        for day in days {
            let at = Moment::instant(NOW - day * 86_400);
            let seen = Seen::message(at, false, Platform::Email, Sphere::Professional);
            tally.observe(Seen { audience, one_to_one: audience == 1, ..seen });
        }
        tally
    }

    fn chance(tally: &Tally, pace: Pace) -> f64 {
        outlook(tally, Moment::instant(NOW), pace).unwrap().probability
    }

    #[test]
    fn silence_lowers_the_outlook_by_the_usual_gap() {
        let mut before = 1.0;
        for silence in [1, 8, 20, 60, 120, 400] {
            let now = chance(&tally((0..30).map(|n| silence + n * 4), 1), Pace::Usual);
            assert!(now < before, "{silence} days: {now} after {before}");
            before = now;
        }
        // Who writes once in half a year has not gone silent after three months.
        let slow = tally((0..8).map(|n| 90 + n * 180), 1);
        let fast = tally((0..360).map(|n| 90 + n * 4), 1);
        let silence = |t: &Tally| features(t, Moment::instant(NOW), Pace::Usual).unwrap()[3];
        assert!(silence(&slow) < silence(&fast));
    }

    #[test]
    fn kin_cool_more_slowly_and_crowds_tie_less() {
        let quiet = tally((0..30).map(|n| 60 + n * 7), 1);
        assert!(chance(&quiet, Pace::Kin) > chance(&quiet, Pace::Usual));
        let crowd = tally((0..30).map(|n| 60 + n * 7), 20);
        assert!(chance(&quiet, Pace::Usual) > chance(&crowd, Pace::Usual));
        assert_eq!(features(&Tally::default(), Moment::instant(NOW), Pace::Usual), None);
    }

    #[test]
    fn the_parts_add_up_to_the_figure() {
        let belief = outlook(&tally([3, 9, 40], 2), Moment::instant(NOW), Pace::Usual).unwrap();
        let sum: f64 = belief.evidence.iter().map(|c| c.log_odds).sum();
        assert!((sum - (belief.probability / (1.0 - belief.probability)).ln()).abs() < 1e-9, "{belief:?}");
    }
}
