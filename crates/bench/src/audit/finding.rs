//! What Comity found, in the words of the truth.

use crate::Result;
use crate::ground::spellings;
use comity::network::{Found, Network};
use comity::replay::is_alone;
use comity_core::rule::Level;
use comity_core::{Handle, Via};
use comity_world::truth::Truth;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

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

/// An approach of which Comity asks, because who is who is not sure, instead of judging it.
pub(super) struct Doubted {
    pub(super) rule: &'static str,
    pub(super) people: Vec<u32>,
    pub(super) between: (i64, i64),
}

impl Doubted {
    /// Returns the approaches that wait for an answer on who is who.
    pub(super) fn all(found: &Found, network: &Network, truth: &Truth) -> Result<Vec<Self>> {
        let whose = Whose::of(truth);
        let persons = network.store.persons()?;
        let handles: FxHashMap<_, _> = persons.into_iter().map(|p| (p.id, p.handles)).collect();
        let doubted = found.asked.iter().filter(|(_, asked)| asked.fact == "same-person");
        let told = doubted.map(|(id, asked)| Self {
            rule: asked.rule,
            people: whose.people(handles.get(id).map_or(&[][..], Vec::as_slice).iter().map(|(h, _)| h)),
            between: (asked.at.earliest(), asked.at.latest()),
        });
        Ok(told.collect())
    }
}

impl Finding {
    /// Returns what an audit found and the user had not allowed.
    pub(super) fn all(found: &Found, network: &Network, truth: &Truth) -> Result<Vec<Self>> {
        let whose = Whose::of(truth);
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
                let people = whose.people(theirs.iter().map(|(h, _)| h));
                let door = audited.found.approach.as_ref().map(|a| &a.via);
                let doubted = theirs
                    .iter()
                    .find(|(h, sure)| !sure && door.is_some_and(|d| *d == Via::Handle(h.clone())));
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

/// Whose each handle is.
#[derive(Default)]
struct Whose {
    alone: FxHashMap<Handle, u32>,
    /// Of handles that several use, or namesakes where a service tells names alone.
    several: FxHashMap<Handle, Vec<u32>>,
}

impl Whose {
    fn of(truth: &Truth) -> Self {
        let mut whose = Self::default();
        for person in &truth.people {
            for told in &person.handles {
                let is_alone = is_alone(&truth.people, person, told);
                for handle in spellings(told) {
                    if is_alone {
                        whose.alone.insert(handle, person.id);
                    } else {
                        whose.several.entry(handle).or_default().push(person.id);
                    }
                }
            }
        }
        whose
    }

    /// Returns whose handles these are; what several use says nothing where another handle tells.
    fn people<'a>(&self, handles: impl Iterator<Item = &'a Handle> + Clone) -> Vec<u32> {
        let alone: BTreeSet<u32> = handles.clone().filter_map(|h| self.alone.get(h)).copied().collect();
        if !alone.is_empty() {
            return alone.into_iter().collect();
        }
        let several: BTreeSet<u32> = handles.filter_map(|h| self.several.get(h)).flatten().copied().collect();
        several.into_iter().collect()
    }
}

fn evidence(finding: &comity_core::rule::Finding) -> String {
    let told = finding.evidence.iter().map(|e| match e.at {
        Some(at) => format!("{at} {}", e.what),
        None => e.what.to_string(),
    });
    told.collect::<Vec<_>>().join("; ")
}
