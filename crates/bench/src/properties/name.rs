//! Names of people, as strangers write them.

use crate::property::Property;
use comity_core::Name;
use comity_core::name::{
    Hypotheses, Likeness, Parsed, folded, in_order, kind, level, name_in, plain_organisation, skeleton,
    spelled, spelling,
};

pub(super) const PROPERTY: Property = Property {
    name: "name",
    says: "any name is read into parts, folded once and for all, and compared alike in both directions",
    hold,
    seeds: || SEEDS.iter().map(|names| names.as_bytes().to_vec()).collect(),
};

const SEEDS: &[&str] = &[
    "Ana Ruiz\nRuiz, Ana María",
    "Dr. Ana Ruiz, PhD\nRobert \"Bob\" Nakamura Jr.",
    "Ludwig van der Berg\nana.ruiz",
    "Seán O'Brien\nJürgen Müller",
    "Анна Петрова\n山田太郎",
    "Bright Bakery Ltd\nMarsh & Co",
    "ana@firm.example\n+44 20 7946 0123",
    "Ana de la Cruz Smith-Jones (Anita)\nAna Ruiz | Quillfish",
];

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (first, second) = text.split_once('\n').unwrap_or((&text, ""));
    let read = |text: &str| {
        let once = folded(text);
        assert_eq!(folded(&once), once, "`{text}` is folded twice");
        let name = in_order(&Name::whole(text));
        assert_eq!(in_order(&name).full, name.full, "`{text}` is put in order twice");
        let _ = (kind(text), plain_organisation(text), name_in(text));
        let parted = text.split_once(',').map_or_else(|| name.clone(), |(a, b)| Name::parts(a, b));
        Parsed::of(&name).into_iter().chain(Parsed::of(&parted)).collect::<Vec<_>>()
    };
    let (ours, theirs) = (read(first), read(second));
    for a in &ours {
        assert!(!a.given.is_empty() || !a.family.is_empty(), "a name of nothing");
        let _ = spelled(second, a);
        for b in &theirs {
            let (there, back) = (Likeness::of(a, b), Likeness::of(b, a));
            assert_eq!(format!("{there:?}"), format!("{back:?}"), "{a:?} and {b:?}");
        }
    }
    hold_readings(first, second);
}

/// Holds the weighted ways of reading two names.
fn hold_readings(first: &str, second: &str) {
    let read = |text: &str| {
        let parted = text.split_once(',').map(|(given, family)| Hypotheses::told(given, family));
        [Some(Hypotheses::whole(text)), parted, Hypotheses::of_account(text)].into_iter().flatten().collect()
    };
    let (ours, theirs): (Vec<Hypotheses>, Vec<Hypotheses>) = (read(first), read(second));
    for a in &ours {
        let all: f32 = a.iter().map(|one| one.weight()).sum();
        assert!(all < 1.01, "{a:?} is read in more ways than there are");
        for word in a.words() {
            assert!(!word.is_empty(), "{a:?} has a word of nothing");
            let mut key = String::new();
            skeleton(word, &mut key);
            assert!(key.len() <= word.len(), "the key of `{word}` is longer");
        }
        let _ = spelling(second, a);
        for b in &theirs {
            let (there, back) = (level(a, b), level(b, a));
            assert_eq!((there.level, there.weight), (back.level, back.weight), "{a:?} and {b:?}");
            assert!(there.agreed.iter().zip(&back.agreed).all(|(x, y)| x.a == y.b && x.b == y.a));
        }
    }
}
