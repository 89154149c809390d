//! Facts about times: as far as they are told, and as far as a source would have shown more.
//!
//! After the end of what the sources hold, and before its beginning, something may have happened that nobody told.

use crate::fact::Value;
use comity_core::rule::Case;
use comity_core::{Coverage, Moment, Platform};

/// Longer ago than anything: what days since a thing are that never happened. A hundred years.
const NEVER: i64 = 36_500;

pub(crate) const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whose doing is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Yours,
    Theirs,
    Met,
}

impl Side {
    /// Tells whether a source would show it.
    fn is_in(self, coverage: &Coverage) -> bool {
        match self {
            Self::Yours => coverage.outbound,
            Self::Theirs => coverage.inbound,
            Self::Met => coverage.platform == Platform::InPerson,
        }
    }
}

/// Returns days since the last of something, as far as sources or the user's notes tell.
pub(crate) fn days<'a>(case: &Case<'a>, last: Option<Moment>, side: Side) -> Value<'a> {
    // Where no source tells of anything, what the user notes is all there is.
    if !case.standing.has_sources() {
        return noted(case, last);
    }
    let at = case.approach.at;
    let sources = || case.standing.coverage().iter().filter(|c| side.is_in(c));
    let reached = sources().any(|c| at.latest() <= c.to.latest());
    let (least, most) = match last {
        Some(last) => between(last, at),
        None => {
            let first = sources().map(|c| c.from).min_by_key(|from| from.order());
            (first.map_or(0, |from| between(from, at).0.min(NEVER)), NEVER)
        }
    };
    Value::Number(if reached { least } else { 0 }, most)
}

/// Returns days since something that the user alone can tell of.
pub(crate) fn noted<'a>(case: &Case<'a>, last: Option<Moment>) -> Value<'a> {
    last.map_or(Value::exactly(NEVER), |last| {
        let (least, most) = between(last, case.approach.at);
        Value::Number(least, most)
    })
}

/// Returns the least and the most days that can lie between two moments.
fn between(from: Moment, to: Moment) -> (i64, i64) {
    (from.shortest_until(to).whole_days().max(0), from.longest_until(to).whole_days().max(0))
}

/// Tells whether they used the door; that they did not is known only where a source would show it.
pub(crate) fn used<'a>(case: &Case<'a>, seen: bool) -> Value<'a> {
    if seen { Value::Truth(true) } else { watched(case, false) }
}

/// Tells that something waits still, where a source would show that it does not.
pub(crate) fn still<'a>(case: &Case<'a>) -> Value<'a> {
    watched(case, true)
}

/// Returns an answer that holds only where a source shows, up to the moment, what they do on the door's platform.
fn watched<'a>(case: &Case<'a>, answer: bool) -> Value<'a> {
    let (platform, at) = (case.door.platform, case.approach.at);
    let sees = case.standing.coverage().iter().any(|c| c.sees_inbound(platform, at));
    if sees || !case.standing.has_sources() { Value::Truth(answer) } else { Value::Unknown }
}

/// Returns the hours that their clock may show; around midnight they are no stretch, and not known.
pub(crate) fn hour<'a>(case: &Case<'a>) -> Value<'a> {
    let Some(readings) = case.standing.clock.readings(case.approach.at) else { return Value::Unknown };
    let [first, .., last] = readings.map(|wall| i64::from(wall.hour()));
    if first <= last { Value::Number(first, last) } else { Value::Unknown }
}

pub(crate) fn weekday<'a>(case: &Case<'a>) -> Value<'a> {
    let Some(readings) = case.standing.clock.readings(case.approach.at) else { return Value::Unknown };
    let [first, middle, last] = readings.map(|wall| wall.date().weekday().to_monday_zero_offset());
    match usize::try_from(first).ok().and_then(|day| WEEK.get(day)) {
        Some(day) if first == middle && middle == last => Value::Word(day),
        _ => Value::Unknown,
    }
}

pub(crate) fn weekend<'a>(case: &Case<'a>) -> Value<'a> {
    let clock = &case.standing.clock;
    let Some(readings) = clock.readings(case.approach.at) else { return Value::Unknown };
    let days = readings.map(|wall| wall.date().weekday());
    match (days.iter().all(|d| clock.is_weekend(*d)), days.iter().any(|d| clock.may_be_weekend(*d))) {
        (true, _) => Value::Truth(true),
        (_, false) => Value::Truth(false),
        _ => Value::Unknown,
    }
}
