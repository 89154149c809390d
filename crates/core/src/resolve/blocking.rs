//! Where a record is filed, and who is found there: the pairs that are worth comparing.
//!
//! A block of many is split by a second attribute and never left out: where a name is borne by hundreds, only
//! those who have something else in common are worth comparing, and whoever has nothing else cannot be told
//! apart by a name alone.

use super::card::Card;
use super::key::{Drawer, Key, hash};
use super::shelf::{RecordNo, Shelf};
use super::sketch::DetailKind;
use crate::name::{Hypothesis, Part, roots, share};
use smallvec::SmallVec;

/// More members than this, and a block is split.
///
/// Forty: so many namesakes are compared with each other in a millisecond.
pub(super) const BLOCK: usize = 40;

/// In what remains too large after the split, each is compared with so many that follow.
const WINDOW: usize = 6;

/// Given names that more people in ten thousand bear are shared by too many here to lead to anybody by themselves.
const UNCOMMON: f64 = 10.0;

/// By what a block is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Split {
    /// All have one identifier: split by names.
    ByName,
    /// All have one name: split by workplaces, places and days.
    ByPlace,
}

/// A key under which a record is filed, and by what its block is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Filed {
    pub(super) key: Key,
    pub(super) split: Split,
}

impl Card {
    /// Returns the keys under which the record is filed, in order, each once.
    pub(super) fn filed(&self) -> Vec<Filed> {
        let mut all = Vec::with_capacity(16);
        let by_name = |key| Filed { key, split: Split::ByName };
        for identifier in &self.sketch.identifiers {
            all.push(by_name(identifier.key));
            all.extend(identifier.tail().map(by_name));
        }
        all.extend(self.sketch.user_names.iter().map(|u| by_name(Drawer::UserName.key(&[u.name]))));
        let long = self.sketch.locals.iter().filter(|l| l.length >= 4);
        all.extend(long.map(|l| by_name(Drawer::Spelling.key(&[l.letters]))));
        for (name, _) in &self.sketch.names {
            let spelled = name.forms.iter().filter(|(_, form)| *form >= super::named::Form::Initial);
            all.extend(spelled.map(|(letters, _)| by_name(Drawer::Spelling.key(&[*letters]))));
            name.likely().for_each(|reading| self.file_reading(&reading, &mut all));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn file_reading(&self, reading: &Hypothesis<'_>, all: &mut Vec<Filed>) {
        let given = reading.given().unwrap_or("");
        let initial = given.bytes().next().map_or(0, u64::from);
        let surnames: SmallVec<[(u64, &str); 2]> =
            reading.family().filter(|word| word.len() > 1).map(|word| (hash(word), word)).collect();
        let places: SmallVec<[u64; 2]> = self.sketch.works.iter().map(|work| work.filed()).collect();
        let mut file = |drawer: Drawer, parts: &[u64]| {
            all.push(Filed { key: drawer.key(parts), split: Split::ByPlace });
        };
        for (surname, word) in &surnames {
            if initial != 0 {
                file(Drawer::Initial, &[*surname, initial]);
            }
            places.iter().for_each(|place| file(Drawer::SurnameWork, &[*surname, *place]));
            self.details().for_each(|detail| file(Drawer::Detail, &[*surname, detail]));
            for root in roots(given).filter(|root| root.len() > 1).map(hash) {
                file(Drawer::FullName, &[root, *surname]);
                // A slip of the pen spares the beginning or the end.
                let (begin, end) = ends(word);
                file(Drawer::Slip, &[root, begin]);
                file(Drawer::Slip, &[root, end, 0]);
            }
        }
        let is_uncommon = given.len() > 1 && share(Part::Given, given) <= UNCOMMON;
        for root in roots(given).filter(|root| root.len() > 1).map(hash) {
            places.iter().for_each(|place| file(Drawer::GivenWork, &[root, *place]));
            if is_uncommon {
                file(Drawer::GivenAlone, &[root]);
            }
            self.details().for_each(|detail| file(Drawer::Detail, &[root, detail]));
        }
    }

    fn details(&self) -> impl Iterator<Item = u64> {
        let telling = |kind| matches!(kind, DetailKind::Birthday | DetailKind::Postcode);
        self.sketch.details.iter().filter(move |d| telling(d.kind)).map(|d| d.value)
    }

    /// Returns the keys under which it is filed in a block that is split.
    pub(super) fn split(&self, filed: Filed) -> SmallVec<[Key; 4]> {
        let mut all: SmallVec<[Key; 4]> = match filed.split {
            Split::ByName => {
                let names = self.sketch.names.iter().flat_map(|(name, _)| name.parts());
                names.map(|(key, _)| key.0).collect::<Vec<_>>()
            }
            Split::ByPlace => {
                let works = self.sketch.works.iter().map(|work| work.filed());
                let details = self.sketch.details.iter().filter(|d| d.kind != DetailKind::Title);
                works.chain(details.map(|d| d.value)).collect()
            }
        }
        .into_iter()
        .map(|part| Drawer::Split.key(&[filed.key.0, part]))
        .collect();
        if filed.split == Split::ByName {
            // Whoever has the identifier and no name is compared with some at least.
            all.push(Drawer::Split.key(&[filed.key.0]));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Returns the first and the last three letters of a word.
fn ends(word: &str) -> (u64, u64) {
    let bytes = word.as_bytes();
    let part = |bytes: &[u8]| bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    (part(&bytes[..bytes.len().min(3)]), part(&bytes[bytes.len().saturating_sub(3)..]))
}

/// Returns whom a record is worth comparing with, in order of their numbers, each once.
pub(super) fn candidates<S: Shelf>(shelf: &S, no: RecordNo, card: &Card) -> Result<Vec<RecordNo>, S::Error> {
    let mut all = Vec::new();
    for filed in card.filed() {
        if shelf.count(filed.key)? <= BLOCK {
            shelf.holders(filed.key, &mut all)?;
            continue;
        }
        for key in card.split(filed) {
            if shelf.count(key)? <= BLOCK {
                shelf.holders(key, &mut all)?;
            } else {
                window(shelf, key, no, card, &mut all)?;
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all.retain(|other| *other != no);
    Ok(all)
}

/// Takes those of a block who stand near a record in order.
pub(super) fn window<S: Shelf>(
    shelf: &S,
    key: Key,
    no: RecordNo,
    card: &Card,
    all: &mut Vec<RecordNo>,
) -> Result<(), S::Error> {
    let mut members = Vec::new();
    shelf.holders(key, &mut members)?;
    let place = members.iter().position(|member| *member == no).unwrap_or_else(|| {
        debug_assert!(false, "{} is filed where it is sought", card.key);
        0
    });
    let around = place.saturating_sub(WINDOW)..members.len().min(place + WINDOW + 1);
    all.extend_from_slice(&members[around]);
    Ok(())
}
