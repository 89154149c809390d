//! Networks as files: made, opened, brought up to date, copied and brought back.

use super::draft::{Draft, copy, copy_into, refuse_taken};
use super::lock::{lock, patiently};
use super::place::{beside, identity, real};
use super::schema::{self, Age};
use super::{Store, handles, stray};
use crate::error::{Error, Result, plain};
use refinery::Migration;
use rusqlite::{Connection, OpenFlags};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a program waits for another that makes the same network: that takes a part of a second.
const MAKING: Duration = Duration::from_secs(10);

/// How long it waits for another that brings the tables up to date: a large network is copied first.
const MIGRATING: Duration = Duration::from_secs(60);

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
        patiently(MAKING, || {
            refuse_taken(path)?;
            stray::check(path)?;
            let draft = Draft::of(path)?;
            found_at(draft.path())?;
            draft.place(path)
        })?;
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
        loop {
            let file = identity(path);
            stray::check(path)?;
            let mut db = connect(path)?;
            if let Age::Older(_) = schema::age(&db, path, migrations)? {
                update(&mut db, path, migrations)?;
            }
            schema::log_ahead(&db);
            let store = Self::of(db, Some(path.to_owned()))?;
            // Another program may have brought back a backup in this very moment.
            if store.identity == file {
                store.sweep_rest()?;
                return Ok(store);
            }
        }
    }

    fn of(db: Connection, path: Option<PathBuf>) -> Result<Self> {
        let key: Vec<u8> = db.query_row("SELECT key FROM network", [], |row| row.get(0))?;
        let key = key.try_into().map_err(|_| Error::Corrupt("the key has not 16 bytes".into()))?;
        let version = schema::version(&db)?;
        let handles = RefCell::new(handles::Directory::default());
        let identity = path.as_deref().and_then(identity);
        Ok(Self {
            db,
            path,
            identity,
            version,
            key,
            handles,
            importing: Cell::new(false),
            noted: Cell::new(false),
        })
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
        restored(from.as_ref(), &real(to.as_ref()), &schema::migrations())
    }
}

fn restored(from: &Path, to: &Path, migrations: &[Migration]) -> Result<Restored> {
    [from, to].into_iter().try_for_each(stray::check)?;
    let source = connect(from)?;
    schema::age(&source, from, migrations)?;
    validate(&source)?;
    if !to.exists() {
        put(&source, to, migrations, Draft::place)?;
        return Ok(Restored { before: None });
    }
    let _lock = lock(to)?;
    // A process that was killed in between leaves a second name of the network, and not a copy.
    let mut before = beside(to, "-replaced-1");
    for n in 2.. {
        if !before.exists() {
            break;
        }
        if cfg!(unix) && identity(&before) == identity(to) {
            let _ = std::fs::remove_file(&before);
            break;
        }
        before = beside(to, &format!("-replaced-{n}"));
    }
    put(&source, to, migrations, |draft, to| {
        let alone = settle(to)?;
        if alone.is_none() {
            // What cannot be opened keeps its log, which is not the new file's.
            let _ = std::fs::rename(beside(to, "-wal"), beside(&before, "-wal"));
        }
        draft.replace(to, &before)
    })?;
    Ok(Restored { before: Some(before) })
}

/// Copies a network, brings the copy up to date, and puts it at its place.
///
/// The original is left as it is: it is the copy that is kept.
fn put(
    source: &Connection,
    to: &Path,
    migrations: &[Migration],
    place: impl FnOnce(Draft, &Path) -> Result<()>,
) -> Result<()> {
    let draft = Draft::of(to)?;
    copy_into(source, draft.path())?;
    let mut db = connect(draft.path())?;
    if let Age::Older(_) = schema::age(&db, draft.path(), migrations)? {
        schema::migrate(&mut db, migrations)?;
    }
    db.close().map_err(|(_, e)| e)?;
    place(draft, to)
}

/// Copies an older network aside and brings its tables up to date, unless another program did so meanwhile.
fn update(db: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<()> {
    let _lock = patiently(MIGRATING, || lock(path))?;
    let Age::Older(version) = schema::age(db, path, migrations)? else { return Ok(()) };
    keep(db, path, version)?;
    stray::note(path);
    schema::migrate(db, migrations)
}

/// Copies a network aside, unless a copy of just this state lies there.
fn keep(db: &Connection, path: &Path, version: i32) -> Result<()> {
    let path = real(path);
    let first = std::iter::once(beside(&path, &format!("-before-{version}")));
    let more = (2..).map(|n| beside(&path, &format!("-before-{version}-{n}")));
    for aside in first.chain(more) {
        match copy(db, &aside) {
            Err(Error::Exists(_)) => {}
            other => return other,
        }
        if connect(&aside).and_then(|copy| Ok(state(&copy)? == state(db)?)).unwrap_or(false) {
            return Ok(());
        }
    }
    Ok(())
}

/// Returns what two copies of one network share as long as nothing was kept since.
fn state(db: &Connection) -> Result<(Vec<u8>, i64)> {
    Ok(db.query_row("SELECT key, revision FROM network", [], |row| Ok((row.get(0)?, row.get(1)?)))?)
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

/// Makes the tables of an empty network in an empty file.
fn found_at(path: &Path) -> Result<()> {
    let mut db = connect(path)?;
    schema::log_ahead(&db);
    schema::found(&mut db)?;
    db.close().map_err(|(_, e)| e.into())
}

fn validate(db: &Connection) -> Result<()> {
    let said: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        // SQLite puts a heading over what it found.
        return Err(Error::Corrupt(plain(said.lines().last().unwrap_or_default())));
    }
    db.query_row("SELECT count(*) FROM network WHERE length(key) = 16", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// Brings all of a network into its one file, so that the file can be moved alone; while the connection lives,
/// nobody else reads or writes it.
///
/// # Errors
/// Fails with [`Error::Busy`] while another program has it open.
fn settle(path: &Path) -> Result<Option<Connection>> {
    let Ok(db) = connect(path) else { return Ok(None) };
    // Leaving the write-ahead log needs the file for oneself, which is just the question.
    match db.pragma_update(None, "journal_mode", "DELETE") {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => return Ok(None),
        other => other?,
    }
    db.execute_batch("BEGIN EXCLUSIVE")?;
    Ok(Some(db))
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
        assert_eq!(release, concat!(env!("CARGO_PKG_VERSION"), " of a later date"));
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
    fn only_a_whole_copy_of_the_present_state_counts_as_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let aside = beside(&path, &format!("-before-{}", schema::migrations().len()));
        let store = Store::create(&path).unwrap();
        copy(&store.db, &aside).unwrap();
        store.db.execute("UPDATE network SET revision = 7", []).unwrap();
        drop(store);
        // A process that was killed while it copied.
        std::fs::write(beside(&aside, "-2-new"), "half a").unwrap();
        drop(Store::open_with(&path, &later()).unwrap());
        let revision = |path: &Path| state(&connect(path).unwrap()).unwrap().1;
        assert_eq!((revision(&aside), revision(&beside(&aside, "-2"))), (0, 7));
        assert!(!beside(&aside, "-2-new").exists());
    }

    #[test]
    fn an_older_backup_is_brought_up_to_date_and_stays_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let (path, back) = (home.path().join("maya.comity"), home.path().join("back.comity"));
        drop(Store::create(&path).unwrap());
        let original = std::fs::read(&path).unwrap();
        restored(&path, &back, &later()).unwrap();
        assert_eq!(schema::version(&connect(&back).unwrap()).unwrap(), schema::migrations().len() as i32 + 1);
        assert_eq!(std::fs::read(&path).unwrap(), original);
    }

    #[test]
    fn a_network_that_was_about_to_be_replaced_goes_on_as_before() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        drop(Store::create(&path).unwrap());
        let alone = settle(&path).unwrap();
        assert!(alone.is_some());
        drop(alone);
        let store = Store::open(&path).unwrap();
        let mode: String = store.db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_draft_left_behind_takes_nothing_along() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let key = Store::create(&path).unwrap().key();
        // A process that was killed between giving the draft its name and letting go of it.
        std::fs::hard_link(&path, beside(&path, "-new")).unwrap();
        let draft = Draft::of(&path).unwrap();
        assert!(matches!(Draft::of(&path), Err(Error::Busy)) || cfg!(not(unix)));
        drop(draft);
        assert_eq!(Store::open(&path).unwrap().key(), key);
    }

    #[test]
    fn what_was_written_beside_the_network_is_not_acknowledged() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let store = Store::create(&path).unwrap();
        let tx = store.write().unwrap();
        std::fs::rename(&path, home.path().join("elsewhere")).unwrap();
        assert!(matches!(tx.commit(), Err(Error::Moved(_))));
    }

    #[test]
    fn an_older_program_stops_writing_once_a_newer_one_was_here() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let store = Store::create(&path).unwrap();
        drop(Store::open_with(&path, &later()).unwrap());
        assert!(matches!(store.write(), Err(Error::Newer { .. })));
    }

    #[test]
    fn nothing_is_written_into_a_file_that_was_moved() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let store = Store::create(&path).unwrap();
        std::fs::rename(&path, home.path().join("elsewhere")).unwrap();
        assert!(matches!(store.write(), Err(Error::Moved(_))));
        drop(Store::create(&path).unwrap());
        assert!(matches!(store.write(), Err(Error::Moved(_))));
    }
}
