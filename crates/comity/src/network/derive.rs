//! Persons derived from what is kept, whenever that has changed.

use super::Network;
use crate::context::Progress;
use crate::error::{Error, Result};
use comity_core::portrait::Entry;
use comity_core::record::{LabelledHandle, RecordKind};
use comity_core::resolve::{Cluster, Decisions, resolve};
use comity_core::{Automation, Name, Platform, Record, Said, Statement};
use comity_store::{Changes, Derived, PersonId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The version of the code that derives persons; a network derived by another is derived again.
///
/// It goes up with every change of `resolve`, of how names are read and of what is stored with a person.
pub const VERSION: u32 = 7;

/// Persons are saved and their facts are not: whoever is stopped in between derives again the next time.
const UNFINISHED: u32 = 0;

/// The stored fact that holds when the last contact by hand was, in seconds since 1970.
pub const LAST: &str = "last-contact";

/// The stored fact that counts the contacts by hand.
pub const CONTACTS: &str = "contacts";

type Watch<'a> = &'a dyn Fn(&Progress<'_>) -> bool;

/// Derives persons again, where something changed that decides who is who.
pub(super) fn where_needed(network: &Network, watch: Watch<'_>) -> Result<()> {
    while !is_current(network)? {
        match everything(network, watch) {
            // Another program knew more, and what it saved may do by now.
            Err(Error::Store(comity_store::Error::Overtaken)) => {}
            other => return other,
        }
    }
    Ok(())
}

fn is_current(network: &Network) -> Result<bool> {
    let Some(derivation) = network.store.derived()?.filter(|d| d.version == VERSION) else {
        return Ok(false);
    };
    Ok(derivation.current || !decides(&network.store.changes()?))
}

/// Tells whether a change decides who is who; most of what the user says does not.
fn decides(changes: &Changes) -> bool {
    let word = |s: &Statement| match &s.said {
        // Whether a domain is a firm's or anybody's tells colleagues from strangers.
        Said::Setting { key, .. } => key == "free-mail",
        said => matches!(
            said,
            Said::Add { .. }
                | Said::Same(_)
                | Said::Apart(_)
                | Said::Shared(_)
                | Said::NotAPerson
                | Said::Me(_)
                | Said::Undo(_)
        ),
    };
    changes.everything
        || !changes.handles.is_empty()
        || !changes.records.is_empty()
        || changes.statements.iter().any(word)
}

/// Derives all persons.
fn everything(network: &Network, watch: Watch<'_>) -> Result<()> {
    step(watch, "working out who is who", 0, 3)?;
    let mark = network.store.mark()?;
    // What was read before may lack what another program said since, and the mark would say that it is in.
    network.changed();
    let held = network.held()?;
    let mut decisions = Decisions::of(&held.statements);
    held.member.decide(&mut decisions);
    let mut records: Vec<Record> = network.store.records()?.into_iter().map(|(_, record)| record).collect();
    records.extend(strangers(network, &records)?);
    let persons = persons(&records, &decisions);
    drop((records, decisions, held));
    step(watch, "working out who is who", 1, 3)?;
    network.store.save_persons(mark, UNFINISHED, &persons)?;
    drop(persons);
    network.changed();
    step(watch, "working out who is who", 2, 3)?;
    network.store.save_person_facts(mark, VERSION, &facts(network)?)?;
    step(watch, "working out who is who", 3, 3)
}

/// Works out who is who among all records, as it is saved.
fn persons(records: &[Record], decisions: &Decisions) -> Vec<Derived> {
    let clusters = resolve(records, decisions);
    let by_key: FxHashMap<&str, &Record> =
        records.iter().chain(&decisions.added).map(|r| (r.key.as_str(), r)).collect();
    let persons = clusters.iter().map(|c| derived(c, &by_key));
    // What has nothing to be known by would get another number each time; who has no name and no address is nobody.
    let is_somebody = |p: &Derived| !p.handles.is_empty() || !(p.records.is_empty() || p.name.is_empty());
    persons.filter(is_somebody).collect()
}

fn step(watch: Watch<'_>, what: &str, done: u64, total: u64) -> Result<()> {
    match watch(&Progress { what, done, total, bytes: false }) {
        true => Ok(()),
        false => Err(Error::Cancelled("who is who will be worked out the next time".into())),
    }
}

/// Returns a record for every handle that took part in something and that no source names.
fn strangers(network: &Network, records: &[Record]) -> Result<Vec<Record>> {
    let known: FxHashSet<_> = records.iter().flat_map(|r| &r.handles).map(|h| &h.handle).collect();
    let touched = network.store.touched()?;
    let unknown = touched.into_iter().filter(|h| !known.contains(h));
    Ok(unknown
        .map(|handle| Record {
            key: format!("handle:{handle}"),
            names: handle
                .is_name_only()
                .then(|| Name::whole(&titled(handle.address())))
                .into_iter()
                .collect(),
            // Mail names everybody who took part by hand; who is left over only ever came up beside machines.
            kind: if handle.platform() == Platform::Email { RecordKind::Thing } else { RecordKind::Person },
            handles: vec![LabelledHandle::bare(handle)],
            ..Record::default()
        })
        .collect())
}

/// Returns a folded name with capitals again.
fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.trim_start_matches('~').split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn derived(cluster: &Cluster, by_key: &FxHashMap<&str, &Record>) -> Derived {
    let records = cluster.records.iter().filter_map(|key| by_key.get(key.as_str()));
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

/// Returns what lists are ordered by; nothing that depends on the present moment.
fn facts(network: &Network) -> Result<Vec<(PersonId, &'static str, i64)>> {
    let mut counted: FxHashMap<PersonId, (i64, i64)> = FxHashMap::default();
    network.store.moments(|persons, at, automation| {
        for person in persons.iter().filter(|_| automation == Automation::Human) {
            let (last, count) = counted.entry(*person).or_insert((i64::MIN, 0));
            *last = at.order().max(*last);
            *count += 1;
        }
    })?;
    let told = counted.into_iter().flat_map(|(id, (last, count))| [(id, LAST, last), (id, CONTACTS, count)]);
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::{Anchor, Author, Handle, Moment};

    #[test]
    fn what_another_program_said_meanwhile_counts() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("jo.comity");
        let (one, other) = (Network::open_or_create(&path).unwrap(), Network::open(&path).unwrap());
        let (at, you) = (Moment::instant(0), Author("you".into()));
        let handles = ["ana@firm.example", "ruiz@home.example"].map(|a| Handle::normal(Platform::Email, a));
        for handle in &handles {
            let (name, handles) = ("Ana Ruiz".to_owned(), vec![handle.clone()]);
            let add = Said::Add { name, handles, organisation: None, title: None };
            one.store.say(at, &you, &[], add).unwrap();
        }
        assert_eq!(one.held().unwrap().statements.len(), 2);
        let [ana, ruiz] = handles.clone().map(Anchor::Handle);
        other.store.say(at, &you, &[ana], Said::Same(vec![ruiz])).unwrap();
        // Its log was read before that; what it derives says that it knows all.
        where_needed(&one, &|_| true).unwrap();
        assert!(one.store.derived().unwrap().unwrap().current);
        assert_eq!(one.store.person_count().unwrap(), 1);
    }

    #[test]
    fn what_a_newer_release_derived_is_not_undone_by_an_older_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("jo.comity");
        let network = Network::open_or_create(&path).unwrap();
        network.store.save_persons(network.store.mark().unwrap(), VERSION + 1, &[]).unwrap();
        let newer = |e: &Error| matches!(e, Error::Store(comity_store::Error::Newer { .. }));
        assert!(Network::open(&path).is_err_and(|e| newer(&e)));
    }
}
