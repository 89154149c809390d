//! Whether the write-ahead log beside a network belongs to it.
//!
//! SQLite takes a log that lies beside a file for the file's own. A program that synchronises puts another file
//! in the place of the network and leaves the log of the former one, which would be written into it page by page.
//! So whoever writes first notes in the lock file which file the network is, and which the lock file itself: a
//! folder that was copied whole has other files throughout, and says nothing.

use super::place::{beside, identity, private, real};
use crate::error::{Error, Result};
use std::fs;
use std::path::Path;

/// Refuses a network beside which the log of another one lies, and a place where a log lies without its network.
///
/// # Errors
/// Fails with [`Error::Stray`].
pub(super) fn check(path: &Path) -> Result<()> {
    let network = real(path);
    let (log, lock) = (beside(&network, "-wal"), beside(&network, "-lock"));
    let in_use = fs::metadata(&log).is_ok_and(|found| found.len() > 0);
    if in_use && !network.exists() {
        return Err(Error::Stray { path: path.to_owned(), log });
    }
    let Some(says) = says(&network, &lock).filter(|_| in_use) else { return Ok(()) };
    let noted = fs::read_to_string(&lock).unwrap_or_default();
    let same_lock = noted.lines().nth(1) == says.lines().nth(1);
    if same_lock && noted != says { Err(Error::Stray { path: path.to_owned(), log }) } else { Ok(()) }
}

/// Notes which file the network is, before anything goes into its log.
pub(super) fn note(path: &Path) {
    let network = real(path);
    let lock = beside(&network, "-lock");
    // Where no note can be written, nothing is known of the log either, and it is taken for the network's own.
    if private().create(true).truncate(false).open(&lock).is_ok()
        && let Some(says) = says(&network, &lock)
        && fs::read_to_string(&lock).is_ok_and(|noted| noted != says)
    {
        let _ = fs::write(&lock, says);
    }
}

/// Returns what the lock file says of a network: which file it is, and which the lock file itself.
fn says(network: &Path, lock: &Path) -> Option<String> {
    let ((device, file), own) = (identity(network)?, identity(lock)?);
    Some(format!("network {device} {file}\nlock {} {}\n", own.0, own.1))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::path::PathBuf;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        /// A network that was in use when its process was killed.
        fn killed() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            fs::write(folder.path("maya"), "one").unwrap();
            folder.written_to();
            folder
        }

        fn written_to(&self) {
            note(&self.path("maya"));
            fs::write(self.path("maya-wal"), "log").unwrap();
        }

        fn is_refused(&self) -> bool {
            matches!(check(&self.path("maya")), Err(Error::Stray { .. }))
        }
    }

    #[test]
    fn the_log_of_another_file_is_noticed() {
        let folder = Folder::killed();
        assert!(!folder.is_refused());
        fs::write(folder.path("incoming"), "two").unwrap();
        fs::rename(folder.path("incoming"), folder.path("maya")).unwrap();
        assert!(folder.is_refused() && folder.is_refused());
        fs::remove_file(folder.path("maya-wal")).unwrap();
        assert!(!folder.is_refused());
        folder.written_to();
        assert!(!folder.is_refused(), "the new file is the network now");
    }

    #[test]
    fn a_log_without_its_network_is_noticed() {
        let folder = Folder::killed();
        fs::remove_file(folder.path("maya")).unwrap();
        assert!(folder.is_refused());
    }

    #[test]
    fn a_folder_that_was_copied_whole_says_nothing() {
        let (folder, copy) = (Folder::killed(), Folder(tempfile::tempdir().unwrap()));
        for name in ["maya", "maya-wal", "maya-lock"] {
            fs::copy(folder.path(name), copy.path(name)).unwrap();
        }
        assert!(!copy.is_refused());
    }
}
