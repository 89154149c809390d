//! The tables of a network, filled in one transaction.

use super::Seen;
use super::head::{Mail, Person};
use crate::Result;
use rusqlite::{Connection, OpenFlags, params};
use siphasher::sip::{SipHasher13, SipHasher24};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hasher;
use std::path::Path;

/// The file and the place in it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) file: i64,
    pub(super) place: i64,
}

/// A network without a program.
pub(super) struct Tables {
    db: Connection,
    key: [u8; 16],
    indexes: Vec<String>,
    handles: HashMap<String, i64>,
    shapes: HashMap<(&'static str, &'static str), i64>,
    keys: Vec<(i64, i64)>,
    touches: Vec<(i64, i64)>,
    records: i64,
}

impl Tables {
    /// Makes the tables of a network anew, without their indexes, and begins to write.
    pub(super) fn like(network: &Path, into: &Path) -> Result<Self> {
        let like = Connection::open_with_flags(network, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let key: Vec<u8> = like.query_row("SELECT key FROM network", [], |row| row.get(0))?;
        let mut find = like.prepare(
            "SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
        )?;
        let made: Vec<(String, String)> =
            find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let (tables, indexes): (Vec<_>, Vec<_>) = made.into_iter().partition(|(kind, _)| kind == "table");
        let db = Connection::open(into)?;
        db.execute_batch("BEGIN")?;
        for (_, sql) in tables {
            db.execute_batch(&sql)?;
        }
        Ok(Self {
            db,
            key: key.try_into().map_err(|_| "a key has sixteen bytes")?,
            indexes: indexes.into_iter().map(|(_, sql)| sql).collect(),
            handles: HashMap::new(),
            shapes: HashMap::new(),
            keys: Vec::new(),
            touches: Vec::new(),
            records: 0,
        })
    }

    pub(super) fn mail(&mut self, mail: &Mail<'_>, place: Place) -> Result<()> {
        const SQL: &str = "INSERT INTO interaction (id, source, shadow, key, precision, at, zone, shape, sender, \
            parties, audience, thread, answers, subject, letters, file, place) \
            VALUES (?1, 1, 0, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        let id = self.keys.len() as i64 + 1;
        let shape = self.shape(mail)?;
        let sender = mail.from.as_ref().map(|from| self.handle(from)).transpose()?;
        let mut parties = Vec::new();
        self.touches.extend(sender.map(|handle| (handle, id)));
        for (letter, person) in &mail.parties {
            let handle = self.handle(person)?;
            parties.push(*letter);
            put_varint(&mut parties, handle);
            self.touches.push((handle, id));
        }
        let key = self.shown(mail.id);
        self.keys.push((self.quick(&key), id));
        let answers = mail.answers.map(|answers| self.shown(answers));
        let thread = self.keyed(&format!("id {}", mail.root));
        let subject = (!mail.base.is_empty()).then(|| self.keyed(&mail.base));
        self.db.prepare_cached(SQL)?.execute(params![
            id,
            key,
            mail.at,
            mail.zone,
            shape,
            sender,
            parties,
            mail.audience as i64,
            thread,
            answers,
            subject,
            mail.letters as i64,
            place.file,
            place.place,
        ])?;
        Ok(())
    }

    pub(super) fn record(&mut self, address: &str, seen: &Seen) -> Result<()> {
        self.records += 1;
        let kind = if seen.thing { "thing" } else { "person" };
        let mut names: Vec<_> = seen.names.iter().collect();
        names.sort_unstable_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let mut line = format!("record\tkey=mail:{address}");
        if kind == "thing" {
            line.push_str("\tkind=thing");
        }
        for (name, _) in &names {
            let _ = write!(line, "\tname={name}");
        }
        let _ = write!(line, "\thandle=email:{address}");
        let sql = "INSERT INTO record (id, source, key, kind, file, place, digest) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)";
        let key = format!("mail:{address}");
        let Place { file, place } = seen.first;
        self.db.prepare_cached(sql)?.execute(params![
            self.records,
            key,
            kind,
            file,
            place,
            self.quick(&line)
        ])?;
        let sql = "INSERT INTO record_name (record, n, whole) VALUES (?1, ?2, ?3)";
        for (n, (name, _)) in (0_i64..).zip(&names) {
            self.db.prepare_cached(sql)?.execute(params![self.records, n, name])?;
        }
        let sql = "INSERT INTO record_handle (record, n, handle, label) VALUES (?1, 0, ?2, '')";
        let handle = self.handles.get(address).ok_or("a record of a handle that was not seen")?;
        self.db.prepare_cached(sql)?.execute([self.records, *handle])?;
        Ok(())
    }

    /// Writes what is sorted first, builds the indexes and ends the transaction.
    pub(super) fn finish(mut self) -> Result<()> {
        self.keys.sort_unstable();
        for (hash, id) in &self.keys {
            let sql = "INSERT INTO interaction_key (hash, interaction) VALUES (?1, ?2)";
            self.db.prepare_cached(sql)?.execute([hash, id])?;
        }
        self.touches.sort_unstable();
        self.touches.dedup();
        for list in self.touches.chunk_by(|a, b| a.0 == b.0) {
            let (mut bytes, mut last) = (Vec::new(), 0);
            for (_, id) in list {
                put_varint(&mut bytes, id - last);
                last = *id;
            }
            let sql = "INSERT INTO touch (handle, run, count, interactions) VALUES (?1, 1, ?2, ?3)";
            self.db.prepare_cached(sql)?.execute(params![list[0].0, list.len() as i64, bytes])?;
        }
        for sql in &self.indexes {
            self.db.execute_batch(sql)?;
        }
        Ok(self.db.execute_batch("COMMIT")?)
    }

    fn shape(&mut self, mail: &Mail<'_>) -> Result<i64> {
        let shape = (mail.automation, mail.mark);
        if let Some(id) = self.shapes.get(&shape) {
            return Ok(*id);
        }
        let id = self.shapes.len() as i64 + 1;
        let sql = "INSERT INTO shape (id, act, platform, medium, automation, mark, venue, note, sent) \
            VALUES (?1, 'message', 'email', 'mail', ?2, ?3, '', 0, 0)";
        self.db.prepare_cached(sql)?.execute(params![id, shape.0, shape.1])?;
        self.shapes.insert(shape, id);
        Ok(id)
    }

    fn handle(&mut self, person: &Person<'_>) -> Result<i64> {
        if let Some(id) = self.handles.get(&person.address) {
            return Ok(*id);
        }
        let id = self.handles.len() as i64 + 1;
        let sql = "INSERT INTO handle (id, platform, address) VALUES (?1, 'email', ?2)";
        self.db.prepare_cached(sql)?.execute(params![id, person.address])?;
        self.handles.insert(person.address.clone(), id);
        Ok(id)
    }

    /// Returns the key of a mail by its Message-ID.
    fn shown(&self, id: &str) -> String {
        format!("mail:{:016x}", self.keyed(&format!("id {id}")))
    }

    fn keyed(&self, text: &str) -> i64 {
        let mut hasher = SipHasher24::new_with_key(&self.key);
        hasher.write(text.as_bytes());
        hasher.finish().cast_signed()
    }

    fn quick(&self, text: &str) -> i64 {
        let mut hasher = SipHasher13::new_with_key(&self.key);
        hasher.write(text.as_bytes());
        hasher.finish().cast_signed()
    }
}

fn put_varint(bytes: &mut Vec<u8>, value: i64) {
    let mut rest = value.cast_unsigned();
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}
