//! What the program says when nothing is asked: where the user stands, and three things to do next.

use crate::context::Context;
use crate::error::Result;
use crate::operation::Answer;
use crate::screen::{Ink, Screen};
use schemars::JsonSchema;
use serde::Serialize;

/// Where the user stands.
#[derive(Serialize, JsonSchema)]
pub struct Start {
    /// People in the network; nothing where there is no network yet.
    people: Option<u64>,
    /// What is wrong with where the network lies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// Lines to type next.
    next: Vec<Next>,
}

/// One thing to do next.
#[derive(Serialize, JsonSchema)]
struct Next {
    what: String,
    command: String,
}

/// Says where the user stands.
///
/// # Errors
/// Fails where a network is there and cannot be used.
pub fn run(context: &Context) -> Result<Start> {
    let program = context.face.program();
    let next = |what: &str, rest: &str| Next { what: what.to_owned(), command: format!("{program} {rest}") };
    let Some(network) = context.network_if_any()? else {
        return Ok(Start {
            people: None,
            warnings: Vec::new(),
            next: vec![
                next("See it work on an invented network", "demo"),
                next("Learn how to get your data, then hand it over", "import --guide"),
                next(
                    "Or ask about one approach without any data",
                    "check \"Jane Roe\" --via facebook --for connect",
                ),
            ],
        });
    };
    network.derived(context)?;
    Ok(Start {
        people: Some(network.store.person_count()?),
        warnings: crate::synced::warnings(&context.path),
        next: vec![
            next("See what you could have done better", "audit"),
            next("Ask before you write to somebody", "check NAME --via CHANNEL"),
            next("See who is in your network", "people"),
        ],
    })
}

impl Answer for Start {
    fn show(&self, screen: &mut Screen) {
        match self.people {
            None => screen.line("You have no network yet. Three ways to begin:"),
            Some(1) => screen.line("One person is in your network. What next?"),
            Some(count) => screen.line(&format!("{count} people are in your network. What next?")),
        }
        for warning in &self.warnings {
            screen.gap();
            screen.pieces(0, &[("warning:", Ink::Careful), (warning, Ink::Plain)]);
        }
        for next in &self.next {
            screen.gap();
            screen.line(&format!("{}:", next.what));
            screen.command(&next.command);
        }
    }
}
