//! What is known of single words: how common they are as names, and what else they may be.
//!
//! One look-up a word serves the whole reading of a name. The lists are data; this file only reads them.

use super::Part;
use super::alias::AliasKind;
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

/// Regions of the lists of common names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Regions(u32);

impl Regions {
    const WORDS: [&str; 22] = [
        "en", "de", "nl", "nb", "es", "pt", "it", "fr", "ro", "pl", "cs", "ru", "el", "tr", "ar", "fa", "he",
        "in", "hu", "zh", "ja", "ko",
    ];
    /// Vietnam, the last of the bits.
    pub(super) const VIETNAM: Self = Self(1 << Self::WORDS.len());
    /// Where the family name comes first.
    pub(super) const FAMILY_FIRST: Self = Self(0b11111 << 18);

    fn named(word: &str) -> Option<Self> {
        let place = Self::WORDS.iter().position(|known| *known == word);
        place.map(|place| Self(1 << place)).or_else(|| (word == "vi").then_some(Self::VIETNAM))
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    /// Of ten thousand people, how many bear it as given name; 0 where the lists lack it.
    pub(super) given: f32,
    /// The same as family name.
    pub(super) family: f32,
    /// Where it is common as given name, and as family name.
    pub(super) given_in: Regions,
    pub(super) family_in: Regions,
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

const GIVEN: &str = include_str!("../../data/given-names.txt");
const FAMILY: &str = include_str!("../../data/family-names.txt");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// Returns the place of a folded word, [`UNKNOWN`] where no list has it.
pub(super) fn id(word: &str) -> Id {
    if let Some(id) = LEXICON.ids.get(word) {
        return *id;
    }
    // Juergen stands in the lists as Jurgen.
    let has_pair = word.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"ue"));
    let short = has_pair.then(|| super::folded(word));
    short.and_then(|word| LEXICON.ids.get(word.as_str()).copied()).unwrap_or(UNKNOWN)
}

/// Returns what is known of the word at a place; of an unknown one, nothing.
pub(super) fn entry(id: Id) -> Entry {
    LEXICON.entries.get(id as usize).copied().unwrap_or_default()
}

impl Lexicon {
    fn load() -> Self {
        let mut lexicon = Self::default();
        lexicon.read_shares(Part::Given, GIVEN);
        lexicon.read_shares(Part::Family, FAMILY);
        lexicon.read_words(include_str!("../../data/name-words.txt"));
        lexicon.read_forms();
        lexicon
    }

    fn read_shares(&mut self, part: Part, list: &'static str) {
        for line in list.lines() {
            let Some(line) = ShareLine::of(line) else { continue };
            for (word, share) in line.shares() {
                let entry = self.entry_mut(word);
                let (kept, regions) = match part {
                    Part::Given => (&mut entry.given, &mut entry.given_in),
                    Part::Family => (&mut entry.family, &mut entry.family_in),
                };
                *kept = kept.max(share);
                regions.0 |= line.region.0;
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

    /// Forms of a name are borne by some of those who bear it.
    fn read_forms(&mut self) {
        for (name, forms) in super::alias::entries() {
            self.entry_mut(name).is_form = true;
            let Entry { given, given_in, .. } = *self.entry_mut(name);
            for (form, alias) in forms {
                let entry = self.entry_mut(form);
                // What is seldom a name is a word first: "van" for Ivan.
                if alias.weight >= 0.3 && alias.kind != AliasKind::Cognate {
                    entry.is_form = true;
                    entry.given = entry.given.max(given * 0.2);
                    entry.given_in.0 |= given_in.0;
                }
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

/// A line of a list of common names: region, the shares of the first and of the last, and the names.
struct ShareLine {
    region: Regions,
    first: f32,
    last: f32,
    names: &'static str,
}

impl ShareLine {
    fn of(line: &'static str) -> Option<Self> {
        let (head, names) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
        let mut head = head.split(' ');
        let region = Regions::named(head.next()?)?;
        Some(Self { region, first: head.next()?.parse().ok()?, last: head.next()?.parse().ok()?, names })
    }

    /// Returns each name with its share, which falls evenly in proportion.
    fn shares(&self) -> impl Iterator<Item = (&'static str, f32)> {
        let steps = self.names.split_whitespace().count().saturating_sub(1).max(1) as f32;
        let (first, fall) = (self.first, self.last / self.first);
        let names = self.names.split_whitespace().enumerate();
        names.map(move |(place, name)| (name, first * fall.powf(place as f32 / steps)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_of_common_names_is_well_formed() {
        for line in GIVEN.lines().chain(FAMILY.lines()).filter(|l| !l.starts_with('#')) {
            let read = ShareLine::of(line).unwrap_or_else(|| panic!("{line}"));
            assert!(read.first >= read.last && read.last > 0.0, "{line}");
            assert!(read.names.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{line}");
        }
    }

    #[test]
    fn shares_fall_along_a_line() {
        let share = |word: &str| entry(id(word)).family;
        assert!(share("smith") > share("jones") && share("jones") > share("quinn"));
        assert!((share("smith") - 90.0).abs() < 0.1, "{}", share("smith"));
    }

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
