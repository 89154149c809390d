//! Components: records that edges and the user's word hold together, each of which is solved by itself.

use super::card::Card;
use super::cluster::{Component, Cut, Join, Reason};
use super::compare::{Facts, Weighed};
use super::key::Key;
use super::rulings::{Ruling, Rulings};
use super::shelf::{Edge, RecordNo};
use crate::record::RecordKind;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Who is who among the records of one component.
#[derive(Clone, Debug, Default)]
pub struct Solved {
    /// The records, in order of their cards.
    pub(super) records: Vec<RecordNo>,
    /// For each record the first one of its person, by place: at `auto`, and at `likely`.
    pub(super) first: [Vec<u32>; 2],
    pub(super) joins: Vec<Join>,
}

impl Solved {
    /// Returns the records, in order of their cards.
    pub fn records(&self) -> &[RecordNo] {
        &self.records
    }

    /// Returns the records of each person, the person of the first record first.
    pub fn persons(&self, cut: Cut) -> Vec<Vec<RecordNo>> {
        let first = &self.first[cut as usize];
        let mut of: FxHashMap<u32, usize> = FxHashMap::default();
        let mut persons: Vec<Vec<RecordNo>> = Vec::new();
        for (no, first) in self.records.iter().zip(first) {
            let place = *of.entry(*first).or_insert(persons.len());
            if place == persons.len() {
                persons.push(Vec::new());
            }
            persons[place].push(*no);
        }
        persons
    }
}

/// Solves one component: records with their cards and edges.
pub(super) fn solve<F: Facts>(
    mut members: Vec<(RecordNo, Arc<Card>)>,
    edges: impl Fn(RecordNo) -> Vec<Edge>,
    rulings: &Rulings,
    facts: &F,
) -> Solved {
    members.sort_unstable_by_key(|(no, card)| (card.order, *no));
    let places: FxHashMap<RecordNo, u32> =
        members.iter().enumerate().map(|(place, (no, _))| (*no, place as u32)).collect();
    let cards: Vec<Arc<Card>> = members.iter().map(|(_, card)| card.clone()).collect();
    let is_mine = |card: &Card| {
        card.sketch.kind == RecordKind::Me
            || card.sketch.identifiers.iter().any(|i| rulings.mine.contains(&i.key))
    };
    let mut component = Component::new(&cards, is_mine, facts);
    for (no, _) in &members {
        let a = places[no];
        for edge in edges(*no) {
            if let Some(b) = places.get(&edge.other).copied().filter(|b| a < *b) {
                component.link(a, b, Weighed { bits: edge.bits, kinds: edge.kinds, ..Weighed::default() });
            }
        }
    }
    heed(&mut component, &cards, rulings);
    let mine: Vec<u32> = (0..cards.len() as u32).filter(|n| is_mine(&cards[*n as usize])).collect();
    mine.windows(2).for_each(|pair| component.state_same(pair[0], pair[1], Reason::Mine));
    let mut solved = Solved { records: members.into_iter().map(|(no, _)| no).collect(), ..Solved::default() };
    for (place, cut) in Cut::ALL.into_iter().enumerate() {
        component.agglomerate(cut);
        solved.first[place] = (0..cards.len() as u32).map(|n| component.find(n)).collect();
    }
    solved.joins = component.joins().to_vec();
    solved
}

/// Joins and holds apart whom the user says to be one or two, newest word first.
///
/// What a newer word made one, an older one does not part; what a newer one parts, no older one joins.
fn heed<F: Facts>(component: &mut Component<'_, F>, cards: &[Arc<Card>], rulings: &Rulings) {
    if rulings.words.is_empty() {
        return;
    }
    let mut by_key: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
    for (place, card) in cards.iter().enumerate() {
        by_key.entry(card.record_key()).or_default().push(place as u32);
    }
    let of = |key: &Key| by_key.get(key).map_or(&[][..], Vec::as_slice);
    for word in &rulings.words {
        match word {
            Ruling::Same(person, with) => {
                let known = person.iter().flat_map(of).next();
                for (a, b) in known.iter().flat_map(|a| of(with).iter().map(move |b| (**a, *b))) {
                    component.state_same(a, b, Reason::Stated);
                }
            }
            Ruling::Apart(a, b) => {
                for (a, b) in of(a).iter().flat_map(|a| of(b).iter().map(move |b| (*a, *b))) {
                    component.state_apart(a, b);
                }
            }
        }
    }
}
