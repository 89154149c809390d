//! Files and folders of this machine as a bundle: the one place where an import opens anything.

use crate::error::{Error, Result};
use crate::random;
use comity_import::bundle::{Joined, Limits, ZipBundle, is_zip};
use comity_import::{Bundle, Entry, Reason, Skipped};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// How much is read at once: most mails whole, and of a mail with pictures little more than its head.
const BUFFER: usize = 32 << 10;

/// Returns everything below the paths as one bundle; zips among them are looked into.
///
/// # Errors
/// Fails where a path leads nowhere or may not be read. What cannot be read further down is refused by
/// name and stops nothing.
pub fn bundle(paths: &[PathBuf]) -> Result<Box<dyn Bundle>> {
    let mut parts: Vec<(String, Box<dyn Bundle>)> = Vec::new();
    for path in paths {
        let prefix = if paths.len() == 1 { String::new() } else { format!("{}/", name_of(path)) };
        let found = fs::metadata(path).map_err(Error::read(path))?;
        if !found.is_dir() && !found.is_file() {
            // What can be read only once cannot be recognised and read after that.
            return Err(Error::user(
                format!("cannot read `{}`: it is neither a file nor a folder", path.display()),
                "save what it holds as a file, and import that",
            ));
        }
        if found.is_dir() {
            let mut folder = Folder::default();
            folder.walk(path, "").map_err(Error::read(path))?;
            folder.sort();
            let zips = folder.take_zips();
            parts.push((prefix.clone(), Box::new(folder)));
            for (name, zip) in zips {
                parts.push((format!("{prefix}{name}/"), zip));
            }
        } else if starts_as_zip(path).map_err(Error::read(path))? {
            match open_zip(path) {
                Ok(zip) => parts.push((prefix, zip)),
                Err(error) if paths.len() == 1 => {
                    return Err(Error::Data(
                        format!("cannot read `{}`: {error}", path.display()),
                        "download the archive again".into(),
                    ));
                }
                // Of several, one that is broken keeps none of the others out.
                Err(error) => {
                    let mut folder = Folder::default();
                    folder.refuse(name_of(path), Reason::Broken, &error.to_string());
                    parts.push((String::new(), Box::new(folder)));
                }
            }
        } else {
            // Its folder is not part of it; the bare name is all that a source sees.
            File::open(path).map_err(Error::read(path))?;
            let mut folder = Folder::default();
            folder.add(name_of(path), path.clone(), found.len());
            parts.push((String::new(), Box::new(folder)));
        }
    }
    Ok(Box::new(Joined::new(parts)))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| "files".to_owned(), |n| n.to_string_lossy().into_owned())
}

fn starts_as_zip(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut head)?;
    Ok(is_zip(&head))
}

/// Tells whether it is worth looking whether a file is a zip: a Maildir has a file for each of its mails, and
/// none of them is.
fn may_be_zip(name: &str) -> bool {
    let folder = name.rsplit('/').nth(1);
    name.to_ascii_lowercase().ends_with(".zip") || !folder.is_some_and(|f| matches!(f, "cur" | "new" | "tmp"))
}

fn open_zip(path: &Path) -> io::Result<Box<dyn Bundle>> {
    Ok(Box::new(ZipBundle::new(BufReader::new(File::open(path)?), Limits::default())?))
}

/// Files of a folder and of the folders in it, by name.
#[derive(Default)]
struct Folder {
    entries: Vec<Entry>,
    paths: Vec<PathBuf>,
    refused: Vec<Skipped>,
}

impl Folder {
    fn add(&mut self, name: String, path: PathBuf, bytes: u64) {
        self.entries.push(Entry { name, bytes });
        self.paths.push(path);
    }

    fn refuse(&mut self, file: String, reason: Reason, why: &str) {
        self.refused.push(Skipped { file, place: 0, reason, why: why.to_owned() });
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let Ok(kind) = entry.file_type() else {
                self.refuse(name, Reason::Broken, "it vanished while it was looked at");
                continue;
            };
            if kind.is_symlink() {
                // A link may lead out of what the user meant to hand over.
                self.refuse(name, Reason::Unsupported, "it is a link, not a file");
            } else if kind.is_dir() {
                if self.walk(&entry.path(), &format!("{name}/")).is_err() {
                    self.refuse(name, Reason::Broken, "the folder cannot be read");
                }
            } else if kind.is_file() {
                let bytes = entry.metadata().map_or(0, |m| m.len());
                self.add(name, entry.path(), bytes);
            } else {
                self.refuse(name, Reason::Unsupported, "it is neither a file nor a folder");
            }
        }
        Ok(())
    }

    fn sort(&mut self) {
        let mut files: Vec<_> = self.entries.drain(..).zip(self.paths.drain(..)).collect();
        files.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        (self.entries, self.paths) = files.into_iter().unzip();
    }

    /// Takes the zips out, opened; one that cannot be opened is refused.
    fn take_zips(&mut self) -> Vec<(String, Box<dyn Bundle>)> {
        let mut zips = Vec::new();
        let (entries, paths) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.paths));
        for (entry, path) in entries.into_iter().zip(paths) {
            if !may_be_zip(&entry.name) || !starts_as_zip(&path).unwrap_or(false) {
                self.add(entry.name, path, entry.bytes);
                continue;
            }
            match open_zip(&path) {
                Ok(zip) => zips.push((entry.name, zip)),
                Err(error) => self.refuse(entry.name, Reason::Broken, &error.to_string()),
            }
        }
        zips
    }
}

impl Bundle for Folder {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let path = self.paths.get(index).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let Entry { name, bytes } = &self.entries[index];
        let file = File::open(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => {
                io::Error::new(e.kind(), format!("`{name}` vanished before it was read"))
            }
            kind => io::Error::new(kind, format!("`{name}`: {e}")),
        })?;
        // One byte more than it has, so that one call reads it all and sees its end.
        let room = usize::try_from(*bytes).unwrap_or(BUFFER).saturating_add(1).clamp(512, BUFFER);
        Ok(Box::new(BufReader::with_capacity(room, Whole { file, name, left: *bytes })))
    }

    fn refused(&self) -> &[Skipped] {
        &self.refused
    }
}

/// A file that ends no earlier than it did when it was listed: half a mailbox is not to pass for all of it.
struct Whole<'a> {
    file: File,
    name: &'a str,
    /// Bytes that have to come still; one to which something is added meanwhile has more.
    left: u64,
}

impl Read for Whole<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let name = self.name;
        let read = self.file.read(into).map_err(|e| io::Error::new(e.kind(), format!("`{name}`: {e}")))?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && !into.is_empty() && self.left > 0 {
            let why = format!("`{name}` became shorter while it was read");
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        Ok(read)
    }
}

/// Writes a file that only its owner may read, in the place of what stands there; at no moment is half of it there.
///
/// # Errors
/// Fails where it cannot be written; what stood there stays.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    // A link stays one, and what it leads to is replaced.
    let place =
        if path.exists() { fs::canonicalize(path).map_err(Error::write(path))? } else { path.to_owned() };
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", random::word(6)?));
    let draft = place.with_file_name(name);
    let mut file = private().create_new(true).open(&draft).map_err(Error::write(path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| fs::rename(&draft, &place));
    placed.map_err(|e| {
        // What cannot be placed is not left lying about.
        let _ = fs::remove_file(&draft);
        Error::write(path)(e)
    })
}

/// Writes a file that is not there yet; only its owner may read it.
///
/// # Errors
/// Fails where it is there, or cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = private().create_new(true).open(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::user(
            format!("`{}` is there already", path.display()),
            "name a file that is not there yet, or take it away first",
        ),
        _ => Error::write(path)(source),
    })?;
    file.write_all(bytes).map_err(Error::write(path))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> (tempfile::TempDir, PathBuf, Box<dyn Bundle>) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("mail.mbox");
        fs::write(&path, text).unwrap();
        let bundle = bundle(std::slice::from_ref(&path)).unwrap();
        (home, path, bundle)
    }

    fn read(bundle: &mut dyn Bundle) -> io::Result<String> {
        let mut text = String::new();
        bundle.open(0)?.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn a_file_that_vanishes_or_shrinks_is_named() {
        let (_home, path, mut bundle) = listed("all of it");
        assert_eq!(read(bundle.as_mut()).unwrap(), "all of it");
        fs::write(&path, "all of it and more").unwrap();
        assert_eq!(read(bundle.as_mut()).unwrap(), "all of it and more");
        fs::write(&path, "all").unwrap();
        let said = read(bundle.as_mut()).unwrap_err().to_string();
        assert_eq!(said, "`mail.mbox` became shorter while it was read");
        fs::remove_file(&path).unwrap();
        let said = read(bundle.as_mut()).unwrap_err().to_string();
        assert_eq!(said, "`mail.mbox` vanished before it was read");
    }
}
