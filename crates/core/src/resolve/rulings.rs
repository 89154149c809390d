//! The user's word, by the keys that records are filed under.

use super::identifier::{Identifier, Kind};
use super::key::{Key, hash};
use super::{Decisions, Word};
use crate::record::{LabelledHandle, Record, RecordKind};
use crate::statement::Anchor;
use rustc_hash::FxHashSet;

/// The user's word, by the keys that records are filed under.
#[derive(Clone, Debug, Default)]
pub struct Rulings {
    /// Newest first.
    pub(super) words: Vec<Ruling>,
    pub(super) shared: FxHashSet<Key>,
    pub(super) mine: FxHashSet<Key>,
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
        }
    }
}

/// Returns a record for every handle that the user speaks of, so that each has a place even where no source
/// names it.
pub fn stand_ins(decisions: &Decisions) -> Vec<Record> {
    let handles: FxHashSet<_> = decisions.mine.iter().chain(decisions.handles()).collect();
    let stand_in = |handle: &crate::handle::Handle| Record {
        key: Anchor::Handle(handle.clone()).to_string(),
        kind: RecordKind::Person,
        handles: vec![LabelledHandle::bare(handle.clone())],
        ..Record::default()
    };
    let mut all: Vec<Record> = handles.into_iter().map(stand_in).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

/// Returns the key under which whom an anchor stands for is filed.
///
/// A handle stands for the record that was made for it, which goes with whoever owns the handle.
fn key(anchor: &Anchor) -> Key {
    let record = match anchor {
        Anchor::Record(key) => hash(key),
        Anchor::Handle(_) => hash(&anchor.to_string()),
    };
    Identifier::new(Kind::Record, record).key
}
