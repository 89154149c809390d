//! The command line: what was typed into operations, what came of them into text, JSON and exit codes.
//!
//! Translates and decides nothing. Commands come from the list of operations.

mod terminal;

use crate::agent::mcp::Mcp;
use crate::context::Context;
use crate::error::{Candidate, Error, Kind, Result};
use crate::operation::{AnyAnswer, Exit};
use crate::operations::OPERATIONS;
use crate::screen::{Ink, Screen};
use crate::serve::{Given, PATIENCE, Serve, UPLOAD};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueHint};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;
pub use terminal::Terminal;

/// What the program is given by the system, read once in `main`.
pub struct Surrounding {
    /// `COMITY_NETWORK`.
    pub network: Option<PathBuf>,
    /// `COMITY_NOW`.
    pub now: Option<String>,
    /// Where the platform keeps data of programs.
    pub data_folder: Option<PathBuf>,
    /// Where the platform keeps settings of programs.
    pub settings_folder: Option<PathBuf>,
    /// Where the platform keeps what can be made again.
    pub cache_folder: Option<PathBuf>,
    /// The name of the machine's zone (`Europe/Berlin`), where it tells one.
    pub zone: Option<String>,
    pub terminal: Terminal,
}

/// Runs what was typed and returns how the program ends.
pub fn run(typed: impl IntoIterator<Item = OsString>, surrounding: Surrounding) -> Exit {
    let typed: Vec<OsString> = typed.into_iter().collect();
    let matches = match command().try_get_matches_from(&typed) {
        Ok(matches) => matches,
        Err(error)
            if error.use_stderr() && typed.iter().take_while(|t| *t != "--").any(|t| t == "--json") =>
        {
            return complain(&misunderstood(&error), true, &surrounding.terminal);
        }
        Err(error) => return show_usage(&error),
    };
    let json = matches.get_flag("json");
    let terminal = surrounding.terminal.clone();
    let done = context(&matches, surrounding).and_then(|context| {
        let done = match matches.subcommand() {
            Some(("serve", typed)) => serve(typed, &context, &terminal, json),
            Some(("mcp", typed)) => mcp(typed, &context, &terminal),
            _ => dispatch(&matches, &context),
        };
        done.map_err(|error| error.at(&context.path))
    });
    match done {
        Ok(answer) => say(answer.as_ref(), json, &terminal),
        Err(error) => complain(&error, json, &terminal),
    }
}

/// Returns the whole command line.
pub fn command() -> Command {
    let network = Arg::new("network")
        .long("network")
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .value_parser(clap::value_parser!(PathBuf))
        .global(true)
        .help("Use this network instead of your own [env: COMITY_NETWORK]");
    let rules = Arg::new("rules")
        .long("rules")
        .value_name("PATH")
        .value_hint(ValueHint::AnyPath)
        .value_parser(clap::value_parser!(PathBuf))
        .global(true)
        .help("Judge by the rules in this folder or file instead of those in your settings folder");
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).global(true).help("Answer as JSON");
    let commands = OPERATIONS.iter().map(|entry| (entry.command)());
    Command::new("comity")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A linter for your networking and a keeper of your network")
        .long_about(
            "A linter for your networking and a keeper of your network. It reads the data you already have, \
             works out who is who, and says whether a door is yours to knock on. It never sends anything.",
        )
        .after_help(
            "Exit codes: 0 welcome or nothing found, 1 unwelcome or findings, 2 could not run, 3 caution.",
        )
        .infer_subcommands(false)
        .arg(network)
        .arg(rules)
        .arg(json)
        .subcommands(commands)
        .subcommand(crate::serve::Serve::augment_args(Command::new("serve")))
        .subcommand(Mcp::augment_args(Command::new("mcp")))
        .subcommand(completions())
        .subcommand(man())
}

fn completions() -> Command {
    let shell = Arg::new("shell")
        .required(true)
        .value_parser(clap::value_parser!(clap_complete::Shell))
        .help("The shell that you use");
    Command::new("completions").about("Print completions for a shell").arg(shell)
}

fn man() -> Command {
    let folder = Arg::new("folder")
        .required(true)
        .value_name("FOLDER")
        .value_hint(ValueHint::DirPath)
        .value_parser(clap::value_parser!(PathBuf))
        .help("Where to; made if it is not there");
    Command::new("man").about("Write a man page for each command into a folder").arg(folder)
}

fn dispatch(matches: &ArgMatches, context: &Context) -> Result<Box<dyn AnyAnswer>> {
    let Some((name, typed)) = matches.subcommand() else {
        return Ok(Box::new(crate::start::run(context)?));
    };
    match name {
        "completions" => Ok(Box::new(Printed::completions(typed))),
        "man" => Ok(Box::new(Printed::man_pages(typed)?)),
        _ => {
            let entry = OPERATIONS.iter().find(|e| e.name == name);
            let entry = entry.ok_or_else(|| Error::Internal(format!("no operation is called `{name}`")))?;
            (entry.run)(typed, context)
        }
    }
}

/// Answers an agent, and ends with it.
fn mcp(typed: &ArgMatches, context: &Context, terminal: &Terminal) -> Result<Box<dyn AnyAnswer>> {
    let mcp = Mcp::from_arg_matches(typed).map_err(|e| Error::Internal(e.to_string()))?;
    context.network()?;
    mcp.run(given(context, terminal))?;
    Ok(Box::new(Printed { text: String::new() }))
}

/// Starts the web face, and ends with it.
fn serve(
    typed: &ArgMatches,
    context: &Context,
    terminal: &Terminal,
    json: bool,
) -> Result<Box<dyn AnyAnswer>> {
    let serve = Serve::from_arg_matches(typed).map_err(|e| Error::Internal(e.to_string()))?;
    serve.run(given(context, terminal), &terminal.stop, json)?;
    Ok(Box::new(Printed { text: String::new() }))
}

/// Returns what a face that stays needs of the outer world.
fn given(context: &Context, terminal: &Terminal) -> Given {
    Given {
        path: context.path.clone(),
        now: context.is_told.then_some(context.clock),
        zone: context.machine_zone.clone(),
        scratch: context.scratch.clone().unwrap_or_else(|| std::env::temp_dir().join("comity")),
        rules: context.rules.clone(),
        program: terminal.program.clone(),
        upload: UPLOAD,
        patience: PATIENCE,
    }
}

fn context(matches: &ArgMatches, surrounding: Surrounding) -> Result<Context> {
    let told = matches.get_one::<PathBuf>("network").cloned().or(surrounding.network);
    let path = told.or_else(|| Some(surrounding.data_folder?.join("comity").join("network.comity")));
    let path = path.ok_or_else(|| {
        Error::user("cannot tell where to keep your network", "name a file with `--network FILE`")
    })?;
    let is_told = surrounding.now.is_some();
    let clock = match surrounding.now.as_deref() {
        None => Timestamp::now(),
        Some(text) => text.parse().map_err(|_| {
            Error::user(format!("cannot read COMITY_NOW `{text}`"), "write it as `2026-03-03T10:00:00Z`")
        })?,
    };
    let zone = surrounding.zone.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC);
    let mut terminal = surrounding.terminal;
    if matches.get_flag("json") {
        terminal.asks = false;
    }
    let mut context = Context::new(path, clock, zone, Rc::new(terminal));
    context.is_told = is_told;
    context.is_named = matches.contains_id("network");
    context.rules = rules(matches, surrounding.settings_folder)?;
    context.scratch = surrounding.cache_folder.map(|folder| folder.join("comity"));
    // Opened now where it exists, so that its own zone and moment hold from the start.
    if matches
        .subcommand_name()
        .is_none_or(|name| !matches!(name, "restore" | "completions" | "man" | "demo"))
    {
        context.network_if_any().map_err(|error| error.at(&context.path))?;
    }
    Ok(context)
}

/// Returns where the user's own rules lie: as told, else the folder for them, if it is there.
fn rules(matches: &ArgMatches, settings_folder: Option<PathBuf>) -> Result<Option<PathBuf>> {
    match matches.get_one::<PathBuf>("rules") {
        Some(told) if told.exists() => Ok(Some(told.clone())),
        Some(told) => Err(Error::user(
            format!("there are no rules at `{}`", told.display()),
            "name a folder with files that end in `.cedar`, or one such file",
        )),
        None => Ok(settings_folder.map(|folder| folder.join("comity").join("rules")).filter(|f| f.is_dir())),
    }
}

fn say(answer: &dyn AnyAnswer, json: bool, terminal: &Terminal) -> Exit {
    let text = if json {
        match answer.json() {
            Ok(value) => escaped(&format!("{value:#}\n")),
            Err(error) => return complain(&error, json, terminal),
        }
    } else {
        let mut screen = Screen::new(terminal.width, terminal.colour);
        answer.show(&mut screen);
        screen.into_text()
    };
    put(&text);
    answer.exit()
}

/// The JSON of an error.
#[derive(Serialize)]
struct Complaint<'a> {
    error: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    kind: Kind,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "<[Candidate]>::is_empty")]
    candidates: &'a [Candidate],
}

/// More than these help nobody to choose.
const CANDIDATES: usize = 9;

fn complain(error: &Error, json: bool, terminal: &Terminal) -> Exit {
    let message = with_causes(error);
    if json {
        let told = Told { kind: error.kind(), message, help: error.help(), candidates: error.candidates() };
        let told = serde_json::to_string_pretty(&Complaint { error: told }).unwrap_or_default();
        put(&escaped(&format!("{told}\n")));
        return error.exit();
    }
    let mut screen = Screen::new(terminal.width, terminal.colour);
    screen.pieces(0, &[("error:", Ink::Bad), (&message, Ink::Plain)]);
    let candidates = error.candidates();
    let row = |c: &Candidate| vec![c.id.clone(), c.name.clone(), c.about.clone()];
    screen.columns(&candidates.iter().take(CANDIDATES).map(row).collect::<Vec<_>>());
    if candidates.len() > CANDIDATES {
        screen.indented(2, &format!("… and {} more", candidates.len() - CANDIDATES));
    }
    if let Some(help) = error.help() {
        screen.help(&help);
    }
    // A closed pipe is no reason to fail once more.
    let _ = std::io::stderr().write_all(screen.into_text().as_bytes());
    error.exit()
}

/// Returns the message with those of its causes, in one line.
fn with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(below) = cause {
        // What a damaged file makes others say may have several lines.
        let told = below.to_string().replace(char::is_control, " ");
        if !message.contains(&told) {
            message = format!("{message}: {told}");
        }
        cause = below.source();
    }
    message
}

/// Returns what clap says of a mistake as an error like all others: the mistake, then the way out.
fn misunderstood(error: &clap::Error) -> Error {
    let text = error.to_string();
    let mut parts = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = parts.next().unwrap_or_default();
    let help: Vec<String> =
        parts.filter(|p| !p.is_empty() && !p.starts_with("For more information")).collect();
    let help = if help.is_empty() { "see `comity --help`".to_owned() } else { help.join("; ") };
    Error::user(message.trim_start_matches("error: "), help)
}

/// Shows what clap says: help and version on standard output, mistakes on standard error.
fn show_usage(error: &clap::Error) -> Exit {
    let _ = error.print();
    if error.use_stderr() { Exit::CouldNotRun } else { Exit::Fine }
}

/// Escapes DEL and the C1 control characters, which JSON allows unescaped, so that none reaches the terminal.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

fn put(text: &str) {
    // Whoever reads may have had enough (`comity people | head`).
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// What the command line itself prints.
#[derive(Serialize, schemars::JsonSchema)]
struct Printed {
    text: String,
}

impl Printed {
    fn completions(typed: &ArgMatches) -> Self {
        let mut text = Vec::new();
        if let Some(shell) = typed.get_one::<clap_complete::Shell>("shell") {
            clap_complete::generate(*shell, &mut command(), "comity", &mut text);
        }
        Self { text: String::from_utf8_lossy(&text).into_owned() }
    }

    fn man_pages(typed: &ArgMatches) -> Result<Self> {
        let folder = typed.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
        std::fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        clap_mangen::generate_to(command(), &folder).map_err(Error::write(&folder))?;
        Ok(Self { text: format!("Wrote the man pages into {}.\n", folder.display()) })
    }
}

impl crate::operation::Answer for Printed {
    fn show(&self, screen: &mut Screen) {
        screen.verbatim(&self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_commands_no_terminal() {
        let name = "Ana \u{9b}31m\u{7f}Ruiz\u{e9}";
        let json = escaped(&serde_json::to_string(name).unwrap());
        assert_eq!(json, "\"Ana \\u009b31m\\u007fRuiz\u{e9}\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), name);
    }
}
