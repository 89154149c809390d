//! What software agents asked, and what waits for the user's leave.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::when;
use clap::Args;
use comity_core::Moment;
use comity_store::{Call, LeaveState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Agents>();

const fn page() -> usize {
    20
}

/// See what software agents asked, and allow what waits for you
///
/// Every call is here, newest first: who asked, what, and what was answered. What came out as caution waits for
/// your word; what is unwelcome cannot be allowed here.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Agents {
    /// Allow this decision, by its id; the agent may then record the approach, once and within a day
    #[arg(long, value_name = "ID")]
    allow: Option<String>,
    /// How many calls to show
    #[arg(long, value_name = "N", default_value_t = page())]
    #[serde(default = "page")]
    limit: usize,
}

/// What agents asked.
#[derive(Serialize, JsonSchema)]
pub(super) struct Asked {
    /// The decision that was allowed now.
    allowed: Option<String>,
    /// Newest first.
    calls: Vec<CallShown>,
}

/// One call.
#[derive(Serialize, JsonSchema)]
struct CallShown {
    at: String,
    agent: String,
    tool: String,
    person: Option<String>,
    name: Option<String>,
    platform: Option<String>,
    purpose: Option<String>,
    answer: String,
    decision: Option<String>,
    #[serde(skip)]
    shown: String,
}

impl Operation for Agents {
    const NAME: &'static str = "agents";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Asked;

    fn run(self, context: &Context) -> Result<Asked> {
        let network = context.network()?;
        if let Some(id) = &self.allow {
            let allowed = network.store.turn_leave(id, LeaveState::Asks, LeaveState::Allowed)?;
            if !allowed {
                return Err(Error::user(
                    format!("no decision `{id}` waits for you"),
                    "`comity agents` shows what was asked; only a caution waits",
                ));
            }
        }
        let calls = network.store.calls(self.limit)?;
        let calls = calls.into_iter().map(|call| shown(context, call)).collect::<Result<Vec<_>>>()?;
        Ok(Asked { allowed: self.allow, calls })
    }
}

fn shown(context: &Context, call: Call) -> Result<CallShown> {
    let network = context.network()?;
    let name = match call.person {
        Some(id) => network.store.person(id)?.map(|person| person.name),
        None => None,
    };
    let at = Moment::instant(call.at);
    Ok(CallShown {
        at: at.to_string(),
        shown: when::shown(at, &context.zone()),
        agent: call.agent,
        tool: call.tool,
        person: call.person.map(|id| id.to_string()),
        name,
        platform: call.platform,
        purpose: call.purpose,
        answer: call.answer,
        decision: call.decision,
    })
}

impl Answer for Asked {
    fn show(&self, screen: &mut Screen) {
        if let Some(id) = &self.allowed {
            screen.line(&format!("Allowed: {id}."));
        }
        if self.calls.is_empty() {
            screen.line("No agent has asked anything yet. An agent starts `comity mcp`.");
            return;
        }
        let rows: Vec<Vec<String>> = self
            .calls
            .iter()
            .map(|c| {
                let about = [c.name.as_deref(), c.platform.as_deref(), c.purpose.as_deref()];
                let about: Vec<&str> = about.into_iter().flatten().collect();
                vec![c.shown.clone(), c.agent.clone(), c.tool.clone(), about.join(", "), c.answer.clone()]
            })
            .collect();
        screen.table(&["when", "agent", "tool", "about", "answer"], &rows);
        let waits = self.calls.iter().find(|c| c.answer == "caution" && c.decision.is_some());
        if let Some(id) = waits.and_then(|c| c.decision.as_ref()) {
            screen.gap();
            screen.line("To allow what came out as caution:");
            screen.command(&format!("comity agents --allow {id}"));
        }
    }
}
