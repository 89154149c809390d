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
    let looks = vec![Look::Open; bundle.entries().len()];
    let mut noting = Noting { inner: bundle, failed: BTreeMap::new(), looks };
    let mut parts = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) =
        (0_usize..).zip(SOURCES.iter().copied()).partition(|(_, source)| source.by_place);
    noting.ask(&first, &mut parts)?;
    noting.pass_over_pictures();
    noting.ask(&others, &mut parts)?;
    parts.sort_by_key(|(place, _)| *place);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    let unclaimed = noting.unclaimed();
    Ok(Plan { parts, unclaimed })
}

/// How a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Open,
    /// A source took it.
    Taken,
    /// Its first bytes tell that no source reads it.
    Picture,
}

/// A bundle in which a file that cannot be read looks empty, and is noted; so does one that no source need look at.
struct Noting<'a> {
    inner: &'a mut dyn Bundle,
    failed: BTreeMap<usize, String>,
    looks: Vec<Look>,
}

impl Noting<'_> {
    /// Asks sources, each with its place in the list, what they find.
    fn ask(
        &mut self,
        sources: &[(usize, &'static Source)],
        parts: &mut Vec<(usize, Part)>,
    ) -> io::Result<()> {
        for &(place, source) in sources {
            for mut recognised in (source.recognise)(self)? {
                let mut take = |index: usize| std::mem::replace(&mut self.looks[index], Look::Taken);
                recognised.entries.retain(|&index| take(index) != Look::Taken);
                if !recognised.entries.is_empty() {
                    parts.push((place, Part { source, recognised }));
                }
            }
        }
        Ok(())
    }

    /// Looks at the first bytes of each file: a large export holds more pictures than all else, and each source
    /// would open every one of them.
    fn pass_over_pictures(&mut self) {
        let mut head = Vec::with_capacity(HEAD);
        for index in 0..self.looks.len() {
            self.read_head(index, 16, &mut head);
            if self.looks[index] == Look::Open && is_picture(&head) {
                self.looks[index] = Look::Picture;
            }
        }
    }

    /// Returns every file that no source took, with the reason.
    ///
    /// The kinds are found first, and what is kept of them is made after that: files that are unpacked between
    /// lasting small pieces of memory would leave holes among these that nothing else fits into.
    fn unclaimed(mut self) -> Vec<Skipped> {
        let mut head = Vec::with_capacity(HEAD);
        let mut kinds = vec![None; self.looks.len()];
        for (index, found) in kinds.iter_mut().enumerate() {
            self.read_head(index, HEAD, &mut head);
            *found = match self.looks[index] {
                Look::Taken => None,
                // Zeros stand for what is no text.
                Look::Picture => Some(kind(&self.inner.entries()[index], b"\0")),
                Look::Open => Some(kind(&self.inner.entries()[index], &head)),
            };
        }
        let mut unclaimed = self.inner.refused().to_vec();
        unclaimed.extend(kinds.into_iter().enumerate().filter_map(|(index, kind)| {
            let (reason, why) = match self.failed.get(&index) {
                Some(error) if kind.is_some() => (Reason::Broken, format!("cannot be opened: {error}")),
                _ => kind.map(|(reason, why)| (reason, why.to_owned()))?,
            };
            Some(Skipped { file: self.inner.entries()[index].name.clone(), place: 0, reason, why })
        }));
        unclaimed.sort_by(|a, b| (&a.file, &a.why).cmp(&(&b.file, &b.why)));
        unclaimed
    }

    /// Reads the beginning of a file that is still open to all.
    fn read_head(&mut self, index: usize, bytes: usize, head: &mut Vec<u8>) {
        head.clear();
        // A failure is noted; what was read until then still tells the kind.
        let _ =
            self.open(index).and_then(narrowed).and_then(|file| file.take(bytes as u64).read_to_end(head));
    }
}

impl Bundle for Noting<'_> {
    fn entries(&self) -> &[Entry] {
        self.inner.entries()
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        if self.looks.get(index).is_some_and(|look| *look != Look::Open) {
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

/// Why a file is not read.
type Kind = (Reason, &'static str);

/// How much of a file tells what it is.
const HEAD: usize = 512;

const PICTURE: Kind = (Reason::Unsupported, "a picture, film, program or document that no source knows");

/// Tells whether a file begins like a picture, a film, a sound or a document.
fn is_picture(head: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 12] = [
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF87a",
        b"GIF89a",
        b"RIFF",
        b"OggS",
        b"ID3\x03",
        b"ID3\x04",
        b"II*\0",
        b"MM\0*",
        b"%PDF-",
        b"\x1a\x45\xdf\xa3",
    ];
    BEGINNINGS.iter().any(|begin| head.starts_with(begin)) || head.get(4..8) == Some(b"ftyp")
}

/// Says what a file is that no source knows.
fn kind(entry: &Entry, head: &[u8]) -> Kind {
    if is_left_by_system(&entry.name) {
        return (Reason::NotWanted, "left by an operating system");
    }
    if head.is_empty() {
        return (Reason::Empty, "an empty file");
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
        return PICTURE;
    } else {
        "text of a kind that no source knows"
    };
    (Reason::Unsupported, what)
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
    fn a_picture_is_looked_at_once() {
        struct Counting(MemoryBundle, usize);
        impl Bundle for Counting {
            fn entries(&self) -> &[Entry] {
                self.0.entries()
            }

            fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
                self.1 += 1;
                self.0.open(index)
            }
        }
        let files =
            [("._b.jpg", &b"\xff\xd8\xff\xe0"[..]), ("a.jpg", b"\xff\xd8\xff\xe0"), ("b", b"....ftypM4A ")];
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        let mut bundle = Counting(MemoryBundle::new(files), 0);
        let plan = recognise_all(&mut bundle).unwrap();
        let told: Vec<_> = plan.unclaimed.iter().map(|s| (s.file.as_str(), s.reason)).collect();
        let (system, picture) = (Reason::NotWanted, Reason::Unsupported);
        assert_eq!(told, [("._b.jpg", system), ("a.jpg", picture), ("b", picture)]);
        assert_eq!(bundle.1, 3);
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
