//! Is this door the user's to knock on?

use super::Tool;
use crate::agent::{Desk, Mode, fenced, gate, needed, text};
use crate::asked;
use crate::channel;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder, is_yours};
use comity_core::draft::Draft;
use comity_core::judge::judge;
use comity_core::rule::Verdict;
use comity_core::{Approach, Handle, Purpose, Topic, Via};
use comity_store::{Person, PersonId};
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "check_approach",
    about: "Ask BEFORE you write to, invite, call or follow up with anybody in the user's name. Answers welcome (go ahead), \
        caution (ask the user first) or unwelcome (do not do it; no reason of yours changes that). A welcome answer \
        carries a decision id, which record_outcome needs. One approach, one check: another person, channel, purpose or \
        text is another approach.",
    shape,
    writes: false,
    sees_all: false,
    run,
};

fn shape() -> Value {
    json!({
        "type": "object",
        "properties": {
            "person": { "type": "string", "description": "The id from find_person (p17), or an address" },
            "via": { "type": "string", "description": "How: an address, a number, a profile URL, or linkedin, work-mail, phone, …" },
            "purpose": { "type": "string", "enum": Purpose::ALL.iter().map(|p| p.word()).collect::<Vec<_>>() },
            "topic": { "type": "string", "enum": Topic::ALL.iter().map(|t| t.word()).collect::<Vec<_>>() },
            "text": { "type": "string", "description": "The text that is to go; it is read for tone and not kept" }
        },
        "required": ["person", "via", "purpose"],
        "additionalProperties": false
    })
}

fn run(desk: &mut Desk<'_>, asked: &Value) -> Result<Value> {
    let network = desk.context.network()?;
    let via = channel::read(needed(asked, "via")?, network.region().as_deref())?;
    let purpose: Purpose = asked::read(needed(asked, "purpose")?)?;
    let mut approach = Approach::new(via, purpose, desk.context.now());
    approach.said_topic = asked::read_some(text(asked, "topic"))?;
    let draft = text(asked, "text");
    approach.draft = draft.map(Draft::read);
    approach.note = approach.draft.as_ref().map(|draft| draft.words > 0);
    let person = whom(desk, needed(asked, "person")?)?;
    desk.note(Some(person.id), Some(approach.via.platform()), Some(purpose));
    if let Via::Handle(handle) = &approach.via {
        match holder(network, handle, Some(person.id))? {
            Holder::Them => {}
            Holder::You => return Err(is_yours(handle)),
            Holder::Nobody | Holder::Another(_) => {
                return Err(Error::Refused(
                    "this address is not known to be theirs".to_owned(),
                    "use a door that `doors` lists, or ask the user".to_owned(),
                ));
            }
        }
    }
    let told = gate::told(desk, person.id)?;
    let judged = judge(&approach, &told.standing(approach.at), &network.held()?.settings);
    judged.verdict.word().clone_into(&mut desk.call.answer);
    let decision = match desk.agent.mode {
        Mode::Read => None,
        Mode::Gated => gate::ask(desk, &told, &approach, draft, judged.verdict)?,
    };
    let mut answer = json!({
        "verdict": judged.verdict.word(),
        "earliest": judged.earliest.map(|at| at.to_string()),
        "decision": decision,
        "do": advice(judged.verdict),
    });
    if desk.agent.sees_all {
        let findings = judged.opinion.findings.iter();
        answer["findings"] = findings
            .map(|f| json!({ "rule": f.rule, "level": f.level.word(), "message": fenced(&f.message), "help": f.help }))
            .collect();
        answer["missing"] = judged.opinion.missing.iter().map(|m| fenced(&m.question)).collect();
    }
    Ok(answer)
}

const fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Welcome => "Go ahead, by this channel and for this purpose, then call record_outcome.",
        Verdict::Caution => "Do not do it yet. Ask the user, who sees why with `comity check`.",
        Verdict::Unwelcome => {
            "Do not do it, by this channel or in a roundabout way. Tell the user, who sees why with `comity check`."
        }
    }
}

/// Returns who is meant by an id or an address; names are looked for with `find_person`.
pub(super) fn whom(desk: &Desk<'_>, who: &str) -> Result<Person> {
    let network = desk.context.network()?;
    let is_exact =
        PersonId::parse(who).is_some() || Handle::parse(who, network.region().as_deref()).is_some();
    if !is_exact {
        return Err(Error::user(
            "a person is named by an id or an address",
            "look for the id with find_person",
        ));
    }
    match network.find(desk.context, who) {
        Err(Error::Nobody(_)) => {
            Err(Error::user("nobody in the network is that", "look for the id with find_person"))
        }
        found => found,
    }
}
