//! Solved components as persons who are saved.

use comity_core::portrait::Entry;
use comity_core::record::RecordKind;
use comity_core::resolve::{self, Cluster, Cut, Decisions, RecordNo, Solved, clusters, doubts};
use comity_core::{Anchor, Handle, Record};
use comity_store::{Derived, Doubt};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Returns the persons of solved components, each once, in an order of their own.
pub(super) fn persons<'a>(
    solved: &[Solved],
    record: impl Fn(RecordNo) -> Option<&'a Record> + Copy,
    decisions: &Decisions,
) -> Vec<Derived> {
    let mut persons: Vec<Derived> = Vec::new();
    for component in solved {
        let mut by_key: FxHashMap<&str, Vec<&Record>> = FxHashMap::default();
        for record in component.records().iter().filter_map(|no| record(*no)) {
            by_key.entry(&record.key).or_default().push(record);
        }
        let clusters = clusters(component, Cut::Auto, record, decisions);
        let mut told: Vec<Derived> = clusters.iter().map(|cluster| derived(cluster, &by_key)).collect();
        for doubt in doubts(component, record, decisions) {
            note(doubt, &mut told);
        }
        persons.extend(told.into_iter().filter(is_somebody));
    }
    persons.sort_by(|a, b| order(a).cmp(&order(b)));
    // A handle that is nobody's comes from every component that names it.
    persons.dedup();
    persons
}

/// What has nothing to be known by would get another number each time; who has no name and no address is nobody.
fn is_somebody(person: &Derived) -> bool {
    !person.handles.is_empty() || !(person.records.is_empty() || person.name.is_empty())
}

fn order(person: &Derived) -> impl Ord {
    (&person.records, &person.name, person.handles.first().map(|(handle, _)| handle))
}

fn derived(cluster: &Cluster, by_key: &FxHashMap<&str, Vec<&Record>>) -> Derived {
    let records = cluster.records.iter().filter_map(|key| by_key.get(key.as_str())).flatten();
    let names = records.clone().flat_map(|r| r.names.iter().map(|n| n.full.as_str()));
    let also: BTreeSet<&str> =
        names.chain(records.flat_map(|r| r.nicknames.iter().map(String::as_str))).collect();
    Derived {
        name: cluster.name.full.clone(),
        organisation: cluster.organisation.clone(),
        title: cluster.title.clone(),
        kind: cluster.kind,
        // Records that stand for a bare handle are made again each time and are nobody's to hold on to.
        records: cluster.records.iter().filter(|k| !k.starts_with("handle:")).cloned().collect(),
        handles: cluster.handles.iter().map(|h| (h.handle.clone(), h.sure)).collect(),
        tags: cluster.tags.clone(),
        also: also.into_iter().filter(|n| *n != cluster.name.full).map(str::to_owned).collect(),
        doubts: Vec::new(),
        census: (cluster.kind == RecordKind::Person).then(|| {
            let sure = cluster.handles.iter().filter(|h| h.sure).map(|h| &h.handle);
            Entry::of(&cluster.name.full, cluster.organisation.as_deref(), sure)
        }),
    }
}

/// Notes a doubt with the person whose its first half is; of things and of the user nobody has to be asked.
fn note(doubt: resolve::Doubt, persons: &mut [Derived]) {
    let anchors = |keys: &[String]| keys.iter().filter_map(|key| anchor(key)).collect::<Vec<_>>();
    let (a, b) = (anchors(&doubt.a), anchors(&doubt.b));
    let whose = |anchors: &[Anchor]| {
        let first = anchors.first()?;
        persons.iter().position(|p| p.kind == RecordKind::Person && has(p, first))
    };
    let (Some(place), Some(_)) = (whose(&a), whose(&b)) else { return };
    let hundredths = (doubt.bits.value() * 100.0).round() as i32;
    let resolve::Doubt { because, joined, .. } = doubt;
    persons[place].doubts.push(Doubt { a, b, because, hundredths, joined });
}

fn has(person: &Derived, anchor: &Anchor) -> bool {
    match anchor {
        Anchor::Handle(handle) => person.handles.iter().any(|(theirs, _)| theirs == handle),
        Anchor::Record(key) => person.records.contains(key),
    }
}

/// Returns what leads to a record for good: of one that stands for a bare handle, the handle.
fn anchor(key: &str) -> Option<Anchor> {
    match key.strip_prefix("handle:") {
        Some(handle) => Handle::from_key(handle).map(Anchor::Handle),
        None if key.starts_with('@') => Anchor::parse(key),
        None => Some(Anchor::Record(key.to_owned())),
    }
}
