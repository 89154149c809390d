//! One set of nodes into one person: the best name, the handles, the rest.

use super::forest::Edge;
use super::registry::{Registry, State};
use super::{Cluster, Decisions, Resolved};
use crate::name::in_order;
use crate::record::{Name, Record, RecordKind};
use crate::statement::Anchor;
use crate::time::Moment;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn cluster(
    nodes: &[usize],
    edges: &[&Edge],
    registry: &Registry<'_>,
    decisions: &Decisions,
) -> Cluster {
    let records: Vec<&Record> = nodes.iter().filter_map(|n| registry.record(*n)).collect();
    let mut keys: Vec<String> = records.iter().map(|r| r.key.clone()).collect();
    keys.sort();
    keys.dedup();
    let sure = sure_nodes(nodes, edges, registry);
    let mut handles: Vec<Resolved> = nodes
        .iter()
        .filter_map(|n| registry.identity_at(*n).map(|i| (i, sure.contains(n))))
        .flat_map(|(i, sure)| i.handles.iter().map(move |h| Resolved { handle: h.clone(), sure }))
        .collect();
    handles.sort_by(|a, b| a.handle.cmp(&b.handle));
    let latest = records.iter().rev().max_by_key(|r| r.since.map(Moment::order));
    let latest_with = |test: fn(&Record) -> bool| {
        records.iter().filter(|r| test(r)).max_by_key(|r| r.since.map(Moment::order)).or(latest)
    };
    let tags: BTreeSet<&String> = records.iter().flat_map(|r| &r.tags).collect();
    Cluster {
        name: name(&records, &handles),
        kind: kind(nodes, &records, registry, decisions),
        joins: edges.iter().filter_map(|e| e.shown(registry)).collect(),
        organisation: latest_with(|r| r.organisation.is_some()).and_then(|r| r.organisation.clone()),
        title: latest_with(|r| r.title.is_some()).and_then(|r| r.title.clone()),
        tags: tags.into_iter().cloned().collect(),
        records: keys,
        handles,
    }
}

/// Returns the nodes that sure joins tie to the heart of the person: the half with most records.
fn sure_nodes(nodes: &[usize], edges: &[&Edge], registry: &Registry<'_>) -> FxHashSet<usize> {
    if edges.iter().all(|e| e.reason.is_sure()) {
        return nodes.iter().copied().collect();
    }
    let mut near: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for edge in edges.iter().filter(|e| e.reason.is_sure()) {
        near.entry(edge.a).or_default().push(edge.b);
        near.entry(edge.b).or_default().push(edge.a);
    }
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    let mut heart: (usize, Vec<usize>) = (0, Vec::new());
    // Nodes come in order, and among equal halves the first stays.
    for &start in nodes {
        let mut half = Vec::new();
        let mut next = vec![start];
        while let Some(node) = next.pop() {
            if seen.insert(node) {
                half.push(node);
                next.extend(near.get(&node).into_iter().flatten());
            }
        }
        let records = half.iter().filter(|n| registry.record(**n).is_some()).count();
        if records > heart.0 {
            heart = (records, half);
        }
    }
    heart.1.into_iter().collect()
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
