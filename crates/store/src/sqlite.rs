//! The network in SQLite. Each room below holds one topic of the face.

mod agents;
mod census;
mod copies;
mod draft;
mod export;
mod file;
mod forget;
mod handles;
mod import;
mod interactions;
mod lock;
mod moments;
mod people;
mod persons;
mod place;
mod records;
mod row;
mod schema;
mod shapes;
mod shelf;
mod sketches;
mod sources;
mod statements;
mod stray;
mod sweep;
mod telling;
mod timelines;
mod touches;

pub use agents::{Call, Leave, LeaveState};
pub use file::Restored;
pub use import::Import;

use crate::error::{Error, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// One network: a file, or memory.
///
/// One connection, to be used by one thread at a time; other threads and processes open their own. While it
/// shows something to a closure, the closure may ask it for more, and may say nothing to it.
pub struct Store {
    db: Connection,
    /// `None` in memory.
    path: Option<PathBuf>,
    /// Which file it is, whatever its name leads to later.
    identity: Option<(u64, u64)>,
    /// The number of its tables.
    version: i32,
    key: [u8; 16],
    handles: RefCell<handles::Directory>,
    /// An import of this very store is under way (matters only in memory, where there is no lock file).
    importing: Cell<bool>,
    /// The lock file says which file the network is.
    noted: Cell<bool>,
}

/// The member whose network a local file holds.
const MEMBER: i64 = 1;

impl Store {
    /// Returns the key of the network, for keyed hashes.
    pub const fn key(&self) -> [u8; 16] {
        self.key
    }

    /// Returns where the network lies; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Begins to write; waits its turn.
    ///
    /// What is written into a file that nobody finds again would be lost, so that is looked at first, and once
    /// more before anything is acknowledged.
    fn write(&self) -> Result<Writing<'_>> {
        self.stands()?;
        if let Some(path) = self.path.as_ref().filter(|_| !self.noted.replace(true)) {
            stray::note(path);
        }
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        match &self.path {
            Some(path) if schema::version(&tx)? != self.version => Err(schema::newer(&tx, path)),
            _ => Ok(Writing { store: self, tx }),
        }
    }

    /// Sees that the network's name still leads to the file that is open.
    fn stands(&self) -> Result<()> {
        match self.path.as_ref().filter(|path| place::identity(path) != self.identity) {
            Some(path) => Err(Error::Moved(path.clone())),
            None => Ok(()),
        }
    }

    /// Returns what sees to it that all is read from one unchanging state of the network, for as long as it lives;
    /// nothing can be written meanwhile. Many small questions are answered several times as fast, too.
    pub fn steady(&self) -> Result<Steady<'_>> {
        Ok(Steady { _snapshot: self.read()? })
    }

    /// Begins to read one unchanging state of the network, or goes on reading the one already begun.
    fn read(&self) -> Result<Snapshot<'_>> {
        let begins = self.db.is_autocommit();
        if begins {
            self.db.execute_batch("BEGIN")?;
        }
        Ok(Snapshot { db: &self.db, begins })
    }
}

/// A change of the network; dropped, nothing of it remains.
struct Writing<'a> {
    store: &'a Store,
    tx: Transaction<'a>,
}

impl Writing<'_> {
    /// Keeps the change; it is on disk when this returns, in the file to which the network's name leads.
    fn commit(self) -> Result<()> {
        self.tx.commit()?;
        self.store.stands()
    }
}

impl Deref for Writing<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.tx
    }
}

/// All is read from one unchanging state of the network, for as long as this lives.
pub struct Steady<'a> {
    _snapshot: Snapshot<'a>,
}

/// One unchanging state of the network, for as long as this lives.
struct Snapshot<'a> {
    db: &'a Connection,
    begins: bool,
}

impl Deref for Snapshot<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if self.begins {
            // Nothing was written; if it fails, the connection is of no more use anyway.
            let _ = self.db.execute_batch("COMMIT");
        }
    }
}

/// Counts a change of what is kept.
fn revise(db: &Connection) -> Result<()> {
    db.prepare_cached("UPDATE network SET revision = revision + 1 WHERE member = 1")?.execute([])?;
    Ok(())
}
