//! A copy of the whole network.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use clap::{Args, ValueHint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

pub(super) const OPERATION: Entry = entry::<Backup>();

/// Write a copy of the whole network into a new file
///
/// The copy is a network of its own: look into it with `--network`, or bring it back with `restore`. It is
/// not encrypted.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Backup {
    /// The new file; one that exists is never overwritten
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
}

/// Where the copy lies.
#[derive(Serialize, JsonSchema)]
pub(super) struct Copied {
    file: String,
    /// Its size.
    bytes: u64,
}

impl Operation for Backup {
    const NAME: &'static str = "backup";
    const EFFECT: Effect = Effect::Writes;
    type Answer = Copied;

    fn run(self, context: &Context) -> Result<Copied> {
        context.network()?.store.backup(&self.file).map_err(|e| Error::from(e).writing(&self.file))?;
        let found = std::fs::metadata(&self.file).map_err(Error::read(&self.file))?;
        Ok(Copied { file: self.file.display().to_string(), bytes: found.len() })
    }
}

impl Answer for Copied {
    fn show(&self, screen: &mut Screen) {
        screen.line(&format!("Copied your network to `{}` ({} KB).", self.file, self.bytes.div_ceil(1000)));
    }
}
