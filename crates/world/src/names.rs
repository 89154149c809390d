//! Names of invented people, culture by culture.
//!
//! Given names are real, family names are put together from two halves: each half sounds right, and hardly
//! any whole belongs to somebody.

mod cultures;

use crate::dice::Dice;
use cultures::{CULTURES, Culture};

/// A name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) given: String,
    pub(crate) family: String,
    /// What friends say, where they say something else.
    pub(crate) nickname: Option<&'static str>,
}

impl Name {
    /// Returns the whole name, given name first.
    pub(crate) fn whole(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// Returns the whole name, family name first, as address books of firms have it.
    pub(crate) fn reversed(&self) -> String {
        format!("{}, {}", self.family, self.given)
    }

    /// Returns the name with the given name shortened to its letter.
    pub(crate) fn initial(&self) -> String {
        let letter = self.given.chars().next().map(String::from).unwrap_or_default();
        format!("{letter}. {}", self.family)
    }

    /// Returns what friends call the person: a nickname or the given name.
    pub(crate) fn called(&self) -> &str {
        self.nickname.unwrap_or(&self.given)
    }

    /// Reads a name of the cast: the last word is the family name.
    pub(crate) fn of(whole: &str) -> Self {
        let (given, family) = whole.rsplit_once(' ').unwrap_or(("", whole));
        Self { given: given.to_owned(), family: family.to_owned(), nickname: None }
    }
}

/// Draws a name. The first two cultures are those of the place, and a third of all.
pub(crate) fn draw(dice: &mut Dice) -> Name {
    let culture = if dice.percent(34) { &CULTURES[dice.below(2)] } else { dice.pick(CULTURES) };
    let (given, nickname) = *dice.pick(culture.given);
    let family = family_of(culture, dice);
    let family = if dice.percent(8) { format!("{family}-{}", family_of(culture, dice)) } else { family };
    let nickname = (!nickname.is_empty()).then_some(nickname);
    Name { given: given.to_owned(), family, nickname }
}

fn family_of(culture: &Culture, dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(culture.first), dice.pick(culture.second))
}

/// Returns the letters of a name as an address can hold them: `Zoë O'Brien` gives `zoeobrien`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'œ' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' | 'ą' | 'ạ' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ế' | 'ě' => plain.push('e'),
            'ř' => plain.push('r'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ị' => plain.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ő' => plain.push('o'),
            'ú' | 'ù' | 'û' | 'ů' => plain.push('u'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' => plain.push('n'),
            'ś' | 'š' | 'ş' => plain.push('s'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'ğ' => plain.push('g'),
            'ý' => plain.push('y'),
            'đ' | 'ð' => plain.push('d'),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_every_name_has_a_plain_one() {
        for culture in CULTURES {
            let given = culture.given.iter().map(|(name, _)| *name);
            for part in given.chain(culture.first.iter().copied()).chain(culture.second.iter().copied()) {
                let letters = part.chars().filter(|c| c.is_alphabetic()).count();
                assert!(plain(part).len() >= letters, "{part} lost a letter");
            }
        }
        assert_eq!(plain("Zoë O'Brien"), "zoeobrien");
    }

    #[test]
    fn a_thousand_people_have_few_namesakes() {
        let mut dice = Dice::new(1, 1);
        let mut names: Vec<String> = (0..1_000).map(|_| draw(&mut dice).whole()).collect();
        names.sort();
        names.dedup();
        assert!(names.len() > 970, "{}", names.len());
    }

    #[test]
    fn spellings() {
        let name = Name::of("Mary Ann Tolland");
        assert_eq!(name.reversed(), "Tolland, Mary Ann");
        assert_eq!(name.initial(), "M. Tolland");
        assert_eq!(name.called(), "Mary Ann");
    }
}
