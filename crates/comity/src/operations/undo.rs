//! The last thing said, taken back.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::noted::{Noted, about, root};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::words::said_in_words;
use clap::Args;
use comity_core::{Said, Statement};
use comity_store::Person;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Undo>();

/// Take back the last thing that you said, or entries by their numbers
///
/// What one command said goes together. Nothing is lost: taking back an undo does the thing again. Imports are
/// taken back with `sources remove`.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Undo {
    /// The numbers of entries, as `history` shows them; all that your last command said, unless named
    #[arg(value_name = "ENTRY")]
    #[serde(default)]
    entries: Vec<u64>,
}

impl Undo {
    /// Returns what takes one entry back.
    pub(super) fn of(id: u64) -> Self {
        Self { entries: vec![id] }
    }

    /// Returns what is to be taken back, oldest first.
    fn found(&self, context: &Context) -> Result<Vec<Statement>> {
        let store = &context.network()?.store;
        let mut wanted = self.entries.clone();
        wanted.sort_unstable();
        wanted.dedup();
        let found = match &wanted[..] {
            [] => store.last_undoable(&context.author)?,
            all => all
                .iter()
                .map(|id| store.statement(*id)?.ok_or_else(|| no_such(*id)))
                .collect::<Result<_>>()?,
        };
        match found.iter().find(|s| !s.stands()) {
            _ if found.is_empty() => Err(nothing()),
            Some(gone) => Err(Error::user(
                format!("entry {} is taken back already", gone.id),
                "taking back the undo itself does it again; `comity history` shows its number",
            )),
            None => Ok(found),
        }
    }
}

impl Operation for Undo {
    const NAME: &'static str = "undo";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let network = context.network()?;
        let found = self.found(context)?;
        network.derived(context)?;
        // What it was about is looked up first: an `add` that is taken back leads nowhere afterwards.
        let held = network.held()?;
        let back = found.iter().map(|entry| Back::of(network, &held.statements, entry));
        let back: Vec<Back<'_>> = back.collect::<Result<_>>()?;
        // The newest goes first: what came later may rest on what came before.
        let undo = found.iter().rev().map(|entry| (Vec::new(), Said::Undo(entry.id)));
        let said = network.store.say_all(context.now(), &context.author, undo)?;
        network.changed();
        let person = back[0].person.as_ref().filter(|p| back.iter().all(|b| b.is_about(p)));
        Ok(Noted::new(context, person, &said, sentences(&back, &context.zone())))
    }
}

/// One entry that is taken back.
struct Back<'a> {
    /// What it is in the end about.
    root: &'a Statement,
    /// It was an undo: the thing is done again.
    again: bool,
    person: Option<Person>,
}

impl<'a> Back<'a> {
    fn of(network: &Network, all: &'a [Statement], entry: &'a Statement) -> Result<Self> {
        let (root, again) = root(all, entry);
        let person = about(network, root)?.map(|id| network.store.person(id)).transpose()?.flatten();
        Ok(Self { root, again, person })
    }

    fn is_about(&self, person: &Person) -> bool {
        self.person.as_ref().is_some_and(|p| p.id == person.id)
    }
}

/// Returns what was done: "Taken back: Ana Ruiz, tagged client; tagged friend."
fn sentences(back: &[Back<'_>], zone: &TimeZone) -> String {
    let of = |again: bool, word: &str| {
        let mut last = None;
        let phrase = |b: &Back<'_>| {
            let name =
                b.person.as_ref().map(|p| &p.name).filter(|_| !matches!(b.root.said, Said::Add { .. }));
            let name = name.filter(|n| last.replace((*n).clone()).as_ref() != Some(n));
            let name = name.map_or_else(String::new, |name| format!("{name}, "));
            format!("{name}{}", said_in_words(&b.root.said, zone))
        };
        let phrases: Vec<String> = back.iter().filter(|b| b.again == again).map(phrase).collect();
        (!phrases.is_empty()).then(|| format!("{word}: {}.", phrases.join("; ")))
    };
    [of(false, "Taken back"), of(true, "Done again")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn no_such(id: u64) -> Error {
    Error::user(format!("there is no entry {id}"), "`comity history` shows the numbers")
}

fn nothing() -> Error {
    Error::user("there is nothing to take back", "`comity history` shows what you said")
}
