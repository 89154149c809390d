//! A name read into parts in the one way that is likeliest.

use super::kind::{NameKind, is_title, kind, without_brackets, words};
use crate::record::Name;
use smallvec::SmallVec;

pub(super) type Words = SmallVec<[String; 2]>;

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

    /// Returns the last word of the family name: the one by which people are told apart.
    pub fn surname(&self) -> Option<&str> {
        self.family.last().map(String::as_str)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn parts_that_the_source_tells_are_kept() {
        let parsed = Parsed::of(&Name::parts("Ana María", "Ruiz López")).unwrap();
        assert_eq!((parsed.given.as_str(), parsed.family.join(" ")), ("ana", "ruiz lopez".to_owned()));
        assert_eq!(parsed.surname(), Some("lopez"));
        assert!(parsed.told && parsed.is_full());
    }
}
