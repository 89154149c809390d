//! The tools of agents, one file each, one line in the list.

mod check_approach;
mod doors;
mod explain_rule;
mod find_person;
mod record_outcome;
mod who_next;

use super::Desk;
use crate::error::Result;
use serde_json::Value;

/// One tool.
pub struct Tool {
    pub name: &'static str,
    /// What it is for, told to a model.
    pub about: &'static str,
    /// The shape of its arguments, as JSON Schema.
    pub shape: fn() -> Value,
    /// It records something, so that read-only agents do not have it.
    pub writes: bool,
    /// It tells personal facts, so that only agents have it to whom the user shows all.
    pub sees_all: bool,
    pub(super) run: fn(&mut Desk<'_>, &Value) -> Result<Value>,
}

/// Every tool.
pub const TOOLS: &[&Tool] = &[
    &check_approach::TOOL,
    &find_person::TOOL,
    &doors::TOOL,
    &explain_rule::TOOL,
    &who_next::TOOL,
    &record_outcome::TOOL,
];
