//! Whom the user should write to next.

use super::Tool;
use crate::agent::{Desk, fenced};
use crate::error::Result;
use crate::network::Room;
use comity_core::Span;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "who_next",
    about: "Whom the user should write to now, by which channel and why: a handful at most. Propose them to the user; check \
        the one that is chosen with check_approach.",
    shape: || json!({ "type": "object", "properties": {}, "additionalProperties": false }),
    writes: false,
    // Whom one neglects is a personal fact.
    sees_all: true,
    run,
};

fn run(desk: &mut Desk<'_>, _asked: &Value) -> Result<Value> {
    let network = desk.context.network()?;
    let held = network.held()?;
    let now = usize::try_from(held.settings.day_capacity).unwrap_or(0);
    let plan = network.plan(desk.context, Room { now, later: 0, ahead: Span::days(0) })?;
    let proposals: Vec<Value> = plan
        .now
        .iter()
        .map(|planned| {
            let proposal = &planned.candidate.proposal;
            let door = &proposal.door;
            let via = door.way();
            json!({
                "id": planned.told.person.id.to_string(),
                "name": fenced(&planned.told.person.name),
                "via": via.to_string(),
                "purpose": proposal.purpose.word(),
                "occasion": proposal.occasion.word(),
                "reason": fenced(&proposal.reason),
            })
        })
        .collect();
    desk.call.answer = format!("{} proposals", proposals.len());
    Ok(json!({ "proposals": proposals }))
}
