//! Not now: what the plan is to leave alone for a while, or for good.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{Network, anchors};
use crate::noted::{Noted, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::when;
use clap::Args;
use comity_core::{Said, Span};
use comity_store::Person;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Snooze>();

/// Two weeks: long enough to be left in peace, short enough that nothing is lost.
const USUAL: Span = Span::days(14);

/// Put off what `today` proposes about somebody
///
/// For two weeks, unless said otherwise. Nothing is lost by it: who writes to you in the meantime comes up again when
/// the time is over.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Snooze {
    /// Whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// Until when
    #[arg(long, value_name = "DATE", conflicts_with_all = ["skip", "let_rest"])]
    until: Option<String>,
    /// Drop this one proposal (`keep-in-touch-1a2b3c4d`), and no other
    #[arg(long, value_name = "ID")]
    skip: Option<String>,
    /// No more reminders to keep in touch; answers, thanks and promises still come up
    #[arg(long, conflicts_with = "skip")]
    #[serde(default)]
    let_rest: bool,
}

impl Operation for Snooze {
    const NAME: &'static str = "snooze";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let (network, person) = whom(context, &self.who)?;
        let name = &person.name;
        let (said, noted) = if let Some(id) = &self.skip {
            is_proposed(context, network, &person, id)?;
            (Said::Skip(id.clone()), format!("Skipped: {id} about {name}."))
        } else if self.let_rest {
            (Said::Cadence(0), format!("Noted: no reminders to keep in touch with {name}."))
        } else {
            let until = match &self.until {
                Some(text) => when::read(context, text)?,
                None => context.now().plus(USUAL),
            };
            if until.surely_before(context.now()) {
                return Err(Error::user("that day is past already", "name a day to come"));
            }
            let day = when::day_shown(until, &context.zone());
            (Said::Snooze(until), format!("Noted: nothing about {name} until {day}."))
        };
        let said = network.say(context, &anchors(&person), said)?;
        Ok(Noted::new(context, Some(&person), &[said], noted))
    }
}

/// Sees that what is to be dropped is proposed now: a slip would drop nothing.
fn is_proposed(context: &Context, network: &Network, person: &Person, id: &str) -> Result<()> {
    let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(person.name.clone()))?;
    let proposed = network.proposals(context, &told)?;
    if proposed.iter().any(|proposal| proposal.id == id) {
        return Ok(());
    }
    let ids: Vec<&str> = proposed.iter().map(|proposal| proposal.id.as_str()).collect();
    Err(Error::user(
        format!("`{id}` is not proposed about {}", person.name),
        match ids.is_empty() {
            true => "nothing is; `comity today --week` shows what is".to_owned(),
            false => format!("use one of: {}", ids.join(", ")),
        },
    ))
}
