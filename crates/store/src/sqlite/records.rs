//! Reading and writing contacts as sources tell them.

use super::handles::{self, Directory, Numbers};
use super::{Store, row, touches};
use crate::error::{Error, Result};
use crate::person::Place;
use comity_core::{Handle, Label, LabelledHandle, Name, Provenance, Record};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Rows, params};
use std::collections::BTreeSet;

/// Returns the last row that a source has for a key, in sight or not, and the digest of what it says.
pub(super) fn newest(db: &Connection, source: i64, key: &str) -> Result<Option<(i64, i64)>> {
    // Left to itself, SQLite walks the whole table backwards for the order.
    let sql = "SELECT id, digest FROM record INDEXED BY record_key \
        WHERE member = 1 AND source = ?1 AND key = ?2 ORDER BY id DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(db.prepare_cached(sql)?.query_row(params![source, key], read).optional()?)
}

/// The numbers that a new row gets.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    pub(super) id: i64,
    pub(super) source: i64,
    pub(super) file: i64,
    pub(super) digest: i64,
}

pub(super) fn insert(db: &Connection, ids: Ids, record: &Record, numbers: &mut Numbers) -> Result<()> {
    let sql = "INSERT INTO record (id, source, key, kind, organisation, title, since, file, place, \
        digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let id = ids.id;
    db.prepare_cached(sql)?.execute(params![
        id,
        ids.source,
        record.key,
        row::kind_word(record.kind),
        record.organisation,
        record.title,
        record.since.map(row::moment_text),
        ids.file,
        record.provenance.place.cast_signed(),
        ids.digest,
    ])?;
    let sql = "INSERT INTO record_name (record, n, whole, given, family) VALUES (?1, ?2, ?3, ?4, ?5)";
    for (n, name) in (0_i64..).zip(&record.names) {
        db.prepare_cached(sql)?.execute(params![id, n, name.full, name.given, name.family])?;
    }
    let sql = "INSERT INTO record_handle (record, n, handle, label, raw) VALUES (?1, ?2, ?3, ?4, ?5)";
    for (n, handle) in (0_i64..).zip(&record.handles) {
        let number = numbers.of(db, &handle.handle)?;
        db.prepare_cached(sql)?.execute(params![id, n, number, handle.label.word(), handle.raw])?;
    }
    let nicknames = record.nicknames.iter().map(|word| ("nickname", word));
    let words = nicknames.chain(record.tags.iter().map(|word| ("tag", word)));
    let sql = "INSERT INTO record_word (record, n, kind, word) VALUES (?1, ?2, ?3, ?4)";
    for (n, (kind, word)) in (0_i64..).zip(words) {
        db.prepare_cached(sql)?.execute(params![id, n, kind, word])?;
    }
    Ok(())
}

/// Removes one row with all that hangs on it.
pub(super) fn delete(db: &Connection, id: i64) -> Result<()> {
    for sql in [
        "DELETE FROM record_name WHERE member = 1 AND record = ?1",
        "DELETE FROM record_handle WHERE member = 1 AND record = ?1",
        "DELETE FROM record_word WHERE member = 1 AND record = ?1",
        "DELETE FROM record WHERE member = 1 AND id = ?1",
    ] {
        db.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}

/// Returns the number of a record as whoever asks for it knows it.
///
/// # Errors
/// Fails where more records were told than any network will ever hold.
pub(super) fn number(id: i64) -> Result<u32> {
    // The two highest bits are left to whoever makes records of their own.
    let number = u32::try_from(id).ok().filter(|number| *number < 1 << 30);
    number.ok_or_else(|| Error::Corrupt("no more numbers for records".into()))
}

/// Shows the records with numbers above one and up to another, in order.
pub(super) fn each_between(
    db: &Connection,
    above: i64,
    last: i64,
    handles: &mut Directory,
    mut show: impl FnMut(i64, Record) -> Result<()>,
) -> Result<()> {
    let which = format!("r.id > {above} AND r.id <= ?1");
    each(db, "", &which, last, handles, |id, _, record| show(id, record))
}

/// Shows the records that went since persons were derived, in order of their numbers.
pub(super) fn each_former(
    db: &Connection,
    handles: &mut Directory,
    mut show: impl FnMut(i64, Record) -> Result<()>,
) -> Result<()> {
    each(db, "former_", "r.id > ?1", 0, handles, |id, _, record| show(id, record))
}

/// Shows the rows that fit, with their number and source, in order of their numbers.
///
/// `former` begins the names of the tables in which records stand that went.
fn each<E: From<Error>>(
    db: &Connection,
    former: &str,
    which: &str,
    argument: i64,
    handles: &mut Directory,
    mut show: impl FnMut(i64, i64, Record) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT r.id, r.source, r.key, r.kind, r.organisation, r.title, r.since, f.name, r.place \
         FROM {former}record r \
         LEFT JOIN file f ON f.member = r.member AND f.source = r.source AND f.id = r.file \
         WHERE r.member = 1 AND {which} ORDER BY r.id"
    );
    let mut find = db.prepare_cached(&sql).map_err(Error::from)?;
    let mut names = side(db, &format!("{former}record_name"), "whole, given, family", which)?;
    let mut labelled = side(db, &format!("{former}record_handle"), "handle, label, raw", which)?;
    let mut words = side(db, &format!("{former}record_word"), "kind = 'tag', word", which)?;
    let mut names = Side::begin(&mut names, argument, name_of)?;
    let mut labelled = Side::begin(&mut labelled, argument, labelled_of)?;
    let mut words = Side::begin(&mut words, argument, |row| Ok((row.get(1)?, row.get(2)?)))?;
    let mut rows = find.query([argument]).map_err(Error::from)?;
    while let Some(row) = rows.next().map_err(Error::from)? {
        let (id, source): (i64, i64) = (row.get(0).map_err(Error::from)?, row.get(1).map_err(Error::from)?);
        let mut record = of_row(row)?;
        while let Some(name) = names.of(id)? {
            record.names.push(name);
        }
        while let Some((handle, label, raw)) = labelled.of(id)? {
            record.handles.push(LabelledHandle { handle: handles.handle(db, handle)?, label, raw });
        }
        while let Some((is_tag, word)) = words.of(id)? {
            if is_tag { record.tags.push(word) } else { record.nicknames.push(word) }
        }
        show(id, source, record)?;
    }
    Ok(())
}

fn of_row(row: &rusqlite::Row<'_>) -> Result<Record> {
    let since: Option<String> = row.get(6)?;
    Ok(Record {
        key: row.get(2)?,
        kind: row::kind_from(&row.get::<_, String>(3)?)?,
        organisation: row.get(4)?,
        title: row.get(5)?,
        since: since.as_deref().map(row::moment_from).transpose()?,
        provenance: Provenance {
            file: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            place: row.get::<_, i64>(8)?.cast_unsigned(),
        },
        ..Record::default()
    })
}

fn name_of(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name { full: row.get(1)?, given: row.get(2)?, family: row.get(3)? })
}

fn labelled_of(row: &Row<'_>) -> rusqlite::Result<(i64, Label, Option<String>)> {
    Ok((row.get(1)?, Label::parse(&row.get::<_, String>(2)?), row.get(3)?))
}

/// Prepares to read what a table tells of the records that fit, in their order.
fn side<'a>(db: &'a Connection, table: &str, columns: &str, which: &str) -> Result<CachedStatement<'a>> {
    let which = which.replace("r.id", "record");
    let sql =
        format!("SELECT record, {columns} FROM {table} WHERE member = 1 AND {which} ORDER BY record, n");
    Ok(db.prepare_cached(&sql)?)
}

/// What a table tells of records, read along with them.
struct Side<'a, T> {
    rows: Rows<'a>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    /// The next row, and whose it is.
    next: Option<(i64, T)>,
}

impl<'a, T> Side<'a, T> {
    fn begin(
        find: &'a mut CachedStatement<'_>,
        argument: i64,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Self> {
        let mut side = Self { rows: find.query([argument])?, read, next: None };
        side.advance()?;
        Ok(side)
    }

    fn advance(&mut self) -> Result<()> {
        self.next = match self.rows.next()? {
            Some(row) => Some((row.get(0)?, (self.read)(row)?)),
            None => None,
        };
        Ok(())
    }

    /// Returns what is next of a record, which comes after those that were asked for before.
    fn of(&mut self, id: i64) -> Result<Option<T>> {
        while self.next.as_ref().is_some_and(|(of, _)| *of < id) {
            self.advance()?;
        }
        match self.next.take_if(|(of, _)| *of == id) {
            Some((_, told)) => self.advance().map(|()| Some(told)),
            None => Ok(None),
        }
    }
}

impl Store {
    /// Returns every record with the source that tells it, in the order in which they were told.
    pub fn records(&self) -> Result<Vec<(u64, Record)>> {
        let mut all = Vec::new();
        self.each_record(|source, record| {
            all.push((source, record));
            Ok::<_, Error>(())
        })?;
        Ok(all)
    }

    /// Shows every record with its source; stops with the first error of `show`.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn each_record<E: From<Error>>(
        &self,
        mut show: impl FnMut(u64, Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let tx = self.read()?;
        let sql = "SELECT record_horizon FROM network";
        let horizon: i64 = tx.query_row(sql, [], |row| row.get(0)).map_err(Error::from)?;
        // Taken out while `show` runs, which may ask the store for something else.
        let mut handles = self.handles.take();
        handles.load(&tx)?;
        let done = each(&tx, "", "r.id <= ?1", horizon, &mut handles, |_, source, record| {
            show(source.cast_unsigned(), record)
        });
        self.handles.replace(handles);
        done
    }

    /// Shows every record with its number, in order; stops with the first error of `show`.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn numbered_records<E: From<Error>>(
        &self,
        mut show: impl FnMut(u32, Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let tx = self.read()?;
        let horizon: i64 =
            tx.query_row("SELECT record_horizon FROM network", [], |row| row.get(0)).map_err(Error::from)?;
        let mut handles = self.handles.borrow_mut();
        handles.load(&tx)?;
        each(&tx, "", "r.id <= ?1", horizon, &mut handles, |id, _, record| show(number(id)?, record))
    }

    /// Returns the record with a number, if it is in sight.
    pub fn record_at(&self, number: u32) -> Result<Option<Record>> {
        let tx = self.read()?;
        let sql = "SELECT record_horizon FROM network";
        let horizon: i64 = tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        let id = i64::from(number);
        Ok(if id <= horizon { self.with_ids(&tx, &[id])?.pop().map(|(_, record)| record) } else { None })
    }

    /// Returns the number of a handle, and tells whether a record in sight names it and whether it takes part in
    /// any interaction in sight.
    pub fn place_of(&self, handle: &Handle) -> Result<Option<Place>> {
        let tx = self.read()?;
        let Some(id) = handles::find(&tx, handle)? else { return Ok(None) };
        let sql = "SELECT EXISTS (SELECT 1 FROM record_handle h JOIN network n ON n.member = h.member \
            WHERE h.member = 1 AND h.handle = ?1 AND h.record <= n.record_horizon)";
        let is_named = tx.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
        let is_touched = touches::is_touched(&tx, id)?;
        Ok(Some(Place { number: number(id)?, is_named, is_touched }))
    }

    /// Returns the handle with a number.
    pub fn handle_at(&self, number: u32) -> Result<Handle> {
        let tx = self.read()?;
        self.handles.borrow_mut().handle(&tx, i64::from(number))
    }

    /// Returns the records that have a key, with their sources.
    pub fn records_with(&self, key: &str) -> Result<Vec<(u64, Record)>> {
        let tx = self.read()?;
        let sql = "SELECT r.id FROM record r JOIN network n ON n.member = r.member \
            WHERE r.member = 1 AND r.source IN (SELECT id FROM source) AND r.key = ?1 \
            AND r.id <= n.record_horizon ORDER BY r.id";
        let ids: Vec<i64> =
            tx.prepare_cached(sql)?.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.with_ids(&tx, &ids)
    }

    /// Returns the records in which a source tells of the user themself, in the order in which they were told.
    pub fn records_of_me(&self) -> Result<Vec<Record>> {
        let tx = self.read()?;
        let sql = "SELECT r.id FROM record r JOIN network n ON n.member = r.member \
            WHERE r.member = 1 AND r.kind = 'me' AND r.id <= n.record_horizon ORDER BY r.id";
        let ids: Vec<i64> =
            tx.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(self.with_ids(&tx, &ids)?.into_iter().map(|(_, record)| record).collect())
    }

    /// Returns the records that name any of some handles, in the order in which they were told.
    pub fn records_on<'a>(&self, handles: impl IntoIterator<Item = &'a Handle>) -> Result<Vec<Record>> {
        let tx = self.read()?;
        let sql = "SELECT h.record FROM record_handle h JOIN network n ON n.member = h.member \
            WHERE h.member = 1 AND h.handle = ?1 AND h.record <= n.record_horizon";
        let mut find = tx.prepare_cached(sql)?;
        let mut ids: BTreeSet<i64> = BTreeSet::new();
        for handle in handles {
            let Some(number) = handles::find(&tx, handle)? else { continue };
            for id in find.query_map([number], |row| row.get(0))? {
                ids.insert(id?);
            }
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        Ok(self.with_ids(&tx, &ids)?.into_iter().map(|(_, record)| record).collect())
    }

    fn with_ids(&self, db: &Connection, ids: &[i64]) -> Result<Vec<(u64, Record)>> {
        let mut found = Vec::new();
        let mut directory = self.handles.borrow_mut();
        for id in ids {
            each(db, "", "r.id = ?1", *id, &mut directory, |_, source, record| {
                found.push((source.cast_unsigned(), record));
                Ok::<_, Error>(())
            })?;
        }
        Ok(found)
    }
}
