//! The log of what the user said.

use super::{Store, handles, revise, row};
use crate::error::{Error, Result};
use comity_core::statement::Fields;
use comity_core::{Anchor, Author, Moment, Said, Statement};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

impl Store {
    /// Adds a statement to the log; it is on disk when this returns.
    ///
    /// What the author said last, said again in the same words of the same moment, is one statement: so a command
    /// whose answer never came can be repeated where its moment is told (`COMITY_NOW`). Said a second later it is
    /// a second statement, which [`Store::undo`] takes back.
    ///
    /// # Errors
    /// Fails with [`Error::NoSuch`] where it takes back a statement that is not there.
    pub fn say(&self, at: Moment, author: &Author, about: &[Anchor], said: Said) -> Result<Statement> {
        let mut told = self.say_all(at, author, [(about.to_vec(), said)])?;
        told.pop().ok_or_else(|| Error::Corrupt("a statement was not kept".into()))
    }

    /// Adds what one command says, all or none of it; `(about, said)` each. As [`Store::say`] otherwise.
    ///
    /// It is taken back together, see [`Store::last_undoable`].
    pub fn say_all(
        &self,
        at: Moment,
        author: &Author,
        all: impl IntoIterator<Item = (Vec<Anchor>, Said)>,
    ) -> Result<Vec<Statement>> {
        let all: Vec<_> = all.into_iter().collect();
        self.say_numbered(at, author, |_| all.clone())
    }

    /// Adds several statements, all or none of them, some of which hold on to the number that the first one gets.
    pub fn say_numbered(
        &self,
        at: Moment,
        author: &Author,
        all: impl Fn(u64) -> Vec<(Vec<Anchor>, Said)>,
    ) -> Result<Vec<Statement>> {
        let tx = self.write()?;
        let first: i64 = tx.query_row("SELECT last_statement + 1 FROM network", [], |row| row.get(0))?;
        let told = all(first.cast_unsigned());
        if let Some(same) = said_before(&tx, at, author, told.len(), all)? {
            return Ok(same);
        }
        let told = told.into_iter().map(|(about, said)| append(&tx, at, author, &about, said));
        let told: Vec<Statement> = told.collect::<Result<_>>()?;
        if let [first, _, ..] = &told[..] {
            let sql = "UPDATE statement SET command = ?1 WHERE member = 1 AND id >= ?1";
            tx.execute(sql, [first.id.cast_signed()])?;
        }
        tx.commit()?;
        Ok(told)
    }

    /// Takes a statement back; taking back an undo does the statement again.
    ///
    /// # Errors
    /// Fails with [`Error::NoSuch`] where there is no such statement, and with [`Error::AlreadyUndone`].
    pub fn undo(&self, id: u64, at: Moment, author: &Author) -> Result<Statement> {
        self.say(at, author, &[], Said::Undo(id))
    }

    /// Returns the whole log, oldest first.
    ///
    /// A statement whose words this release does not know is kept but not shown.
    pub fn statements(&self) -> Result<Vec<Statement>> {
        let tx = self.read()?;
        statements_above(&tx, 0)
    }

    /// Returns one statement.
    pub fn statement(&self, id: u64) -> Result<Option<Statement>> {
        let tx = self.read()?;
        one(&tx, id.cast_signed())
    }

    /// Returns what still stands of the author's last command that was no undo, oldest first.
    pub fn last_undoable(&self, author: &Author) -> Result<Vec<Statement>> {
        let Some(last) = self.last(author, "verb <> 'undo'")? else { return Ok(Vec::new()) };
        let tx = self.read()?;
        let sql = "SELECT command FROM statement WHERE member = 1 AND id = ?1";
        let command: Option<i64> = tx.query_row(sql, [last.id.cast_signed()], |row| row.get(0))?;
        let Some(command) = command else { return Ok(vec![last]) };
        let sql =
            "SELECT id FROM statement WHERE member = 1 AND command = ?1 AND undone_by IS NULL ORDER BY id";
        let mut find = tx.prepare_cached(sql)?;
        let ids: Vec<i64> = find.query_map([command], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().filter_map(|id| one(&tx, id).transpose()).collect()
    }

    /// Returns the first entry of the command that said each of several things.
    pub(super) fn commands(&self) -> Result<FxHashMap<u64, u64>> {
        let tx = self.read()?;
        let sql = "SELECT id, command FROM statement WHERE member = 1 AND command IS NOT NULL";
        let mut find = tx.prepare(sql)?;
        let rows = find.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        rows.map(|row| row.map(|(id, first)| (id.cast_unsigned(), first.cast_unsigned())))
            .collect::<rusqlite::Result<_>>()
            .map_err(Error::from)
    }

    /// Returns the author's last undo, if they said nothing else since; undoing it does the thing again.
    pub fn last_redoable(&self, author: &Author) -> Result<Option<Statement>> {
        let last = self.last(author, "1")?;
        Ok(last.filter(|statement| matches!(statement.said, Said::Undo(_))))
    }

    fn last(&self, author: &Author, which: &str) -> Result<Option<Statement>> {
        let tx = self.read()?;
        let sql = format!(
            "SELECT id FROM statement WHERE member = 1 AND author = ?1 AND undone_by IS NULL AND {which} \
             ORDER BY id DESC LIMIT 1"
        );
        let id = tx.prepare_cached(&sql)?.query_row([&author.0], |row| row.get(0)).optional()?;
        id.map_or(Ok(None), |id| one(&tx, id))
    }
}

/// Returns what the author said last, where it is just this, at the same moment, and all of it stands.
///
/// An undo is never the same: whoever says it twice takes two things back.
fn said_before(
    db: &Connection,
    at: Moment,
    author: &Author,
    count: usize,
    all: impl Fn(u64) -> Vec<(Vec<Anchor>, Said)>,
) -> Result<Option<Vec<Statement>>> {
    let sql = "SELECT id FROM statement WHERE member = 1 AND author = ?1 ORDER BY id DESC LIMIT ?2";
    let mut find = db.prepare_cached(sql)?;
    let ids = find.query_map(params![author.0, count as i64], |row| row.get(0))?;
    let mut ids: Vec<i64> = ids.collect::<rusqlite::Result<_>>()?;
    ids.reverse();
    let (Some(first), true) = (ids.first(), ids.len() == count) else { return Ok(None) };
    let told = all(first.cast_unsigned());
    // Compared as they are stored: what is read back may know less of an offset that nobody told.
    let flat = |said: &Said| (said.verb(), said.fields());
    let mut before = Vec::new();
    for (id, (about, said)) in ids.iter().zip(told) {
        match one(db, *id)? {
            Some(s) if s.stands() && s.at == at && s.about == about && flat(&s.said) == flat(&said) => {
                before.push(s)
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(before).filter(|b| !b.iter().any(|s| matches!(s.said, Said::Undo(_)))))
}

/// Adds one statement inside a writing transaction.
fn append(db: &Connection, at: Moment, author: &Author, about: &[Anchor], said: Said) -> Result<Statement> {
    let id = handles::next(db, "last_statement")?;
    if let Said::Undo(target) = said {
        take_back(db, target.cast_signed(), id)?;
    }
    let sql = "INSERT INTO statement (id, at, author, verb) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![id, row::moment_text(at), author.0, said.verb()])?;
    put_about(db, id, about)?;
    put_fields(db, id, &said.fields())?;
    revise(db)?;
    Ok(Statement {
        id: id.cast_unsigned(),
        at,
        author: author.clone(),
        about: about.to_vec(),
        said,
        undone_by: None,
    })
}

fn put_fields(db: &Connection, statement: i64, fields: &Fields) -> Result<()> {
    let sql = "INSERT INTO statement_field (statement, key, value) VALUES (?1, ?2, ?3)";
    for (key, value) in fields {
        db.prepare_cached(sql)?.execute(params![statement, key, value])?;
    }
    Ok(())
}

/// Marks a statement as undone by another; if it was an undo itself, what it took back stands again.
fn take_back(db: &Connection, target: i64, by: i64) -> Result<()> {
    let sql = "SELECT verb, undone_by FROM statement WHERE member = 1 AND id = ?1";
    let found: Option<(String, Option<i64>)> =
        db.prepare_cached(sql)?.query_row([target], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (mut verb, undone) =
        found.ok_or_else(|| Error::NoSuch { what: "statement", which: target.to_string() })?;
    if undone.is_some() {
        return Err(Error::AlreadyUndone(target.cast_unsigned()));
    }
    mark(db, target, Some(by))?;
    let (mut at, mut stands) = (target, false);
    // Along a chain of undos each link turns the next one over.
    while verb == "undo" {
        let sql = "SELECT CAST(f.value AS INTEGER), s.verb FROM statement_field f \
            JOIN statement s ON s.member = f.member AND s.id = CAST(f.value AS INTEGER) \
            WHERE f.member = 1 AND f.statement = ?1 AND f.key = 'id'";
        let below: Option<(i64, String)> =
            db.prepare_cached(sql)?.query_row([at], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        // One takes back what was said before it; in a damaged log it may lead round in a circle.
        let Some((next, its_verb)) = below.filter(|(next, _)| *next < at) else { break };
        stands = !stands;
        mark(db, next, (!stands).then_some(at))?;
        (at, verb) = (next, its_verb);
    }
    Ok(())
}

fn mark(db: &Connection, id: i64, undone_by: Option<i64>) -> Result<()> {
    let sql = "UPDATE statement SET undone_by = ?2 WHERE member = 1 AND id = ?1";
    db.prepare_cached(sql)?.execute(params![id, undone_by])?;
    Ok(())
}

fn one(db: &Connection, id: i64) -> Result<Option<Statement>> {
    Ok(read(db, "s.id = ?1", id)?.pop())
}

/// Reads the statements with a greater number.
pub(super) fn statements_above(db: &Connection, id: i64) -> Result<Vec<Statement>> {
    read(db, "s.id > ?1", id)
}

fn read(db: &Connection, which: &str, id: i64) -> Result<Vec<Statement>> {
    let mut about = Pieces::of(db, "statement, anchor FROM statement_about", which, id, "n")?;
    let mut fields = Pieces::of(db, "statement, key, value FROM statement_field", which, id, "key")?;
    let sql = format!(
        "SELECT id, at, author, verb, undone_by FROM statement s WHERE member = 1 AND {which} ORDER BY id"
    );
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query([id])?;
    let mut statements = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, at, verb): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let anchors = about.take(id).into_iter();
        let anchors =
            anchors.map(|(text, _)| Anchor::parse(&text).ok_or_else(|| Error::corrupt("anchor", &text)));
        let about = anchors.collect::<Result<Vec<_>>>()?;
        let fields: Fields = fields.take(id).into_iter().collect();
        let Some(said) = Said::read(&verb, &fields) else { continue };
        let undone_by: Option<i64> = row.get(4)?;
        statements.push(Statement {
            id: id.cast_unsigned(),
            at: row::moment_from(&at)?,
            author: Author(row.get(2)?),
            about,
            said,
            undone_by: undone_by.map(i64::cast_unsigned),
        });
    }
    Ok(statements)
}

/// Rows of a side table, taken statement by statement.
struct Pieces(std::iter::Peekable<std::vec::IntoIter<(i64, (String, String))>>);

impl Pieces {
    fn of(db: &Connection, what: &str, which: &str, id: i64, order: &str) -> Result<Self> {
        let which = which.replace("s.id", "statement");
        let sql = format!("SELECT {what} WHERE member = 1 AND {which} ORDER BY statement, {order}");
        let mut find = db.prepare_cached(&sql)?;
        let rows = find.query_map([id], |row| {
            let value = if row.as_ref().column_count() > 2 { row.get(2)? } else { String::new() };
            Ok((row.get(0)?, (row.get(1)?, value)))
        })?;
        let rows: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Self(rows.into_iter().peekable()))
    }

    fn take(&mut self, id: i64) -> Vec<(String, String)> {
        let mut taken = Vec::new();
        while let Some((_, piece)) = self.0.next_if(|(of, _)| *of <= id) {
            taken.push(piece);
        }
        taken
    }
}

/// Puts other anchors and fields in the place of a statement's own; only forgetting may do that.
pub(super) fn rewrite(db: &Connection, id: u64, about: &[Anchor], said: &Said) -> Result<()> {
    let id = id.cast_signed();
    for table in ["statement_about", "statement_field"] {
        db.execute(&format!("DELETE FROM {table} WHERE member = 1 AND statement = ?1"), [id])?;
    }
    put_about(db, id, about)?;
    put_fields(db, id, &said.fields())
}

/// Removes a statement from the log; only forgetting may do that.
pub(super) fn delete(db: &Connection, id: u64) -> Result<()> {
    db.prepare_cached("DELETE FROM statement WHERE member = 1 AND id = ?1")?.execute([id.cast_signed()])?;
    Ok(())
}

fn put_about(db: &Connection, statement: i64, about: &[Anchor]) -> Result<()> {
    let sql = "INSERT INTO statement_about (statement, n, anchor) VALUES (?1, ?2, ?3)";
    for (n, anchor) in (0_i64..).zip(about) {
        db.prepare_cached(sql)?.execute(params![statement, n, anchor.to_string()])?;
    }
    Ok(())
}
