//! Somebody removed for good.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::noted::{all_anchors, whom};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::PersonShown;
use clap::Args;
use comity_core::name::folded;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Said, Statement};
use comity_store::Person;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Forget>();

/// Remove somebody for good, with all that is known of them
///
/// Nothing brings it back but a backup. What is kept are keyed hashes that say nothing outside this network,
/// so that a later import does not bring them back.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Forget {
    /// Whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// Do not ask again
    #[arg(long)]
    #[serde(default)]
    yes: bool,
}

/// What forgetting took away.
#[derive(Serialize, JsonSchema)]
pub(super) struct Gone {
    person: PersonShown,
    /// Addresses, numbers and profiles.
    handles: u64,
    /// What sources told of them.
    records: u64,
    /// Contacts with them alone, removed whole.
    interactions: u64,
    /// Contacts with others, from which only they were taken.
    left: u64,
    /// What you said of them.
    statements: u64,
    /// Every byte is gone from the file; if not, another program was reading, and the next start finishes it.
    swept: bool,
}

impl Operation for Forget {
    const NAME: &'static str = "forget";
    const EFFECT: Effect = Effect::Removes;
    type Answer = Gone;

    fn run(self, context: &Context) -> Result<Gone> {
        let (network, person) = whom(context, &self.who)?;
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(self.who.clone()))?;
        if !self.yes {
            confirmed(context, &person, told.events.len(), told.said.len())?;
        }
        let mut anchors = all_anchors(&person);
        anchors.extend(taken_back(&network.held()?.statements, &person));
        // What was said may hold on to more than is theirs now: an address that went with its source.
        for anchor in told.said.iter().flat_map(|s| &s.about) {
            if network.holder(anchor)?.is_none() {
                anchors.push(anchor.clone());
            }
        }
        let gone = network.store.forget(&anchors)?;
        network.changed();
        network.derived(context)?;
        Ok(Gone {
            person: PersonShown { id: None, name: person.name },
            handles: gone.handles,
            records: gone.records,
            interactions: gone.interactions,
            left: gone.left,
            statements: gone.statements,
            swept: gone.swept,
        })
    }
}

/// Asks before anything goes.
fn confirmed(context: &Context, person: &Person, events: usize, said: usize) -> Result<()> {
    let what = format!(
        "{} ({}): {} addresses, {} records, {events} contacts and what you said, {said} entries, go for good. \
         Only hashes stay, so that no import brings them back.",
        person.name,
        person.id,
        person.handles.len(),
        person.records.len(),
    );
    let choices = [format!("Forget {}", person.name), "Keep them".to_owned()];
    match context.face.choose(&what, &choices) {
        Some(0) => Ok(()),
        Some(_) => Err(Error::Cancelled("nothing was removed".to_owned())),
        None => Err(Error::user(
            format!("forgetting {} was not confirmed, and nothing was removed", person.name),
            "say `--yes` if you mean it; a `comity backup` first is wise",
        )),
    }
}

/// Returns what leads to entries that added the same name and were taken back: they name the person still.
fn taken_back(all: &[Statement], person: &Person) -> Vec<Anchor> {
    let name = folded(&person.name);
    let same = |s: &&Statement| matches!(&s.said, Said::Add { name: n, .. } if !s.stands() && folded(n) == name);
    all.iter().filter(same).map(|s| Anchor::Record(added_key(s.id))).collect()
}

impl Answer for Gone {
    fn show(&self, screen: &mut Screen) {
        let count = |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        screen.line(&format!(
            "{} is forgotten: {}, {}, {} and {} are gone.",
            self.person.name,
            count(self.handles, "address", "addresses"),
            count(self.records, "record", "records"),
            count(self.interactions, "contact", "contacts"),
            count(self.statements, "entry of yours", "entries of yours"),
        ));
        if self.left > 0 {
            screen.line(&format!("From {} with others, only they were taken.", count(self.left, "contact", "contacts")));
        }
        screen.line("Only hashes stay, so that no import brings them back. Backups that you made still hold them.");
        if !self.swept {
            screen.line("Another program was reading; the next start of Comity wipes the last bytes.");
        }
    }
}
