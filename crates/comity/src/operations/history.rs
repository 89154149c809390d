//! What the user said, newest first.

use crate::context::Context;
use crate::error::Result;
use crate::network::Network;
use crate::noted::{about, root};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::PersonShown;
use crate::when;
use crate::words::said_in_words;
use clap::Args;
use comity_core::{Said, Statement};
use comity_store::PersonId;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<History>();

/// A screen full.
const LIMIT: usize = 20;

const fn limit() -> usize {
    LIMIT
}

/// Show what you said, newest first
///
/// Each entry with its number, by which `undo` takes it back.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct History {
    /// About whom only: a name or part of one, an address, a profile URL, a number (p17)
    who: Option<String>,
    /// How many entries
    #[arg(long, value_name = "N", default_value_t = LIMIT)]
    #[serde(default = "limit")]
    limit: usize,
}

/// The log, newest first.
#[derive(Serialize, JsonSchema)]
pub(super) struct Told {
    entries: Vec<One>,
    /// How many entries there are in all.
    total: usize,
}

/// One entry of the log.
#[derive(Serialize, JsonSchema)]
struct One {
    /// Its number.
    id: u64,
    /// When it was said; RFC 3339.
    at: String,
    /// Who said it: `you`, or the name of an agent.
    author: String,
    /// About whom; nothing where it is about nobody, or about somebody who is no longer there.
    person: Option<PersonShown>,
    /// The kind of entry (`log`, `tag`, `undo`).
    verb: String,
    /// What was said, in words.
    what: String,
    /// The number of the entry that took it back; nothing where it stands.
    undone_by: Option<u64>,
    #[serde(skip)]
    day: String,
}

impl Operation for History {
    const NAME: &'static str = "history";
    const EFFECT: Effect = Effect::Reads;
    type Answer = Told;

    fn run(self, context: &Context) -> Result<Told> {
        let network = context.network()?;
        network.derived(context)?;
        let wanted = self.who.as_deref().map(|who| network.find(context, who)).transpose()?.map(|p| p.id);
        let held = network.held()?;
        let mut chosen = Vec::new();
        for statement in held.statements.iter().rev() {
            let (root, _) = root(&held.statements, statement);
            if match wanted {
                Some(id) => concerns(network, root, id)?,
                None => true,
            } {
                chosen.push((statement, root));
            }
        }
        let zone = context.zone();
        let shown = chosen.iter().take(self.limit).map(|(s, root)| one(network, s, root, &zone));
        Ok(Told { entries: shown.collect::<Result<_>>()?, total: chosen.len() })
    }
}

/// Tells whether an entry is about a person, or joins them with somebody or holds them apart.
fn concerns(network: &Network, entry: &Statement, person: PersonId) -> Result<bool> {
    if about(network, entry)? == Some(person) {
        return Ok(true);
    }
    let (Said::Same(anchors) | Said::Apart(anchors)) = &entry.said else { return Ok(false) };
    for anchor in anchors {
        if network.holder(anchor)? == Some(person) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn one(network: &Network, entry: &Statement, root: &Statement, zone: &TimeZone) -> Result<One> {
    let person = about(network, root)?.map(|id| network.store.person(id)).transpose()?.flatten();
    let mut what = said_in_words(&entry.said, zone);
    if entry.id != root.id {
        what = format!("{what} ({})", said_in_words(&root.said, zone));
    }
    Ok(One {
        id: entry.id,
        at: entry.at.to_string(),
        author: entry.author.0.clone(),
        person: person.as_ref().map(PersonShown::from),
        verb: entry.said.verb().to_owned(),
        what,
        undone_by: entry.undone_by,
        day: when::day_shown(entry.at, zone),
    })
}

impl Answer for Told {
    fn show(&self, screen: &mut Screen) {
        if self.entries.is_empty() {
            return screen.line("Nothing was said yet.");
        }
        let others = self.entries.iter().any(|e| e.author != "you");
        let rows: Vec<Vec<String>> = self.entries.iter().map(|e| e.row(others)).collect();
        screen.table(&["entry", "said", "about", "what"], &rows);
        let more = self.total - self.entries.len();
        if more > 0 {
            screen.gap();
            screen.line(&format!("{more} more; `--limit {}` shows all.", self.total));
        }
    }
}

impl One {
    fn row(&self, others: bool) -> Vec<String> {
        let name = self.person.as_ref().map_or("", |p| p.name.as_str());
        let by = if others && self.author != "you" { format!("{}: ", self.author) } else { String::new() };
        let back = if self.undone_by.is_some() { "(taken back) " } else { "" };
        vec![self.id.to_string(), self.day.clone(), name.to_owned(), format!("{back}{by}{}", self.what)]
    }
}
