//! How the local part of an address spells a name.

use super::Parsed;
use super::fold::folded;
use smallvec::SmallVec;

/// How an address spells a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Nothing of it.
    None,
    /// Initials only: `ar`.
    Initials,
    /// The given or the family name alone.
    Part,
    /// The family name with the initial: `aruiz`, `ruiz.a`.
    Initial,
    /// Both: `ana.ruiz`, `ruizana`.
    Full,
}

/// Returns how the local part of an address spells a name.
pub fn spelled(local: &str, name: &Parsed) -> Spelling {
    let letters: String = folded(local).chars().filter(|c| c.is_alphabetic()).collect();
    let family: String = name.family.concat();
    let Some(initial) = name.given.chars().next() else { return Spelling::None };
    let is = |forms: &[String]| forms.iter().any(|f| f.chars().count() > 2 && *f == letters);
    let last = name.surname().unwrap_or("");
    if family.is_empty() {
        return if is(std::slice::from_ref(&name.given)) { Spelling::Part } else { Spelling::None };
    }
    let given = &name.given;
    let full = |f: &str| [format!("{given}{f}"), format!("{f}{given}")];
    let short = |f: &str| [format!("{initial}{f}"), format!("{f}{initial}")];
    let some_given = given.chars().count() > 1;
    // Some leave out the particles, and some all but the last word.
    let families = [family.as_str(), &name.family_letters, last];
    if some_given && families.iter().any(|f| is(&full(f))) {
        Spelling::Full
    } else if families.iter().any(|f| is(&short(f))) {
        Spelling::Initial
    } else if is(&[given.clone(), family.clone(), last.to_owned()]) {
        Spelling::Part
    } else {
        Spelling::None
    }
}

/// Reads a name out of a local part that parts its words: `ana.ruiz`, `a_ruiz`.
pub fn name_in(local: &str) -> Option<Parsed> {
    let local = local.split('+').next().unwrap_or(local);
    let words: SmallVec<[String; 3]> = local
        .split(['.', '_', '-'])
        .map(|w| folded(w.trim_end_matches(|c: char| c.is_ascii_digit())))
        .filter(|w| !w.is_empty())
        .collect();
    let wordy = |w: &String| w.chars().all(char::is_alphabetic);
    let [given, .., family] = words.as_slice() else { return None };
    if words.len() > 3 || family.chars().count() < 3 || !words.iter().all(wordy) {
        return None;
    }
    Some(Parsed {
        given: given.clone(),
        middle: words[1..words.len() - 1].iter().cloned().collect(),
        family: std::iter::once(family.clone()).collect(),
        family_letters: family.clone(),
        generation: None,
        nickname: None,
        told: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Name;

    fn check(local: &str, expected: Spelling) {
        let name = Parsed::of(&Name::whole("Ana Ruiz")).unwrap();
        assert_eq!(spelled(local, &name), expected, "{local}");
    }

    #[test]
    fn addresses_spell_names() {
        check("ana.ruiz", Spelling::Full);
        check("ruiz_ana7", Spelling::Full);
        check("aruiz", Spelling::Initial);
        check("ruiza", Spelling::Initial);
        check("ana", Spelling::Part);
        check("tom.marsh", Spelling::None);
        let particles = Parsed::of(&Name::whole("Marijke van Duinhoek")).unwrap();
        assert_eq!(spelled("marijke.vanduinhoek", &particles), Spelling::Full);
        assert_eq!(spelled("mduinhoek", &particles), Spelling::Initial);
    }

    #[test]
    fn names_are_read_out_of_addresses() {
        let read = |local| name_in(local).map(|n| format!("{} {}", n.given, n.family.join(" ")));
        assert_eq!(read("ana.ruiz").as_deref(), Some("ana ruiz"));
        assert_eq!(read("a.ruiz84").as_deref(), Some("a ruiz"));
        assert_eq!(read("aruiz"), None);
        assert_eq!(read("x7.9y"), None);
    }
}
