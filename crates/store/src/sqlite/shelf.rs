//! How far who is who was worked out, as bytes that mean nothing here, and what went since.

use super::{Store, records, telling};
use crate::error::Result;
use crate::person::{Shelf, Turnover};
use rusqlite::{Connection, params};

/// So many bytes are kept in one row: a page of SQLite leads to the next, so that larger ones are no faster.
const PART: usize = 1 << 20;

impl Store {
    /// Returns how far who is who was worked out; `None` where it has to be worked out anew.
    pub fn shelf(&self) -> Result<Option<Shelf>> {
        let tx = self.read()?;
        let runs = read(&tx, false)?;
        Ok(if runs.is_empty() { None } else { Some(Shelf { runs: Some(runs), changes: read(&tx, true)? }) })
    }

    /// Returns which records came and which went since persons were derived.
    pub fn turnover(&self) -> Result<Turnover> {
        let tx = self.read()?;
        let sql = "SELECT coalesce(derived_records, 0), record_horizon FROM network";
        let (first, last): (i64, i64) = tx.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut turnover = Turnover::default();
        let mut directory = self.handles.borrow_mut();
        records::each_between(&tx, first, last, &mut directory, |id, record| {
            turnover.came.push((records::number(id)?, record));
            Ok(())
        })?;
        records::each_former(&tx, &mut directory, |id, record| {
            turnover.went.push((records::number(id)?, record));
            Ok(())
        })?;
        Ok(turnover)
    }
}

fn read(db: &Connection, changes: bool) -> Result<Vec<u8>> {
    let sql = "SELECT coalesce(sum(length(bytes)), 0) FROM shelf WHERE member = 1 AND changes = ?1";
    let length: i64 = db.query_row(sql, [changes], |row| row.get(0))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let sql = "SELECT bytes FROM shelf WHERE member = 1 AND changes = ?1 ORDER BY part";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([changes])?;
    while let Some(row) = rows.next()? {
        bytes.extend_from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
    }
    Ok(bytes)
}

/// Puts a shelf in the place of the one that was kept; without one, that one goes.
pub(super) fn put(db: &Connection, shelf: Option<&Shelf>) -> Result<()> {
    let Some(shelf) = shelf else { return drop_all(db) };
    let both = [(false, shelf.runs.as_ref()), (true, Some(&shelf.changes))];
    for (changes, bytes) in both.into_iter().filter_map(|(changes, bytes)| Some((changes, bytes?))) {
        db.execute("DELETE FROM shelf WHERE member = 1 AND changes = ?1", [changes])?;
        let sql = "INSERT INTO shelf (changes, part, bytes) VALUES (?1, ?2, ?3)";
        let mut put = db.prepare_cached(sql)?;
        for (part, bytes) in (0_i64..).zip(bytes.chunks(PART)) {
            put.execute(params![changes, part, bytes])?;
        }
    }
    Ok(())
}

/// Drops the shelf, after which everything has to be worked out anew.
pub(super) fn drop_all(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM shelf WHERE member = 1", [])?;
    Ok(())
}

/// Lets go of what went up to a revision, which is what the derived tables were brought up to.
pub(super) fn drop_former(db: &Connection, revision: i64) -> Result<()> {
    for table in ["former_record", "former_touch"] {
        db.execute(&format!("DELETE FROM {table} WHERE member = 1 AND revision <= ?1"), [revision])?;
    }
    Ok(())
}

/// Keeps a record that is told otherwise from now on, until persons are derived.
pub(super) fn keep_record(db: &Connection, id: i64) -> Result<()> {
    const ROW: &str = "member, id, source, key, kind, organisation, title, since, file, place";
    let sql = format!(
        "INSERT OR REPLACE INTO former_record ({ROW}, revision) \
         SELECT {ROW}, (SELECT revision + 1 FROM network WHERE member = 1) FROM record WHERE member = 1 AND id = ?1"
    );
    db.prepare_cached(&sql)?.execute([id])?;
    for table in ["record_name", "record_handle", "record_word"] {
        let sql = format!(
            "INSERT OR REPLACE INTO former_{table} SELECT * FROM {table} WHERE member = 1 AND record = ?1"
        );
        db.prepare_cached(&sql)?.execute([id])?;
    }
    Ok(())
}

/// Notes the handles of an interaction that gives way, until persons are derived.
pub(super) fn note_touch(db: &Connection, id: i64) -> Result<()> {
    let Some(telling) = telling::telling(db, id)? else { return Ok(()) };
    telling.handles().try_for_each(|handle| note_handle(db, handle?))
}

/// Notes a handle of which something gives way, until persons are derived.
pub(super) fn note_handle(db: &Connection, handle: i64) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO former_touch (handle, revision) \
        VALUES (?1, (SELECT revision + 1 FROM network WHERE member = 1))";
    db.prepare_cached(sql)?.execute([handle])?;
    Ok(())
}
