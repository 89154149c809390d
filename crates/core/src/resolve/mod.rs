//! Who is who: records of many sources into persons.
//!
//! Everything known of one human being ends in one [`Cluster`]. Equal addresses, numbers and profiles join
//! surely; names join only when they are rare enough here and something else agrees, and such a join says
//! that it is unsure. The user's word wins over all of it.

mod decisions;
mod forest;
mod person;
mod registry;
#[cfg(test)]
mod tests;

pub use decisions::{Decisions, added_key};

use crate::handle::Handle;
use crate::record::{Name, Record, RecordKind};
use forest::{Forest, Reason};
use registry::Registry;
use std::collections::BTreeMap;

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
    forest.keep_apart(&registry, decisions);
    forest.join_stated(&registry, decisions);
    forest.join_mine(&registry);
    for claim in registry.claims() {
        forest.join(claim.record, claim.handle, Reason::Owns);
    }
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..registry.len() {
        sets.entry(forest.root(node)).or_default().push(node);
    }
    let mut clusters: Vec<Cluster> =
        sets.values().map(|nodes| person::cluster(nodes, &registry, &forest, decisions)).collect();
    clusters.sort_by(|a, b| (&a.records, &a.name.full).cmp(&(&b.records, &b.name.full)));
    clusters
}
