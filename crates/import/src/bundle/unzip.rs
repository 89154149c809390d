//! A zip as a bundle: read where it lies, entry by entry, with limits against archives made to harm.
//!
//! An archive that cannot be trusted as a whole is an error; an entry that cannot is refused with its
//! reason, and the rest is read.

use super::path;
use crate::source::{Bundle, Entry, Reason, Skipped};
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// What a zip may hold before it is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Entries in the archive. Ten years of photographs and messages stay below a hundred thousand.
    pub entries: usize,
    /// Bytes of all entries, unpacked. Entries are streamed, so this bounds time, not memory.
    pub total_bytes: u64,
    /// How many times larger an entry may be unpacked. Repetitive JSON reaches 40, a bomb 1000.
    pub ratio: u64,
    /// Bytes of a zip inside the zip, which is held in memory.
    pub nested_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 500_000, total_bytes: 512 << 30, ratio: 200, nested_bytes: 512 << 20 }
    }
}

/// Below this size no entry is a bomb, whatever its ratio.
const HARMLESS_BYTES: u64 = 1 << 20;

/// Why an archive is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    #[error("cannot read the archive as a zip: {0}")]
    NotAZip(#[source] zip::result::ZipError),
    #[error("cannot read the archive: it has {found} entries, more than the limit of {limit}")]
    TooMany { found: usize, limit: usize },
    #[error("cannot read the archive: it unpacks to {found} bytes, more than the limit of {limit}")]
    TooLarge { found: u64, limit: u64 },
    #[error("cannot read the archive: its entries overlap, as in an archive made to harm")]
    Overlapping,
}

impl From<ZipError> for io::Error {
    fn from(error: ZipError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// Tells whether the first bytes of a file are those of a zip.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// The entries of a zip, and of the zips at its root, sorted by name.
pub struct ZipBundle<R> {
    archive: ZipArchive<R>,
    entries: Vec<Entry>,
    places: Vec<Place>,
    nested: Vec<ZipBundle<Cursor<Vec<u8>>>>,
    refused: Vec<Skipped>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// An entry of this archive, by its number there.
    Here(usize),
    /// An entry of a zip inside this one.
    Inside(usize, usize),
}

impl<R: Read + Seek> ZipBundle<R> {
    /// Reads the table of contents, and those of the zips at the root.
    ///
    /// # Errors
    /// Fails where this is no zip, or is one that goes beyond a limit; an entry alone never fails it.
    pub fn new(reader: R, limits: Limits) -> Result<Self, ZipError> {
        let mut bundle = Self::flat(reader, limits)?;
        bundle.open_nested(limits);
        Ok(bundle)
    }

    fn flat(reader: R, limits: Limits) -> Result<Self, ZipError> {
        let mut archive = ZipArchive::new(reader).map_err(ZipError::NotAZip)?;
        if archive.len() > limits.entries {
            return Err(ZipError::TooMany { found: archive.len(), limit: limits.entries });
        }
        if archive.has_overlapping_files().map_err(ZipError::NotAZip)? {
            return Err(ZipError::Overlapping);
        }
        let doubled = archive.has_duplicate_names();
        let mut bundle = Self {
            archive,
            entries: Vec::new(),
            places: Vec::new(),
            nested: Vec::new(),
            refused: Vec::new(),
        };
        let found = bundle.contents(limits);
        let total = found.iter().fold(0_u64, |sum, (entry, _)| sum.saturating_add(entry.bytes));
        if total > limits.total_bytes {
            return Err(ZipError::TooLarge { found: total, limit: limits.total_bytes });
        }
        if doubled {
            bundle.refuse("", Reason::Copy, "the archive names a file twice, and only the last can be read");
        }
        bundle.take(found);
        Ok(bundle)
    }

    /// Lists the entries that may be read, and refuses the others.
    fn contents(&mut self, limits: Limits) -> Vec<(Entry, Place)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for number in 0..self.archive.len() {
            match admit(&self.archive, number, limits) {
                Ok(None) => {}
                Ok(Some(entry)) if seen.insert(entry.name.clone()) => {
                    found.push((entry, Place::Here(number)))
                }
                Ok(Some(entry)) => {
                    self.refuse(&entry.name, Reason::Copy, "a file of this name stands in the archive twice");
                }
                Err((name, reason, why)) => self.refuse(&name, reason, why),
            }
        }
        let root = path::root(found.iter().map(|(entry, _)| entry.name.as_str())).unwrap_or_default();
        for (entry, _) in &mut found {
            entry.name = entry.name.strip_prefix(&root).unwrap_or(&entry.name).to_owned();
        }
        found
    }

    fn refuse(&mut self, file: &str, reason: Reason, why: &str) {
        self.refused.push(Skipped { file: file.to_owned(), place: 0, reason, why: why.to_owned() });
    }

    fn take(&mut self, mut found: Vec<(Entry, Place)>) {
        found.sort_by(|a, b| (&a.0.name, a.1).cmp(&(&b.0.name, b.1)));
        (self.entries, self.places) = found.into_iter().unzip();
    }

    /// Puts the entries of the zips at the root in the place of those zips.
    ///
    /// Large exports come as several zips, which people zip once more. A zip deeper down is an
    /// attachment that somebody sent, and somebody else's export could be in it.
    fn open_nested(&mut self, limits: Limits) {
        let mut left = limits.nested_bytes;
        let all = self.entries.drain(..).zip(self.places.drain(..)).collect::<Vec<_>>();
        let mut kept = Vec::new();
        for (entry, place) in all {
            let Place::Here(number) = place else { continue };
            if !is_nested(&entry.name) {
                kept.push((entry, place));
            } else if entry.bytes > left {
                self.refuse(&entry.name, Reason::TooLarge, "a zip inside the zip, too large to open there");
            } else {
                left -= entry.bytes;
                match self.inner(number, limits) {
                    Ok(inner) => self.adopt(&entry.name, inner, &mut kept),
                    Err(error) => self.refuse(&entry.name, Reason::Broken, &error.to_string()),
                }
            }
        }
        self.take(kept);
    }

    fn inner(&mut self, number: usize, limits: Limits) -> io::Result<ZipBundle<Cursor<Vec<u8>>>> {
        let mut bytes = Vec::new();
        self.unpack(number)?.read_to_end(&mut bytes)?;
        Ok(ZipBundle::flat(Cursor::new(bytes), limits)?)
    }

    fn adopt(&mut self, name: &str, inner: ZipBundle<Cursor<Vec<u8>>>, into: &mut Vec<(Entry, Place)>) {
        for (index, entry) in inner.entries.iter().enumerate() {
            let full = format!("{name}/{}", entry.name);
            if is_nested(&entry.name) {
                self.refuse(&full, Reason::TooLarge, "a zip inside a zip inside a zip");
            } else {
                let place = Place::Inside(self.nested.len(), index);
                into.push((Entry { name: full, bytes: entry.bytes }, place));
            }
        }
        let told = |s: &Skipped| Skipped { file: format!("{name}/{}", s.file), ..s.clone() };
        self.refused.extend(inner.refused.iter().map(told));
        self.nested.push(inner);
    }

    fn unpack(&mut self, number: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let file =
            self.archive.by_index(number).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        let told = file.size();
        Ok(Box::new(BufReader::new(Guarded { inner: file, left: told })))
    }
}

impl<R: Read + Seek + Send> Bundle for ZipBundle<R> {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        match self.places.get(index) {
            Some(&Place::Here(number)) => self.unpack(number),
            Some(&Place::Inside(zip, entry)) => self.nested[zip].open(entry),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn refused(&self) -> &[Skipped] {
        &self.refused
    }
}

/// Tells whether a name is that of a zip at the root.
fn is_nested(name: &str) -> bool {
    !name.contains('/') && name.len() > 4 && name.to_lowercase().ends_with(".zip")
}

/// Returns the entry if it may be read, nothing for a folder, or its name with why not.
fn admit<R: Read + Seek>(
    archive: &ZipArchive<R>,
    number: usize,
    limits: Limits,
) -> Result<Option<Entry>, (String, Reason, &'static str)> {
    let unnamed = |why| (format!("entry {}", number + 1), Reason::Broken, why);
    let file =
        archive.by_index_data(number).map_err(|_| unnamed("its entry in the archive cannot be read"))?;
    let raw = file.name().map_err(|_| unnamed("its name cannot be read"))?;
    if file.is_dir() || raw.ends_with(['/', '\\']) {
        return Ok(None);
    }
    let name = path::clean(&raw).map_err(unnamed)?;
    let refuse = |reason, why| Err((name.clone(), reason, why));
    if file.is_symlink() {
        return refuse(Reason::Unsupported, "it is a link, not a file");
    }
    if file.encrypted() {
        return refuse(Reason::Unsupported, "it is locked with a password");
    }
    if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return refuse(
            Reason::Unsupported,
            "it is packed in a way that is not read; unpack it and zip it again",
        );
    }
    let (bytes, packed) = (file.size(), file.compressed_size());
    if bytes > HARMLESS_BYTES && bytes / packed.max(1) > limits.ratio {
        return refuse(
            Reason::TooLarge,
            "it unpacks to far more than it should, as in an archive made to harm",
        );
    }
    Ok(Some(Entry { name, bytes }))
}

/// Passes on as many bytes as the table of contents tells, and fails at one more.
struct Guarded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "it is larger than the archive says")
        })?;
        Ok(read)
    }
}
