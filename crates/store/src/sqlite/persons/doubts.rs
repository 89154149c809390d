//! Whether two halves are one person, where that is not sure.

use super::super::Store;
use crate::error::{Error, Result};
use crate::person::{Doubt, PersonId};
use comity_core::Anchor;
use rusqlite::{Connection, params};

/// Puts these doubts in the place of those that stood with a person.
pub(super) fn put(db: &Connection, id: u32, doubts: &[Doubt]) -> Result<()> {
    db.prepare_cached("DELETE FROM person_doubt WHERE member = 1 AND person = ?1")?.execute([id])?;
    let sql = "INSERT INTO person_doubt (person, n, a, b, because, hundredths, joined) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    for (n, doubt) in (0_i64..).zip(doubts) {
        let (a, b) = (lines(&doubt.a), lines(&doubt.b));
        db.prepare_cached(sql)?.execute(params![
            id,
            n,
            a,
            b,
            doubt.because,
            doubt.hundredths,
            doubt.joined
        ])?;
    }
    Ok(())
}

/// Returns anchors as lines; one that has a line break in it cannot be told apart from two and is left out.
fn lines(anchors: &[Anchor]) -> String {
    let lines = anchors.iter().map(ToString::to_string).filter(|line| !line.contains(['\n', '\r']));
    lines.collect::<Vec<_>>().join("\n")
}

impl Store {
    /// Returns all doubts on who is who, each with the person whose the first half is.
    pub fn doubts(&self) -> Result<Vec<(PersonId, Doubt)>> {
        let sql = "SELECT person, a, b, because, hundredths, joined FROM person_doubt WHERE member = 1 \
            ORDER BY person, n";
        let anchor = |line: &str| Anchor::parse(line).ok_or_else(|| Error::corrupt("anchor", line));
        let anchors = |text: String| text.lines().map(anchor).collect::<Result<Vec<_>>>();
        let mut find = self.db.prepare_cached(sql)?;
        let mut rows = find.query([])?;
        let mut doubts = Vec::new();
        while let Some(row) = rows.next()? {
            let (a, b) = (anchors(row.get(1)?)?, anchors(row.get(2)?)?);
            let (because, hundredths, joined) = (row.get(3)?, row.get(4)?, row.get(5)?);
            if !a.is_empty() && !b.is_empty() {
                doubts.push((PersonId(row.get(0)?), Doubt { a, b, because, hundredths, joined }));
            }
        }
        Ok(doubts)
    }
}
