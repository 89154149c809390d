//! Components: records that edges and the user's word hold together, each of which is solved by itself.

use super::card::Card;
use super::cluster::{Component, Cut, Join, Reason};
use super::clusters::{doubtful, is_sure};
use super::compare::{Facts, Weighed};
use super::heed::{bind, heed};
use super::key::{Drawer, Key};
use super::rulings::Rulings;
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
    /// What its records name and what is no one person's, in order.
    pub(super) nobodys: Vec<Key>,
}

impl Solved {
    /// Returns the records, in order of their cards.
    pub fn records(&self) -> &[RecordNo] {
        &self.records
    }

    /// Returns a hash of all that persons and doubts are made of, by the numbers under which its records are kept.
    pub(super) fn digest(&self, number: impl Fn(RecordNo) -> RecordNo) -> u64 {
        let mut parts: Vec<u64> = self.records.iter().map(|no| u64::from(number(*no))).collect();
        parts.extend(self.first.iter().flatten().map(|first| u64::from(*first)));
        for Join { a, b, reason } in &self.joins {
            parts.extend([u64::from(*a), u64::from(*b), u64::from(is_sure(*reason))]);
            parts.push(match reason {
                Reason::Owns => 0,
                Reason::Stated => 1,
                Reason::Mine => 2,
                Reason::Likely { kinds, .. } => 3 + u64::from(kinds.number()),
            });
            if let Some((bits, cut)) = doubtful(*reason) {
                parts.extend([u64::from(bits.as_units().cast_unsigned()), cut as u64]);
            }
        }
        parts.extend(self.nobodys.iter().map(|key| key.0));
        Drawer::Settled.key(&parts).0
    }

    /// Returns for each record the place of the first one of its person.
    pub(super) fn first(&self, cut: Cut) -> &[u32] {
        &self.first[cut as usize]
    }

    /// Returns which records were joined, first to last, and why.
    pub fn joins(&self) -> impl Iterator<Item = (RecordNo, RecordNo, Reason)> {
        let no = |place: u32| self.records[place as usize];
        self.joins.iter().map(move |join| (no(join.a), no(join.b), join.reason))
    }

    /// Returns the records of each person, the person of the first record first.
    pub fn persons(&self, cut: Cut) -> Vec<Vec<RecordNo>> {
        let first = self.first(cut);
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

/// A component that is laid out: its edges are linked and the user's word is heeded, and evidence has joined nobody yet.
pub(super) struct Laid<'a, F> {
    /// In order of their cards.
    pub(super) records: Vec<RecordNo>,
    cards: Vec<Arc<Card>>,
    pub(super) component: Component<'a, F>,
}

/// Lays out one component: records with their cards and edges.
pub(super) fn lay<'a, F: Facts>(
    mut members: Vec<(RecordNo, Arc<Card>)>,
    edges: impl Fn(RecordNo) -> Vec<Edge>,
    rulings: &Rulings,
    facts: &'a F,
) -> Laid<'a, F> {
    members.sort_unstable_by_key(|(no, card)| (card.order, *no));
    let places: FxHashMap<RecordNo, u32> =
        members.iter().enumerate().map(|(place, (no, _))| (*no, place as u32)).collect();
    let cards: Vec<Arc<Card>> = members.iter().map(|(_, card)| card.clone()).collect();
    let mut component = Component::new(&cards, |card| is_mine(card, rulings), facts);
    for (no, _) in &members {
        let a = places[no];
        for edge in edges(*no) {
            if let Some(b) = places.get(&edge.other).copied().filter(|b| a < *b) {
                component.link(a, b, Weighed { bits: edge.bits, kinds: edge.kinds, ..Weighed::default() });
            }
        }
    }
    heed(&mut component, &cards, rulings, facts);
    let mine: Vec<u32> = (0..cards.len() as u32).filter(|n| is_mine(&cards[*n as usize], rulings)).collect();
    mine.windows(2).for_each(|pair| component.state_same(pair[0], pair[1], Reason::Mine));
    bind(&mut component, &cards, facts);
    Laid { records: members.into_iter().map(|(no, _)| no).collect(), cards, component }
}

fn is_mine(card: &Card, rulings: &Rulings) -> bool {
    card.sketch.kind == RecordKind::Me
        || card.sketch.identifiers.iter().any(|i| rulings.mine.contains(&i.key))
}

impl<'a, F: Facts> Laid<'a, F> {
    /// Returns the places of records that are here.
    pub(super) fn places(&self, records: &[RecordNo]) -> Vec<u32> {
        let all = self.records.iter().zip(0..);
        all.filter(|(no, _)| records.contains(no)).map(|(_, place)| place).collect()
    }

    /// Returns the same records with nothing between them.
    pub(super) fn bare(&self, rulings: &Rulings, facts: &'a F) -> Component<'a, F> {
        Component::new(&self.cards, |card| is_mine(card, rulings), facts)
    }
}

/// Solves one component: records with their cards and edges.
pub(super) fn solve<F: Facts>(
    members: Vec<(RecordNo, Arc<Card>)>,
    edges: impl Fn(RecordNo) -> Vec<Edge>,
    rulings: &Rulings,
    facts: &F,
) -> Solved {
    let Laid { records, cards, mut component } = lay(members, edges, rulings, facts);
    let mut solved = Solved { records, nobodys: nobodys(&cards, facts), ..Solved::default() };
    for (place, cut) in Cut::ALL.into_iter().enumerate() {
        component.agglomerate(cut);
        solved.first[place] = (0..cards.len() as u32).map(|n| component.find(n)).collect();
    }
    solved.joins = component.joins().to_vec();
    solved
}

/// Returns what the records of a component name and what is no one person's, in order.
fn nobodys(cards: &[Arc<Card>], facts: &impl Facts) -> Vec<Key> {
    let named = cards.iter().flat_map(|card| &card.sketch.identifiers);
    let mut nobodys: Vec<Key> = named.filter(|i| !facts.state(**i).is_personal()).map(|i| i.key).collect();
    nobodys.sort_unstable();
    nobodys.dedup();
    nobodys
}
