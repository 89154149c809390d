//! Taking things away so that no byte of them remains.

use super::{Store, agents, handles, schema, shelf, touches};
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::time::Duration;

/// Interactions, old and new, among which an abandoned import is cleared away at once, within a part of a
/// second; in a larger network it waits for the next import.
const SOON: i64 = 300_000;

/// Rows removed in one transaction, so that others can write in between.
const SLICE: i64 = 100_000;

/// How long a sweep waits for readers; writers wait for it meanwhile, so it may not be long.
const SWEEPING: Duration = Duration::from_secs(2);

/// Removes what an import that never ended left above the horizon; needs the import lock.
pub(super) fn clear_abandoned(store: &Store) -> Result<()> {
    let sql = "SELECT horizon, last_interaction, record_horizon, last_record FROM network";
    let (horizon, last, records, last_record): (i64, i64, i64, i64) =
        store.db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    if horizon == last && records == last_record {
        return Ok(());
    }
    // By what is there, not by its numbers: in a damaged network these may be anything.
    let sql = "DELETE FROM interaction WHERE member = 1 AND id IN \
        (SELECT id FROM interaction WHERE member = 1 AND id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3)";
    while store.db.execute(sql, [horizon, last, SLICE])? > 0 {}
    let tx = store.write()?;
    tx.execute("DELETE FROM interaction_key WHERE member = 1 AND interaction > ?1", [horizon])?;
    touches::clear_gone(&tx)?;
    for table in ["record_name", "record_handle", "record_word"] {
        tx.execute(&format!("DELETE FROM {table} WHERE member = 1 AND record > ?1"), [records])?;
    }
    tx.execute("DELETE FROM record WHERE member = 1 AND id > ?1", [records])?;
    clear_unused_handles(&tx)?;
    tx.execute("UPDATE network SET horizon = last_interaction, record_horizon = last_record", [])?;
    tx.commit()?;
    store.handles.borrow_mut().clear();
    Ok(())
}

/// Clears an abandoned import away if that is quickly done.
pub(super) fn clear_soon(store: &Store) {
    let sql = "SELECT last_interaction FROM network";
    let all: rusqlite::Result<i64> = store.db.query_row(sql, [], |row| row.get(0));
    if all.is_ok_and(|all| all <= SOON) {
        // What does not succeed now is done by the next import; until then it is out of sight.
        let _ = clear_abandoned(store);
    }
}

/// Removes one interaction; the lists of its handles may go on naming it.
pub(super) fn delete_interaction(db: &Connection, id: i64, key: [u8; 16]) -> Result<()> {
    let Some(row) = super::telling::telling(db, id)? else { return Ok(()) };
    let sql = "DELETE FROM interaction_key WHERE member = 1 AND hash = ?1 AND interaction = ?2";
    db.prepare_cached(sql)?.execute([handles::key_hash(key, &row.key), id])?;
    db.prepare_cached("DELETE FROM interaction WHERE member = 1 AND id = ?1")?.execute([id])?;
    Ok(())
}

/// Removes what finds interactions that are gone.
pub(super) fn clear_lookups(db: &Connection) -> Result<()> {
    let sql = "DELETE FROM interaction_key WHERE member = 1 AND NOT EXISTS \
        (SELECT 1 FROM interaction i WHERE i.member = 1 AND i.id = interaction_key.interaction)";
    db.execute(sql, [])?;
    touches::clear_gone(db)
}

/// The handles that nothing kept names.
const GONE: &str = "SELECT id FROM handle h WHERE member = 1 \
        AND NOT EXISTS (SELECT 1 FROM touch t WHERE t.member = 1 AND t.handle = h.id) \
        AND NOT EXISTS (SELECT 1 FROM record_handle r WHERE r.member = 1 AND r.handle = h.id) \
        AND NOT EXISTS (SELECT 1 FROM former_record_handle r WHERE r.member = 1 AND r.handle = h.id)";

/// Removes handles that only an abandoned import brought: whoever the user added by hand has some of which nothing
/// else tells.
fn clear_unused_handles(db: &Connection) -> Result<()> {
    let sql = format!(
        "DELETE FROM handle WHERE member = 1 AND id IN ({GONE}) AND NOT EXISTS \
         (SELECT 1 FROM person_handle p WHERE p.member = 1 AND p.handle = handle.id)"
    );
    db.execute(&sql, [])?;
    Ok(())
}

/// Removes handles that nothing kept names, and what derived persons hold of things that are gone.
pub(super) fn clear_orphans(db: &Connection) -> Result<()> {
    blank_persons(
        db,
        &format!("SELECT person FROM person_handle WHERE member = ?1 AND handle IN ({GONE})"),
        1,
    )?;
    for sql in [
        format!(
            "DELETE FROM person_former_part WHERE member = 1 AND anchor IN \
             (SELECT '@' || platform || ':' || address FROM handle WHERE member = 1 AND id IN ({GONE}))"
        ),
        "DELETE FROM person_former_part WHERE member = 1 AND anchor LIKE '#%' AND substr(anchor, 2) NOT IN \
         (SELECT key FROM record WHERE member = 1)"
            .to_owned(),
        format!("DELETE FROM person_handle WHERE member = 1 AND handle IN ({GONE})"),
        "DELETE FROM person_record WHERE member = 1 AND record NOT IN \
         (SELECT key FROM record WHERE member = 1)"
            .to_owned(),
        format!("DELETE FROM handle WHERE member = 1 AND id IN ({GONE})"),
        "DELETE FROM person WHERE member = 1 \
         AND NOT EXISTS (SELECT 1 FROM person_handle h WHERE h.member = 1 AND h.person = person.id) \
         AND NOT EXISTS (SELECT 1 FROM person_record r WHERE r.member = 1 AND r.person = person.id)"
            .to_owned(),
    ] {
        db.execute(&sql, [])?;
    }
    agents::drop_orphans(db)
}

/// Takes away what was derived of some persons, but for their ids and parts; they have to be derived again.
pub(super) fn blank_persons(db: &Connection, which: &str, argument: i64) -> Result<()> {
    for sql in [
        format!("DELETE FROM person_word WHERE member = 1 AND person IN ({which})"),
        format!("DELETE FROM person_tag WHERE member = 1 AND person IN ({which})"),
        format!("DELETE FROM person_fact WHERE member = 1 AND person IN ({which})"),
        format!("DELETE FROM person_sketch WHERE member = 1 AND person IN ({which})"),
        format!("DELETE FROM person_domain WHERE member = 1 AND person IN ({which})"),
        format!("DELETE FROM person_name WHERE member = 1 AND person IN ({which})"),
        format!(
            "UPDATE person SET name = '', organisation = NULL, title = NULL WHERE member = 1 AND id IN ({which})"
        ),
    ] {
        db.execute(&sql, [argument])?;
    }
    Ok(())
}

/// Notes, inside the removing transaction, that only deriving everything is right and bytes are left to sweep.
pub(super) fn note_removal(db: &Connection) -> Result<()> {
    let sql = "UPDATE network SET revision = revision + 1, removals = revision + 1, unswept = 1";
    db.execute(sql, [])?;
    // No hash of what is gone may stay, and no record as it was.
    shelf::drop_all(db)?;
    // A leave names its door by address.
    agents::drop_leaves(db)?;
    // They may name whoever goes, and are derived again with the persons.
    db.execute("DELETE FROM person_doubt", [])?;
    shelf::drop_former(db, i64::MAX)?;
    Ok(())
}

impl Store {
    /// Writes the file anew without the bytes of what was removed, and empties the write-ahead log.
    ///
    /// Returns `false` where it could not be done now, because another program was reading or the disk has no room:
    /// what was removed is removed all the same, and the next start wipes the rest.
    pub(super) fn sweep(&self) -> Result<bool> {
        self.db.busy_timeout(SWEEPING)?;
        let swept = self.sweep_now();
        self.db.busy_timeout(schema::PATIENCE)?;
        match swept {
            Err(Error::Busy | Error::Full | Error::ReadOnly | Error::Disk(_)) => Ok(false),
            other => other,
        }
    }

    fn sweep_now(&self) -> Result<bool> {
        // Others' reads must have ended, or their old pages stay in the log.
        let swept = self.path.is_none() || self.checkpoint()? && self.vacuum()? && self.checkpoint()?;
        if swept {
            self.db.execute("UPDATE network SET unswept = 0", [])?;
        }
        Ok(swept)
    }

    /// Finishes a sweep that an earlier process could not.
    pub(super) fn sweep_rest(&self) -> Result<()> {
        let unswept: bool = self.db.query_row("SELECT unswept FROM network", [], |row| row.get(0))?;
        if unswept && let Ok(_lock) = self.exclusive() {
            self.sweep()?;
        }
        Ok(())
    }

    fn vacuum(&self) -> Result<bool> {
        match self.db.execute_batch("VACUUM").map_err(Error::from) {
            Err(Error::Busy) => Ok(false),
            other => other.map(|()| true),
        }
    }

    fn checkpoint(&self) -> Result<bool> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        match self.db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(Error::from) {
            Err(Error::Busy) => Ok(false),
            other => other.map(|busy| busy == 0),
        }
    }
}
