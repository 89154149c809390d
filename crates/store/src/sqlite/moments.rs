//! When things happened and whose they are, without reading more of them.

use super::telling::VISIBLE;
use super::timelines::{Owners, owners};
use super::{Store, row, shapes, touches};
use crate::error::{Error, Result};
use crate::person::PersonId;
use comity_core::Moment;
use comity_core::interaction::Automation;
use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;

/// What is read of an interaction.
const COLUMNS: &str = "precision, at, zone, shape, sender, parties";

impl Store {
    /// Shows when each thing happened, how far a machine did it, and whose it is, in no order.
    ///
    /// The user and things that are no persons own nothing here; what is nobody's is left out.
    pub fn moments(&self, mut show: impl FnMut(&[PersonId], Moment, Automation)) -> Result<()> {
        let tx = self.read()?;
        let mut glance = Glance::of(&tx, owners(&tx)?)?;
        let mut find = tx.prepare_cached(&format!("SELECT {COLUMNS} FROM interaction WHERE {VISIBLE}"))?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            glance.at(row, &mut show)?;
        }
        Ok(())
    }

    /// Shows of some persons what [`Store::moments`] shows of all.
    pub fn moments_of(
        &self,
        persons: &[PersonId],
        mut show: impl FnMut(&[PersonId], Moment, Automation),
    ) -> Result<()> {
        let tx = self.read()?;
        let horizon: i64 = tx.query_row("SELECT horizon FROM network", [], |row| row.get(0))?;
        let mut owners = Owners::default();
        let sql = "SELECT h.handle FROM person_handle h JOIN person p ON p.member = h.member AND p.id = h.person \
            WHERE h.member = 1 AND h.person = ?1 AND p.kind = 'person'";
        let mut find = tx.prepare_cached(sql)?;
        for person in persons {
            for handle in find.query_map([person.0], |row| row.get(0))? {
                owners.entry(handle?).or_default().push(person.0);
            }
        }
        let mut ids: Vec<i64> = Vec::new();
        for handle in owners.keys() {
            ids.append(&mut touches::of_handle(&tx, *handle, horizon)?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut glance = Glance::of(&tx, owners)?;
        let sql = format!("SELECT {COLUMNS} FROM interaction WHERE member = 1 AND id = ?1 AND shadow = 0");
        let mut find = tx.prepare_cached(&sql)?;
        for id in ids {
            // The lists may name rows that are gone.
            let mut rows = find.query([id])?;
            if let Some(row) = rows.next()? {
                glance.at(row, &mut show)?;
            }
        }
        Ok(())
    }
}

/// What tells whose a row is, and how far a machine did it.
struct Glance {
    owners: Owners,
    automation: FxHashMap<i64, Automation>,
    whose: Vec<PersonId>,
}

impl Glance {
    fn of(db: &Connection, owners: Owners) -> Result<Self> {
        let automation = shapes::all(db)?.into_iter().map(|(id, shape)| (id, shape.automation)).collect();
        Ok(Self { owners, automation, whose: Vec::new() })
    }

    fn at(&mut self, row: &Row<'_>, show: &mut impl FnMut(&[PersonId], Moment, Automation)) -> Result<()> {
        self.whose.clear();
        let sender: Option<i64> = row.get(4)?;
        let packed = row.get_ref(5)?.as_blob().map_err(|_| Error::Corrupt("parties".into()))?;
        let parties = row::Unpack(packed).map(|party| party.map(|(_, handle)| handle));
        for handle in sender.map(Ok).into_iter().chain(parties) {
            self.whose.extend(self.owners.get(&handle?).into_iter().flatten().copied().map(PersonId));
        }
        if self.whose.is_empty() {
            return Ok(());
        }
        self.whose.sort_unstable();
        self.whose.dedup();
        let shape: i64 = row.get(3)?;
        let automation = self.automation.get(&shape).copied();
        let automation = automation.ok_or_else(|| Error::Corrupt(format!("shape {shape}")))?;
        show(&self.whose, row::moment_of(row.get(0)?, row.get(1)?, row.get(2)?)?, automation);
        Ok(())
    }
}
