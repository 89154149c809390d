//! One person with all that is known of them, ready for the fold.

use super::{Held, Network};
use crate::error::{Error, Result};
use comity_core::portrait::{Census, Surroundings, Wanted, portrait};
use comity_core::standing::{self, Standing, fold};
use comity_core::timeline::{Event, Whose, timeline};
use comity_core::{Anchor, Interaction, Moment, Record, Statement};
use comity_store::{Person, PersonId};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// One person with all that is known of them.
pub struct Told {
    pub person: Person,
    pub portrait: standing::Person,
    /// What the user said about them.
    pub said: Vec<Statement>,
    pub events: Vec<Event>,
    pub(super) held: Arc<Held>,
}

impl Told {
    /// Returns the standing before anything happened.
    pub fn begin(&self) -> Standing {
        self.begin_with(&self.said)
    }

    fn begin_with(&self, said: &[Statement]) -> Standing {
        let said: Vec<&Statement> = said.iter().collect();
        Standing::begin(&self.portrait, Arc::clone(&self.held.coverage), &said, &self.held.settings)
    }

    /// Returns the standing at a moment.
    pub fn standing(&self, at: Moment) -> Standing {
        fold(self.begin(), &self.events, at)
    }

    /// Returns the standing at a moment, had the user said these things.
    pub fn standing_with(&self, said: &[Statement], at: Moment) -> Standing {
        fold(self.begin_with(said), &self.events, at)
    }
}

/// Reads one person.
pub(super) fn read(network: &Network, id: PersonId) -> Result<Option<Told>> {
    let Some(person) = network.store.person(id)? else { return Ok(None) };
    let held = network.held()?;
    let handles: Vec<_> = person.handles.iter().map(|(h, _)| h.clone()).collect();
    let interactions = network.store.interactions_of(&handles)?;
    let mut records = Vec::new();
    for key in &person.records {
        records.extend(network.store.records_with(key)?.into_iter().map(|(_, record)| record));
    }
    let records: Vec<&Record> = records.iter().collect();
    let said = about(network, &held.statements, &person)?;
    let around = network.around()?;
    let census = network.census(&Wanted::of(&whose(&person)))?;
    Ok(Some(tell(person, &records, &interactions, said, (&held, &around, &census))))
}

/// Puts together what is known of one person.
pub(super) fn tell(
    person: Person,
    records: &[&Record],
    interactions: &[Interaction],
    said: Vec<Statement>,
    (held, around, census): (&Arc<Held>, &Surroundings, &Census),
) -> Told {
    let whose = whose(&person);
    let said_refs: Vec<&Statement> = said.iter().collect();
    let portrait = portrait(whose, records, interactions, &said_refs, around, census);
    let events = timeline(&portrait.whose, &around.frame, interactions, &said_refs);
    Told { person, portrait, said, events, held: Arc::clone(held) }
}

fn whose(person: &Person) -> Whose {
    Whose { name: person.name.clone(), handles: person.handles.clone() }
}

/// Returns the statements about a person: those whose first anchor that is anybody's is theirs.
pub(super) fn about(network: &Network, statements: &[Statement], person: &Person) -> Result<Vec<Statement>> {
    let theirs = Theirs::of(person);
    let mut said = Vec::new();
    for statement in statements {
        let Some(place) = statement.about.iter().position(|a| theirs.has(a)) else { continue };
        // What stands before it may be gone with its source; then the word still holds on to the next.
        let mut before = statement.about[..place].iter().map(|a| network.holder(a));
        if before.try_fold(true, |gone, holder| Ok::<_, Error>(gone && holder?.is_none()))? {
            said.push(statement.clone());
        }
    }
    Ok(said)
}

/// The anchors that lead to a person.
struct Theirs<'a> {
    handles: FxHashSet<&'a comity_core::Handle>,
    records: FxHashSet<&'a str>,
}

impl<'a> Theirs<'a> {
    fn of(person: &'a Person) -> Self {
        Self {
            handles: person.handles.iter().map(|(h, _)| h).collect(),
            records: person.records.iter().map(String::as_str).collect(),
        }
    }

    fn has(&self, anchor: &Anchor) -> bool {
        match anchor {
            Anchor::Handle(handle) => self.handles.contains(handle),
            Anchor::Record(key) => self.records.contains(key.as_str()),
        }
    }
}
