//! What the user wants to remember of somebody, in their own words.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::anchors;
use crate::noted::whom;
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::PersonShown;
use crate::when;
use clap::Args;
use comity_core::Said;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Note>();

/// Note something about somebody, or show your notes
///
/// Notes are for you: they stay in your network, and nothing is concluded from them.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Note {
    /// About whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// What to note; without it, your notes are shown
    text: Option<String>,
}

/// The notes about one person.
#[derive(Serialize, JsonSchema)]
pub(super) struct Notes {
    person: PersonShown,
    /// The number of the new note; nothing where none was made.
    noted: Option<u64>,
    /// All notes that stand, newest first.
    notes: Vec<One>,
}

/// One note.
#[derive(Serialize, JsonSchema)]
struct One {
    /// Its number, by which `undo` takes it back.
    id: u64,
    /// When it was made; RFC 3339.
    at: String,
    text: String,
    #[serde(skip)]
    day: String,
}

impl Operation for Note {
    const NAME: &'static str = "note";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Notes;

    fn run(self, context: &Context) -> Result<Notes> {
        let (network, person) = whom(context, &self.who)?;
        let noted = match self.text.as_deref().map(str::trim) {
            Some("") => {
                return Err(Error::user("an empty note says nothing", "write what you want to remember"));
            }
            Some(text) => Some(network.say(context, &anchors(&person), Said::Note(text.to_owned()))?.id),
            None => None,
        };
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(self.who.clone()))?;
        let zone = context.zone();
        let standing = told.said.iter().rev().filter(|s| s.stands());
        let notes = standing.filter_map(|s| match &s.said {
            Said::Note(text) => Some(One {
                id: s.id,
                at: s.at.to_string(),
                text: text.clone(),
                day: when::day_shown(s.at, &zone),
            }),
            _ => None,
        });
        Ok(Notes { person: PersonShown::from(&person), noted, notes: notes.collect() })
    }
}

impl Answer for Notes {
    fn show(&self, screen: &mut Screen) {
        match (self.noted, self.notes.len()) {
            (Some(_), 1) => return screen.line(&format!("Noted about {}.", self.person.name)),
            (Some(_), count) => {
                return screen.line(&format!("Noted about {}; {count} notes now.", self.person.name));
            }
            (None, 0) => return screen.line(&format!("You have no notes about {}.", self.person.name)),
            _ => screen.heading(&self.person.name),
        }
        for note in &self.notes {
            screen.gap();
            screen.line(&format!("{}, entry {}:", note.day, note.id));
            screen.indented(2, &note.text);
        }
    }
}
