//! Somebody removed for good.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::noted::{all_anchors, whom};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::PersonShown;
use crate::words::{NOT_SWEPT, counted};
use clap::Args;
use comity_core::name::folded;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Said, Statement};
use comity_store::{Person, Store};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

pub(super) const OPERATION: Entry = entry::<Forget>();

/// Remove somebody for good, with all that is known of them
///
/// Nothing brings it back but a backup. What is kept are keyed hashes that say nothing outside this network,
/// so that a later import does not bring them back. Copies that Comity itself put beside the network, when a backup
/// was brought back or a new release changed the tables, are named if they hold the person; `--copies` deletes them.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Forget {
    /// Whom: a name or part of one, an address, a profile URL, a number (p17)
    #[arg(required_unless_present = "copies")]
    who: Option<String>,
    /// Delete the copies beside the network that hold them as well; without a name, all such copies
    #[arg(long)]
    #[serde(default)]
    copies: bool,
    /// Do not ask again
    #[arg(long)]
    #[serde(default)]
    yes: bool,
}

/// What forgetting took away.
#[derive(Serialize, JsonSchema)]
pub(super) struct Gone {
    /// Who is forgotten; nothing where only copies were deleted.
    person: Option<PersonShown>,
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
    /// Every byte is gone from the file; if not (another program was reading, the disk was full), the next
    /// start finishes it.
    swept: bool,
    /// Copies beside the network that hold them, or held them.
    copies: Vec<CopyShown>,
    #[serde(skip)]
    program: String,
}

/// A copy that Comity itself put beside the network.
#[derive(Serialize, JsonSchema)]
struct CopyShown {
    file: String,
    deleted: bool,
}

impl Operation for Forget {
    const NAME: &'static str = "forget";
    const EFFECT: Effect = Effect::Removes;
    type Answer = Gone;

    fn run(self, context: &Context) -> Result<Gone> {
        let Some(who) = &self.who else { return self.only_copies(context) };
        let (network, person) = whom(context, who)?;
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(who.clone()))?;
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
        let copies = self.copies_of(network, &person)?;
        Ok(Gone {
            person: Some(PersonShown { id: None, name: person.name }),
            handles: gone.handles,
            records: gone.records,
            interactions: gone.interactions,
            left: gone.left,
            statements: gone.statements,
            swept: gone.swept,
            copies,
            program: context.face.program(),
        })
    }
}

impl Forget {
    /// Looks for the person in the copies, and deletes those where that was asked.
    fn copies_of(&self, network: &Network, person: &Person) -> Result<Vec<CopyShown>> {
        let handles = person.handles.iter().map(|(h, _)| h.address().trim_start_matches('~').to_owned());
        let words: Vec<String> = handles.chain([person.name.clone()]).filter(|w| !w.is_empty()).collect();
        let mut shown = Vec::new();
        for copy in network.store.copies()? {
            // One that cannot be read may hold them; by now they are forgotten, and that must be told.
            if Store::copy_holds(&copy, &words).unwrap_or(true) {
                shown.push(self.shown(&copy)?);
            }
        }
        Ok(shown)
    }

    fn shown(&self, copy: &Path) -> Result<CopyShown> {
        if self.copies {
            Store::delete_copy(copy)?;
        }
        Ok(CopyShown { file: copy.display().to_string(), deleted: self.copies })
    }

    /// Deletes all copies, and forgets nobody.
    fn only_copies(&self, context: &Context) -> Result<Gone> {
        let found = context.network()?.store.copies()?;
        if !self.yes && !found.is_empty() {
            let copies =
                counted(found.len() as u64, "copy beside your network goes", "copies beside your network go");
            let what = format!("{copies} for good.");
            agreed(context, &what, "Delete them", "deleting the copies")?;
        }
        let copies = found.iter().map(|copy| self.shown(copy)).collect::<Result<_>>()?;
        let (handles, records, interactions, left, statements) = (0, 0, 0, 0, 0);
        let program = context.face.program();
        Ok(Gone {
            person: None,
            handles,
            records,
            interactions,
            left,
            statements,
            swept: true,
            copies,
            program,
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
    agreed(context, &what, &format!("Forget {}", person.name), &format!("forgetting {}", person.name))
}

fn agreed(context: &Context, what: &str, yes: &str, doing: &str) -> Result<()> {
    match context.face.choose(what, &[yes.to_owned(), "Keep them".to_owned()]) {
        Some(0) => Ok(()),
        Some(_) => Err(Error::Cancelled("nothing was removed".to_owned())),
        None => Err(Error::user(
            format!("{doing} was not confirmed, and nothing was removed"),
            "say `--yes` if you mean it; a `comity backup` first is wise",
        )),
    }
}

/// Returns what leads to entries that added the same name and were taken back: they name the person still.
fn taken_back(all: &[Statement], person: &Person) -> Vec<Anchor> {
    let name = folded(&person.name);
    let same =
        |s: &&Statement| matches!(&s.said, Said::Add { name: n, .. } if !s.stands() && folded(n) == name);
    all.iter().filter(same).map(|s| Anchor::Record(added_key(s.id))).collect()
}

impl Answer for Gone {
    fn show(&self, screen: &mut Screen) {
        if let Some(person) = &self.person {
            self.show_person(person, screen);
        } else if self.copies.is_empty() {
            screen.line("No copies lie beside your network.");
        }
        let (gone, there): (Vec<_>, Vec<_>) = self.copies.iter().partition(|c| c.deleted);
        for copy in gone {
            screen.line(&format!("Deleted `{}`.", copy.file));
        }
        if there.is_empty() {
            return;
        }
        screen.line("These copies beside your network still hold them:");
        there.iter().for_each(|copy| screen.indented(2, &copy.file));
        screen.line("To delete all such copies:");
        screen.command(&format!("{} forget --copies --yes", self.program));
    }
}

impl Gone {
    fn show_person(&self, person: &PersonShown, screen: &mut Screen) {
        screen.line(&format!(
            "{} is forgotten: {}, {}, {} and {} are gone.",
            person.name,
            counted(self.handles, "address", "addresses"),
            counted(self.records, "record", "records"),
            counted(self.interactions, "contact", "contacts"),
            counted(self.statements, "entry of yours", "entries of yours"),
        ));
        if self.left > 0 {
            screen.line(&format!(
                "From {} with others, only they were taken.",
                counted(self.left, "contact", "contacts")
            ));
        }
        screen.line(
            "Only hashes stay, so that no import brings them back. Backups that you made still hold them.",
        );
        if !self.swept {
            screen.line(NOT_SWEPT);
        }
    }
}
