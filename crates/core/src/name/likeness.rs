//! How alike two names are.

use super::Parsed;
use super::{Alias, alias, lexicon};

/// How alike two names are, from nothing to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// They cannot be one name: two given names, two family names, father and son.
    Different,
    /// One of them says too little.
    Nothing,
    /// The same given name with another family name; people marry.
    OtherFamily,
    /// Only a given name on one side, and it fits.
    GivenOnly,
    /// Only a family name on one side, and it fits.
    FamilyOnly,
    /// The same family name with a fitting initial.
    Initial,
    /// One letter apart.
    Typo,
    /// The same family name with another form of the given name.
    Nickname,
    /// The same given and family name; what stands between may be missing.
    Equal,
}

/// How two words of a kind stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Missing,
    Different,
    Initial,
    Typo,
    /// Another form of the given name.
    Form,
    Equal,
}

impl Likeness {
    /// Compares two names; the order of the two does not matter.
    pub fn of(a: &Parsed, b: &Parsed) -> Self {
        let straight = Self::in_order(a, b);
        // "Ruiz Ana" is "Ana Ruiz" where no source told which is which.
        let turned = |p: &Parsed| -> Option<Parsed> {
            let one = !p.told && p.middle.is_empty() && p.family.len() == 1;
            one.then(|| Parsed {
                given: p.family[0].clone(),
                family: std::iter::once(p.given.clone()).collect(),
                family_letters: p.given.clone(),
                ..p.clone()
            })
        };
        if straight >= Self::Initial {
            return straight;
        }
        let best = |x: Option<Parsed>, y: &Parsed| {
            x.map(|x| Self::in_order(&x, y)).filter(|l| *l >= Self::Typo).unwrap_or(Self::Different)
        };
        straight.max(best(turned(a), b)).max(best(turned(b), a))
    }

    /// Tells whether an address that two records share may well be one person's, so far as names go.
    pub const fn may_share(self) -> bool {
        !matches!(self, Self::Different)
    }

    fn in_order(a: &Parsed, b: &Parsed) -> Self {
        if matches!((a.generation, b.generation), (Some(x), Some(y)) if x != y) {
            return Self::Different;
        }
        let given = given(a, b);
        let family = family(a, b);
        if family == Word::Equal && given >= Word::Typo && middles_clash(a, b) {
            return Self::Different;
        }
        match (family, given) {
            (Word::Equal, Word::Equal) => Self::Equal,
            (Word::Equal, Word::Form) => Self::Nickname,
            (Word::Equal, Word::Typo) | (Word::Typo, Word::Form | Word::Equal) => Self::Typo,
            (Word::Equal, Word::Initial) => Self::Initial,
            (Word::Equal, Word::Missing) => Self::FamilyOnly,
            (Word::Missing, Word::Form | Word::Equal) => Self::GivenOnly,
            (Word::Missing, Word::Missing | Word::Initial) | (Word::Typo, Word::Missing) => Self::Nothing,
            (Word::Different, Word::Form | Word::Equal) => Self::OtherFamily,
            (Word::Missing, _) => single_words(a, b),
            _ => Self::Different,
        }
    }
}

/// Two single words that differ: two given names are two people; a label such as "Mum" says nothing.
fn single_words(a: &Parsed, b: &Parsed) -> Likeness {
    let known = |p: &Parsed| !p.family.is_empty() || lexicon::entry(lexicon::id(&p.given)).is_given();
    if known(a) && known(b) { Likeness::Different } else { Likeness::Nothing }
}

fn given(a: &Parsed, b: &Parsed) -> Word {
    let grade = |x: &str, y: &str| match word(x, y) {
        Word::Different | Word::Typo if may_be_called(x, y) => Word::Form,
        other => other,
    };
    let straight = grade(&a.given, &b.given);
    if straight != Word::Different {
        return straight;
    }
    // Called by the nickname in brackets, or by the middle name.
    let nickname =
        |x: &Parsed, y: &Parsed| x.nickname.as_deref().is_some_and(|n| grade(n, &y.given) >= Word::Form);
    let middle = |x: &Parsed, y: &Parsed| x.middle.iter().any(|m| m.len() > 1 && *m == y.given);
    if nickname(a, b) || nickname(b, a) || middle(a, b) || middle(b, a) {
        Word::Form
    } else {
        Word::Different
    }
}

fn family(a: &Parsed, b: &Parsed) -> Word {
    if a.family.is_empty() || b.family.is_empty() {
        return Word::Missing;
    }
    // Of two family names people often use one: Ruiz López is Ruiz, Smith-Jones is Jones.
    let shared = a.family.iter().any(|x| b.family.contains(x));
    let in_middle = |x: &Parsed, y: &Parsed| {
        !x.told && x.family.len() == 1 && x.middle.last().is_some_and(|m| m.len() > 2 && y.family.contains(m))
    };
    if shared {
        // Each has a word of its own beside it: Smith-Jones is no Smith-Marsh.
        return if has_more(a, b) && has_more(b, a) { Word::Different } else { Word::Equal };
    }
    if in_middle(a, b) || in_middle(b, a) {
        return Word::Equal;
    }
    match (a.surname(), b.surname()) {
        (Some(x), Some(y)) => match word(x, y) {
            Word::Initial => Word::Missing,
            other => other,
        },
        _ => Word::Missing,
    }
}

/// Tells whether a family name has a word that the other name lacks, misspelled or not.
fn has_more(a: &Parsed, b: &Parsed) -> bool {
    let fits = |x: &String| b.family.iter().chain(&b.middle).any(|y| word(x, y) >= Word::Initial);
    !a.family.iter().all(fits)
}

fn may_be_called(a: &str, b: &str) -> bool {
    a == b || alias(a, b).is_some_and(Alias::is_usual)
}

fn word(a: &str, b: &str) -> Word {
    if a.is_empty() || b.is_empty() {
        return Word::Missing;
    }
    if a == b {
        return if a.chars().count() == 1 { Word::Initial } else { Word::Equal };
    }
    let short = a.chars().count().min(b.chars().count());
    if short == 1 {
        let same = a.chars().next() == b.chars().next();
        return if same { Word::Initial } else { Word::Different };
    }
    let limit = usize::from(short >= 5);
    let near = limit > 0
        && rapidfuzz::distance::osa::distance_with_args(
            a.chars(),
            b.chars(),
            &rapidfuzz::distance::osa::Args::default().score_cutoff(limit),
        )
        .is_some();
    if near { Word::Typo } else { Word::Different }
}

/// Two middle names that cannot be one: John A. Smith and John B. Smith.
fn middles_clash(a: &Parsed, b: &Parsed) -> bool {
    let (Some(x), Some(y)) = (a.middle.first(), b.middle.first()) else { return false };
    // A middle word may be the first of two family names on one side.
    let family = |p: &Parsed, w: &String| p.family.contains(w);
    !family(a, y) && !family(b, x) && word(x, y) == Word::Different && !may_be_called(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Name;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Parsed {
        Parsed::of(&Name::whole(text)).unwrap_or_else(|| panic!("{text}"))
    }

    fn check(a: &str, b: &str, expected: Likeness) {
        assert_eq!(Likeness::of(&parsed(a), &parsed(b)), expected, "{a} / {b}");
        assert_eq!(Likeness::of(&parsed(b), &parsed(a)), expected, "{b} / {a}");
    }

    #[test]
    fn names_are_graded() {
        use Likeness::*;
        check("Ana Ruiz", "Ruiz, Ana", Equal);
        check("Ana Ruiz", "Ruiz Ana", Equal);
        check("Ana María Ruiz", "Ana Ruiz", Equal);
        check("Ana Ruiz López", "Ana Ruiz", Equal);
        check("Ana Smith-Jones", "Ana Jones", Equal);
        check("Ana Smith-Jones", "Ana Smith-Marsh", OtherFamily);
        check("Ana Smith-Lindqvist", "Ana Smith-Lindquist", Equal);
        check("Omar al-Tamimani-al-Baraka", "Omar al-Baraka-El Fakhouran", OtherFamily);
        check("Bob Nakamura", "Robert Nakamura", Nickname);
        check("Robert \"Skip\" Nakamura", "Skip Nakamura", Nickname);
        check("A. Ruiz", "Ana Ruiz", Initial);
        check("Johanna Lindqvist", "Johana Lindqvist", Typo);
        check("Ana", "Ana Ruiz", GivenOnly);
        check("Ana Ruiz", "Ana Lindqvist", OtherFamily);
        check("Mum", "Ana Ruiz", Nothing);
        check("Tom", "Ana Ruiz", Different);
        check("Tom Ruiz", "Ana Ruiz", Different);
        check("John A. Smith", "John B. Smith", Different);
        check("John Smith Jr", "John Smith Sr", Different);
        check("Ana Ruiz", "Tom Marsh", Different);
        check("Jan Berg", "Jon Berg", Different);
    }

    proptest! {
        #[test]
        fn comparing_is_symmetric(a in "[A-Za-z]{1,7}( [A-Z]\\.)?( [a-z]{2,3})?( [A-Za-z]{1,7}){0,2}( Jr)?",
                                  b in "([A-Z][a-z]{1,6}, )?[A-Za-z]{1,7}( [A-Za-z]{1,7}){0,2}") {
            if let (Some(x), Some(y)) = (Parsed::of(&Name::whole(&a)), Parsed::of(&Name::whole(&b))) {
                prop_assert_eq!(Likeness::of(&x, &y), Likeness::of(&y, &x));
            }
        }
    }
}
