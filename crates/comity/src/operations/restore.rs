//! A backup brought back.

use crate::context::Context;
use crate::error::Result;
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use clap::{Args, ValueHint};
use comity_store::Store;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

pub(super) const OPERATION: Entry = entry::<Restore>();

/// Bring back a backup
///
/// The network that stands there now is moved beside, never overwritten.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Restore {
    /// The backup
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
}

/// Where everything lies now.
#[derive(Serialize, JsonSchema)]
pub(super) struct Back {
    /// The network that was brought back.
    network: String,
    /// Where the one that stood there before was put; nothing where there was none.
    before: Option<String>,
}

impl Operation for Restore {
    const NAME: &'static str = "restore";
    const EFFECT: Effect = Effect::Removes;
    type Answer = Back;

    fn run(self, context: &Context) -> Result<Back> {
        if let Some(folder) = context.path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(crate::error::Error::write(folder))?;
        }
        let restored = Store::restore(&self.file, &context.path)?;
        Ok(Back {
            network: context.path.display().to_string(),
            before: restored.before.map(|path| path.display().to_string()),
        })
    }
}

impl Answer for Back {
    fn show(&self, screen: &mut Screen) {
        screen.line(&format!("Brought back `{}`.", self.network));
        if let Some(before) = &self.before {
            screen.line(&format!("The network that stood there lies at `{before}`."));
        }
    }
}
