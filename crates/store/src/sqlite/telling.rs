//! One stored row of an interaction, and its words.

use super::handles::Directory;
use super::shapes::{self, Shape};
use super::{MEMBER, export, row};
use crate::error::{Error, Result};
use comity_core::interaction::PartyRole;
use comity_core::{Handle, Interaction, Party, Provenance};
use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The columns of a telling, in the order in which [`Telling::of_row`] reads them.
pub(super) const COLUMNS: &str = "id, source, shadow, key, precision, at, zone, shape, sender, parties, \
    audience, thread, answers, subject, text, minutes, file, place, letters";

/// Everything but the shadows and what an import under way has put down.
pub(super) const VISIBLE: &str =
    "member = 1 AND shadow = 0 AND id <= (SELECT horizon FROM network WHERE member = 1)";

/// One stored row: numbers instead of handles and words.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) id: i64,
    pub(super) source: i64,
    pub(super) shadow: bool,
    pub(super) key: Box<str>,
    precision: i64,
    at: i64,
    zone: Option<i16>,
    shape: i64,
    pub(super) sender: Option<i64>,
    pub(super) parties: Box<[u8]>,
    audience: u32,
    thread: Option<i64>,
    pub(super) answers: Option<Box<str>>,
    subject: Option<i64>,
    text: Option<i64>,
    minutes: Option<u32>,
    pub(super) file: i64,
    place: i64,
    letters: Option<u16>,
}

impl Telling {
    pub(super) fn of_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            source: row.get(1)?,
            shadow: row.get(2)?,
            key: row.get_ref(3)?.as_str().map_err(|_| unread("key"))?.into(),
            precision: row.get(4)?,
            at: row.get(5)?,
            zone: row.get(6)?,
            shape: row.get(7)?,
            sender: row.get(8)?,
            parties: row.get_ref(9)?.as_blob().map_err(|_| unread("parties"))?.into(),
            audience: row.get(10)?,
            thread: row.get(11)?,
            answers: row.get(12)?,
            subject: row.get(13)?,
            text: row.get(14)?,
            minutes: row.get(15)?,
            file: row.get(16)?,
            place: row.get(17)?,
            letters: row.get(18)?,
        })
    }

    /// Returns the row of an interaction whose handles have numbers.
    pub(super) fn of(
        interaction: &Interaction,
        ids: Ids,
        mut number: impl FnMut(&Handle) -> Result<i64>,
    ) -> Result<Self> {
        let (precision, at, zone) = row::moment_columns(interaction.at);
        let sender = interaction.from.as_ref().map(&mut number).transpose()?;
        let parties: Vec<_> =
            interaction.parties.iter().map(|p| Ok((p.role, number(&p.handle)?))).collect::<Result<_>>()?;
        let hash = |h: Option<u64>| h.map(u64::cast_signed);
        Ok(Self {
            id: ids.id,
            source: ids.source,
            shadow: false,
            key: interaction.key.as_str().into(),
            precision,
            at,
            zone,
            shape: ids.shape,
            sender,
            parties: row::pack(parties.into_iter()).into(),
            audience: interaction.audience,
            thread: hash(interaction.thread),
            answers: interaction.answers.as_deref().map(Into::into),
            subject: hash(interaction.subject),
            text: hash(interaction.text),
            minutes: interaction.minutes,
            file: ids.file,
            place: interaction.provenance.place.cast_signed(),
            letters: interaction.letters,
        })
    }

    /// Appends the row to a heap of many, where it takes a third of the memory.
    pub(super) fn pack_into(&self, heap: &mut Vec<u8>) {
        let numbers = [self.id, self.source, i64::from(self.shadow), self.precision, self.at, self.shape];
        let more = [i64::from(self.audience), self.file, self.place];
        for number in numbers.into_iter().chain(more) {
            row::put_varint(heap, number);
        }
        let optional = [
            self.zone.map(|zone| i64::from(zone).cast_unsigned()),
            self.minutes.map(u64::from),
            self.letters.map(u64::from),
            self.sender.map(i64::cast_unsigned),
            self.thread.map(i64::cast_unsigned),
            self.subject.map(i64::cast_unsigned),
            self.text.map(i64::cast_unsigned),
        ];
        for number in optional {
            row::put_varint(heap, i64::from(number.is_some()));
            if let Some(number) = number {
                heap.extend_from_slice(&number.to_le_bytes());
            }
        }
        let texts =
            [Some(self.key.as_bytes()), Some(&*self.parties), self.answers.as_deref().map(str::as_bytes)];
        for text in texts {
            row::put_varint(heap, text.map_or(0, |t| t.len() as i64 + 1));
            heap.extend_from_slice(text.unwrap_or_default());
        }
    }

    /// Reads what [`Telling::pack_into`] appended, from its start.
    pub(super) fn unpack(heap: &[u8]) -> Result<Self> {
        Packed(heap).telling().ok_or_else(|| unread("an end"))
    }

    pub(super) fn insert(&self, db: &Connection) -> Result<()> {
        const SQL: &str = "INSERT OR REPLACE INTO interaction (id, source, shadow, key, precision, at, zone, \
            shape, sender, parties, audience, thread, answers, subject, text, minutes, file, place, letters) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
        db.prepare_cached(SQL)?.execute(params![
            self.id,
            self.source,
            self.shadow,
            self.key,
            self.precision,
            self.at,
            self.zone,
            self.shape,
            self.sender,
            self.parties,
            self.audience,
            self.thread,
            self.answers,
            self.subject,
            self.text,
            self.minutes,
            self.file,
            self.place,
            self.letters,
        ])?;
        Ok(())
    }

    /// Returns the numbers of all handles in it, the sender first; one may come twice.
    pub(super) fn handles(&self) -> impl Iterator<Item = Result<i64>> {
        let parties = row::Unpack(&self.parties).map(|party| party.map(|(_, handle)| handle));
        self.sender.map(Ok).into_iter().chain(parties)
    }

    /// Tells whether a handle is in it.
    pub(super) fn has(&self, handle: i64) -> bool {
        self.handles().any(|h| matches!(h, Ok(h) if h == handle))
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = Result<(PartyRole, i64)>> {
        row::Unpack(&self.parties)
    }

    /// Returns the second by which it is put in order.
    pub(super) fn order(&self) -> Result<i64> {
        Ok(row::moment_of(self.precision, self.at, self.zone)?.order())
    }

    /// Compares what two rows tell, leaving out where they stand and who told it.
    ///
    /// Greater is fuller; of two as full, the one with fewer mere names in the place of addresses. Equal is
    /// the same in every word: ties are broken by content, so that the order in which sources are imported
    /// never shows. Both must have handle numbers of one network.
    pub(super) fn fullness<'a>(
        &'a self,
        other: &'a Self,
        mut text: impl FnMut(&Self) -> Result<String>,
    ) -> Result<std::cmp::Ordering> {
        let told = |t: &Self| {
            let some = [t.sender.is_some(), t.answers.is_some(), t.thread.is_some(), t.subject.is_some()];
            let count = some.into_iter().filter(|s| *s).count();
            (
                t.precision == 0,
                // Their number, not their bytes, whose length tells which handle was met first.
                t.parties().count(),
                count,
                t.text.is_some(),
                t.minutes.is_some(),
                t.zone.is_some(),
                t.letters.is_some(),
            )
        };
        let all = |t: &'a Self| {
            (
                (t.precision, t.at, t.zone, t.shape, t.sender, &t.parties, t.audience),
                (t.thread, &t.answers, t.subject, t.text, t.minutes, t.letters),
            )
        };
        if all(self) == all(other) {
            return Ok(std::cmp::Ordering::Equal);
        }
        let by_size = told(self).cmp(&told(other));
        if by_size.is_ne() {
            return Ok(by_size);
        }
        let (this, that) = (text(self)?, text(other)?);
        // The key may hold one as well; it is the same in both.
        let names = |line: &str| line.matches(":~").count();
        Ok(names(&that).cmp(&names(&this)).then_with(|| this.cmp(&that)))
    }
}

/// A row in a heap, from where reading has come to.
struct Packed<'a>(&'a [u8]);

impl Packed<'_> {
    fn number(&mut self) -> Option<i64> {
        row::take_varint(&mut self.0)
    }

    fn optional(&mut self) -> Option<Option<i64>> {
        if self.number()? == 0 {
            return Some(None);
        }
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(Some(i64::from_le_bytes(*bytes)))
    }

    fn text(&mut self) -> Option<Option<Box<[u8]>>> {
        let Some(length) = self.number()?.checked_sub(1).filter(|length| *length >= 0) else {
            return Some(None);
        };
        let (text, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(Some(text.into()))
    }

    fn telling(&mut self) -> Option<Telling> {
        let text = |bytes: Box<[u8]>| String::from_utf8(bytes.into()).ok().map(String::into_boxed_str);
        Some(Telling {
            id: self.number()?,
            source: self.number()?,
            shadow: self.number()? != 0,
            precision: self.number()?,
            at: self.number()?,
            shape: self.number()?,
            audience: u32::try_from(self.number()?).ok()?,
            file: self.number()?,
            place: self.number()?,
            zone: self.optional()?.map(i16::try_from).transpose().ok()?,
            minutes: self.optional()?.map(u32::try_from).transpose().ok()?,
            letters: self.optional()?.map(u16::try_from).transpose().ok()?,
            sender: self.optional()?,
            thread: self.optional()?,
            subject: self.optional()?,
            text: self.optional()?,
            key: text(self.text()??)?,
            parties: self.text()??,
            answers: match self.text()? {
                Some(bytes) => Some(text(bytes)?),
                None => None,
            },
        })
    }
}

fn unread(what: &str) -> Error {
    Error::Corrupt(format!("an interaction without {what}"))
}

/// The numbers that a new row gets.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    pub(super) id: i64,
    pub(super) source: i64,
    pub(super) shape: i64,
    pub(super) file: i64,
}

/// Turns rows into interactions.
pub(super) struct Reader<'a> {
    db: &'a Connection,
    shapes: FxHashMap<i64, Shape>,
    /// Names of files by source and number, as far as they were asked for.
    files: RefCell<FxHashMap<(i64, i64), String>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(db: &'a Connection) -> Result<Self> {
        Ok(Self { db, shapes: shapes::all(db)?, files: RefCell::default() })
    }

    /// Returns the name of a file; empty where it was taken away or is not yet in sight.
    fn file(&self, source: i64, file: i64) -> Result<String> {
        if let Some(name) = self.files.borrow().get(&(source, file)) {
            return Ok(name.clone());
        }
        let sql = "SELECT name FROM file WHERE member = 1 AND source = ?1 AND id = ?2";
        let mut find = self.db.prepare_cached(sql)?;
        let name: String = find.query_row([source, file], |row| row.get(0)).optional()?.unwrap_or_default();
        self.files.borrow_mut().insert((source, file), name.clone());
        Ok(name)
    }

    pub(super) fn interaction(&self, row: Telling, handles: &mut Directory) -> Result<Interaction> {
        let shape =
            self.shapes.get(&row.shape).ok_or_else(|| Error::Corrupt(format!("shape {}", row.shape)))?;
        let parties = row::Unpack(&row.parties).map(|party| {
            let (role, handle) = party?;
            Ok(Party { handle: handles.handle(self.db, handle)?, role })
        });
        let parties = parties.collect::<Result<_>>()?;
        let hash = |h: Option<i64>| h.map(i64::cast_unsigned);
        Ok(Interaction {
            key: row.key.into(),
            at: row::moment_of(row.precision, row.at, row.zone)?,
            act: shape.act,
            platform: shape.platform,
            medium: shape.medium,
            from: row.sender.map(|h| handles.handle(self.db, h)).transpose()?,
            parties,
            automation: shape.automation,
            audience: row.audience,
            thread: hash(row.thread),
            answers: row.answers.map(Into::into),
            subject: hash(row.subject),
            letters: row.letters,
            mark: shape.mark,
            text: hash(row.text),
            note: shape.note,
            sent: shape.sent,
            minutes: row.minutes,
            venue: shape.venue,
            provenance: Provenance {
                file: self.file(row.source, row.file)?,
                place: row.place.cast_unsigned(),
            },
        })
    }
}

/// Reads one row.
pub(super) fn telling(db: &Connection, id: i64) -> Result<Option<Telling>> {
    let sql = format!("SELECT {COLUMNS} FROM interaction WHERE member = ?1 AND id = ?2");
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query([MEMBER, id])?;
    rows.next()?.map(Telling::of_row).transpose()
}

/// Returns the content of a row as one line, to break ties between tellings.
pub(super) fn line_of(db: &Connection, row: &Telling, directory: &mut Directory) -> Result<String> {
    Ok(export::line(&Reader::new(db)?.interaction(row.clone(), directory)?))
}
