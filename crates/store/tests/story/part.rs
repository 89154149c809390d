//! Saving a part of the persons comes to what saving all of them would, and what went is kept until then.

use crate::told::*;
use comity_core::{Handle, Platform};
use comity_store::{Derived, Error, PersonId, Shelf, Store, Touched};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PARTS: usize = 9;

/// Whose each handle (the first six) or record is; nobody's at zero.
type Owners = [u8; PARTS];

fn key(place: usize) -> String {
    format!("card:{place}")
}

fn address(place: usize) -> String {
    format!("email:h{place}@firm.example")
}

fn persons(owners: &Owners, changed: impl Fn(u8) -> bool) -> Vec<Derived> {
    let mut groups: BTreeMap<u8, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for (place, owner) in owners.iter().enumerate().filter(|(_, owner)| **owner > 0) {
        let (handles, records) = groups.entry(*owner).or_default();
        if place < 6 { handles.push(address(place)) } else { records.push(key(place)) }
    }
    let words = |texts: &[String]| texts.to_vec();
    let person = |(handles, records): &(Vec<String>, Vec<String>)| {
        let (handles, records) = (words(handles), words(records));
        let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
        let records: Vec<&str> = records.iter().map(String::as_str).collect();
        derived(&format!("Somebody with {handles:?}"), &handles, &records)
    };
    groups.iter().filter(|(owner, _)| changed(**owner)).map(|(_, parts)| person(parts)).collect()
}

/// Returns what is touched between two, and whose persons are others then.
fn touched(before: &Owners, after: &Owners) -> (Touched, BTreeSet<u8>) {
    let mut places: BTreeSet<usize> = (0..PARTS).filter(|p| before[*p] != after[*p]).collect();
    loop {
        let olds: BTreeSet<u8> = places.iter().map(|p| before[*p]).filter(|o| *o > 0).collect();
        let news: BTreeSet<u8> = places.iter().map(|p| after[*p]).filter(|o| *o > 0).collect();
        let grown: BTreeSet<usize> =
            (0..PARTS).filter(|p| olds.contains(&before[*p]) || news.contains(&after[*p])).collect();
        if grown.is_subset(&places) {
            let handles = places.iter().filter(|p| **p < 6).map(|p| handle(&address(*p))).collect();
            let records = places.iter().filter(|p| **p >= 6).map(|p| key(*p)).collect();
            return (Touched { handles, records }, news);
        }
        places.extend(grown);
    }
}

type Seen = BTreeSet<(PersonId, String, Vec<(Handle, bool)>, Vec<String>)>;

/// Returns who is there, and where each of the first ids leads.
fn seen(store: &Store) -> (Seen, Vec<Option<PersonId>>, Vec<BTreeSet<PersonId>>) {
    let persons = store.persons().unwrap();
    let found = (0..6).map(|p| store.search(&address(p)[6..], 9).unwrap());
    let found = found.map(|all| all.into_iter().map(|p| p.id).collect()).collect();
    let leads = (1..30).map(|id| store.person(PersonId(id)).unwrap().map(|p| p.id)).collect();
    (persons.into_iter().map(|p| (p.id, p.name, p.handles, p.records)).collect(), leads, found)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_part_is_saved_as_all_would_be(
        history in prop::collection::vec((prop::array::uniform9(0_u8..5), prop::array::uniform9(any::<bool>())), 1..7),
    ) {
        let (whole, part) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
        let mut before = [0; PARTS];
        let shelf = Shelf { runs: Some(vec![1]), changes: vec![] };
        for (drawn, taken) in &history {
            let owners: Owners = std::array::from_fn(|p| if taken[p] { drawn[p] } else { before[p] });
            whole.save_persons(whole.mark().unwrap(), 1, &persons(&owners, |_| true)).unwrap();
            let (touched, changed) = touched(&before, &owners);
            let changed = persons(&owners, |owner| changed.contains(&owner));
            let mark = part.mark().unwrap();
            part.save_persons_in_part(mark, 1, &touched, &changed, &shelf).unwrap().unwrap();
            // Which of two new persons got which number depends on how many were looked at; so all do it again.
            let (ours, theirs) = (seen(&part).0, seen(&whole).0);
            prop_assert_eq!(names(&ours), names(&theirs));
            prop_assert_eq!(part.persons_on(&touched.handles).unwrap().len(), changed_holders(&changed));
            before = owners;
        }
        let all = persons(&before, |_| true);
        let state = seen(&part);
        part.save_persons(part.mark().unwrap(), 1, &all).unwrap();
        prop_assert_eq!(seen(&part), state);
    }
}

fn names(seen: &Seen) -> Vec<&String> {
    let mut names: Vec<&String> = seen.iter().map(|(_, name, ..)| name).collect();
    names.sort();
    names
}

fn changed_holders(persons: &[Derived]) -> usize {
    persons.iter().filter(|p| !p.handles.is_empty()).count()
}

#[test]
fn a_shelf_is_kept_in_two_and_goes_with_what_is_saved_without_one() {
    let store = Store::in_memory().unwrap();
    let mark = store.mark().unwrap();
    assert_eq!(store.shelf().unwrap(), None);
    let large = Shelf { runs: Some((0..3_000_000_u32).map(|n| n as u8).collect()), changes: vec![1] };
    store.save_persons_and_shelf(mark, 1, &[], &large).unwrap();
    assert_eq!(store.shelf().unwrap().as_ref(), Some(&large));
    let since = Shelf { runs: None, changes: vec![2; 70] };
    store.save_persons_in_part(store.mark().unwrap(), 1, &Touched::default(), &[], &since).unwrap();
    assert_eq!(store.shelf().unwrap(), Some(Shelf { changes: vec![2; 70], ..large }));
    store.save_persons(store.mark().unwrap(), 1, &[]).unwrap();
    assert_eq!(store.shelf().unwrap(), None);
}

#[test]
fn a_part_rests_on_what_was_derived_when_it_began() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let (one, other) = (Store::create(&path).unwrap(), Store::open(&path).unwrap());
    let mark = one.mark().unwrap();
    other.save_persons(other.mark().unwrap(), 1, &[]).unwrap();
    let part = one.save_persons_in_part(mark, 1, &Touched::default(), &[], &Shelf::default());
    assert!(matches!(part, Err(Error::Overtaken)));
}

#[test]
fn nobody_is_torn() {
    let store = Store::in_memory().unwrap();
    let ana = derived("Ana Ruiz", &["email:ana@firm.example", "linkedin:ana"], &[]);
    store.save_persons(store.mark().unwrap(), 1, &[ana]).unwrap();
    let half = derived("Ana Ruiz", &["linkedin:ana"], &[]);
    let touched = Touched { handles: vec![handle("linkedin:ana")], records: Vec::new() };
    let save = |touched: &Touched| {
        let mark = store.mark().unwrap();
        store.save_persons_in_part(mark, 1, touched, std::slice::from_ref(&half), &Shelf::default()).unwrap()
    };
    assert_eq!(save(&touched), None);
    assert_eq!(store.persons().unwrap()[0].handles.len(), 2);
    let handles = ["email:ana@firm.example", "linkedin:ana"].map(handle);
    assert!(save(&Touched { handles: handles.to_vec(), ..touched }).is_some());
    assert_eq!(store.persons().unwrap()[0].handles.len(), 1);
}

#[test]
fn what_is_told_otherwise_is_known_as_it_was_until_persons_are_derived() {
    let store = Store::in_memory().unwrap();
    import(&store, &linkedin("1 Mar"));
    let came: Vec<u32> = store.turnover().unwrap().came.iter().map(|(number, _)| *number).collect();
    assert_eq!(came.len(), 2);
    store.save_persons(store.mark().unwrap(), 1, &[]).unwrap();
    assert_eq!(store.turnover().unwrap(), comity_store::Turnover::default());
    let before = store.records().unwrap()[0].1.clone();
    let mut newer = linkedin("9 Mar");
    newer.records[0].title = Some("Head of Legal".into());
    let mut told = newer.interactions[0].clone();
    told.parties.push(party("linkedin:ben"));
    newer.interactions[0] = told;
    import(&store, &newer);
    let turnover = store.turnover().unwrap();
    assert_eq!(turnover.went, [(came[0], before)]);
    assert_eq!(turnover.came.len(), 1);
    let (number, now) = &turnover.came[0];
    assert_eq!(store.record_at(*number).unwrap().as_ref(), Some(now));
    assert_eq!(store.record_at(came[0]).unwrap(), None);
    let place = store.place_of(&handle("linkedin:ben")).unwrap().unwrap();
    assert!(place.is_named && place.is_touched);
    assert_eq!(store.handle_at(place.number).unwrap(), handle("linkedin:ben"));
    store.save_persons(store.mark().unwrap(), 1, &[]).unwrap();
    assert!(store.turnover().unwrap().went.is_empty());
}

#[test]
fn an_import_that_never_ended_takes_nothing_from_whom_the_user_added() {
    let store = Store::in_memory().unwrap();
    let dan = derived("Dan Eke", &["email:dan@firm.example"], &["added:1"]);
    store.save_persons(store.mark().unwrap(), 1, &[dan]).unwrap();
    let told = linkedin("1 Mar");
    let mut import = store.begin(&told.source).unwrap();
    (0..20_001).for_each(|n| {
        let told = message(&format!("li:{n}"), "2026-03-08T09:00:00Z", "linkedin:maya", "linkedin:ben");
        import.interaction(told).unwrap();
    });
    drop(import);
    assert_eq!(store.place_of(&handle("linkedin:ben")).unwrap(), None);
    let person = &store.persons().unwrap()[0];
    assert_eq!(person.handles, [(Handle::normal(Platform::Email, "dan@firm.example"), true)]);
    assert_eq!(store.search("dan", 1).unwrap().len(), 1);
}
