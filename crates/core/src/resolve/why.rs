//! Why two records are one person or two: every piece of evidence with its bits, which add up.

use super::bits::Bits;
use super::card::Card;
use super::compare::{Facts, Sink, What, tell};
use super::evidence::Evidence;
use super::state::State;
use crate::name::Level;

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub kind: Evidence,
    pub bits: Bits,
    /// What it rests on, in words; may be empty.
    pub what: String,
}

/// Why two records are one person or two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// In the order of [`Evidence`]; their bits add up to `bits`.
    pub contributions: Vec<Contribution>,
    pub bits: Bits,
}

/// Tells what speaks for and against two records being one person.
pub(super) fn why(a: &Card, b: &Card, facts: &impl Facts) -> Why {
    let mut why = Why::default();
    tell(&a.sketch, &b.sketch, facts, &mut why);
    why.contributions.sort_by_key(|c| c.kind);
    why
}

impl Sink for Why {
    fn take(&mut self, kind: Evidence, bits: Bits, what: What<'_>) {
        self.bits += bits;
        self.contributions.push(Contribution { kind, bits, what: in_words(what) });
    }
}

fn in_words(what: What<'_>) -> String {
    match what {
        What::Nothing => String::new(),
        What::Names(a, b, level) if a.shown == b.shown => format!("`{}`, {}", a.shown, level_in_words(level)),
        What::Names(a, b, level) => {
            let (first, second) = (a.shown.as_ref().min(&b.shown), a.shown.as_ref().max(&b.shown));
            format!("`{first}` and `{second}`, {}", level_in_words(level))
        }
        What::Spelling(name) => format!("`{}`", name.shown),
        What::Identifier(state) => state_in_words(state).to_owned(),
        What::Work(work) => format!("`{}`", work.shown),
    }
}

fn state_in_words(state: State) -> &'static str {
    match state {
        State { is_role: true, .. } => "an office's or a machine's",
        State { has_owner: true, people: 1, .. } => "one person's",
        State { has_owner: true, .. } => "one person's, and on somebody else's record by mistake",
        _ => "several people's",
    }
}

const fn level_in_words(level: Level) -> &'static str {
    match level {
        Level::Different => "two names",
        Level::OtherGiven => "other given names",
        Level::OtherFamily => "other family names",
        Level::OtherGeneration => "father and son",
        Level::OtherMiddle => "other middle names",
        Level::Nothing => "which say nothing of each other",
        Level::Label => "the same label",
        Level::FamilyOnly => "the same family name",
        Level::GivenOnly => "the same given name",
        Level::FamilyInitial => "the same given name and initial",
        Level::Initial => "the same family name and initial",
        Level::Typo => "a slip of the pen apart",
        Level::ChangedFamily => "the same but for a changed family name",
        Level::PartlyFamily => "the same but for a part of the family name",
        Level::Cognate => "forms of one name in two languages",
        Level::Nickname => "forms of one name",
        Level::Spelling => "two spellings of one name",
        Level::Equal => "the same name",
    }
}
