//! What the user hopes that a tie becomes.

use crate::asked;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::anchors;
use crate::noted::{Noted, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use clap::Args;
use clap::builder::PossibleValuesParser;
use comity_core::{Said, Tie};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Hope>();

const HOPES: [&str; 4] = ["professional", "personal", "both", "none"];

/// Say what you hope that a tie becomes
///
/// Hope counts beside what the tie is when doors are chosen, from the day on which you say it.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Hope {
    /// With whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// professional, personal, both, or none
    #[arg(value_parser = PossibleValuesParser::new(HOPES))]
    sphere: String,
}

impl Operation for Hope {
    const NAME: &'static str = "hope";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let tie: Tie = asked::read(&self.sphere)?;
        if !HOPES.contains(&tie.word()) {
            let help = format!("use one of: {}", HOPES.join(", "));
            return Err(Error::user(format!("`{}` cannot be hoped for", tie.word()), help));
        }
        let (network, person) = whom(context, &self.who)?;
        let said = network.say(context, &anchors(&person), Said::Hoped(tie))?;
        let what = match tie {
            Tie::None => format!("you hope for nothing from the tie with {}", person.name),
            Tie::Both => {
                format!("you hope that the tie with {} becomes professional and personal", person.name)
            }
            other => format!("you hope that the tie with {} becomes {}", person.name, other.word()),
        };
        Ok(Noted::new(context, Some(&person), &[said], format!("Noted: {what}.")))
    }
}
