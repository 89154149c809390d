//! What is known of single words: how common they are as names, and what else they may be.
//!
//! One look-up a word serves the whole reading of a name. The lists are data; this file only reads them.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What else a word may be than a name; several may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    pub(super) const TITLE: Self = Self(1);
    pub(super) const DEGREE: Self = Self(1 << 1);
    pub(super) const GENERATION: Self = Self(1 << 2);
    pub(super) const PARTICLE: Self = Self(1 << 3);
    pub(super) const KIN: Self = Self(1 << 4);
    pub(super) const ROLE: Self = Self(1 << 5);
    pub(super) const CONTEXT: Self = Self(1 << 6);
    pub(super) const FIRM: Self = Self(1 << 7);
    pub(super) const OFFICE: Self = Self(1 << 8);
    pub(super) const OPENING: Self = Self(1 << 9);
    pub(super) const AND: Self = Self(1 << 10);
    pub(super) const HOUSE: Self = Self(1 << 11);
    pub(super) const BORN: Self = Self(1 << 12);
    /// What only a phone book puts beside a name.
    pub(super) const LABEL: Self = Self(Self::KIN.0 | Self::ROLE.0 | Self::CONTEXT.0);

    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "title" => Self::TITLE,
            "degree" => Self::DEGREE,
            "generation" => Self::GENERATION,
            "particle" => Self::PARTICLE,
            "kin" => Self::KIN,
            "role" => Self::ROLE,
            "context" => Self::CONTEXT,
            "firm" => Self::FIRM,
            "office" => Self::OFFICE,
            "opening" => Self::OPENING,
            "and" => Self::AND,
            "house" => Self::HOUSE,
            "born" => Self::BORN,
            _ => return None,
        })
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether a word is of any of these classes.
    pub(super) const fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    /// Of ten thousand people, how many bear it as given name; 0 where the lists lack it.
    pub(super) given: f32,
    /// The same as family name.
    pub(super) family: f32,
    /// Some list of forms of given names has it.
    pub(super) is_form: bool,
    pub(super) class: Class,
}

impl Entry {
    pub(super) fn is_given(&self) -> bool {
        self.given > 0.0 || self.is_form
    }
}

/// The place of a word in the lexicon.
pub(super) type Id = u32;

/// The place of every word that the lexicon lacks.
pub(super) const UNKNOWN: Id = Id::MAX;

#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: FxHashMap<&'static str, Id>,
    entries: Vec<Entry>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// Returns the place of a folded word, [`UNKNOWN`] where no list has it.
pub(super) fn id(word: &str) -> Id {
    LEXICON.ids.get(word).copied().unwrap_or(UNKNOWN)
}

/// Returns what is known of the word at a place; of an unknown one, nothing.
pub(super) fn entry(id: Id) -> Entry {
    LEXICON.entries.get(id as usize).copied().unwrap_or_default()
}

impl Lexicon {
    fn load() -> Self {
        let mut lexicon = Self::default();
        lexicon.read_shares(include_str!("../../data/common-names.txt"));
        lexicon.read_words(include_str!("../../data/name-words.txt"));
        for word in include_str!("../../data/nicknames.txt").lines().filter(|l| !l.starts_with('#')) {
            for form in word.split_whitespace() {
                lexicon.entry_mut(form).is_form = true;
            }
        }
        lexicon
    }

    fn read_shares(&mut self, list: &'static str) {
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            let mut words = line.split_whitespace();
            let (Some(part), Some(share)) = (words.next(), words.next()) else { continue };
            let Ok(share) = share.parse::<f32>() else { continue };
            for word in words {
                let entry = self.entry_mut(word);
                let kept = if part == "g" { &mut entry.given } else { &mut entry.family };
                *kept = kept.max(share);
            }
        }
    }

    fn read_words(&mut self, list: &'static str) {
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(class) = words.next().and_then(Class::named) else { continue };
            for word in words {
                let entry = self.entry_mut(word);
                entry.class = Class(entry.class.0 | class.0);
            }
        }
    }

    fn entry_mut(&mut self, word: &'static str) -> &mut Entry {
        let next = self.entries.len();
        let id = *self.ids.entry(word).or_insert(next as Id);
        if id as usize == next {
            self.entries.push(Entry::default());
        }
        &mut self.entries[id as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_several_things() {
        let known = |word: &str| entry(id(word));
        assert!(known("baker").class.is(Class::ROLE) && known("baker").family > 0.0);
        assert!(known("sr").class.is(Class::TITLE) && known("sr").class.is(Class::GENERATION));
        assert!(known("robert").is_given() && !known("robert").class.is(Class::LABEL));
        assert_eq!((id("zzyzx"), known("zzyzx").is_given()), (UNKNOWN, false));
    }

    #[test]
    fn every_line_of_the_word_list_has_a_class() {
        let list = include_str!("../../data/name-words.txt");
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            let class = line.split(' ').next().and_then(Class::named);
            assert!(class.is_some() && line.is_ascii(), "{line}");
        }
    }
}
