//! The agglomeration of one component.

use super::super::bits::Bits;
use super::super::card::Card;
use super::super::compare::{Facts, Weighed};
use super::super::sketch::Sketch;
use super::gate::Beside;
use super::{BESIDE, Cut, Join, LEADING, Link, Reason};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Records that edges hold together, on their way to being persons.
///
/// Sides are numbered by the order of their first record, so that no tie is broken by when records came.
pub(in super::super) struct Component<'a, F> {
    pub(super) facts: &'a F,
    pub(super) sides: Vec<Side>,
    /// Where the side of each record went.
    parent: Vec<u32>,
    joins: Vec<Join>,
}

/// Records that are one person so far.
pub(super) struct Side {
    /// What is known of them. What the user joined though the names clash is weighed apart, the best of it counts.
    pub(super) facets: SmallVec<[Sketch; 1]>,
    pub(super) records: u32,
    /// So many here go by the name, themselves among them, once all that speaks beside names was heard.
    pub(super) bearers: u32,
    pub(super) near: FxHashMap<u32, Link>,
    /// Records that the user holds apart from these.
    apart: Vec<u32>,
    pub(super) is_mine: bool,
}

/// So much more must speak for one of two, or nobody is joined without asking.
const MARGIN: Bits = Bits::hundredths(200);

/// Where so many fit about equally well, nobody can tell whether they are one or all others.
const CROWD: usize = 24;

/// A link in the heap: the best first, of equals the one between most records, and of these the first sides.
///
/// Who tells nothing but a number that one person has and another by mistake goes with the many who have it.
type Waiting = (Bits, u32, std::cmp::Reverse<(u32, u32)>);

impl<'a, F: Facts> Component<'a, F> {
    /// Takes the cards in order of [`Card::order`].
    pub(in super::super) fn new(cards: &[Arc<Card>], mine: impl Fn(&Card) -> bool, facts: &'a F) -> Self {
        debug_assert!(cards.is_sorted_by_key(|card| card.order));
        let side = |card: &Arc<Card>| Side {
            facets: smallvec![card.sketch.clone()],
            records: 1,
            bearers: 1,
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
        let against = weighed.against;
        let link =
            Link { bits: weighed.bits, kinds: weighed.kinds, against, ends: (a, b), pair: weighed.bits };
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

    pub(super) fn is_vetoed(&self, a: u32, b: u32) -> bool {
        self.sides[a as usize].apart.iter().any(|record| self.find(*record) == b)
    }

    /// Joins everything that is sure enough for a cut, best first.
    pub(in super::super) fn agglomerate(&mut self, cut: Cut) {
        if cut == Cut::Auto {
            self.settle(cut, Beside::More);
            self.count_bearers();
        }
        self.settle(cut, Beside::Any);
    }

    fn settle(&mut self, cut: Cut, beside: Beside) {
        loop {
            let before = self.joins.len();
            self.sweep(cut, beside);
            // What had a rival may have a clear winner now.
            if self.joins.len() == before {
                return;
            }
        }
    }

    fn sweep(&mut self, cut: Cut, beside: Beside) {
        let terms = cut.terms();
        let admits = |link: &Link| terms.admit(link) && beside.admits(link);
        let mut heap: BinaryHeap<Waiting> = BinaryHeap::new();
        for (a, side) in self.sides.iter().enumerate() {
            let a = a as u32;
            let links = side.near.iter().filter(|(b, link)| a < **b && admits(link));
            heap.extend(links.map(|(b, link)| self.waiting(a, *b, link)));
        }
        while let Some((bits, _, std::cmp::Reverse((a, b)))) = heap.pop() {
            let Some(link) = self.sides[a as usize].near.get(&b).copied() else { continue };
            if link.bits != bits || self.is_vetoed(a, b) || !self.is_open(a, b, link, cut) {
                continue;
            }
            if !self.is_enough(a, b, link, cut) || !self.is_clear(a, b, link, cut) {
                continue;
            }
            let reason = Reason::Likely { bits, kinds: link.kinds, against: link.against, cut };
            self.join(a, b, Join { a: link.ends.0, b: link.ends.1, reason });
            let kept = &self.sides[a as usize];
            let links = kept.near.iter().filter(|(_, link)| admits(link));
            heap.extend(links.map(|(c, link)| self.waiting(a.min(*c), a.max(*c), link)));
        }
    }

    fn waiting(&self, a: u32, b: u32, link: &Link) -> Waiting {
        let records = self.sides[a as usize].records + self.sides[b as usize].records;
        (link.bits, records, std::cmp::Reverse((a, b)))
    }

    /// Tells whether nobody else fits about as well, where a name is all there is.
    pub(super) fn is_clear(&self, a: u32, b: u32, link: Link, cut: Cut) -> bool {
        if link.kinds.meets(LEADING) {
            return true;
        }
        if cut == Cut::Auto && (self.is_torn(a, b, link, cut) || self.is_torn(b, a, link, cut)) {
            return false;
        }
        let left = link.bits - self.taken(a, b, link, cut).max(self.taken(b, a, link, cut));
        left >= cut.terms().least_for(link.kinds)
    }

    /// Tells whether somebody else fits one side nearly as well, or two who are surely two do: which of them it is, is
    /// not known, though either might be the other side too.
    fn is_torn(&self, a: u32, b: u32, link: Link, cut: Cut) -> bool {
        let is_near = |other: &Link| other.bits + MARGIN > link.bits;
        // By a mere name it is not known either where one of the two fits better.
        let by_name = !link.kinds.meets(BESIDE);
        let fits = |other: &Link| is_near(other) || (by_name && other.bits >= Bits::ZERO);
        let near = self.sides[a as usize].near.iter().filter(|(_, other)| fits(other));
        let near: SmallVec<[u32; CROWD]> = near.map(|(c, _)| *c).take(CROWD).collect();
        if near.len() == CROWD || self.rivals(a, b, cut).any(is_near) {
            return true;
        }
        near.iter().enumerate().any(|(n, x)| near[n + 1..].iter().any(|y| self.are_surely_two(*x, *y)))
    }

    /// Returns the links of one side to others who are not the other side.
    fn rivals(&self, a: u32, b: u32, cut: Cut) -> impl Iterator<Item = &Link> {
        // Whom the user holds apart, or who can never be joined, is none.
        let may_be =
            move |(c, link): &(&u32, &Link)| !self.is_vetoed(a, **c) && self.is_open(a, **c, **link, cut);
        // Whoever will be one with the other is no rival of theirs.
        let terms = cut.terms();
        let is_one = move |c: u32| {
            let link = self.sides[b as usize].near.get(&c).filter(|link| terms.admit(link));
            link.is_some_and(|link| self.is_open(b, c, *link, cut) && self.is_enough(b, c, *link, cut))
        };
        let near = self.sides[a as usize].near.iter().filter(move |(c, _)| **c != b).filter(may_be);
        near.filter(move |(c, _)| !is_one(**c)).map(|(_, link)| link)
    }

    /// Returns what the others who fit one side take from a link to it.
    fn taken(&self, a: u32, b: u32, link: Link, cut: Cut) -> Bits {
        let all: u64 = self.rivals(a, b, cut).map(|rival| fixed_odds(rival.bits)).sum();
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
        self.absorb(keep, gone);
        let other = std::mem::replace(&mut self.sides[gone as usize], Side::empty());
        let side = &mut self.sides[keep as usize];
        side.bearers = side.bearers.max(other.bearers);
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
            let weighed = self.weigh_sides(a, *c);
            (link.bits, link.kinds, link.against) = (weighed.bits, weighed.kinds, weighed.against);
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
            facets: SmallVec::new(),
            records: 0,
            bearers: 0,
            near: FxHashMap::default(),
            apart: Vec::new(),
            is_mine: false,
        }
    }
}
