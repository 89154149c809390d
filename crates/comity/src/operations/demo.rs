//! An invented network, to see what Comity does without handing anything over.

use super::audit::{Audit, AuditShown};
use super::check::{Check, Checked};
use crate::context::{Context, Progress};
use crate::error::{Error, Result};
use crate::files;
use crate::intake;
use crate::network::{FIXED_MOMENT, Network};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::replay::replay;
use crate::screen::{Ink, Screen};
use crate::shell::quoted;
use crate::when;
use clap::{Args, ValueHint};
use comity_core::statement::Me;
use comity_core::{Handle, Moment, Said};
use comity_import::recognise_all;
use comity_world::truth::Truth;
use comity_world::{Plan, story};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub(super) const OPERATION: Entry = entry::<Demo>();

/// The network of the demo.
const NETWORK: &str = "demo.comity";

/// The folder of its exports.
const EXPORTS: &str = "exports";

/// What a world leaves beside its files, whatever its size.
const TRUTH: &str = "truth.jsonl";

/// More than any one user has; the largest measured takes minutes.
const MOST_PEOPLE: usize = 1_000_000;

/// Show what Comity does, on an invented network; your own is not touched
///
/// Writes the export files that real services would give, reads them with the ordinary importers into a
/// network that is thrown away with the next demo, and shows an audit and two checks. With --out it only writes
/// the files, as large as you say, with the truth about them beside.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Demo {
    /// How many people to invent
    #[arg(long, value_name = "N", requires = "out")]
    people: Option<usize>,
    /// How many messages to invent
    #[arg(long, value_name = "N", requires = "out")]
    messages: Option<usize>,
    /// From which number the world grows; the same number gives the same world
    #[arg(long, value_name = "N", requires = "out")]
    seed: Option<u64>,
    /// Only write the files, into this folder
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
}

/// What the demo shows.
#[derive(Serialize, JsonSchema)]
pub(super) struct Shown {
    /// Whose network it is, where it was imported.
    user: String,
    /// The moment at which the invented world stands still.
    now: String,
    people: usize,
    contacts: u64,
    files: Vec<PathBuf>,
    /// The network that was made; nothing with `--out`.
    network: Option<PathBuf>,
    audit: Option<AuditShown>,
    checks: Vec<Checked>,
    /// Lines to type next.
    next: Vec<String>,
    #[serde(skip)]
    day: String,
    #[serde(skip)]
    asked: Vec<String>,
    #[serde(skip)]
    walked: String,
}

impl Operation for Demo {
    const NAME: &'static str = "demo";
    const EFFECT: Effect = Effect::Writes;
    type Answer = Shown;

    fn run(self, context: &Context) -> Result<Shown> {
        match &self.out {
            Some(out) => self.write(context, out),
            None => tell(context),
        }
    }
}

impl Demo {
    /// Writes the files of a world and nothing else.
    fn write(&self, context: &Context, out: &Path) -> Result<Shown> {
        let sized = self.people.is_some() || self.messages.is_some() || self.seed.is_some();
        let people = self.people.unwrap_or(250);
        if !(1..=MOST_PEOPLE).contains(&people) {
            return Err(Error::user(
                format!("a world has from 1 to {MOST_PEOPLE} people"),
                "leave `--people` out for a small one",
            ));
        }
        is_free(out)?;
        // Thirty-six messages a head in three years are what the story has.
        let messages = self.messages.unwrap_or(people.saturating_mul(36));
        let plan = if sized { Plan::sized(people, messages, self.seed.unwrap_or(7)) } else { Plan::story() };
        let truth = invent(context, &plan, out)?;
        let mut shown = Shown::of(&truth, context);
        let (network, folder) = (out.join(NETWORK), out.to_string_lossy());
        let (program, network) = (context.face.program(), quoted(&network.to_string_lossy()));
        shown.next.push(format!("{program} --network {network} import {}", quoted(&folder)));
        Ok(shown)
    }
}

/// Tells the story: invents it, imports it, audits it, and checks two approaches.
fn tell(context: &Context) -> Result<Shown> {
    let scratch = context.scratch.as_ref().ok_or_else(|| {
        Error::user(
            "cannot tell where to put the demo",
            "write its files with `--out FOLDER`, and import those",
        )
    })?;
    let folder = scratch.join("demo");
    clear(&folder).map_err(Error::write(&folder))?;
    let exports = folder.join(EXPORTS);
    let truth = invent(context, &Plan::story(), &exports)?;
    let path = folder.join(NETWORK);
    let network = Network::open_or_create(&path)?;
    let now = Timestamp::from_second(truth.me.now).unwrap_or(Timestamp::UNIX_EPOCH);
    begin(&network, &truth, now)?;
    drop(network);
    let inside = Context::new(path.clone(), now, context.machine_zone.clone(), Rc::clone(&context.face));
    let network = inside.network()?;
    let mut bundle = files::bundle(std::slice::from_ref(&exports))?;
    let plan = recognise_all(bundle.as_mut()).map_err(Error::read(&exports))?;
    for part in &plan.parts {
        intake::take(&inside, network, bundle.as_mut(), part)?;
    }
    network.changed();
    network.derived(&inside)?;
    replay(network, &truth.people, &truth.stated)?;
    let mut shown = Shown::of(&truth, &inside);
    shown.audit = Some(Audit::of_everything(2).run(&inside)?);
    let call = format!("{} --network {}", context.face.program(), quoted(&path.to_string_lossy()));
    for check in [story::UNWELCOME, story::WELCOME] {
        shown.checks.push(Check::of(check.name, check.via, check.purpose).run(&inside)?);
        shown
            .asked
            .push(format!("{call} check \"{}\" --via {} --for {}", check.name, check.via, check.purpose));
    }
    shown.walked = format!("{call} audit");
    shown.next = vec![
        format!("{call} person \"{}\"", story::UNWELCOME.name),
        format!("{call} doors \"{}\"", story::UNWELCOME.name),
        format!("{call} people"),
        format!("{call} audit"),
        format!("{} import --guide", context.face.program()),
    ];
    shown.network = Some(path);
    Ok(shown)
}

/// Takes away what an earlier demo left, and nothing else that may lie there by now.
fn clear(folder: &Path) -> io::Result<()> {
    if !folder.try_exists()? {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        match name.to_string_lossy() {
            name if name == EXPORTS && kind.is_dir() => fs::remove_dir_all(entry.path())?,
            name if name.starts_with(NETWORK) && !kind.is_dir() => fs::remove_file(entry.path())?,
            _ => {}
        }
    }
    Ok(())
}

/// Sees that nothing lies in a folder: files of the same names would be replaced, and those of an older world
/// would stand beside the new ones as if they were of one user.
fn is_free(folder: &Path) -> Result<()> {
    if fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none()) {
        return Ok(());
    }
    let (what, help) = match folder.join(TRUTH).is_file() {
        true => ("an invented world", "name a new folder, or delete this one"),
        false => ("something", "name a new folder"),
    };
    Err(Error::user(format!("`{}` holds {what} already", folder.display()), help))
}

fn invent(context: &Context, plan: &Plan, folder: &Path) -> Result<Truth> {
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let step = |done| Progress { what: "inventing a network", done, total: 1, bytes: false };
    context.face.progress(&step(0));
    let truth = comity_world::write(plan, folder).map_err(Error::write(folder))?;
    context.face.progress(&step(1));
    Ok(truth)
}

/// Says who the user of the world is, and at which moment it stands still.
fn begin(network: &Network, truth: &Truth, now: Timestamp) -> Result<()> {
    let author = comity_core::Author("you".to_owned());
    let at = Moment::instant(now.as_second());
    let mut said = vec![
        Said::Setting { key: FIXED_MOMENT.to_owned(), value: now.to_string() },
        Said::Me(Me::Zone(truth.me.zone.clone())),
        Said::Me(Me::Region(truth.me.region.clone())),
    ];
    let mine = truth.me.handles.iter().filter_map(crate::replay::handle);
    let is_told = |h: &Handle| !h.is_name_only();
    said.extend(mine.filter(is_told).map(|handle| Said::Me(Me::Mine { handle, from: None, until: None })));
    network.store.say_all(
        at,
        &author,
        said.into_iter().map(|said| (Vec::new(), said)).collect::<Vec<_>>(),
    )?;
    network.changed();
    Ok(())
}

impl Shown {
    fn of(truth: &Truth, context: &Context) -> Self {
        let now = Moment::instant(truth.me.now);
        Self {
            user: truth.me.name.clone(),
            now: now.to_string(),
            people: truth.people.len(),
            contacts: truth.contacts,
            files: truth.files.clone(),
            network: None,
            audit: None,
            checks: Vec::new(),
            next: Vec::new(),
            day: when::shown(now, &context.zone()),
            asked: Vec::new(),
            walked: String::new(),
        }
    }
}

impl Answer for Shown {
    fn show(&self, screen: &mut Screen) {
        let Some(audit) = &self.audit else {
            screen.line(&format!(
                "Invented {} people and {} contacts, in these files:",
                self.people, self.contacts
            ));
            self.files.iter().for_each(|file| screen.indented(2, &file.display().to_string()));
            screen.line("Beside them lies truth.jsonl, which says what is so. To read them:");
            self.next.iter().for_each(|line| screen.command(line));
            return;
        };
        screen.pieces(
            0,
            &[
                (&format!("The network of {},", self.user), Ink::Bold),
                (&format!("an invented lawyer, as it stood on {}.", self.day), Ink::Plain),
            ],
        );
        screen.line(&format!(
            "{} people and {} contacts of three years, read from the files that LinkedIn, Facebook, a mailbox, an \
             address book and a calendar would give. Below, `you` is her, and `you said` is what she noted. Your own \
             network is not touched.",
            self.people, self.contacts
        ));
        for (check, asked) in self.checks.iter().zip(&self.asked) {
            screen.heading("Before she asks to connect");
            screen.command(asked);
            screen.gap();
            check.show(screen);
        }
        screen.heading("What she could have done better in three years");
        screen.command(&self.walked);
        audit.show(screen);
        screen.heading("Try these next");
        self.next.iter().for_each(|line| screen.command(line));
    }
}
