//! Keeping derived persons: ids that last, rows written only where something changed.

mod doubts;
mod identity;
mod stored;
mod words;

pub(super) use self::words::query;

use self::stored::{change, insert, numbered, read};
use super::handles::{self, Numbers};
use super::{Store, row, schema, shelf, sketches, statements};
use crate::error::{Error, Result};
use crate::person::{Changes, Derivation, Derived, Mark, PersonId, Shelf, Touched};
use comity_core::Handle;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

impl Store {
    /// Returns where the network stands; to be taken before reading what persons are derived from.
    pub fn mark(&self) -> Result<Mark> {
        let sql = "SELECT revision, record_horizon, horizon, last_statement, derived_revision FROM network";
        Ok(self.db.query_row(sql, [], |row| {
            Ok(Mark {
                revision: row.get(0)?,
                records: row.get(1)?,
                interactions: row.get(2)?,
                statement: row.get(3)?,
                derived: row.get(4)?,
            })
        })?)
    }

    /// Returns what the persons were derived with; `None` where they never were.
    pub fn derived(&self) -> Result<Option<Derivation>> {
        let sql = "SELECT derive_version, derived_revision = revision FROM network \
            WHERE derive_version IS NOT NULL";
        let read = |row: &rusqlite::Row<'_>| Ok(Derivation { version: row.get(0)?, current: row.get(1)? });
        Ok(self.db.query_row(sql, [], read).optional()?)
    }

    /// Returns the error that says which release derived the persons, for whoever is older than that.
    pub fn newer(&self) -> Error {
        schema::newer(&self.db, self.path.as_deref().unwrap_or(Path::new("memory")))
    }

    /// Returns what is new since persons were derived.
    pub fn changes(&self) -> Result<Changes> {
        let tx = self.read()?;
        let sql = "SELECT derived_revision IS NULL OR removals > derived_revision, \
            coalesce(derived_records, 0), coalesce(derived_horizon, 0), coalesce(derived_statement, 0), \
            record_horizon, horizon FROM network";
        let (everything, records, interactions, statement, record_horizon, horizon): (
            bool,
            i64,
            i64,
            i64,
            i64,
            i64,
        ) = tx
            .query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))?;
        let mut touched: FxHashSet<i64> = FxHashSet::default();
        let sql = "SELECT handle FROM record_handle WHERE member = 1 AND record > ?1 AND record <= ?2";
        let mut find = tx.prepare_cached(sql)?;
        for handle in find.query_map([records, record_horizon], |row| row.get(0))? {
            touched.insert(handle?);
        }
        let sql = "SELECT sender, parties FROM interaction WHERE member = 1 AND id > ?1 AND id <= ?2";
        let mut find = tx.prepare_cached(sql)?;
        let mut rows = find.query([interactions, horizon])?;
        while let Some(row) = rows.next()? {
            touched.extend(row.get::<_, Option<i64>>(0)?);
            let packed: Vec<u8> = row.get(1)?;
            for party in row::Unpack(&packed) {
                touched.insert(party?.1);
            }
        }
        let mut find = tx.prepare_cached("SELECT handle FROM former_touch WHERE member = 1")?;
        for handle in find.query_map([], |row| row.get(0))? {
            touched.insert(handle?);
        }
        let mut directory = self.handles.borrow_mut();
        let handles = touched.into_iter().map(|id| directory.handle(&tx, id));
        let mut handles = handles.collect::<Result<Vec<_>>>()?;
        handles.sort_unstable();
        let sql = "SELECT DISTINCT key FROM record WHERE member = 1 AND id > ?1 AND id <= ?2 ORDER BY key";
        let mut find = tx.prepare_cached(sql)?;
        let keys = find.query_map([records, record_horizon], |row| row.get(0))?;
        let records = keys.collect::<rusqlite::Result<_>>()?;
        Ok(Changes {
            everything,
            handles,
            records,
            statements: statements::statements_above(&tx, statement)?,
        })
    }

    /// Puts these persons in the place of all that were, and returns their ids in the same order.
    ///
    /// A person keeps the id of the one with whom they share most handles and records. An id that is not given
    /// again leads to where most of its handles and records went, and is given back when they part again.
    /// `mark` is where the network stood when the deriving began, `version` that of the deriving code.
    ///
    /// # Errors
    /// Fails with [`Overtaken`](crate::Error::Overtaken) where another program saved persons that it derived from
    /// a later mark.
    pub fn save_persons(&self, mark: Mark, version: u32, persons: &[Derived]) -> Result<Vec<PersonId>> {
        Ok(self.save(mark, version, None, persons, None)?.unwrap_or_default().ids)
    }

    /// Saves all persons as [`Store::save_persons`] does, and how far who is who was worked out.
    ///
    /// # Errors
    /// Fails as that does.
    pub fn save_persons_and_shelf(
        &self,
        mark: Mark,
        version: u32,
        persons: &[Derived],
        shelf: &Shelf,
    ) -> Result<Vec<PersonId>> {
        Ok(self.save(mark, version, None, persons, Some(shelf))?.unwrap_or_default().ids)
    }

    /// Puts these persons in the place of those that hold anything of what is touched; all others stay. Returns those who
    /// are new, of another kind, or have other handles than before.
    ///
    /// Nothing is saved, and `None` returned, where a person would be torn: they hold something that is touched and
    /// something that is not. Then all have to be saved.
    ///
    /// # Errors
    /// Fails with [`Overtaken`](crate::Error::Overtaken) where another program saved persons since the mark.
    pub fn save_persons_in_part(
        &self,
        mark: Mark,
        version: u32,
        touched: &Touched,
        persons: &[Derived],
        shelf: &Shelf,
    ) -> Result<Option<Vec<PersonId>>> {
        Ok(self.save(mark, version, Some(touched), persons, Some(shelf))?.map(|saved| saved.moved))
    }

    fn save(
        &self,
        mark: Mark,
        version: u32,
        touched: Option<&Touched>,
        persons: &[Derived],
        shelf: Option<&Shelf>,
    ) -> Result<Option<Saved>> {
        let tx = self.write()?;
        let derived: Option<i64> =
            tx.query_row("SELECT derived_revision FROM network", [], |row| row.get(0))?;
        if derived.is_some_and(|derived| derived > mark.revision)
            || (touched.is_some() && derived != mark.derived)
        {
            return Err(Error::Overtaken);
        }
        let Some(saved) = replace(&tx, self.key, touched, persons)? else { return Ok(None) };
        let sql = "UPDATE network SET derive_version = ?1, derived_revision = ?2, derived_records = ?3, \
            derived_horizon = ?4, derived_statement = ?5, \
            derived_people = (SELECT count(*) FROM person WHERE member = 1 AND kind = 'person')";
        tx.execute(sql, params![version, mark.revision, mark.records, mark.interactions, mark.statement])?;
        shelf::put(&tx, shelf)?;
        shelf::drop_former(&tx, mark.revision)?;
        if touched.is_none() {
            sketches::drop_of(&tx, None)?;
        }
        schema::sign(&tx)?;
        tx.commit()?;
        Ok(Some(saved))
    }

    /// Returns the persons that hold any of these handles, in order.
    pub fn persons_on<'a>(&self, handles: impl IntoIterator<Item = &'a Handle>) -> Result<Vec<PersonId>> {
        let tx = self.read()?;
        let mut find =
            tx.prepare_cached("SELECT person FROM person_handle WHERE member = 1 AND handle = ?1")?;
        let mut found = Vec::new();
        for handle in handles {
            let Some(number) = handles::find(&tx, handle)? else { continue };
            for person in find.query_map([number], |row| row.get(0))? {
                found.push(PersonId(person?));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Puts these facts in the place of all that were; only what does not depend on the present moment.
    ///
    /// From now on the persons count as derived by `version`. Nothing is done where another program saved
    /// persons with another mark meanwhile: its facts are the ones that fit them.
    pub fn save_person_facts(&self, mark: Mark, version: u32, facts: &[(PersonId, &str, i64)]) -> Result<()> {
        self.save_facts(mark, version, None, facts)
    }

    /// Puts these facts in the place of those of some persons; else as [`Store::save_person_facts`].
    pub fn save_person_facts_of(
        &self,
        mark: Mark,
        version: u32,
        persons: &[PersonId],
        facts: &[(PersonId, &str, i64)],
    ) -> Result<()> {
        self.save_facts(mark, version, Some(persons), facts)
    }

    fn save_facts(
        &self,
        mark: Mark,
        version: u32,
        of: Option<&[PersonId]>,
        facts: &[(PersonId, &str, i64)],
    ) -> Result<()> {
        let tx = self.write()?;
        let sql = "UPDATE network SET derive_version = ?1 WHERE derived_revision = ?2";
        if tx.execute(sql, params![version, mark.revision])? == 0 {
            return Ok(());
        }
        if of.is_some() {
            sketches::drop_of(&tx, of)?;
        }
        let mut old = facts_before(&tx, of)?;
        // Somebody may have been forgotten meanwhile.
        let sql = "INSERT OR REPLACE INTO person_fact (person, fact, value) \
            SELECT id, ?2, ?3 FROM person WHERE member = 1 AND id = ?1";
        let mut put = tx.prepare_cached(sql)?;
        for (person, fact, value) in facts {
            if old.remove(&(person.0, (*fact).to_owned())) != Some(*value) {
                put.execute(params![person.0, fact, value])?;
            }
        }
        drop(put);
        for (person, fact) in old.keys() {
            let sql = "DELETE FROM person_fact WHERE member = 1 AND person = ?1 AND fact = ?2";
            tx.prepare_cached(sql)?.execute(params![person, fact])?;
        }
        tx.commit()
    }
}

/// Returns the facts that are stored of all persons, or of some.
fn facts_before(db: &Connection, of: Option<&[PersonId]>) -> Result<FxHashMap<(u32, String), i64>> {
    let mut all = FxHashMap::default();
    let mut read = |which: &str, argument: u32| {
        let sql =
            format!("SELECT person, fact, value FROM person_fact WHERE member = 1 AND person {which} ?1");
        let mut find = db.prepare_cached(&sql)?;
        let mut rows = find.query([argument])?;
        while let Some(row) = rows.next()? {
            all.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        Ok::<_, Error>(())
    };
    match of {
        None => read(">=", 0)?,
        Some(persons) => persons.iter().try_for_each(|person| read("=", person.0))?,
    }
    Ok(all)
}

/// Persons compared with what is stored in one go: a few megabytes.
const SLICE: usize = 4_096;

/// What saving persons came to.
#[derive(Default)]
struct Saved {
    /// The ids of all that were given, in their order.
    ids: Vec<PersonId>,
    /// Those who are new, of another kind, or have other handles than before.
    moved: Vec<PersonId>,
}

/// Puts persons in the place of those that are touched, or of all, and returns their ids in the same order.
fn replace(
    db: &Connection,
    key: [u8; 16],
    touched: Option<&Touched>,
    persons: &[Derived],
) -> Result<Option<Saved>> {
    let mut numbers = Numbers::default();
    let new = identity::parts_of(db, key, &mut numbers, persons)?;
    let old = match touched {
        Some(touched) => match identity::stored_with(db, key, touched, &new)? {
            Some(old) => old,
            None => return Ok(None),
        },
        None => identity::stored(db, key)?,
    };
    let ids = identity::assign(db, key, &old, &new)?;
    drop(new);
    let kept: FxHashSet<u32> = ids.iter().copied().collect();
    for id in old.keys().filter(|id| !kept.contains(id)) {
        db.prepare_cached("DELETE FROM person WHERE member = 1 AND id = ?1")?.execute([id])?;
    }
    let mut known: Vec<(u32, &Derived)> = Vec::new();
    let mut moved = Vec::new();
    for (id, person) in ids.iter().zip(persons) {
        if old.contains_key(id) {
            known.push((*id, person));
        } else {
            insert(db, *id, &numbered(db, &mut numbers, person)?)?;
            moved.push(PersonId(*id));
        }
        doubts::put(db, *id, &person.doubts)?;
    }
    drop(old);
    known.sort_unstable_by_key(|(id, _)| *id);
    // A few of many stand far apart; then each is read alone.
    let slice = if touched.is_some() { 1 } else { SLICE };
    for slice in known.chunks(slice) {
        let mut before = read(db, slice[0].0..=slice[slice.len() - 1].0)?;
        for (id, person) in slice {
            let before = before.remove(id).unwrap_or_default();
            let now = numbered(db, &mut numbers, person)?;
            if !before.has_contacts_of(&now) {
                moved.push(PersonId(*id));
            }
            change(db, *id, &before, &now)?;
        }
    }
    Ok(Some(Saved { ids: ids.into_iter().map(PersonId).collect(), moved }))
}

/// Gives out the next id of a person.
fn next_id(db: &Connection) -> Result<u32> {
    let id = handles::next(db, "last_person")?;
    u32::try_from(id).map_err(|_| crate::Error::Corrupt("no more ids for persons".into()))
}
