//! What was imported.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::when;
use crate::words::{NOT_SWEPT, amount};
use clap::{Args, Subcommand};
use comity_core::Moment;
use comity_store::SourceInfo;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) const OPERATION: Entry = entry::<Sources>();

/// List what was imported, or remove one import
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Sources {
    #[command(subcommand)]
    #[serde(default)]
    action: Option<Action>,
}

/// What to do with a source.
#[derive(Subcommand, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Action {
    /// Take away everything that only this source told; what you said yourself stays
    Remove {
        /// The number of the source, as `comity sources` lists it
        source: u64,
        /// Do not ask again
        #[arg(long)]
        #[serde(default)]
        yes: bool,
    },
}

/// What was imported.
#[derive(Serialize, JsonSchema)]
pub(super) struct SourcesShown {
    /// The source that was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<u64>,
    /// Every byte of it is gone already; if not, the next start of Comity finishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    swept: Option<bool>,
    /// Copies beside the network that Comity itself put there before; they may hold it still.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<String>,
    sources: Vec<SourceShown>,
    #[serde(skip)]
    program: String,
}

/// One source.
#[derive(Serialize, JsonSchema)]
struct SourceShown {
    id: u64,
    /// The word of the format (`linkedin`, `mbox`).
    name: String,
    account: Option<String>,
    what: String,
    /// When it was last imported.
    imported: String,
    records: u64,
    interactions: u64,
    /// Days of the first and the last interaction.
    from: Option<String>,
    to: Option<String>,
    files: u64,
    /// How much the last import left out, by reason.
    left_out: BTreeMap<String, u64>,
    #[serde(skip)]
    period: String,
}

impl Operation for Sources {
    const NAME: &'static str = "sources";
    const EFFECT: Effect = Effect::Removes;
    type Answer = SourcesShown;

    fn run(self, context: &Context) -> Result<SourcesShown> {
        let network = context.network()?;
        let mut swept = None;
        let mut removed = None;
        if let Some(Action::Remove { source, yes }) = self.action {
            let sources = network.store.sources()?;
            let Some(known) = sources.iter().find(|s| s.id == source) else {
                return Err(Error::user(
                    format!("there is no source {source}"),
                    "`comity sources` lists them with their numbers",
                ));
            };
            if !yes {
                confirmed(context, known)?;
            }
            swept = Some(network.store.remove_source(source)?);
            removed = Some(source);
            network.changed();
            network.derived(context)?;
        }
        let zone = context.zone();
        let sources = network.store.sources()?.into_iter().map(|s| {
            let day = |at: i64| Moment::instant(at);
            SourceShown {
                id: s.id,
                name: s.name,
                account: s.account,
                what: s.what,
                imported: s.imported.to_string(),
                records: s.records,
                interactions: s.interactions,
                from: s.period.map(|(from, _)| day(from).to_string()),
                to: s.period.map(|(_, to)| day(to).to_string()),
                files: s.file_count,
                left_out: s.skipped,
                period: s.period.map_or_else(String::new, |(from, to)| {
                    format!("{} to {}", when::day_shown(day(from), &zone), when::day_shown(day(to), &zone))
                }),
            }
        });
        let copies = if removed.is_some() { network.store.copies()? } else { Vec::new() };
        let copies = copies.iter().map(|copy| copy.display().to_string()).collect();
        Ok(SourcesShown {
            removed,
            swept,
            copies,
            sources: sources.collect(),
            program: context.face.program(),
        })
    }
}

/// Asks before anything goes.
fn confirmed(context: &Context, source: &SourceInfo) -> Result<()> {
    let what = format!(
        "Source {}, {}: {} go for good, where no other source tells of them. What you said stays.",
        source.id,
        source.what,
        amount(source.records, source.interactions),
    );
    match context.face.choose(&what, &[format!("Remove source {}", source.id), "Keep it".to_owned()]) {
        Some(0) => Ok(()),
        Some(_) => Err(Error::Cancelled("nothing was removed".to_owned())),
        None => Err(Error::user(
            format!(
                "removing source {} ({}) was not confirmed, and nothing was removed",
                source.id, source.what
            ),
            "say `--yes` if you mean it; importing the same files again brings it back",
        )),
    }
}

impl Answer for SourcesShown {
    fn show(&self, screen: &mut Screen) {
        if let Some(id) = self.removed {
            screen.line(&format!("Source {id} was removed."));
            if self.swept == Some(false) {
                screen.line(NOT_SWEPT);
            }
        }
        if !self.copies.is_empty() {
            screen.line("Copies beside your network, made before, may hold it still. To delete them:");
            screen.command(&format!("{} forget --copies --yes", self.program));
        }
        if self.sources.is_empty() {
            screen.line("Nothing was imported yet.");
            return;
        }
        for source in &self.sources {
            screen.heading(&format!("{}  {}", source.id, source.what));
            screen.indented(2, &amount(source.records, source.interactions));
            if !source.period.is_empty() {
                screen.indented(2, &source.period);
            }
        }
        screen.gap();
        screen.line("To take one away, with all that only it told:");
        screen.command(&format!("{} sources remove NUMBER", self.program));
    }
}
