//! All interactions, person by person.

use super::handles::Directory;
use super::interactions::{COLUMNS, Reader, Telling, VISIBLE, in_order};
use super::{Store, row};
use crate::error::{Error, Result};
use crate::person::PersonId;
use comity_core::Interaction;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// Rows held in memory at once: some 300 MB. Larger networks are read in several rounds.
const ROUND: usize = 1_500_000;

impl Store {
    /// Shows each person with all that happened with them, in order of time; persons in order of their ids.
    ///
    /// Only handles that are surely theirs count. The user and things that are no persons are left out, and so
    /// is who never took part in anything. Memory is bounded by a number of rows, not by the network; only a
    /// single person beyond that is held whole.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn by_person<E: From<Error>>(
        &self,
        mut show: impl FnMut(PersonId, &[Interaction]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.by_person_in_rounds(ROUND, &mut show)
    }

    pub(super) fn by_person_in_rounds<E: From<Error>>(
        &self,
        round: usize,
        show: &mut impl FnMut(PersonId, &[Interaction]) -> Result<(), E>,
    ) -> Result<(), E> {
        let tx = self.read()?;
        let owners = owners(&tx)?;
        let reader = Reader::new(&tx)?;
        // Taken out while `show` runs, which may ask the store for something else.
        let mut directory = self.handles.take();
        directory.load(&tx)?;
        for persons in rounds(&tx, &owners, round)? {
            let held = hold(&tx, &owners, persons)?;
            tell(&held, &reader, &mut directory, show)?;
        }
        self.handles.replace(directory);
        Ok(())
    }
}

/// Whose each handle is.
type Owners = FxHashMap<i64, Vec<u32>>;

fn owners(db: &Connection) -> Result<Owners> {
    let sql = "SELECT h.handle, h.person FROM person_handle h \
        JOIN person p ON p.member = h.member AND p.id = h.person \
        WHERE h.member = 1 AND h.sure = 1 AND p.kind = 'person'";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([])?;
    let mut owners = Owners::default();
    while let Some(row) = rows.next()? {
        owners.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(owners)
}

/// Splits the persons into ranges of ids whose interactions fit into memory together.
fn rounds(db: &Connection, owners: &Owners, round: usize) -> Result<Vec<std::ops::RangeInclusive<u32>>> {
    let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    let mut find =
        db.prepare_cached("SELECT handle, count(*) FROM touch WHERE member = 1 GROUP BY handle")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        for person in owners.get(&row.get(0)?).into_iter().flatten() {
            *counts.entry(*person).or_default() += row.get::<_, i64>(1)? as usize;
        }
    }
    let (mut ranges, mut first, mut held) = (Vec::new(), 0, 0);
    for (person, count) in counts {
        if held > 0 && held + count > round {
            ranges.push(first..=person - 1);
            (first, held) = (person, 0);
        }
        held += count;
    }
    ranges.push(first..=u32::MAX);
    Ok(ranges)
}

/// The rows of one round, and for each person which of them are theirs.
struct Held {
    rows: Vec<Telling>,
    /// Person, second by which it is ordered, place among the rows.
    of: Vec<(u32, i64, u32)>,
}

/// Reads the whole table in its own order, which is many times as fast as asking for each row.
fn hold(db: &Connection, owners: &Owners, persons: std::ops::RangeInclusive<u32>) -> Result<Held> {
    let mut held = Held { rows: Vec::new(), of: Vec::new() };
    let sql = format!("SELECT {COLUMNS} FROM interaction WHERE {VISIBLE}");
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query([])?;
    let mut whose: Vec<u32> = Vec::new();
    while let Some(row) = rows.next()? {
        whose.clear();
        let sender: Option<i64> = row.get(8)?;
        let packed = row.get_ref(9)?.as_blob().map_err(|_| Error::Corrupt("parties".into()))?;
        let others = row::Unpack(packed).map(|party| party.map(|(_, handle)| handle));
        for handle in sender.map(Ok).into_iter().chain(others) {
            let owners = owners.get(&handle?).into_iter().flatten();
            whose.extend(owners.filter(|person| persons.contains(person)));
        }
        if whose.is_empty() {
            continue;
        }
        whose.sort_unstable();
        whose.dedup();
        let telling = Telling::of_row(row)?;
        let (order, place) = (telling.order()?, held.rows.len() as u32);
        held.of.extend(whose.iter().map(|person| (*person, order, place)));
        held.rows.push(telling);
    }
    held.of.sort_unstable();
    Ok(held)
}

fn tell<E: From<Error>>(
    held: &Held,
    reader: &Reader<'_>,
    directory: &mut Directory,
    show: &mut impl FnMut(PersonId, &[Interaction]) -> Result<(), E>,
) -> Result<(), E> {
    for group in held.of.chunk_by(|a, b| a.0 == b.0) {
        let rows = group.iter().map(|(_, _, place)| &held.rows[*place as usize]);
        let told = rows.map(|row| reader.interaction(row, directory));
        let mut told: Vec<Interaction> = told.collect::<Result<_>>()?;
        in_order(&mut told);
        show(PersonId(group[0].0), &told)?;
    }
    Ok(())
}
