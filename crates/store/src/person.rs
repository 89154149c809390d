//! The words for derived persons.

use comity_core::portrait::Entry;
use comity_core::record::RecordKind;
use comity_core::{Anchor, Handle, Record, Statement};
use std::fmt;

/// The number of a person: short, never given to anybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

impl PersonId {
    /// Reads what `Display` writes (`p17`).
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('p')?;
        (digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok().map(Self))?
    }
}

/// Writes `p17`.
impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}", self.0)
    }
}

/// One person as `resolve` made them, before they have an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    pub name: String,
    pub organisation: Option<String>,
    pub title: Option<String>,
    pub kind: RecordKind,
    /// The keys of the records that tell of them.
    pub records: Vec<String>,
    /// Their handles, and whether each is surely theirs.
    pub handles: Vec<(Handle, bool)>,
    pub tags: Vec<String>,
    /// Further names by which they can be found.
    pub also: Vec<String>,
    /// What they add to the census; nothing where they are no person.
    pub census: Option<Entry>,
    /// What of them may be somebody else's, and who else may be one with them.
    pub doubts: Vec<Doubt>,
}

/// Two halves that may be one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What leads to the first half, which is the person's with whom the doubt stands; strongest first, never empty.
    pub a: Vec<Anchor>,
    pub b: Vec<Anchor>,
    /// What speaks for it, in words.
    pub because: String,
    /// How much speaks for it, in hundredths of a bit.
    pub hundredths: i32,
    /// They are taken for one person; otherwise for two.
    pub joined: bool,
}

/// A person with their id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub organisation: Option<String>,
    pub title: Option<String>,
    pub kind: RecordKind,
    pub records: Vec<String>,
    pub handles: Vec<(Handle, bool)>,
    pub tags: Vec<String>,
}

/// How far who is who was worked out, as bytes that only the resolver reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The large part; `None` where what is kept of it stays.
    pub runs: Option<Vec<u8>>,
    /// What changed since.
    pub changes: Vec<u8>,
}

/// Which records came and which went since persons were derived, with their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turnover {
    pub came: Vec<(u32, Record)>,
    /// As they were; a record that is told otherwise goes under its old number and comes under a new one.
    pub went: Vec<(u32, Record)>,
}

/// Where a handle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub number: u32,
    /// A record in sight names it.
    pub is_named: bool,
    /// It takes part in an interaction in sight.
    pub is_touched: bool,
}

/// Of what persons are saved again: whoever holds any of it is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub handles: Vec<Handle>,
    /// The keys of records.
    pub records: Vec<String>,
}

/// Where the network stood at one moment, for [`Store::save_persons`](crate::Store::save_persons) and the facts
/// that go with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub(crate) revision: i64,
    pub(crate) records: i64,
    pub(crate) interactions: i64,
    pub(crate) statement: i64,
    /// The revision from which persons were derived last.
    pub(crate) derived: Option<i64>,
}

impl Mark {
    /// Tells whether persons are the same at both; somebody may have been forgotten between them.
    pub fn has_persons_of(&self, other: &Self) -> bool {
        self.derived.is_some() && self.derived == other.derived
    }
}

/// What the derived tables were made with, and from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The version of the deriving code, given by the caller.
    pub version: u32,
    /// Nothing was imported, said or removed since.
    pub current: bool,
}

/// What is new since persons were derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Something was removed, or nothing was ever derived: only deriving everything is right.
    pub everything: bool,
    /// Handles in new interactions and in new or changed records, in order.
    pub handles: Vec<Handle>,
    /// Keys of new or changed records, in order.
    pub records: Vec<String>,
    pub statements: Vec<Statement>,
}

/// What changed since sketches were drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unsketched {
    /// Persons of whom there is no sketch, in order.
    pub persons: Vec<PersonId>,
    /// What the user said since.
    pub statements: Vec<Statement>,
}

/// In which order persons are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order<'a> {
    /// By the order in which they became known.
    Id,
    /// By a stored fact, largest first; those without it come last, all by id within.
    Fact(&'a str),
}

/// What forgetting took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    pub handles: u64,
    pub records: u64,
    /// Interactions removed whole.
    pub interactions: u64,
    /// Interactions with others, from which only the person was taken.
    pub left: u64,
    pub statements: u64,
    /// Every removed byte is gone from the file. If not, another program was reading; the next start
    /// of Comity finishes it.
    pub swept: bool,
}
