//! What Comity found, in the words of the truth.

use crate::Result;
use crate::ground::spellings;
use comity::network::{Found, Network};
use comity_core::rule::Level;
use comity_core::{Handle, Via};
use comity_world::truth::Truth;
use rustc_hash::{FxHashMap, FxHashSet};

/// One finding.
pub(super) struct Finding {
    pub(super) code: &'static str,
    pub(super) level: Level,
    /// The people of the truth whom Comity takes for this person: one, if who is who is right.
    pub(super) people: Vec<u32>,
    /// The stretch in which the source puts it.
    pub(super) between: (i64, i64),
    /// It rests on a handle of which Comity is not sure whose it is.
    pub(super) is_unsure: bool,
    /// For showing.
    pub(super) told: String,
}

impl Finding {
    /// Returns what an audit found and the user had not allowed.
    pub(super) fn all(found: &Found, network: &Network, truth: &Truth) -> Result<Vec<Self>> {
        let mut whose: FxHashMap<Handle, Vec<u32>> = FxHashMap::default();
        for person in &truth.people {
            for handle in person.handles.iter().flat_map(spellings) {
                whose.entry(handle).or_default().push(person.id);
            }
        }
        let persons = network.store.persons()?;
        let handles: FxHashMap<_, _> = persons.into_iter().map(|p| (p.id, p.handles)).collect();
        let standing = found.findings.iter().filter(|a| a.found.allowed.is_none());
        Ok(standing
            .map(|audited| {
                let theirs = audited
                    .person
                    .as_ref()
                    .and_then(|(id, _)| handles.get(id))
                    .map_or(&[][..], Vec::as_slice);
                let people: FxHashSet<u32> =
                    theirs.iter().filter_map(|(h, _)| whose.get(h)).flatten().copied().collect();
                let door = audited.found.approach.as_ref().map(|a| &a.via);
                let doubted = theirs
                    .iter()
                    .find(|(h, sure)| !sure && door.is_some_and(|d| *d == Via::Handle(h.clone())));
                let mut people: Vec<u32> = people.into_iter().collect();
                people.sort_unstable();
                let finding = &audited.found.finding;
                let name = audited.person.as_ref().map_or("everybody", |(_, name)| name);
                Self {
                    code: finding.code,
                    level: finding.level,
                    people,
                    between: (audited.found.at.earliest(), audited.found.at.latest()),
                    is_unsure: doubted.is_some(),
                    told: format!("{} {name}: {} [{}]", audited.found.at, finding.message, evidence(finding)),
                }
            })
            .collect())
    }
}

fn evidence(finding: &comity_core::rule::Finding) -> String {
    let told = finding.evidence.iter().map(|e| match e.at {
        Some(at) => format!("{at} {}", e.what),
        None => e.what.to_string(),
    });
    told.collect::<Vec<_>>().join("; ")
}
