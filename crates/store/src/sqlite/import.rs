//! One import: everything it brings, or nothing.
//!
//! Rows are written in short transactions, so that other programs can write in between, and stay out of sight
//! above the *horizon* of the network until [`Import::commit`] lifts it. An import that is dropped, or killed,
//! leaves the horizon where it was; what it wrote above is cleared away by itself or by the next one.

mod finish;
mod incoming;
mod index;
mod seen;

pub(super) use self::finish::coverages_of;

use self::incoming::Incoming;
use self::index::Index;
use super::handles::{self, Numbers};
use super::lock::{Lock, lock};
use super::{Store, sweep};
use crate::error::Result;
use crate::source::{Hint, NewFile, NewSource, Skip, Summary};
use comity_core::{Coverage, Interaction, Record};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Interactions per transaction: a tenth of a second of writing, so that others wait no longer.
const BATCH: usize = 20_000;

/// Records held back for one transaction; of two with one key the later counts.
const RECORDS: usize = 50_000;

/// Notes kept of what was left out; beyond that only the counts go on.
const NOTES: usize = 20_000;

/// An import under way. Dropping it takes everything back.
pub struct Import<'a> {
    store: &'a Store,
    _lock: Option<Lock>,
    new: NewSource,
    fingerprint: String,
    source: i64,
    /// The source was imported before.
    again: bool,
    incoming: Incoming,
    index: Index,
    records: Vec<Record>,
    record_places: FxHashMap<String, usize>,
    interactions: Vec<Interaction>,
    numbers: Numbers,
    files: Files,
    skipped: Vec<Skip>,
    coverages: Vec<Coverage>,
    hints: Vec<Hint>,
    summary: Summary,
    done: bool,
}

/// The files of the source by name, with the rows read from each.
#[derive(Default)]
struct Files {
    by_name: FxHashMap<String, i64>,
    last: i64,
    added: BTreeMap<i64, String>,
    rows: BTreeMap<i64, u64>,
}

impl Files {
    /// Returns the number of a file, which is given one if it has none.
    fn number(&mut self, name: &str) -> i64 {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        self.last = self.last.saturating_add(1);
        let id = self.last;
        self.by_name.insert(name.to_owned(), id);
        self.added.insert(id, name.to_owned());
        id
    }
}

impl Store {
    /// Begins an import, which nobody else sees before it is committed.
    ///
    /// # Errors
    /// Fails with [`Busy`](crate::Error::Busy) while another import, removal or forgetting runs on this network.
    pub fn begin(&self, new: &NewSource) -> Result<Import<'_>> {
        let lock = self.exclusive()?;
        self.importing.set(true);
        let begun = self.begin_locked(new, lock);
        self.importing.set(begun.is_ok());
        begun
    }

    /// Takes the lock that imports and removals share.
    pub(super) fn exclusive(&self) -> Result<Option<Lock>> {
        if self.importing.get() {
            return Err(crate::Error::Busy);
        }
        self.path.as_deref().map(lock).transpose()
    }

    fn begin_locked(&self, new: &NewSource, lock: Option<Lock>) -> Result<Import<'_>> {
        sweep::clear_abandoned(self)?;
        let tx = self.write()?;
        let fingerprint = fingerprint(self.key, new);
        let known = known_source(&tx, new, &fingerprint)?;
        let source = known.map_or_else(|| handles::next(&tx, "last_source"), Ok)?;
        let mut files = Files::default();
        let mut find = tx.prepare("SELECT name, id FROM file WHERE member = 1 AND source = ?1")?;
        for file in find.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (name, id): (String, i64) = file?;
            files.last = id.max(files.last);
            files.by_name.insert(name, id);
        }
        drop(find);
        let incoming = Incoming::begin(&tx, self.key)?;
        let index = Index::begin(&tx)?;
        tx.commit()?;
        for file in &new.files {
            files.number(&file.name);
        }
        Ok(Import {
            store: self,
            _lock: lock,
            new: new.clone(),
            fingerprint,
            source,
            again: known.is_some(),
            incoming,
            index,
            records: Vec::new(),
            record_places: FxHashMap::default(),
            interactions: Vec::with_capacity(BATCH),
            numbers: Numbers::default(),
            files,
            skipped: Vec::new(),
            coverages: Vec::new(),
            hints: Vec::new(),
            summary: Summary { source: source.cast_unsigned(), ..Summary::default() },
            done: false,
        })
    }
}

/// Finds the source that an import continues.
fn known_source(db: &Connection, new: &NewSource, fingerprint: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM source WHERE member = 1 AND name = ?1 AND account IS ?2 \
        AND (account IS NOT NULL OR fingerprint = ?3) ORDER BY id LIMIT 1";
    Ok(db.query_row(sql, params![new.name, new.account, fingerprint], |row| row.get(0)).optional()?)
}

/// Returns what tells one set of files from another: a keyed hash over their hashes, or names and sizes.
fn fingerprint(key: [u8; 16], new: &NewSource) -> String {
    let named = |f: &NewFile| f.hash.clone().unwrap_or_else(|| format!("{} {}", f.name, f.bytes));
    let mut files: Vec<String> = new.files.iter().map(named).collect();
    files.sort_unstable();
    let seal = u128::from_be_bytes(handles::seal(key, &files.join("\n")));
    format!("{seal:032x}")
}

impl Import<'_> {
    /// Returns the number that the source has or will have.
    pub const fn source(&self) -> u64 {
        self.source.cast_unsigned()
    }

    /// Takes one contact; one that has a key told before in this import stands in for the earlier.
    pub fn record(&mut self, record: Record) -> Result<()> {
        match self.record_places.get(&record.key) {
            Some(place) => self.records[*place] = record,
            None => {
                self.record_places.insert(record.key.clone(), self.records.len());
                self.records.push(record);
            }
        }
        if self.records.len() >= RECORDS { self.flush() } else { Ok(()) }
    }

    /// Takes one thing that happened.
    pub fn interaction(&mut self, interaction: Interaction) -> Result<()> {
        self.interactions.push(interaction);
        if self.interactions.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Takes a note of one thing left out.
    pub fn skipped(&mut self, file: &str, place: u64, reason: &str, why: &str) {
        *self.summary.skipped.entry(reason.to_owned()).or_default() += 1;
        if self.skipped.len() < NOTES {
            let (file, reason, why) = (file.to_owned(), reason.to_owned(), why.to_owned());
            self.skipped.push(Skip { file, place, reason, why });
        }
    }

    /// Takes what the source can have seen; stretches of one platform that overlap become one at the end.
    pub fn coverage(&mut self, coverage: Coverage) {
        self.coverages.push(coverage);
    }

    /// Takes a hint on who the user is.
    pub fn hint(&mut self, hint: Hint) {
        if !self.hints.contains(&hint) {
            self.hints.push(hint);
        }
    }

    /// Notes how many rows, cards or messages a file held.
    pub fn file_count(&mut self, file: &str, rows: u64) {
        let id = self.files.number(file);
        self.files.rows.insert(id, rows);
    }

    /// Writes what is held back, out of sight.
    fn flush(&mut self) -> Result<()> {
        let tx = self.store.write()?;
        let mut directory = self.store.handles.borrow_mut();
        for interaction in self.interactions.drain(..) {
            let file = self.files.number(&interaction.provenance.file);
            let place = incoming::Place { source: self.source, file };
            let mut room = incoming::Room {
                db: &tx,
                numbers: &mut self.numbers,
                directory: &mut directory,
                index: &mut self.index,
                summary: &mut self.summary,
            };
            self.incoming.interaction(&mut room, interaction, place)?;
        }
        drop(directory);
        for record in self.records.drain(..) {
            let file = self.files.number(&record.provenance.file);
            let place = incoming::Place { source: self.source, file };
            self.incoming.record(&tx, record, place, &mut self.numbers, &mut self.summary)?;
        }
        self.record_places.clear();
        self.incoming.save_counters(&tx)?;
        tx.commit()?;
        if self.index.is_full() { self.index.flush_full(self.store) } else { Ok(()) }
    }
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        self.store.importing.set(false);
        if !self.done {
            // Numbers given to handles in a transaction that failed may be given again.
            self.store.handles.borrow_mut().clear();
            sweep::clear_soon(self.store);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use comity_core::{Handle, Moment, Platform};

    #[test]
    fn a_full_disk_is_said_plainly_and_leaves_nothing_half_done() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::create(home.path().join("maya.comity")).unwrap();
        let at = Moment::instant(0);
        let new =
            NewSource { name: "mbox".into(), account: None, what: String::new(), files: Vec::new(), at };
        let pages: i64 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let limit =
            |pages: i64| store.db.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(()));
        limit(pages + 20).unwrap();
        let tell = || {
            let mut import = store.begin(&new)?;
            for n in 0..BATCH + 1 {
                import.interaction(Interaction::message(format!("m:{n}"), at, Platform::Email))?;
            }
            import.commit()
        };
        assert!(matches!(tell(), Err(Error::Full)));
        assert!(store.sources().unwrap().is_empty());
        limit(1 << 30).unwrap();
        assert_eq!(tell().unwrap().new_interactions, BATCH as u64 + 1);
    }

    #[test]
    fn an_import_under_way_touches_nobody_yet() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("maya.comity");
        let (store, other) = (Store::create(&path).unwrap(), Store::open(&path).unwrap());
        let at = Moment::instant(0);
        let (name, what) = ("mbox".to_owned(), String::new());
        let mut import =
            store.begin(&NewSource { name, account: None, what, files: Vec::new(), at }).unwrap();
        let mut told = Interaction::message("m:1".into(), at, Platform::Email);
        told.from = Some(Handle::normal(Platform::Email, "stranger@firm.example"));
        import.interaction(told).unwrap();
        import.flush().unwrap();
        // What finds interactions is written before the end, where there are many.
        import.index.flush(&store).unwrap();
        assert_eq!(other.touched().unwrap(), []);
        import.commit().unwrap();
        assert_eq!(other.touched().unwrap().len(), 1);
    }
}
