//! What finds interactions by key and by handle, filled in sorted runs.

use super::super::{Store, handles, touches};
use super::seen::Seen;
use crate::error::Result;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// Entries held back before they are written: some 40 MB.
const RUN: usize = 1_500_000;

/// Keys or lists written in one transaction: well below a second.
const SLICE: usize = 200_000;

/// Entries not yet written, and what is needed to find interactions by key in all of them.
pub(super) struct Index {
    /// Handle and interaction.
    touches: Vec<(i64, i64)>,
    /// Interaction by hash of its key.
    keys: FxHashMap<i64, i64>,
    /// Those whose hash another key has as well.
    collisions: Vec<(i64, i64)>,
    /// The table holds entries, so that it has to be asked.
    stored: bool,
    /// Which hashes may be in the table; made when that is worth it.
    seen: Option<Seen>,
}

impl Index {
    pub(super) fn begin(db: &Connection) -> Result<Self> {
        let sql = "SELECT EXISTS (SELECT 1 FROM interaction_key WHERE member = 1)";
        let stored = db.query_row(sql, [], |row| row.get(0))?;
        let (touches, keys, collisions) = (Vec::new(), FxHashMap::default(), Vec::new());
        Ok(Self { touches, keys, collisions, stored, seen: None })
    }

    /// Finds the interactions whose keys may have this hash, in order.
    pub(super) fn candidates(&self, db: &Connection, hash: i64, into: &mut Vec<i64>) -> Result<()> {
        into.clear();
        into.extend(self.keys.get(&hash));
        into.extend(self.collisions.iter().filter(|(h, _)| *h == hash).map(|(_, id)| *id));
        if self.stored && self.seen.as_ref().is_none_or(|seen| seen.may_have(hash)) {
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
        self.touches.push((handle, id));
    }

    pub(super) fn is_full(&self) -> bool {
        self.touches.len() + self.keys.len() >= RUN
    }

    /// Writes everything held back, because more is coming; looks from now on before it asks the table.
    pub(super) fn flush_full(&mut self, store: &Store) -> Result<()> {
        if self.seen.is_none() {
            self.seen = Some(Seen::of_table(&store.db)?);
        }
        self.flush(store)
    }

    /// Writes everything held back.
    pub(super) fn flush(&mut self, store: &Store) -> Result<()> {
        self.flush_keys(store)?;
        self.flush_touches(store)
    }

    fn flush_keys(&mut self, store: &Store) -> Result<()> {
        let mut keys: Vec<(i64, i64)> = self.keys.drain().collect();
        keys.append(&mut self.collisions);
        keys.sort_unstable();
        for slice in keys.chunks(SLICE) {
            let tx = store.write()?;
            let sql = "INSERT INTO interaction_key (hash, interaction) VALUES (?1, ?2)";
            let mut insert = tx.prepare_cached(sql)?;
            for (hash, id) in slice {
                insert.execute([hash, id])?;
                if let Some(seen) = &mut self.seen {
                    seen.add(*hash);
                }
            }
            drop(insert);
            tx.commit()?;
        }
        self.stored |= !keys.is_empty();
        Ok(())
    }

    fn flush_touches(&mut self, store: &Store) -> Result<()> {
        let mut all = std::mem::take(&mut self.touches);
        all.sort_unstable();
        all.dedup();
        let lists: Vec<&[(i64, i64)]> = all.chunk_by(|a, b| a.0 == b.0).collect();
        if lists.is_empty() {
            return Ok(());
        }
        let run = handles::next(&store.db, "last_run")?;
        let mut ids = Vec::new();
        for slice in lists.chunks(SLICE) {
            let tx = store.write()?;
            for list in slice {
                ids.clear();
                ids.extend(list.iter().map(|(_, id)| *id));
                touches::put(&tx, list[0].0, run, &ids)?;
            }
            tx.commit()?;
        }
        Ok(())
    }
}
