//! What an import brings, against what is there: new, known or changed.

use super::super::handles::{self, Directory, Numbers};
use super::super::shapes::{self, Shape};
use super::super::telling::{self, Ids, Telling};
use super::super::{export, forget, records, shelf, sweep};
use super::index::Index;
use crate::error::{Error, Result};
use crate::source::Summary;
use comity_core::{Interaction, Record};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The source and file that tell something.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) source: i64,
    pub(super) file: i64,
}

/// What storing an interaction needs beside it.
pub(super) struct Room<'a> {
    pub(super) db: &'a Connection,
    pub(super) numbers: &'a mut Numbers,
    pub(super) directory: &'a mut Directory,
    pub(super) index: &'a mut Index,
    pub(super) summary: &'a mut Summary,
}

/// The rows written so far, and what their coming into sight will change.
pub(super) struct Incoming {
    key: [u8; 16],
    forgotten: forget::Hidden,
    shapes: FxHashMap<Shape, i64>,
    pub(super) horizon: i64,
    last_interaction: i64,
    last_record: i64,
    /// Rows in sight that the commit takes away for a fuller or newer telling of the same source.
    pub(super) replaced_records: Vec<i64>,
    pub(super) replaced: BTreeSet<i64>,
    /// Rows in sight that the commit puts into the shadow of a fuller telling of another source.
    pub(super) shaded: BTreeSet<i64>,
    /// Handles of tellings of this very import that gave way to a fuller one; their lists go on naming it.
    passed: BTreeSet<i64>,
    /// How many rows were added, those that replace others included.
    pub(super) added: i64,
    /// The first and last second of the new rows.
    pub(super) period: Option<(i64, i64)>,
    /// Files that told of someone forgotten, and files that told something else.
    hiding: BTreeSet<i64>,
    telling: BTreeSet<i64>,
    candidates: Vec<i64>,
}

/// No network counts as far: numbers beyond it are damage, and would be counted over.
const MOST: i64 = i64::MAX / 2;

impl Incoming {
    pub(super) fn begin(db: &Connection, key: [u8; 16]) -> Result<Self> {
        let shapes: FxHashMap<Shape, i64> =
            shapes::all(db)?.into_iter().map(|(id, shape)| (shape, id)).collect();
        let sql = "SELECT horizon, last_interaction, last_record FROM network WHERE member = 1";
        let (horizon, last_interaction, last_record) =
            db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut counters =
            [horizon, last_interaction, last_record].into_iter().chain(shapes.values().copied());
        if let Some(far) = counters.find(|counter| !(0..=MOST).contains(counter)) {
            return Err(Error::corrupt("number of something", &far.to_string()));
        }
        Ok(Self {
            key,
            forgotten: forget::Hidden::read(db, key)?,
            shapes,
            horizon,
            last_interaction,
            last_record,
            replaced_records: Vec::new(),
            replaced: BTreeSet::new(),
            shaded: BTreeSet::new(),
            passed: BTreeSet::new(),
            added: 0,
            period: None,
            hiding: BTreeSet::new(),
            telling: BTreeSet::new(),
            candidates: Vec::new(),
        })
    }

    /// Returns the files that told of nobody but the forgotten; their very names may tell who that is.
    pub(super) fn silent_files(&self) -> BTreeSet<i64> {
        self.hiding.difference(&self.telling).copied().collect()
    }

    pub(super) fn save_counters(&self, db: &Connection) -> Result<()> {
        let sql = "UPDATE network SET last_interaction = ?1, last_record = ?2 WHERE member = 1";
        db.prepare_cached(sql)?.execute([self.last_interaction, self.last_record])?;
        Ok(())
    }

    /// Stores a record, unless the source told it before in the same words.
    pub(super) fn record(
        &mut self,
        db: &Connection,
        record: Record,
        place: Place,
        numbers: &mut Numbers,
        summary: &mut Summary,
    ) -> Result<()> {
        let Some(record) = self.forgotten.record(record) else {
            summary.forgotten += 1;
            self.hiding.insert(place.file);
            return Ok(());
        };
        self.telling.insert(place.file);
        let digest = handles::key_hash(self.key, &export::record_line(&record));
        match records::newest(db, place.source, &record.key)? {
            Some((_, same)) if same == digest => {
                summary.known_records += 1;
                return Ok(());
            }
            Some((known, _)) => {
                self.replaced_records.push(known);
                summary.changed_records += 1;
            }
            None => summary.new_records += 1,
        }
        self.last_record += 1;
        let ids = records::Ids { id: self.last_record, source: place.source, file: place.file, digest };
        records::insert(db, ids, &record, numbers)
    }

    /// Stores an interaction, unless it is known as fully as it is told here.
    pub(super) fn interaction(
        &mut self,
        room: &mut Room<'_>,
        interaction: Interaction,
        place: Place,
    ) -> Result<()> {
        let Some(interaction) = self.forgotten.interaction(interaction) else {
            room.summary.forgotten += 1;
            self.hiding.insert(place.file);
            return Ok(());
        };
        self.telling.insert(place.file);
        let hash = handles::key_hash(self.key, &interaction.key);
        let shape = self.shape(room.db, &interaction)?;
        let ids = Ids { id: self.last_interaction + 1, source: place.source, shape, file: place.file };
        let mut row = Telling::of(&interaction, ids, |h| room.numbers.of(room.db, h))?;
        let mut candidates = std::mem::take(&mut self.candidates);
        room.index.candidates(room.db, hash, &mut candidates)?;
        let step = self.against(room, &mut row, &candidates);
        self.candidates = candidates;
        match step? {
            Step::Known => {
                room.summary.known_interactions += 1;
                return Ok(());
            }
            Step::New => room.summary.new_interactions += 1,
            Step::Another => room.summary.known_interactions += 1,
            Step::Fuller => room.summary.changed_interactions += 1,
        }
        row.insert(room.db)?;
        if row.id > self.last_interaction {
            self.last_interaction = row.id;
            self.added += 1;
            room.index.key(hash, row.id);
        }
        for handle in row.handles() {
            room.index.touch(handle?, row.id);
        }
        let at = row.order()?;
        self.period = Some(self.period.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        Ok(())
    }

    /// Holds a telling against the known ones, and notes which of them have to give way.
    fn against(&mut self, room: &mut Room<'_>, row: &mut Telling, candidates: &[i64]) -> Result<Step> {
        let mut step = Step::New;
        for id in candidates {
            if self.replaced.contains(id) {
                continue;
            }
            let Some(known) = telling::telling(room.db, *id)?.filter(|known| known.key == row.key) else {
                continue;
            };
            let order = fullness(room, row, &known)?;
            if known.source == row.source {
                if order != Ordering::Greater {
                    return Ok(Step::Known);
                }
                step = Step::Fuller;
                if known.id > self.horizon {
                    row.id = known.id;
                    self.passed.extend(known.handles().collect::<Result<Vec<_>>>()?);
                } else {
                    self.replaced.insert(known.id);
                }
            } else {
                if step == Step::New {
                    step = Step::Another;
                }
                self.shade(row, &known, order);
            }
        }
        Ok(step)
    }

    /// Decides which of two sources' tellings stands in the light; of two alike the earlier.
    fn shade(&mut self, row: &mut Telling, known: &Telling, order: Ordering) {
        if known.shadow || self.shaded.contains(&known.id) {
            return;
        }
        if order == Ordering::Greater {
            self.shaded.insert(known.id);
        } else {
            row.shadow = true;
        }
    }

    fn shape(&mut self, db: &Connection, interaction: &Interaction) -> Result<i64> {
        let shape = Shape::of(interaction);
        if let Some(id) = self.shapes.get(&shape) {
            return Ok(*id);
        }
        let id = self.shapes.values().max().copied().unwrap_or(0) + 1;
        shapes::add(db, id, &shape)?;
        self.shapes.insert(shape, id);
        Ok(id)
    }
}

/// What a telling is against the known ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    New,
    /// The source told it before, as fully or more.
    Known,
    /// The source told it before, less fully.
    Fuller,
    /// Only other sources told it before.
    Another,
}

fn fullness(room: &mut Room<'_>, row: &Telling, known: &Telling) -> Result<Ordering> {
    row.fullness(known, |telling| telling::line_of(room.db, telling, room.directory))
}

/// Takes rows away that gave way, and puts others into the shadow.
pub(super) fn give_way(db: &Connection, incoming: &Incoming) -> Result<()> {
    for id in &incoming.replaced_records {
        shelf::keep_record(db, *id)?;
        records::delete(db, *id)?;
    }
    for id in incoming.replaced.iter().chain(&incoming.shaded) {
        shelf::note_touch(db, *id)?;
    }
    incoming.passed.iter().try_for_each(|handle| shelf::note_handle(db, *handle))?;
    for id in &incoming.replaced {
        sweep::delete_interaction(db, *id, incoming.key)?;
    }
    for id in &incoming.shaded {
        let sql = "UPDATE interaction SET shadow = 1 WHERE member = 1 AND id = ?1";
        db.prepare_cached(sql)?.execute(params![id])?;
    }
    Ok(())
}
