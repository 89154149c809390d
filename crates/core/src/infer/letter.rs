//! Whether one letter is of private life, as far as its outside tells.
//!
//! Short subjects, one reader, readers outside the writer's own house, an answer, a weekend: each is weak, and
//! together they rank letters better than their words do when the writer is new (labelled mails of a firm's
//! staff, split by sender). One letter says next to nothing of a tie; many letters say a little.

use super::weights::{Weights, probability};
use crate::interaction::SubjectMark;
use std::sync::LazyLock;

/// The features, as they are called in `data/letter.csv`.
pub const FEATURES: [&str; 5] = ["alone", "outside", "subject", "reply", "weekend"];

/// What one unit of each feature is.
pub const UNITS: [&str; 5] = [
    "1 if it goes to one person and nobody in copy",
    "1 if nobody whom it goes to is of the writer's own organisation",
    "ten letters of the subject above 25, its marks left out, at most 80",
    "1 if it answers",
    "1 on a Saturday or Sunday of the writer's",
];

/// The outside of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// It goes to one person, and nobody is in copy.
    pub alone: bool,
    /// Nobody whom it goes to is of the writer's own organisation.
    pub outside: bool,
    /// How many characters the subject has without its marks.
    pub letters: Option<u16>,
    pub mark: SubjectMark,
    pub weekend: bool,
}

/// About the mean of a subject's length; a letter without a subject to tell is taken as of this length.
const USUAL_LETTERS: i32 = 25;

/// Whatever is longer is as long: some programs write a whole text into the subject.
const MOST_LETTERS: i32 = 80;

static WEIGHTS: LazyLock<Option<Weights>> =
    LazyLock::new(|| Weights::read(include_str!("../../data/letter.csv"), &FEATURES));

impl Letter {
    /// Returns the features, in thousandths.
    pub fn features(&self) -> [i32; 5] {
        let yes = |holds: bool| i32::from(holds) * 1_000;
        let letters = self.letters.map_or(USUAL_LETTERS, |n| i32::from(n).min(MOST_LETTERS));
        [
            yes(self.alone),
            yes(self.outside),
            (letters - USUAL_LETTERS) * 100,
            yes(self.mark == SubjectMark::Reply),
            yes(self.weekend),
        ]
    }

    /// Returns what speaks for private life, in thousandths of log-odds.
    pub fn log_odds(&self) -> i32 {
        WEIGHTS.as_ref().map_or(0, |weights| weights.log_odds(&self.features()))
    }

    /// Returns the chance that it is of private life, among people like those whom the weights were fitted on.
    pub fn probability(&self) -> f64 {
        probability(self.log_odds())
    }
}

/// What the labelled letters say in the mean beyond the base, in thousandths.
const USUAL_OUTSIDE: i32 = 500;

/// Returns the log-odds of a usual letter within one house, in thousandths.
pub(super) fn usual() -> i32 {
    WEIGHTS.as_ref().map_or(0, |weights| weights.base.saturating_add(USUAL_OUTSIDE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_to_one_reader_is_rather_private() {
        let letter = |alone, letters| Letter {
            alone,
            outside: true,
            letters: Some(letters),
            mark: SubjectMark::None,
            weekend: false,
        };
        assert!(letter(true, 5).probability() > letter(true, 40).probability());
        assert!(letter(true, 25).probability() > letter(false, 25).probability());
        assert_eq!(letter(true, 80).log_odds(), letter(true, 500).log_odds());
        // No letter alone makes a tie private.
        assert!(letter(true, 0).probability() < 0.5);
    }
}
