//! In which interactions a handle is: lists of ids, packed.

use super::{Store, records, row};
use crate::error::{Error, Result};
use comity_core::Handle;
use rusqlite::{Connection, params};

impl Store {
    /// Returns every handle that takes part in an interaction, with its number and in order of that; an import under
    /// way is not in sight.
    pub fn touched(&self) -> Result<Vec<(u32, Handle)>> {
        let tx = self.read()?;
        let mut directory = self.handles.borrow_mut();
        directory.load(&tx)?;
        let horizon: i64 = tx.query_row("SELECT horizon FROM network", [], |row| row.get(0))?;
        let mut find =
            tx.prepare("SELECT handle, interactions FROM touch WHERE member = 1 ORDER BY handle")?;
        let mut rows = find.query([])?;
        let (mut handles, mut last) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let handle: i64 = row.get(0)?;
            // The lists go up, so that the first id tells whether any of it is in sight.
            let mut list = row.get_ref(1)?.as_blob().map_err(|_| unread())?;
            if last != Some(handle) && row::take_varint(&mut list).is_some_and(|first| first <= horizon) {
                handles.push((records::number(handle)?, directory.handle(&tx, handle)?));
                last = Some(handle);
            }
        }
        Ok(handles)
    }
}

/// Tells whether a handle takes part in an interaction in sight.
pub(super) fn is_touched(db: &Connection, handle: i64) -> Result<bool> {
    let horizon: i64 = db.prepare_cached("SELECT horizon FROM network")?.query_row([], |row| row.get(0))?;
    let mut find = db.prepare_cached("SELECT interactions FROM touch WHERE member = 1 AND handle = ?1")?;
    let mut rows = find.query([handle])?;
    while let Some(row) = rows.next()? {
        let mut list = row.get_ref(0)?.as_blob().map_err(|_| unread())?;
        if row::take_varint(&mut list).is_some_and(|first| first <= horizon) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn unread() -> Error {
    Error::Corrupt("a list of interactions".into())
}

/// Packs ids that go up, as the steps between them.
pub(super) fn pack(ids: &[i64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ids.len() * 2);
    let mut last = 0;
    for id in ids {
        row::put_varint(&mut bytes, id.wrapping_sub(last));
        last = *id;
    }
    bytes
}

/// Reads what [`pack`] gives.
fn unpack(mut bytes: &[u8], into: &mut Vec<i64>) -> Result<()> {
    let mut last = 0_i64;
    while !bytes.is_empty() {
        let step = row::take_varint(&mut bytes).filter(|step| *step >= 0);
        let next = step.and_then(|step| last.checked_add(step));
        last = next.ok_or_else(|| Error::Corrupt("a list of interactions is broken off".into()))?;
        into.push(last);
    }
    Ok(())
}

/// Returns the interactions that a handle is in, up to an id, in order; some may be gone.
pub(super) fn of_handle(db: &Connection, handle: i64, horizon: i64) -> Result<Vec<i64>> {
    let mut find = db.prepare_cached("SELECT interactions FROM touch WHERE member = 1 AND handle = ?1")?;
    let mut rows = find.query([handle])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        unpack(row.get_ref(0)?.as_blob().map_err(|_| unread())?, &mut ids)?;
    }
    ids.retain(|id| *id <= horizon);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Stores the list of one handle; the lists of one run have different handles.
pub(super) fn put(db: &Connection, handle: i64, run: i64, ids: &[i64]) -> Result<()> {
    let sql = "INSERT INTO touch (handle, run, count, interactions) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![handle, run, ids.len() as i64, pack(ids)])?;
    Ok(())
}

/// Takes the ids of rows that are gone out of all lists.
pub(super) fn clear_gone(db: &Connection) -> Result<()> {
    let mut alive = Vec::new();
    let mut find = db.prepare("SELECT id FROM interaction WHERE member = 1 ORDER BY id")?;
    for id in find.query_map([], |row| row.get::<_, i64>(0))? {
        alive.push(id?);
    }
    let mut find = db.prepare("SELECT handle, run, interactions FROM touch WHERE member = 1")?;
    let mut rows = find.query([])?;
    let mut changed = Vec::new();
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.clear();
        unpack(row.get_ref(2)?.as_blob().map_err(|_| unread())?, &mut ids)?;
        let before = ids.len();
        ids.retain(|id| alive.binary_search(id).is_ok());
        if ids.len() < before {
            changed.push((row.get(0)?, row.get(1)?, pack(&ids), ids.len()));
        }
    }
    for (handle, run, bytes, count) in changed {
        change(db, handle, run, &bytes, count)?;
    }
    Ok(())
}

fn change(db: &Connection, handle: i64, run: i64, bytes: &[u8], count: usize) -> Result<()> {
    if count == 0 {
        let sql = "DELETE FROM touch WHERE member = 1 AND handle = ?1 AND run = ?2";
        db.prepare_cached(sql)?.execute([handle, run])?;
    } else {
        let sql =
            "UPDATE touch SET count = ?3, interactions = ?4 WHERE member = 1 AND handle = ?1 AND run = ?2";
        db.prepare_cached(sql)?.execute(params![handle, run, count as i64, bytes])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        for ids in [vec![], vec![1], vec![1, 2, 3, 500, 70_000, 1 << 40]] {
            let mut back = Vec::new();
            unpack(&pack(&ids), &mut back).unwrap();
            assert_eq!(back, ids);
        }
        assert!(unpack(&[0x80], &mut Vec::new()).is_err());
        assert!(unpack(&pack(&[i64::MAX, i64::MIN]), &mut Vec::new()).is_err());
    }
}
