//! Greek, as passports write it and as it sounds.

use super::Spellings;
use unicode_normalization::UnicodeNormalization;

/// Pairs of letters, then single ones: in passports, and by ear.
const LETTERS: [(&str, &str, &str); 40] = [
    ("ου", "ou", "u"),
    ("αι", "ai", "e"),
    ("ει", "ei", "i"),
    ("οι", "oi", "i"),
    ("υι", "yi", "i"),
    ("αυ", "av", "af"),
    ("ευ", "ev", "ef"),
    ("ηυ", "iv", "if"),
    ("μπ", "mp", "b"),
    ("ντ", "nt", "d"),
    ("γγ", "ng", "g"),
    ("γκ", "gk", "g"),
    ("γχ", "nch", "nh"),
    ("γξ", "nx", "nx"),
    ("τζ", "tz", "tz"),
    ("α", "a", "a"),
    ("β", "v", "v"),
    ("γ", "g", "g"),
    ("δ", "d", "d"),
    ("ε", "e", "e"),
    ("ζ", "z", "z"),
    ("η", "i", "i"),
    ("θ", "th", "th"),
    ("ι", "i", "i"),
    ("κ", "k", "k"),
    ("λ", "l", "l"),
    ("μ", "m", "m"),
    ("ν", "n", "n"),
    ("ξ", "x", "x"),
    ("ο", "o", "o"),
    ("π", "p", "p"),
    ("ρ", "r", "r"),
    ("σ", "s", "s"),
    ("ς", "s", "s"),
    ("τ", "t", "t"),
    ("υ", "y", "i"),
    ("φ", "f", "f"),
    ("χ", "ch", "h"),
    ("ψ", "ps", "ps"),
    ("ω", "o", "o"),
];

pub(super) fn spellings(native: &str) -> Spellings {
    let plain: String = native.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let (mut passport, mut ear) = (String::new(), String::new());
    let mut rest = plain.as_str();
    while let Some(first) = rest.chars().next() {
        match LETTERS.iter().find(|(letters, ..)| rest.starts_with(letters)) {
            Some((letters, in_passport, by_ear)) => {
                // At the beginning both say B and D: Μπάμπης is Babis.
                let is_first = passport.is_empty() && matches!(*letters, "μπ" | "ντ");
                passport.push_str(if is_first { by_ear } else { in_passport });
                ear.push_str(by_ear);
                rest = &rest[letters.len()..];
            }
            None => rest = &rest[first.len_utf8()..],
        }
    }
    let yoto = passport
        .strip_prefix("gi")
        .filter(|rest| rest.starts_with(['a', 'o']))
        .map(|rest| format!("y{rest}"));
    Spellings::of([passport.as_str(), &ear].into_iter().chain(yoto.as_deref()))
}
