//! What may be one person with something else, as the user is to recognise it.

use crate::context::Context;
use crate::error::Result;
use crate::network::{CONTACTS, Group, LAST, Network};
use crate::when;
use crate::words::counted;
use comity_core::{Anchor, Handle, Moment, Via};
use comity_store::{Person, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// More addresses than this say no more to somebody who looks.
const NAMED: usize = 3;

/// What may be one person with something else.
#[derive(Serialize, JsonSchema)]
pub(super) struct Half {
    /// Whose it is now (`p17`).
    id: String,
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    /// Addresses, numbers and profiles, as `platform:address`.
    handles: Vec<String>,
    /// What tells of it: `linkedin`, `mail`, …
    told_by: Vec<String>,
    /// Contacts by hand.
    contacts: u64,
    /// The last of them.
    last_contact: Option<String>,
    #[serde(skip)]
    shown: String,
}

impl Half {
    pub(super) fn row(&self) -> Vec<String> {
        vec![self.id.clone(), self.name.clone(), self.shown.clone()]
    }
}

/// Returns what is to be held side by side.
pub(super) fn halves(context: &Context, network: &Network, group: &Group) -> Result<Vec<Half>> {
    let mut halves = Vec::new();
    for id in &group.persons {
        let Some(person) = network.store.person(*id)? else { continue };
        match group.doubts.first().filter(|_| group.joined) {
            Some(doubt) => {
                halves.push(part(context, network, &person, &doubt.a)?);
                halves.push(part(context, network, &person, &doubt.b)?);
            }
            None => halves.push(whole(context, network, &person)?),
        }
    }
    Ok(halves)
}

fn whole(context: &Context, network: &Network, person: &Person) -> Result<Half> {
    let facts = network.store.person_facts(person.id)?;
    let fact = |name: &str| facts.iter().find(|(fact, _)| fact == name).map(|(_, value)| *value);
    let handles: Vec<Handle> = person.handles.iter().map(|(handle, _)| handle.clone()).collect();
    let seen = Seen {
        name: person.name.clone(),
        organisation: person.organisation.clone(),
        title: person.title.clone(),
        handles,
        records: person.records.clone(),
    };
    let contacts = fact(CONTACTS).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    Ok(seen.half(context, person.id, contacts, fact(LAST).map(Moment::instant)))
}

/// Returns a part of a person.
fn part(context: &Context, network: &Network, person: &Person, anchors: &[Anchor]) -> Result<Half> {
    let mut seen = Seen::default();
    for anchor in anchors {
        match anchor {
            Anchor::Handle(handle) => seen.handles.push(handle.clone()),
            Anchor::Record(key) => {
                seen.records.push(key.clone());
                for (_, record) in network.store.records_with(key)? {
                    seen.handles.extend(record.handles.into_iter().map(|h| h.handle));
                    let name = record.names.into_iter().map(|name| name.full).next().unwrap_or_default();
                    if seen.name.is_empty() {
                        seen.name = name;
                    }
                    seen.organisation = seen.organisation.or(record.organisation);
                    seen.title = seen.title.or(record.title);
                }
            }
        }
    }
    // What several people use, or what went to the other half, is not told as this one's.
    seen.handles.retain(|handle| person.handles.iter().any(|(theirs, _)| theirs == handle));
    if let (true, Some(first)) = (seen.name.is_empty(), seen.handles.first()) {
        seen.name = first.address().trim_start_matches('~').to_owned();
    }
    let happened = network.store.interactions_of(&seen.handles)?;
    let last = happened.iter().map(|i| i.at).max_by_key(|at| at.order());
    Ok(seen.half(context, person.id, happened.len() as u64, last))
}

/// What is known of a half.
#[derive(Default)]
struct Seen {
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    handles: Vec<Handle>,
    records: Vec<String>,
}

impl Seen {
    fn half(mut self, context: &Context, id: PersonId, contacts: u64, last: Option<Moment>) -> Half {
        self.handles.sort();
        self.handles.dedup();
        let work: Vec<&str> =
            [&self.title, &self.organisation].into_iter().flatten().map(String::as_str).collect();
        let mut told: Vec<String> = Vec::new();
        told.extend((!work.is_empty()).then(|| work.join(", ")));
        told.extend(self.handles.iter().take(NAMED).map(|h| Via::Handle(h.clone()).shown()));
        if self.handles.len() > NAMED {
            told.push(format!("{} more", self.handles.len() - NAMED));
        }
        told.push(match last {
            Some(last) => {
                let contacts = counted(contacts, "contact", "contacts");
                format!("{contacts}, last {}", when::day_shown(last, &context.zone()))
            }
            None => "no contact".to_owned(),
        });
        let sources: BTreeSet<&str> = self.records.iter().filter_map(|key| key.split(':').next()).collect();
        Half {
            id: id.to_string(),
            name: self.name,
            organisation: self.organisation,
            title: self.title,
            handles: self.handles.iter().map(ToString::to_string).collect(),
            told_by: sources.into_iter().map(str::to_owned).collect(),
            contacts,
            last_contact: last.map(|at| at.to_string()),
            shown: told.join("; "),
        }
    }
}
