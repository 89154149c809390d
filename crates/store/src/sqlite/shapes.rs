//! The words that many interactions share, kept once and named by a number.

use crate::error::{Error, Result};
use comity_core::interaction::{Act, Automation, SubjectMark};
use comity_core::{Interaction, Medium, Platform, Venue};
use rusqlite::{Connection, Row, params};
use rustc_hash::FxHashMap;

/// The words that many interactions share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub(super) act: Act,
    pub(super) platform: Platform,
    pub(super) medium: Medium,
    pub(super) automation: Automation,
    pub(super) mark: SubjectMark,
    pub(super) venue: Option<Venue>,
    pub(super) note: bool,
    pub(super) sent: bool,
}

impl Shape {
    pub(super) const fn of(interaction: &Interaction) -> Self {
        let Interaction { act, platform, medium, automation, mark, venue, note, sent, .. } = *interaction;
        Self { act, platform, medium, automation, mark, venue, note, sent }
    }
}

/// Reads all shapes.
pub(super) fn all(db: &Connection) -> Result<FxHashMap<i64, Shape>> {
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
pub(super) fn add(db: &Connection, id: i64, shape: &Shape) -> Result<()> {
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
