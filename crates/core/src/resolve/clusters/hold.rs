//! Who owns which handle of a component.

use super::World;
use crate::handle::Handle;
use crate::name::{Parsed, Spelling, spelled};
use crate::resolve::identifier::Identifier;
use crate::resolve::rulings::is_stand_in;
use crate::resolve::state::OWNER;
use std::collections::BTreeMap;

/// One handle, in all ways in which it is written.
pub(super) struct Hold<'a> {
    /// In order; never empty.
    pub(super) handles: Vec<&'a Handle>,
    /// The records that name it, by place, in order.
    pub(super) places: Vec<u32>,
    /// It is one person's.
    pub(super) is_owned: bool,
    /// The first record of the person with whom it is; `None` where it is nobody's.
    pub(super) owner: Option<u32>,
}

/// Returns the handles of a component, each with its owner.
pub(super) fn holds<'a>(world: &World<'a>) -> Vec<Hold<'a>> {
    let mut all: BTreeMap<String, Hold<'a>> = BTreeMap::new();
    for (place, record) in world.records.iter().enumerate() {
        for labelled in record.iter().flat_map(|record| &record.handles) {
            let hold = all.entry(labelled.handle.equivalence_key()).or_insert_with(|| Hold {
                handles: Vec::new(),
                places: Vec::new(),
                is_owned: world.is_owned(&labelled.handle),
                owner: None,
            });
            hold.handles.push(&labelled.handle);
            if hold.places.last() != Some(&(place as u32)) {
                hold.places.push(place as u32);
            }
        }
    }
    let mut all: Vec<Hold<'a>> = all.into_values().collect();
    for hold in &mut all {
        hold.handles.sort();
        hold.handles.dedup();
        hold.owner = world.owner(hold);
    }
    all
}

impl World<'_> {
    fn is_owned(&self, handle: &Handle) -> bool {
        self.solved.nobodys.binary_search(&Identifier::of(handle).key).is_err()
    }

    /// Returns the person with whom a handle is, by their first record.
    ///
    /// What the user says of it comes first, then whether far more records of one person name it than of all others,
    /// then whose name it spells, then how many records of each person name it; of equals it is the person whose first
    /// record comes first.
    fn owner(&self, hold: &Hold<'_>) -> Option<u32> {
        let is_said = |place: &&u32| self.at(**place).is_some_and(|record| is_stand_in(&record.key));
        if let Some(said) = hold.places.iter().find(is_said) {
            return Some(self.person[*said as usize]);
        }
        if !hold.is_owned {
            return None;
        }
        let mut named: BTreeMap<u32, usize> = BTreeMap::new();
        for place in &hold.places {
            *named.entry(self.person[*place as usize]).or_default() += 1;
        }
        if named.len() == 1 {
            return named.into_keys().next();
        }
        let all = hold.places.len();
        let rank = |(person, count): &(u32, usize)| {
            (*count >= OWNER * (all - count), self.spelling(hold, *person), *count)
        };
        named.into_iter().rev().max_by_key(rank).map(|(person, _)| person)
    }

    /// Returns how a mail address spells the names of a person.
    fn spelling(&self, hold: &Hold<'_>, person: u32) -> Spelling {
        let local =
            hold.handles.iter().find_map(|h| h.address().split_once('@')).map_or("", |(local, _)| local);
        let local = local.split('+').next().unwrap_or(local);
        let theirs = hold.places.iter().filter(|place| self.person[**place as usize] == person);
        let names = theirs.filter_map(|place| self.at(*place)).flat_map(|record| &record.names);
        names.filter_map(Parsed::of).map(|name| spelled(local, &name)).max().unwrap_or(Spelling::None)
    }
}
