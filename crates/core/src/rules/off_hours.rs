//! TM1: work on a private phone in the evening, at night or on a weekend.

use crate::approach::{Purpose, Topic};
use crate::handle::Medium;
use crate::relationship::Role;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::time::{Moment, Span};
use jiff::ToSpan;
use jiff::civil::DateTime;

pub(super) const RULE: Rule = Rule {
    name: "off-hours",
    code: "TM1",
    aliases: &["after-hours"],
    group: Group::Time,
    level: Level::Error,
    grade: "A/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("off_hours.md"),
    check,
    at_rest: None,
    network: None,
};

/// Who wrote so lately is awake and at it.
const TALKING: Span = Span::hours(2);
/// Law keeps an employer from contact after work there, or lets the employee refuse it.
const PROTECTED: [&str; 2] = ["AU", "PT"];

fn check(case: &Case) -> Ruling {
    let at = case.approach.at;
    let phone = matches!(case.door.medium, Medium::Phone | Medium::Chat | Medium::VoiceMail);
    let private = phone && case.door.is_personal();
    let mail = case.door.medium == Medium::Mail && case.door.is_professional();
    let talking = case.standing.last_in.is_some_and(|seen| seen.longest_until(at) <= TALKING);
    if !(private || mail) || talking || case.approach.purpose == Purpose::Reply || !is_work(case) {
        return Ruling::Silent;
    }
    let clock = &case.standing.clock;
    let (from, to) = (case.settings.quiet_from, case.settings.quiet_to);
    let quiet = |wall: &DateTime| {
        let hour = i64::from(wall.hour());
        hour >= from || hour < to || clock.is_weekend(wall.weekday())
    };
    let who = &case.standing.whose.name;
    let Some(readings) = clock.readings(at) else { return Ruling::Silent };
    if !readings.iter().all(quiet) {
        return Ruling::Silent;
    }
    let wall = readings[1];
    let time = Evidence::fact(format!("it is {} where {who} is", wall.strftime("%A, %-H:%M")));
    if mail {
        return fires(Level::Hint, format!("work mail to {who} outside working hours"))
            .because([time])
            .ahead()
            .help("schedule it for the next working morning, or say that there is no rush");
    }
    let country = clock.country().unwrap_or_default();
    let report = case.relationship.role == Some(Role::Report);
    let protected = report && PROTECTED.contains(&country);
    let level = if protected { Level::Error } else { Level::Warn };
    let law =
        protected.then(|| Evidence::fact(format!("the law there protects them after work ({country})")));
    fires(level, format!("work on a private phone of {who} outside working hours"))
        .because([time].into_iter().chain(law))
        .until(next_morning(case, wall))
        .help("schedule it for the next working morning, or use work mail and say that there is no rush")
}

/// Tells whether it is about work, with somebody who is no friend.
fn is_work(case: &Case) -> bool {
    let is = case.relationship;
    match case.approach.topic() {
        Some(topic) => topic == Topic::Professional && !is.family,
        None => is.professional.fact().yes() && is.personal.fact().no() && !is.family,
    }
}

/// Returns the beginning of their next working day.
fn next_morning(case: &Case, wall: DateTime) -> Option<Moment> {
    let clock = &case.standing.clock;
    let hour = i8::try_from(case.settings.quiet_to.clamp(0, 23)).ok()?;
    let mut day = wall.date();
    if wall.hour() >= hour {
        day = day.tomorrow().ok()?;
    }
    while clock.may_be_weekend(day.weekday()) {
        day = day.checked_add(1.day()).ok()?;
    }
    clock.instant(day.at(hour, 0, 0, 0))
}
