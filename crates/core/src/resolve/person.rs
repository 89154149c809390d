//! One set of nodes into one person: the best name, the handles, the rest.

use super::forest::Forest;
use super::registry::{Registry, State};
use super::{Cluster, Decisions, Resolved};
use crate::record::{Name, Record, RecordKind};
use crate::statement::Anchor;
use crate::time::Moment;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn cluster(
    nodes: &[usize],
    registry: &Registry<'_>,
    forest: &Forest,
    decisions: &Decisions,
) -> Cluster {
    let records: Vec<&Record> = nodes.iter().filter_map(|n| registry.record(*n)).collect();
    let mut keys: Vec<String> = records.iter().map(|r| r.key.clone()).collect();
    keys.sort();
    keys.dedup();
    let mut handles: Vec<Resolved> = nodes
        .iter()
        .filter_map(|n| registry.identity_at(*n))
        .flat_map(|i| i.handles.iter())
        .map(|h| Resolved { handle: h.clone(), sure: true })
        .collect();
    handles.sort_by(|a, b| a.handle.cmp(&b.handle));
    let set: FxHashSet<usize> = nodes.iter().copied().collect();
    let latest = records.iter().rev().max_by_key(|r| r.since.map(Moment::order));
    let latest_with = |test: fn(&Record) -> bool| {
        records.iter().filter(|r| test(r)).max_by_key(|r| r.since.map(Moment::order)).or(latest)
    };
    let tags: BTreeSet<&String> = records.iter().flat_map(|r| &r.tags).collect();
    Cluster {
        name: name(&records, &handles),
        kind: kind(nodes, &records, registry, decisions),
        joins: forest.joins(&set, registry),
        organisation: latest_with(|r| r.organisation.is_some()).and_then(|r| r.organisation.clone()),
        title: latest_with(|r| r.title.is_some()).and_then(|r| r.title.clone()),
        tags: tags.into_iter().cloned().collect(),
        records: keys,
        handles,
    }
}

/// Returns the name most often told; among equals the longest, then the first in order.
fn name(records: &[&Record], handles: &[Resolved]) -> Name {
    let mut told: BTreeMap<&str, (usize, &Name)> = BTreeMap::new();
    for name in records.iter().filter_map(|r| r.names.first()).filter(|n| !n.full.is_empty()) {
        told.entry(&name.full).or_insert((0, name)).0 += 1;
    }
    let best = told.values().rev().max_by_key(|(count, name)| (*count, name.full.len()));
    match (best, handles.first()) {
        (Some((_, name)), _) => (*name).clone(),
        (None, Some(first)) => Name::whole(first.handle.address().trim_start_matches('~')),
        (None, None) => Name::default(),
    }
}

fn kind(nodes: &[usize], records: &[&Record], registry: &Registry<'_>, decisions: &Decisions) -> RecordKind {
    let identities = || nodes.iter().filter_map(|n| registry.identity_at(*n));
    if records.iter().any(|r| r.kind == RecordKind::Me) || identities().any(|i| i.mine) {
        return RecordKind::Me;
    }
    let told = |r: &&Record| decisions.things.contains(&Anchor::Record(r.key.clone()));
    let thing = records.iter().any(told)
        || identities()
            .flat_map(|i| &i.handles)
            .any(|h| decisions.things.contains(&Anchor::Handle(h.clone())))
        || (!records.is_empty() && records.iter().all(|r| r.kind == RecordKind::Thing))
        || (records.is_empty() && identities().all(|i| i.state != State::Personal));
    if thing { RecordKind::Thing } else { RecordKind::Person }
}
