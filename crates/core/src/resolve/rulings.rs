//! The user's word, by the keys that records are filed under.

use super::identifier::{Identifier, Kind};
use super::key::{Drawer, Key, hash};
use super::{Decisions, Word};
use crate::handle::Handle;
use crate::record::{LabelledHandle, Record, RecordKind};
use crate::statement::Anchor;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The user's word, by the keys that records are filed under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulings {
    /// Newest first.
    pub(super) words: Vec<Ruling>,
    pub(super) shared: FxHashSet<Key>,
    pub(super) mine: FxHashSet<Key>,
    /// Whatever has a stand-in.
    pub(super) spoken_of: FxHashSet<Key>,
    /// What stands for no person.
    pub(super) things: FxHashSet<Key>,
    /// A hash of the domains that the user calls free mail: by them cards are read.
    pub(super) free_mail: u64,
}

/// One word on who is who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    /// Whoever the first of these stands for that is known is also whom the last stands for.
    Same(Vec<Key>, Key),
    Apart(Key, Key),
}

impl Rulings {
    pub fn of(decisions: &Decisions) -> Self {
        let ruling = |word: &Word| match word {
            Word::Same { person, with } => Ruling::Same(person.iter().map(key).collect(), key(with)),
            Word::Apart(a, b) => Ruling::Apart(key(a), key(b)),
        };
        Self {
            words: decisions.words.iter().rev().map(ruling).collect(),
            shared: decisions.shared.iter().map(|h| Identifier::of(h).key).collect(),
            mine: decisions.mine.iter().map(|h| Identifier::of(h).key).collect(),
            spoken_of: decisions
                .mine
                .iter()
                .chain(decisions.handles())
                .map(|h| Identifier::of(h).key)
                .collect(),
            things: decisions.things.iter().map(named).collect(),
            free_mail: free_mail(&decisions.free_mail),
        }
    }
}

/// Returns the key under which whoever names what an anchor stands for is filed.
pub(super) fn named(anchor: &Anchor) -> Key {
    match anchor {
        Anchor::Record(_) => key(anchor),
        Anchor::Handle(handle) => Identifier::of(handle).key,
    }
}

fn free_mail(domains: &[String]) -> u64 {
    let mut hashes: Vec<u64> = domains.iter().map(|domain| hash(domain)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    Drawer::All.key(&hashes).0
}

impl Rulings {
    /// Returns the keys that the user's word holds together, whatever speaks for who stands under them.
    pub(super) fn held_together(&self) -> Vec<Vec<Key>> {
        let mine = self.mine.iter().copied().chain([Drawer::Me.key(&[])]).collect();
        let words = self.words.iter().filter_map(|word| match word {
            Ruling::Same(person, with) => Some(person.iter().chain([with]).copied().collect()),
            Ruling::Apart(..) => None,
        });
        words.chain([mine]).collect()
    }
}

/// Returns a record for every handle that the user speaks of, so that each has a place even where no source
/// names it; ways of writing one handle have one.
pub fn stand_ins(decisions: &Decisions) -> Vec<Record> {
    let handles: BTreeSet<&Handle> = decisions.mine.iter().chain(decisions.handles()).collect();
    let mut by_key: BTreeMap<String, Vec<LabelledHandle>> = BTreeMap::new();
    for handle in handles {
        by_key.entry(stand_in_key(handle)).or_default().push(LabelledHandle::bare(handle.clone()));
    }
    let stand_in = |(key, handles)| Record { key, kind: RecordKind::Person, handles, ..Record::default() };
    by_key.into_iter().map(stand_in).collect()
}

/// Tells whether a key is one of [`stand_ins`]; no source's is.
pub(super) fn is_stand_in(key: &str) -> bool {
    key.starts_with('@')
}

/// Returns the key of the record that stands for a handle, in whichever way it is written.
fn stand_in_key(handle: &Handle) -> String {
    format!("@{}", handle.equivalence_key())
}

/// Returns the key under which whom an anchor stands for is filed.
///
/// A handle stands for the record that was made for it, which goes with whoever owns the handle.
fn key(anchor: &Anchor) -> Key {
    let record = match anchor {
        Anchor::Record(key) => hash(key),
        Anchor::Handle(handle) => hash(&stand_in_key(handle)),
    };
    Identifier::new(Kind::Record, record).key
}
