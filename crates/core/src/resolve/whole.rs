//! All records at once, in memory.

use super::bits::Bits;
use super::blocking::candidates;
use super::card::Card;
use super::compare::{Facts, weigh};
use super::desk::{edge, people, step};
use super::identifier::Identifier;
use super::key::{Drawer, Key};
use super::rulings::Rulings;
use super::shelf::{Edge, Memory, RecordNo};
use super::state::{State, state};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What weighing looks at, for all records of a shelf in memory.
pub(super) struct Whole<'a> {
    memory: &'a Memory,
    people: Bits,
    states: FxHashMap<Key, State>,
}

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
        Self { memory, people: people(memory.tally_of(Drawer::All.key(&[]))), states }
    }

    /// Compares all records with all that are worth it; returns the edges of each.
    pub(super) fn edges(&self) -> Vec<Vec<Edge>> {
        let records = self.memory.len();
        let halves = std::thread::available_parallelism().map_or(1, |n| n.get().min(2));
        let part = records.div_ceil(halves).max(1);
        let found: Vec<Vec<(RecordNo, Edge)>> = std::thread::scope(|scope| {
            let parts: Vec<_> = (0..records)
                .step_by(part)
                .map(|from| scope.spawn(move || self.edges_of(from, (from + part).min(records))))
                .collect();
            parts
                .into_iter()
                .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let mut edges = vec![Vec::new(); records];
        for (no, edge) in found.into_iter().flatten() {
            edges[no as usize].push(edge);
            edges[edge.other as usize].push(Edge { other: no, ..edge });
        }
        edges
    }

    fn edges_of(&self, from: usize, to: usize) -> Vec<(RecordNo, Edge)> {
        let mut edges = Vec::new();
        for no in from as RecordNo..to as RecordNo {
            let Some(card) = self.memory.at(no) else { continue };
            let Ok(found) = candidates(self.memory, no, card);
            // Each pair is weighed once, from the side with the lower number.
            for other in found.into_iter().filter(|other| *other > no) {
                let Some(facing) = self.memory.at(other) else { continue };
                let weighed = weigh(&card.sketch, &facing.sketch, self);
                edges.extend(edge(other, weighed).map(|edge| (no, edge)));
            }
        }
        edges
    }
}

impl Facts for Whole<'_> {
    fn people(&self) -> Bits {
        self.people
    }

    fn tally(&self, key: Key) -> u32 {
        step(self.memory.tally_of(key))
    }

    fn state(&self, identifier: Identifier) -> State {
        self.states.get(&identifier.key).copied().unwrap_or_else(|| {
            let is_role =
                matches!(identifier.kind, super::identifier::Kind::Role | super::identifier::Kind::Robot);
            State { is_role, ..State::PERSONAL }
        })
    }
}
