//! One person: what is known, what it rests on, and what the user says of them.

mod set;
mod view;

use crate::asked;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{Network, anchors};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::when;
use clap::Args;
use comity_core::{Handle, Said, Sphere};
use comity_store::Person as Stored;
use schemars::JsonSchema;
use serde::Deserialize;
use view::PersonView;

pub(super) const OPERATION: Entry = entry::<Person>();

const fn shown_by_default() -> usize {
    10
}

/// Show one person, or say something about them
///
/// What the user says wins over what was inferred, for good; `comity undo` takes it back.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Person {
    /// Whom: a name or part of one, an address, a profile URL, or a number (`p17`)
    who: String,
    /// Say how it is: is, hoped, role, layer, cadence, zone, country, separate, wish, employer, birthday, rest-until
    #[arg(long, value_name = "KEY=VALUE", num_args = 1..)]
    #[serde(default)]
    set: Vec<String>,
    /// With --set is=…: since when
    #[arg(long, value_name = "DATE", requires = "set")]
    since: Option<String>,
    /// One of their addresses, numbers or profiles, new or known
    #[arg(long, value_name = "ADDRESS")]
    handle: Option<String>,
    /// On which side of their life that lies
    #[arg(long, requires = "handle", value_parser = asked::one_of::<Sphere>())]
    sphere: Option<String>,
    /// Show what every conclusion rests on, in log-odds that add up
    #[arg(long)]
    #[serde(default)]
    why: bool,
    /// How much of what happened to show, newest first
    #[arg(long, value_name = "N", default_value_t = shown_by_default())]
    #[serde(default = "shown_by_default")]
    show: usize,
}

impl Operation for Person {
    const NAME: &'static str = "person";
    const EFFECT: Effect = Effect::Adds;
    type Answer = PersonView;

    fn run(self, context: &Context) -> Result<PersonView> {
        let network = context.network()?;
        let mut person = network.find(context, &self.who)?;
        let about = anchors(&person);
        // All is read before anything is said, so that a slip says nothing.
        let since = self.since.as_deref().map(|text| when::read_past(context, text)).transpose()?;
        let mut said = Vec::new();
        for pair in &self.set {
            said.push(set::read(context, network, pair, since)?);
        }
        if let Some(address) = &self.handle {
            said.extend(self.side(network, &person, address)?);
        }
        let mut statements = Vec::new();
        if !said.is_empty() {
            let all: Vec<_> = said.iter().map(|said| (about.clone(), said.clone())).collect();
            let said = network.store.say_all(context.now(), &context.author, all)?;
            statements.extend(said.iter().map(|s| s.id));
            network.changed();
            network.derived(context)?;
            person = network.store.person(person.id)?.unwrap_or(person);
        }
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(self.who.clone()))?;
        let shown = view::Wanted { why: self.why, events: self.show, said: statements };
        view::view(context, network, &told, &shown)
    }
}

impl Person {
    /// Says that a handle is theirs, where it is new, and on which side of their life it lies.
    fn side(&self, network: &Network, person: &Stored, address: &str) -> Result<Vec<Said>> {
        let handle = Handle::parse(address, network.region().as_deref()).ok_or_else(|| {
            Error::user(
                format!("`{address}` is no address, number or profile"),
                "write a number with its country code, and a profile as its URL",
            )
        })?;
        let mut said = Vec::new();
        if !person.handles.iter().any(|(h, _)| *h == handle) {
            if let Some(other) = network.store.person_of(&handle)?.filter(|id| *id != person.id) {
                let name = network.store.person(other)?.map_or_else(String::new, |p| p.name);
                return Err(Error::user(
                    format!("`{address}` belongs to {name} ({other})"),
                    "if they are one person, say so with `comity merge`",
                ));
            }
            said.push(Said::Same(vec![comity_core::Anchor::Handle(handle.clone())]));
        }
        if let Some(sphere) = &self.sphere {
            said.push(Said::HandleSphere { handle, sphere: asked::read(sphere)? });
        }
        if said.is_empty() {
            return Err(Error::user(
                format!("`{address}` is known already"),
                "say its side with `--sphere professional`",
            ));
        }
        Ok(said)
    }
}
