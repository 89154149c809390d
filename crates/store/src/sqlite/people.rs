//! Reading derived persons: one, all, a page of them, or those whom a query means.

use super::handles::{self, Directory};
use super::{Store, persons, row};
use crate::error::Result;
use crate::person::{Order, Person, PersonId};
use comity_core::Handle;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

impl Store {
    /// Returns all persons, in order of their ids.
    pub fn persons(&self) -> Result<Vec<Person>> {
        let tx = self.read()?;
        let mut directory = self.handles.borrow_mut();
        directory.load(&tx)?;
        read(&tx, "1", 0, &mut directory)
    }

    /// Returns a person; an id that was given up leads to whom it leads now.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        let tx = self.read()?;
        let id = current(&tx, id)?;
        Ok(read(&tx, "{id} = ?1", id.0, &mut self.handles.borrow_mut())?.pop())
    }

    /// Returns whose a handle is; of several the one whose it surely is, else the one known longest.
    pub fn person_of(&self, handle: &Handle) -> Result<Option<PersonId>> {
        let Some(number) = handles::find(&self.db, handle)? else { return Ok(None) };
        let sql = "SELECT person FROM person_handle WHERE member = 1 AND handle = ?1 \
            ORDER BY sure DESC, person LIMIT 1";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([number], |row| row.get(0)).optional()?.map(PersonId))
    }

    /// Returns who is made of a record.
    pub fn person_of_record(&self, key: &str) -> Result<Option<PersonId>> {
        let sql = "SELECT person FROM person_record WHERE member = 1 AND record = ?1 ORDER BY person LIMIT 1";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([key], |row| row.get(0)).optional()?.map(PersonId))
    }

    /// Returns the persons whom a query may mean, likeliest first.
    ///
    /// Each word of the query must begin a word of the person's names, addresses, organisation or tags; accents
    /// and case do not count.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Person>> {
        let tx = self.read()?;
        let mut hits: Option<FxHashMap<u32, i64>> = None;
        for ways in persons::query(query) {
            let found = beginning(&tx, &ways)?;
            hits = Some(match hits {
                None => found,
                Some(before) => before
                    .into_iter()
                    .filter_map(|(person, score)| Some((person, score.saturating_add(*found.get(&person)?))))
                    .collect(),
            });
        }
        let mut hits: Vec<(u32, i64)> = hits.unwrap_or_default().into_iter().collect();
        hits.sort_unstable_by_key(|(person, score)| (Reverse(*score), *person));
        hits.truncate(limit);
        let mut directory = self.handles.borrow_mut();
        let mut found = Vec::new();
        for (id, _) in hits {
            found.extend(read(&tx, "{id} = ?1", id, &mut directory)?);
        }
        Ok(found)
    }

    /// Returns the next persons in an order, after one or from the start.
    pub fn page(&self, order: Order<'_>, after: Option<PersonId>, limit: usize) -> Result<Vec<Person>> {
        let tx = self.read()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let after = after.map_or(0, |id| id.0);
        let ids: Vec<u32> = match order {
            Order::Id => tx
                .prepare_cached("SELECT id FROM person WHERE member = 1 AND id > ?1 ORDER BY id LIMIT ?2")?
                .query_map(params![after, limit], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?,
            Order::Fact(fact) => by_fact(&tx, fact, after, limit)?,
        };
        let mut directory = self.handles.borrow_mut();
        let mut page = Vec::new();
        for id in ids {
            page.extend(read(&tx, "{id} = ?1", id, &mut directory)?);
        }
        Ok(page)
    }

    /// Returns the stored facts of a person, by name.
    pub fn person_facts(&self, id: PersonId) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT fact, value FROM person_fact WHERE member = 1 AND person = ?1 ORDER BY fact";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns one stored fact of everyone who has it, in order of ids.
    pub fn facts(&self, fact: &str) -> Result<Vec<(PersonId, i64)>> {
        let sql = "SELECT person, value FROM person_fact WHERE member = 1 AND fact = ?1 ORDER BY person";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([fact], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Follows an id that was given up.
fn current(db: &Connection, id: PersonId) -> Result<PersonId> {
    let sql = "SELECT now FROM person_former WHERE member = 1 AND id = ?1";
    Ok(PersonId(db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or(id.0)))
}

/// Returns the persons with a word that begins in one of these ways; a whole word counts twice.
fn beginning(db: &Connection, ways: &[String]) -> Result<FxHashMap<u32, i64>> {
    let sql = "SELECT person, max(weight * (1 + (word = ?1))) FROM person_word \
        WHERE member = 1 AND word >= ?1 AND word < ?1 || char(0x10ffff) GROUP BY person";
    let mut scores: FxHashMap<u32, i64> = FxHashMap::default();
    for way in ways {
        let mut find = db.prepare_cached(sql)?;
        let mut rows = find.query([way])?;
        while let Some(row) = rows.next()? {
            let score = scores.entry(row.get(0)?).or_default();
            *score = row.get::<_, i64>(1)?.max(*score);
        }
    }
    Ok(scores)
}

/// Returns the next ids by a fact, largest first, then those without it.
fn by_fact(db: &Connection, fact: &str, after: u32, limit: i64) -> Result<Vec<u32>> {
    let sql = "SELECT value FROM person_fact WHERE member = 1 AND fact = ?1 AND person = ?2";
    let value: Option<i64> =
        db.prepare_cached(sql)?.query_row(params![fact, after], |row| row.get(0)).optional()?;
    let mut ids: Vec<u32> = Vec::new();
    if after == 0 || value.is_some() {
        let sql = "SELECT person FROM person_fact WHERE member = 1 AND fact = ?1 \
            AND (?2 IS NULL OR value < ?2 OR (value = ?2 AND person > ?3)) \
            ORDER BY value DESC, person LIMIT ?4";
        let mut find = db.prepare_cached(sql)?;
        let rows = find.query_map(params![fact, value, after, limit], |row| row.get(0))?;
        ids = rows.collect::<rusqlite::Result<_>>()?;
    }
    let sql = "SELECT id FROM person p WHERE member = 1 AND id > ?1 AND NOT EXISTS \
        (SELECT 1 FROM person_fact f WHERE f.member = 1 AND f.person = p.id AND f.fact = ?2) \
        ORDER BY id LIMIT ?3";
    let after = if value.is_some() { 0 } else { after };
    let mut find = db.prepare_cached(sql)?;
    let rows = find.query_map(params![after, fact, limit - ids.len() as i64], |row| row.get(0))?;
    ids.extend(rows.collect::<rusqlite::Result<Vec<u32>>>()?);
    Ok(ids)
}

/// Reads the persons that fit, in order of their ids; `{id}` stands for the column of the id.
fn read(db: &Connection, which: &str, argument: u32, directory: &mut Directory) -> Result<Vec<Person>> {
    let sql = |columns: &str, table: &str, id: &str, order: &str| {
        let which = which.replace("{id}", id);
        let which = if which.contains("?1") { which } else { format!("{which} AND ?1 = 0") };
        format!("SELECT {id}, {columns} FROM {table} WHERE member = 1 AND {which} ORDER BY {order}")
    };
    let mut find = db.prepare_cached(&sql("name, organisation, title, kind", "person", "id", "id"))?;
    let mut rows = find.query([argument])?;
    let mut persons: Vec<Person> = Vec::new();
    while let Some(row) = rows.next()? {
        persons.push(Person {
            id: PersonId(row.get(0)?),
            name: row.get(1)?,
            organisation: row.get(2)?,
            title: row.get(3)?,
            kind: row::kind_from(&row.get::<_, String>(4)?)?,
            records: Vec::new(),
            handles: Vec::new(),
            tags: Vec::new(),
        });
    }
    let mut at = 0;
    let mut find = db.prepare_cached(&sql("handle, sure", "person_handle", "person", "person, n"))?;
    let mut rows = find.query([argument])?;
    while let Some(row) = rows.next()? {
        let Some(person) = seek(&mut persons, &mut at, row.get(0)?) else { continue };
        person.handles.push((directory.handle(db, row.get(1)?)?, row.get(2)?));
    }
    let mut at = 0;
    let mut find = db.prepare_cached(&sql("record", "person_record", "person", "person, n"))?;
    let mut rows = find.query([argument])?;
    while let Some(row) = rows.next()? {
        let Some(person) = seek(&mut persons, &mut at, row.get(0)?) else { continue };
        person.records.push(row.get(1)?);
    }
    let mut at = 0;
    let mut find = db.prepare_cached(&sql("tag", "person_tag", "person", "person, n"))?;
    let mut rows = find.query([argument])?;
    while let Some(row) = rows.next()? {
        let Some(person) = seek(&mut persons, &mut at, row.get(0)?) else { continue };
        person.tags.push(row.get(1)?);
    }
    Ok(persons)
}

/// Moves on to the person with an id; both sides are in order of ids.
fn seek<'a>(persons: &'a mut [Person], at: &mut usize, id: u32) -> Option<&'a mut Person> {
    while persons.get(*at)?.id.0 < id {
        *at += 1;
    }
    persons.get_mut(*at).filter(|person| person.id.0 == id)
}
