//! What is known of a person beside the timeline.

use crate::handle::{Platform, Sphere};
use crate::relationship::{Role, Tie};
use crate::time::Moment;

/// How a person's employer stands to the user's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Employer {
    #[default]
    Unknown,
    /// They share a mail domain or an organisation that is no provider of free mail.
    Same,
    /// Theirs is a client's or another firm that the user deals with.
    Client,
    Other,
}

/// What is known of a person beside the timeline: statements, and what the records say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// What the tie is, as the user stated it.
    pub is: Option<Tie>,
    pub hoped: Option<(Tie, Moment)>,
    pub role: Option<Role>,
    /// They keep work and private life apart, as the user stated it.
    pub separate: bool,
    /// The user said that they are family.
    pub family: bool,
    /// The user's own tags and the categories of the address book.
    pub tags: Vec<String>,
    /// Names and nicknames as the user's sources tell them; "Mum" is one.
    pub names: Vec<String>,
    pub employer: Employer,
    /// Platforms on which records show a tie, dated or not.
    pub tied: Vec<Platform>,
    /// They bear the user's own family name.
    pub same_family_name: bool,
    /// The spheres that the records' labels speak for ("home" on a number).
    pub labels: Vec<Sphere>,
    /// A record names an organisation or a title.
    pub card: bool,
    /// The address book has a number or a labelled address of theirs.
    pub in_book: bool,
    /// The address book names an employer of theirs.
    pub book_names_work: bool,
    /// Somebody else in the network bears a name that may be theirs, so an answer may lie there.
    pub twin: bool,
}
