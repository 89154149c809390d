//! Sketches of persons: what lists are sorted by and the plan is drawn by.

use super::{Store, statements};
use crate::error::Result;
use crate::person::{Mark, PersonId, Unsketched};
use comity_core::infer::{Pulse, Warmth};
use comity_core::plan::Sketch;
use comity_core::plan::sketch::Open;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "last, two_way, warmth, period, first_day, last_day, days, lately, rounds, usual, cadence, \
    professional, personal, known, layer, open";

impl Store {
    /// Returns what changed since the sketches were drawn; `None` where nothing did. Persons have to be derived.
    pub fn unsketched(&self) -> Result<Option<Unsketched>> {
        let tx = self.read()?;
        let sql = "SELECT coalesce(sketched_statement, 0) FROM network \
            WHERE sketched_revision IS NULL OR sketched_revision <> revision";
        let Some(statement) = tx.query_row(sql, [], |row| row.get(0)).optional()? else { return Ok(None) };
        let sql = "SELECT id FROM person p WHERE member = 1 AND kind = 'person' AND NOT EXISTS \
            (SELECT 1 FROM person_sketch s WHERE s.member = 1 AND s.person = p.id) ORDER BY id";
        let mut find = tx.prepare_cached(sql)?;
        let persons = find.query_map([], |row| Ok(PersonId(row.get(0)?)))?;
        let persons = persons.collect::<rusqlite::Result<_>>()?;
        Ok(Some(Unsketched { persons, statements: statements::statements_above(&tx, statement)? }))
    }

    /// Puts sketches in the place of those of the same persons; `mark` is where the network stood before they were
    /// drawn.
    ///
    /// Nothing is done where persons were derived again meanwhile.
    pub fn save_sketches(&self, mark: Mark, sketches: &[(PersonId, Sketch)]) -> Result<()> {
        let tx = self.write()?;
        let sql = "UPDATE network SET sketched_revision = ?1, sketched_statement = ?2 \
            WHERE derived_revision IS ?3";
        if tx.execute(sql, params![mark.revision, mark.statement, mark.derived])? == 0 {
            return Ok(());
        }
        // Somebody may have been forgotten meanwhile.
        let sql = format!(
            "INSERT OR REPLACE INTO person_sketch (person, {COLUMNS}) \
            SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17 \
            FROM person WHERE member = 1 AND id = ?1"
        );
        let mut put = tx.prepare_cached(&sql)?;
        for (person, s) in sketches {
            let pulse = s.pulse.as_ref();
            put.execute(params![
                person.0,
                s.last,
                s.two_way,
                s.warmth.days,
                s.warmth.period,
                pulse.map(|p| p.first),
                pulse.map(|p| p.last),
                pulse.map(|p| p.days),
                pulse.map(|p| p.lately),
                pulse.map(|p| p.rounds),
                s.usual,
                s.cadence,
                s.professional,
                s.personal,
                u8::from(s.is_professional) | u8::from(s.is_personal) << 1,
                s.layer,
                s.open.0,
            ])?;
        }
        drop(put);
        tx.commit()
    }

    /// Returns all sketches, in order of the persons' ids.
    pub fn sketches(&self) -> Result<Vec<(PersonId, Sketch)>> {
        let sql = format!("SELECT person, {COLUMNS} FROM person_sketch WHERE member = 1 ORDER BY person");
        let mut find = self.db.prepare_cached(&sql)?;
        let rows = find.query_map([], |row| Ok((PersonId(row.get(0)?), sketch(row)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn sketch(row: &Row<'_>) -> rusqlite::Result<Sketch> {
    let pulse = match row.get::<_, Option<i64>>(5)? {
        None => None,
        Some(first) => Some(Pulse {
            first,
            last: row.get(6)?,
            days: row.get(7)?,
            lately: row.get(8)?,
            rounds: row.get(9)?,
        }),
    };
    let known: u8 = row.get(14)?;
    Ok(Sketch {
        last: row.get(1)?,
        two_way: row.get(2)?,
        warmth: Warmth { days: row.get(3)?, period: row.get(4)? },
        pulse,
        usual: row.get(10)?,
        cadence: row.get(11)?,
        professional: row.get(12)?,
        personal: row.get(13)?,
        is_professional: known & 1 != 0,
        is_personal: known & 2 != 0,
        layer: row.get(15)?,
        open: Open(row.get(16)?),
    })
}

/// Drops the sketches of some persons, or of all: they are drawn again when they are asked for.
pub(super) fn drop_of(db: &Connection, of: Option<&[PersonId]>) -> Result<()> {
    db.execute("UPDATE network SET sketched_revision = NULL", [])?;
    let Some(persons) = of else {
        db.execute("DELETE FROM person_sketch", [])?;
        return Ok(());
    };
    let mut drop = db.prepare_cached("DELETE FROM person_sketch WHERE member = 1 AND person = ?1")?;
    for person in persons {
        drop.execute([person.0])?;
    }
    Ok(())
}
