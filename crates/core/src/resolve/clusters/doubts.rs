//! Of whom it is not sure whether they are one person or two: what is worth asking the user.

use super::World;
use super::because::doubtful;
use crate::record::Record;
use crate::resolve::Decisions;
use crate::resolve::bits::Bits;
use crate::resolve::cluster::{Cut, Reason};
use crate::resolve::components::Solved;
use crate::resolve::shelf::RecordNo;
use std::borrow::Borrow;

/// Two halves that may be one person, and of which the user has said nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The keys of the records of one half; the first is where it meets the other.
    pub a: Vec<String>,
    pub b: Vec<String>,
    /// What speaks for it, in words.
    pub because: String,
    /// How much speaks for it, against all that speaks against it, by half bits.
    pub bits: Bits,
    /// They are taken for one person; otherwise for two.
    pub joined: bool,
}

/// Returns the doubts within a component: joins that rest on little, and those that were not made since too little
/// speaks for them, at [`Cut::Likely`].
///
/// `record` gives each of [`Solved::records`], as for [`clusters`](super::clusters).
pub fn doubts<R: Borrow<Record>>(
    solved: &Solved,
    record: impl Fn(RecordNo) -> Option<R>,
    decisions: &Decisions,
) -> Vec<Doubt> {
    if !solved.joins.iter().any(|join| doubtful(join.reason).is_some()) {
        return Vec::new();
    }
    let held: Vec<Option<R>> = solved.records().iter().map(|no| record(*no)).collect();
    let world = World {
        records: held.iter().map(|record| record.as_ref().map(Borrow::borrow)).collect(),
        person: solved.first(Cut::Auto),
        solved,
        cut: Cut::Likely,
        decisions,
    };
    let doubts = solved.joins.iter().enumerate().filter_map(|(place, join)| {
        let (bits, cut) = doubtful(join.reason)?;
        let joined = cut == Cut::Auto;
        let half = |from: u32| match joined {
            true => world.keys(&half_of(solved, place, from)),
            false => world.keys(&[from]),
        };
        Some(Doubt { a: half(join.a), b: half(join.b), because: world.shown(join).because, bits, joined })
    });
    doubts.filter(|doubt| !doubt.a.is_empty() && !doubt.b.is_empty()).collect()
}

/// Returns the places that would still hang together with one of them, were a join not made; that one first.
///
/// Joins make trees: each of them holds two halves together that nothing else does.
fn half_of(solved: &Solved, without: usize, from: u32) -> Vec<u32> {
    let sure = |reason: Reason| !matches!(reason, Reason::Likely { cut: Cut::Likely, .. });
    let joins = || solved.joins.iter().enumerate().filter(|(n, j)| *n != without && sure(j.reason));
    let mut half = vec![from];
    let mut next = 0;
    while let Some(at) = half.get(next).copied() {
        next += 1;
        for (_, join) in joins() {
            let other = match at {
                at if at == join.a => join.b,
                at if at == join.b => join.a,
                _ => continue,
            };
            if !half.contains(&other) {
                half.push(other);
            }
        }
    }
    half
}

impl World<'_> {
    fn keys(&self, places: &[u32]) -> Vec<String> {
        places.iter().filter_map(|place| Some(self.at(*place)?.key.clone())).collect()
    }
}
