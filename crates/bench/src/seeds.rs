//! `seeds`: honest bytes for the fuzzers to begin with.

use crate::{Outcome, Result};
use clap::Args;
use comity_bench::PROPERTIES;
use std::fs;
use std::path::PathBuf;

/// Where to.
#[derive(Args)]
pub(crate) struct Seeds {
    /// A folder; each property gets a folder in it
    folder: PathBuf,
}

impl Seeds {
    pub(crate) fn run(&self) -> Result<Outcome> {
        for property in PROPERTIES {
            let folder = self.folder.join(property.name);
            fs::create_dir_all(&folder)?;
            let seeds = (property.seeds)();
            for (number, seed) in seeds.iter().enumerate() {
                fs::write(folder.join(format!("seed-{number:03}")), seed)?;
            }
            println!("{}: {} seeds; {}", property.name, seeds.len(), property.says);
        }
        Ok(Outcome::Met)
    }
}
