//! Forgetting someone: everything of them goes, and an import does not bring them back.

use super::telling::{self, Telling};
use super::{Store, agents, handles, records, row, statements, sweep, touches};
use crate::error::Result;
use crate::person::Forgotten;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Handle, Interaction, Record, Said, Via};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashSet;

/// What must not come back, as keyed hashes.
pub(super) struct Hidden {
    key: [u8; 16],
    seals: FxHashSet<[u8; 16]>,
}

impl Hidden {
    pub(super) fn read(db: &Connection, key: [u8; 16]) -> Result<Self> {
        let mut find = db.prepare_cached("SELECT hash FROM forgotten WHERE member = 1")?;
        let seals = find.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(Self { key, seals })
    }

    fn hides(&self, kind: char, text: &str) -> bool {
        self.seals.contains(&handles::seal(self.key, &format!("{kind}{text}")))
    }

    fn hides_handle(&self, handle: &Handle) -> bool {
        self.hides(OWN, &handle.to_string()) || self.hides(SHARED, &handle.to_string())
    }

    /// Returns a record without what is forgotten; `None` where it tells of someone forgotten.
    pub(super) fn record(&self, mut record: Record) -> Option<Record> {
        if self.seals.is_empty() {
            return Some(record);
        }
        let own = |h: &Handle| self.hides(OWN, &h.to_string());
        if self.hides(RECORD, &record.key) || record.handles.iter().any(|h| own(&h.handle)) {
            return None;
        }
        record.handles.retain(|h| !self.hides_handle(&h.handle));
        Some(record)
    }

    /// Returns an interaction without who is forgotten; `None` where nothing is left of it.
    pub(super) fn interaction(&self, mut interaction: Interaction) -> Option<Interaction> {
        if self.seals.is_empty() {
            return Some(interaction);
        }
        let sender = interaction.from.clone();
        if self.hides(INTERACTION, &interaction.key) || sender.as_ref().is_some_and(|h| self.hides_handle(h))
        {
            return None;
        }
        let before = interaction.parties.len();
        interaction.parties.retain(|p| !self.hides_handle(&p.handle));
        if interaction.answers.as_ref().is_some_and(|key| self.hides(INTERACTION, key)) {
            interaction.answers = None;
        }
        let alone = interaction.parties.iter().all(|p| Some(&p.handle) == sender.as_ref());
        (before == interaction.parties.len() || !alone).then_some(interaction)
    }
}

// What a seal stands for: a handle of the forgotten alone, one that others use as well, a record, an interaction.
const OWN: char = '@';
const SHARED: char = '&';
const RECORD: char = '#';
const INTERACTION: char = '=';

impl Store {
    /// Removes someone for good: records, interactions, statements, and what was derived from them.
    ///
    /// Give all their handles and records. From what happened with others as well, only they are taken. What
    /// stays is a keyed hash of each handle, record and interaction, so that an import does not bring them back;
    /// a new record with a handle that was theirs alone is theirs, too.
    ///
    /// # Errors
    /// Fails with [`Error::Busy`](crate::Error::Busy) while an import runs.
    pub fn forget(&self, anchors: &[Anchor]) -> Result<Forgotten> {
        let _lock = self.exclusive()?;
        sweep::clear_abandoned(self)?;
        let tx = self.write()?;
        let files = FxHashSet::default();
        let mut task = Task { db: &tx, key: self.key, anchors, files, done: Forgotten::default() };
        task.records()?;
        let numbers = task.handles()?;
        task.interactions(&numbers)?;
        task.statements()?;
        task.derived(&numbers)?;
        task.handle_rows(&numbers)?;
        task.silent_files()?;
        let mut done = task.done;
        touches::clear_gone(&tx)?;
        sweep::clear_orphans(&tx)?;
        sweep::note_removal(&tx)?;
        tx.commit()?;
        self.handles.borrow_mut().clear();
        done.swept = self.sweep()?;
        Ok(done)
    }
}

struct Task<'a> {
    db: &'a Connection,
    key: [u8; 16],
    anchors: &'a [Anchor],
    /// The files, by source, that told of the forgotten.
    files: FxHashSet<(i64, i64)>,
    done: Forgotten,
}

impl Task<'_> {
    fn seal(&self, kind: char, text: &str) -> Result<()> {
        let hash = handles::seal(self.key, &format!("{kind}{text}"));
        self.db.prepare_cached("INSERT OR IGNORE INTO forgotten (hash) VALUES (?1)")?.execute([hash])?;
        Ok(())
    }

    fn told_handles(&self) -> impl Iterator<Item = &Handle> {
        self.anchors.iter().filter_map(|a| if let Anchor::Handle(handle) = a { Some(handle) } else { None })
    }

    fn records(&mut self) -> Result<()> {
        for anchor in self.anchors {
            let Anchor::Record(key) = anchor else { continue };
            self.seal(RECORD, key)?;
            let sql = "SELECT id, source, file FROM record WHERE member = 1 \
                AND source IN (SELECT id FROM source WHERE member = 1) AND key = ?1";
            let rows: Vec<(i64, i64, i64)> = self
                .db
                .prepare_cached(sql)?
                .query_map([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (id, source, file) in rows {
                records::delete(self.db, id)?;
                self.files.insert((source, file));
                let sql = "UPDATE source SET records = records - 1 WHERE member = 1 AND id = ?1";
                self.db.prepare_cached(sql)?.execute([source])?;
                self.done.records += 1;
            }
        }
        Ok(())
    }

    /// Seals the handles and takes them out of others' records; returns the numbers of those known.
    fn handles(&mut self) -> Result<Vec<i64>> {
        let mut numbers = Vec::new();
        for handle in self.told_handles() {
            let number = handles::find(self.db, handle)?;
            let shared = match number {
                Some(number) => {
                    let sql = "DELETE FROM record_handle WHERE member = 1 AND handle = ?1";
                    self.db.prepare_cached(sql)?.execute([number])? > 0
                }
                None => false,
            };
            self.seal(if shared { SHARED } else { OWN }, &handle.to_string())?;
            numbers.extend(number);
        }
        self.done.handles = numbers.len() as u64;
        Ok(numbers)
    }

    fn interactions(&mut self, gone: &[i64]) -> Result<()> {
        let mut ids = Vec::new();
        for handle in gone {
            ids.extend(touches::of_handle(self.db, *handle, i64::MAX)?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut keys = FxHashSet::default();
        for id in ids {
            let Some(row) = telling::telling(self.db, id)? else { continue };
            if self.interaction(&row, gone)? {
                keys.insert(row.key);
            }
        }
        self.answers(&keys)
    }

    /// Removes one interaction, or the forgotten from it; tells whether it is gone.
    fn interaction(&mut self, row: &Telling, gone: &[i64]) -> Result<bool> {
        let parties = row.parties().collect::<Result<Vec<_>>>()?;
        let left: Vec<_> = parties.iter().copied().filter(|(_, handle)| !gone.contains(handle)).collect();
        let by_them = row.sender.is_some_and(|sender| gone.contains(&sender));
        if by_them || left.iter().all(|(_, handle)| Some(*handle) == row.sender) {
            self.seal(INTERACTION, &row.key)?;
            sweep::delete_interaction(self.db, row.id, self.key)?;
            self.files.insert((row.source, row.file));
            let sql = "UPDATE source SET interactions = interactions - 1 WHERE member = 1 AND id = ?1";
            self.db.prepare_cached(sql)?.execute([row.source])?;
            self.done.interactions += u64::from(!row.shadow);
            return Ok(true);
        }
        let sql = "UPDATE interaction SET parties = ?2 WHERE member = 1 AND id = ?1";
        self.db.prepare_cached(sql)?.execute(params![row.id, row::pack(left.into_iter())])?;
        self.done.left += u64::from(!row.shadow);
        Ok(false)
    }

    /// Takes the keys of what is gone out of what answered it.
    fn answers(&self, keys: &FxHashSet<Box<str>>) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let mut find = self
            .db
            .prepare("SELECT id, answers FROM interaction WHERE member = 1 AND answers IS NOT NULL")?;
        let mut rows = find.query([])?;
        let mut ids: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            if row.get_ref(1)?.as_str().is_ok_and(|key| keys.contains(key)) {
                ids.push(row.get(0)?);
            }
        }
        for id in ids {
            let sql = "UPDATE interaction SET answers = NULL WHERE member = 1 AND id = ?1";
            self.db.prepare_cached(sql)?.execute([id])?;
        }
        Ok(())
    }

    fn statements(&mut self) -> Result<()> {
        let mut gone: FxHashSet<u64> = FxHashSet::default();
        for statement in statements::statements_above(self.db, 0)? {
            let about = self.without(&statement.about);
            let is_add = matches!(statement.said, Said::Add { .. });
            let added = is_add && self.anchors.contains(&Anchor::Record(added_key(statement.id)));
            let left = if added || (about.is_empty() && !statement.about.is_empty()) {
                None
            } else {
                self.said(&statement.said)
            };
            let undoes_gone = matches!(statement.said, Said::Undo(id) if gone.contains(&id));
            match left {
                Some(said) if !undoes_gone => {
                    if said != statement.said || about.len() != statement.about.len() {
                        statements::rewrite(self.db, statement.id, &about, &said)?;
                    }
                }
                _ => {
                    gone.insert(statement.id);
                    statements::delete(self.db, statement.id)?;
                }
            }
        }
        self.done.statements = gone.len() as u64;
        Ok(())
    }

    fn without(&self, anchors: &[Anchor]) -> Vec<Anchor> {
        anchors.iter().filter(|a| !self.anchors.contains(a)).cloned().collect()
    }

    fn has(&self, handle: &Handle) -> bool {
        self.told_handles().any(|h| h == handle)
    }

    /// Returns what remains of a statement about others; `None` where it says nothing without the forgotten.
    fn said(&self, said: &Said) -> Option<Said> {
        use comity_core::statement::Me;
        let via = |via: &Via| matches!(via, Via::Handle(handle) if self.has(handle));
        let about_them = match said {
            Said::Add { handles, .. } => handles.iter().any(|h| self.has(h)),
            Said::Same(anchors) | Said::Apart(anchors) => self.without(anchors).is_empty(),
            Said::Shared(handle) | Said::HandleSphere { handle, .. } => self.has(handle),
            Said::Wish(wish) => via(wish),
            Said::Me(Me::Mine { handle, .. } | Me::NotMine(handle)) => self.has(handle),
            Said::Log(logged) => via(&logged.via),
            _ => false,
        };
        if about_them {
            return None;
        }
        Some(match said {
            Said::Same(anchors) => Said::Same(self.without(anchors)),
            Said::Apart(anchors) => Said::Apart(self.without(anchors)),
            Said::Log(logged) if logged.redirect.as_ref().is_some_and(via) => {
                let mut logged = logged.clone();
                logged.redirect = None;
                Said::Log(logged)
            }
            other => other.clone(),
        })
    }

    /// Removes the derived persons that any of the anchors is part of, with the former ids that lead to them.
    fn derived(&self, gone: &[i64]) -> Result<()> {
        let mut persons: Vec<i64> = Vec::new();
        for handle in gone {
            let sql = "SELECT person FROM person_handle WHERE member = 1 AND handle = ?1";
            let mut find = self.db.prepare_cached(sql)?;
            persons
                .extend(find.query_map([handle], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        for anchor in self.anchors {
            let sql = "DELETE FROM person_former_part WHERE member = 1 AND anchor = ?1";
            self.db.prepare_cached(sql)?.execute([anchor.to_string()])?;
            let Anchor::Record(key) = anchor else { continue };
            let sql = "SELECT person FROM person_record WHERE member = 1 AND record = ?1";
            let person: Option<i64> =
                self.db.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?;
            persons.extend(person);
        }
        agents::forget(self.db, &persons)?;
        for person in persons {
            self.db.prepare_cached("DELETE FROM person WHERE member = 1 AND id = ?1")?.execute([person])?;
            self.db
                .prepare_cached("DELETE FROM person_former WHERE member = 1 AND now = ?1")?
                .execute([person])?;
        }
        Ok(())
    }

    /// Takes away the names of files that told of nobody else; they may hold the name of the forgotten.
    fn silent_files(&mut self) -> Result<()> {
        let mut silent = std::mem::take(&mut self.files);
        for table in ["record", "interaction"] {
            if silent.is_empty() {
                return Ok(());
            }
            let mut find =
                self.db.prepare(&format!("SELECT DISTINCT source, file FROM {table} WHERE member = 1"))?;
            for pair in find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
                silent.remove(&pair?);
            }
        }
        for (source, file) in silent {
            let sql = "DELETE FROM skipped WHERE member = 1 AND source = ?1 AND file = \
                (SELECT name FROM file WHERE member = 1 AND source = ?1 AND id = ?2)";
            self.db.execute(sql, [source, file])?;
            let sql = "UPDATE file SET name = '', hash = NULL WHERE member = 1 AND source = ?1 AND id = ?2";
            self.db.execute(sql, [source, file])?;
        }
        Ok(())
    }

    fn handle_rows(&self, gone: &[i64]) -> Result<()> {
        for handle in self.told_handles() {
            let sql = "DELETE FROM hint WHERE member = 1 AND handle = ?1";
            self.db.prepare_cached(sql)?.execute([handle.to_string()])?;
        }
        for handle in gone {
            self.db
                .prepare_cached("DELETE FROM touch WHERE member = 1 AND handle = ?1")?
                .execute([handle])?;
            self.db.prepare_cached("DELETE FROM handle WHERE member = 1 AND id = ?1")?.execute([handle])?;
        }
        Ok(())
    }
}
