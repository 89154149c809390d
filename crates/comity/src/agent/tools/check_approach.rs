//! Is this door the user's to knock on?

use super::Tool;
use crate::agent::{Desk, Mode, fenced, gate, needed, seen, text};
use crate::asked;
use crate::channel;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder, is_yours};
use comity_core::judge::judge;
use comity_core::record::RecordKind;
use comity_core::resolve::Decisions;
use comity_core::rule::{Level, Verdict};
use comity_core::{Handle, Platform, Purpose, Sphere, Topic, Via};
use comity_store::{Person, PersonId};
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool {
    name: "check_approach",
    about: "Ask BEFORE you write to, invite, call or follow up with anybody in the user's name. Answers welcome (go ahead), \
        caution (ask the user first) or unwelcome (do not do it; no reason of yours changes that). Where you have record_outcome, a welcome \
        answer carries the decision id that it needs. One approach, one check: another person, channel, purpose or \
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
    let topic: Option<Topic> = asked::read_some(text(asked, "topic"))?;
    let draft = text(asked, "text");
    let person = whom(desk, needed(asked, "person")?)?;
    let (via, is_open) = door(desk, &person, via)?;
    let approach = gate::approach(via, (purpose, topic), draft, desk.context.now());
    desk.note(Some(person.id), Some(approach.via.platform()), Some(purpose));
    let told = gate::told(desk, person.id)?;
    let judged = judge(&approach, &told.standing(approach.at), &network.held()?.settings);
    // A question whose answer could be grave is the user's to answer, not an agent's to pass over.
    let asks = judged.opinion.missing.iter().any(|missing| missing.could_be >= Level::Warn);
    let verdict = if asks { judged.verdict.max(Verdict::Caution) } else { judged.verdict };
    verdict.word().clone_into(&mut desk.call.answer);
    let decision = match desk.agent.mode {
        // By a door that it may not know of, an agent records nothing.
        Mode::Gated if !is_open => None,
        Mode::Read => None,
        Mode::Gated => gate::ask(desk, &told, &approach, draft, verdict)?,
    };
    let mut answer = json!({
        "verdict": verdict.word(),
        "earliest": judged.earliest.map(|at| at.to_string()),
        "decision": decision,
        "do": advice(verdict, decision.is_some()),
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

const fn advice(verdict: Verdict, is_recorded: bool) -> &'static str {
    match verdict {
        Verdict::Welcome if !is_recorded => {
            "Go ahead, by this channel and for this purpose, and tell the user what you did."
        }
        Verdict::Welcome => "Go ahead, by this channel and for this purpose, then call record_outcome.",
        Verdict::Caution => "Do not do it yet. Ask the user, who sees why with `comity check`.",
        Verdict::Unwelcome => {
            "Do not do it, by this channel or in a roundabout way. Tell the user, who sees why with `comity check`."
        }
    }
}

/// Returns who is meant by an id or an address; names are looked for with `find_person`.
///
/// Whoever is known by private doors alone is nobody, unless the agent sees all.
pub(super) fn whom(desk: &Desk<'_>, who: &str) -> Result<Person> {
    let network = desk.context.network()?;
    let nobody = || Error::user("nobody in the network is that", "look for the id with find_person");
    let domains = Decisions::of(&network.held()?.statements).domains();
    let is_seen = |handle: &Handle| desk.agent.sees_all || seen::is_professional(handle, &domains);
    let handle = Handle::parse(who, network.region().as_deref());
    if PersonId::parse(who).is_none() && !handle.as_ref().is_some_and(is_seen) {
        return Err(match handle {
            Some(_) => nobody(),
            None => {
                Error::user("a person is named by an id or an address", "look for the id with find_person")
            }
        });
    }
    let found = match network.find(desk.context, who) {
        Err(Error::Nobody(_)) => return Err(nobody()),
        found => found?,
    };
    let is_known = desk.agent.sees_all || seen::doors(&found, &domains).next().is_some();
    if is_known && found.kind == RecordKind::Person { Ok(found) } else { Err(nobody()) }
}

/// Returns the door that is judged, and whether the agent may know that it is theirs.
///
/// Of a private address nothing is told but a verdict on the kind of door, whosever it is.
fn door(desk: &Desk<'_>, person: &Person, via: Via) -> Result<(Via, bool)> {
    let network = desk.context.network()?;
    let Via::Handle(handle) = &via else { return Ok((via, true)) };
    let domains = Decisions::of(&network.held()?.statements).domains();
    if !desk.agent.sees_all && !seen::is_professional(handle, &domains) {
        let private = Some(Sphere::Personal);
        return Ok(match handle.platform() {
            Platform::Email => (Via::Mail(private), false),
            Platform::Phone => (Via::Phone(private), false),
            platform => (Via::Platform(platform), false),
        });
    }
    match holder(network, handle, Some(person.id))? {
        Holder::Them => Ok((via, true)),
        Holder::You => Err(is_yours(handle)),
        Holder::Nobody | Holder::Another(_) => Err(Error::Refused(
            "this address is not known to be theirs".to_owned(),
            "use a door that `doors` lists, or ask the user".to_owned(),
        )),
    }
}
