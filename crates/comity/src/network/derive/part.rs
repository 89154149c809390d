//! Only whom a change touches is derived again.

use super::numbers::{self, MADE, STRANGERS};
use super::{UNFINISHED, VERSION, Watch, decisions, facts, persons, step};
use crate::error::Result;
use crate::network::Network;
use comity_core::resolve::{
    Card, Change, Decisions, Details, Packed, Reader, RecordNo, Rulings, Shelved, Solved, Stepped,
    update_since,
};
use comity_core::{Handle, Record};
use comity_store::{Shelf, Touched, Turnover};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::Arc;

/// What changed becomes one with the rest when it has grown to this part of it.
const WORN: usize = 10;

/// Where more than this part of the records came or went, deriving everybody is faster.
const FEW: usize = 20;

/// Derives persons again whom a change touches; `false` where everybody has to be derived.
///
/// INVARIANT: it comes to the same as deriving everybody.
pub(super) fn in_part(network: &Network, watch: Watch<'_>) -> Result<bool> {
    let steady = network.store.steady()?;
    let mark = network.store.mark()?;
    let changes = network.store.changes()?;
    let Some((mut packed, size)) = read(network)?.filter(|_| !changes.everything) else { return Ok(false) };
    step(watch, 0)?;
    let desk = Desk::of(network, decisions(network)?);
    let turnover = network.store.turnover()?;
    let Some(turned) = desk.turned(&packed, &turnover, &changes.handles)? else { return Ok(false) };
    let is_much = turned.len() > FEW && turned.len() > packed.len() / FEW;
    let Some(solved) = (if is_much { None } else { desk.update(&mut packed, &turned)? }) else {
        return Ok(false);
    };
    step(watch, 1)?;
    let open = desk.records(solved.iter().flat_map(Solved::records).copied())?;
    let went_and_came = desk.records(turned.iter().map(Change::record))?;
    let record = |no: RecordNo| open.get(&no).map(Arc::as_ref);
    let persons = persons::persons(&solved, record, &desk.decisions);
    let touched = touched(open.values().chain(went_and_came.values()));
    drop(steady);
    let shelf = kept(&mut packed, size);
    let saved = network.store.save_persons_in_part(mark, UNFINISHED, &touched, &persons, &shelf)?;
    let Some(mut ids) = saved else { return Ok(false) };
    network.changed();
    step(watch, 2)?;
    ids.extend(network.store.persons_on(&changes.handles)?);
    ids.sort_unstable();
    ids.dedup();
    network.store.save_person_facts_of(mark, VERSION, &ids, &facts::of(network, &ids)?)?;
    step(watch, 3)?;
    Ok(true)
}

/// Returns how far who is who was worked out, and the size of the larger part of it.
pub(super) fn read(network: &Network) -> Result<Option<(Packed, usize)>> {
    let Some(Shelf { runs: Some(runs), changes }) = network.store.shelf()? else { return Ok(None) };
    Ok(Packed::read(&runs, &changes).map(|packed| (packed, runs.len())))
}

/// Returns a shelf as it is kept; `size` is that of its runs.
fn kept(packed: &mut Packed, size: usize) -> Shelf {
    let changes = packed.changes();
    if changes.len() * WORN < size {
        return Shelf { runs: None, changes };
    }
    packed.compact();
    let runs = Some(packed.runs());
    Shelf { runs, changes: packed.changes() }
}

/// Returns what is touched where these records are.
fn touched<'a>(records: impl Iterator<Item = &'a Arc<Record>>) -> Touched {
    let (mut handles, mut keys) = (FxHashSet::default(), FxHashSet::default());
    for record in records {
        keys.insert(&record.key);
        handles.extend(record.handles.iter().map(|labelled| &labelled.handle));
    }
    Touched { handles: handles.into_iter().cloned().collect(), records: keys.into_iter().cloned().collect() }
}

/// Where the records and cards lie that were asked for.
pub(super) struct Desk<'a> {
    network: &'a Network,
    pub(super) decisions: Decisions,
    reader: RefCell<Reader>,
    records: RefCell<FxHashMap<RecordNo, Option<Arc<Record>>>>,
    cards: RefCell<FxHashMap<RecordNo, Option<Arc<Card>>>>,
}

impl<'a> Desk<'a> {
    pub(super) fn of(network: &'a Network, decisions: Decisions) -> Self {
        Self {
            network,
            reader: RefCell::new(Reader::new(decisions.domains())),
            decisions,
            records: RefCell::default(),
            cards: RefCell::default(),
        }
    }

    /// Lays a record on the desk and returns its card.
    fn lay(&self, no: RecordNo, record: Record) -> Arc<Card> {
        let card = Arc::new(self.reader.borrow_mut().read(&record, &Details::default()));
        self.records.borrow_mut().insert(no, Some(Arc::new(record)));
        self.cards.borrow_mut().insert(no, Some(Arc::clone(&card)));
        card
    }

    pub(super) fn record(&self, no: RecordNo) -> Result<Option<Arc<Record>>> {
        if let Some(record) = self.records.borrow().get(&no) {
            return Ok(record.clone());
        }
        let record = match numbers::of_stranger(no) {
            Some(handle) => Some(numbers::stranger(self.network.store.handle_at(handle)?)),
            None => self.network.store.record_at(no)?,
        };
        let record = record.map(Arc::new);
        self.records.borrow_mut().insert(no, record.clone());
        Ok(record)
    }

    pub(super) fn card(&self, no: RecordNo) -> Result<Option<Arc<Card>>> {
        if let Some(card) = self.cards.borrow().get(&no) {
            return Ok(card.clone());
        }
        let record = self.record(no)?;
        let read = |record: Arc<Record>| self.reader.borrow_mut().read(&record, &Details::default());
        let card = record.map(read).map(Arc::new);
        self.cards.borrow_mut().insert(no, card.clone());
        Ok(card)
    }

    /// Returns what came and what went; `None` where that cannot be told any more.
    fn turned(&self, packed: &Packed, turnover: &Turnover, moved: &[Handle]) -> Result<Option<Vec<Change>>> {
        let mut turned = Vec::new();
        for (no, record) in turnover.went.iter().filter(|(no, _)| packed.has(*no)) {
            turned.push(Change::Goes(*no, self.lay(*no, record.clone())));
        }
        // What was taken up before the last mark is on the shelf already.
        for (no, record) in turnover.came.iter().filter(|(no, _)| !packed.has(*no)) {
            turned.push(Change::Came(*no, self.lay(*no, record.clone())));
        }
        let told = turnover.went.iter().chain(&turnover.came).flat_map(|(_, record)| &record.handles);
        let handles: FxHashSet<&Handle> = told.map(|labelled| &labelled.handle).chain(moved).collect();
        for handle in handles {
            turned.extend(self.stranger(packed, handle)?);
        }
        let Some(made) = self.made(packed)? else { return Ok(None) };
        turned.extend(made);
        Ok(Some(turned))
    }

    /// Returns whether a handle begins or ceases to be one that no record names.
    fn stranger(&self, packed: &Packed, handle: &Handle) -> Result<Option<Change>> {
        let Some(place) = self.network.store.place_of(handle)? else { return Ok(None) };
        let no = STRANGERS | place.number;
        let lay = || self.lay(no, numbers::stranger(handle.clone()));
        Ok(match (packed.has(no), place.is_touched && !place.is_named) {
            (false, true) => Some(Change::Came(no, lay())),
            (true, false) => Some(Change::Goes(no, lay())),
            _ => None,
        })
    }

    /// Returns what came and went of what rests on the user's word.
    pub(super) fn made(&self, packed: &Packed) -> Result<Option<Vec<Change>>> {
        let there = packed.records_from(MADE);
        let mut next = packed.next_from(MADE);
        let mut known: FxHashMap<u64, RecordNo> = there.into_iter().map(|(no, order)| (order, no)).collect();
        let mut turned = Vec::new();
        for record in numbers::made(&self.decisions) {
            let order = self.reader.borrow_mut().read(&record, &Details::default()).order();
            match known.remove(&order) {
                Some(no) => drop(self.lay(no, record)),
                None => {
                    turned.push(Change::Came(next, self.lay(next, record)));
                    next += 1;
                }
            }
        }
        if !known.is_empty() {
            let once = self.said_once()?;
            for record in numbers::made(&once) {
                let order = self.reader.borrow_mut().read(&record, &Details::default()).order();
                if let Some(no) = known.remove(&order) {
                    turned.push(Change::Goes(no, self.lay(no, record)));
                }
            }
        }
        Ok(known.is_empty().then_some(turned))
    }

    /// Returns the decisions as they were had nothing been undone: whatever is gone came from these.
    fn said_once(&self) -> Result<Decisions> {
        let held = self.network.held()?;
        let mut statements = held.statements.clone();
        statements.iter_mut().for_each(|statement| statement.undone_by = None);
        let mut once = Decisions::of(&statements);
        held.member.decide(&mut once);
        Ok(once)
    }

    /// Works out again who is who among all whom the changes touch, and returns what came out otherwise than before;
    /// `None` where that is everybody.
    fn update(&self, packed: &mut Packed, turned: &[Change]) -> Result<Option<Vec<Solved>>> {
        let (before, rulings) = (packed.rulings().clone(), Rulings::of(&self.decisions));
        let mut shelf = Shelved::of(packed, |no| self.card(no));
        let stepped = update_since(&mut shelf, &before, &rulings, turned)?;
        for change in turned.iter().filter(|change| matches!(change, Change::Goes(..))) {
            packed.drop(change.record());
        }
        packed.rule(rulings);
        if stepped.everything {
            return Ok(None);
        }
        // Most come to the same persons as before, who stay as they are saved.
        let Stepped { solved, named, .. } = stepped;
        let is_new = |component: &Solved| {
            let came_to_the_same = packed.settle(component, |no| no);
            !came_to_the_same || component.records().iter().any(|no| named.contains(no))
        };
        Ok(Some(solved.into_iter().filter(is_new).collect()))
    }

    /// Returns records by their numbers.
    fn records(&self, numbers: impl Iterator<Item = RecordNo>) -> Result<FxHashMap<RecordNo, Arc<Record>>> {
        let mut records = FxHashMap::default();
        for no in numbers {
            records.extend(self.record(no)?.map(|record| (no, record)));
        }
        Ok(records)
    }
}
