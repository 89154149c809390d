//! The agglomeration of one component.

use super::super::bits::Bits;
use super::super::card::Card;
use super::super::compare::{Facts, Weighed, weigh};
use super::super::sketch::Sketch;
use super::{BESIDE, Cut, Join, LEADING, Link, Reason, Terms};
use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Records that edges hold together, on their way to being persons.
///
/// Sides are numbered by the order of their first record, so that no tie is broken by when records came.
pub(in super::super) struct Component<'a, F> {
    facts: &'a F,
    sides: Vec<Side>,
    /// Where the side of each record went.
    parent: Vec<u32>,
    joins: Vec<Join>,
}

/// Records that are one person so far.
struct Side {
    sketch: Sketch,
    records: u32,
    near: FxHashMap<u32, Link>,
    /// Records that the user holds apart from these.
    apart: Vec<u32>,
    is_mine: bool,
}

/// A link in the heap: the best first, of equals the one between most records, and of these the first sides.
///
/// Who tells nothing but a number that one person has and another by mistake goes with the many who have it.
type Waiting = (Bits, u32, std::cmp::Reverse<(u32, u32)>);

impl<'a, F: Facts> Component<'a, F> {
    /// Takes the cards in order of [`Card::order`].
    pub(in super::super) fn new(cards: &[Arc<Card>], mine: impl Fn(&Card) -> bool, facts: &'a F) -> Self {
        debug_assert!(cards.is_sorted_by_key(|card| card.order));
        let side = |card: &Arc<Card>| Side {
            sketch: card.sketch.clone(),
            records: 1,
            near: FxHashMap::default(),
            apart: Vec::new(),
            is_mine: mine(card),
        };
        Self {
            facts,
            sides: cards.iter().map(side).collect(),
            parent: (0..cards.len() as u32).collect(),
            joins: Vec::new(),
        }
    }

    /// Takes an edge between two records.
    pub(in super::super) fn link(&mut self, a: u32, b: u32, weighed: Weighed) {
        let link = Link { bits: weighed.bits, kinds: weighed.kinds, ends: (a, b), pair: weighed.bits };
        self.sides[a as usize].near.insert(b, link);
        self.sides[b as usize].near.insert(a, link.turned());
    }

    pub(in super::super) fn find(&self, mut record: u32) -> u32 {
        while self.parent[record as usize] != record {
            record = self.parent[record as usize];
        }
        record
    }

    /// Joins what the user says is one, unless something newer holds it apart.
    pub(in super::super) fn state_same(&mut self, a: u32, b: u32, reason: Reason) {
        let (x, y) = (self.find(a), self.find(b));
        if x != y && !self.is_vetoed(x, y) {
            self.join(x, y, Join { a, b, reason });
        }
    }

    /// Holds apart what the user says is two, unless something newer made it one.
    pub(in super::super) fn state_apart(&mut self, a: u32, b: u32) {
        let (x, y) = (self.find(a), self.find(b));
        if x != y {
            self.sides[x as usize].apart.push(b);
            self.sides[y as usize].apart.push(a);
        }
    }

    pub(in super::super) fn joins(&self) -> &[Join] {
        &self.joins
    }

    fn is_vetoed(&self, a: u32, b: u32) -> bool {
        self.sides[a as usize].apart.iter().any(|record| self.find(*record) == b)
    }

    /// Joins everything that is sure enough for a cut, best first.
    pub(in super::super) fn agglomerate(&mut self, cut: Cut) {
        let terms = cut.terms();
        loop {
            let before = self.joins.len();
            self.sweep(cut, terms);
            // What had a rival may have a clear winner now.
            if self.joins.len() == before {
                return;
            }
        }
    }

    fn sweep(&mut self, cut: Cut, terms: Terms) {
        let mut heap: BinaryHeap<Waiting> = BinaryHeap::new();
        for (a, side) in self.sides.iter().enumerate() {
            let a = a as u32;
            let links = side.near.iter().filter(|(b, link)| a < **b && terms.admit(link));
            heap.extend(links.map(|(b, link)| self.waiting(a, *b, link)));
        }
        while let Some((bits, _, std::cmp::Reverse((a, b)))) = heap.pop() {
            let Some(link) = self.sides[a as usize].near.get(&b).copied() else { continue };
            if link.bits != bits || self.is_vetoed(a, b) || !self.is_open(a, b, link) {
                continue;
            }
            if !self.is_clear(a, b, link, terms) {
                continue;
            }
            let reason = Reason::Likely { bits, kinds: link.kinds, cut };
            self.join(a, b, Join { a: link.ends.0, b: link.ends.1, reason });
            let kept = &self.sides[a as usize];
            let links = kept.near.iter().filter(|(_, link)| terms.admit(link));
            heap.extend(links.map(|(c, link)| self.waiting(a.min(*c), a.max(*c), link)));
        }
    }

    fn waiting(&self, a: u32, b: u32, link: &Link) -> Waiting {
        let records = self.sides[a as usize].records + self.sides[b as usize].records;
        (link.bits, records, std::cmp::Reverse((a, b)))
    }

    /// Tells whether a link counts: nobody is the user by a mere name.
    fn is_open(&self, a: u32, b: u32, link: Link) -> bool {
        let is_mine = self.sides[a as usize].is_mine || self.sides[b as usize].is_mine;
        !is_mine || link.kinds.meets(LEADING)
    }

    /// Tells whether nobody else fits about as well, where a name is all there is.
    fn is_clear(&self, a: u32, b: u32, link: Link, terms: Terms) -> bool {
        if link.kinds.meets(LEADING) {
            return true;
        }
        let left = link.bits - self.rivals(a, b, link).max(self.rivals(b, a, link));
        left >= terms.least_for(link.kinds)
    }

    /// Returns what the others who fit one side take from a link to it.
    fn rivals(&self, a: u32, b: u32, link: Link) -> Bits {
        // Whom the user holds apart, or who can never be joined, takes nothing.
        let may_be = |(c, link): &(&u32, &Link)| !self.is_vetoed(a, **c) && self.is_open(a, **c, **link);
        let near = self.sides[a as usize].near.iter().filter(|(c, _)| **c != b).filter(may_be);
        // Whoever may be one with the other is no rival of theirs.
        let others = near
            .filter(|(c, _)| self.sides[b as usize].near.get(c).is_none_or(|link| link.bits < Bits::ZERO));
        let all: u64 = others.map(|(_, other)| fixed_odds(other.bits)).sum();
        let one = fixed_odds(Bits::ZERO);
        let fitting = fixed_odds(link.bits).saturating_add(one);
        // Of all odds together, those of this link count: 1 / (1 + others / (1 + this)).
        Bits::of((fitting.saturating_add(all) as f64 / fitting as f64).log2())
    }

    /// Makes two sides one, and weighs it anew against all that are near.
    fn join(&mut self, a: u32, b: u32, join: Join) {
        let (keep, gone) = (a.min(b), a.max(b));
        self.joins.push(join);
        self.parent[gone as usize] = keep;
        let other = std::mem::replace(&mut self.sides[gone as usize], Side::empty());
        let side = &mut self.sides[keep as usize];
        side.sketch.absorb(&other.sketch);
        side.records += other.records;
        side.apart.extend(other.apart);
        side.is_mine |= other.is_mine;
        side.near.remove(&gone);
        for (c, link) in other.near.into_iter().filter(|(c, _)| *c != keep) {
            let kept = self.sides[keep as usize].near.entry(c).or_insert(link);
            if (link.pair, std::cmp::Reverse(link.ends)) > (kept.pair, std::cmp::Reverse(kept.ends)) {
                *kept = link;
            }
            self.sides[c as usize].near.remove(&gone);
        }
        self.weigh_anew(keep);
    }

    fn weigh_anew(&mut self, a: u32) {
        let mut near = std::mem::take(&mut self.sides[a as usize].near);
        for (c, link) in &mut near {
            let weighed = weigh(&self.sides[a as usize].sketch, &self.sides[*c as usize].sketch, self.facts);
            (link.bits, link.kinds) = (weighed.bits, weighed.kinds);
            self.sides[*c as usize].near.insert(a, link.turned());
        }
        self.sides[a as usize].near = near;
    }
}

/// Returns odds in fixed point, so that no order of adding shows.
fn fixed_odds(bits: Bits) -> u64 {
    (bits.value().clamp(-16.0, 30.0).exp2() * 65_536.0) as u64
}

impl Side {
    fn empty() -> Self {
        Self {
            sketch: Sketch::default(),
            records: 0,
            near: FxHashMap::default(),
            apart: Vec::new(),
            is_mine: false,
        }
    }
}

impl Terms {
    fn least_for(self, kinds: super::super::evidence::Kinds) -> Bits {
        if kinds.meets(BESIDE) { self.least } else { self.by_name }
    }

    fn admit(self, link: &Link) -> bool {
        link.bits >= self.least_for(link.kinds)
    }
}
