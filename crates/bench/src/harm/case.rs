//! What a case is.

use std::fs;
use std::io;
use std::path::Path;

/// One kind of harm.
pub struct Case {
    pub name: &'static str,
    /// Writes the files into an empty folder.
    pub make: fn(&Path, Size) -> io::Result<()>,
    /// What of it is kept, without the address book beside it.
    pub kept: fn(Size) -> Kept,
    /// What is said of it, each with its place: `FILE:PLACE: WHY` or a part of that.
    pub says: &'static [&'static str],
}

/// How large a case is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Read in a moment, for the ordinary tests.
    Small,
    /// As large as its name says.
    Whole,
}

impl Size {
    /// Returns the one number or the other.
    pub const fn of(self, small: usize, whole: usize) -> usize {
        match self {
            Self::Small => small,
            Self::Whole => whole,
        }
    }
}

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub records: usize,
    pub interactions: usize,
}

/// Returns that so much is kept.
pub(super) const fn kept(records: usize, interactions: usize) -> Kept {
    Kept { records, interactions }
}

impl Case {
    /// Writes the case, and the address book beside it, into an empty folder.
    ///
    /// # Errors
    /// Fails where files cannot be written.
    pub fn write(&self, folder: &Path, size: Size) -> io::Result<()> {
        (self.make)(folder, size)?;
        fs::write(folder.join("beside.vcf"), BESIDE)
    }

    /// Returns all that is kept of the folder.
    pub fn kept_with_beside(&self, size: Size) -> Kept {
        let Kept { records, interactions } = (self.kept)(size);
        kept(records + 1, interactions)
    }
}

/// One sound card, which nothing beside it may take away.
const BESIDE: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mira Tolland\r\nN:Tolland;Mira;;;\r\n\
    EMAIL:mira@beside.example\r\nEND:VCARD\r\n";
