//! A shelf in memory.

use super::super::blocking::{BLOCK, Filed};
use super::super::card::Card;
use super::super::key::{Drawer, Key};
use super::super::rulings::Rulings;
use super::packed::Packed;
use super::postings::Postings;
use super::run::Run;
use super::{Edge, RecordNo, Shelf};
use rustc_hash::FxHashMap;
use std::convert::Infallible;
use std::sync::Arc;

/// A shelf in memory.
#[derive(Debug, Default)]
pub struct Memory {
    cards: Vec<Option<Arc<Card>>>,
    postings: Postings,
    tallies: FxHashMap<Key, u32>,
    edges: Vec<Vec<Edge>>,
}

impl Memory {
    /// Takes all cards at once; their numbers are their places.
    pub fn of(cards: Vec<Card>) -> Self {
        let cards: Vec<Arc<Card>> = cards.into_iter().map(Arc::new).collect();
        let mut tallies = FxHashMap::default();
        for card in &cards {
            count(&mut tallies, card);
        }
        let order = |no: RecordNo| cards[no as usize].order;
        let mut all = Vec::with_capacity(cards.len() * 16);
        for (no, card) in cards.iter().enumerate() {
            let keys = card.filed().into_iter().map(|filed| filed.key).chain(card.watched());
            all.extend(keys.map(|key| (key.0, no as RecordNo)));
        }
        all.sort_unstable();
        all.dedup();
        let splits = splits(&all, &cards);
        all.extend(splits);
        let postings = Postings::of(all, order);
        let edges = vec![Vec::new(); cards.len()];
        Self { postings, tallies, edges, cards: cards.into_iter().map(Some).collect() }
    }

    /// Returns how many numbers were given to records.
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Tells whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Puts a card on the shelf and returns its number.
    pub fn put(&mut self, card: Card) -> RecordNo {
        self.cards.push(Some(Arc::new(card)));
        self.edges.push(Vec::new());
        (self.cards.len() - 1) as RecordNo
    }

    /// Takes a card from the shelf.
    pub fn drop(&mut self, no: RecordNo) {
        self.cards[no as usize] = None;
    }

    /// Returns what is worked out, for keeping; `numbers` go up and give each record the one under which it is kept.
    pub(in super::super) fn into_packed(self, numbers: &[RecordNo], rulings: Rulings) -> Packed {
        debug_assert!(numbers.is_sorted_by(|a, b| a < b) && numbers.len() == self.cards.len());
        let kept = |no: RecordNo| numbers[no as usize];
        let there = (0..).zip(&self.cards);
        let records = there.filter_map(|(no, card)| Some((kept(no), card.as_ref()?.order))).collect();
        drop(self.cards);
        let (keys, members) = self.postings.into_run().into_parts();
        let postings = Run::of(keys, members.into_iter().map(kept).collect());
        let of = |(no, edges): (RecordNo, Vec<Edge>)| {
            edges.into_iter().map(move |edge| (kept(no), Edge { other: kept(edge.other), ..edge }))
        };
        let mut edges: Vec<(RecordNo, Edge)> = (0..).zip(self.edges).flat_map(of).collect();
        edges.sort_unstable();
        let mut packed = Packed::of(records, postings, self.tallies, edges);
        packed.rule(rulings);
        packed
    }

    pub(in super::super) fn cards(&self) -> impl Iterator<Item = (RecordNo, &Arc<Card>)> {
        self.cards.iter().enumerate().filter_map(|(no, card)| Some((no as RecordNo, card.as_ref()?)))
    }

    pub(in super::super) fn at(&self, no: RecordNo) -> Option<&Arc<Card>> {
        self.cards.get(no as usize)?.as_ref()
    }

    pub(in super::super) fn members(&self, key: Key) -> &[RecordNo] {
        self.postings.of_key(key)
    }

    pub(in super::super) fn tally_of(&self, key: Key) -> u32 {
        self.tallies.get(&key).copied().unwrap_or(0)
    }

    pub(in super::super) fn edges_of(&self, no: RecordNo) -> &[Edge] {
        &self.edges[no as usize]
    }

    /// Forgets who is filed where; what was compared is solved without.
    pub(in super::super) fn forget_postings(&mut self) {
        self.postings = Postings::default();
    }

    pub(in super::super) fn keep_edges(&mut self, edges: Vec<Vec<Edge>>) {
        self.edges = edges;
    }
}

/// Counts what a card has, each thing once with what makes two of them one.
fn count(tallies: &mut FxHashMap<Key, u32>, card: &Card) {
    *tallies.entry(Drawer::All.key(&[])).or_default() += 1;
    for (key, one) in card.counted() {
        let seen = tallies.entry(Drawer::Counted.key(&[key.0, one])).or_default();
        *seen += 1;
        if *seen == 1 {
            *tallies.entry(key).or_default() += 1;
        }
    }
}

/// Returns the postings of the parts of blocks that are too large.
fn splits(all: &[(u64, RecordNo)], cards: &[Arc<Card>]) -> Vec<(u64, RecordNo)> {
    let mut split = Vec::new();
    for run in all.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > BLOCK) {
        for (key, no) in run {
            let card = &cards[*no as usize];
            let filed: Option<Filed> = card.filed().into_iter().find(|filed| filed.key.0 == *key);
            let parts = filed.into_iter().flat_map(|filed| card.split(filed));
            split.extend(parts.map(|part| (part.0, *no)));
        }
    }
    split
}

impl Shelf for Memory {
    type Error = Infallible;

    fn card(&self, no: RecordNo) -> Result<Option<Arc<Card>>, Infallible> {
        Ok(self.cards.get(no as usize).cloned().flatten())
    }

    fn holders(&self, key: Key, into: &mut Vec<RecordNo>) -> Result<(), Infallible> {
        into.extend_from_slice(self.postings.of_key(key));
        Ok(())
    }

    fn count(&self, key: Key) -> Result<usize, Infallible> {
        Ok(self.postings.of_key(key).len())
    }

    fn tally(&self, key: Key) -> Result<u32, Infallible> {
        Ok(self.tally_of(key))
    }

    fn edges(&self, no: RecordNo) -> Result<Vec<Edge>, Infallible> {
        Ok(self.edges[no as usize].clone())
    }

    fn file(&mut self, key: Key, no: RecordNo, _: u64) -> Result<(), Infallible> {
        let cards = &self.cards;
        self.postings.add(key, no, |no| cards[no as usize].as_ref().map_or(0, |card| card.order));
        Ok(())
    }

    fn unfile(&mut self, key: Key, no: RecordNo, _: u64) -> Result<(), Infallible> {
        self.postings.remove(key, no);
        Ok(())
    }

    fn recount(&mut self, key: Key, more: bool) -> Result<u32, Infallible> {
        let count = self.tallies.entry(key).or_default();
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
        let left = *count;
        if left == 0 {
            self.tallies.remove(&key);
        }
        Ok(left)
    }

    fn set_edges(&mut self, no: RecordNo, edges: Vec<Edge>) -> Result<(), Infallible> {
        self.edges[no as usize] = edges;
        Ok(())
    }
}
