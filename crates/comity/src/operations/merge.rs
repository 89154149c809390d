//! Two people who are one.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::noted::{all_anchors, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::parted::Parted;
use clap::Args;
use comity_core::Said;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Merge>();

/// Say that two people are one
///
/// Your word wins over what Comity works out, also over an earlier `split`; `undo` takes it back.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Merge {
    /// One: a name or part of one, an address, a profile URL, a number (p17)
    a: String,
    /// The other
    b: String,
}

impl Operation for Merge {
    const NAME: &'static str = "merge";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Parted;

    fn run(self, context: &Context) -> Result<Parted> {
        let (network, a) = whom(context, &self.a)?;
        let (_, b) = whom(context, &self.b)?;
        if a.id == b.id {
            let help = "name two different people, by an address or a number where names do not do";
            return Err(Error::user(format!("`{}` and `{}` are one person already", self.a, self.b), help));
        }
        // All that leads to either: a former word that any of it is somebody else's must not hold them apart.
        let (left, right) = (all_anchors(&a), all_anchors(&b));
        let said = network.say(context, &left, Said::Same(right.clone()))?;
        let noted = format!("Noted: {} ({}) and {} ({}) are one person.", a.name, a.id, b.name, b.id);
        Parted::after(context, network, &[said], noted, left.iter().chain(&right))
    }
}
