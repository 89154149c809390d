//! What lists are ordered by; nothing that depends on the present moment.

use super::{CONTACTS, LAST};
use crate::error::Result;
use crate::network::Network;
use comity_core::{Automation, Moment};
use comity_store::PersonId;
use rustc_hash::FxHashMap;

type Fact = (PersonId, &'static str, i64);

/// Returns the facts of all persons.
pub(super) fn all(network: &Network) -> Result<Vec<Fact>> {
    let mut contacts = Contacts::default();
    network.store.moments(|persons, at, automation| contacts.add(persons, at, automation))?;
    Ok(contacts.told())
}

/// Returns the facts of some persons.
pub(super) fn of(network: &Network, persons: &[PersonId]) -> Result<Vec<Fact>> {
    let mut contacts = Contacts::default();
    network.store.moments_of(persons, |persons, at, automation| contacts.add(persons, at, automation))?;
    Ok(contacts.told())
}

/// When the last contact by hand with each was, and how many there were.
#[derive(Default)]
struct Contacts(FxHashMap<PersonId, (i64, i64)>);

impl Contacts {
    fn add(&mut self, persons: &[PersonId], at: Moment, automation: Automation) {
        if automation != Automation::Human {
            return;
        }
        for person in persons {
            let (last, count) = self.0.entry(*person).or_insert((i64::MIN, 0));
            *last = at.order().max(*last);
            *count += 1;
        }
    }

    fn told(self) -> Vec<Fact> {
        let told = |(id, (last, count))| [(id, LAST, last), (id, CONTACTS, count)];
        self.0.into_iter().flat_map(told).collect()
    }
}
