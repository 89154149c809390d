//! A bundle of files that are held in memory: an upload, one file of a zip, a fixture.

use crate::source::{Bundle, Entry};
use std::io::{self, BufRead};

/// Files in memory, sorted by name.
#[derive(Clone, Debug, Default)]
pub struct MemoryBundle {
    entries: Vec<Entry>,
    bytes: Vec<Vec<u8>>,
}

impl MemoryBundle {
    /// Returns a bundle of the given names and bytes; the order given does not matter.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort();
        let entry =
            |(name, bytes): &(String, Vec<u8>)| Entry { name: name.clone(), bytes: bytes.len() as u64 };
        Self { entries: files.iter().map(entry).collect(), bytes: files.into_iter().map(|f| f.1).collect() }
    }
}

impl Bundle for MemoryBundle {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let bytes = self.bytes.get(index).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(Box::new(bytes.as_slice()))
    }
}
