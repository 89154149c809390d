//! What is between two people, and what one hangs together by, from the shelf as it is kept.

use super::part::{Desk, read};
use super::{decisions, numbers};
use crate::error::Result;
use crate::network::Network;
use comity_core::resolve::{Between, Held, RecordNo, Rulings, Shelved, between, held_together};
use comity_core::{Anchor, Record};
use comity_store::Person;
use std::sync::Arc;

/// A join, and the records where its sides meet.
pub struct Joined {
    pub a: Arc<Record>,
    pub b: Arc<Record>,
    pub held: Held,
}

impl Network {
    /// Returns what is between whom some records tell of and whom others tell of, and the joins that lead from the ones
    /// to the others; persons have to be derived already. `None` where nothing of it is kept.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn between(&self, a: &[Anchor], b: &[Anchor]) -> Result<Option<(Between, Vec<Joined>)>> {
        let Some((mut packed, _)) = read(self)? else { return Ok(None) };
        let desk = Desk::of(self, decisions(self)?);
        desk.made(&packed)?;
        let shelf = Shelved::of(&mut packed, |no: RecordNo| desk.card(no));
        let found = between(&shelf, &Rulings::of(&desk.decisions), a, b)?;
        let chain = joined(&desk, &found.chain)?;
        Ok(Some((found, chain)))
    }

    /// Returns the joins by which whom some records tell of hangs together, first to last; persons have to be derived
    /// already.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn held_together(&self, records: &[Anchor]) -> Result<Vec<Joined>> {
        let Some((mut packed, _)) = read(self)? else { return Ok(Vec::new()) };
        let desk = Desk::of(self, decisions(self)?);
        desk.made(&packed)?;
        let shelf = Shelved::of(&mut packed, |no: RecordNo| desk.card(no));
        let held = held_together(&shelf, &Rulings::of(&desk.decisions), records)?;
        joined(&desk, &held)
    }
}

impl Network {
    /// Returns what tells of a person: the records of sources, and one for each address that no source names.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn told_of(&self, person: &Person) -> Result<Vec<Record>> {
        let decisions = decisions(self)?;
        let mut all: Vec<Record> = Vec::new();
        for key in &person.records {
            all.extend(self.store.records_with(key)?.into_iter().map(|(_, record)| record));
            all.extend(decisions.added.iter().filter(|record| record.key == *key).cloned());
        }
        for (handle, _) in &person.handles {
            let is_named = |r: &Record| r.handles.iter().any(|labelled| labelled.handle == *handle);
            if !all.iter().any(is_named) {
                all.push(numbers::stranger(handle.clone()));
            }
        }
        Ok(all)
    }
}

fn joined(desk: &Desk<'_>, held: &[Held]) -> Result<Vec<Joined>> {
    let mut all = Vec::new();
    for held in held {
        if let (Some(a), Some(b)) = (desk.record(held.a)?, desk.record(held.b)?) {
            all.push(Joined { a, b, held: held.clone() });
        }
    }
    Ok(all)
}
