//! Reading and writing single interactions.

use super::handles::{self, Directory};
use super::row::{self, Shape};
use super::{MEMBER, Store, export};
use crate::error::{Error, Result};
use comity_core::interaction::{Act, Automation, PartyRole, SubjectMark};
use comity_core::{Handle, Interaction, Medium, Party, Platform, Provenance, Venue};
use rusqlite::{Connection, Row, params};
use rustc_hash::FxHashMap;

/// The columns of a telling, in the order in which [`Telling::of_row`] reads them.
pub(super) const COLUMNS: &str = "id, source, shadow, key, precision, at, zone, shape, sender, parties, \
    audience, thread, answers, subject, text, minutes, file, place";

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
        })
    }

    pub(super) fn insert(&self, db: &Connection) -> Result<()> {
        const SQL: &str = "INSERT OR REPLACE INTO interaction (id, source, shadow, key, precision, at, zone, \
            shape, sender, parties, audience, thread, answers, subject, text, minutes, file, place) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
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
    /// Greater is fuller. Equal is the same in every word: ties are broken by content, so that the order
    /// in which sources are imported never shows. Both must have handle numbers of one network.
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
                t.parties.len(),
                count,
                t.text.is_some(),
                t.minutes.is_some(),
                t.zone.is_some(),
            )
        };
        let all = |t: &'a Self| {
            (
                (t.precision, t.at, t.zone, t.shape, t.sender, &t.parties, t.audience),
                (t.thread, &t.answers, t.subject, t.text, t.minutes),
            )
        };
        if all(self) == all(other) {
            return Ok(std::cmp::Ordering::Equal);
        }
        let by_size = told(self).cmp(&told(other));
        Ok(if by_size.is_eq() { text(self)?.cmp(&text(other)?) } else { by_size })
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

/// Reads all shapes.
pub(super) fn shapes(db: &Connection) -> Result<FxHashMap<i64, Shape>> {
    let sql =
        "SELECT id, act, platform, medium, automation, mark, venue, note, sent FROM shape WHERE member = 1";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([])?;
    let mut shapes = FxHashMap::default();
    while let Some(row) = rows.next()? {
        shapes.insert(row.get(0)?, shape_of(row)?);
    }
    Ok(shapes)
}

fn shape_of(row: &Row<'_>) -> Result<Shape> {
    fn word<T>(row: &Row<'_>, column: usize, what: &str, parse: fn(&str) -> Option<T>) -> Result<T> {
        let word: String = row.get(column)?;
        parse(&word).ok_or_else(|| Error::corrupt(what, &word))
    }
    let venue: String = row.get(6)?;
    Ok(Shape {
        act: word(row, 1, "act", Act::parse)?,
        platform: word(row, 2, "platform", Platform::parse)?,
        medium: word(row, 3, "medium", Medium::parse)?,
        automation: word(row, 4, "automation", Automation::parse)?,
        mark: word(row, 5, "mark", SubjectMark::parse)?,
        venue: if venue.is_empty() { None } else { Some(word(row, 6, "venue", Venue::parse)?) },
        note: row.get(7)?,
        sent: row.get(8)?,
    })
}

/// Stores a shape under a number.
pub(super) fn add_shape(db: &Connection, id: i64, shape: &Shape) -> Result<()> {
    let sql = "INSERT INTO shape (id, act, platform, medium, automation, mark, venue, note, sent) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    db.prepare_cached(sql)?.execute(params![
        id,
        shape.act.word(),
        shape.platform.word(),
        shape.medium.word(),
        shape.automation.word(),
        shape.mark.word(),
        shape.venue.map_or("", Venue::word),
        shape.note,
        shape.sent,
    ])?;
    Ok(())
}

/// Turns rows into interactions.
pub(super) struct Reader<'a> {
    db: &'a Connection,
    shapes: FxHashMap<i64, Shape>,
    files: FxHashMap<(i64, i64), String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(db: &'a Connection) -> Result<Self> {
        let mut files = FxHashMap::default();
        let mut find = db.prepare_cached("SELECT source, id, name FROM file WHERE member = 1")?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            files.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        Ok(Self { db, shapes: shapes(db)?, files })
    }

    pub(super) fn interaction(&self, row: &Telling, handles: &mut Directory) -> Result<Interaction> {
        let shape =
            self.shapes.get(&row.shape).ok_or_else(|| Error::Corrupt(format!("shape {}", row.shape)))?;
        let parties = row.parties().map(|party| {
            let (role, handle) = party?;
            Ok(Party { handle: handles.handle(self.db, handle)?, role })
        });
        let parties = parties.collect::<Result<_>>()?;
        let hash = |h: Option<i64>| h.map(i64::cast_unsigned);
        Ok(Interaction {
            key: row.key.to_string(),
            at: row::moment_of(row.precision, row.at, row.zone)?,
            act: shape.act,
            platform: shape.platform,
            medium: shape.medium,
            from: row.sender.map(|h| handles.handle(self.db, h)).transpose()?,
            parties,
            automation: shape.automation,
            audience: row.audience,
            thread: hash(row.thread),
            answers: row.answers.as_deref().map(str::to_owned),
            subject: hash(row.subject),
            mark: shape.mark,
            text: hash(row.text),
            note: shape.note,
            sent: shape.sent,
            minutes: row.minutes,
            venue: shape.venue,
            provenance: Provenance {
                file: self.files.get(&(row.source, row.file)).cloned().unwrap_or_default(),
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

impl Store {
    /// Returns all that happened with any of the handles, in order of time.
    pub fn interactions_of(&self, handles: &[Handle]) -> Result<Vec<Interaction>> {
        let tx = self.read()?;
        let horizon: i64 = tx.query_row("SELECT horizon FROM network", [], |row| row.get(0))?;
        let mut ids: Vec<(i64, i64)> = Vec::new();
        for handle in handles {
            let Some(handle) = handles::find(&tx, handle)? else { continue };
            let sql = "SELECT interaction FROM touch WHERE member = 1 AND handle = ?1 AND interaction <= ?2";
            let mut find = tx.prepare_cached(sql)?;
            for id in find.query_map([handle, horizon], |row| row.get(0))? {
                ids.push((id?, handle));
            }
        }
        ids.sort_unstable();
        let mut rows: Vec<Telling> = Vec::new();
        for (id, handle) in ids {
            if rows.last().is_some_and(|row| row.id == id) {
                continue;
            }
            // A telling that was replaced during its import may have left a touch behind.
            rows.extend(telling(&tx, id)?.filter(|row| !row.shadow && row.has(handle)));
        }
        let reader = Reader::new(&tx)?;
        let mut directory = self.handles.borrow_mut();
        let mut told: Vec<_> =
            rows.iter().map(|row| reader.interaction(row, &mut directory)).collect::<Result<_>>()?;
        in_order(&mut told);
        Ok(told)
    }

    /// Shows every interaction, in order of time; stops with the first error of `show`.
    ///
    /// # Errors
    /// Fails as `show` does.
    pub fn interactions<E: From<Error>>(
        &self,
        mut show: impl FnMut(&Interaction) -> Result<(), E>,
    ) -> Result<(), E> {
        let order = self.time_order()?;
        let tx = self.read()?;
        let reader = Reader::new(&tx)?;
        // Taken out while `show` runs, which may ask the store for something else.
        let mut directory = self.handles.take();
        directory.load(&tx)?;
        for (_, id) in order {
            if let Some(row) = telling(&tx, id)? {
                show(&reader.interaction(&row, &mut directory)?)?;
            }
        }
        self.handles.replace(directory);
        Ok(())
    }

    /// Returns when each visible interaction happened and its number, in order of time.
    fn time_order(&self) -> Result<Vec<(i64, i64)>> {
        let sql = format!("SELECT id, precision, at FROM interaction WHERE {VISIBLE}");
        let mut find = self.db.prepare_cached(&sql)?;
        let mut rows = find.query([])?;
        let mut order = Vec::new();
        while let Some(row) = rows.next()? {
            order.push((row::moment_of(row.get(1)?, row.get(2)?, None)?.order(), row.get(0)?));
        }
        order.sort_unstable();
        Ok(order)
    }
}

/// Takes a telling out of the shadow, where no other of its key stands in the light; of several the fullest.
pub(super) fn bring_to_light(db: &Connection, id: i64, store: &Store) -> Result<()> {
    let Some(row) = telling(db, id)? else { return Ok(()) };
    let sql = "SELECT interaction FROM interaction_key WHERE member = 1 AND hash = ?1 ORDER BY interaction";
    let ids: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([handles::key_hash(store.key, &row.key)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut best: Option<Telling> = None;
    let mut directory = Directory::default();
    for id in ids {
        let Some(other) = telling(db, id)?.filter(|other| other.key == row.key) else { continue };
        if !other.shadow {
            return Ok(());
        }
        let fuller = match &best {
            Some(best) => other.fullness(best, |t| line_of(db, t, &mut directory))?.is_gt(),
            None => true,
        };
        if fuller {
            best = Some(other);
        }
    }
    if let Some(best) = best {
        let sql = "UPDATE interaction SET shadow = 0 WHERE member = 1 AND id = ?1";
        db.prepare_cached(sql)?.execute([best.id])?;
    }
    Ok(())
}

/// Returns the content of a row as one line, to break ties between tellings.
pub(super) fn line_of(db: &Connection, row: &Telling, directory: &mut Directory) -> Result<String> {
    Ok(export::line(&Reader::new(db)?.interaction(row, directory)?))
}

/// Puts interactions in order of time, those of one moment by key.
pub(super) fn in_order(interactions: &mut [Interaction]) {
    interactions.sort_by(|a, b| a.at.order().cmp(&b.at.order()).then_with(|| a.key.cmp(&b.key)));
}
