//! Attempts: approaches that await an answer, since the last reset.

use super::case::{Case, is_mark};
use super::holds::Holds;
use super::life::{Event, Life};
use super::when::{DAY, HOUR, When};
use comity_world::truth::{Act, Outcome, Purpose};

/// What goes out on one channel within so long is one attempt.
pub(crate) const ONE: i64 = 12 * HOUR;

/// After so long without an attempt a new count begins.
pub(crate) const REST: i64 = 180 * DAY;

/// One attempt, or several messages that make one.
#[derive(Clone, Debug)]
pub(crate) struct Attempt<'a> {
    pub(crate) event: &'a Event,
    /// The last message of it.
    pub(crate) last: &'a Event,
    /// It waits for an answer at the moment of the case.
    pub(crate) waits: Holds,
}

/// Tells whether an answer is to be expected of an approach.
pub(crate) fn is_expected(life: &Life, event: &Event) -> Holds {
    match event.purpose {
        Some(Purpose::Thank | Purpose::Congratulate | Purpose::Condole | Purpose::Reply) => Holds::No,
        _ if event.act == Act::Request => Holds::Yes,
        Some(Purpose::Ask) => Holds::Yes,
        Some(Purpose::Nudge | Purpose::FollowUp | Purpose::Pitch | Purpose::Invite) => {
            Holds::Either | !life.rhythm.is_active(event.at)
        }
        // Of several people no one in particular has to answer.
        _ if !event.alone => Holds::No,
        // Whether colleagues answered in person is not told.
        _ if life.is_colleague => (!life.rhythm.is_active(event.at)).at_most_either(),
        _ => !life.rhythm.is_active(event.at),
    }
}

/// Tells whether an event begins a new count: they wrote, they met, they said what they want.
fn resets(event: &Event) -> Holds {
    let wish = event.outcome == Some(Outcome::Redirected);
    // A note that they declined or are away tells of an answer.
    let answer = Holds::from(is_mark(event) && event.outcome != Some(Outcome::Away)).at_most_either();
    event.hears | Holds::from(event.together || event.tied || wish) | answer
}

/// Returns the attempts that may wait at the moment of a case, oldest first.
pub(crate) fn waiting<'a>(case: &Case<'a>) -> Vec<Attempt<'a>> {
    waiting_until(case, Some(case.event.when))
}

/// Returns the attempts that may wait at the end; they do so however long ago the last one was.
pub(crate) fn waiting_at_the_end<'a>(case: &Case<'a>) -> Vec<Attempt<'a>> {
    waiting_until(case, None)
}

fn waiting_until<'a>(case: &Case<'a>, mut next: Option<When>) -> Vec<Attempt<'a>> {
    let mut found: Vec<(&Event, Holds)> = Vec::new();
    let mut after: Vec<&Event> = Vec::new();
    let mut rested = Holds::No;
    for (event, order) in case.past() {
        if resets(event) != Holds::No {
            if resets(event) == Holds::Yes && order == Holds::Yes && event.when.from == event.when.to {
                // Nothing before it waits any more.
                break;
            }
            after.push(event);
        }
        // Who stands before you has answered.
        if event.opens == Holds::No || event.together {
            continue;
        }
        rested = rested | Holds::any(next.map(|next| !event.when.within(REST, next)));
        next = Some(event.when);
        if rested == Holds::Yes {
            break;
        }
        let answered = Holds::any(
            after.iter().map(|r| resets(r) & event.when.before(r.when) & r.when.before(case.event.when)),
        );
        let waits = order
            & event.opens
            & Holds::from(!event.bounced)
            & !rested
            & !answered
            & case.lives.observed(event, case.event.when)
            & awaits(case.life, event);
        if waits != Holds::No {
            found.push((event, waits));
        }
    }
    found.reverse();
    joined(&found)
}

/// Of a tie that was active then, an unanswered word is hardly an attempt.
fn awaits(life: &Life, event: &Event) -> Holds {
    match event.purpose {
        Some(Purpose::Thank | Purpose::Congratulate | Purpose::Condole | Purpose::Reply) => Holds::No,
        _ if !event.alone => Holds::No,
        _ => is_expected(life, event) | Holds::Either,
    }
}

fn joined<'a>(found: &[(&'a Event, Holds)]) -> Vec<Attempt<'a>> {
    let mut attempts: Vec<Attempt<'a>> = Vec::new();
    for (event, waits) in found {
        let same = |a: &&mut Attempt<'a>| a.event.channel.same_door(&event.channel);
        if let Some(last) = attempts.iter_mut().rev().find(same) {
            match last.event.when.within(ONE, event.when) {
                Holds::Yes => {
                    last.waits = last.waits | *waits;
                    last.last = event;
                    continue;
                }
                Holds::Either => {
                    attempts.push(Attempt { event, last: event, waits: waits.at_most_either() });
                    continue;
                }
                Holds::No => {}
            }
        }
        attempts.push(Attempt { event, last: event, waits: *waits });
    }
    attempts
}

/// Tells whether an approach belongs to an attempt already made.
pub(crate) fn belongs(attempts: &[Attempt<'_>], event: &Event) -> Holds {
    let same = attempts.iter().filter(|a| a.event.channel.same_door(&event.channel));
    Holds::any(same.map(|a| {
        let first = a.event.when.within(ONE, event.when);
        // Whether twelve hours are counted from the first or from the last message is a reading.
        first | a.last.when.within(ONE, event.when).at_most_either()
    }))
}

/// Tells how many attempts surely and possibly wait.
pub(crate) fn count(attempts: &[Attempt<'_>]) -> (usize, usize) {
    (attempts.iter().filter(|a| a.waits == Holds::Yes).count(), attempts.len())
}

/// Returns the single tries after which nothing followed for half a year, and then something did.
///
/// Whether they are still told of after a new beginning is a reading.
pub(crate) fn left_alone(life: &Life) -> impl Iterator<Item = &Event> {
    let counts = |e: &&Event| e.opens != Holds::No || resets(e) != Holds::No;
    let events = life.events.iter().filter(counts);
    let pairs = events.clone().zip(events.skip(1));
    let alone = |one: &Event, next: &Event| {
        one.opens != Holds::No && next.opens != Holds::No && one.when.within(REST, next.when) != Holds::Yes
    };
    pairs.filter(move |(one, next)| alone(one, next)).map(|(one, _)| one)
}
