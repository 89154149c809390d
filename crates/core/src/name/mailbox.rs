//! How the local part of an address, or the name of an account, spells a name; and the name that it spells.

use super::alias::{Alias, AliasKind, alias};
use super::hypotheses::{Hypotheses, Reading, Set};
use super::lexicon::{self, entry};
use super::word::Agreement;
use super::{Part, Spelling, folded};
use smallvec::SmallVec;

/// How a local part spells a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Spelled<'a> {
    /// [`Agreement::Missing`], `Initial`, `Called` or `Equal`.
    pub given: Agreement,
    /// [`Agreement::Missing`], `Initial`, `Partly` or `Equal`.
    pub family: Agreement,
    /// A number stands with it: `ana.ruiz84` is somebody, though not the only Ana Ruiz there.
    pub has_number: bool,
    /// How likely the reading of the name is by which it fits, from 0 to 1.
    pub weight: f32,
    /// The words of the name that are spelt out, folded; their rarity says what the spelling is worth.
    pub agreed: SmallVec<[(Part, &'a str); 2]>,
}

impl Spelled<'_> {
    /// Returns the spelling as one grade.
    pub fn how(&self) -> Spelling {
        use Agreement::{Initial, Missing};
        match (self.given, self.family) {
            (Missing, Missing) => Spelling::None,
            (Initial, Initial) => Spelling::Initials,
            (Missing, _) | (_, Missing) => Spelling::Part,
            (Initial, _) | (_, Initial) => Spelling::Initial,
            _ => Spelling::Full,
        }
    }

    /// Counts for the choice among several ways of reading: whole words before initials.
    fn worth(&self) -> u8 {
        let worth = |how: Agreement| match how {
            Agreement::Missing | Agreement::Clash => 0,
            Agreement::Initial => 1,
            Agreement::Equal => 5,
            _ => 4,
        };
        worth(self.given) + worth(self.family)
    }
}

/// Tells how a local part or an account name spells a name, if it does: `jsmith`, `smith.j`, `bobsmith83`.
///
/// Nothing may be left over but numbers, and what follows a plus sign; short forms of the given name count.
pub fn spelling<'a>(local: &str, name: &'a Hypotheses) -> Option<Spelled<'a>> {
    let local = Local::of(local)?;
    let found =
        name.readings.iter().filter_map(|reading| Speller { local: &local, name, reading: *reading }.spell());
    found.max_by(|a, b| a.worth().cmp(&b.worth()).then(a.weight.total_cmp(&b.weight)))
}

/// A local part in letters.
struct Local {
    letters: String,
    has_number: bool,
}

impl Local {
    fn of(local: &str) -> Option<Self> {
        let plain = local.split('+').next().unwrap_or(local);
        let pieces = plain.split(|c: char| !c.is_alphanumeric());
        let has_number = plain.contains(|c: char| c.is_ascii_digit());
        // "ana-ruiz-4b2a1": a piece with a number inside is a mark of the service.
        let words = pieces.map(|piece| piece.trim_matches(|c: char| c.is_ascii_digit()));
        let words = words.filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
        let letters = folded(&words.collect::<String>()).replace(' ', "");
        (letters.len() > 1).then_some(Self { letters, has_number })
    }
}

struct Speller<'l, 'a> {
    local: &'l Local,
    name: &'a Hypotheses,
    reading: Reading,
}

impl<'a> Speller<'_, 'a> {
    fn spell(&self) -> Option<Spelled<'a>> {
        let letters = self.local.letters.as_str();
        let mut best: Option<Spelled<'a>> = None;
        let mut keep = |found: Option<Spelled<'a>>| {
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.worth() > best.worth())
            {
                best = Some(found);
            }
        };
        for (family, word, how) in self.families() {
            for rest in [letters.strip_suffix(family.as_str()), letters.strip_prefix(family.as_str())] {
                let Some(given) = rest.and_then(|rest| self.given(rest)) else { continue };
                keep(Some(self.found(given, how, Some(word))));
            }
            keep(self.cut_short(&family, word));
        }
        keep(self.given_first());
        best
    }

    fn found(&self, given: Agreement, family: Agreement, word: Option<&'a str>) -> Spelled<'a> {
        let first = self.name.plain(self.reading.given).next().filter(|_| given > Agreement::Initial);
        let given_word = first.map(|word| (Part::Given, word));
        let family_word = word.filter(|_| family > Agreement::Initial).map(|word| (Part::Family, word));
        Spelled {
            given,
            family,
            has_number: self.local.has_number,
            weight: f32::from(self.reading.weight) / 255.0,
            agreed: given_word.into_iter().chain(family_word).collect(),
        }
    }

    /// Tells whether the letters are the initials of the whole name, no more and no less.
    fn is_all_initials(&self) -> bool {
        let all = self.reading.given.and(self.reading.middle).and(self.reading.family);
        let initials = self.name.plain(all).filter_map(|word| word.chars().next());
        initials.eq(self.local.letters.chars())
    }

    /// Returns the ways of writing the family name, with the word by which it is known.
    fn families(&self) -> SmallVec<[(String, &'a str, Agreement); 4]> {
        let family = self.reading.family;
        let mut ways: SmallVec<[(String, &'a str, Agreement); 4]> = SmallVec::new();
        let Some(last) = self.name.plain(family).last() else { return ways };
        let mut add = |way: String, word, how| {
            // Shorter ones stand in everything.
            if way.len() > 1 && !ways.iter().any(|(known, ..)| *known == way) {
                ways.push((way, word, how));
            }
        };
        let with_particles: Set = (0..self.name.words.len())
            .filter(|place| family.has(*place) || self.name.particles.has(*place))
            .collect();
        add(folded(&self.name.plain(with_particles).collect::<String>()), last, Agreement::Equal);
        add(folded(&self.name.plain(family).collect::<String>()), last, Agreement::Equal);
        let one = if family.len() > 1 { Agreement::Partly } else { Agreement::Equal };
        for place in family.iter() {
            let word = self.name.word(place);
            word.spellings(&self.name.text)
                .for_each(|way| add(folded(way), word.plain(&self.name.text), one));
        }
        ways
    }

    /// Tells how some letters spell the given name; nothing at all spells nothing, and is no clash.
    fn given(&self, letters: &str) -> Option<Agreement> {
        if letters.is_empty() {
            return Some(Agreement::Missing);
        }
        let place = self.reading.given.first()?;
        let first = folded(self.name.word(place).plain(&self.name.text));
        let givens = self.reading.given.and(self.reading.middle).without(self.reading.family);
        let all = || self.name.plain(givens);
        if letters == first || letters == folded(&all().collect::<String>()) {
            return Some(if first.len() > 1 { Agreement::Equal } else { Agreement::Initial });
        }
        if self.is_called(letters, &first) {
            return Some(Agreement::Called);
        }
        let initials = all().filter_map(|word| word.chars().next());
        let is_initials = first.starts_with(letters) && letters.len() == 1;
        if is_initials || initials.eq(letters.chars()) {
            return Some(Agreement::Initial);
        }
        if let Some(how) = self.with_unknown_middle(letters, &first) {
            return Some(how);
        }
        // "christop" and "rob": the beginning of the name.
        (letters.len() > 2 && first.starts_with(letters)).then_some(Agreement::Called)
    }

    /// `markjpenn` and `penn.mj` tell a middle initial that the name leaves out.
    fn with_unknown_middle(&self, letters: &str, first: &str) -> Option<Agreement> {
        let has_middle = !self.reading.middle.without(self.reading.family).is_empty();
        let without = letters.get(..letters.len() - 1).filter(|_| !has_middle)?;
        let is_initial = without.len() == 1 && first.starts_with(without);
        match () {
            () if without == first && first.len() > 2 => Some(Agreement::Equal),
            () if is_initial => Some(Agreement::Initial),
            () => None,
        }
    }

    fn is_called(&self, letters: &str, first: &str) -> bool {
        let is_usual = |alias: Alias| alias.kind > AliasKind::Cognate && alias.is_usual();
        let is_form = alias(letters, first).is_some_and(is_usual);
        let is_told = |set: Set| self.name.plain(set).any(|word| word.len() > 1 && word == letters);
        letters.len() > 1 && (is_form || is_told(self.name.called) || is_told(self.reading.middle))
    }

    /// Old systems keep eight letters: `rnakamur`.
    fn cut_short(&self, family: &str, word: &'a str) -> Option<Spelled<'a>> {
        let letters = &self.local.letters;
        let initial = self.name.plain(self.reading.given).next()?.chars().next()?;
        let rest = letters.strip_prefix(initial)?;
        let is_cut = letters.len() >= 7 && rest.len() < family.len() && family.starts_with(rest);
        is_cut.then(|| self.found(Agreement::Initial, Agreement::Partly, Some(word)))
    }

    /// `johns`, `john`, `js`: the given name and at most an initial of the family name.
    fn given_first(&self) -> Option<Spelled<'a>> {
        let letters = self.local.letters.as_str();
        let initial = self.name.plain(self.reading.family).next().and_then(|word| word.chars().next());
        let without = initial.and_then(|initial| letters.strip_suffix(initial));
        let given = without.and_then(|rest| self.given(rest));
        // Three letters, the second unknown, are anything: `axr`.
        let with_initial = given.filter(|how| {
            *how >= Agreement::Called || (*how == Agreement::Initial && self.is_all_initials())
        });
        if let Some(how) = with_initial {
            return Some(self.found(how, Agreement::Initial, None));
        }
        let alone = self.given(letters).filter(|how| *how >= Agreement::Called)?;
        Some(self.found(alone, Agreement::Missing, None))
    }
}

impl Hypotheses {
    /// Reads a name out of a local part or an account name: `ana.ruiz`, `a_ruiz84`, `robertnakamura`.
    ///
    /// Words that nothing parts are told apart by the lists of names; what they do not know gives `None`.
    pub fn of_account(local: &str) -> Option<Self> {
        let plain = local.split('+').next().unwrap_or(local);
        let pieces: SmallVec<[String; 4]> = plain
            .split(|c: char| !c.is_alphanumeric())
            .map(|piece| folded(piece.trim_matches(|c: char| c.is_ascii_digit())))
            .filter(|piece| !piece.is_empty() && !piece.contains(|c: char| c.is_ascii_digit()))
            .collect();
        match pieces.as_slice() {
            [one] => split(one).map(|(first, last)| Self::whole(&format!("{first} {last}"))),
            [.., _] if pieces.len() < 4 && pieces.iter().any(|piece| piece.len() > 2) => {
                Some(Self::whole(&pieces.join(" ")))
            }
            _ => None,
        }
    }
}

/// Parts a word into a given and a family name that the lists know, or an initial and a family name.
fn split(word: &str) -> Option<(&str, &str)> {
    let known = |word: &str| entry(lexicon::id(word));
    let cuts = (1..word.len()).filter(|at| word.is_char_boundary(*at)).map(|at| word.split_at(at));
    let weighed = cuts.filter_map(|(first, last)| {
        let (a, b) = (known(first), known(last));
        let both = |given: f32, family: f32| if given > 0.0 && family > 0.0 { given * family } else { 0.0 };
        let long = first.len() > 2 && last.len() > 2;
        let straight = if long { both(a.given, b.family) } else { 0.0 };
        let turned = if long { both(b.given, a.family) * 0.1 } else { 0.0 };
        // An initial before a name is a guess: only long family names that are nothing else.
        let initial = if first.len() == 1 && last.len() > 4 { b.family * 0.02 } else { 0.0 };
        let worth = straight.max(turned).max(initial);
        (worth > 0.0).then_some((worth, (first, last)))
    });
    weighed.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, cut)| cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(local: &str, name: &str, expected: Spelling) {
        let name = Hypotheses::whole(name);
        let found = spelling(local, &name);
        assert_eq!(
            found.as_ref().map_or(Spelling::None, Spelled::how),
            expected,
            "{local} {found:?} {name:?}"
        );
    }

    #[test]
    fn accounts_spell_names() {
        check("ana.ruiz", "Ana Ruiz", Spelling::Full);
        check("ruiz_ana7", "Ana Ruiz", Spelling::Full);
        check("ana-ruiz-4b2a1", "Ana Ruiz", Spelling::Full);
        check("anaruiz+news", "Ana Ruiz", Spelling::Full);
        check("aruiz", "Ana Ruiz", Spelling::Initial);
        check("ruiz.a", "Ana Ruiz", Spelling::Initial);
        check("anar", "Ana Ruiz", Spelling::Initial);
        check("ana", "Ana Ruiz", Spelling::Part);
        check("ruiz84", "Ana Ruiz", Spelling::Part);
        check("ar", "Ana Ruiz", Spelling::Initials);
        check("tom.marsh", "Ana Ruiz", Spelling::None);
        check("anaruizlopez", "Ana Ruiz López", Spelling::Full);
        check("ana.lopez", "Ana Ruiz López", Spelling::Full);
        check("bob.nakamura", "Robert Nakamura", Spelling::Full);
        check("rjnakamura", "Robert James Nakamura", Spelling::Initial);
        check("rjn", "Robert James Nakamura", Spelling::Initials);
        check("rnakamur", "Robert Nakamura", Spelling::Initial);
        check("nakamurarj", "Robert Nakamura", Spelling::Initial);
        check("robertjnakamura", "Robert Nakamura", Spelling::Full);
        check("nakamurarj", "Robert K. Nakamura", Spelling::None);
        check("lynn", "Jackie Nethercombe", Spelling::None);
        check("skip.nakamura", "Robert \"Skip\" Nakamura", Spelling::Full);
        check("juergen.mueller", "Jürgen Müller", Spelling::Full);
        check("marijke.vanduinhoek", "Marijke van Duinhoek", Spelling::Full);
        check("mduinhoek", "Marijke van Duinhoek", Spelling::Initial);
        check("yulia.ivanova", "Юлия Иванова", Spelling::Full);
        check("wangwei88", "王伟", Spelling::Full);
        check("ruiz", "Mum", Spelling::None);
        check("", "Ana Ruiz", Spelling::None);
        check("4711", "Ana Ruiz", Spelling::None);
    }

    #[test]
    fn what_is_spelt_out_is_told() {
        let name = Hypotheses::whole("Ana Ruiz");
        let agreed = |local| spelling(local, &name).map(|s| s.agreed.to_vec()).unwrap_or_default();
        assert_eq!(agreed("aruiz"), [(Part::Family, "ruiz")]);
        assert_eq!(agreed("ana.ruiz"), [(Part::Given, "ana"), (Part::Family, "ruiz")]);
    }

    #[test]
    fn names_are_read_out_of_accounts() {
        let read = |local: &str| {
            let name = Hypotheses::of_account(local)?;
            let best = name.best()?;
            Some(format!("{}|{}", best.given().unwrap_or(""), best.family().collect::<Vec<_>>().join(" ")))
        };
        assert_eq!(read("ana.ruiz").as_deref(), Some("ana|ruiz"));
        assert_eq!(read("a.ruiz84").as_deref(), Some("a|ruiz"));
        assert_eq!(read("robertnakamura").as_deref(), Some("robert|nakamura"));
        assert_eq!(read("rnakamura").as_deref(), Some("r|nakamura"));
        assert_eq!(read("nakamura_robert").as_deref(), Some("robert|nakamura"));
        assert_eq!(read("zzyzx"), None);
        assert_eq!(read("x7.9y"), None);
    }
}
