//! Handles as small numbers, which all tables share.

use crate::error::{Error, Result};
use comity_core::{Handle, Platform};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;
use siphasher::sip128;
use std::hash::Hasher;

/// Handles by number, as far as they were read; a number never means another handle.
#[derive(Default)]
pub(super) struct Directory {
    by_id: FxHashMap<i64, Handle>,
    /// All up to this number were read at once.
    all_up_to: i64,
}

impl Directory {
    /// Returns the handle with a number.
    pub(super) fn handle(&mut self, db: &Connection, id: i64) -> Result<Handle> {
        if let Some(handle) = self.by_id.get(&id) {
            return Ok(handle.clone());
        }
        let mut find =
            db.prepare_cached("SELECT platform, address FROM handle WHERE member = 1 AND id = ?1")?;
        let (platform, address): (String, String) = find
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::Corrupt(format!("handle {id} is missing")))?;
        let handle = made(&platform, address)?;
        self.by_id.insert(id, handle.clone());
        Ok(handle)
    }

    /// Reads all handles that are not known yet, before a long scan.
    pub(super) fn load(&mut self, db: &Connection) -> Result<()> {
        let sql = "SELECT id, platform, address FROM handle WHERE member = 1 AND id > ?1";
        let mut find = db.prepare_cached(sql)?;
        let mut rows = find.query([self.all_up_to])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            self.by_id.insert(id, made(&row.get::<_, String>(1)?, row.get(2)?)?);
            self.all_up_to = id;
        }
        Ok(())
    }

    /// Drops what was read, after handles were removed.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

fn made(platform: &str, address: String) -> Result<Handle> {
    let platform = Platform::parse(platform).ok_or_else(|| Error::corrupt("platform", platform))?;
    Ok(Handle::normal(platform, address))
}

/// Returns the number of a handle, if it has one.
pub(super) fn find(db: &Connection, handle: &Handle) -> Result<Option<i64>> {
    let sql = "SELECT id FROM handle WHERE member = 1 AND address = ?1 AND platform = ?2";
    let mut find = db.prepare_cached(sql)?;
    Ok(find.query_row(params![handle.address(), handle.platform().word()], |row| row.get(0)).optional()?)
}

/// Gives numbers to handles; to be used inside a writing transaction.
#[derive(Default)]
pub(super) struct Numbers(FxHashMap<Handle, i64>);

impl Numbers {
    /// Returns the number of a handle, which is given one if it has none.
    pub(super) fn of(&mut self, db: &Connection, handle: &Handle) -> Result<i64> {
        if let Some(id) = self.0.get(handle) {
            return Ok(*id);
        }
        let id = match find(db, handle)? {
            Some(id) => id,
            None => add(db, handle)?,
        };
        self.0.insert(handle.clone(), id);
        Ok(id)
    }
}

fn add(db: &Connection, handle: &Handle) -> Result<i64> {
    let id = next(db, "last_handle")?;
    db.prepare_cached("INSERT INTO handle (id, platform, address) VALUES (?1, ?2, ?3)")?.execute(params![
        id,
        handle.platform().word(),
        handle.address()
    ])?;
    Ok(id)
}

/// Gives out the next number of a counter of the network; none is given twice, even after removals.
pub(super) fn next(db: &Connection, counter: &str) -> Result<i64> {
    let sql = format!("UPDATE network SET {counter} = {counter} + 1 WHERE member = 1 RETURNING {counter}");
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// Returns the hash under which the key of an interaction is looked up; outsiders cannot make it collide.
pub(super) fn key_hash(network: [u8; 16], key: &str) -> i64 {
    let mut hasher = SipHasher13::new_with_key(&network);
    hasher.write(key.as_bytes());
    hasher.finish().cast_signed()
}

/// Returns the hash by which something forgotten is known again; it says nothing without the key.
pub(super) fn seal(network: [u8; 16], text: &str) -> [u8; 16] {
    let mut hasher = sip128::SipHasher24::new_with_key(&network);
    hasher.write(text.as_bytes());
    sip128::Hasher128::finish128(&hasher).as_bytes()
}
