//! All records in memory, and who is who among them.

use super::card::Card;
use super::components::{Solved, solve};
use super::desk::Desk;
use super::rulings::Rulings;
use super::shelf::{Memory, Packed, RecordNo};
use super::step::{Change, Stepped, solve_around, update};
use super::whole::{Whole, in_parts};
use super::why::{Why, why};
use rustc_hash::FxHashSet;

/// All records in memory, and who is who among them.
#[derive(Debug, Default)]
pub struct Book {
    shelf: Memory,
    rulings: Rulings,
}

impl Book {
    /// Takes all cards at once and files them.
    pub fn of(cards: Vec<Card>, rulings: Rulings) -> Self {
        Self { shelf: Memory::of(cards), rulings }
    }

    /// Compares all that are worth it and keeps their edges.
    pub fn compare(&mut self) {
        let edges = Whole::of(&self.shelf, &self.rulings).edges();
        self.shelf.keep_edges(edges);
    }

    /// Compares all, solves all and keeps nothing else; for what is no longer asked, memory is given back early.
    pub fn solved(mut self) -> Vec<Solved> {
        let whole = Whole::of(&self.shelf, &self.rulings);
        let (edges, states) = (whole.edges(), whole.into_states());
        self.shelf.keep_edges(edges);
        let whole = Whole::with(&self.shelf, states);
        let (components, states) = (self.components(&whole), whole.into_states());
        self.shelf.forget_postings();
        self.solve_all(&components, &Whole::with(&self.shelf, states))
    }

    /// Returns who is who, component by component, in no order.
    pub fn solve(&self) -> Vec<Solved> {
        let whole = Whole::of(&self.shelf, &self.rulings);
        let components = self.components(&whole);
        self.solve_all(&components, &whole)
    }

    fn solve_all(&self, components: &[Vec<RecordNo>], whole: &Whole<'_>) -> Vec<Solved> {
        in_parts(components, |component| {
            let members =
                component.iter().filter_map(|no| Some((*no, self.shelf.at(*no)?.clone()))).collect();
            solve(members, |no| self.shelf.edges_of(no).to_vec(), &self.rulings, whole)
        })
    }

    /// Puts one more record in the book, and returns who is who among those it touches.
    pub fn insert(&mut self, card: Card) -> Stepped {
        let no = self.shelf.put(card);
        let Some(card) = self.shelf.at(no).cloned() else { return Stepped::default() };
        let Ok(stepped) = update(&mut self.shelf, &self.rulings, &[Change::Came(no, card)]);
        stepped
    }

    /// Takes a record out of the book, and returns who is who among those it touched.
    pub fn remove(&mut self, no: RecordNo) -> Stepped {
        let Some(card) = self.shelf.at(no).cloned() else { return Stepped::default() };
        let Ok(stepped) = update(&mut self.shelf, &self.rulings, &[Change::Goes(no, card)]);
        self.shelf.drop(no);
        stepped
    }

    /// Returns who is who among all that edges hold together with a record.
    pub fn around(&self, no: RecordNo) -> Vec<Solved> {
        let Ok(mut desk) = Desk::of(&self.shelf);
        let Ok(solved) = solve_around(&self.shelf, &self.rulings, &mut desk, FxHashSet::from_iter([no]));
        solved
    }

    /// Returns why two records are one person or two; `None` where one of them is not there.
    pub fn why(&self, a: RecordNo, b: RecordNo) -> Option<Why> {
        let Ok(mut desk) = Desk::of(&self.shelf);
        let Ok(x) = desk.card(&self.shelf, &self.rulings, a);
        let Ok(y) = desk.card(&self.shelf, &self.rulings, b);
        Some(why(&*x?, &*y?, &desk))
    }

    /// Returns what is worked out, for keeping; `numbers` go up and give each record the one under which it is kept.
    pub fn into_packed(self, numbers: &[RecordNo]) -> Packed {
        self.shelf.into_packed(numbers, self.rulings)
    }

    /// Returns the shelf.
    pub const fn shelf(&self) -> &Memory {
        &self.shelf
    }

    /// Returns the records of each component.
    ///
    /// Whoever names what is one person's, or what the user speaks of, is in one with all who do: whose it is, is
    /// decided there.
    fn components(&self, whole: &Whole<'_>) -> Vec<Vec<RecordNo>> {
        let mut parent: Vec<RecordNo> = (0..self.shelf.len() as RecordNo).collect();
        for no in 0..self.shelf.len() as RecordNo {
            self.shelf.edges_of(no).iter().for_each(|edge| union(&mut parent, no, edge.other));
        }
        for key in whole.owned().chain(self.rulings.spoken_of.iter().copied()) {
            let members = self.shelf.members(key);
            members.windows(2).for_each(|pair| union(&mut parent, pair[0], pair[1]));
        }
        for group in self.rulings.held_together() {
            let members: Vec<RecordNo> =
                group.iter().flat_map(|key| self.shelf.members(*key)).copied().collect();
            members.windows(2).for_each(|pair| union(&mut parent, pair[0], pair[1]));
        }
        let mut sets: Vec<(RecordNo, RecordNo)> =
            self.shelf.cards().map(|(no, _)| (find(&mut parent, no), no)).collect();
        sets.sort_unstable();
        sets.chunk_by(|a, b| a.0 == b.0).map(|set| set.iter().map(|(_, no)| *no).collect()).collect()
    }
}

fn find(parent: &mut [RecordNo], mut no: RecordNo) -> RecordNo {
    while parent[no as usize] != no {
        parent[no as usize] = parent[parent[no as usize] as usize];
        no = parent[no as usize];
    }
    no
}

fn union(parent: &mut [RecordNo], a: RecordNo, b: RecordNo) {
    let (a, b) = (find(parent, a), find(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}
