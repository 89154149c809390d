//! Somebody whom no source tells of.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder, is_yours};
use crate::network::{Network, anchors};
use crate::noted::Noted;
use crate::operation::{Effect, Entry, Operation, entry};
use clap::Args;
use comity_core::name::{Likeness, Parsed, folded};
use comity_core::record::RecordKind;
use comity_core::resolve::added_key;
use comity_core::{Anchor, Handle, Name, Said};
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
        for (handle, person) in known.iter().filter(|(_, person)| !may_be_called(&name, &person.name)) {
            confirmed(context, &name, handle, person)?;
        }
        let said = network.store.say_numbered(context.now(), &context.author, |first| {
            self.words(&name, &handles, &known, &added_key(first))
        })?;
        network.changed();
        network.derived(context)?;
        let id = network.store.person_of_record(&added_key(said[0].id))?;
        let person = id.map(|id| network.store.person(id)).transpose()?.flatten();
        let person = person.ok_or_else(|| Error::Internal("who was just added is not there".to_owned()))?;
        if known.is_empty() {
            let answer = Noted::new(context, Some(&person), &said, format!("Added {name} ({}).", person.id));
            return Ok(answer.with(namesake(network, &person)?));
        }
        let sentences: Vec<String> =
            known.iter().map(|(handle, before)| joined(&name, handle, before)).collect();
        let answer = Noted::new(context, Some(&person), &said, sentences.join(" "));
        Ok(answer.with(["If they are two, take it back, and leave that address out.".to_owned()]))
    }
}

impl Add {
    /// Returns all that is said, of which the first makes the record.
    fn words(
        &self,
        name: &str,
        handles: &[Handle],
        known: &[(Handle, Person)],
        record: &str,
    ) -> Vec<(Vec<Anchor>, Said)> {
        let mut about: Vec<Anchor> = handles.iter().cloned().map(Anchor::Handle).collect();
        let add = Said::Add {
            name: name.to_owned(),
            handles: handles.to_vec(),
            organisation: self.organisation.clone().filter(|o| !o.trim().is_empty()),
            title: self.title.clone().filter(|t| !t.trim().is_empty()),
        };
        let mut said = vec![(about.clone(), add)];
        let record = Anchor::Record(record.to_owned());
        said.extend(known.iter().map(|(_, person)| (anchors(person), Said::Same(vec![record.clone()]))));
        about.push(record);
        let tags = self.tags.iter().map(|t| t.trim().trim_start_matches('#')).filter(|t| !t.is_empty());
        said.extend(tags.map(|tag| (about.clone(), Said::Tag(tag.to_owned()))));
        said
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

/// Returns whose the handles are already, everybody once; the user's own cannot be somebody else's.
fn known(network: &Network, handles: &[Handle]) -> Result<Vec<(Handle, Person)>> {
    let mut known: Vec<(Handle, Person)> = Vec::new();
    for handle in handles {
        match holder(network, handle, None)? {
            Holder::You => return Err(is_yours(handle)),
            Holder::Another(person) if known.iter().all(|(_, p)| p.id != person.id) => {
                known.push((handle.clone(), *person));
            }
            Holder::Another(_) | Holder::Them | Holder::Nobody => {}
        }
    }
    Ok(known)
}

/// Tells whether one person may well go by both names.
fn may_be_called(name: &str, other: &str) -> bool {
    let parsed = |name: &str| Parsed::of(&Name::whole(name));
    let alike = |(a, b): (Parsed, Parsed)| Likeness::of(&a, &b).may_share();
    // An address instead of a name says nothing against.
    other.contains('@') || parsed(name).zip(parsed(other)).is_none_or(alike)
}

/// Asks whether somebody of quite another name, whose the address is, is the same person.
fn confirmed(context: &Context, name: &str, handle: &Handle, person: &Person) -> Result<()> {
    let address = handle.address();
    let question = format!("`{address}` is {}'s ({}). Is {name} the same person?", person.name, person.id);
    match context.face.choose(&question, &["Yes, one person".to_owned(), "No".to_owned()]) {
        Some(0) => Ok(()),
        Some(_) => Err(Error::Cancelled(format!("{name} was not added"))),
        None => Err(Error::user(
            format!(
                "`{address}` is {}'s ({}) already, and {name} is quite another name",
                person.name, person.id
            ),
            format!("add {name} without it; if they are one person, say so then with `comity merge`"),
        )),
    }
}

/// Returns that somebody was joined with whom the user knows already.
fn joined(name: &str, handle: &Handle, before: &Person) -> String {
    let address = handle.address();
    match folded(name) == folded(&before.name) {
        true => format!(
            "{name} ({}) is in your network already, with `{address}`; what you said was added.",
            before.id
        ),
        false => {
            format!("`{address}` is {}'s ({}) already; {name} was joined with them.", before.name, before.id)
        }
    }
}

/// Says so where somebody else has the same name.
fn namesake(network: &Network, person: &Person) -> Result<Option<String>> {
    let same = |p: &Person| {
        p.id != person.id && p.kind == RecordKind::Person && folded(&p.name) == folded(&person.name)
    };
    let found = network.store.search(&person.name, 20)?.into_iter().find(same);
    Ok(found.map(|other| {
        let pair = format!("{} {}", other.id, person.id);
        format!("There is another {} ({}); if they are one, say `comity merge {pair}`.", other.name, other.id)
    }))
}
