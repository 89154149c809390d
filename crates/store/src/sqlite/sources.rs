//! What was imported, and how to take it back.

use super::import::coverages_of;
use super::{Store, interactions, row, sweep};
use crate::error::{Error, Result};
use crate::source::{FileCount, Hint, Skip, SourceInfo};
use comity_core::{Coverage, Handle};
use rusqlite::{Connection, OptionalExtension, Row};

impl Store {
    /// Returns all sources, in the order in which they were first imported.
    pub fn sources(&self) -> Result<Vec<SourceInfo>> {
        let tx = self.read()?;
        let sql = "SELECT id, name, account, what, imported, records, interactions, first, last \
            FROM source WHERE member = 1 ORDER BY id";
        let mut find = tx.prepare_cached(sql)?;
        let mut rows = find.query([])?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next()? {
            let mut source = of_row(row)?;
            add_counts(&tx, &mut source)?;
            sources.push(source);
        }
        Ok(sources)
    }

    /// Returns the files of a source with what was read from each, in the order in which they came.
    pub fn files(&self, source: u64) -> Result<Vec<FileCount>> {
        let sql =
            "SELECT name, bytes, rows FROM file WHERE member = 1 AND source = ?1 AND name <> '' ORDER BY id";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([source.cast_signed()], |row| {
            let count = |c| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(c)?.map(i64::cast_unsigned));
            Ok(FileCount { name: row.get(0)?, bytes: count(1)?, rows: count(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what the last import of a source left out, as far as it was noted.
    pub fn skipped(&self, source: u64) -> Result<Vec<Skip>> {
        let sql = "SELECT file, place, reason, why FROM skipped WHERE member = 1 AND source = ?1 ORDER BY n";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([source.cast_signed()], |row| {
            let place: i64 = row.get(1)?;
            Ok(Skip {
                file: row.get(0)?,
                place: place.cast_unsigned(),
                reason: row.get(2)?,
                why: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what the sources can have seen, source by source.
    pub fn coverages(&self) -> Result<Vec<Coverage>> {
        let tx = self.read()?;
        let mut find = tx.prepare_cached("SELECT id FROM source WHERE member = 1 ORDER BY id")?;
        let ids: Vec<i64> = find.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut all = Vec::new();
        for id in ids {
            all.extend(coverages_of(&tx, id)?);
        }
        Ok(all)
    }

    /// Returns the hints on who the user is, each with the source that gives it.
    pub fn hints(&self) -> Result<Vec<(u64, Hint)>> {
        let sql = "SELECT source, handle, name, because, sure FROM hint WHERE member = 1 ORDER BY source, n";
        let mut find = self.db.prepare_cached(sql)?;
        let mut rows = find.query([])?;
        let mut hints = Vec::new();
        while let Some(row) = rows.next()? {
            let source: i64 = row.get(0)?;
            let handle: Option<String> = row.get(1)?;
            let read = |key: String| Handle::from_key(&key).ok_or_else(|| Error::corrupt("handle", &key));
            let handle = handle.map(read).transpose()?;
            let hint = Hint { handle, name: row.get(2)?, because: row.get(3)?, sure: row.get(4)? };
            hints.push((source.cast_unsigned(), hint));
        }
        Ok(hints)
    }

    /// Takes back all that a source said; what another source says as well stays.
    ///
    /// What only this source said is gone from the file; `false` where another program was reading, and the
    /// next start of Comity has to finish that. Persons who lose something have to be derived again.
    ///
    /// # Errors
    /// Fails with [`Error::NoSuch`], and with [`Error::Busy`] while an import runs.
    pub fn remove_source(&self, source: u64) -> Result<bool> {
        let _lock = self.exclusive()?;
        sweep::clear_abandoned(self)?;
        let tx = self.write()?;
        let id = source.cast_signed();
        let sql = "SELECT 1 FROM source WHERE member = 1 AND id = ?1";
        if tx.query_row(sql, [id], |_| Ok(())).optional()?.is_none() {
            return Err(Error::NoSuch { what: "source", which: source.to_string() });
        }
        remove_records(&tx, id)?;
        remove_interactions(&tx, id, self)?;
        for table in ["file", "skipped", "skipped_count", "coverage", "hint"] {
            tx.execute(&format!("DELETE FROM {table} WHERE member = 1 AND source = ?1"), [id])?;
        }
        tx.execute("DELETE FROM source WHERE member = 1 AND id = ?1", [id])?;
        sweep::clear_orphans(&tx)?;
        sweep::note_removal(&tx)?;
        tx.commit()?;
        self.handles.borrow_mut().clear();
        self.sweep()
    }
}

fn of_row(row: &Row<'_>) -> Result<SourceInfo> {
    let id: i64 = row.get(0)?;
    let (records, interactions): (i64, i64) = (row.get(5)?, row.get(6)?);
    let (first, last): (Option<i64>, Option<i64>) = (row.get(7)?, row.get(8)?);
    Ok(SourceInfo {
        id: id.cast_unsigned(),
        name: row.get(1)?,
        account: row.get(2)?,
        what: row.get(3)?,
        imported: row::moment_from(&row.get::<_, String>(4)?)?,
        records: records.cast_unsigned(),
        interactions: interactions.cast_unsigned(),
        period: first.zip(last),
        skipped: std::collections::BTreeMap::new(),
        file_count: 0,
    })
}

fn add_counts(db: &Connection, source: &mut SourceInfo) -> Result<()> {
    let id = source.id.cast_signed();
    let sql = "SELECT reason, count FROM skipped_count WHERE member = 1 AND source = ?1";
    let mut find = db.prepare_cached(sql)?;
    for pair in find.query_map([id], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))? {
        let (reason, count) = pair?;
        source.skipped.insert(reason, count);
    }
    let sql = "SELECT count(*) FROM file WHERE member = 1 AND source = ?1 AND name <> ''";
    let count: i64 = db.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    source.file_count = count.cast_unsigned();
    Ok(())
}

/// Removes the records of a source, and the derived persons that rest on them.
fn remove_records(db: &Connection, source: i64) -> Result<()> {
    sweep::blank_persons(
        db,
        "SELECT p.person FROM record r JOIN person_record p ON p.member = r.member AND p.record = r.key \
         WHERE r.member = 1 AND r.source = ?1",
        source,
    )?;
    for table in ["record_name", "record_handle", "record_word"] {
        let sql = format!(
            "DELETE FROM {table} WHERE member = 1 AND record IN \
             (SELECT id FROM record WHERE member = 1 AND source = ?1)"
        );
        db.execute(&sql, [source])?;
    }
    db.execute("DELETE FROM record WHERE member = 1 AND source = ?1", [source])?;
    Ok(())
}

fn remove_interactions(db: &Connection, source: i64, store: &Store) -> Result<()> {
    db.execute("DELETE FROM interaction WHERE member = 1 AND source = ?1", [source])?;
    sweep::clear_lookups(db)?;
    let sql = "SELECT id FROM interaction WHERE member = 1 AND shadow = 1 ORDER BY id";
    let shadows: Vec<i64> =
        db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for id in shadows {
        interactions::bring_to_light(db, id, store)?;
    }
    Ok(())
}
