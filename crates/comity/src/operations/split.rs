//! One person who is two, or two who must stay two.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::noted::{all_anchors, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::parted::{Parted, Ties};
use clap::Args;
use comity_core::{Anchor, Handle, Said};
use comity_store::Person;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Split>();

/// Say that something is somebody else's, or that two people are not the same
///
/// What goes off becomes one person of its own, with the records that tell of nothing else. Your word wins
/// over what Comity works out; `undo` takes it back.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Split {
    /// Whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// Somebody who is not the same
    #[arg(required_unless_present = "off", conflicts_with = "off")]
    other: Option<String>,
    /// An address, a number, a profile or a record of somebody else; may be given several times
    #[arg(long, value_name = "HANDLE")]
    #[serde(default)]
    off: Vec<String>,
}

impl Operation for Split {
    const NAME: &'static str = "split";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Parted;

    fn run(self, context: &Context) -> Result<Parted> {
        let (network, person) = whom(context, &self.who)?;
        match &self.other {
            Some(other) => apart(context, network, &person, other),
            None if self.off.is_empty() => {
                Err(Error::user("nothing was named that is to go", "name it with `--off ADDRESS`"))
            }
            None => off(context, network, &person, &self.off),
        }
    }
}

/// Holds two people apart who are two.
fn apart(context: &Context, network: &Network, person: &Person, other: &str) -> Result<Parted> {
    let (_, other) = whom(context, other)?;
    if other.id == person.id {
        return Err(Error::user(
            format!("that is one person, {} ({})", person.name, person.id),
            "say what of it is somebody else's with `--off ADDRESS`",
        ));
    }
    let (left, right) = (all_anchors(person), all_anchors(&other));
    let said = network.say(context, &left, Said::Apart(right.clone()))?;
    let noted =
        format!("Noted: {} ({}) and {} ({}) are not the same.", person.name, person.id, other.name, other.id);
    Parted::after(context, network, &[said], noted, left.iter().chain(&right))
}

/// Takes a part of a person off.
fn off(context: &Context, network: &Network, person: &Person, named: &[String]) -> Result<Parted> {
    let all = all_anchors(person);
    let named = named.iter().map(|text| part(text, network.region().as_deref(), person));
    let ties = Ties::of(network, person)?;
    let gone = ties.with_what_follows(&named.collect::<Result<Vec<_>>>()?);
    let stays: Vec<Anchor> = all.iter().filter(|a| !gone.contains(a)).cloned().collect();
    if stays.is_empty() {
        return Err(Error::user(
            format!("nothing of {} would be left", person.name),
            "name only what is somebody else's",
        ));
    }
    let parted = (stays.clone(), Said::Apart(gone.clone()));
    let one = |group: &[Anchor]| {
        let loose = ties.loose(group);
        (loose.len() > 1).then(|| (vec![loose[0].clone()], Said::Same(loose[1..].to_vec())))
    };
    let together = (gone.len() > 1).then(|| (vec![gone[0].clone()], Said::Same(gone[1..].to_vec())));
    let said: Vec<_> = one(&stays).into_iter().chain(together).chain([parted]).collect();
    let said = network.store.say_all(context.now(), &context.author, said)?;
    network.changed();
    let noted = format!("Noted: what you named is not {}'s.", person.name);
    Parted::after(context, network, &said, noted, &all)
}

/// Returns the part of a person that is named.
fn part(text: &str, region: Option<&str>, person: &Person) -> Result<Anchor> {
    if let Some(key) = person.records.iter().find(|key| *key == text) {
        return Ok(Anchor::Record(key.clone()));
    }
    let handle = Handle::parse(text, region);
    let theirs = person.handles.iter().map(|(h, _)| h);
    if let Some(found) = theirs.clone().find(|h| Some(*h) == handle.as_ref() || h.address() == text) {
        return Ok(Anchor::Handle(found.clone()));
    }
    let all: Vec<String> = theirs.map(|h| h.address().to_owned()).collect();
    let help =
        if all.is_empty() { "they have none".to_owned() } else { format!("they have: {}", all.join(", ")) };
    Err(Error::user(format!("`{text}` is nothing of {}'s", person.name), help))
}
