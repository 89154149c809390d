//! Who is who: records of many sources into persons.
//!
//! Everything known of one human being ends in one [`Cluster`] (design note 0004). Records become cards
//! ([`Reader`]), are filed and compared in a [`Book`], and every component of what is alike is solved by itself,
//! the user's word before all evidence. It comes to the same whatever the order in which records come, and a change
//! does again only what it touches ([`update`]). [`resolve`] does all of it at once.

mod between;
mod bits;
mod blocking;
mod book;
mod card;
mod cluster;
mod clusters;
mod compare;
mod components;
mod decisions;
mod desk;
mod details;
mod evidence;
mod heed;
mod identifier;
mod key;
mod named;
mod rulings;
mod shelf;
mod sketch;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod unlike;
mod whole;
mod why;
mod work;

pub use between::{Between, Held, Standing, between, held_together};
pub use bits::Bits;
pub use book::Book;
pub use card::{Card, Reader};
pub use cluster::{Bar, Cut, Reason as Grounds};
pub use clusters::{Doubt, clusters, doubts};
pub use components::Solved;
pub use decisions::{Decisions, Word, added_key};
pub use details::Details;
pub use evidence::{Evidence, Kinds};
pub use key::Key;
pub use rulings::{Rulings, stand_ins};
pub use shelf::{Edge, Memory, Packed, RecordNo, Shelf, Shelved};
pub use state::State;
pub use step::{Change, Stepped, update, update_since};
pub use why::{Contribution, Why};

use crate::handle::Handle;
use crate::record::{Name, Record, RecordKind};

/// Everything that the sources know of one human being, or of one thing that is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    pub name: Name,
    pub kind: RecordKind,
    /// The keys of the records, in order.
    pub records: Vec<String>,
    /// Each handle stands in one cluster only.
    pub handles: Vec<Resolved>,
    pub joins: Vec<Join>,
    pub organisation: Option<String>,
    pub title: Option<String>,
    pub tags: Vec<String>,
}

/// A handle of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub handle: Handle,
    /// No unsure join lies between the handle and the rest of the person.
    pub sure: bool,
}

/// Why two halves of a cluster are one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// A record key or the key of a handle on either side.
    pub a: String,
    pub b: String,
    /// The reason in words: "both have `ana@firm.example`".
    pub because: String,
    /// How much speaks for it, as the logarithm to base two of the odds.
    pub bits: f64,
    pub sure: bool,
}

/// Returns who is who; the order of the records does not matter.
///
/// Whoever is joined here is joined without asking: [`Cut::Auto`].
pub fn resolve(records: &[Record], decisions: &Decisions) -> Vec<Cluster> {
    let stand_ins = stand_ins(decisions);
    let all: Vec<&Record> = records.iter().chain(&decisions.added).chain(&stand_ins).collect();
    let mut reader = Reader::new(decisions.domains());
    let cards = all.iter().map(|record| reader.read(record, &Details::default())).collect();
    drop(reader);
    let solved = Book::of(cards, Rulings::of(decisions)).solved();
    let of = |no: RecordNo| all.get(no as usize).copied();
    let persons = solved.iter().flat_map(|solved| clusters(solved, Cut::Auto, of, decisions));
    let mut persons: Vec<Cluster> = persons.filter(Cluster::is_somebodys).collect();
    persons.sort_by(|a, b| a.order().cmp(&b.order()));
    // A handle that is nobody's comes from every component that names it.
    persons.dedup();
    persons
}

impl Cluster {
    /// Tells whether anything is told of it; what stood for a handle that went elsewhere has nothing left.
    fn is_somebodys(&self) -> bool {
        !self.records.is_empty() || !self.handles.is_empty()
    }

    fn order(&self) -> impl Ord {
        (&self.records, &self.name.full, self.handles.first().map(|h| &h.handle))
    }
}
