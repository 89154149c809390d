//! How rare a name is among people.

use super::lexicon::{self, entry};
use super::{Parsed, changed};

/// Which part of a name a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Given,
    Family,
}

/// Returns how many people in ten thousand bear a folded name, where it is common.
///
/// A name counts as common as it is in the region where it is commonest: namesakes come from one region.
/// What the lists lack is rarer than their last names, and the rarer the longer it is: short words are names in
/// many places at once.
pub fn share(part: Part, word: &str) -> f64 {
    let known = entry(lexicon::id(word));
    let listed = match part {
        Part::Given => known.given,
        Part::Family => known.family,
    };
    if listed > 0.0 {
        return f64::from(listed);
    }
    let of_men = || changed::of_men(word).map(|form| entry(lexicon::id(&form)).family).fold(0.0, f32::max);
    match part {
        Part::Family if of_men() > 0.0 => f64::from(of_men()),
        _ => unlisted(part, known.is_form, word.len()),
    }
}

/// The share of a name that no list has, by the number of its letters.
fn unlisted(part: Part, is_form: bool, letters: usize) -> f64 {
    let short = match part {
        // Pet forms are common where people write down whom they know.
        Part::Given if is_form => 4.0,
        Part::Given => 1.5,
        Part::Family => 1.0,
    };
    // Halved every three letters beyond four, down to one in a hundred thousand.
    let beyond = letters.clamp(4, 13) - 4;
    short * 0.5_f64.powf(beyond as f64 / 3.0)
}

impl Parsed {
    /// Returns how many bits the full name says of who it is: 0 where everybody bears it.
    ///
    /// Given and family name are taken to be independent; a part that is missing or an initial adds little
    /// or nothing.
    pub fn rarity(&self) -> f64 {
        let bits = |part, word: &str| match word.chars().count() {
            0 => 0.0,
            // One of about twenty letters in use, some far commoner than others.
            1 => 3.5,
            _ => -(share(part, word) / 10_000.0).log2(),
        };
        // The rarest word of a family name of several; together they are at least as rare.
        let family = self.family.iter().map(|w| bits(Part::Family, w)).fold(0.0, f64::max);
        bits(Part::Given, &self.given) + family
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Name;

    #[test]
    fn rare_names_say_more() {
        let bits = |name| Parsed::of(&Name::whole(name)).unwrap().rarity();
        assert!(bits("Maria Garcia") < 13.0, "{}", bits("Maria Garcia"));
        assert!(bits("Keziah Garcia") > bits("Maria Garcia"));
        assert!(bits("Keziah Thistlewood") > 21.0, "{}", bits("Keziah Thistlewood"));
        assert!(bits("K. Thistlewood") < bits("Keziah Thistlewood"));
        assert!(bits("Keziah") < bits("Keziah Garcia"));
    }

    #[test]
    fn what_no_list_has_is_rare() {
        assert!(share(Part::Family, "smith") > 50.0);
        assert!(share(Part::Family, "thistlewood") < 0.5);
        assert!(share(Part::Family, "wrak") > share(Part::Family, "thistlewood"));
        assert!(share(Part::Given, "bobby") > share(Part::Given, "keziah"));
        assert!(share(Part::Given, "juergen") > 5.0);
        assert!(share(Part::Family, "ivanova") > 50.0);
        assert!(share(Part::Family, "") > 0.0);
    }
}
