//! Reading what services gave the user of their data.

use super::me::proposed;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::files;
use crate::intake::{self, Taken};
use crate::network::Network;
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::{Ink, Screen};
use crate::shell::quoted;
use clap::{Args, ValueHint};
use comity_core::member::Member;
use comity_core::record::RecordKind;
use comity_core::statement::Me;
use comity_core::timeline::Mine;
use comity_core::{Handle, Platform, Said, Via};
use comity_import::{Reason, SOURCES, Skipped, recognise_all};
use comity_store::{Changes, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

pub(super) const OPERATION: Entry = entry::<Import>();

/// Read your data: archives, mailboxes, address books, calendars
///
/// Hand over files, folders or zips as they came. Everything is recognised by content; reading the same file
/// twice changes nothing, a newer one adds what is new. Nothing leaves this computer.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Import {
    /// Files, folders or zips
    #[arg(value_hint = ValueHint::AnyPath)]
    #[serde(default)]
    paths: Vec<PathBuf>,
    /// Show what would be read, and keep nothing
    #[arg(long)]
    #[serde(default)]
    dry_run: bool,
    /// Say how to ask each service for your data
    #[arg(long)]
    #[serde(default)]
    guide: bool,
    /// An address, number or profile of your own; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    #[serde(default)]
    me: Vec<String>,
}

/// What an import did.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct Imported {
    /// Nothing was kept: this only shows what would be read.
    dry_run: bool,
    /// How to ask each service for one's data; only where that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    guide: Vec<Guide>,
    sources: Vec<Taken>,
    /// Files that were not read, with the reason.
    not_read: Vec<NotRead>,
    /// The network as it stands after it.
    network: Option<Standing>,
    /// What is wrong with where the network lies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// What would help most to know.
    question: Option<Question>,
    /// Lines to type next.
    next: Vec<String>,
}

/// How to ask one service for one's data.
#[derive(Serialize, JsonSchema)]
struct Guide {
    source: String,
    how: String,
}

/// A file that was not read.
#[derive(Serialize, JsonSchema)]
struct NotRead {
    file: String,
    why: String,
}

/// The network after an import.
#[derive(Serialize, JsonSchema)]
struct Standing {
    people: u64,
    /// Findings of warn or graver, about whom this import touches.
    findings: usize,
    /// It touched all who are there.
    #[serde(skip)]
    touched_all: bool,
    /// Own addresses, numbers and profiles.
    me: Vec<String>,
}

/// One question.
#[derive(Serialize, JsonSchema)]
struct Question {
    question: String,
    /// The line that answers it.
    answer: String,
    /// The addresses, numbers and profiles of which it asks, as `platform:address`.
    handles: Vec<String>,
}

impl Operation for Import {
    const NAME: &'static str = "import";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Imported;

    fn run(self, context: &Context) -> Result<Imported> {
        if self.guide {
            let guide =
                |s: &&comity_import::Source| Guide { source: s.name.to_owned(), how: s.guide.to_owned() };
            return Ok(Imported { guide: SOURCES.iter().map(guide).collect(), ..Imported::default() });
        }
        if self.paths.is_empty() {
            return Err(Error::user(
                "there is nothing to import",
                "name files, folders or zips; `comity import --guide` says how to get them",
            ));
        }
        let me = self.own_handles(context)?;
        let mut bundle = files::bundle(&self.paths)?;
        let plan = recognise_all(bundle.as_mut()).map_err(Error::read(&self.paths[0]))?;
        let not_read = not_read(&plan.unclaimed);
        if plan.parts.is_empty() {
            return Err(nothing_recognised(&not_read));
        }
        let mut answer = Imported { dry_run: self.dry_run, not_read, ..Imported::default() };
        if self.dry_run {
            let network = context.network_if_any()?;
            for part in &plan.parts {
                answer.sources.push(intake::look(context, network, bundle.as_mut(), part)?);
            }
            return Ok(answer);
        }
        let network = context.network_or_new()?;
        for handle in me {
            // Said again with every import it would only fill the history, and hide what `undo` is to take back.
            if !Mine::of(&network.held()?.statements).ever(&handle) {
                network.say(context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
            }
        }
        let known = network.held()?;
        for part in &plan.parts {
            answer.sources.push(intake::take(context, network, bundle.as_mut(), part)?);
        }
        network.changed();
        answer.warnings = crate::synced::warnings(&context.path);
        answer.finish(context, network, &known.member)?;
        Ok(answer)
    }
}

impl Import {
    fn own_handles(&self, context: &Context) -> Result<Vec<Handle>> {
        let region = context.network_if_any()?.and_then(Network::region);
        let read = |text: &String| {
            Handle::parse(text, region.as_deref()).ok_or_else(|| {
                Error::user(
                    format!("`{text}` is no address"),
                    "give `--me` a mail address, a number with its country code, or a profile URL",
                )
            })
        };
        self.me.iter().map(read).collect()
    }
}

impl Imported {
    /// Derives who is who, asks who the user is where that is open, and looks at what the past shows.
    ///
    /// `known` is what was known of the user before.
    fn finish(&mut self, context: &Context, network: &Network, known: &Member) -> Result<()> {
        match network.held()?.member.mine.is_empty() {
            true => self.ask_who_you_are(context, network)?,
            false => self.ask_about_hints(context, network)?,
        }
        let changes = network.store.changes()?;
        network.derived(context)?;
        let touched = touched(network, &changes)?;
        // Another address can only have become theirs where it was touched, or where more is known of the user.
        let is_small = touched.is_some() && network.held()?.member == *known;
        let among = is_small.then_some(changes.handles.as_slice());
        if self.question.is_none()
            && let Some(first) = proposed(network, among)?.into_iter().next()
        {
            self.question = Some(Question {
                question: format!(
                    "Is {} yours too? Until you say so, it counts as somebody else's.",
                    first.address
                ),
                answer: format!("{} me --address {}", context.face.program(), quoted(&first.address)),
                handles: vec![first.handle],
            });
        }
        let found = network.audit(context, touched.as_deref(), None).map_err(|e| match e {
            Error::Cancelled(_) => {
                Error::Cancelled("what was imported stays; `comity audit` looks at it".to_owned())
            }
            other => other,
        })?;
        let grave = found.findings.iter().filter(|f| comity_core::audit::is_grave(&f.found)).count();
        let held = network.held()?;
        let me = held.member.mine.all().into_iter().map(ToString::to_string).collect();
        let (people, touched_all) = (network.store.person_count()?, touched.is_none());
        self.network = Some(Standing { people, findings: grave, touched_all, me });
        let program = context.face.program();
        if grave > 0 {
            self.next.push(format!("{program} audit"));
        }
        self.next.push(format!("{program} people"));
        self.next.push(format!("{program} check NAME --via CHANNEL"));
        Ok(())
    }

    fn ask_who_you_are(&mut self, context: &Context, network: &Network) -> Result<()> {
        let mut hints: Vec<Handle> = Vec::new();
        for (_, hint) in network.store.hints()? {
            hints.extend(hint.handle.filter(|h| !hints.contains(h)));
        }
        let shown: Vec<String> =
            hints.iter().map(|h| h.address().trim_start_matches('~').to_owned()).collect();
        if !hints.is_empty()
            && let Some(chosen) = context.face.choose("Which of these is you?", &shown)
        {
            let handle = hints.swap_remove(chosen);
            network.say(context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
            return Ok(());
        }
        // A mere name can be chosen, but not typed as an address.
        let typed: Vec<String> = hints.iter().filter(|h| !h.is_name_only()).map(address).collect();
        let example = if typed.is_empty() { "YOUR-ADDRESS".to_owned() } else { typed.join(" --address ") };
        self.question = Some(Question {
            question: "Which addresses are yours? Without that, nobody can tell what you wrote from what you received.".into(),
            answer: format!("{} me --address {example}", context.face.program()),
            handles: hints.iter().filter(|h| !h.is_name_only()).map(ToString::to_string).collect(),
        });
        Ok(())
    }

    /// Asks whether what a source seems to be of is the user's too, where nobody said so yet.
    fn ask_about_hints(&mut self, context: &Context, network: &Network) -> Result<()> {
        let member = &network.held()?.member;
        let hints = network.store.hints()?.into_iter().filter_map(|(_, hint)| hint.handle);
        let open = hints.into_iter().find(|h| !h.is_name_only() && member.is_open(h));
        self.question = open.map(|handle| Question {
            question: format!(
                "Is {} yours too? Until you say so, it counts as somebody else's.",
                Via::Handle(handle.clone()).shown()
            ),
            answer: format!("{} me --address {}", context.face.program(), address(&handle)),
            handles: vec![handle.to_string()],
        });
        Ok(())
    }
}

/// Returns a handle as it can be typed.
fn address(handle: &Handle) -> String {
    match handle.platform() {
        Platform::Email | Platform::Phone => quoted(handle.address()),
        _ => quoted(&handle.to_string()),
    }
}

/// More persons than this, and to audit all of them is faster: each alone takes about a millisecond.
const MANY: usize = 4_000;

/// Returns the people whom an import touches; `None` where it may be everybody.
fn touched(network: &Network, changes: &Changes) -> Result<Option<Vec<PersonId>>> {
    if changes.everything {
        return Ok(None);
    }
    let mut touched = network.store.persons_on(&changes.handles)?;
    for key in &changes.records {
        touched.extend(network.store.person_of_record(key)?);
    }
    touched.sort_unstable();
    touched.dedup();
    let mut people = Vec::new();
    for id in touched {
        let person = network.store.person(id)?;
        people.extend(person.filter(|p| p.kind == RecordKind::Person).map(|p| p.id));
    }
    Ok(Some(people).filter(|people| people.len() <= MANY))
}

/// Returns what was not read, first what somebody may miss: among a thousand pictures nobody looks for it.
fn not_read(unclaimed: &[Skipped]) -> Vec<NotRead> {
    let mut unclaimed: Vec<&Skipped> = unclaimed.iter().collect();
    unclaimed.sort_by_key(|s| !matches!(s.reason, Reason::Broken | Reason::TooLarge));
    unclaimed.into_iter().map(|s| NotRead { file: s.file.clone(), why: s.why.clone() }).collect()
}

fn nothing_recognised(not_read: &[NotRead]) -> Error {
    let first = not_read.first().map_or_else(String::new, |n| format!(": `{}` is {}", n.file, n.why));
    let more =
        if not_read.len() > 1 { format!(" (and {} more files)", not_read.len() - 1) } else { String::new() };
    Error::Data(
        format!("nothing here is an export that Comity reads{first}{more}"),
        "`comity import --guide` says which exports are read and how to get them".into(),
    )
}

impl Answer for Imported {
    fn show(&self, screen: &mut Screen) {
        for guide in &self.guide {
            screen.heading(&guide.source);
            screen.indented(2, &guide.how);
        }
        if !self.guide.is_empty() {
            return;
        }
        screen.line(if self.dry_run {
            "This is what would be read; nothing was kept."
        } else {
            "This is what was read."
        });
        for source in &self.sources {
            source.show(screen, self.dry_run);
        }
        self.show_not_read(screen);
        if let Some(network) = &self.network {
            screen.gap();
            screen.line(&match network.people {
                1 => "Your network now holds one person.".to_owned(),
                people => format!("Your network now holds {people} people."),
            });
            let those = if network.touched_all { "in it" } else { "about whom this touches" };
            match network.findings {
                0 => screen.line(&format!("Nothing {those} calls for a second thought.")),
                1 => screen.line(&format!("One approach {those} may call for a second thought.")),
                n => screen.line(&format!("{n} things {those} may call for a second thought.")),
            }
        }
        for warning in &self.warnings {
            screen.gap();
            screen.pieces(0, &[("warning:", Ink::Careful), (warning, Ink::Plain)]);
        }
        if let Some(question) = &self.question {
            screen.gap();
            screen.pieces(0, &[("question:", Ink::Careful), (&question.question, Ink::Plain)]);
            screen.command(&question.answer);
        }
        if !self.next.is_empty() {
            screen.gap();
            screen.line("What next:");
            self.next.iter().for_each(|line| screen.command(line));
        }
    }
}

impl Imported {
    fn show_not_read(&self, screen: &mut Screen) {
        /// More than these are for `--json`.
        const SHOWN: usize = 5;
        if self.not_read.is_empty() {
            return;
        }
        screen.heading(&format!("Not read ({})", self.not_read.len()));
        for file in self.not_read.iter().take(SHOWN) {
            screen.indented(2, &format!("{}: {}", file.file, file.why));
        }
        if self.not_read.len() > SHOWN {
            screen.indented(2, "… and more; `--json` lists them all");
        }
    }
}
