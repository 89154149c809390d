//! Ids of persons last: whatever merges and splits, none is ever given to somebody else.

use crate::told::derived;
use comity_store::{Derived, PersonId, Store};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HANDLES: usize = 7;

/// Which person each handle belongs to; nobody at zero.
type Owners = [u8; HANDLES];

fn persons(owners: &Owners) -> Vec<Derived> {
    let mut groups: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for (handle, owner) in owners.iter().enumerate().filter(|(_, owner)| **owner > 0) {
        groups.entry(*owner).or_default().push(format!("email:h{handle}@firm.example"));
    }
    let person = |handles: &Vec<String>| {
        let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
        derived("Somebody", &handles, &[])
    };
    groups.values().map(person).collect()
}

fn parts(person: &Derived) -> BTreeSet<String> {
    person.handles.iter().map(|(handle, _)| handle.to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_id_never_means_somebody_else(history in prop::collection::vec(prop::array::uniform7(0_u8..4), 1..7)) {
        let store = Store::in_memory().unwrap();
        // What each id ever stood for.
        let mut ever: BTreeMap<PersonId, BTreeSet<String>> = BTreeMap::new();
        for owners in &history {
            let persons = persons(owners);
            let ids = store.save_persons(store.mark().unwrap(), 1, &persons).unwrap();
            prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
            let newest = ever.keys().max().copied();
            for (id, person) in ids.iter().zip(&persons) {
                match ever.get(id) {
                    Some(before) => prop_assert!(!before.is_disjoint(&parts(person))),
                    None => prop_assert!(newest.is_none_or(|newest| *id > newest)),
                }
                ever.entry(*id).or_default().extend(parts(person));
            }
            for id in ever.keys() {
                // An id given up leads to somebody of today or to nobody, never round in a circle.
                if let Some(person) = store.person(*id).unwrap() {
                    prop_assert!(ids.contains(&person.id));
                    prop_assert!(!ids.contains(id) || person.id == *id);
                }
            }
            let again = store.save_persons(store.mark().unwrap(), 1, &persons).unwrap();
            prop_assert_eq!(again, ids);
        }
    }

    #[test]
    fn undoing_a_merge_gives_both_ids_back(one in 1_usize..HANDLES) {
        let store = Store::in_memory().unwrap();
        let apart: Owners = std::array::from_fn(|n| if n < one { 1 } else { 2 });
        let save = |owners: &Owners| store.save_persons(store.mark().unwrap(), 1, &persons(owners)).unwrap();
        let ids = save(&apart);
        let merged = save(&[1; HANDLES]);
        prop_assert!(ids.contains(&merged[0]));
        prop_assert_eq!(save(&apart), ids);
    }
}
