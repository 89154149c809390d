//! Several bundles as one: a folder and the zips in it, the parts of a large export.

use crate::source::{Bundle, Entry, Skipped};
use std::io::{self, BufRead};

/// Bundles side by side; every name starts with the prefix of its bundle.
pub struct Joined {
    entries: Vec<Entry>,
    refused: Vec<Skipped>,
    /// For each entry its bundle and its index there.
    places: Vec<(usize, usize)>,
    bundles: Vec<Box<dyn Bundle>>,
}

impl Joined {
    /// Returns the bundles as one; a prefix is empty or ends in a slash (`part-1.zip/`).
    pub fn new(parts: Vec<(String, Box<dyn Bundle>)>) -> Self {
        let mut found = Vec::new();
        let mut refused = Vec::new();
        for (number, (prefix, bundle)) in parts.iter().enumerate() {
            let named = |e: &Entry| Entry { name: format!("{prefix}{}", e.name), bytes: e.bytes };
            found.extend(bundle.entries().iter().enumerate().map(|(i, e)| (named(e), (number, i))));
            let told = |s: &Skipped| Skipped { file: format!("{prefix}{}", s.file), ..s.clone() };
            refused.extend(bundle.refused().iter().map(told));
        }
        found.sort_by(|a, b| (&a.0.name, a.1).cmp(&(&b.0.name, b.1)));
        let (entries, places) = found.into_iter().unzip();
        Self { entries, refused, places, bundles: parts.into_iter().map(|p| p.1).collect() }
    }
}

impl Bundle for Joined {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let &(bundle, entry) =
            self.places.get(index).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        self.bundles[bundle].open(entry)
    }

    fn refused(&self) -> &[Skipped] {
        &self.refused
    }
}
