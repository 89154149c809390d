//! Reading interactions: of some handles, or all of them.

use super::handles::{self, Directory};
use super::telling::{Reader, Telling, VISIBLE, line_of, telling};
use super::{Store, row, touches};
use crate::error::{Error, Result};
use comity_core::{Handle, Interaction};
use rusqlite::Connection;

impl Store {
    /// Returns all that happened with any of the handles, in order of time.
    pub fn interactions_of(&self, handles: &[Handle]) -> Result<Vec<Interaction>> {
        let tx = self.read()?;
        let horizon: i64 = tx.query_row("SELECT horizon FROM network", [], |row| row.get(0))?;
        let mut ids: Vec<(i64, i64)> = Vec::new();
        for handle in handles {
            let Some(handle) = handles::find(&tx, handle)? else { continue };
            ids.extend(touches::of_handle(&tx, handle, horizon)?.into_iter().map(|id| (id, handle)));
        }
        ids.sort_unstable();
        let mut rows: Vec<Telling> = Vec::new();
        for (id, handle) in ids {
            if rows.last().is_some_and(|row| row.id == id) {
                continue;
            }
            // The lists may name rows that are gone or were replaced.
            rows.extend(telling(&tx, id)?.filter(|row| !row.shadow && row.has(handle)));
        }
        let reader = Reader::new(&tx)?;
        let mut directory = self.handles.borrow_mut();
        let mut told: Vec<_> =
            rows.into_iter().map(|row| reader.interaction(row, &mut directory)).collect::<Result<_>>()?;
        in_order(&mut told);
        Ok(told)
    }

    /// Shows every interaction, in order of time, those of one second by key; stops with the first error of `show`.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn interactions<E: From<Error>>(
        &self,
        mut show: impl FnMut(&Interaction) -> Result<(), E>,
    ) -> Result<(), E> {
        let order = self.time_order()?;
        let tx = self.read()?;
        let reader = Reader::new(&tx)?;
        // Taken out while `show` runs, which may ask the store for something else.
        let mut directory = self.handles.take();
        directory.load(&tx)?;
        for moment in order.chunk_by(|a, b| a.0 == b.0) {
            let rows = moment.iter().map(|(_, id)| telling(&tx, *id)).filter_map(Result::transpose);
            let told = rows.map(|row| reader.interaction(row?, &mut directory));
            let mut told: Vec<Interaction> = told.collect::<Result<_>>()?;
            in_order(&mut told);
            told.iter().try_for_each(&mut show)?;
        }
        self.handles.replace(directory);
        Ok(())
    }

    /// Returns when each visible interaction happened and its number, in order of time.
    fn time_order(&self) -> Result<Vec<(i64, i64)>> {
        let sql = format!("SELECT id, precision, at FROM interaction WHERE {VISIBLE}");
        let mut find = self.db.prepare_cached(&sql)?;
        let mut rows = find.query([])?;
        let mut order = Vec::new();
        while let Some(row) = rows.next()? {
            order.push((row::moment_of(row.get(1)?, row.get(2)?, None)?.order(), row.get(0)?));
        }
        order.sort_unstable();
        Ok(order)
    }
}

/// Takes a telling out of the shadow, where no other of its key stands in the light; of several the fullest.
pub(super) fn bring_to_light(db: &Connection, id: i64, store: &Store) -> Result<()> {
    let Some(row) = telling(db, id)? else { return Ok(()) };
    let sql = "SELECT interaction FROM interaction_key WHERE member = 1 AND hash = ?1 ORDER BY interaction";
    let ids: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([handles::key_hash(store.key, &row.key)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut best: Option<Telling> = None;
    let mut directory = Directory::default();
    for id in ids {
        let Some(other) = telling(db, id)?.filter(|other| other.key == row.key) else { continue };
        if !other.shadow {
            return Ok(());
        }
        let fuller = match &best {
            Some(best) => other.fullness(best, |t| line_of(db, t, &mut directory))?.is_gt(),
            None => true,
        };
        if fuller {
            best = Some(other);
        }
    }
    if let Some(best) = best {
        let sql = "UPDATE interaction SET shadow = 0 WHERE member = 1 AND id = ?1";
        db.prepare_cached(sql)?.execute([best.id])?;
    }
    Ok(())
}

/// Puts interactions in order of time, those of one moment by key.
pub(super) fn in_order(interactions: &mut [Interaction]) {
    interactions.sort_by(|a, b| a.at.order().cmp(&b.at.order()).then_with(|| a.key.cmp(&b.key)));
}
