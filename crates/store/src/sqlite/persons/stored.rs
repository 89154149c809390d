//! One person as the tables hold them: read, put down and changed.

use super::super::handles::Numbers;
use super::super::row;
use super::words;
use crate::error::Result;
use crate::person::Derived;
use comity_core::portrait::Entry;
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// A person as stored: handles as numbers, words folded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stored {
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    kind: &'static str,
    handles: Vec<(i64, bool)>,
    records: Vec<String>,
    tags: Vec<String>,
    /// In order of the words.
    words: Vec<(String, i64)>,
    census: Option<Entry>,
}

impl Stored {
    /// Tells whether whatever happened with one happened with the other.
    pub(super) fn has_contacts_of(&self, other: &Self) -> bool {
        (self.kind, &self.handles) == (other.kind, &other.handles)
    }

    fn row(&self) -> (&str, Option<&str>, Option<&str>, &str) {
        (&self.name, self.organisation.as_deref(), self.title.as_deref(), self.kind)
    }
}

/// Returns a person as they will be stored; their handles get numbers.
pub(super) fn numbered(db: &Connection, numbers: &mut Numbers, person: &Derived) -> Result<Stored> {
    let handles = person.handles.iter().map(|(handle, sure)| Ok((numbers.of(db, handle)?, *sure)));
    Ok(Stored {
        handles: handles.collect::<Result<_>>()?,
        name: person.name.clone(),
        organisation: person.organisation.clone(),
        title: person.title.clone(),
        kind: row::kind_word(person.kind),
        records: person.records.clone(),
        tags: person.tags.clone(),
        words: words::of(person),
        census: person.census.clone(),
    })
}

/// Returns the persons that are stored within a range of ids.
pub(super) fn read(db: &Connection, ids: RangeInclusive<u32>) -> Result<FxHashMap<u32, Stored>> {
    let (first, last) = ids.into_inner();
    let mut all: FxHashMap<u32, Stored> = FxHashMap::default();
    let mut find = db.prepare_cached(
        "SELECT id, name, organisation, title, kind FROM person WHERE member = 1 AND id BETWEEN ?1 AND ?2",
    )?;
    let mut rows = find.query([first, last])?;
    while let Some(row) = rows.next()? {
        let kind = row::kind_word(row::kind_from(&row.get::<_, String>(4)?)?);
        let (name, organisation, title) = (row.get(1)?, row.get(2)?, row.get(3)?);
        all.insert(row.get(0)?, Stored { name, organisation, title, kind, ..Stored::default() });
    }
    let mut side =
        |what: &str, order: &str, put: fn(&mut Stored, &rusqlite::Row<'_>) -> rusqlite::Result<()>| {
            let sql = format!("SELECT person, {what} WHERE member = 1 AND person BETWEEN ?1 AND ?2 {order}");
            let mut find = db.prepare_cached(&sql)?;
            let mut rows = find.query([first, last])?;
            while let Some(row) = rows.next()? {
                if let Some(person) = all.get_mut(&row.get(0)?) {
                    put(person, row)?;
                }
            }
            Ok::<_, crate::Error>(())
        };
    side("handle, sure FROM person_handle", "ORDER BY person, n", |p, row| {
        p.handles.push((row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    side("record FROM person_record", "ORDER BY person, n", |p, row| {
        p.records.push(row.get(1)?);
        Ok(())
    })?;
    side("tag FROM person_tag", "ORDER BY person, n", |p, row| {
        p.tags.push(row.get(1)?);
        Ok(())
    })?;
    side("word, weight FROM person_word INDEXED BY person_words", "ORDER BY person, word", |p, row| {
        p.words.push((row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    side("surname FROM person_name INDEXED BY person_names", "", |p, row| {
        let surname = row.get::<_, String>(1)?;
        p.census.get_or_insert_default().surname = (!surname.is_empty()).then_some(surname);
        Ok(())
    })?;
    side("domain, spelled FROM person_domain INDEXED BY person_domains", "", |p, row| {
        p.census.get_or_insert_default().domains.insert(row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    Ok(all)
}

/// Writes what became different of a person.
pub(super) fn change(db: &Connection, id: u32, old: &Stored, new: &Stored) -> Result<()> {
    let sql =
        "UPDATE person SET name = ?2, organisation = ?3, title = ?4, kind = ?5 WHERE member = 1 AND id = ?1";
    if old.row() != new.row() {
        let (name, organisation, title, kind) = new.row();
        db.prepare_cached(sql)?.execute(params![id, name, organisation, title, kind])?;
    }
    let clear = |tables: &[&str]| {
        tables.iter().try_for_each(|table| {
            let sql = format!("DELETE FROM {table} WHERE member = 1 AND person = ?1");
            db.prepare_cached(&sql)?.execute([id]).map(drop)
        })
    };
    if old.handles != new.handles {
        clear(&["person_handle"])?;
        insert_handles(db, id, new)?;
    }
    if old.records != new.records {
        clear(&["person_record"])?;
        insert_records(db, id, new)?;
    }
    if old.tags != new.tags {
        clear(&["person_tag"])?;
        insert_tags(db, id, new)?;
    }
    if old.words != new.words {
        clear(&["person_word"])?;
        insert_words(db, id, new)?;
    }
    if (&old.census, &old.name) != (&new.census, &new.name) {
        clear(&["person_domain", "person_name"])?;
        insert_census(db, id, new)?;
    }
    Ok(())
}

/// Puts a new person down.
pub(super) fn insert(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let sql = "INSERT INTO person (id, name, organisation, title, kind) VALUES (?1, ?2, ?3, ?4, ?5)";
    let Stored { name, organisation, title, kind, .. } = person;
    db.prepare_cached(sql)?.execute(params![id, name, organisation, title, kind])?;
    insert_handles(db, id, person)?;
    insert_records(db, id, person)?;
    insert_tags(db, id, person)?;
    insert_words(db, id, person)?;
    insert_census(db, id, person)
}

fn insert_handles(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let mut put =
        db.prepare_cached("INSERT INTO person_handle (person, n, handle, sure) VALUES (?1, ?2, ?3, ?4)")?;
    for (n, (handle, sure)) in (0_i64..).zip(&person.handles) {
        put.execute(params![id, n, handle, sure])?;
    }
    Ok(())
}

fn insert_records(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let mut put = db.prepare_cached("INSERT INTO person_record (person, n, record) VALUES (?1, ?2, ?3)")?;
    for (n, record) in (0_i64..).zip(&person.records) {
        put.execute(params![id, n, record])?;
    }
    Ok(())
}

fn insert_tags(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let mut put = db.prepare_cached("INSERT INTO person_tag (person, n, tag) VALUES (?1, ?2, ?3)")?;
    for (n, tag) in (0_i64..).zip(&person.tags) {
        put.execute(params![id, n, tag])?;
    }
    Ok(())
}

fn insert_words(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let mut put = db.prepare_cached("INSERT INTO person_word (person, word, weight) VALUES (?1, ?2, ?3)")?;
    for (word, weight) in &person.words {
        put.execute(params![id, word, weight])?;
    }
    Ok(())
}

fn insert_census(db: &Connection, id: u32, person: &Stored) -> Result<()> {
    let Some(entry) = &person.census else { return Ok(()) };
    let surname = entry.surname.as_deref().unwrap_or_default();
    let sql = "INSERT INTO person_name (person, surname, name) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute(params![id, surname, person.name])?;
    let sql = "INSERT INTO person_domain (person, domain, spelled) VALUES (?1, ?2, ?3)";
    let mut put = db.prepare_cached(sql)?;
    for (domain, spelled) in &entry.domains {
        put.execute(params![id, domain, spelled])?;
    }
    Ok(())
}
