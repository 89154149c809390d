//! What a proposal is worth: what is at stake, times the chance that it comes to something, times what it means to
//! the user. Every term is shown by `--why`.

use super::{Found, Look, Occasion};
use crate::infer::{Pace, Pulse, Warmth, usual_gap};
use crate::judge::Judgement;
use crate::relationship::Tie;
use crate::standing::Standing;
use crate::time::Moment;

/// The terms of a proposal's worth, each from 0 up; their product orders proposals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How much the tie is: its closeness, or what its ring says.
    pub stake: f64,
    /// How likely it suffers if nothing is done now.
    pub risk: f64,
    /// The chance that the approach comes to something.
    pub answer: f64,
    /// What the user hopes for or said matters.
    pub hope: f64,
}

/// Somebody waits: it is as good as certain that the tie suffers.
const OWED: f64 = 0.9;
/// It may have needed no answer, or had one that no source saw.
const SEEMS_OWED: f64 = 0.6;
/// A day that passes is gone, but nothing breaks.
const OCCASION: f64 = 0.6;
/// A second try has a part of the first one's chance, and a tie that was never lived loses little.
const TRY: f64 = 0.2;
/// An old tie has already gone quiet; it is worth a word and not today's.
const ASLEEP: f64 = 0.25;

/// Who was never close may still be owed an answer.
const LEAST: f64 = 0.3;

/// What the user said matters counts half as much again.
const SAID: f64 = 1.5;

/// The rings as closeness: what the user said is as good as what was seen.
const fn of_ring(layer: u16) -> f64 {
    match layer {
        0..=5 => 0.95,
        6..=15 => 0.85,
        16..=50 => 0.6,
        51..=150 => 0.35,
        _ => 0.1,
    }
}

impl Terms {
    /// Returns the terms of an occasion and the door that was found for it.
    pub(super) fn of(look: &Look<'_>, found: &Found, judged: &Judgement) -> Self {
        let standing = look.standing;
        let close = stake(standing, look.at);
        let risk = match found.occasion {
            _ if found.is_owed => OWED,
            Occasion::Reply => SEEMS_OWED * rarity(usual_gap(standing.tally())),
            Occasion::Thank | Occasion::Promise | Occasion::Report => SEEMS_OWED,
            Occasion::Birthday => OCCASION,
            Occasion::NextTry => TRY,
            Occasion::Revive if found.silence.is_none() => ASLEEP,
            Occasion::Revive | Occasion::Hope | Occasion::Keep => overrun(look, found),
        };
        // What only gives comes to something whether or not an answer comes.
        let gives = found.purpose.is_kind() && found.occasion != Occasion::Birthday;
        let hoped = look.relationship.hoped.is_some_and(|(tie, _)| tie != Tie::None);
        Self {
            stake: if found.is_owed { close.max(LEAST) } else { close.max(LEAST / 2.0) },
            risk,
            answer: if gives { 1.0 } else { judged.chance.p },
            hope: if hoped || standing.layer().is_some() { SAID } else { 1.0 },
        }
    }

    /// Returns the worth.
    pub fn worth(&self) -> f64 {
        self.stake * self.risk * self.answer * self.hope
    }
}

/// Returns how much the tie is: as close as it was when the two were last in touch, or as its ring says.
fn stake(standing: &Standing, at: Moment) -> f64 {
    let last = standing.last_contact().unwrap_or(at);
    let was = stake_of(Warmth::of(standing.tally()).closeness(last));
    standing.layer().map_or(was, |layer| was.max(of_ring(layer)))
}

/// Between two who write every so many days, a word that waits counts half.
const OFTEN: f64 = 200.0;

/// However often two write, a word that nobody answered is one of the first things to see to.
const HALF: f64 = 0.5;

/// Returns how rare a word between two is, from a half to 1: where they write every week, the next one comes anyway.
pub(super) fn rarity(usual: Option<i64>) -> f64 {
    usual.map_or(1.0, |days| (days as f64 / (days as f64 + OFTEN)).max(HALF))
}

/// Returns what a silence risks: the square of the chance that it goes on for two months, times the square root of how
/// far it has run.
///
/// Squared, since whoever writes of themselves in the end needs nothing of the user; of the mean, the product and these
/// powers, these kept most on invented networks.
pub(super) fn risk_of(goes_on: f64, late: f64) -> f64 {
    goes_on.powi(2) * late.clamp(0.0, 1.0).sqrt()
}

/// Returns how much a tie is that was as close as this.
///
/// Less than in proportion: who wrote half as often is worth more than half (weak ties move most jobs, Rajkumar and
/// others, 2022).
pub(super) fn stake_of(closeness: f64) -> f64 {
    closeness.powf(0.6)
}

/// Returns how likely a tie past its rhythm suffers.
fn overrun(look: &Look<'_>, found: &Found) -> f64 {
    let pace = if look.relationship.family { Pace::Kin } else { Pace::Usual };
    let pulse = Pulse::of(look.standing.tally());
    let silent = pulse.and_then(|pulse| pulse.outlook(look.at, pace)).map_or(0.5, |b| 1.0 - b.probability);
    let Some((rhythm, silence)) = found.silence else { return silent };
    let late = 1.0 - rhythm.patience.0 as f64 / (silence.0.max(1)) as f64;
    risk_of(silent, late)
}
