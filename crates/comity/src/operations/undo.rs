//! The last thing said, taken back.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::noted::{Noted, about, root};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::words::said_in_words;
use clap::Args;
use comity_core::Said;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Undo>();

/// Take back the last thing that you said, or one by its number
///
/// Nothing is lost: taking back an undo does the thing again. Imports are taken back with `sources remove`.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Undo {
    /// The number of an entry, as `history` shows it; your last one that still stands, unless said
    id: Option<u64>,
}

impl Undo {
    /// Returns what takes one entry back.
    pub(super) const fn of(id: u64) -> Self {
        Self { id: Some(id) }
    }
}

impl Operation for Undo {
    const NAME: &'static str = "undo";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let network = context.network()?;
        let found = match self.id {
            Some(id) => network.store.statement(id)?.ok_or_else(|| no_such(id))?,
            None => network.store.last_undoable(&context.author)?.ok_or_else(nothing)?,
        };
        if found.undone_by.is_some() {
            let help = "taking back the undo itself does it again; `comity history` shows its number";
            return Err(Error::user(format!("entry {} is taken back already", found.id), help));
        }
        network.derived(context)?;
        // What it was about is looked up first: an `add` that is taken back leads nowhere afterwards.
        let held = network.held()?;
        let (root, again) = root(&held.statements, &found);
        let person = about(network, root)?.map(|id| network.store.person(id)).transpose()?.flatten();
        let said = network.say(context, &[], Said::Undo(found.id))?;
        let what = said_in_words(&root.said, &context.zone());
        let of = match (&person, &root.said) {
            (Some(person), said) if !matches!(said, Said::Add { .. }) => format!("{}, ", person.name),
            _ => String::new(),
        };
        let word = if again { "Done again" } else { "Taken back" };
        Ok(Noted::new(context, person.as_ref(), &[said], format!("{word}: {of}{what}.")))
    }
}

fn no_such(id: u64) -> Error {
    Error::user(format!("there is no entry {id}"), "`comity history` shows the numbers")
}

fn nothing() -> Error {
    Error::user("there is nothing to take back", "`comity history` shows what you said")
}
