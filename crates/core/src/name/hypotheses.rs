//! A name with the ways of reading it: who is meant, and which word is which.

use super::NameKind;
use super::letters::{Word, Words};
use smallvec::SmallVec;

/// Some of the words of a name, by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Set(u16);

impl Set {
    pub(super) const fn none() -> Self {
        Self(0)
    }

    pub(super) fn add(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    pub(super) const fn has(self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn first(self) -> Option<usize> {
        (!self.is_empty()).then(|| self.0.trailing_zeros() as usize)
    }

    pub(super) fn last(self) -> Option<usize> {
        (!self.is_empty()).then(|| 15 - self.0.leading_zeros() as usize)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> + Clone {
        (0..16).filter(move |place| self.has(*place))
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        places.into_iter().for_each(|place| set.add(place));
        set
    }
}

/// Father, son or grandson of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    Senior,
    /// "Jr", "II".
    Junior,
    /// "III", "IV".
    Later,
}

/// Which part of a name stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Ana Ruiz.
    GivenFamily,
    /// Ruiz Ana; Ruiz, Ana.
    FamilyGiven,
    /// One part only: a given name, or a family name.
    Single,
    /// A label of a phone book: "Anna Yoga", "Mum", "Dad's lawyer". Who is meant may bear a given name in it.
    Label,
}

/// One way of reading a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Reading {
    /// In parts of 255.
    pub(super) weight: u8,
    pub(super) order: Order,
    /// The words of the first given name: one, or several that a hyphen joins.
    pub(super) given: Set,
    /// Further given names and initials.
    pub(super) middle: Set,
    /// The family name without particles. A word may also be in `middle`, where it can be either.
    pub(super) family: Set,
}

/// A name in words, with up to three weighted ways of reading it, the likeliest first.
///
/// What names nobody (an address, a firm, a household) has no reading; [`Hypotheses::kind`] says why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hypotheses {
    pub(super) text: Box<str>,
    pub(super) words: Words,
    pub(super) kind: NameKind,
    pub(super) readings: SmallVec<[Reading; 3]>,
    pub(super) generation: Option<Generation>,
    pub(super) particles: Set,
    /// Names in quotes or brackets by which somebody is called.
    pub(super) called: Set,
    /// Earlier family names.
    pub(super) former: Set,
}

impl Hypotheses {
    /// Returns what stands in the place of the name.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// Returns the ways of reading the name, the likeliest first; their weights come to about one.
    pub fn iter(&self) -> impl Iterator<Item = Hypothesis<'_>> {
        self.readings.iter().map(|reading| Hypothesis { name: self, reading: *reading })
    }

    /// Returns the likeliest way of reading the name.
    pub fn best(&self) -> Option<Hypothesis<'_>> {
        self.iter().next()
    }

    pub fn generation(&self) -> Option<Generation> {
        self.generation
    }

    /// Returns by what names in quotes or brackets somebody is called, folded.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        self.plain(self.called)
    }

    /// Returns earlier family names that the text gives, folded.
    pub fn former(&self) -> impl Iterator<Item = &str> {
        self.plain(self.former)
    }

    /// Returns all words of the text, folded, in order: what makes two labels equal.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.plain(&self.text))
    }

    pub(super) fn word(&self, place: usize) -> Word {
        self.words[place]
    }

    pub(super) fn plain(&self, set: Set) -> impl Iterator<Item = &str> + Clone {
        set.iter().map(|place| self.words[place].plain(&self.text))
    }
}

/// One weighted way of reading a name. All words are folded to plain letters.
#[derive(Clone, Copy, Debug)]
pub struct Hypothesis<'a> {
    name: &'a Hypotheses,
    reading: Reading,
}

impl<'a> Hypothesis<'a> {
    pub fn order(&self) -> Order {
        self.reading.order
    }

    /// Returns how likely the reading is, from 0 to 1.
    pub fn weight(&self) -> f32 {
        f32::from(self.reading.weight) / 255.0
    }

    /// Returns the first given name or its initial; where a hyphen joins several, the first of them.
    pub fn given(&self) -> Option<&'a str> {
        self.name.plain(self.reading.given).next()
    }

    /// Returns all words of the given names, the first included.
    pub fn givens(&self) -> impl Iterator<Item = &'a str> {
        self.name.plain(self.reading.given.and(self.reading.middle))
    }

    /// Returns the words of the family name, without particles; the last is the one people are told apart by.
    pub fn family(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.name.plain(self.reading.family)
    }

    /// Returns the word of the family name that people are told apart by.
    pub fn surname(&self) -> Option<&'a str> {
        self.reading.family.last().map(|place| self.name.words[place].plain(&self.name.text))
    }

    /// Tells whether both the given and the family name are known, and neither is an initial only.
    pub fn is_full(&self) -> bool {
        let is_whole = |set: Set| set.iter().any(|place| !self.name.words[place].is_initial());
        is_whole(self.reading.given) && is_whole(self.reading.family)
    }
}
