//! The network in SQLite. Each room below holds one topic of the face.

mod export;
mod file;
mod forget;
mod handles;
mod import;
mod interactions;
mod people;
mod persons;
mod records;
mod row;
mod schema;
mod shapes;
mod sources;
mod statements;
mod sweep;
mod telling;
mod timelines;
mod touches;

pub use file::Restored;
pub use import::Import;

use crate::error::{Error, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;

/// One network: a file, or memory.
///
/// One connection, to be used by one thread at a time; other threads and processes open their own.
pub struct Store {
    db: Connection,
    /// `None` in memory.
    path: Option<PathBuf>,
    /// Which file it is, whatever its name leads to later.
    identity: Option<(u64, u64)>,
    key: [u8; 16],
    handles: RefCell<handles::Directory>,
    /// An import of this very store is under way (matters only in memory, where there is no lock file).
    importing: Cell<bool>,
}

/// The member whose network a local file holds.
const MEMBER: i64 = 1;

impl Store {
    /// Returns the key of the network, for keyed hashes.
    pub const fn key(&self) -> [u8; 16] {
        self.key
    }

    /// Begins to write; waits its turn.
    ///
    /// What is written into a file that nobody finds again would be lost, so that is looked at first.
    fn write(&self) -> Result<Transaction<'_>> {
        if let Some(path) = self.path.as_ref().filter(|path| file::identity(path) != self.identity) {
            return Err(Error::Moved(path.clone()));
        }
        Ok(Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?)
    }

    /// Begins to read one unchanging state of the network.
    fn read(&self) -> Result<Transaction<'_>> {
        Ok(Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?)
    }
}

/// Counts a change of what is kept.
fn revise(db: &Connection) -> Result<()> {
    db.prepare_cached("UPDATE network SET revision = revision + 1 WHERE member = 1")?.execute([])?;
    Ok(())
}
