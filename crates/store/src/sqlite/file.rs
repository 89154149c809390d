//! Networks as files: made, opened, brought up to date, copied and brought back.

use super::schema::{self, Age};
use super::{Store, handles};
use crate::error::{Error, Result};
use refinery::Migration;
use rusqlite::{Connection, OpenFlags};
use std::cell::{Cell, RefCell};
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

/// What bringing back a backup did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the network that stood there before was put.
    pub before: Option<PathBuf>,
}

impl Store {
    /// Makes a new, empty network that only its owner may read.
    ///
    /// # Errors
    /// Fails with [`Error::Exists`] where a file stands there already.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if path.exists() {
            return Err(Error::Exists(path.to_owned()));
        }
        let draft = beside(path, &format!("-new-{}", std::process::id()));
        let made = found_at(&draft).and_then(|()| place(&draft, path));
        discard(&draft);
        made?;
        Self::open(path)
    }

    /// Opens a network; one of an earlier release is copied aside and brought up to date first.
    ///
    /// # Errors
    /// Fails where there is none, where the file is something else, and where a newer release wrote it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path.as_ref(), &schema::migrations())
    }

    /// Makes an empty network that lives as long as the store.
    ///
    /// # Errors
    /// Fails only when there is no memory.
    pub fn in_memory() -> Result<Self> {
        let mut db = Connection::open_in_memory()?;
        schema::tune(&db)?;
        schema::found(&mut db)?;
        Self::of(db, None)
    }

    pub(super) fn open_with(path: &Path, migrations: &[Migration]) -> Result<Self> {
        let mut db = connect(path)?;
        if let Age::Older(version) = schema::age(&db, path, migrations)? {
            let _lock = lock(path)?;
            let aside = beside(path, &format!("-before-{version}"));
            if !aside.exists() {
                copy(&db, &aside)?;
            }
            schema::migrate(&mut db, migrations)?;
        }
        let store = Self::of(db, Some(path.to_owned()))?;
        store.sweep_rest()?;
        Ok(store)
    }

    fn of(db: Connection, path: Option<PathBuf>) -> Result<Self> {
        let key: Vec<u8> = db.query_row("SELECT key FROM network", [], |row| row.get(0))?;
        let key = key.try_into().map_err(|_| Error::Corrupt("the key has not 16 bytes".into()))?;
        let handles = RefCell::new(handles::Directory::default());
        let identity = path.as_deref().and_then(identity);
        Ok(Self { db, path, identity, key, handles, importing: Cell::new(false) })
    }

    /// Writes a copy of the whole network into a new file.
    ///
    /// # Errors
    /// Fails with [`Error::Exists`] where a file stands there already.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<()> {
        copy(&self.db, path.as_ref())
    }

    /// Puts the network `from` at `to`, after a look at whether it is whole.
    ///
    /// A network that stands at `to` is moved beside, never overwritten.
    ///
    /// # Errors
    /// Fails, with `to` untouched, where `from` is no network or is damaged, and with [`Error::Busy`] where
    /// another program has `to` open for an import.
    pub fn restore(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Restored> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let source = connect(from)?;
        schema::age(&source, from, &schema::migrations())?;
        validate(&source)?;
        let draft = beside(to, &format!("-new-{}", std::process::id()));
        let done = copy(&source, &draft).and_then(|()| replace(&draft, to));
        discard(&draft);
        done
    }
}

/// Held while one import, removal or migration runs; the system lets go of it when the process ends.
pub(super) struct Lock(#[expect(dead_code, reason = "held for its lock only")] File);

/// Takes the lock beside a network.
///
/// A file of its own: closing another handle on the network itself would drop SQLite's locks.
pub(super) fn lock(path: &Path) -> Result<Lock> {
    let path = beside(path, "-lock");
    let file = private().create(true).truncate(false).open(&path).map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy),
        Err(fs::TryLockError::Error(e)) => Err(Error::io(&path)(e)),
    }
}

/// Returns which file a path leads to, where the system can tell.
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        // Elsewhere an open file can be neither moved nor deleted.
        path.exists().then_some((0, 0))
    }
}

/// Returns a path with something added to its file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn connect(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(Error::NotFound(path.to_owned()));
    }
    if path.is_dir() {
        return Err(Error::NotANetwork(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|e| match e.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) => {
            Error::io(path)(std::io::Error::from(std::io::ErrorKind::PermissionDenied))
        }
        _ => e.into(),
    })?;
    match schema::tune(&db) {
        // This reads the file for the first time and finds out whether it is a database at all.
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(Error::NotANetwork(path.to_owned()))
        }
        tuned => Ok(tuned.map(|()| db)?),
    }
}

/// Makes the file of an empty network.
fn found_at(path: &Path) -> Result<()> {
    private().create_new(true).open(path).map_err(Error::io(path))?;
    let mut db = connect(path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    schema::found(&mut db)?;
    db.close().map_err(|(_, e)| e.into())
}

/// Gives a finished file its name, unless that is taken.
fn place(draft: &Path, path: &Path) -> Result<()> {
    match fs::hard_link(draft, path) {
        // Some file systems have no links; there the look before the rename has to do.
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists && !path.exists() => {
            fs::rename(draft, path).map_err(Error::io(path))
        }
        other => other.map_err(Error::io(path)),
    }
}

/// Removes a draft and what SQLite put beside it.
fn discard(draft: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // It may be gone already; if it cannot be removed, it holds nothing that the network does not.
        let _ = fs::remove_file(beside(draft, suffix));
    }
}

/// Copies a network into a new file that only its owner may read.
fn copy(db: &Connection, path: &Path) -> Result<()> {
    private().create_new(true).open(path).map_err(Error::io(path))?;
    let copied = copy_into(db, path);
    if copied.is_err() {
        discard(path);
    }
    copied
}

fn copy_into(db: &Connection, path: &Path) -> Result<()> {
    let text = path.to_str().ok_or_else(|| {
        Error::io(path)(std::io::Error::new(std::io::ErrorKind::InvalidInput, "its name is no Unicode text"))
    })?;
    db.execute("VACUUM INTO ?1", [text])?;
    File::open(path).and_then(|f| f.sync_all()).map_err(Error::io(path))?;
    let copied = Connection::open(path)?;
    copied.pragma_update(None, "journal_mode", "WAL")?;
    copied.close().map_err(|(_, e)| e.into())
}

fn validate(db: &Connection) -> Result<()> {
    let said: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(Error::Corrupt(said));
    }
    db.query_row("SELECT count(*) FROM network WHERE length(key) = 16", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// Puts a finished copy in the place of a network, which is moved beside.
fn replace(draft: &Path, to: &Path) -> Result<Restored> {
    if !to.exists() {
        return place(draft, to).map(|()| Restored { before: None });
    }
    let _lock = lock(to)?;
    settle(to)?;
    let before = (1..).map(|n| beside(to, &format!("-replaced-{n}"))).find(|p| !p.exists());
    let before = before.unwrap_or_else(|| beside(to, "-replaced"));
    fs::rename(to, &before).map_err(Error::io(to))?;
    match place(draft, to) {
        Ok(()) => Ok(Restored { before: Some(before) }),
        Err(e) => {
            fs::rename(&before, to).map_err(Error::io(to))?;
            Err(e)
        }
    }
}

/// Brings all of a network into its one file, so that the file can be moved alone.
///
/// # Errors
/// Fails with [`Error::Busy`] while another program has it open.
fn settle(path: &Path) -> Result<()> {
    let Ok(db) = connect(path) else { return Ok(()) };
    // Leaving the write-ahead log needs the file for oneself, which is just the question.
    match db.pragma_update(None, "journal_mode", "DELETE") {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => Ok(()),
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of a release to come.
    fn later() -> Vec<Migration> {
        let mut all = schema::migrations();
        let next = format!("V{}__later", all.len() + 1);
        all.push(Migration::unapplied(&next, "ALTER TABLE source ADD COLUMN colour TEXT;").unwrap());
        all
    }

    #[test]
    fn an_older_file_is_copied_aside_and_brought_up_to_date() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let key = Store::create(&path).unwrap().key();
        let store = Store::open_with(&path, &later()).unwrap();
        assert_eq!(store.key(), key);
        let colours = "SELECT count(colour) FROM source";
        assert_eq!(store.db.query_row(colours, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        drop(store);
        let aside = beside(&path, &format!("-before-{}", schema::migrations().len()));
        assert_eq!(Store::open(&aside).unwrap().key(), key);
        let Err(Error::Newer { release, .. }) = Store::open(&path) else { panic!("opened a newer file") };
        assert_eq!(release, env!("CARGO_PKG_VERSION"));
        assert!(matches!(Store::restore(&path, home.path().join("x")), Err(Error::Newer { .. })));
    }

    #[test]
    fn a_migration_that_was_cut_short_is_done_again() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        drop(Store::create(&path).unwrap());
        // The tables are new, but the number that says so was not written.
        let mut db = connect(&path).unwrap();
        refinery::Runner::new(&later()).set_grouped(true).run(&mut db).unwrap();
        drop(db);
        drop(Store::open_with(&path, &later()).unwrap());
        drop(Store::open_with(&path, &later()).unwrap());
        assert!(matches!(Store::open(&path), Err(Error::Newer { .. })));
    }

    #[test]
    fn nothing_is_written_into_a_file_that_was_moved() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let store = Store::create(&path).unwrap();
        fs::rename(&path, home.path().join("elsewhere")).unwrap();
        assert!(matches!(store.write(), Err(Error::Moved(_))));
        drop(Store::create(&path).unwrap());
        assert!(matches!(store.write(), Err(Error::Moved(_))));
    }
}
