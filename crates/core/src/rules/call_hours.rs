//! HD10: a sales call before or after hours.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::relationship::Role;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::Gesture;
use crate::standing::gesture::Kind;
use crate::time::Span;
use jiff::civil::DateTime;

pub(super) const RULE: Rule = Rule {
    name: "call-hours",
    code: "HD10",
    aliases: &["solicitation-hours"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Asked("--for pitch"),
    tags: &[],
    page: include_str!("call_hours.md"),
    check,
    at_rest: None,
    network: None,
};

/// The rule's own months for an enquiry.
const INVITED: Span = Span::days(92);

fn check(case: &Case) -> Ruling {
    let sells = matches!(case.approach.purpose, Purpose::Pitch | Purpose::Promote);
    let phone = matches!(case.door.medium, Medium::Phone | Medium::VoiceMail);
    let related = case.relationship.role == Some(Role::Client) && case.standing.refusals.is_empty();
    // An enquiry of theirs, or a yes, is an invitation for a season.
    let invited = |g: &Gesture| {
        g.theirs
            && matches!(g.kind, Kind::Ask | Kind::Favour)
            && g.at.shortest_until(case.approach.at) <= INVITED
    };
    let invited = case.standing.gestures.told.iter().any(invited);
    if !sells || !phone || related || invited || case.door.wished {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let clock = &case.standing.clock;
    match clock.country() {
        Some("US") => {}
        Some(_) => return Ruling::Silent,
        None => return lacks("country", Level::Stop, format!("in which country and zone is {who}?")),
    }
    let Some(readings) = clock.readings(case.approach.at) else {
        return lacks("zone", Level::Stop, format!("in which zone is {who}?"));
    };
    let (from, to) = (case.settings.call_from, case.settings.call_to);
    let barred = |wall: &DateTime| !(from..to).contains(&i64::from(wall.hour()));
    if !readings.iter().all(barred) {
        return Ruling::Silent;
    }
    let time = readings[1].strftime("%-H:%M");
    fires(Level::Stop, format!("a sales call to {who} at {time} their time"))
        .because([Evidence::fact(format!("the law allows {from}:00 to {to}:00"))])
        .help("the next day between 9:00 and 20:00, their time")
}
