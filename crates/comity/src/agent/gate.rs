//! Leave to record an approach: bound, short-lived, used once.

use super::Desk;
use crate::error::{Error, Result};
use crate::network::Told;
use crate::random;
use comity_core::draft::Draft;
use comity_core::rule::Verdict;
use comity_core::{Approach, Moment, Purpose, Topic, Via, mark};
use comity_store::{Leave, LeaveState, PersonId};

/// A leave holds for a day: by then something may have happened.
const HOLDS: i64 = 86_400;

/// What came of an approach may be told for so long.
const KEPT: i64 = 120 * 86_400;

/// Gives leave for an approach, or keeps it for the user to allow; nothing for what is unwelcome.
pub(super) fn ask(
    desk: &mut Desk<'_>,
    told: &Told,
    approach: &Approach,
    text: Option<&str>,
    verdict: Verdict,
) -> Result<Option<String>> {
    let state = match verdict {
        Verdict::Welcome => LeaveState::Welcome,
        Verdict::Caution => LeaveState::Asks,
        Verdict::Unwelcome => return Ok(None),
    };
    let at = desk.context.instant().as_second();
    let leave = Leave {
        id: random::word(16)?,
        agent: desk.agent.name.clone(),
        person: told.person.id,
        via: approach.via.to_string(),
        purpose: approach.purpose.word().to_owned(),
        topic: approach.said_topic.map(|topic| topic.word().to_owned()),
        draft: text.map_or(0, hash),
        standing: standing(told, approach.at),
        at,
        state,
    };
    desk.context.network()?.store.keep_leave(&leave, at - KEPT)?;
    desk.call.decision = Some(leave.id.clone());
    Ok(Some(leave.id))
}

/// Returns the leave that an agent holds, fit for use now.
pub(super) fn held(desk: &Desk<'_>, id: &str) -> Result<Leave> {
    let found = desk.context.network()?.store.leave(id)?;
    // Whose it is is nobody else's business.
    found.filter(|leave| leave.agent == desk.agent.name).ok_or_else(|| {
        refused(
            "there is no such decision",
            "ask with check_approach first; a decision is known to its agent alone",
        )
    })
}

/// Sees that a leave still holds: in time, allowed, and nothing has happened since.
pub(super) fn still_holds(desk: &Desk<'_>, leave: &Leave, told: &Told, text: Option<&str>) -> Result<()> {
    let now = desk.context.instant().as_second();
    match leave.state {
        LeaveState::Welcome | LeaveState::Allowed => {}
        LeaveState::Asks => {
            return Err(refused(
                "the user has not allowed this",
                "the user allows it with `comity agents --allow ID`",
            ));
        }
        LeaveState::Sent | LeaveState::Told => {
            return Err(refused("this decision is used already", "ask anew with check_approach"));
        }
    }
    if now - leave.at > HOLDS {
        return Err(refused("this decision is older than a day", "ask anew with check_approach"));
    }
    if leave.draft != text.map_or(0, hash) {
        return Err(refused("the text is another than the one that was checked", "check the text that goes"));
    }
    if leave.standing != standing(told, desk.context.now()) {
        return Err(refused("something happened with this person since", "ask anew with check_approach"));
    }
    Ok(())
}

/// Returns the door of a leave.
pub(super) fn door(leave: &Leave) -> Result<Via> {
    Via::from_word(&leave.via).ok_or_else(|| Error::Internal("a decision has no door".to_owned()))
}

/// Returns an approach, the same when it is asked about and when it is recorded.
pub(super) fn approach(
    via: Via,
    (purpose, topic): (Purpose, Option<Topic>),
    text: Option<&str>,
    at: Moment,
) -> Approach {
    let mut approach = Approach::new(via, purpose, at);
    approach.said_topic = topic;
    approach.draft = text.map(Draft::read);
    approach.note = approach.draft.as_ref().map(|draft| draft.words > 0);
    approach
}

/// Uses a leave up, once.
pub(super) fn turn(desk: &Desk<'_>, leave: &Leave, to: LeaveState) -> Result<()> {
    match desk.context.network()?.store.turn_leave(&leave.id, leave.state, to)? {
        true => Ok(()),
        false => Err(refused("this decision is used already", "ask anew with check_approach")),
    }
}

fn refused(what: &str, help: &str) -> Error {
    Error::Refused(what.to_owned(), help.to_owned())
}

/// Returns a mark of all that is known of a person up to a moment.
fn standing(told: &Told, at: Moment) -> i64 {
    let happened = told.events.iter().take_while(|event| !at.surely_before(event.at));
    let mut known = String::new();
    for event in happened {
        known.push_str(&event.key);
        known.push_str(&event.at.to_string());
    }
    for statement in &told.said {
        known.push_str(&format!("{}{:?}", statement.id, statement.undone_by));
    }
    hash(&known)
}

/// Returns a mark of a text; zero stands for no text.
fn hash(text: &str) -> i64 {
    mark(text.bytes()).max(1).cast_signed()
}

/// Returns whom a leave is about, as they stand.
pub(super) fn told(desk: &Desk<'_>, id: PersonId) -> Result<Told> {
    let told = desk.context.network()?.told(id)?;
    told.ok_or_else(|| refused("the person is no longer in the network", "ask anew with check_approach"))
}
