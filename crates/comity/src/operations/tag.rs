//! The user's own words for people.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::anchors;
use crate::noted::{Noted, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::rulebook;
use clap::Args;
use comity_core::Said;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Tag>();

/// Give somebody tags, or take them away
///
/// Tags are your own words. Some speak for what a tie is: client, friend, family, colleague. Others are read by rules,
/// such as represented or newsletter: `comity rule NAME` says which.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Tag {
    /// Whom: a name or part of one, an address, a profile URL, a number (p17)
    who: String,
    /// The tags
    #[arg(required = true, value_name = "TAG")]
    tags: Vec<String>,
    /// Take them away
    #[arg(long)]
    #[serde(default)]
    remove: bool,
}

impl Operation for Tag {
    const NAME: &'static str = "tag";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        let wanted: Vec<&str> = self.tags.iter().map(|t| t.trim().trim_start_matches('#')).collect();
        if wanted.is_empty() || wanted.iter().any(|t| t.is_empty()) {
            return Err(Error::user("an empty tag is none", "name a word, such as `client`"));
        }
        let (network, person) = whom(context, &self.who)?;
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(self.who.clone()))?;
        let has = &told.portrait.known.tags;
        let mut changed: Vec<&str> = Vec::new();
        for tag in wanted {
            let there = has.iter().any(|t| t.to_lowercase() == tag.to_lowercase());
            if self.remove && !there {
                let help = match has.is_empty() {
                    true => "they have no tags".to_owned(),
                    false => format!("they have: {}", has.join(", ")),
                };
                return Err(Error::user(format!("{} has no tag `{tag}`", person.name), help));
            }
            if there == self.remove && !changed.contains(&tag) {
                changed.push(tag);
            }
        }
        let say = |tag: &&str| {
            let tag = (*tag).to_owned();
            (anchors(&person), if self.remove { Said::Untag(tag) } else { Said::Tag(tag) })
        };
        let said = network.store.say_all(context.now(), &context.author, changed.iter().map(say))?;
        network.changed();
        let noted = match (changed.is_empty(), self.remove) {
            (true, _) => format!("{} has that tag already.", person.name),
            (_, true) => format!("Noted: {} is no longer tagged {}.", person.name, changed.join(", ")),
            _ => format!("Noted: {} is tagged {}.", person.name, changed.join(", ")),
        };
        let misspelt = changed.iter().filter_map(|tag| Some((tag, rulebook::meant_tag(tag)?)));
        let told = misspelt.map(|(tag, meant)| format!("No rule reads `{tag}`; did you mean `{meant}`?"));
        let follows: Vec<String> = if self.remove { Vec::new() } else { told.collect() };
        Ok(Noted::new(context, Some(&person), &said, noted).with(follows))
    }
}
