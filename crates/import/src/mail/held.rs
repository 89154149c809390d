//! Whether a mailbox still holds the mails that its owner answered.
//!
//! Many people delete what they have read and keep only what they sent. Such a mailbox looks as if nobody
//! ever answered them; but the answers that they wrote tell what is no longer there.

use super::copies::Copies;
use super::span;
use comity_core::SubjectMark;
use rustc_hash::FxHashMap;

/// Fewer missing mails than this are chance: an answer to another account of the owner's.
const CHANCE: u32 = 2;
/// One of ten: a silence is to be one at least nine times out of ten.
const MOST_MISSING: u32 = 10;

/// The steps of time in which too many of the answered mails are missing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Holes {
    /// Of each step with answers: whether it is one.
    told: FxHashMap<i64, bool>,
    /// All others are, since the mailbox as a whole is.
    elsewhere: bool,
}

impl Holes {
    /// Returns the steps that are told to be holes or not, and whether all others are.
    pub(super) fn of(told: impl IntoIterator<Item = (i64, bool)>, elsewhere: bool) -> Self {
        Self { told: told.into_iter().collect(), elsewhere }
    }

    /// Tells whether a step is a hole.
    pub(super) fn has(&self, step: i64) -> bool {
        self.told.get(&step).copied().unwrap_or(self.elsewhere)
    }
}

/// How many mails were answered, and how many of these are missing.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    answered: u32,
    missing: u32,
}

impl Count {
    fn add(&mut self, held: bool) {
        self.answered += 1;
        self.missing += u32::from(!held);
    }

    fn is_hole(self) -> bool {
        self.missing >= CHANCE && self.misses_many()
    }

    fn misses_many(self) -> bool {
        self.missing * MOST_MISSING > self.answered
    }
}

/// What the mails of one mailbox say of each other.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The subjects of mails that are no answers of the owner's; whether somebody else wrote one of them.
    told: FxHashMap<u64, bool>,
    answers: Vec<Answer>,
}

/// A mail of the owner's that answers one.
#[derive(Clone, Copy, Debug)]
struct Answer {
    step: i64,
    subject: Option<u64>,
    /// The id of the mail that it answers, where that is told.
    id: Option<u64>,
}

/// One mail, as far as it matters here.
pub(super) struct Told {
    pub(super) at: i64,
    /// The owner wrote it.
    pub(super) own: bool,
    pub(super) subject: Option<u64>,
    pub(super) mark: SubjectMark,
    pub(super) answers: Option<u64>,
}

impl Held {
    /// Adds one mail; copies are not to be added.
    pub(super) fn add(&mut self, told: &Told) {
        let is_answer = told.mark == SubjectMark::Reply || told.answers.is_some();
        if told.own && is_answer && (told.subject.is_some() || told.answers.is_some()) {
            let (subject, id) = (told.subject, told.answers);
            self.answers.push(Answer { step: span::step(told.at), subject, id });
        } else if let Some(subject) = told.subject {
            *self.told.entry(subject).or_default() |= !told.own;
        }
    }

    /// Returns the steps of time in which too many of the answered mails are missing.
    ///
    /// A step without an answer is judged by the whole.
    pub(super) fn holes(&self, copies: &Copies) -> Holes {
        let (mut steps, mut all) = (FxHashMap::<i64, Count>::default(), Count::default());
        for answer in &self.answers {
            let by_id = answer.id.is_some_and(|id| copies.knows(id));
            let held = match answer.subject.and_then(|subject| self.told.get(&subject)) {
                _ if by_id => true,
                Some(true) => true,
                // A talk that the owner began: they may have answered themself.
                Some(false) => continue,
                None => false,
            };
            all.add(held);
            // Mail is often answered in the month after, so neighbours count as well.
            for step in answer.step - 1..=answer.step + 1 {
                steps.entry(step).or_default().add(held);
            }
        }
        let tidied = all.is_hole();
        // In a mailbox that is tidied, one missing mail is no chance.
        let told = |(step, count): (i64, Count)| (step, count.is_hole() || tidied && count.misses_many());
        Holes::of(steps.into_iter().map(told), tidied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: i64 = 30 * 86_400;

    /// Reads the month, who wrote, the subject, and `re` for an answer; the owner is `me`.
    fn check(mails: &[(i64, &str, u64, &str)], expected: std::ops::Range<i64>) {
        let mut held = Held::default();
        for &(month, who, subject, mark) in mails {
            held.add(&Told {
                at: month * MONTH,
                own: who == "me",
                subject: Some(subject),
                mark: if mark == "re" { SubjectMark::Reply } else { SubjectMark::None },
                answers: None,
            });
        }
        let holes = held.holes(&Copies::new([7; 16]));
        let found: Vec<i64> = (0..12).filter(|step| holes.has(*step)).collect();
        assert_eq!(found, expected.collect::<Vec<_>>(), "{mails:?}");
    }

    #[test]
    fn answers_to_mails_that_are_gone_tell_of_a_hole() {
        check(&[(5, "mira", 1, ""), (5, "me", 1, "re"), (5, "mira", 2, ""), (5, "me", 2, "re")], 0..0);
        check(&[(5, "me", 1, "re"), (5, "me", 2, "re")], 0..12);
        check(&[(1, "me", 1, "re"), (9, "me", 2, "re")], 0..12);
        check(&[(5, "me", 1, "re"), (5, "mira", 2, ""), (5, "me", 2, "re")], 0..0);
        // An answer within a talk that the owner began tells nothing.
        check(&[(5, "me", 1, ""), (5, "me", 1, "re"), (5, "me", 1, "re")], 0..0);
    }

    #[test]
    fn a_hole_has_its_place_where_the_rest_is_whole() {
        let whole = (0..40).flat_map(|s| [(1, "mira", s, ""), (1, "me", s, "re")]);
        let gone = (90..93).map(|s| (6, "me", s, "re"));
        check(&whole.chain(gone).collect::<Vec<_>>(), 5..8);
    }

    #[test]
    fn one_of_ten_may_be_missing() {
        let mails = |missing: u64| {
            let held = (missing..20).map(|s| (5, "mira", s, ""));
            held.chain((0..20).map(|s| (5, "me", s, "re"))).collect::<Vec<_>>()
        };
        check(&mails(2), 0..0);
        check(&mails(3), 0..12);
    }
}
