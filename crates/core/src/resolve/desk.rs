//! What weighing looks at, fetched from the shelf and kept at hand.

use super::bits::Bits;
use super::blocking::candidates;
use super::card::Card;
use super::compare::{Facts, Memo, Weighed, weigh};
use super::identifier::Identifier;
use super::key::{Drawer, Key};
use super::rulings::Rulings;
use super::shelf::{Edge, RecordNo, Shelf};
use super::state::{State, WITNESSES, state};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Pairs for which less speaks than this are forgotten: one in five of those at it is one person.
pub(super) const FLOOR: Bits = Bits::hundredths(-200);

/// A small network is still a sample of a world of namesakes.
const PEOPLE_AT_LEAST: u32 = 300;

/// What weighing looks at, fetched from the shelf and kept at hand while nothing changes there.
#[derive(Debug)]
pub(super) struct Desk {
    people: Bits,
    cards: FxHashMap<RecordNo, Arc<Card>>,
    tallies: FxHashMap<Key, u32>,
    states: FxHashMap<Key, State>,
    memo: Memo,
}

/// Half a megabyte: a desk is laid for a single record as well.
const REMEMBERED: u32 = 16;

impl Desk {
    pub(super) fn of<S: Shelf>(shelf: &S) -> Result<Self, S::Error> {
        let people = people(shelf.tally(Drawer::All.key(&[]))?);
        Ok(Self {
            people,
            cards: FxHashMap::default(),
            tallies: FxHashMap::default(),
            states: FxHashMap::default(),
            memo: Memo::of_size(REMEMBERED),
        })
    }

    /// Returns a card with all that weighing it needs.
    pub(super) fn card<S: Shelf>(
        &mut self,
        shelf: &S,
        rulings: &Rulings,
        no: RecordNo,
    ) -> Result<Option<Arc<Card>>, S::Error> {
        if let Some(card) = self.cards.get(&no) {
            return Ok(Some(card.clone()));
        }
        let Some(card) = shelf.card(no)? else { return Ok(None) };
        for key in card.watched() {
            if let Entry::Vacant(free) = self.tallies.entry(key) {
                free.insert(step(shelf.tally(key)?));
            }
        }
        for identifier in &card.sketch.identifiers {
            self.state_of(shelf, rulings, *identifier)?;
        }
        self.cards.insert(no, card.clone());
        Ok(Some(card))
    }

    fn state_of<S: Shelf>(
        &mut self,
        shelf: &S,
        rulings: &Rulings,
        identifier: Identifier,
    ) -> Result<(), S::Error> {
        if let Entry::Vacant(free) = self.states.entry(identifier.key) {
            free.insert(state_on(shelf, rulings, identifier)?);
        }
        Ok(())
    }

    /// Compares a record with all that are worth it; returns the edges that are kept.
    pub(super) fn edges<S: Shelf>(
        &mut self,
        shelf: &S,
        rulings: &Rulings,
        no: RecordNo,
    ) -> Result<Vec<Edge>, S::Error> {
        let Some(card) = self.card(shelf, rulings, no)? else { return Ok(Vec::new()) };
        let mut edges = Vec::new();
        for other in candidates(shelf, no, &card)? {
            let Some(facing) = self.card(shelf, rulings, other)? else { continue };
            edges.extend(edge(other, weigh(&card.sketch, &facing.sketch, self)));
        }
        Ok(edges)
    }

    /// Weighs a record against another one; returns the edge if it is kept.
    pub(super) fn edge<S: Shelf>(
        &mut self,
        shelf: &S,
        rulings: &Rulings,
        no: RecordNo,
        other: RecordNo,
    ) -> Result<Option<Edge>, S::Error> {
        let Some(card) = self.card(shelf, rulings, no)? else { return Ok(None) };
        let Some(facing) = self.card(shelf, rulings, other)? else { return Ok(None) };
        Ok(edge(other, weigh(&card.sketch, &facing.sketch, self)))
    }
}

/// Returns the edge to a record, if enough speaks for it.
pub(super) fn edge(other: RecordNo, weighed: Weighed) -> Option<Edge> {
    (weighed.bits >= FLOOR).then_some(Edge { other, bits: weighed.bits, kinds: weighed.kinds })
}

/// Returns the logarithm of the number of people of so many records, by half bits.
pub(super) fn people(records: u32) -> Bits {
    // About two records of each here have something in common that joins them.
    let people = (records / 2).max(PEOPLE_AT_LEAST);
    Bits::of((f64::from(people).log2() * 2.0).floor() / 2.0)
}

/// Returns a count in steps, so that it seldom changes: a little below the middle of two powers of two, of four from
/// 64 on.
pub(super) fn step(count: u32) -> u32 {
    if count < 4 {
        return count;
    }
    let wide = if count < WIDE { 1 } else { 2 };
    let lower = count.ilog2() / wide * wide;
    (f64::from(lower) + f64::from(wide) / 2.0 - 0.25).exp2().round() as u32
}

/// From so many on the steps are wide: there, a word says little about who somebody is.
const WIDE: u32 = 64;

/// Returns who stands behind an identifier.
pub(super) fn state_on<S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    identifier: Identifier,
) -> Result<State, S::Error> {
    let mut holders = Vec::new();
    shelf.holders(identifier.key, &mut holders)?;
    let is_shared = rulings.shared.contains(&identifier.key);
    if holders.len() < 2 && !is_shared {
        return Ok(State::of_one(identifier.kind));
    }
    let mut cards = Vec::new();
    for no in holders.into_iter().take(WITNESSES) {
        cards.extend(shelf.card(no)?);
    }
    Ok(state(identifier.kind, &cards, is_shared))
}

impl Facts for Desk {
    fn people(&self) -> Bits {
        self.people
    }

    fn tally(&self, key: Key) -> u32 {
        self.tallies.get(&key).copied().unwrap_or(0)
    }

    fn state(&self, identifier: Identifier) -> State {
        self.states.get(&identifier.key).copied().unwrap_or(State::PERSONAL)
    }
    fn memo(&self) -> &Memo {
        &self.memo
    }
}
