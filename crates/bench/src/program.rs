//! The program itself, run by the bench as if it had been typed, so that whole processes can be timed.

use crate::{Outcome, Result};
use clap::Args;
use comity::cli::{self, Surrounding, Terminal};
use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What would be typed after `comity`.
#[derive(Args)]
pub(crate) struct Program {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    typed: Vec<OsString>,
}

impl Program {
    pub(crate) fn run(self) -> Result<Outcome> {
        let stop = Arc::new(AtomicBool::new(false));
        let surrounding = Surrounding {
            network: None,
            now: env::var("COMITY_NOW").ok(),
            settings_folder: None,
            data_folder: None,
            cache_folder: None,
            zone: Some("UTC".to_owned()),
            terminal: Terminal::new(80, false, false, "comity".to_owned(), stop),
        };
        let exit = cli::run([OsString::from("comity")].into_iter().chain(self.typed), surrounding);
        match exit.code() {
            2 => Err("the program could not run".into()),
            _ => Ok(Outcome::Met),
        }
    }
}

/// Returns a command that runs the program on a network, with the clock at a moment.
///
/// # Errors
/// Fails where the system does not tell where the bench itself lies.
pub(crate) fn comity(network: &Path, now: &str) -> Result<Command> {
    let mut command = bench("comity")?;
    command.arg("--network").arg(network).env("COMITY_NOW", now);
    Ok(command)
}

/// Returns a command that runs one measurement of the bench in a process of its own.
///
/// # Errors
/// Fails where the system does not tell where the bench itself lies.
pub(crate) fn bench(name: &str) -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(name);
    Ok(command)
}
