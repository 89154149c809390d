//! What a fact is: one thing that a written rule may look at, and how it is read from a case.

use comity_core::rule::{Case, Evidence};
use std::borrow::Cow;
use std::fmt;

/// What kind of answer a fact has.
#[derive(Clone, Copy)]
pub enum Kind {
    Truth,
    Number,
    /// One word of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// Two capital letters.
    Country,
    /// Any number of words, in small letters.
    Tags,
}

impl Kind {
    /// Returns it as one says it: what a fact of this kind is compared with.
    pub fn shown(self) -> String {
        match self {
            Self::Truth => "yes or no".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Word(words) => words().join(", "),
            Self::Country => "two capital letters".to_owned(),
            Self::Tags => "set of words".to_owned(),
        }
    }
}

/// What a fact is in one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Unknown,
    Truth(bool),
    /// Between these two, both included; times are not always told exactly.
    Number(i64, i64),
    Word(&'a str),
    Names(Vec<Cow<'a, str>>),
}

impl Value<'_> {
    /// Returns a number that is known exactly.
    pub const fn exactly(number: i64) -> Self {
        Self::Number(number, number)
    }

    /// Returns a count.
    pub fn count(number: usize) -> Self {
        Self::exactly(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Returns it as one says it.
    pub fn shown(&self) -> String {
        match self {
            Self::Unknown => "not known".to_owned(),
            Self::Truth(true) => "yes".to_owned(),
            Self::Truth(false) => "no".to_owned(),
            Self::Number(least, most) if least == most => least.to_string(),
            Self::Number(least, most) => format!("{least} to {most}"),
            Self::Word(word) => (*word).to_owned(),
            Self::Names(names) if names.is_empty() => "none".to_owned(),
            Self::Names(names) => names.join(", "),
        }
    }
}

/// What is asked where a fact is not known.
#[derive(Clone, Copy)]
pub struct Question {
    /// The stable name under which a missing fact is told.
    pub fact: &'static str,
    /// With `{who}` for the name of the person.
    pub asks: &'static str,
}

/// One thing that a written rule may look at.
pub struct Fact {
    /// As written after `context.`.
    pub name: &'static str,
    pub kind: Kind,
    /// What it says, in a sentence without full stop.
    pub about: &'static str,
    /// What is asked where it is not known; `None` where it always is.
    pub question: Option<Question>,
    /// It rests on what was said and what was not, of which a namesake may hold a part.
    pub counts: bool,
    pub read: for<'a> fn(&Case<'a>) -> Value<'a>,
    /// What it rests on; without it, the fact and its value are shown.
    pub evidence: Option<fn(&Case<'_>) -> Vec<Evidence>>,
}

/// What is asked where somebody else may be the same person.
pub const TWIN: Question =
    Question { fact: "same-person", asks: "are all whom your network calls {who} one person?" };

/// By its name, which is enough.
impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Fact {
    /// Returns what it is in one case: what counts words is not known of somebody who may be two.
    pub fn value<'a>(&self, case: &Case<'a>) -> Value<'a> {
        if self.counts && case.standing.has_twin() { Value::Unknown } else { (self.read)(case) }
    }

    /// Returns what to ask of a case in which it is not known.
    pub fn asked(&self, case: &Case<'_>) -> Question {
        match self.question {
            Some(question) if !(self.counts && case.standing.has_twin()) => question,
            _ => TWIN,
        }
    }

    /// Returns what a finding that looked at it rests on.
    pub fn told(&self, case: &Case<'_>, value: &Value<'_>) -> Vec<Evidence> {
        match self.evidence {
            Some(evidence) => evidence(case),
            None => {
                vec![Evidence::fact(format!("{}: {}", self.name.replace('_', " "), value.shown()))]
            }
        }
    }
}
