//! What every operation answers that notes something the user said, and about whom things are said.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::operation::Answer;
use crate::screen::{Ink, Screen};
use crate::verdict::PersonShown;
use comity_core::record::RecordKind;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Said, Statement};
use comity_store::{Person, PersonId};
use schemars::JsonSchema;
use serde::Serialize;

/// What was noted, and what follows from it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Noted {
    /// The numbers of the new entries of the log, in order.
    pub statements: Vec<u64>,
    /// Whom it is about; nothing where it is about nobody.
    pub person: Option<PersonShown>,
    /// What is now noted, in a sentence.
    pub noted: String,
    /// What follows from it, a sentence each.
    pub follows: Vec<String>,
    /// The line that takes the entries back; nothing where nothing was noted.
    pub undo: Option<String>,
}

impl Noted {
    /// Returns the answer about entries that were just made.
    pub fn new(context: &Context, person: Option<&Person>, said: &[Statement], noted: String) -> Self {
        let undo = undo(context, said);
        Self {
            statements: said.iter().map(|s| s.id).collect(),
            person: person.map(PersonShown::from),
            noted,
            follows: Vec::new(),
            undo,
        }
    }

    /// Adds what follows.
    #[must_use]
    pub fn with(mut self, follows: impl IntoIterator<Item = String>) -> Self {
        self.follows.extend(follows);
        self
    }
}

/// Returns the line that takes entries back; nothing where there are none.
pub fn undo(context: &Context, said: &[Statement]) -> Option<String> {
    let numbers: Vec<String> = said.iter().map(|s| s.id.to_string()).collect();
    (!numbers.is_empty()).then(|| format!("{} undo {}", context.face.program(), numbers.join(" ")))
}

impl Answer for Noted {
    fn show(&self, screen: &mut Screen) {
        screen.line(&self.noted);
        for follows in &self.follows {
            screen.line(follows);
        }
        if let Some(undo) = &self.undo {
            screen.pieces(0, &[("Take it back with:", Ink::Dim), (undo, Ink::Code)]);
        }
    }
}

impl From<&Person> for PersonShown {
    fn from(person: &Person) -> Self {
        Self { id: Some(person.id.to_string()), name: person.name.clone() }
    }
}

/// Returns the network and the one other person who is meant.
///
/// # Errors
/// Fails as finding does, and where it is the user themself.
pub fn whom<'a>(context: &'a Context, who: &str) -> Result<(&'a Network, Person)> {
    let network = context.network()?;
    let person = network.find(context, who)?;
    if person.kind == RecordKind::Me {
        let help = format!("name somebody else; what is yours is in `{} me`", context.face.program());
        return Err(Error::user(format!("`{who}` is you"), help));
    }
    Ok((network, person))
}

/// Returns all that leads to a person, strongest first.
pub fn all_anchors(person: &Person) -> Vec<Anchor> {
    let mut anchors = crate::network::anchors(person);
    let records = person.records.iter().cloned().map(Anchor::Record);
    for anchor in person.handles.iter().map(|(h, _)| Anchor::Handle(h.clone())).chain(records) {
        if !anchors.contains(&anchor) {
            anchors.push(anchor);
        }
    }
    anchors
}

/// Returns what an entry is in the end about, and whether taking the entry back does that again.
///
/// All entries stand in the order of their numbers.
pub fn root<'a>(all: &'a [Statement], mut entry: &'a Statement) -> (&'a Statement, bool) {
    let mut again = false;
    while let Said::Undo(id) = entry.said {
        let Ok(below) = all.binary_search_by_key(&id, |s| s.id) else { break };
        (entry, again) = (&all[below], !again);
    }
    (entry, again)
}

/// Returns whom a statement is about; persons have to be derived already.
///
/// # Errors
/// Fails as the store does.
pub fn about(network: &Network, statement: &Statement) -> Result<Option<PersonId>> {
    for anchor in &statement.about {
        let found = network.holder(anchor)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    match statement.said {
        Said::Add { .. } => Ok(network.store.person_of_record(&added_key(statement.id))?),
        _ => Ok(None),
    }
}
