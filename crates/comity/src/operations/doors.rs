//! All doors of one person, best first.

use crate::asked;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::noted::whom;
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::{self, DoorShown, PersonShown};
use clap::Args;
use comity_core::judge::judge;
use comity_core::{Approach, Purpose, Topic, Via};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Doors>();

fn message() -> String {
    Purpose::Message.word().to_owned()
}

/// Show all doors of somebody, best first
///
/// Each door is judged as `check` would judge it, with why it lies on its side of life and why it is open or
/// closed.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Doors {
    /// Whose: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// What for
    #[arg(long = "for", value_name = "PURPOSE", default_value = "message", value_parser = asked::one_of::<Purpose>())]
    #[serde(rename = "for", default = "message")]
    purpose: String,
    /// Which side of life it is about
    #[arg(long, value_parser = asked::one_of::<Topic>())]
    topic: Option<String>,
}

/// The doors of one person.
#[derive(Serialize, JsonSchema)]
pub(super) struct AllDoors {
    person: PersonShown,
    purpose: String,
    /// Best first.
    doors: Vec<DoorShown>,
}

impl Operation for Doors {
    const NAME: &'static str = "doors";
    const EFFECT: Effect = Effect::Reads;
    type Answer = AllDoors;

    fn run(self, context: &Context) -> Result<AllDoors> {
        let (network, person) = whom(context, &self.who)?;
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(self.who.clone()))?;
        let purpose: Purpose = asked::read(&self.purpose)?;
        let mut approach = Approach::new(Via::Mail(None), purpose, context.now());
        approach.said_topic = asked::read_some(self.topic.as_deref())?;
        let judged = judge(&approach, &told.standing(approach.at), &network.held()?.settings);
        let zone = context.zone();
        Ok(AllDoors {
            person: PersonShown::from(&person),
            purpose: self.purpose,
            doors: judged.doors.iter().map(|d| verdict::door(d, &zone)).collect(),
        })
    }
}

impl Answer for AllDoors {
    fn show(&self, screen: &mut Screen) {
        screen.heading(&format!("{}, for {}, best first", self.person.name, self.purpose));
        verdict::show_doors(screen, &self.doors.iter().collect::<Vec<_>>());
        let mut explained = self.doors.iter().filter(|d| !d.because.is_empty()).peekable();
        if explained.peek().is_some() {
            screen.heading("Why");
        }
        for door in explained {
            screen.indented(2, &format!("{}: {}", door.named(), door.because.join(", ")));
        }
    }
}
