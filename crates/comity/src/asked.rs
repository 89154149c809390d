//! Words of the interface as operations take them: what may be typed, and what it means.

use crate::error::{Error, Result};
use clap::builder::PossibleValuesParser;
use comity_core::address::is_region;
use comity_core::{Outcome, Purpose, Role, Sphere, Tie, Topic, Venue};

/// A word of the interface.
pub trait Word: Copy + 'static {
    /// What the words are for, in errors: "purpose".
    const WHAT: &'static str;
    /// Returns all values.
    fn all() -> Vec<Self>;
    /// Returns the word of a value.
    fn word(self) -> &'static str;
}

macro_rules! word {
    ($($name:ident $what:literal)*) => {
        $(impl Word for $name {
            const WHAT: &'static str = $what;

            fn all() -> Vec<Self> {
                Self::ALL.to_vec()
            }

            fn word(self) -> &'static str {
                Self::word(self)
            }
        })*
    };
}

word! {
    Purpose "purpose"
    Topic "topic"
    Venue "venue"
    Outcome "outcome"
    Tie "tie"
    Role "role"
}

impl Word for Sphere {
    const WHAT: &'static str = "sphere";

    fn all() -> Vec<Self> {
        vec![Self::Professional, Self::Personal, Self::Mixed]
    }

    fn word(self) -> &'static str {
        Self::word(self)
    }
}

/// Returns what clap accepts and lists.
pub fn one_of<W: Word>() -> PossibleValuesParser {
    PossibleValuesParser::new(W::all().into_iter().map(Word::word))
}

/// Reads a word.
///
/// # Errors
/// Fails with all words that would do.
pub fn read<W: Word>(text: &str) -> Result<W> {
    let wanted = text.trim().to_lowercase();
    W::all().into_iter().find(|w| w.word() == wanted).ok_or_else(|| {
        let all: Vec<_> = W::all().into_iter().map(Word::word).collect();
        Error::user(format!("`{text}` is no {}", W::WHAT), format!("use one of: {}", all.join(", ")))
    })
}

/// Reads the two letters of a country.
///
/// # Errors
/// Fails where no country has them.
pub fn region(text: &str) -> Result<String> {
    let region = text.trim().to_uppercase();
    match region.as_str() {
        "UK" => Ok("GB".to_owned()),
        known if is_region(known) => Ok(region),
        _ => Err(Error::user(
            format!("`{text}` is no country code"),
            "write two letters, such as `GB` or `DE`",
        )),
    }
}

/// Reads a word that may be absent.
///
/// # Errors
/// Fails as [`read`] does.
pub fn read_some<W: Word>(text: Option<&str>) -> Result<Option<W>> {
    text.map(read).transpose()
}
