//! How often the two are in touch, or ought to be: what the user said, the ring, else what is usual between them.

use super::Standing;
use crate::infer::{contact_days, usual_gap};
use crate::interaction::words;
use crate::relationship::Tie;
use crate::settings::Settings;
use crate::time::Span;

words! {
    /// Whose word the rhythm is.
    RhythmOf {
        /// The user named the days for this person.
        Stated "stated",
        /// The user put them in a ring.
        Ring "ring",
        /// The user hopes for something and the tie is new.
        New "new-tie",
        /// The user hopes for something.
        Hope "hope",
        /// The days that usually lie between two exchanges.
        Usual "usual",
    }
}

/// How often the two are in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Days between two words.
    pub days: i64,
    /// The silence after which the tie counts as neglected.
    pub patience: Span,
    pub of: RhythmOf,
}

/// A meeting, a word after it and its answer: up to so many days of contact, a tie is new.
const NEW: usize = 4;

/// What is usual between two is no duty: below a week nobody needs a reminder, beyond a year nobody notices.
const USUAL: (i64, i64) = (14, 365);

/// What a rhythm follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cadence {
    /// The days that the user stated; zero where they want no reminder.
    pub stated: Option<u16>,
    /// The ring in which the user put them.
    pub layer: Option<u16>,
    /// The user hopes for something.
    pub hopes: bool,
    /// On how many days there was contact.
    pub days: usize,
    /// The days that usually lie between two exchanges.
    pub usual: Option<i64>,
}

impl Cadence {
    /// Returns the rhythm that the user wants: stated, of the ring, or of what is hoped for.
    ///
    /// `None` where the user wants none, or said nothing.
    pub fn wanted(&self, settings: &Settings) -> Option<Rhythm> {
        if let Some(days) = self.stated {
            return (days > 0).then(|| graced(i64::from(days), RhythmOf::Stated, settings));
        }
        let ring = |days| Some(graced(days, RhythmOf::Ring, settings));
        match self.layer {
            Some(0..=5) => ring(settings.cadence_5),
            Some(6..=15) => ring(settings.cadence_15),
            Some(16..=50) => ring(settings.cadence_50),
            Some(51..=150) => ring(settings.cadence_150),
            Some(_) => None,
            None if !self.hopes => None,
            None if self.days <= NEW => {
                let days = settings.new_tie_days;
                Some(Rhythm { days, patience: Span::days(days), of: RhythmOf::New })
            }
            None => Some(graced(settings.cadence_50, RhythmOf::Hope, settings)),
        }
    }

    /// Returns the rhythm that is wanted, else the one that is usual between the two.
    pub fn rhythm(&self, settings: &Settings) -> Option<Rhythm> {
        let said = self.stated.is_some() || self.layer.is_some();
        self.wanted(settings).or_else(|| {
            let days = self.usual.filter(|_| !said)?;
            let rhythm = graced(days.clamp(USUAL.0, USUAL.1), RhythmOf::Usual, settings);
            Some(Rhythm { days, ..rhythm })
        })
    }
}

impl Standing {
    /// Returns what the rhythm follows from.
    pub fn cadence(&self, hoped: Option<Tie>) -> Cadence {
        Cadence {
            stated: self.cadence,
            layer: self.layer,
            hopes: hoped.is_some_and(|tie| tie != Tie::None),
            days: contact_days(&self.tally),
            usual: usual_gap(&self.tally),
        }
    }
}

const fn graced(days: i64, of: RhythmOf, settings: &Settings) -> Rhythm {
    let hours = days.saturating_mul(24).saturating_mul(settings.cadence_grace) / 100;
    Rhythm { days, patience: Span::hours(hours), of }
}
