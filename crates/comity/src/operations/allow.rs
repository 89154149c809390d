//! A rule that does not count for one person, with the reason.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::anchors;
use crate::noted::{Noted, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::{rulebook, when};
use clap::Args;
use comity_core::Said;
use comity_core::rule::Group;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Allow>();

/// Say that a rule does not count for one person, and why
///
/// What the rule finds is still shown, with your reason, and no longer decides. A wish not to be contacted
/// cannot be allowed away.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Allow {
    /// Which rule: its name or code (too-soon, IM1)
    rule: String,
    /// For whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// Why it is fine with them
    #[arg(long, value_name = "REASON")]
    because: String,
    /// Until when; for good, unless said
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Operation for Allow {
    const NAME: &'static str = "allow";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let rule = rulebook::named(&self.rule, &context.settings()?)?;
        if rule.group == Group::Refused {
            return Err(Error::Refused(
                format!("no reason lifts `{}`", rule.name),
                "leave it; only they can open the door again, by writing to you".to_owned(),
            ));
        }
        let because = self.because.trim().to_owned();
        if because.is_empty() {
            return Err(Error::user("an empty reason is none", "say why it is fine with them"));
        }
        let (network, person) = whom(context, &self.who)?;
        let until = self.until.as_deref().map(|t| when::read(context, t)).transpose()?;
        if until.is_some_and(|until| until.surely_before(context.now())) {
            return Err(Error::user("`--until` lies in the past", "name a day to come, or leave it out"));
        }
        let said = Said::Allow { rule: rule.name.to_owned(), because, until };
        let said = network.say(context, &anchors(&person), said)?;
        let until =
            until.map_or_else(String::new, |m| format!(" until {}", when::day_shown(m, &context.zone())));
        let noted = format!("Noted: {} does not count for {}{until}.", rule.name, person.name);
        Ok(Noted::new(context, Some(&person), &[said], noted))
    }
}
