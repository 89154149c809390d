//! Who is who: records of many sources into persons.
//!
//! Everything known of one human being ends in one [`Cluster`]. First come the user's words, which win over
//! all evidence; then equal addresses, numbers and profiles, unless the names behind one tell of several
//! people (`share`); then names, where a workplace or an account agrees too or the name is rare here
//! (`likely`, `weigh`). A join that rests on a mere name says that it is unsure. Nobody is joined whom
//! something contradicts: another given name, two profiles on one network, a "Jr" on one side (`profile`).
//!
//! That is what [`resolve`] does, and what the program uses. It decides every pair by itself and leaves the rest
//! apart.
//!
//! Beside it stands what will take its place, measured by the bench until then (design note 0004): records become
//! cards ([`Reader`]), are filed and compared in a [`Book`], and every component of what is alike is solved by
//! itself. It comes to the same whatever the order in which records come, and does again only what one touched.

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
mod forest;
mod heed;
mod identifier;
mod key;
mod likely;
mod named;
mod person;
mod profile;
mod registry;
mod rulings;
mod share;
mod shelf;
mod sketch;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod weigh;
mod whole;
mod why;
mod work;

pub use bits::Bits;
pub use book::Book;
pub use card::{Card, Reader};
pub use cluster::Cut;
pub use clusters::clusters;
pub use components::Solved;
pub use decisions::{Decisions, Word, added_key};
pub use details::Details;
pub use evidence::{Evidence, Kinds};
pub use key::Key;
pub use rulings::{Rulings, stand_ins};
pub use shelf::{Edge, Memory, Packed, RecordNo, Shelf, Shelved};
pub use state::State;
pub use step::{Change, Stepped, update};
pub use why::{Contribution, Why};

use crate::handle::Handle;
use crate::record::{Name, Record, RecordKind};
use forest::{Forest, Reason};
use registry::Registry;

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
pub fn resolve(records: &[Record], decisions: &Decisions) -> Vec<Cluster> {
    let mut all: Vec<&Record> = records.iter().chain(&decisions.added).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.names.len().cmp(&b.names.len())));
    let registry = Registry::of(&all, decisions);
    let mut forest = Forest::new(registry.len());
    forest.heed(&registry, &decisions.words);
    forest.join_mine(&registry);
    for claim in registry.claims() {
        forest.join(claim.record, claim.handle, Reason::Owns);
    }
    likely::join_likely(&mut forest, &registry, &decisions.domains());
    let edges = forest.edges();
    let cluster = |nodes: Vec<usize>| {
        let edges = edges.get(&forest.root(nodes[0])).map_or(&[][..], Vec::as_slice);
        person::cluster(&nodes, edges, &registry, decisions)
    };
    let mut clusters: Vec<Cluster> = forest.sets().into_iter().map(cluster).collect();
    clusters.sort_by(|a, b| (&a.records, &a.name.full).cmp(&(&b.records, &b.name.full)));
    clusters
}
