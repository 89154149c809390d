//! Somebody whom no source tells of.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::noted::Noted;
use crate::operation::{Effect, Entry, Operation, entry};
use clap::Args;
use comity_core::name::folded;
use comity_core::record::RecordKind;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Handle, Said};
use comity_store::Person;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Add>();

/// Add somebody by hand
///
/// Makes your network if you have none yet. Whoever has one of the addresses already is the same person.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Add {
    /// Their name
    name: String,
    /// An address, a number or a profile URL of theirs; may be given several times
    #[arg(long = "handle", value_name = "ADDRESS")]
    #[serde(rename = "handle", default)]
    handles: Vec<String>,
    /// Where they work
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// What they are there
    #[arg(long)]
    title: Option<String>,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    #[serde(rename = "tag", default)]
    tags: Vec<String>,
}

impl Operation for Add {
    const NAME: &'static str = "add";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(Error::user("somebody needs a name", "say it as `comity add \"Jane Roe\"`"));
        }
        // All that can be wrong is looked at before a file is made.
        let region = context.network_if_any()?.and_then(Network::region);
        let handles = self.handles.iter().map(|text| handle(text, region.as_deref()));
        let handles: Vec<Handle> = handles.collect::<Result<_>>()?;
        let network = context.network_or_new()?;
        network.derived(context)?;
        let known = known(network, &handles)?;
        let about = handles.iter().cloned().map(Anchor::Handle).collect::<Vec<_>>();
        let add = Said::Add {
            name: name.clone(),
            handles,
            organisation: self.organisation.filter(|o| !o.trim().is_empty()),
            title: self.title.filter(|t| !t.trim().is_empty()),
        };
        let tags = self.tags.iter().map(|t| t.trim().trim_start_matches('#')).filter(|t| !t.is_empty());
        let tags: Vec<Said> = tags.map(|t| Said::Tag(t.to_owned())).collect();
        // All at once, or whoever is killed in between and asks again would add somebody twice.
        let said = network.store.say_numbered(context.now(), &context.author, |number| {
            let record = Anchor::Record(added_key(number));
            let theirs: Vec<Anchor> = about.iter().cloned().chain([record]).collect();
            let tagged = tags.iter().map(|tag| (theirs.clone(), tag.clone()));
            std::iter::once((about.clone(), add.clone())).chain(tagged).collect()
        })?;
        network.changed();
        network.derived(context)?;
        let id = network.store.person_of_record(&added_key(said[0].id))?;
        let person = id.map(|id| network.store.person(id)).transpose()?.flatten();
        let person = person.ok_or_else(|| Error::Internal("who was just added is not there".to_owned()))?;
        let mut answer = Noted::new(context, Some(&person), &said[..1], format!("Added {name} ({}).", person.id));
        answer.statements = said.iter().map(|s| s.id).collect();
        let follows = match known {
            Some(before) => Some(format!("That is {}, whom you know already.", before.name)),
            None => namesake(network, &person)?,
        };
        Ok(answer.with(follows))
    }
}

/// Reads a handle that can be somebody's.
fn handle(text: &str, region: Option<&str>) -> Result<Handle> {
    Handle::parse(text, region).ok_or_else(|| {
        let help = match text.chars().any(|c| c.is_ascii_digit()) && !text.contains(['@', '/']) {
            true => "write a number with its country code, as in `+44 20 7946 0123`, or say where you live with `comity me --region GB`",
            false => "write an address, a number, a profile URL, or `platform:name`",
        };
        Error::user(format!("`{text}` is no address, number or profile"), help)
    })
}

/// Returns whose one of the handles is already; the user's own cannot be somebody else's.
fn known(network: &Network, handles: &[Handle]) -> Result<Option<Person>> {
    for handle in handles {
        let Some(id) = network.store.person_of(handle)? else { continue };
        match network.store.person(id)? {
            Some(person) if person.kind == RecordKind::Me => {
                return Err(Error::user(
                    format!("`{}` is your own", handle.address()),
                    format!("if it is not, say so with `comity me --not {}`", handle.address()),
                ));
            }
            Some(person) => return Ok(Some(person)),
            None => {}
        }
    }
    Ok(None)
}

/// Says so where somebody else has the same name.
fn namesake(network: &Network, person: &Person) -> Result<Option<String>> {
    let same = |p: &Person| p.id != person.id && p.kind == RecordKind::Person && folded(&p.name) == folded(&person.name);
    let found = network.store.search(&person.name, 20)?.into_iter().find(same);
    Ok(found.map(|other| {
        let pair = format!("{} {}", other.id, person.id);
        format!("There is another {} ({}); if they are one, say `comity merge {pair}`.", other.name, other.id)
    }))
}
