//! The professional doors of somebody, each judged.

use super::Tool;
use super::check_approach::whom;
use crate::agent::{Desk, gate, needed, seen, text};
use crate::asked;
use crate::error::Result;
use comity_core::judge::judge;
use comity_core::resolve::Decisions;
use comity_core::{Approach, Purpose, Via};
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "doors",
    about: "List the professional channels of a person, each with the verdict on using it now. Check the one that you choose \
        with check_approach.",
    shape: || {
        json!({
            "type": "object",
            "properties": {
                "person": { "type": "string", "description": "The id from find_person (p17)" },
                "purpose": { "type": "string", "enum": Purpose::ALL.iter().map(|p| p.word()).collect::<Vec<_>>() }
            },
            "required": ["person"],
            "additionalProperties": false
        })
    },
    writes: false,
    sees_all: false,
    run,
};

fn run(desk: &mut Desk<'_>, asked: &Value) -> Result<Value> {
    let network = desk.context.network()?;
    let person = whom(desk, needed(asked, "person")?)?;
    let purpose: Purpose = asked::read_some(text(asked, "purpose"))?.unwrap_or(Purpose::Message);
    desk.note(Some(person.id), None, Some(purpose));
    let held = network.held()?;
    let domains = Decisions::of(&held.statements).domains();
    let told = gate::told(desk, person.id)?;
    let standing = told.standing(desk.context.now());
    let doors: Vec<Value> = seen::doors(&told.person, &domains)
        .map(|handle| {
            let via = Via::Handle(handle.clone());
            let judged = judge(&Approach::new(via, purpose, desk.context.now()), &standing, &held.settings);
            json!({
                "via": handle.to_string(),
                "platform": handle.platform().word(),
                "verdict": judged.verdict.word(),
                "earliest": judged.earliest.map(|at| at.to_string()),
            })
        })
        .collect();
    desk.call.answer = format!("{} doors", doors.len());
    Ok(json!({ "doors": doors }))
}
