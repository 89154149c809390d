//! What was asked, refused or redirected before: WP4, WP5, HD1.

use super::attempts::ONE;
use super::case::{Answer, Case, Level, Question, is_mark};
use super::holds::Holds;
use super::life::Event;
use super::when::DAY;
use comity_world::truth::{Act, Outcome, Purpose};

/// The half year of the page.
const REST: i64 = 180 * DAY;

/// `pushing-after-asking`: the gravest of what its page tells.
pub(crate) fn after_asking(case: &Case<'_>) -> Option<Question> {
    let before = case.past().filter(|(e, _)| e.mine || is_mark(e));
    let questions = before.flat_map(|(e, order)| {
        let asked = [
            repeats(case, e),
            chases(case, e),
            asks_what_was_declined(case, e),
            repeats_an_override(case, e),
        ];
        asked.into_iter().flatten().map(move |q| q.needs("in this order", order)).collect::<Vec<_>>()
    });
    let question = questions.max_by_key(|q| rank(q.answer()))?;
    Some(
        question
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP4")),
    )
}

fn rank(answer: Answer) -> u8 {
    match answer {
        Answer::No => 0,
        Answer::Near(_) => 1,
        Answer::Either(_) => 2,
        Answer::Fires => 3,
    }
}

fn question(case: &Case<'_>) -> Question {
    Question::new("WP4", case.level(Level::Error)).needs("opens", case.event.opens)
}

/// A request on a network of private life.
fn is_personal_request(event: &Event) -> bool {
    event.mine && event.act == Act::Request && event.channel.is_personal_network()
}

/// Tells whether an earlier request had been accepted by the time of the case.
fn was_accepted(case: &Case<'_>, earlier: &Event) -> Holds {
    case.since(earlier.when, |e| Holds::from(e.tied && e.channel.same_house(&earlier.channel)))
}

/// The same request again, there or on another such network.
fn repeats(case: &Case<'_>, earlier: &Event) -> Option<Question> {
    if !is_personal_request(earlier) || !is_personal_request(case.event) {
        return None;
    }
    let was_friend = case.life.person.tie(earlier.at).is_some_and(|t| t.personal || t.family);
    let became = Holds::from(case.is_friend() && !was_friend);
    let rested = !earlier.when.within(REST, case.event.when);
    let wrote = case.since(earlier.when, |e| e.hears & e.channel.same_house(&earlier.channel).into());
    Some(
        question(case)
            .needs("not accepted", !was_accepted(case, earlier))
            .needs("not in error", !earlier.when.within(ONE, case.event.when))
            .needs("not become friends", !(rested & became))
            .needs("they did not use it", !wrote.at_most_either()),
    )
}

/// Something else that chases a request which still waits.
fn chases(case: &Case<'_>, earlier: &Event) -> Option<Question> {
    if !is_personal_request(earlier) || is_personal_request(case.event) {
        return None;
    }
    let chase = match case.event.purpose {
        Some(Purpose::Nudge) => Holds::Yes,
        Some(Purpose::FollowUp) => Holds::Either,
        // A word beside a waiting request is not surely about it.
        None | Some(Purpose::Message) => {
            Holds::from(case.event.channel.same_house(&earlier.channel)).at_most_either()
        }
        _ => return None,
    };
    if chase == Holds::No {
        return None;
    }
    Some(
        question(case)
            .needs("a chase", chase)
            .needs("not accepted", !was_accepted(case, earlier))
            .needs("they did not write", !case.wrote_since(earlier.when).at_most_either())
            .needs("within half a year", earlier.when.within(REST, case.event.when) | Holds::Either),
    )
}

/// The purpose that they declined, anywhere.
fn asks_what_was_declined(case: &Case<'_>, no: &Event) -> Option<Question> {
    if no.outcome != Some(Outcome::Declined) {
        return None;
    }
    let same = same_purpose(case.event.purpose, no.purpose)?;
    let is_invitation = case.event.act == Act::Request && !case.event.channel.is_personal();
    let same = if is_invitation { same.at_most_either() } else { same };
    Some(
        question(case)
            .needs("the same purpose", same)
            .needs("within half a year", no.when.within(REST, case.event.when))
            .needs("they did not write", !case.wrote_since(no.when)),
    )
}

/// Returns whether two contacts are for the same; `None` where nobody asks that.
fn same_purpose(now: Option<Purpose>, then: Option<Purpose>) -> Option<Holds> {
    match (now, then) {
        (Some(now), Some(then)) => Some((now == then).into()),
        (None, None) => Some(Holds::Either),
        _ => None,
    }
}

/// What the user had done against advice, again.
fn repeats_an_override(case: &Case<'_>, earlier: &Event) -> Option<Question> {
    if !earlier.overridden {
        return None;
    }
    let same = same_purpose(case.event.purpose, earlier.purpose)?;
    Some(
        question(case)
            .needs("the same purpose", same)
            .needs("not in error", !earlier.when.within(ONE, case.event.when))
            .needs("not accepted", !was_accepted(case, earlier).at_most_either())
            .needs("they did not write", !case.wrote_since(earlier.when).at_most_either())
            .needs("within half a year", earlier.when.within(REST, case.event.when) | Holds::Either),
    )
}

/// `ignored-redirect`.
pub(crate) fn after_redirect(case: &Case<'_>) -> Option<Question> {
    let redirects = case.marks().filter(|(e, _)| e.outcome == Some(Outcome::Redirected));
    let questions = redirects.map(|(r, order)| {
        let back = case.since(r.when, |e| {
            if is_mark(e) { Holds::No } else { e.hears & e.channel.same_door(&r.channel).into() }
        });
        Question::new("WP5", case.level(Level::Error))
            // What answers them there is fine because they came back.
            .needs("opens", case.event.opens | back)
            .needs("in this order", order)
            .needs("the old place", is_old_place(case, r))
            .needs("they did not come back", !back)
            .needs("not allowed", !case.is_allowed("WP5"))
    });
    let question = questions.max_by_key(|q| rank(q.answer()))?;
    Some(
        question
            .needs("first of the day", !case.goes_on().at_most_either())
            .needs("no stop", !case.must_stop().at_most_either()),
    )
}

fn is_old_place(case: &Case<'_>, redirect: &Event) -> Holds {
    let door = &case.event.channel;
    if redirect.redirect.as_ref().is_some_and(|to| to.same_door(door)) || door.service == "in-person" {
        Holds::No
    } else if redirect.channel.same_door(door) {
        Holds::Yes
    } else {
        // A third place is neither where they were nor where they asked to be found.
        Holds::Either
    }
}

/// `no-contact`.
pub(crate) fn after_stop(case: &Case<'_>) -> Option<Question> {
    if !case.event.mine {
        return None;
    }
    let stops = case.marks().filter(|(e, _)| e.outcome == Some(Outcome::Stop));
    let questions = stops.map(|(stop, order)| {
        let wrote = case.wrote_since(stop.when);
        // An answer to what came before the stop opens nothing, and still goes on.
        Question::new("HD1", Level::Stop)
            .needs("in this order", order)
            .needs("they did not write", !wrote)
            .needs("opens", case.event.opens | wrote | Holds::Either)
    });
    let question = questions.max_by_key(|q| rank(q.answer()))?;
    Some(question.needs("first of the day", !case.goes_on().at_most_either()))
}
