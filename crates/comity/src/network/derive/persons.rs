//! Solved components as persons who are saved.

use comity_core::Record;
use comity_core::portrait::Entry;
use comity_core::record::RecordKind;
use comity_core::resolve::{Cluster, Cut, Decisions, RecordNo, Solved, clusters};
use comity_store::Derived;
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
        persons.extend(clusters.iter().map(|cluster| derived(cluster, &by_key)).filter(is_somebody));
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
        census: (cluster.kind == RecordKind::Person).then(|| {
            let sure = cluster.handles.iter().filter(|h| h.sure).map(|h| &h.handle);
            Entry::of(&cluster.name.full, cluster.organisation.as_deref(), sure)
        }),
    }
}
