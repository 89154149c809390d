//! How rare a name is among people.

use super::Parsed;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Which part of a name a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Given,
    Family,
}

/// The shares of names among people, in parts per ten thousand; a word that stands twice counts as the commoner.
static COMMON: LazyLock<FxHashMap<(Part, &str), u16>> = LazyLock::new(|| {
    let mut all: FxHashMap<(Part, &str), u16> = FxHashMap::default();
    for line in include_str!("../../data/common-names.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let part = match words.next() {
            Some("g") => Part::Given,
            Some("f") => Part::Family,
            _ => continue,
        };
        let Some(share) = words.next().and_then(|w| w.parse::<u16>().ok()) else { continue };
        for word in words {
            let kept = all.entry((part, word)).or_default();
            *kept = share.max(*kept);
        }
    }
    all
});

/// Returns the share of people who bear a folded name, in parts per ten thousand, where it is a common one.
pub fn common_share(part: Part, word: &str) -> Option<u16> {
    COMMON.get(&(part, word)).copied()
}

/// Returns how many people in ten thousand bear a folded name.
///
/// What the table does not know is taken for about as common as the last of the names that it might list:
/// the list is short, so many a middling name is missing.
pub fn share(part: Part, word: &str) -> f64 {
    let unlisted = match part {
        Part::Given => 8.0,
        Part::Family => 3.0,
    };
    common_share(part, word).map_or(unlisted, f64::from)
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
    fn a_name_listed_twice_is_as_common_as_it_can_be() {
        assert_eq!(common_share(Part::Family, "kelly"), Some(30));
        assert_eq!(common_share(Part::Family, "thistlewood"), None);
    }
}
