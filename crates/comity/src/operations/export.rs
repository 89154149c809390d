//! Everything that is kept, for the user to take along.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use clap::{Args, ValueHint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

pub(super) const OPERATION: Entry = entry::<Export>();

/// Write everything that is kept into a file, one line for each thing
///
/// Ordered by content: two networks that hold the same give the same bytes, whatever the order in which it was
/// imported. Without a file it goes to the screen.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Export {
    /// Where to; must not exist yet
    #[arg(value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
}

/// What was written.
#[derive(Serialize, JsonSchema)]
pub(super) struct Exported {
    file: Option<PathBuf>,
    bytes: u64,
    /// What is kept, where no file was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Operation for Export {
    const NAME: &'static str = "export";
    const EFFECT: Effect = Effect::Writes;
    type Answer = Exported;

    fn run(self, context: &Context) -> Result<Exported> {
        let network = context.network()?;
        let Some(path) = self.file else {
            let mut bytes = Vec::new();
            network.store.export(&mut bytes)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok(Exported { file: None, bytes: bytes.len() as u64, text: Some(text) });
        };
        let bytes = network.store.export_into(&path).map_err(|e| Error::from(e).writing(&path))?;
        Ok(Exported { file: Some(path), bytes, text: None })
    }
}

impl Answer for Exported {
    fn show(&self, screen: &mut Screen) {
        match (&self.file, &self.text) {
            (Some(file), _) => screen.line(&format!("Wrote {} bytes into {}.", self.bytes, file.display())),
            (None, text) => screen.verbatim(text.as_deref().unwrap_or_default()),
        }
    }
}
