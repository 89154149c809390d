//! All interactions, person by person.

use super::handles::Directory;
use super::interactions::in_order;
use super::telling::{COLUMNS, Reader, Telling, VISIBLE};
use super::{Store, row};
use crate::error::{Error, Result};
use crate::person::PersonId;
use comity_core::Interaction;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// Rows held in memory at once: some 400 MB. Larger networks are read in several rounds.
const ROUND: usize = 2_500_000;

impl Store {
    /// Shows each person with all that happened with them, in order of time; persons in order of their ids.
    ///
    /// The user and things that are no persons are left out, and so is who never took part in anything. Memory is
    /// bounded by a number of rows, not by the network; only a single person beyond that is held whole.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn by_person<E: From<Error>>(
        &self,
        mut show: impl FnMut(PersonId, Vec<Interaction>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.by_person_in_rounds(ROUND, &mut show)
    }

    pub(super) fn by_person_in_rounds<E: From<Error>>(
        &self,
        round: usize,
        show: &mut impl FnMut(PersonId, Vec<Interaction>) -> Result<(), E>,
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
pub(super) type Owners = FxHashMap<i64, Vec<u32>>;

/// Returns whose each handle is; the user and things own none.
pub(super) fn owners(db: &Connection) -> Result<Owners> {
    let sql = "SELECT h.handle, h.person FROM person_handle h \
        JOIN person p ON p.member = h.member AND p.id = h.person \
        WHERE h.member = 1 AND p.kind = 'person'";
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
        db.prepare_cached("SELECT handle, sum(count) FROM touch WHERE member = 1 GROUP BY handle")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        for person in owners.get(&row.get(0)?).into_iter().flatten() {
            let count = counts.entry(*person).or_default();
            *count = usize::saturating_add(*count, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0));
        }
    }
    let (mut ranges, mut first, mut held) = (Vec::new(), 0, 0);
    for (person, count) in counts {
        if held > 0 && count.saturating_add(held) > round {
            ranges.push(first..=person - 1);
            (first, held) = (person, 0);
        }
        held = count.saturating_add(held);
    }
    ranges.push(first..=u32::MAX);
    Ok(ranges)
}

/// The rows of one round, and for each person which of them are theirs.
struct Held {
    heap: Vec<u8>,
    /// Person, second by which it is ordered, and where in the heap the row begins.
    of: Vec<(u32, i64, usize)>,
}

/// Reads the whole table in its own order, which is many times as fast as asking for each row.
fn hold(db: &Connection, owners: &Owners, persons: std::ops::RangeInclusive<u32>) -> Result<Held> {
    let mut held = Held { heap: Vec::new(), of: Vec::new() };
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
        let (order, place) = (telling.order()?, held.heap.len());
        held.of.extend(whose.iter().map(|person| (*person, order, place)));
        telling.pack_into(&mut held.heap);
    }
    held.of.sort_unstable();
    Ok(held)
}

fn tell<E: From<Error>>(
    held: &Held,
    reader: &Reader<'_>,
    directory: &mut Directory,
    show: &mut impl FnMut(PersonId, Vec<Interaction>) -> Result<(), E>,
) -> Result<(), E> {
    for group in held.of.chunk_by(|a, b| a.0 == b.0) {
        let rows = group.iter().map(|(_, _, place)| Telling::unpack(&held.heap[*place..]));
        let told = rows.map(|row| reader.interaction(row?, directory));
        let mut told: Vec<Interaction> = told.collect::<Result<_>>()?;
        in_order(&mut told);
        show(PersonId(group[0].0), told)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Derived, NewSource};
    use comity_core::{Handle, Moment, Platform};

    #[test]
    fn rounds_of_any_size_show_the_same() {
        let store = Store::in_memory().unwrap();
        let at = Moment::instant(0);
        let (name, what) = ("mbox".to_owned(), String::new());
        let mut import =
            store.begin(&NewSource { name, account: None, what, files: Vec::new(), at }).unwrap();
        let handle = |n: u32| Handle::normal(Platform::Email, format!("p{n}@firm.example"));
        for n in 0..60_u32 {
            let mut told =
                Interaction::message(format!("m:{n}"), Moment::instant(900 - i64::from(n)), Platform::Email);
            told.from = Some(handle(n % 7));
            told.text = (n % 3 == 0).then_some(u64::MAX - u64::from(n));
            import.interaction(told).unwrap();
        }
        import.commit().unwrap();
        let person = |n: u32| Derived { handles: vec![(handle(n), n != 3)], ..Derived::default() };
        let persons: Vec<Derived> = (0..7).map(person).collect();
        store.save_persons(store.mark().unwrap(), 1, &persons).unwrap();
        let shown = |round| {
            let mut shown = Vec::new();
            let mut show = |id: PersonId, told: Vec<Interaction>| {
                shown.push((id, told));
                Ok::<_, Error>(())
            };
            store.by_person_in_rounds(round, &mut show).unwrap();
            shown
        };
        let whole = shown(ROUND);
        assert_eq!(whole.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
        assert!(whole.iter().all(|(_, told)| told.is_sorted_by_key(|i| i.at.order())));
        for round in [1, 9, 20] {
            assert_eq!(shown(round), whole);
        }
    }
}
