//! A file in the making: it stands beside its place until it is whole, so that no name ever leads to half of one.

use super::place::{beside, private, settle_folder};
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::fs::{self, File};
use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf};

/// A file that is being written and has no name of its own yet; dropped, it is gone.
pub(super) struct Draft {
    path: PathBuf,
    /// Its lock tells a draft under way from one whose process was killed.
    file: File,
    /// It was given another name, and what stands under this one now is not ours.
    moved: bool,
}

impl Draft {
    /// Begins an empty file that only its owner may read; what a killed process left there goes first.
    ///
    /// # Errors
    /// Fails with [`Error::Busy`] while another program makes the same file.
    pub(super) fn of(place: &Path) -> Result<Self> {
        let path = beside(place, "-new");
        clear(&path)?;
        let made = private().create_new(true).open(&path);
        let held = made.map_err(|e| match e.kind() {
            // Another program was faster.
            ErrorKind::AlreadyExists => Error::Busy,
            _ => Error::io(&path)(e),
        })?;
        hold(&held)?;
        Ok(Self { path, file: held, moved: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what writes into it.
    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    /// Gives the finished file its name, unless that is taken.
    pub(super) fn place(mut self, place: &Path) -> Result<()> {
        match fs::hard_link(&self.path, place) {
            // Some file systems have no links; there the look before the rename has to do.
            Err(e) if e.kind() != ErrorKind::AlreadyExists && !place.exists() => self.rename(place)?,
            other => other.map_err(Error::io(place))?,
        }
        settle_folder(place);
        Ok(())
    }

    /// Gives the finished file its name in the place of what stands there, which is moved to `aside`.
    ///
    /// At no moment does the name lead nowhere, where the file system has links.
    pub(super) fn replace(mut self, place: &Path, aside: &Path) -> Result<()> {
        let linked = match fs::hard_link(place, aside) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return Err(Error::io(aside)(e)),
            other => other.is_ok(),
        };
        if !linked {
            fs::rename(place, aside).map_err(Error::io(place))?;
        }
        if let Err(error) = self.rename(place) {
            let back = if linked { fs::remove_file(aside) } else { fs::rename(aside, place) };
            return Err(back.map_or_else(Error::io(aside), |()| error));
        }
        settle_folder(place);
        Ok(())
    }

    fn rename(&mut self, place: &Path) -> Result<()> {
        fs::rename(&self.path, place).map_err(Error::io(place))?;
        self.moved = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.moved {
            discard(&self.path);
        }
    }
}

/// Writes a copy of a whole network into a new file.
///
/// # Errors
/// Fails with [`Error::Exists`] where a file stands there already.
pub(super) fn copy(db: &Connection, place: &Path) -> Result<()> {
    refuse_taken(place)?;
    let draft = Draft::of(place)?;
    copy_into(db, draft.path())?;
    draft.place(place)
}

/// Refuses a place where a file stands already.
///
/// Its draft may still have its own name, where the process was killed between the two.
pub(super) fn refuse_taken(place: &Path) -> Result<()> {
    if !place.exists() {
        return Ok(());
    }
    // Another program's draft is left to it.
    let _ = clear(&beside(place, "-new"));
    Err(Error::Exists(place.to_owned()))
}

/// Writes a copy of a whole network into a draft.
pub(super) fn copy_into(db: &Connection, path: &Path) -> Result<()> {
    let text = path.to_str().ok_or_else(|| {
        Error::io(path)(IoError::new(ErrorKind::InvalidInput, "its name is no Unicode text"))
    })?;
    db.execute("VACUUM INTO ?1", [text])?;
    File::open(path).and_then(|f| f.sync_all()).map_err(Error::io(path))?;
    let copied = Connection::open(path)?;
    copied.pragma_update(None, "journal_mode", "WAL")?;
    copied.close().map_err(|(_, e)| e.into())
}

/// Takes away what a killed process left of a draft.
///
/// Only the name goes: a file that was placed already and not yet let go of keeps the other.
fn clear(path: &Path) -> Result<()> {
    match File::open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::io(path)(e)),
        Ok(file) => hold(&file)?,
    }
    discard(path);
    Ok(())
}

/// Marks a draft as being under way, where that does not hinder SQLite itself.
fn hold(file: &File) -> Result<()> {
    // Elsewhere a lock would shut out SQLite, and a file in use cannot be taken away anyway.
    match cfg!(unix).then(|| file.try_lock()) {
        Some(Err(fs::TryLockError::WouldBlock)) => Err(Error::Busy),
        _ => Ok(()),
    }
}

/// Removes a draft and what SQLite put beside it.
fn discard(draft: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // It may be gone already; if it cannot be removed, it holds nothing that the network does not.
        let _ = fs::remove_file(beside(draft, suffix));
    }
}
