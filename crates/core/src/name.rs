//! Names of people: read into parts, folded to plain letters, and compared.
//!
//! A name is only ever evidence. What is read here is never shown; people see names as they were written.

mod fold;
mod likeness;
mod nickname;
mod organisation;
mod rarity;
mod spelling;

pub use fold::folded;
pub use likeness::Likeness;
pub use nickname::{is_given_name, may_be_called, roots};
pub use organisation::{is_spelled_by, plain_organisation};
pub use rarity::{Part, common_share, share};
pub use spelling::{Spelling, name_in, spelled};

use crate::record::Name;
use smallvec::SmallVec;

/// What a text that stands in the place of a name really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// Given and family name, either of them perhaps an initial.
    Full,
    /// A single word: "Ana", "Mum".
    Single,
    /// A mail address or a number.
    Address,
    /// A firm, an office, a list.
    Organisation,
    Empty,
}

type Words = SmallVec<[String; 2]>;

/// A name in parts, folded for comparing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parsed {
    /// The first given name or its initial; empty where only a family name is known.
    pub given: String,
    /// What stands between the two.
    pub middle: Words,
    /// The words of the family name, without particles; empty where only one word is known.
    pub family: Words,
    /// The letters of the family name, particles and all: `vandeberg`.
    pub family_letters: String,
    /// "jr", "sr", "ii", "iii".
    pub generation: Option<&'static str>,
    /// A name in quotes or brackets.
    pub nickname: Option<String>,
    /// The source told which part is which.
    pub told: bool,
}

impl Parsed {
    /// Reads a name; what is no name of a person gives `None`.
    pub fn of(name: &Name) -> Option<Self> {
        match kind(&name.full) {
            NameKind::Full | NameKind::Single => {}
            _ => return None,
        }
        let parsed = match (&name.given, &name.family) {
            (Some(given), Some(family)) => Self::parts(given, family, true),
            (None, Some(family)) if !family.contains(' ') => Self::parts("", family, true),
            _ => Self::whole(&name.full),
        };
        parsed.filter(|p| !p.given.is_empty() || !p.family.is_empty())
    }

    /// Reads a name in one piece: "Ruiz, Ana", "Dr. Ana María Ruiz (Anita)".
    fn whole(full: &str) -> Option<Self> {
        let (plain, nickname) = without_brackets(full);
        let (plain, order) = match plain.split_once(',') {
            // "Ana Ruiz, PhD" is in order; "Ruiz, Ana" is not.
            Some((name, rest)) if rest.split_whitespace().all(is_title) => (name.to_owned(), false),
            Some((family, given)) => (format!("{given}\u{1}{family}"), true),
            None => (plain, false),
        };
        let mut parsed = if order {
            let (given, family) = plain.split_once('\u{1}')?;
            Self::parts(given, family, true)?
        } else {
            let words = words(&plain);
            let (generation, words) = generation(words);
            let last = words.len().saturating_sub(hyphened(&plain, &words));
            let family_from = particle_start(&words).map_or(last, |start| start.min(last)).max(1);
            let (family, family_letters) = family(words.iter().skip(family_from));
            Self {
                given: words.first()?.clone(),
                middle: words[1..family_from.min(words.len()).max(1)].iter().cloned().collect(),
                family,
                family_letters,
                generation,
                nickname: None,
                told: false,
            }
        };
        parsed.nickname = nickname.and_then(|n| words(&n).first().cloned());
        Some(parsed)
    }

    fn parts(given: &str, family: &str, told: bool) -> Option<Self> {
        let (given, nickname) = without_brackets(given);
        let (family, _) = without_brackets(family);
        let (generation_given, given) = generation(words(&given));
        let (generation_family, family_words) = generation(words(&family));
        let (family, family_letters) = self::family(family_words.iter());
        let mut given = given.into_iter();
        Some(Self {
            given: given.next().unwrap_or_default(),
            middle: given.collect(),
            family,
            family_letters,
            generation: generation_family.or(generation_given),
            nickname: nickname.and_then(|n| words(&n).first().cloned()),
            told,
        })
    }

    /// Tells whether both the given and the family name are known in full.
    pub fn is_full(&self) -> bool {
        self.given.chars().count() > 1 && self.family.iter().any(|w| w.chars().count() > 1)
    }

    /// Tells whether both have the same family name, every word of it; particles may be left out, not changed.
    pub fn has_family_of(&self, other: &Self) -> bool {
        // Where no source told which is which, the first of two family names stands in the middle.
        let is_in = |word: &String, name: &Self| {
            name.family.contains(word) || (!name.told && name.middle.contains(word))
        };
        let is_bare = |name: &Self| name.family_letters == name.family.concat();
        self.family.iter().all(|w| is_in(w, other))
            && other.family.iter().all(|w| is_in(w, self))
            && (is_bare(self) || is_bare(other) || self.family_letters == other.family_letters)
    }

    /// Returns the last word of the family name: the one by which people are told apart.
    pub fn surname(&self) -> Option<&str> {
        self.family.last().map(String::as_str)
    }
}

/// Returns a name as people are introduced: given name first, and without what a profile hangs behind it.
///
/// "Ruiz, Ana" becomes "Ana Ruiz", "Ana Ruiz | Firm" becomes "Ana Ruiz"; "Ana Ruiz, PhD" stays.
pub fn in_order(name: &Name) -> Name {
    let whole = name.full.split(['|', '•']).next().unwrap_or(&name.full).trim_matches(['"', '\'', ' ']);
    match whole.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() && !given.split_whitespace().all(is_title) => {
            Name::parts(given, family)
        }
        _ if whole == name.full || whole.is_empty() => name.clone(),
        _ => Name::whole(whole),
    }
}

/// Tells what a text that stands in the place of a name really is.
pub fn kind(text: &str) -> NameKind {
    let text = text.trim();
    if text.is_empty() {
        return NameKind::Empty;
    }
    if text.contains('@') || text.starts_with("http") || !text.chars().any(char::is_alphabetic) {
        return NameKind::Address;
    }
    let words = words(&without_brackets(text).0);
    if words.is_empty() {
        return NameKind::Address;
    }
    if text.contains('&')
        || text.contains('|')
        || words.iter().any(|w| is_organisation_word(w))
        || words.len() > 6
    {
        return NameKind::Organisation;
    }
    if words.len() == 1 { NameKind::Single } else { NameKind::Full }
}

/// Returns the folded words of a name without titles.
fn words(text: &str) -> Words {
    let folded = folded(text);
    folded.split(' ').filter(|w| !w.is_empty() && !is_title(w)).map(str::to_owned).collect()
}

/// Takes what stands in brackets or quotes out of a name.
fn without_brackets(text: &str) -> (String, Option<String>) {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('"', '"'), ('“', '”'), ('«', '»')];
    for (open, close) in PAIRS {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inside, after)) = rest.split_once(close)
        {
            if before.trim().is_empty() && after.trim().is_empty() {
                return (inside.to_owned(), None);
            }
            return (format!("{before} {after}"), Some(inside.to_owned()));
        }
    }
    (text.to_owned(), None)
}

fn generation(mut words: Words) -> (Option<&'static str>, Words) {
    const MARKS: [(&str, &str); 9] = [
        ("jr", "jr"),
        ("junior", "jr"),
        ("jnr", "jr"),
        ("sr", "sr"),
        ("senior", "sr"),
        ("snr", "sr"),
        ("ii", "ii"),
        ("iii", "iii"),
        ("iv", "iv"),
    ];
    if words.len() >= 2
        && let Some((_, mark)) = MARKS.iter().find(|(word, _)| words.last().is_some_and(|w| w == word))
    {
        words.pop();
        return (Some(mark), words);
    }
    (None, words)
}

/// Returns the words of a family name without particles, and its letters with them.
fn family<'a>(words: impl Iterator<Item = &'a String> + Clone) -> (Words, String) {
    let plain: Words = words.clone().filter(|w| !is_particle(w)).cloned().collect();
    // "Le" and "Do" are family names too.
    let kept = if plain.is_empty() { words.clone().cloned().collect() } else { plain };
    (kept, words.cloned().collect())
}

/// Returns of how many words the last, hyphened part of a name is: two in "Ana Smith-Jones".
fn hyphened(plain: &str, all: &[String]) -> usize {
    let parts = plain.split_whitespace().rev().map(words);
    let last = parts.into_iter().find(|part| !part.is_empty() && all.ends_with(part));
    last.map_or(1, |part| part.len())
}

/// Returns where the family name begins, if particles tell.
fn particle_start(words: &[String]) -> Option<usize> {
    let place = words.iter().skip(1).position(|w| is_particle(w))? + 1;
    (place + 1 < words.len()).then_some(place)
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 33] = [
        "de", "del", "della", "di", "da", "dal", "dos", "das", "do", "du", "des", "la", "las", "los", "le",
        "van", "von", "vom", "zu", "zum", "der", "den", "ter", "ten", "bin", "ibn", "bint", "al", "el", "af",
        "av", "ben", "abu",
    ];
    PARTICLES.contains(&word)
}

/// Tells whether a word says what somebody is, not who.
fn is_title(word: &str) -> bool {
    const TITLES: [&str; 48] = [
        "dr",
        "doctor",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "fr",
        "hon",
        "esq",
        "esquire",
        "phd",
        "md",
        "mba",
        "jd",
        "llm",
        "llb",
        "cpa",
        "cfa",
        "pmp",
        "ing",
        "dipl",
        "mag",
        "msc",
        "bsc",
        "ba",
        "ma",
        "kc",
        "qc",
        "herr",
        "frau",
        "sr.",
        "sra",
        "srta",
        "dott",
        "dottssa",
        "avv",
        "mme",
        "mlle",
        "monsieur",
        "don",
    ];
    let word = word.trim_matches(['.', ',']).to_lowercase().replace('.', "");
    // "Don" and "Ma" are names too: only the longer ones and those that are never names count.
    TITLES.contains(&word.as_str()) && !matches!(word.as_str(), "don" | "ma" | "ba")
}

fn is_organisation_word(word: &str) -> bool {
    const WORDS: [&str; 66] = [
        "ltd",
        "llc",
        "llp",
        "inc",
        "corp",
        "corporation",
        "company",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "ohg",
        "sarl",
        "sas",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "aps",
        "plc",
        "pty",
        "limited",
        "team",
        "support",
        "office",
        "service",
        "services",
        "customer",
        "newsletter",
        "notifications",
        "notification",
        "noreply",
        "reply",
        "info",
        "sales",
        "marketing",
        "department",
        "dept",
        "university",
        "universitat",
        "college",
        "school",
        "bank",
        "hotel",
        "restaurant",
        "bakery",
        "clinic",
        "hospital",
        "group",
        "holding",
        "foundation",
        "association",
        "society",
        "institute",
        "institut",
        "verein",
        "club",
        "council",
        "committee",
        "partners",
        "consulting",
        "plumbing",
        "solutions",
        "community",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_introduced_with_the_given_name_first() {
        let check = |told: &str, expected: &str| assert_eq!(in_order(&Name::whole(told)).full, expected);
        check("Ruiz, Ana", "Ana Ruiz");
        check("Ana Ruiz | Quillfish Labs", "Ana Ruiz");
        check("Ana Ruiz, PhD", "Ana Ruiz, PhD");
        check("\"Ana Ruiz\"", "Ana Ruiz");
        check("Ana", "Ana");
        check("|", "|");
    }

    fn check(full: &str, expected: &str) {
        let shown = Parsed::of(&Name::whole(full)).map_or_else(
            || "none".to_owned(),
            |p| {
                let generation = p.generation.map(|g| format!(" {g}")).unwrap_or_default();
                let nickname = p.nickname.map(|n| format!(" ({n})")).unwrap_or_default();
                format!("{}|{}|{}{generation}{nickname}", p.given, p.middle.join(" "), p.family.join(" "))
            },
        );
        assert_eq!(shown, expected, "{full}");
    }

    #[test]
    fn names_are_read_into_parts() {
        check("Ana Ruiz", "ana||ruiz");
        check("Ruiz, Ana María", "ana|maria|ruiz");
        check("Dr. Ana Ruiz, PhD", "ana||ruiz");
        check("Robert \"Bob\" Nakamura Jr.", "robert||nakamura jr (bob)");
        check("Ludwig van der Berg", "ludwig||berg");
        check("Ana de la Cruz", "ana||cruz");
        check("Ana Smith-Jones", "ana||smith jones");
        check("Jean-Luc Picard", "jean|luc|picard");
        check("Omar al-Baraka-El Fakhouran", "omar||baraka fakhouran");
        check("Omar Ben Fakhouran", "omar||fakhouran");
        check("Ben Marsh", "ben||marsh");
        check("Anh Le", "anh||le");
        check("J. P. Morgan", "j|p|morgan");
        check("Seán O'Brien", "sean||obrien");
        check("Jürgen Müller", "jurgen||muller");
        check("Juergen Mueller", "jurgen||muller");
        check("Анна Петрова", "anna||petrova");
        check("Mum", "mum||");
        check("ana@firm.example", "none");
        check("+44 20 7946 0123", "none");
        check("Bright Bakery Ltd", "none");
        check("Marsh & Co", "none");
    }

    #[test]
    fn family_names_are_compared_whole() {
        let check = |a: &str, b: &str, expected: bool| {
            let (a, b) = (Parsed::of(&Name::whole(a)).unwrap(), Parsed::of(&Name::whole(b)).unwrap());
            assert_eq!((a.has_family_of(&b), b.has_family_of(&a)), (expected, expected), "{a:?} {b:?}");
        };
        check("Ana Ruiz López", "Ruiz López, Ana", true);
        check("Ana Smith-Jones", "Ana Smith Jones", true);
        check("Ana Smith-Jones", "Ana Jones", false);
        check("Ana Smith-Jones", "Ana Smith-Marsh", false);
        check("Femke van Weidema", "Femke Weidema", true);
        check("Femke van Weidema", "Femke de Weidema", false);
        check("Omar Ben Fakhouran", "Omar al-Baraka-El Fakhouran", false);
    }

    #[test]
    fn parts_that_the_source_tells_are_kept() {
        let parsed = Parsed::of(&Name::parts("Ana María", "Ruiz López")).unwrap();
        assert_eq!((parsed.given.as_str(), parsed.family.join(" ")), ("ana", "ruiz lopez".to_owned()));
        assert_eq!(parsed.surname(), Some("lopez"));
        assert!(parsed.told && parsed.is_full());
    }
}
