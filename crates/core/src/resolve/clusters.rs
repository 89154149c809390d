//! From solved components to persons: who owns which handle, what they are called, and why they are one.
//!
//! A handle stands in one cluster only. It is with the person of whom most records name it, and what is no one
//! person's (an office's, a family's, a machine's) is with nobody: it is a thing by itself.

mod because;
mod doubts;
mod hold;
mod whole;

use super::cluster::{Cut, Join as Joined};
use super::components::Solved;
use super::shelf::RecordNo;
use super::{Cluster, Decisions, Resolved};
use crate::handle::Handle;
use crate::name::in_order;
use crate::record::{Name, Record, RecordKind};
use crate::statement::Anchor;
use crate::time::Moment;
pub(super) use because::{doubtful, is_sure};
pub use doubts::{Doubt, doubts};
use hold::{Hold, holds};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use whole::sure_places;

/// Returns the persons of one component, the person of its first record first, and then the handles that are
/// nobody's.
///
/// `record` gives each of [`Solved::records`], also of those made for a handle. The same handle that is nobody's may
/// come from several components; it is the same cluster each time.
pub fn clusters<R: Borrow<Record>>(
    solved: &Solved,
    cut: Cut,
    record: impl Fn(RecordNo) -> Option<R>,
    decisions: &Decisions,
) -> Vec<Cluster> {
    let held: Vec<Option<R>> = solved.records().iter().map(|no| record(*no)).collect();
    let world = World {
        records: held.iter().map(|record| record.as_ref().map(Borrow::borrow)).collect(),
        person: solved.first(cut),
        solved,
        cut,
        decisions,
    };
    let holds = holds(&world);
    let mut parts: BTreeMap<u32, Part<'_>> = BTreeMap::new();
    for (place, first) in world.person.iter().enumerate() {
        parts.entry(*first).or_default().places.push(place as u32);
    }
    for join in solved.joins.iter().filter(|join| world.counts(join)) {
        parts.entry(world.person[join.a as usize]).or_default().joins.push(join);
    }
    for hold in &holds {
        hold.owner.into_iter().for_each(|first| parts.entry(first).or_default().holds.push(hold));
    }
    let persons = parts.values().map(|part| world.person(part));
    let nobodys = holds.iter().filter(|hold| hold.owner.is_none()).flat_map(|hold| &hold.handles);
    persons.chain(nobodys.map(|handle| thing(handle))).collect()
}

/// All that is of one person.
#[derive(Default)]
struct Part<'a> {
    /// In order.
    places: Vec<u32>,
    joins: Vec<&'a Joined>,
    holds: Vec<&'a Hold<'a>>,
}

/// What is looked at for one component; everything stands by the places of its records.
struct World<'a> {
    records: Vec<Option<&'a Record>>,
    /// For each record the first one of its person.
    person: &'a [u32],
    solved: &'a Solved,
    cut: Cut,
    decisions: &'a Decisions,
}

impl<'a> World<'a> {
    fn at(&self, place: u32) -> Option<&'a Record> {
        self.records.get(place as usize).copied().flatten()
    }

    /// Returns the record of a source; `None` for one that was made for a handle.
    fn told(&self, place: u32) -> Option<&'a Record> {
        self.at(place).filter(|record| !super::rulings::is_stand_in(&record.key))
    }

    fn person(&self, part: &Part<'_>) -> Cluster {
        let mut records: Vec<&Record> = part.places.iter().filter_map(|place| self.told(*place)).collect();
        records.sort_by_key(|record| &record.key);
        let mut keys: Vec<String> = records.iter().map(|r| r.key.clone()).collect();
        keys.dedup();
        let sure = sure_places(self, part);
        let mut handles: Vec<Resolved> = Vec::new();
        for hold in &part.holds {
            let sure = hold.places.iter().any(|place| sure.contains(place));
            handles.extend(hold.handles.iter().map(|h| Resolved { handle: (*h).clone(), sure }));
        }
        handles.sort_by(|a, b| a.handle.cmp(&b.handle));
        let latest = records.iter().rev().max_by_key(|r| r.since.map(Moment::order));
        let latest_with = |test: fn(&Record) -> bool| {
            records.iter().filter(|r| test(r)).max_by_key(|r| r.since.map(Moment::order)).or(latest)
        };
        let tags: BTreeSet<&String> = records.iter().flat_map(|r| &r.tags).collect();
        Cluster {
            name: name(&records, &handles),
            kind: self.kind(&records, &part.holds),
            organisation: latest_with(|r| r.organisation.is_some()).and_then(|r| r.organisation.clone()),
            title: latest_with(|r| r.title.is_some()).and_then(|r| r.title.clone()),
            tags: tags.into_iter().cloned().collect(),
            records: keys,
            handles,
            joins: part.joins.iter().map(|join| self.shown(join)).collect(),
        }
    }

    fn kind(&self, records: &[&Record], holds: &[&Hold<'_>]) -> RecordKind {
        let handles = || holds.iter().flat_map(|hold| hold.handles.iter().copied());
        let is_mine = |handle: &Handle| self.decisions.mine.contains(handle);
        if records.iter().any(|r| r.kind == RecordKind::Me) || handles().any(is_mine) {
            return RecordKind::Me;
        }
        let things = &self.decisions.things;
        let said = !things.is_empty()
            && (records.iter().any(|r| things.contains(&Anchor::Record(r.key.clone())))
                || handles().any(|h| things.contains(&Anchor::Handle(h.clone()))));
        let is_thing = if records.is_empty() {
            holds.iter().all(|hold| !hold.is_owned)
        } else {
            records.iter().all(|r| r.kind == RecordKind::Thing)
        };
        if said || is_thing { RecordKind::Thing } else { RecordKind::Person }
    }
}

/// Returns the name most often told, given name first; among equals the longest, then the first in order.
fn name(records: &[&Record], handles: &[Resolved]) -> Name {
    let mut told: BTreeMap<String, (usize, Name)> = BTreeMap::new();
    for name in records.iter().filter_map(|r| r.names.first()).filter(|n| !n.full.is_empty()) {
        let name = in_order(name);
        told.entry(name.full.clone()).or_insert((0, name)).0 += 1;
    }
    // A full name tells more than a mere "Ana", however often that is said.
    // What stands in brackets behind a name is a nickname or a firm.
    let rank = |(count, name): &(usize, Name)| {
        (name.full.contains(' '), !name.full.contains('('), *count, name.full.len())
    };
    let best = told.values().rev().max_by_key(|told| rank(told));
    match (best, handles.first()) {
        (Some((_, name)), _) => name.clone(),
        (None, Some(first)) => shown(&first.handle),
        (None, None) => Name::default(),
    }
}

fn shown(handle: &Handle) -> Name {
    Name::whole(handle.address().trim_start_matches('~'))
}

/// Returns a handle that is nobody's.
fn thing(handle: &Handle) -> Cluster {
    Cluster {
        name: shown(handle),
        kind: RecordKind::Thing,
        records: Vec::new(),
        handles: vec![Resolved { handle: handle.clone(), sure: true }],
        joins: Vec::new(),
        organisation: None,
        title: None,
        tags: Vec::new(),
    }
}
