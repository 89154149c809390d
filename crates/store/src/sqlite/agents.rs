//! What agents asked, and the leave that they were given.

use super::Store;
use crate::error::{Error, Result};
use crate::person::PersonId;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// One call of an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Seconds since 1970.
    pub at: i64,
    pub agent: String,
    pub tool: String,
    pub person: Option<PersonId>,
    pub platform: Option<String>,
    pub purpose: Option<String>,
    pub answer: String,
    pub decision: Option<String>,
}

/// Leave to record one approach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    pub id: String,
    pub agent: String,
    pub person: PersonId,
    /// The door, as the interface writes it.
    pub via: String,
    pub purpose: String,
    pub topic: Option<String>,
    /// A hash of the text; zero for none.
    pub draft: i64,
    /// A hash of what was known of the person.
    pub standing: i64,
    /// Seconds since 1970.
    pub at: i64,
    pub state: LeaveState,
}

/// What became of a leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveState {
    /// Given: it was Welcome.
    Welcome,
    /// Not given: the user has to allow it.
    Asks,
    /// The user allowed it.
    Allowed,
    /// Used: the approach is recorded.
    Sent,
    /// Used up: what came of it is recorded as well.
    Told,
}

const STATES: [(LeaveState, &str); 5] = [
    (LeaveState::Welcome, "welcome"),
    (LeaveState::Asks, "asks"),
    (LeaveState::Allowed, "allowed"),
    (LeaveState::Sent, "sent"),
    (LeaveState::Told, "told"),
];

impl LeaveState {
    /// Returns the word of the store and the interface.
    pub fn word(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    fn read(word: &str) -> Result<Self> {
        let found = STATES.iter().find(|(_, known)| *known == word);
        found.map(|(state, _)| *state).ok_or_else(|| Error::corrupt("state of a leave", word))
    }
}

impl Store {
    /// Notes a call.
    pub fn note_call(&self, call: &Call) -> Result<()> {
        let tx = self.write()?;
        let sql = "INSERT INTO agent_call (id, at, agent, tool, person, platform, purpose, answer, decision) \
            SELECT coalesce(max(id), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM agent_call WHERE member = 1";
        tx.execute(
            sql,
            params![
                call.at,
                call.agent,
                call.tool,
                call.person.map(|id| id.0),
                call.platform,
                call.purpose,
                call.answer,
                call.decision
            ],
        )?;
        tx.commit()
    }

    /// Returns the last calls, newest first.
    pub fn calls(&self, most: usize) -> Result<Vec<Call>> {
        let sql = "SELECT at, agent, tool, person, platform, purpose, answer, decision FROM agent_call \
            WHERE member = 1 ORDER BY id DESC LIMIT ?1";
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            Ok(Call {
                at: row.get(0)?,
                agent: row.get(1)?,
                tool: row.get(2)?,
                person: row.get::<_, Option<u32>>(3)?.map(PersonId),
                platform: row.get(4)?,
                purpose: row.get(5)?,
                answer: row.get(6)?,
                decision: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a leave, and lets go of all that are older than a moment and not waited for.
    pub fn keep_leave(&self, leave: &Leave, older: i64) -> Result<()> {
        let tx = self.write()?;
        tx.execute("DELETE FROM agent_decision WHERE member = 1 AND at < ?1", [older])?;
        let sql = "INSERT INTO agent_decision (id, agent, person, via, purpose, draft, standing, at, state, \
            topic) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let l = leave;
        tx.execute(
            sql,
            params![
                l.id,
                l.agent,
                l.person.0,
                l.via,
                l.purpose,
                l.draft,
                l.standing,
                l.at,
                l.state.word(),
                l.topic
            ],
        )?;
        tx.commit()
    }

    /// Returns a leave.
    pub fn leave(&self, id: &str) -> Result<Option<Leave>> {
        one(&self.db, id)
    }

    /// Moves a leave from one state to another; `false` where it was in another, so that nothing is used twice.
    pub fn turn_leave(&self, id: &str, from: LeaveState, to: LeaveState) -> Result<bool> {
        let tx = self.write()?;
        let sql = "UPDATE agent_decision SET state = ?3 WHERE member = 1 AND id = ?1 AND state = ?2";
        let turned = tx.execute(sql, params![id, from.word(), to.word()])?;
        tx.commit()?;
        Ok(turned == 1)
    }
}

fn one(db: &Connection, id: &str) -> Result<Option<Leave>> {
    let sql = "SELECT id, agent, person, via, purpose, draft, standing, at, state, topic FROM agent_decision \
        WHERE member = 1 AND id = ?1";
    let read = |row: &Row<'_>| {
        Ok((
            Leave {
                id: row.get(0)?,
                agent: row.get(1)?,
                person: PersonId(row.get(2)?),
                via: row.get(3)?,
                purpose: row.get(4)?,
                topic: row.get(9)?,
                draft: row.get(5)?,
                standing: row.get(6)?,
                at: row.get(7)?,
                state: LeaveState::Asks,
            },
            row.get::<_, String>(8)?,
        ))
    };
    let found = db.prepare_cached(sql)?.query_row([id], read).optional()?;
    found.map(|(leave, state)| Ok(Leave { state: LeaveState::read(&state)?, ..leave })).transpose()
}

/// Takes away all that agents asked about some persons, by each number that they ever had, and every leave, which holds
/// addresses.
pub(super) fn forget(db: &Connection, persons: &[i64]) -> Result<()> {
    let sql = "DELETE FROM agent_call WHERE member = 1 AND (person = ?1 OR person IN \
        (SELECT id FROM person_former WHERE member = 1 AND now = ?1))";
    let mut drop = db.prepare_cached(sql)?;
    for person in persons {
        drop.execute([person])?;
    }
    drop_leaves(db)
}

/// Takes away what agents asked about people of whom nothing is left.
pub(super) fn drop_orphans(db: &Connection) -> Result<()> {
    let sql = "DELETE FROM agent_call WHERE member = 1 AND person IS NOT NULL \
        AND person NOT IN (SELECT id FROM person WHERE member = 1) \
        AND person NOT IN (SELECT id FROM person_former WHERE member = 1)";
    db.execute(sql, [])?;
    Ok(())
}

/// Takes away every leave: they are asked for again.
pub(super) fn drop_leaves(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM agent_decision", [])?;
    Ok(())
}
