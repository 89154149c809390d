//! What the agent did, and what came of it.

use super::Tool;
use crate::agent::{Desk, gate, needed, text};
use crate::error::{Error, Result};
use crate::network::anchors;
use comity_core::judge::judge;
use comity_core::rule::Verdict;
use comity_core::statement::Logged;
use comity_core::{Author, Outcome, Purpose, Said, Topic};
use comity_store::{Leave, LeaveState};
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "record_outcome",
    about: "Record that you did what a decision allowed (`sent`), and later what came of it. A decision is yours alone, holds \
        for a day, for one person, channel, purpose and text, and is used once. Without one nothing is recorded.",
    shape: || {
        json!({
            "type": "object",
            "properties": {
                "decision": { "type": "string", "description": "The id that check_approach gave" },
                "what": { "type": "string", "enum": WHAT },
                "text": { "type": "string", "description": "The text that went, the same that was checked" }
            },
            "required": ["decision", "what"],
            "additionalProperties": false
        })
    },
    writes: true,
    sees_all: false,
    run,
};

/// `sent` comes first, and one of the others after it.
const WHAT: [&str; 6] = ["sent", "replied", "declined", "ignored", "bounced", "stop"];

fn run(desk: &mut Desk<'_>, asked: &Value) -> Result<Value> {
    let leave = gate::held(desk, needed(asked, "decision")?)?;
    let via = gate::door(&leave)?;
    let purpose = Purpose::parse(&leave.purpose);
    desk.note(Some(leave.person), Some(via.platform()), purpose);
    desk.call.decision = Some(leave.id.clone());
    let what = needed(asked, "what")?;
    let to = match what {
        "sent" => {
            sends(desk, &leave, text(asked, "text"))?;
            LeaveState::Sent
        }
        _ if !WHAT.contains(&what) => {
            return Err(Error::user(
                format!("`{what}` is nothing to record"),
                format!("use one of: {}", WHAT.join(", ")),
            ));
        }
        _ if leave.state != LeaveState::Sent => {
            return Err(Error::Refused(
                "nothing was recorded as sent with this decision, or what came of it is told already"
                    .to_owned(),
                "record `sent` first".to_owned(),
            ));
        }
        _ => LeaveState::Told,
    };
    let told = gate::told(desk, leave.person)?;
    gate::turn(desk, &leave, to)?;
    let outcome = if to == LeaveState::Sent { None } else { Outcome::parse(what) };
    let logged = Logged { purpose, outcome, ..Logged::new(via, desk.context.now()) };
    let author = Author(format!("agent {}", desk.agent.name));
    let network = desk.context.network()?;
    let about = anchors(&told.person);
    let said = network.store.say(desk.context.now(), &author, &about, Said::Log(Box::new(logged)))?;
    network.changed();
    what.clone_into(&mut desk.call.answer);
    Ok(json!({ "recorded": what, "entry": said.id }))
}

/// Sees that the approach may be recorded as made: leave holds, and the door is still welcome.
fn sends(desk: &Desk<'_>, leave: &Leave, text: Option<&str>) -> Result<()> {
    let told = gate::told(desk, leave.person)?;
    gate::still_holds(desk, leave, &told, text)?;
    let purpose = Purpose::parse(&leave.purpose).unwrap_or(Purpose::Message);
    let topic = leave.topic.as_deref().and_then(Topic::parse);
    let approach = gate::approach(gate::door(leave)?, (purpose, topic), text, desk.context.now());
    let settings = &desk.context.network()?.held()?.settings;
    // The user's word lifts a caution, and nothing graver.
    let most = if leave.state == LeaveState::Allowed { Verdict::Caution } else { Verdict::Welcome };
    let verdict = judge(&approach, &told.standing(approach.at), settings).verdict;
    if verdict > most {
        return Err(Error::Refused(
            format!("by now it is {}", verdict.word()),
            "ask anew with check_approach".to_owned(),
        ));
    }
    Ok(())
}
