//! What a property is.

use crate::properties::PROPERTIES;

/// Something that holds whatever the bytes.
pub struct Property {
    /// Its file here, its target in `fuzz/`, and the folder of what was found.
    pub name: &'static str,
    /// What holds, in one sentence.
    pub says: &'static str,
    /// Holds it against some bytes.
    ///
    /// # Panics
    /// Panics where it does not hold; that is what a fuzzer looks for.
    pub hold: fn(&[u8]),
    /// Returns honest bytes to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

impl Property {
    /// Returns the property of a name.
    ///
    /// # Panics
    /// Panics where there is none: a fuzz target without a property looks for nothing.
    pub fn named(name: &str) -> &'static Self {
        let found = PROPERTIES.iter().find(|property| property.name == name);
        found.unwrap_or_else(|| panic!("there is no property `{name}`"))
    }
}
