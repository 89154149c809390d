//! How two words of a name stand to each other.

use super::alias::{AliasKind, between};
use super::hypotheses::Hypotheses;
use super::letters::Word;
use super::lexicon::entry;
use super::{Part, changed, script, skeleton};
use smallvec::SmallVec;

/// How two parts of a name stand to each other, from clash to equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// They cannot be one.
    Clash,
    /// One side lacks it.
    Missing,
    /// One is the first letter of the other.
    Initial,
    /// One slip of the pen apart.
    Typo,
    /// A cognate in another language: Johann and John.
    Cognate,
    /// Somebody is called by it: Bob for Robert, a middle name, a name in quotes.
    Called,
    /// One has changed: Ivanov and Ivanova, née Müller.
    Changed,
    /// One of two: Ruiz López and Ruiz.
    Partly,
    /// The same in another script or spelling.
    Spelling,
    Equal,
}

/// A word among the words of its name.
#[derive(Clone, Copy)]
pub(super) struct Spelt<'a> {
    pub(super) word: Word,
    pub(super) text: &'a str,
}

impl<'a> Spelt<'a> {
    pub(super) fn of(name: &'a Hypotheses, place: usize) -> Self {
        Self { word: name.word(place), text: &name.text }
    }

    pub(super) fn plain(self) -> &'a str {
        self.word.plain(self.text)
    }

    fn spellings(self) -> impl Iterator<Item = &'a str> {
        self.word.spellings(self.text)
    }
}

/// Compares two words of one part of two names; the order of the two does not matter.
pub(super) fn compare(part: Part, a: Spelt<'_>, b: Spelt<'_>) -> Agreement {
    let (x, y) = (a.plain(), b.plain());
    if a.word.is_initial() || b.word.is_initial() {
        return if x.as_bytes()[0] == y.as_bytes()[0] { Agreement::Initial } else { Agreement::Clash };
    }
    // In one script of their own they are compared in it: plain letters lose too much.
    if let (Some(x), Some(y)) = (a.word.native(a.text), b.word.native(b.text)) {
        return if x == y { Agreement::Equal } else { differing(part, a, b) };
    }
    if x == y {
        let is_native = a.word.native(a.text).is_some() || b.word.native(b.text).is_some();
        return if is_native { Agreement::Spelling } else { Agreement::Equal };
    }
    if is_written_without_vowels(a, b) {
        return Agreement::Spelling;
    }
    let has_common = |x: &str| b.spellings().any(|y| x == y);
    let is_plain = a.word.has_one_spelling() && b.word.has_one_spelling();
    if (!is_plain && a.spellings().any(has_common)) || is_spelt_alike(x, y) {
        return Agreement::Spelling;
    }
    differing(part, a, b)
}

/// Returns how readily one given name stands for the other, from 0 to 1; 1 where no alias is meant.
pub(super) fn readiness(part: Part, a: Word, b: Word) -> f32 {
    let alias = if part == Part::Given { between(a.id, b.id) } else { None };
    alias.map_or(1.0, |alias| alias.weight)
}

/// Tells whether one is of a script without vowels, and the other has its consonants.
fn is_written_without_vowels(a: Spelt<'_>, b: Spelt<'_>) -> bool {
    let is_bare = |word: Spelt<'_>| word.word.native(word.text).is_some_and(script::is_without_vowels);
    let alike = |x: &str| b.spellings().any(|y| script::consonants(x).eq(script::consonants(y)));
    (is_bare(a) || is_bare(b)) && script::consonants(a.plain()).nth(1).is_some() && a.spellings().any(alike)
}

fn differing(part: Part, a: Spelt<'_>, b: Spelt<'_>) -> Agreement {
    let (x, y) = (a.plain(), b.plain());
    if part == Part::Given
        && let Some(alias) = between(a.word.id, b.word.id)
    {
        return match alias.kind {
            // What is seldom a form of it says nothing for them, and nothing against.
            AliasKind::Spelling | AliasKind::Short if !alias.is_usual() => Agreement::Missing,
            // A spelling that is seldom one: Micheal may be Michael.
            AliasKind::Spelling if alias.weight >= 0.5 => Agreement::Spelling,
            AliasKind::Spelling | AliasKind::Short => Agreement::Called,
            AliasKind::Cognate if !alias.is_usual() => Agreement::Clash,
            AliasKind::Cognate => Agreement::Cognate,
        };
    }
    if part == Part::Given && (is_cut_short(a, b) || is_cut_short(b, a)) {
        return Agreement::Called;
    }
    if part == Part::Family && changed::is_other_form(x, y) {
        return Agreement::Changed;
    }
    // Two names that lists have are two names, however near: Maria and Mario.
    let known = |word: Word| match part {
        Part::Given => entry(word.id).is_given(),
        Part::Family => entry(word.id).family > 0.0,
    };
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).collect::<SmallVec<[u8; 8]>>();
    // What is numbered is told apart by its number.
    if (known(a.word) && known(b.word)) || digits(x) != digits(y) {
        Agreement::Clash
    } else if skeleton::is_alike(x, y) {
        Agreement::Spelling
    } else {
        slip(x, y)
    }
}

/// Tells whether one is the beginning of the other and no name by itself: Thist for Thistlewood.
fn is_cut_short(short: Spelt<'_>, long: Spelt<'_>) -> bool {
    let (begin, whole) = (short.plain(), long.plain());
    let is_plain = whole.bytes().all(|letter| letter.is_ascii_alphabetic());
    let is_begun = begin.len() >= 3 && whole.len() > begin.len() && whole.starts_with(begin);
    is_plain && is_begun && !entry(short.word.id).is_given()
}

/// Tells a slip of the pen: one letter in words of five or more, two in words of ten.
fn slip(a: &str, b: &str) -> Agreement {
    let shorter = a.len().min(b.len());
    let limit = match shorter {
        0..5 => return Agreement::Clash,
        5..10 => 1,
        _ => 2,
    };
    if a.len().abs_diff(b.len()) > limit {
        return Agreement::Clash;
    }
    // One slip leaves the first letter or the last as it was.
    let is_end_alike =
        a.as_bytes().first() == b.as_bytes().first() || a.as_bytes().last() == b.as_bytes().last();
    if !is_end_alike {
        return Agreement::Clash;
    }
    let args = rapidfuzz::distance::osa::Args::default().score_cutoff(limit);
    let near = rapidfuzz::distance::osa::distance_with_args(a.bytes(), b.bytes(), &args).is_some();
    if near { Agreement::Typo } else { Agreement::Clash }
}

/// Tells whether two words differ in `ae`, `oe`, `ue` and `aa` for one letter with a mark only: Müller, Mueller.
fn is_spelt_alike(a: &str, b: &str) -> bool {
    let (long, short) =
        if a.len() > b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if long.len() == short.len() || long.len() > short.len() + 2 {
        return false;
    }
    let mut at = 0;
    for (place, letter) in short.iter().enumerate() {
        if long.get(at) != Some(letter) {
            return false;
        }
        at += 1;
        let second = long.get(at);
        let is_pair = match letter {
            b'a' => matches!(second, Some(b'a' | b'e')),
            b'o' | b'u' => second == Some(&b'e'),
            _ => false,
        };
        if is_pair && short.get(place + 1) != second {
            at += 1;
        }
    }
    at == long.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(part: Part, a: &str, b: &str, expected: Agreement) {
        let (x, y) = (Hypotheses::whole(a), Hypotheses::whole(b));
        let found = |x: &Hypotheses, y: &Hypotheses| compare(part, Spelt::of(x, 0), Spelt::of(y, 0));
        assert_eq!((found(&x, &y), found(&y, &x)), (expected, expected), "{a} {b}");
    }

    #[test]
    fn words_are_compared() {
        use Agreement::*;
        check(Part::Given, "Ana", "ANA", Equal);
        check(Part::Given, "A.", "Ana", Initial);
        check(Part::Given, "A.", "A", Initial);
        check(Part::Given, "T", "Ana", Clash);
        check(Part::Given, "Bob", "Robert", Called);
        check(Part::Family, "Bob", "Robert", Clash);
        check(Part::Family, "Müller", "Mueller", Spelling);
        check(Part::Family, "Muller", "Mueller", Spelling);
        check(Part::Family, "Håkansson", "Haakansson", Spelling);
        check(Part::Family, "Lindqvist", "Lindkvist", Spelling);
        check(Part::Family, "Ivanov", "Ivanova", Changed);
        check(Part::Given, "Yulia", "Iuliia", Spelling);
        check(Part::Given, "Johann", "John", Cognate);
        check(Part::Family, "Thistlewood", "Thistlewod", Typo);
        check(Part::Family, "Berg", "Borg", Clash);
        check(Part::Given, "Maria", "Mario", Clash);
        check(Part::Given, "Анна", "Anna", Spelling);
        check(Part::Given, "Анна", "АННА", Equal);
    }
}
