//! Why a rule is there.

use super::Tool;
use crate::agent::{Desk, needed};
use crate::error::Result;
use crate::rulebook;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "explain_rule",
    about: "Explain a rule of courtesy by its name or code: what it is, why it harms, when it is fine. Tells nothing of any \
        person.",
    shape: || {
        json!({
            "type": "object",
            "properties": { "rule": { "type": "string", "description": "professional-on-personal-platform, or WP1" } },
            "required": ["rule"],
            "additionalProperties": false
        })
    },
    writes: false,
    sees_all: false,
    run,
};

fn run(desk: &mut Desk<'_>, asked: &Value) -> Result<Value> {
    let rule = rulebook::named(needed(asked, "rule")?, &desk.context.settings()?)?;
    rule.name.clone_into(&mut desk.call.answer);
    Ok(json!({ "rule": rule.name, "code": rule.code, "level": rule.level.word(), "page": rule.page }))
}
