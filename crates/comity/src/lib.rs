//! A linter for your networking and a keeper of your network: operations and their faces.
//!
//! The only crate that knows of terminals and of JSON for others. `operation` says what an operation is,
//! `operations` holds one file for each; `cli` translates them for terminals, `pages` and `serve` for browsers.
//! What they share of loading and showing lies in `network`, `verdict`, `when`, `channel`, `files`, `screen` and
//! `shell`.

pub mod agent;
pub mod asked;
pub mod audited;
pub mod channel;
pub mod cli;
pub mod context;
pub mod error;
pub mod feed;
pub mod files;
pub mod grounds;
pub mod holder;
pub mod intake;
pub mod network;
pub mod noted;
pub mod operation;
pub mod operations;
pub mod page;
pub mod pages;
pub mod parted;
pub mod query;
pub mod random;
pub mod replay;
pub mod rulebook;
pub mod screen;
pub mod serve;
pub mod shell;
pub mod start;
pub mod synced;
pub mod tested;
pub mod verdict;
pub mod when;
pub mod words;
pub mod written;

pub use context::{Context, Face, Progress, Silent};
pub use error::{Error, Kind, Result};
