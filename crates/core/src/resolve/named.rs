//! A name as it is compared: read once, shared by all records that tell it.

use super::key::{Drawer, Key, hash};
use crate::name::{Hypotheses, Hypothesis, NameKind, Order, Part, folded, roots, share};
use crate::record::Name;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// Readings that are less likely than this lead to no candidates.
const LIKELY: f32 = 0.15;

/// A name, read.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    /// Equal texts have equal ids.
    pub(super) id: u64,
    /// As it was written.
    pub(super) shown: Box<str>,
    pub(super) read: Hypotheses,
    /// Given and family name are known, and neither is an initial only.
    pub(super) is_full: bool,
    /// How many people in ten thousand bear each word, by the key under which it is counted, in order.
    shares: Box<[(Key, f64)]>,
    /// The letters with which an address would spell it, in order.
    pub(super) forms: Box<[(u64, Form)]>,
}

/// How an address spells a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// The given or the family name alone: `ana`, `ruiz`.
    Part,
    /// The given name with the initial of the family name: `anar`.
    GivenInitial,
    /// The family name with the initial: `aruiz`, `ruiza`.
    Initial,
    /// Both: `anaruiz`, `ruizana`.
    Full,
}

impl Named {
    /// Reads a name; what says nothing of anybody gives `None`.
    pub(super) fn of(name: &Name) -> Option<Self> {
        let read = Hypotheses::of(name);
        if matches!(read.kind(), NameKind::Empty | NameKind::Address) {
            return None;
        }
        let is_full = read.best().is_some_and(|best| best.is_full());
        let (forms, shares) = (forms(&read, &name.full, is_full), shares(&read));
        Some(Self { id: id(name), shown: name.full.as_str().into(), read, is_full, shares, forms })
    }

    /// Tells whether it is a person's, so far as it tells.
    pub(super) fn is_of_person(&self) -> bool {
        self.read.best().is_some()
    }

    /// Returns how letters spell the name.
    pub(super) fn spelled_by(&self, letters: u64) -> Option<Form> {
        let place = self.forms.binary_search_by_key(&letters, |(hash, _)| *hash).ok()?;
        Some(self.forms[place].1)
    }

    /// Returns how many people in ten thousand bear a word of the name; `None` for words that it lacks.
    pub(super) fn share(&self, key: Key) -> Option<f64> {
        let place = self.shares.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.shares[place].1)
    }

    /// Returns the readings that lead to candidates.
    pub(super) fn likely(&self) -> impl Iterator<Item = Hypothesis<'_>> {
        self.read.iter().filter(|h| h.weight() >= LIKELY)
    }

    /// Returns what the name is counted under, each with the words that make up the name.
    ///
    /// A word is as common as there are full names with it; so many records of one person count once. A part of a
    /// name is no other one: whoever is once told as "Keziah" alone does not make Keziahs common.
    pub(super) fn counted(&self) -> SmallVec<[(Key, u64); 4]> {
        if self.is_full { self.parts() } else { SmallVec::new() }
    }

    /// Returns the words of the name, each as [`counted`](Self::counted) tells it, of a part of a name as well.
    pub(super) fn parts(&self) -> SmallVec<[(Key, u64); 4]> {
        let mut all = SmallVec::new();
        let Some(best) = self.read.best() else { return all };
        let given = best.given().unwrap_or("");
        let root = roots(given).last().unwrap_or(given);
        if given.len() > 1 {
            all.push((given_key(given), hash(best.surname().unwrap_or(""))));
        }
        for word in best.family().filter(|word| word.len() > 1) {
            all.push((surname_key(word), hash(root)));
        }
        all
    }
}

impl Named {
    /// Returns the keys of all words in all readings: whatever may agree with another name.
    pub(super) fn words(&self) -> SmallVec<[Key; 8]> {
        let mut all = SmallVec::new();
        for reading in self.read.iter() {
            all.extend(reading.givens().map(given_key));
            all.extend(reading.family().map(surname_key));
        }
        all.extend(self.read.called().map(given_key));
        all.extend(self.read.former().map(surname_key));
        all
    }
}

/// Looks up how common each word of a name is: once for each name, not for each pair.
fn shares(read: &Hypotheses) -> Box<[(Key, f64)]> {
    let mut all: Vec<(Key, f64)> = Vec::new();
    let given = |word: &str| (given_key(word), share(Part::Given, word));
    let family = |word: &str| (surname_key(word), share(Part::Family, word));
    for reading in read.iter() {
        all.extend(reading.givens().map(given));
        all.extend(reading.family().map(family));
    }
    all.extend(read.called().map(given));
    all.extend(read.former().map(family));
    all.sort_unstable_by_key(|(key, _)| *key);
    all.dedup_by_key(|(key, _)| *key);
    all.into_boxed_slice()
}

/// Returns the key under which a word is counted as a given name.
pub(super) fn given_key(word: &str) -> Key {
    Drawer::Given.key(&[hash(word)])
}

/// Returns the key under which a word is counted as a family name.
pub(super) fn surname_key(word: &str) -> Key {
    Drawer::Surname.key(&[hash(word)])
}

fn id(name: &Name) -> u64 {
    let part = |part: &Option<String>| part.as_deref().map_or(0, hash);
    Drawer::Counted.key(&[hash(&name.full), part(&name.given), part(&name.family)]).0
}

/// Returns the letters with which an address would spell a name, as hashes in order; the fuller form wins.
fn forms(read: &Hypotheses, full: &str, is_full: bool) -> Box<[(u64, Form)]> {
    let mut all: Vec<(u64, Form)> = Vec::new();
    if is_full {
        // With all that stands between: `mariavangarcia`.
        let letters: String = folded(full).chars().filter(|c| c.is_alphabetic()).collect();
        all.push((hash(&letters), Form::Full));
    }
    for reading in read.iter().filter(|h| h.weight() >= LIKELY && h.order() != Order::Label) {
        add_forms(&reading, &mut all);
    }
    all.sort_unstable_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
    all.dedup_by_key(|(hash, _)| *hash);
    all.into_boxed_slice()
}

fn add_forms(reading: &Hypothesis<'_>, all: &mut Vec<(u64, Form)>) {
    let letters = |text: &str, form: Form| (text.len() > 2).then(|| (hash(text), form));
    let given = reading.given().unwrap_or("");
    let joined: String = reading.family().collect();
    let last = reading.surname().unwrap_or("");
    let mut families: SmallVec<[&str; 2]> = SmallVec::new();
    families.extend([last, joined.as_str()].into_iter().filter(|f| f.len() > 1));
    families.dedup();
    let both = |a: &str, b: &str| format!("{a}{b}");
    for given in roots(given).filter(|g| !g.is_empty()) {
        all.extend(letters(given, Form::Part));
        for family in &families {
            let initial = &given[..1];
            if given.len() > 1 {
                all.extend(letters(&both(given, family), Form::Full));
                all.extend(letters(&both(family, given), Form::Full));
                all.extend(letters(&both(given, &family[..1]), Form::GivenInitial));
            }
            all.extend(letters(&both(initial, family), Form::Initial));
            all.extend(letters(&both(family, initial), Form::Initial));
        }
    }
    all.extend(families.iter().filter_map(|family| letters(family, Form::Part)));
}

/// Names that were read already.
#[derive(Debug, Default)]
pub(super) struct Names(FxHashMap<u64, Option<Arc<Named>>>);

impl Names {
    pub(super) fn of(&mut self, name: &Name) -> Option<Arc<Named>> {
        self.0.entry(id(name)).or_insert_with(|| Named::of(name).map(Arc::new)).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_spell_names_in_many_ways() {
        let name = Named::of(&Name::whole("Bob Marsh")).unwrap();
        let check = |letters: &str, form| assert_eq!(name.spelled_by(hash(letters)), form, "{letters}");
        check("bobmarsh", Some(Form::Full));
        check("marshrobert", Some(Form::Full));
        check("rmarsh", Some(Form::Initial));
        check("marsh", Some(Form::Part));
        check("robertm", Some(Form::GivenInitial));
        check("tommarsh", None);
    }

    #[test]
    fn a_word_is_counted_once_for_one_person() {
        let counted = |text: &str| Named::of(&Name::whole(text)).unwrap().counted();
        assert_eq!(counted("Bob Marsh")[1], counted("Robert Marsh")[1]);
        assert_ne!(counted("Tom Marsh")[1], counted("Robert Marsh")[1]);
        assert!(counted("Keziah").is_empty(), "a part of a name is no other name");
        assert!(counted("K. Marsh").is_empty());
    }
}
