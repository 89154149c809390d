//! The program `comity`.
//!
//! A tour: this file reads what the system tells and hands over. `cli` turns what was typed into one of
//! `operations`, each of which is one thing that a user can ask for. An operation gets a `context` (the file
//! of the network, the time, the face that asked), loads from the store through `network`, calls the steps
//! of `comity-core`, saves and answers. The answer becomes text on a `screen`, or JSON.

use comity::cli::{self, Surrounding, Terminal};
use comity::shell::quoted;
use etcetera::BaseStrategy;
use std::env;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The place and nothing else: messages may carry what others wrote.
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        eprintln!("error: a mistake in Comity stopped it, at {place}");
        eprintln!("help: please report it with this line; nothing that was stored is lost");
    }));
    let terminal = terminal();
    let surrounding = Surrounding {
        network: env::var_os("COMITY_NETWORK").filter(|v| !v.is_empty()).map(PathBuf::from),
        now: env::var("COMITY_NOW").ok().filter(|v| !v.is_empty()),
        data_folder: etcetera::choose_base_strategy().ok().map(|s| s.data_dir()),
        settings_folder: etcetera::choose_base_strategy().ok().map(|s| s.config_dir()),
        cache_folder: etcetera::choose_base_strategy().ok().map(|s| s.cache_dir()),
        zone: machine_zone(),
        terminal,
    };
    ExitCode::from(cli::run(env::args_os(), surrounding).code())
}

fn terminal() -> Terminal {
    let out = std::io::stdout().is_terminal();
    let columns = env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = columns.or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)));
    let colour = out && env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    // Longer lines are harder to read than a second line.
    Terminal::new(width.unwrap_or(80).clamp(40, 100), colour, asks, program(), stopper())
}

/// Returns the flag that Ctrl-C sets; pressed a second time, it ends the program at once.
fn stopper() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    // Without a handler Ctrl-C simply ends the program, which loses nothing that is stored.
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    stop
}

/// Returns how the user can call this program again from here.
fn program() -> String {
    let Ok(own) = env::current_exe() else { return "comity".to_owned() };
    let folders = env::var_os("PATH").unwrap_or_default();
    let name = format!("comity{}", env::consts::EXE_SUFFIX);
    let found = env::split_paths(&folders).map(|f| f.join(&name)).find(|p| p.is_file());
    if found.is_some_and(|p| same(&p, &own)) {
        return "comity".to_owned();
    }
    let here = env::current_dir().unwrap_or_default();
    let near = match own.strip_prefix(&here) {
        // A bare name would be looked for among the installed programs.
        Ok(near) if near.components().count() == 1 => Path::new(".").join(near),
        Ok(near) => near.to_owned(),
        Err(_) => own,
    };
    quoted(&near.to_string_lossy())
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Returns the name of the zone of this machine; its rules come from the bundled database.
fn machine_zone() -> Option<String> {
    if let Some(told) = env::var("TZ").ok().filter(|v| !v.is_empty()) {
        return Some(told.trim_start_matches(':').to_owned());
    }
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let (_, name) = link.to_str()?.split_once("zoneinfo/")?;
    Some(name.to_owned())
}
