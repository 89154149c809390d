//! Which source takes which files of a bundle, and why nobody takes the others.

use crate::bundle::is_left_by_system;
use crate::source::{Bundle, Entry, Reason, Recognised, Skipped, Source};
use crate::sources::SOURCES;
use crate::wide::narrowed;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

/// What an import would read, before anything is read.
pub struct Plan {
    /// What was recognised, in the order of the sources.
    pub parts: Vec<Part>,
    /// Every file that no source takes or that may not be opened, with the reason, by name.
    pub unclaimed: Vec<Skipped>,
}

/// Files that one source reads together.
pub struct Part {
    pub source: &'static Source,
    pub recognised: Recognised,
}

/// Asks every source what it finds in the bundle; together, parts and unclaimed name each file once.
///
/// A file that two sources know goes to the one asked first. A file that cannot be opened is unclaimed and stops
/// nothing.
///
/// # Errors
/// Fails only where a source fails for a reason that is not in any one file.
pub fn recognise_all(bundle: &mut dyn Bundle) -> io::Result<Plan> {
    let taken = vec![false; bundle.entries().len()];
    let mut noting = Noting { inner: bundle, failed: BTreeMap::new(), taken };
    let mut parts = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) = (0_usize..).zip(SOURCES).partition(|(_, source)| source.by_place);
    for (place, source) in first.into_iter().chain(others) {
        for mut recognised in (source.recognise)(&mut noting)? {
            recognised.entries.retain(|&index| !std::mem::replace(&mut noting.taken[index], true));
            if !recognised.entries.is_empty() {
                parts.push((place, Part { source, recognised }));
            }
        }
    }
    parts.sort_by_key(|(place, _)| *place);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    let mut unclaimed = noting.inner.refused().to_vec();
    for index in 0..noting.entries().len() {
        if !noting.taken[index] {
            unclaimed.push(noting.why_not(index));
        }
    }
    unclaimed.sort_by(|a, b| (&a.file, &a.why).cmp(&(&b.file, &b.why)));
    Ok(Plan { parts, unclaimed })
}

/// A bundle in which a file that cannot be read looks empty, and is noted; so does one that a source took.
struct Noting<'a> {
    inner: &'a mut dyn Bundle,
    failed: BTreeMap<usize, String>,
    /// Of each entry, whether a source took it.
    taken: Vec<bool>,
}

impl Noting<'_> {
    fn why_not(&mut self, index: usize) -> Skipped {
        let entry = self.inner.entries()[index].clone();
        let mut head = Vec::new();
        // A failure is noted below; what was read until then still tells the kind.
        let _ = self.open(index).and_then(narrowed).and_then(|file| file.take(512).read_to_end(&mut head));
        let (reason, why) = match self.failed.get(&index) {
            Some(error) => (Reason::Broken, format!("cannot be opened: {error}")),
            None => kind(&entry, &head),
        };
        Skipped { file: entry.name, place: 0, reason, why }
    }
}

impl Bundle for Noting<'_> {
    fn entries(&self) -> &[Entry] {
        self.inner.entries()
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        if self.taken.get(index).is_some_and(|taken| *taken) {
            return Ok(Box::new(io::empty()));
        }
        match self.inner.open(index) {
            Ok(inner) => Ok(Box::new(Noted { inner, index, failed: &mut self.failed, ended: false })),
            Err(error) => {
                self.failed.insert(index, error.to_string());
                Ok(Box::new(io::empty()))
            }
        }
    }
}

/// A reader whose failure is noted and looks like its end.
struct Noted<'a> {
    inner: Box<dyn BufRead + 'a>,
    index: usize,
    failed: &'a mut BTreeMap<usize, String>,
    ended: bool,
}

impl Read for Noted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Noted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ended {
            return Ok(&[]);
        }
        match self.inner.fill_buf() {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                self.ended = true;
                self.failed.insert(self.index, error.to_string());
                Ok(&[])
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}

/// Says what a file is that no source knows.
fn kind(entry: &Entry, head: &[u8]) -> (Reason, String) {
    let told = |reason, why: &str| (reason, why.to_owned());
    if is_left_by_system(&entry.name) {
        return told(Reason::NotWanted, "left by an operating system");
    }
    if head.is_empty() {
        return told(Reason::Empty, "an empty file");
    }
    let text = head.trim_ascii_start();
    let start = String::from_utf8_lossy(&text[..text.len().min(64)]).to_lowercase();
    let what = if head.starts_with(b"PK\x03\x04") {
        "a zip that is not opened here"
    } else if start.starts_with("<!doctype html") || start.starts_with("<html") {
        "a web page; exports are read as JSON, CSV or their own formats"
    } else if start.starts_with(['{', '[']) {
        "JSON of a kind that no source knows"
    } else if head.contains(&0) || std::str::from_utf8(head).is_err_and(|e| e.error_len().is_some()) {
        "a picture, film, program or document that no source knows"
    } else {
        "text of a kind that no source knows"
    };
    told(Reason::Unsupported, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::MemoryBundle;

    /// Cannot be read beyond its first bytes.
    struct Torn(Vec<Entry>);

    impl Bundle for Torn {
        fn entries(&self) -> &[Entry] {
            &self.0
        }

        fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
            if index == 0 {
                return Err(io::Error::other("the disk is gone"));
            }
            Ok(Box::new(io::BufReader::new(io::Cursor::new(b"First Name").chain(Tear))))
        }
    }

    struct Tear;

    impl Read for Tear {
        fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }

    #[test]
    fn every_file_is_named_once_with_a_reason() {
        let files =
            [("a.txt", "hello"), ("b.json", "{}"), ("c", ""), (".DS_Store", "x"), ("d.html", "<html>")];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let plan = recognise_all(&mut MemoryBundle::new(files)).unwrap();
        let told: Vec<_> = plan.unclaimed.iter().map(|s| (s.file.as_str(), s.reason)).collect();
        let expected = [
            (".DS_Store", Reason::NotWanted),
            ("a.txt", Reason::Unsupported),
            ("b.json", Reason::Unsupported),
            ("c", Reason::Empty),
            ("d.html", Reason::Unsupported),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_file_that_cannot_be_opened_stops_nothing() {
        let entries = ["gone.csv", "torn.csv"].map(|name| Entry { name: name.to_owned(), bytes: 9 });
        let plan = recognise_all(&mut Torn(entries.to_vec())).unwrap();
        let told: Vec<_> = plan.unclaimed.iter().map(|s| (s.reason, s.why.as_str())).collect();
        let expected = [
            (Reason::Broken, "cannot be opened: the disk is gone"),
            (Reason::Broken, "cannot be opened: torn"),
        ];
        assert_eq!(told, expected);
    }
}
