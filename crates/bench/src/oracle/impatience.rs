//! Impatience: IM1 to IM4.

use super::attempts::{self, Attempt, belongs, is_expected};
use super::case::{Answer, Case, Level, Question};
use super::channel::Medium;
use super::holds::Holds;
use super::life::Event;
use super::when::DAY;
use comity_world::truth::{Act, Outcome};

/// A week; less where people write to each other anyway.
const GAP: i64 = 7 * DAY;
const GAP_ACTIVE: i64 = 5 * DAY;
const GAP_CLOSE: i64 = 3 * DAY;

/// Three tries are enough.
const TRIES: usize = 3;

/// One silent try is given up too early after so long.
const GIVEN_UP: i64 = 14 * DAY;

/// `too-soon`.
pub(crate) fn too_soon(case: &Case<'_>) -> Option<Question> {
    let attempts = attempts::waiting(case);
    let questions = attempts.iter().map(|a| after(case, &attempts, a)).chain(answered(case));
    questions.max_by_key(|q| match q.answer() {
        Answer::No => 0,
        Answer::Near(_) => 1,
        Answer::Either(_) => 2,
        Answer::Fires => 3,
    })
}

fn question(case: &Case<'_>, rule: &'static str, level: Level) -> Question {
    Question::new(rule, case.level(level))
        .needs("opens", case.event.opens)
        .needs("an answer was expected", is_expected(case.life, case.event))
        .needs("no stop", !case.must_stop().at_most_either())
        .needs("not allowed", !case.is_allowed(rule))
}

fn after(case: &Case<'_>, attempts: &[Attempt<'_>], last: &Attempt<'_>) -> Question {
    let event = case.event;
    question(case, "IM1", Level::Warn)
        .needs("the last one waits", last.waits)
        .needs("within a week", is_soon(case, last.last))
        .needs("no part of the last", !belongs(attempts, event))
        .needs("no invitation beside a mail", !is_beside(event, last.event))
        // Where a request of private life is repeated, WP4 speaks.
        .needs(
            "not WP4's",
            !Holds::from(event.act == Act::Request && event.channel.is_personal()).at_most_either(),
        )
}

fn is_soon(case: &Case<'_>, last: &Event) -> Holds {
    let within = |gap| last.when.within(gap, case.event.when);
    match case.life.rhythm.is_active(case.event.at) {
        Holds::No => within(GAP),
        Holds::Either => (within(GAP) & Holds::Either) | within(GAP_CLOSE),
        // Whether an active tie is close besides is a measure, not a fact.
        Holds::Yes => within(GAP_CLOSE) | within(GAP_ACTIVE).at_most_either(),
    }
}

/// An invitation on a professional network next to a mail is no chase.
fn is_beside(one: &Event, other: &Event) -> Holds {
    let invites = |e: &Event| e.act == Act::Request && e.channel.medium() == Medium::ProfessionalNetwork;
    if !invites(one) && !invites(other) || invites(one) && invites(other) {
        return Holds::No;
    }
    let media = [one.channel.medium(), other.channel.medium()];
    if media.contains(&Medium::Mail) { Holds::Yes } else { Holds::Either }
}

/// The last approach that was answered in time: what would have been too soon without the answer.
fn answered(case: &Case<'_>) -> Option<Question> {
    let (last, order) = case.past().find(|(e, _)| e.opens == Holds::Yes)?;
    let waits = attempts::waiting(case).iter().any(|a| a.event.key == last.key || a.last.key == last.key);
    if waits || last.when.within(GAP, case.event.when) != Holds::Yes {
        return None;
    }
    let alone = Attempt { event: last, last, waits: order };
    Some(after(case, std::slice::from_ref(&alone), &alone).needs("not answered", false))
}

/// `fourth-try`.
pub(crate) fn fourth_try(case: &Case<'_>) -> Option<Question> {
    let attempts = attempts::waiting(case);
    let (surely, perhaps) = attempts::count(&attempts);
    // Below two it is no question.
    if perhaps + 1 < TRIES {
        return None;
    }
    let three = Holds::from(surely >= TRIES) | Holds::from(perhaps >= TRIES).at_most_either();
    Some(
        question(case, "IM2", Level::Error)
            .needs("three before it", three)
            .needs("no part of the last", !belongs(&attempts, case.event))
            .needs("not WP4's", !is_repeated_request(case.event)),
    )
}

fn is_repeated_request(event: &Event) -> Holds {
    Holds::from(event.act == Act::Request && event.channel.is_personal()).at_most_either()
}

/// `one-medium`.
pub(crate) fn one_medium(case: &Case<'_>) -> Option<Question> {
    let attempts = attempts::waiting(case);
    let (surely, perhaps) = attempts::count(&attempts);
    if perhaps + 1 < TRIES {
        return None;
    }
    let third = match (surely, perhaps) {
        (2, 2) => Holds::Yes,
        // From the fourth on, IM2 speaks; whether this is said as well is a reading.
        _ => Holds::Either,
    };
    let medium = case.event.channel.medium();
    let sure = attempts.iter().filter(|a| a.waits == Holds::Yes);
    let all_alike = attempts.iter().all(|a| a.event.channel.medium() == medium);
    let sure_alike = sure.clone().all(|a| a.event.channel.medium() == medium);
    let alike = Holds::from(all_alike) | Holds::from(sure_alike).at_most_either();
    Some(
        question(case, "IM3", Level::Hint)
            .needs("the third", third)
            .needs("one medium", alike)
            .needs("no part of the last", !belongs(&attempts, case.event))
            .needs("not WP4's", !is_repeated_request(case.event)),
    )
}

/// `gave-up-early`, seen from the end of the world; returns the attempt that was left alone.
pub(crate) fn gave_up<'a>(case: &Case<'a>) -> Option<(&'a Event, Question)> {
    let attempts = attempts::waiting_at_the_end(case);
    let last = attempts.last()?;
    let (surely, perhaps) = attempts::count(&attempts);
    let once = match (surely, perhaps) {
        (1, 1) => Holds::Yes,
        (0 | 1, _) => Holds::Either,
        _ => Holds::No,
    };
    let event = last.last;
    let refused = case.marks().any(|(e, _)| matches!(e.outcome, Some(Outcome::Declined | Outcome::Stop)));
    let is_private = Holds::from(event.channel.is_personal_network())
        | Holds::from(event.channel.is_personal()).at_most_either();
    let question = Question::new("IM4", Level::Hint)
        .needs("one try", once)
        .needs("it waits", last.waits)
        .needs("an answer was expected", is_expected(case.life, event))
        .needs("two weeks ago", !event.when.within(GIVEN_UP, case.event.when))
        // Whether it is still told after half a year of rest, the page leaves open.
        .needs("not rested", event.when.within(attempts::REST, case.event.when) | Holds::Either)
        .needs("no private platform", !is_private)
        .needs("no refusal", !refused)
        .needs("not allowed", !case.is_allowed("IM4"));
    Some((event, question))
}
