//! The sketch of a person: what lists are sorted and the plan is drawn by, kept so that nobody has to be folded who
//! cannot be among the best.
//!
//! Nothing in it depends on the present moment.

use super::occasion::LIVED;
use super::worth::{rarity, risk_of, stake_of};
use crate::infer::{Pace, Pulse, Warmth, all_written_days};
use crate::relationship::{Fact, Tie};
use crate::settings::Settings;
use crate::standing::{Cadence, RhythmOf, Standing};
use crate::statement::{Said, Statement};
use crate::time::{Moment, Span};

/// What is kept of a person's standing at the end of their timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The last word or meeting of either side, in seconds since 1970.
    pub last: Option<i64>,
    /// When both sides had last been heard.
    pub two_way: Option<i64>,
    pub warmth: Warmth,
    pub pulse: Option<Pulse>,
    /// The days that usually lie between two exchanges.
    pub usual: Option<i64>,
    /// The days between two words that the user stated; zero for no reminder.
    pub cadence: Option<u16>,
    /// P(professional) and P(personal) as of the last contact, in thousandths.
    pub professional: u16,
    pub personal: u16,
    /// What is taken as known of either side.
    pub is_professional: bool,
    pub is_personal: bool,
    /// The ring in which the user put them.
    pub layer: Option<u16>,
    pub open: Open,
}

/// What may be an occasion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open(pub u32);

impl Open {
    /// A word of theirs waits.
    pub const THEIRS: Self = Self(1);
    /// Thanks are owed.
    pub const OWED: Self = Self(1 << 1);
    pub const PROMISE: Self = Self(1 << 2);
    /// A try of the user's waits.
    pub const TRY: Self = Self(1 << 3);
    /// The user hopes for something.
    pub const HOPE: Self = Self(1 << 4);
    /// The user told their birthday.
    pub const BIRTHDAY: Self = Self(1 << 5);
    /// Both once wrote much.
    pub const STRONG: Self = Self(1 << 6);
    /// They asked for peace or declined, or the user wants no reminder.
    pub const PEACE: Self = Self(1 << 7);
    /// The tie has grown personal.
    pub const GROWN: Self = Self(1 << 8);
    /// Somebody else may be the same person, so that nothing is known to be open.
    pub const TWIN: Self = Self(1 << 9);
    /// The user noted that they asked for something, or that they did a favour.
    pub const ASKED: Self = Self(1 << 10);

    /// Tells whether any of these is set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn put(&mut self, other: Self, holds: bool) {
        if holds {
            self.0 |= other.0;
        }
    }
}

/// Ours: from here on an old tie was once worth reviving; the rule asks for more.
const STRONG: u32 = 12;

impl Sketch {
    /// Sketches a person whose whole timeline was folded.
    pub fn of(standing: &Standing, said: &[Statement], settings: &Settings) -> Self {
        let last = standing.last_contact();
        let is = standing.relationship(last.unwrap_or(Moment::instant(0)));
        let tally = standing.tally();
        let (theirs, mine) = all_written_days(tally);
        let stands = |wanted: fn(&Said) -> bool| said.iter().any(|s| s.stands() && wanted(&s.said));
        let cadence = standing.cadence(is.hoped.map(|(tie, _)| tie));
        let mut open = Open::default();
        open.put(Open::TWIN, standing.has_twin());
        open.put(Open::THEIRS, standing.waiting().is_some());
        open.put(Open::OWED, standing.gestures.owed.is_some());
        let asked = standing.waiting().is_some_and(|theirs| theirs.question);
        open.put(Open::ASKED, asked || standing.gestures.owed.as_ref().is_some_and(|owed| owed.stated));
        open.put(Open::PROMISE, !standing.gestures.promises.is_empty());
        open.put(Open::TRY, !standing.cycle.is_empty());
        open.put(Open::HOPE, is.hoped.is_some_and(|(tie, _)| tie != Tie::None) || hopes(said));
        open.put(Open::BIRTHDAY, stands(|s| matches!(s, Said::Birthday(_))));
        open.put(Open::STRONG, theirs.min(mine) >= STRONG);
        let peace = standing.stop.is_some() || !standing.refusals.is_empty();
        open.put(Open::PEACE, peace || cadence.stated == Some(0));
        open.put(Open::GROWN, standing.has_grown(settings));
        Self {
            last: last.map(Moment::order),
            two_way: tally.last_two_way(),
            warmth: Warmth::of(tally),
            pulse: Pulse::of(tally),
            usual: cadence.usual,
            cadence: cadence.stated,
            professional: thousandths(is.professional.probability),
            personal: thousandths(is.personal.probability),
            is_professional: is.professional.fact() == Fact::Yes,
            is_personal: is.is_friend(),
            layer: standing.layer(),
            open,
        }
    }

    /// Tells whether something with them is still to come: what waits until then, the sketch does not show.
    pub fn is_ahead(&self, now: Moment) -> bool {
        self.last.is_some_and(|last| last > now.order())
    }

    /// Tells whether the tie may have become personal within so long.
    pub fn has_grown_since(&self, now: Moment, within: Span) -> bool {
        let recent = self.last.is_some_and(|last| now.order() - last <= within.0 + 86_400);
        self.open.has(Open::GROWN) && !self.open.has(Open::TWIN) && recent
    }

    /// Tells whether the tie runs past its rhythm, as far as the sketch shows: sources may end before now.
    pub fn is_due(&self, now: Moment, settings: &Settings) -> bool {
        let cadence = Cadence {
            stated: self.cadence,
            layer: self.layer,
            hopes: self.hopes(),
            days: self.pulse.map_or(0, |p| p.days as usize),
            usual: self.usual,
        };
        let Some((rhythm, last)) = cadence.rhythm(settings).zip(self.last) else { return false };
        let silent = now.order() - last;
        let lived = rhythm.of != RhythmOf::Usual
            || self.two_way.is_some() && self.warmth.closeness(Moment::instant(last)) >= LIVED;
        let dormant = silent >= settings.dormant_years.saturating_mul(365 * 86_400);
        lived && silent > rhythm.patience.0 && !dormant && !self.open.has(Open::PEACE)
    }

    /// Tells whether a word of theirs, thanks or a promise waits.
    pub fn waits(&self, now: Moment) -> bool {
        let recent = self.last.is_some_and(|last| now.order() - last <= MONTH * 86_400);
        let theirs = self.open.has(Open(Open::THEIRS.0 | Open::OWED.0)) && !self.open.has(Open::TWIN);
        self.open.has(Open::PROMISE) || recent && theirs
    }

    /// Tells whether the user hopes for something.
    pub const fn hopes(&self) -> bool {
        self.open.has(Open::HOPE)
    }

    /// Returns at most what the best proposal about the person can be worth.
    ///
    /// Whoever has nothing open and is within their rhythm comes out at zero.
    pub fn bound(&self, now: Moment) -> f64 {
        let close = self.last.map_or(0.0, |last| stake_of(self.warmth.closeness(Moment::instant(last))));
        let close = if self.layer.is_some() { close.max(0.95) } else { close.max(0.15) };
        let silent = self.last.map_or(i64::MAX, |last| (now.order() - last).max(0) / 86_400);
        let hope = if self.layer.is_some() || self.open.has(Open::HOPE) { 1.5 } else { 1.0 };
        let may_be = |open: Open, days: i64| self.open.has(open) && silent <= days;
        // A promise may be due long after anything happened.
        if self.open.has(Open::PROMISE) || may_be(Open::ASKED, MONTH) {
            // They come before everything else.
            return 2.0 + close.max(0.3) * hope;
        }
        if self.open.has(Open::TWIN) {
            return if self.open.has(Open::BIRTHDAY) { close * 0.6 * hope } else { 0.0 };
        }
        let mut best: f64 = 0.0;
        if may_be(Open::OWED, MONTH) {
            best = best.max(close * 0.6 * hope);
        }
        if may_be(Open::THEIRS, MONTH) {
            best = best.max(close * 0.6 * rarity(self.usual) * hope);
        }
        if self.open.has(Open::BIRTHDAY) {
            best = best.max(close * 0.6 * hope);
        }
        if may_be(Open::TRY, YEAR) {
            best = best.max(close * 0.2 * hope);
        }
        if self.open.has(Open::PEACE) {
            return best;
        }
        let wanted = self.layer.is_some() || self.cadence.is_some() || self.open.has(Open::HOPE);
        if wanted || self.usual.is_some() {
            best = best.max(close * self.overrun(silent, now, wanted) * hope);
        }
        if self.open.has(Open::STRONG) && silent >= YEAR {
            best = best.max(close * 0.25 * hope);
        }
        best
    }

    /// Returns at most how much a tie past its rhythm suffers; zero while it is within.
    fn overrun(&self, silent: i64, now: Moment, wanted: bool) -> f64 {
        let Some(pulse) = self.pulse else { return if wanted { 1.0 } else { 0.0 } };
        let usual = match self.cadence {
            Some(days) => i64::from(days),
            None if wanted => 7,
            None => self.usual.unwrap_or(0).max(14),
        };
        if silent <= usual {
            return 0.0;
        }
        let gone = pulse.outlook(now, Pace::Usual).map_or(1.0, |b| 1.0 - b.probability);
        risk_of(gone, 1.0 - usual as f64 / silent as f64)
    }
}

/// What lies for longer is past; a day more than the rules say, since their readings differ by one.
const MONTH: i64 = 31;
const YEAR: i64 = 366;

fn hopes(said: &[Statement]) -> bool {
    let last = said.iter().rev().filter(|s| s.stands()).find_map(|s| match s.said {
        Said::Hoped(tie) => Some(tie),
        _ => None,
    });
    last.is_some_and(|tie| tie != Tie::None)
}

fn thousandths(probability: f64) -> u16 {
    // INVARIANT: a probability, so between 0 and 1000.
    (probability * 1_000.0).round() as u16
}
