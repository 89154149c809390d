//! The two large lookup tables of interactions, filled in sorted runs.

use super::super::Store;
use crate::error::Result;
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

/// Entries held back before they are written: some 30 MB.
const RUN: usize = 1_000_000;

/// Entries written in one transaction: well below a second.
const SLICE: usize = 250_000;

/// Entries not yet written, and what is needed to find interactions by key in all of them.
pub(in super::super) struct Index {
    touches: Vec<(i64, i64)>,
    /// Interaction by hash of its key.
    keys: FxHashMap<i64, i64>,
    /// Those whose hash another key has as well.
    collisions: Vec<(i64, i64)>,
    /// The table holds entries, so that it has to be asked.
    stored: bool,
}

impl Index {
    pub(super) fn begin(db: &Connection) -> Result<Self> {
        let sql = "SELECT EXISTS (SELECT 1 FROM interaction_key WHERE member = 1)";
        let stored = db.query_row(sql, [], |row| row.get(0))?;
        Ok(Self { touches: Vec::new(), keys: FxHashMap::default(), collisions: Vec::new(), stored })
    }

    /// Returns the interactions whose keys may have this hash, in order.
    pub(super) fn candidates(&self, db: &Connection, hash: i64, into: &mut Vec<i64>) -> Result<()> {
        into.clear();
        into.extend(self.keys.get(&hash));
        into.extend(self.collisions.iter().filter(|(h, _)| *h == hash).map(|(_, id)| *id));
        if self.stored {
            let sql = "SELECT interaction FROM interaction_key WHERE member = 1 AND hash = ?1";
            let mut find = db.prepare_cached(sql)?;
            let mut rows = find.query([hash])?;
            while let Some(row) = rows.next()? {
                into.push(row.get(0)?);
            }
        }
        into.sort_unstable();
        Ok(())
    }

    /// Notes the key of a new interaction.
    pub(super) fn key(&mut self, hash: i64, id: i64) {
        if let Some(other) = self.keys.insert(hash, id) {
            self.collisions.push((hash, other));
        }
    }

    /// Notes that a handle is in an interaction.
    pub(super) fn touch(&mut self, handle: i64, id: i64) {
        if self.touches.last() != Some(&(handle, id)) {
            self.touches.push((handle, id));
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.touches.len() + self.keys.len() >= RUN
    }

    /// Writes everything held back.
    pub(super) fn flush(&mut self, store: &Store) -> Result<()> {
        let mut keys: Vec<(i64, i64)> = self.keys.drain().collect();
        keys.append(&mut self.collisions);
        keys.sort_unstable();
        put(store, "INSERT INTO interaction_key (hash, interaction) VALUES (?1, ?2)", &keys)?;
        self.stored |= !keys.is_empty();
        let mut touches = std::mem::take(&mut self.touches);
        touches.sort_unstable();
        touches.dedup();
        put(store, "INSERT OR IGNORE INTO touch (handle, interaction) VALUES (?1, ?2)", &touches)
    }
}

fn put(store: &Store, sql: &str, pairs: &[(i64, i64)]) -> Result<()> {
    for slice in pairs.chunks(SLICE) {
        let tx = store.write()?;
        let mut insert = tx.prepare_cached(sql)?;
        for (first, second) in slice {
            insert.execute(params![first, second])?;
        }
        drop(insert);
        tx.commit()?;
    }
    Ok(())
}
