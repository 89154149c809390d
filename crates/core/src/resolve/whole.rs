//! All records at once, in memory.

use super::bits::Bits;
use super::blocking::candidates;
use super::card::Card;
use super::compare::{Facts, Memo, weigh};
use super::desk::{edge, people, step};
use super::identifier::Identifier;
use super::key::{Drawer, Key};
use super::rulings::Rulings;
use super::shelf::{Edge, Memory, RecordNo};
use super::state::{State, state};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What weighing looks at, for all records of a shelf in memory.
pub(super) struct Whole<'a> {
    memory: &'a Memory,
    people: Bits,
    states: FxHashMap<Key, State>,
    memo: Memo,
}

/// Eight slots for a record, up to sixteen megabytes: so many pairs of names meet again.
const REMEMBERED: u32 = 21;

impl<'a> Whole<'a> {
    pub(super) fn of(memory: &'a Memory, rulings: &Rulings) -> Self {
        let mut states = FxHashMap::default();
        for (_, card) in memory.cards() {
            for identifier in &card.sketch.identifiers {
                let holders = memory.members(identifier.key);
                let is_shared = rulings.shared.contains(&identifier.key);
                if (holders.len() < 2 && !is_shared) || states.contains_key(&identifier.key) {
                    continue;
                }
                let cards: Vec<Arc<Card>> = holders.iter().filter_map(|no| memory.at(*no).cloned()).collect();
                states.insert(identifier.key, state(identifier.kind, &cards, is_shared));
            }
        }
        Self::with(memory, states)
    }

    /// Takes the states that [`Whole::into_states`] gave, of the same records.
    pub(super) fn with(memory: &'a Memory, states: FxHashMap<Key, State>) -> Self {
        let memo = Memo::of_size((memory.len() * 8).max(1).ilog2().min(REMEMBERED));
        Self { memory, people: people(memory.tally_of(Drawer::All.key(&[]))), states, memo }
    }

    pub(super) fn into_states(self) -> FxHashMap<Key, State> {
        self.states
    }

    /// Returns the keys of what several records name and one person has.
    pub(super) fn owned(&self) -> impl Iterator<Item = Key> {
        self.states.iter().filter(|(_, state)| state.is_personal()).map(|(key, _)| *key)
    }

    /// Compares all records with all that are worth it; returns the edges of each.
    pub(super) fn edges(&self) -> Vec<Vec<Edge>> {
        let records = self.memory.len();
        let all: Vec<RecordNo> = (0..records as RecordNo).collect();
        let mut edges: Vec<Vec<Edge>> = in_parts(&all, |no| self.edges_of(*no));
        for no in all {
            // Those to lower numbers were added by them.
            for place in 0..edges[no as usize].len() {
                let edge = edges[no as usize][place];
                if edge.other > no {
                    edges[edge.other as usize].push(Edge { other: no, ..edge });
                }
            }
        }
        edges
    }

    /// Returns the edges of a record to those with higher numbers: each pair is weighed once.
    fn edges_of(&self, no: RecordNo) -> Vec<Edge> {
        let Some(card) = self.memory.at(no) else { return Vec::new() };
        let Ok(found) = candidates(self.memory, no, card);
        let weighed = found.into_iter().filter(|other| *other > no).filter_map(|other| {
            let facing = self.memory.at(other)?;
            edge(other, weigh(&card.sketch, &facing.sketch, self))
        });
        weighed.collect()
    }
}

/// In about so many parts all work is divided.
const PARTS: usize = 256;

/// Does something with each of many on two processors; returns what comes of it in order.
pub(super) fn in_parts<T: Sync, R: Send>(all: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(2));
    // Small, for some take long and others no time: whoever is done takes the next.
    let part = (all.len() / PARTS).max(1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = all.chunks(part).nth(place) else { return done };
            done.push((place, part.iter().map(&one).collect()));
        }
    };
    let mut done: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().flat_map(|(_, part)| part).collect()
}

impl Facts for Whole<'_> {
    fn people(&self) -> Bits {
        self.people
    }

    fn tally(&self, key: Key) -> u32 {
        step(self.memory.tally_of(key))
    }

    fn state(&self, identifier: Identifier) -> State {
        self.states.get(&identifier.key).copied().unwrap_or_else(|| State::of_one(identifier.kind))
    }

    fn memo(&self) -> &Memo {
        &self.memo
    }
}
