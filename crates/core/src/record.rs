//! One contact as one source tells it.

use crate::handle::{Handle, Sphere};
use crate::time::Moment;

/// A name as it was written, in parts where the source gives parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name in one piece, for showing; never empty in a record.
    pub full: String,
    pub given: Option<String>,
    pub family: Option<String>,
}

impl Name {
    /// Returns a name that is told in one piece.
    pub fn whole(full: &str) -> Self {
        Self { full: full.split_whitespace().collect::<Vec<_>>().join(" "), given: None, family: None }
    }

    /// Returns a name told as given and family name; either may be empty.
    pub fn parts(given: &str, family: &str) -> Self {
        let some = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
        let full = Self::whole(&format!("{given} {family}")).full;
        Self { full, given: some(given), family: some(family) }
    }
}

/// What a source calls a handle ("work", "home", or the user's own word).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Label {
    Work,
    Home,
    Mobile,
    Other(String),
    #[default]
    None,
}

impl Label {
    /// Returns the word kept in the store; the user's own word is kept as it is.
    pub fn word(&self) -> &str {
        match self {
            Self::Work => "work",
            Self::Home => "home",
            Self::Mobile => "mobile",
            Self::Other(word) => word,
            Self::None => "",
        }
    }

    /// Reads the word written by [`Label::word`].
    pub fn parse(word: &str) -> Self {
        match word {
            "" => Self::None,
            "work" => Self::Work,
            "home" => Self::Home,
            "mobile" => Self::Mobile,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Returns the sphere that the label speaks for.
    pub const fn sphere(&self) -> Sphere {
        match self {
            Self::Work => Sphere::Professional,
            Self::Home => Sphere::Personal,
            _ => Sphere::Unknown,
        }
    }
}

/// A handle with the label that a source gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LabelledHandle {
    pub handle: Handle,
    pub label: Label,
    /// The address as it was written, where it differs from the normal form.
    pub raw: Option<String>,
}

impl LabelledHandle {
    /// Returns a handle without a label.
    pub fn bare(handle: Handle) -> Self {
        Self { handle, label: Label::None, raw: None }
    }
}

/// Where in a source something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Provenance {
    /// The file inside the import, with forward slashes.
    pub file: String,
    /// The line, row, card or message number, counted from one; zero where it means nothing.
    pub place: u64,
}

/// What a record stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RecordKind {
    #[default]
    Person,
    /// A firm, a list, a room: kept so that it is not mistaken for a person.
    Thing,
    /// The user themself, as the source tells it.
    Me,
}

/// One contact as one source tells it.
///
/// `key` is stable over exports of the same account: importing the same file twice changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub key: String,
    pub kind: RecordKind,
    /// Names by how often they were seen, commonest first; may be empty.
    pub names: Vec<Name>,
    pub nicknames: Vec<String>,
    pub handles: Vec<LabelledHandle>,
    pub organisation: Option<String>,
    pub title: Option<String>,
    /// The user's own categories of the contact.
    pub tags: Vec<String>,
    /// When the source says that the tie or card began, where it does.
    pub since: Option<Moment>,
    pub provenance: Provenance,
}
