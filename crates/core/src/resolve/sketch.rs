//! What is known of a record, or of all records of one person, as far as it is compared.

use super::identifier::Identifier;
use super::key::Key;
use super::named::Named;
use super::work::Work;
use crate::name::NameKind;
use crate::record::RecordKind;
use smallvec::SmallVec;
use std::sync::Arc;

/// Of one kind of thing, so many are compared; more say no more of anybody.
pub(super) const MOST: usize = 12;

/// Where a local part is of no mailbox: a user name on some service.
pub(super) const ELSEWHERE: u64 = u64::MAX;

/// The local part of a mail address that may be a person's, or a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Local {
    /// Its letters alone, as a hash: what may spell a name.
    pub(super) letters: u64,
    /// The digits in it, as a hash.
    pub(super) digits: u64,
    /// The domain that an organisation registered; 0 where anybody has an address, or [`ELSEWHERE`].
    pub(super) root: u64,
    /// How many letters it has.
    pub(super) length: u8,
}

impl Local {
    /// Tells whether it is an address at an organisation.
    pub(super) const fn is_seat(&self) -> bool {
        self.root != 0 && self.root != ELSEWHERE
    }
}

/// A user name: of an address, or on a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UserName {
    pub(super) name: u64,
    /// Its letters alone.
    pub(super) letters: u64,
    /// It has a digit: more than a name can spell.
    pub(super) is_chosen: bool,
    /// A word of a name that goes with it is part of it.
    pub(super) is_of_name: bool,
}

/// A place in a list that somebody keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) list: u64,
    pub(super) record: u64,
    pub(super) kind: ListKind,
}

/// What two rows of one list say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ListKind {
    /// Connections and friends of a service: nobody stands there twice.
    Once,
    /// Cards of an address book that somebody tidies.
    Book,
}

/// Something else that a card tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Detail {
    pub(super) kind: DetailKind,
    /// A hash, or a day as `yyyymmdd`.
    pub(super) value: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DetailKind {
    Birthday,
    Locality,
    Postcode,
    Title,
}

type Few<T> = SmallVec<[T; 1]>;

/// What is known of a record, or of all records of one person.
///
/// Every list is in order and has each thing once; so it does not show in which order records were taken in.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    /// Names, each with the number of records that tell it.
    pub(super) names: Few<(Arc<Named>, u16)>,
    pub(super) identifiers: SmallVec<[Identifier; 2]>,
    pub(super) locals: Few<Local>,
    pub(super) user_names: Few<UserName>,
    pub(super) works: Few<Arc<Work>>,
    pub(super) details: Few<Detail>,
    pub(super) rows: Few<Row>,
    /// None of its records is a person's.
    pub(super) kind: RecordKind,
}

impl Sketch {
    /// Takes in another that is now the same person.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.absorb_names(other);
        merge(&mut self.works, &other.works, |a, b| (a.id, &a.shown).cmp(&(b.id, &b.shown)));
        merge(&mut self.identifiers, &other.identifiers, Ord::cmp);
        merge(&mut self.locals, &other.locals, Ord::cmp);
        merge(&mut self.user_names, &other.user_names, Ord::cmp);
        merge(&mut self.details, &other.details, Ord::cmp);
        merge(&mut self.rows, &other.rows, Ord::cmp);
        if other.kind != RecordKind::Thing {
            self.kind = other.kind;
        }
    }

    fn absorb_names(&mut self, other: &Self) {
        for (name, count) in &other.names {
            match self.names.binary_search_by_key(&name.id, |(name, _)| name.id) {
                Ok(place) => self.names[place].1 = self.names[place].1.saturating_add(*count),
                Err(place) => self.names.insert(place, (name.clone(), *count)),
            }
        }
    }

    /// Returns the name that most records tell; among equals the one that comes first.
    pub(super) fn told_name(&self) -> Option<&Arc<Named>> {
        let all = self.names.iter();
        all.max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.id))).map(|(name, _)| name)
    }

    /// Returns the names that are compared: all, or where there are many the full ones and the most told.
    pub(super) fn most_told(&self) -> impl Iterator<Item = &Arc<Named>> {
        let mut all: SmallVec<[&(Arc<Named>, u16); MOST]> = self.names.iter().collect();
        if all.len() > MOST {
            all.sort_unstable_by_key(|(name, count)| (!name.is_full, std::cmp::Reverse(*count), name.id));
            all.truncate(MOST);
        }
        all.into_iter().map(|(name, _)| name)
    }

    /// Returns the full name that most records tell; among equals the one that comes first.
    pub(super) fn main_name(&self) -> Option<&Arc<Named>> {
        let full = self.names.iter().filter(|(name, _)| name.is_full);
        full.max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.id))).map(|(name, _)| name)
    }

    /// Returns the identifiers of a key.
    pub(super) fn with_key(&self, key: Key) -> impl Iterator<Item = &Identifier> {
        let begin = self.identifiers.partition_point(|i| i.key < key);
        self.identifiers[begin..].iter().take_while(move |i| i.key == key)
    }

    /// Tells whether it is a couple's or a household's.
    pub(super) fn is_of_several(&self) -> bool {
        !self.names.is_empty() && self.names.iter().all(|(name, _)| name.read.kind() == NameKind::Several)
    }

    pub(super) fn details_of(&self, kind: DetailKind) -> impl Iterator<Item = u64> {
        self.details.iter().filter(move |d| d.kind == kind).map(|d| d.value)
    }
}

/// Merges a list in order into another.
fn merge<A: smallvec::Array>(
    into: &mut SmallVec<A>,
    from: &SmallVec<A>,
    order: impl Fn(&A::Item, &A::Item) -> std::cmp::Ordering,
) where
    A::Item: Clone,
{
    if from.is_empty() {
        return;
    }
    into.extend(from.iter().cloned());
    into.sort_by(&order);
    into.dedup_by(|a, b| order(a, b).is_eq());
}
