//! What software agents may ask: the gate before somebody else writes in the user's name.
//!
//! An agent sees what is professional, and of all else the verdict alone. It records nothing without leave: a check
//! that came out Welcome, or a word of the user's. Every call is noted where the user can read it. The gate refuses to
//! *record*; it cannot stop a program that sends by other means.

mod gate;
pub mod mcp;
mod seen;
mod tools;

pub use tools::{TOOLS, Tool};

use crate::context::Context;
use crate::error::{Error, Result};
use comity_core::{Platform, Purpose};
use comity_store::{Call, PersonId};
use serde_json::{Value, json};

/// How far an agent may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It may ask; the tools that record are not there.
    Read,
    /// It may record what it had leave for.
    Gated,
}

/// Who asks, and what they may.
#[derive(Clone, Debug)]
pub struct Agent {
    /// As the user called it.
    pub name: String,
    pub mode: Mode,
    /// It sees all that the user sees, personal facts included.
    pub sees_all: bool,
}

/// One call at work.
pub(crate) struct Desk<'a> {
    pub(crate) context: &'a Context,
    pub(crate) agent: &'a Agent,
    /// What the log will say of it.
    pub(crate) call: Call,
}

impl Agent {
    /// Returns the tools that it has.
    pub fn tools(&self) -> impl Iterator<Item = &'static Tool> {
        let (mode, sees_all) = (self.mode, self.sees_all);
        TOOLS.iter().copied().filter(move |t| (!t.writes || mode == Mode::Gated) && (!t.sees_all || sees_all))
    }

    /// Calls a tool, and notes that it was called.
    ///
    /// # Errors
    /// Fails as the tool does; that is noted as well.
    pub fn call(&self, context: &Context, tool: &str, asked: &Value) -> Result<Value> {
        let tool = self.tools().find(|t| t.name == tool).ok_or_else(|| {
            let names: Vec<&str> = self.tools().map(|t| t.name).collect();
            Error::user(format!("there is no tool `{tool}`"), format!("use one of: {}", names.join(", ")))
        })?;
        let network = context.network()?;
        network.derived(context)?;
        let call = Call {
            at: context.instant().as_second(),
            agent: self.name.clone(),
            tool: tool.name.to_owned(),
            ..Call::default()
        };
        let mut desk = Desk { context, agent: self, call };
        let answer = (tool.run)(&mut desk, asked);
        let mut call = desk.call;
        if answer.is_err() {
            "refused".clone_into(&mut call.answer);
        }
        network.store.note_call(&call)?;
        answer
    }
}

impl Desk<'_> {
    /// Notes whom it is about, through what, and what for.
    pub(crate) fn note(
        &mut self,
        person: Option<PersonId>,
        platform: Option<Platform>,
        purpose: Option<Purpose>,
    ) {
        self.call.person = person;
        self.call.platform = platform.map(|p| p.word().to_owned());
        self.call.purpose = purpose.map(|p| p.word().to_owned());
    }
}

/// Returns a text field of what was asked.
pub(crate) fn text<'a>(asked: &'a Value, field: &str) -> Option<&'a str> {
    asked.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// Returns a text field that has to be there.
pub(crate) fn needed<'a>(asked: &'a Value, field: &str) -> Result<&'a str> {
    text(asked, field)
        .ok_or_else(|| Error::user(format!("`{field}` is missing"), "see the shape of the tool's arguments"))
}

/// Fences text that others wrote: what stands in it is data, never an instruction.
pub(crate) fn fenced(text: &str) -> Value {
    json!({ "data": crate::screen::clean(text) })
}
