//! The copies that Comity itself puts beside a network: what a backup replaced, what an older release wrote.

use super::Store;
use super::place::{beside, real};
use crate::error::{Error, Result};
use memchr::memmem::Finder;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What SQLite and Comity put beside any network; it goes with the copy.
const SIDES: [&str; 4] = ["-wal", "-shm", "-journal", "-lock"];

/// Bytes read at once.
const PIECE: usize = 1 << 20;

impl Store {
    /// Returns the copies beside the network that Comity itself made, by name.
    ///
    /// # Errors
    /// Fails where the folder cannot be read.
    pub fn copies(&self) -> Result<Vec<PathBuf>> {
        let Some(path) = self.path.as_deref().map(real) else { return Ok(Vec::new()) };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(Vec::new()) };
        let name = name.to_string_lossy();
        let mut copies = Vec::new();
        for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
            let entry = entry.map_err(Error::io(folder))?;
            let found = entry.file_name().to_string_lossy().into_owned();
            if found.strip_prefix(&*name).is_some_and(is_own) && entry.path().is_file() {
                copies.push(entry.path());
            }
        }
        copies.sort();
        Ok(copies)
    }

    /// Tells whether any of these words stands in a copy, letter by letter.
    ///
    /// # Errors
    /// Fails where the copy cannot be read.
    pub fn copy_holds(copy: &Path, words: &[String]) -> Result<bool> {
        let log = beside(copy, "-wal");
        Ok(holds(copy, words)? || (log.exists() && holds(&log, words)?))
    }

    /// Deletes a copy with what lies beside it.
    ///
    /// # Errors
    /// Fails where it cannot be deleted.
    pub fn delete_copy(copy: &Path) -> Result<()> {
        fs::remove_file(copy).map_err(Error::io(copy))?;
        for side in SIDES {
            // Most are not there.
            let _ = fs::remove_file(beside(copy, side));
        }
        Ok(())
    }
}

/// Tells whether what stands behind the network's name is what Comity itself puts there.
///
/// `-replaced-N` by `restore`, `-before-N` or `-before-N-M` by a migration, and `-new` behind either or alone while
/// one is being made. Whatever else begins alike is the user's own.
fn is_own(mark: &str) -> bool {
    let whole = mark.strip_suffix("-new").unwrap_or(mark);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match (whole.strip_prefix("-replaced-"), whole.strip_prefix("-before-")) {
        (Some(number), _) => is_number(number),
        (_, Some(numbers)) => {
            let (version, more) = numbers.split_once('-').unwrap_or((numbers, "1"));
            is_number(version) && is_number(more)
        }
        _ => whole.is_empty() && whole != mark,
    }
}

fn holds(path: &Path, words: &[String]) -> Result<bool> {
    let finders: Vec<Finder<'_>> = words.iter().map(|word| Finder::new(word.as_bytes())).collect();
    let longest = words.iter().map(String::len).max().unwrap_or(0);
    let mut file = File::open(path).map_err(Error::io(path))?;
    let (mut window, mut piece) = (Vec::new(), vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece).map_err(Error::io(path))?;
        if read == 0 {
            return Ok(false);
        }
        window.extend_from_slice(&piece[..read]);
        if finders.iter().any(|finder| finder.find(&window).is_some()) {
            return Ok(true);
        }
        // A word may begin in this piece and end in the next.
        window.drain(..window.len().saturating_sub(longest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_put_there_is_no_copy_of_ours() {
        for own in ["-replaced-1", "-replaced-12-new", "-before-3", "-before-3-2", "-before-3-new", "-new"] {
            assert!(is_own(own), "{own}");
        }
        for other in
            ["", "-before-cleanup", "-replaced", "-before-3-wal", "-new-ideas", "-replaced-1-lock", "2"]
        {
            assert!(!is_own(other), "{other}");
        }
    }

    #[test]
    fn only_its_own_copies_are_found_and_searched() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let store = Store::create(&path).unwrap();
        let mut long = vec![b'x'; PIECE - 3];
        long.extend_from_slice(b"quill@inkwell.example");
        for name in ["maya.comity-replaced-1", "maya.comity-before-1", "maya.comity-before-1-lock", "other"] {
            fs::write(home.path().join(name), &long).unwrap();
        }
        let copies = store.copies().unwrap();
        assert_eq!(copies, ["maya.comity-before-1", "maya.comity-replaced-1"].map(|n| home.path().join(n)));
        let holds = |word: &str| Store::copy_holds(&copies[0], &[word.to_owned()]).unwrap();
        assert!(holds("quill@inkwell.example") && !holds("quill@other.example"));
        Store::delete_copy(&copies[0]).unwrap();
        // An open network has files of its own beside it.
        drop(store);
        let names = fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(names, ["maya.comity", "maya.comity-replaced-1", "other"]);
    }
}
