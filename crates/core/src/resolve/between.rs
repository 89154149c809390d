//! What is between two people: why they are one or two, and what a person hangs together by.
//!
//! Nothing is kept for it: the components in which they are, are solved once more, and every join is weighed as it was
//! when it was made, with all that was known of both sides by then.

use super::cluster::{Bar, Cut, Join, Reason};
use super::components::{Laid, lay};
use super::desk::Desk;
use super::rulings::{Rulings, named};
use super::shelf::{RecordNo, Shelf};
use super::step::{Reached, reach};
use super::why::Why;
use crate::statement::Anchor;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::collections::hash_map::Entry;

/// Where two stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One person, without asking.
    One,
    /// More likely one than two, and not sure enough: a question.
    Likely,
    Two,
}

/// What is between two people.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    pub standing: Standing,
    /// What all that is known of the one and of the other comes to; of one person, what the two records come to.
    pub why: Why,
    /// What keeps them from being one without asking; empty where they are one.
    pub bars: Vec<Bar>,
    /// Where they are one: the joins that lead from the one to the other, in this order.
    pub chain: Vec<Held>,
}

/// A join, and what was between its sides when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The records where the sides meet.
    pub a: RecordNo,
    pub b: RecordNo,
    pub reason: Reason,
    /// Its bits are those of the join; of what the user said, what speaks for it and against it besides.
    pub why: Why,
}

/// Returns what is between whom some records tell of and whom others tell of.
///
/// # Errors
/// Fails as the shelf does.
pub fn between<S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    a: &[Anchor],
    b: &[Anchor],
) -> Result<Between, S::Error> {
    let mut desk = Desk::of(shelf)?;
    let (a, b) = (&*numbers(shelf, a)?, &*numbers(shelf, b)?);
    let (mut laid, desk) = laid_around(shelf, rulings, &mut desk, a.iter().chain(b).copied().collect())?;
    laid.component.agglomerate(Cut::Auto);
    let (x, y) = (laid.places(a), laid.places(b));
    let (Some(first), Some(second)) = (x.first().copied(), y.first().copied()) else {
        return Ok(Between {
            standing: Standing::Two,
            why: Why::default(),
            bars: Vec::new(),
            chain: Vec::new(),
        });
    };
    let (one, other) = (laid.component.find(first), laid.component.find(second));
    if one == other {
        let chain = chain(laid.component.joins(), &x, &y);
        let ends = chain.first().zip(chain.last()).map_or((first, second), |(a, b)| (a.a, b.b));
        let why = laid.bare(rulings, desk).why(ends.0, ends.1);
        let chain = replayed(&laid, rulings, desk, &chain);
        return Ok(Between { standing: Standing::One, why, bars: Vec::new(), chain });
    }
    let (why, bars) = (laid.component.why(one, other), laid.component.bars(one, other));
    laid.component.agglomerate(Cut::Likely);
    let is_likely = laid.component.find(first) == laid.component.find(second);
    let standing = if is_likely { Standing::Likely } else { Standing::Two };
    Ok(Between { standing, why, bars, chain: Vec::new() })
}

/// Returns the joins by which whom some records tell of hangs together, first to last.
///
/// # Errors
/// Fails as the shelf does.
pub fn held_together<S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    records: &[Anchor],
) -> Result<Vec<Held>, S::Error> {
    let mut desk = Desk::of(shelf)?;
    let records = &*numbers(shelf, records)?;
    let (mut laid, desk) = laid_around(shelf, rulings, &mut desk, records.iter().copied().collect())?;
    laid.component.agglomerate(Cut::Auto);
    let theirs: FxHashSet<u32> =
        laid.places(records).into_iter().map(|place| laid.component.find(place)).collect();
    let joins = laid.component.joins();
    let wanted: Vec<Join> =
        joins.iter().filter(|join| theirs.contains(&laid.component.find(join.a))).copied().collect();
    Ok(replayed(&laid, rulings, desk, &wanted))
}

/// Returns the records that some anchors name: of a handle, all that name it.
fn numbers<S: Shelf>(shelf: &S, anchors: &[Anchor]) -> Result<Vec<RecordNo>, S::Error> {
    let mut all = Vec::new();
    anchors.iter().try_for_each(|anchor| shelf.holders(named(anchor), &mut all))?;
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Lays out all who hang together with some records, at once: components do not touch each other.
fn laid_around<'a, S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    desk: &'a mut Desk,
    records: FxHashSet<RecordNo>,
) -> Result<(Laid<'a, Desk>, &'a Desk), S::Error> {
    let mut all = Reached::default();
    for reached in reach(shelf, rulings, desk, records)? {
        all.members.extend(reached.members);
        all.edges.extend(reached.edges);
    }
    let desk = &*desk;
    Ok((lay(std::mem::take(&mut all.members), |no| all.edges_of(no), rulings, desk), desk))
}

/// Returns the joins that lead from one of some places to one of others, in this order and each seen from where it is
/// come from. Joins make trees, so that there is one way at most.
fn chain(joins: &[Join], from: &[u32], to: &[u32]) -> Vec<Join> {
    let mut come_by: FxHashMap<u32, Option<Join>> = from.iter().map(|place| (*place, None)).collect();
    let mut next: VecDeque<u32> = from.iter().copied().collect();
    while let Some(at) = next.pop_front() {
        if to.contains(&at) {
            return way_to(at, &come_by);
        }
        let turned = |join: &Join| Join { a: join.b, b: join.a, ..*join };
        let here = joins.iter().flat_map(|join| [*join, turned(join)]).filter(|join| join.a == at);
        for join in here {
            if let Entry::Vacant(free) = come_by.entry(join.b) {
                free.insert(Some(join));
                next.push_back(join.b);
            }
        }
    }
    Vec::new()
}

fn way_to(mut at: u32, come_by: &FxHashMap<u32, Option<Join>>) -> Vec<Join> {
    let mut way = Vec::new();
    while let Some(Some(join)) = come_by.get(&at) {
        way.push(*join);
        at = join.a;
    }
    way.reverse();
    way
}

/// Makes all joins of a component once more, and returns what was between the sides of the wanted ones.
fn replayed(laid: &Laid<'_, Desk>, rulings: &Rulings, desk: &Desk, wanted: &[Join]) -> Vec<Held> {
    let mut component = laid.bare(rulings, desk);
    let is_one = |x: &Join, y: &Join| (x.a.min(x.b), x.a.max(x.b)) == (y.a.min(y.b), y.a.max(y.b));
    let mut found: Vec<Option<Why>> = vec![None; wanted.len()];
    for join in laid.component.joins() {
        if let Some(place) = wanted.iter().position(|other| is_one(join, other)) {
            found[place] = Some(component.why(component.find(join.a), component.find(join.b)));
        }
        component.state_same(join.a, join.b, join.reason);
    }
    let no = |place: u32| laid.records[place as usize];
    let held = |(join, why): (&Join, Option<Why>)| Held {
        a: no(join.a),
        b: no(join.b),
        reason: join.reason,
        why: why.unwrap_or_default(),
    };
    wanted.iter().zip(found).map(held).collect()
}

#[cfg(test)]
mod tests;
