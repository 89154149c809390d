//! GV5: a promise that is due, or an introducer who heard nothing.

use crate::approach::Purpose;
use crate::rule::{Case, Evidence, Eyes, Fired, Group, Level, Rest, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::standing::{Promise, Standing};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "loose-ends",
    code: "GV5",
    aliases: &["broken-promise"],
    group: Group::Giving,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Notes,
    tags: &[],
    page: include_str!("loose_ends.md"),
    check,
    at_rest: Some(at_rest),
    network: None,
};

/// After a year a promise is forgotten on both sides, or was kept and not noted.
const RECENT: Span = Span::days(365);

fn check(case: &Case) -> Ruling {
    if !matches!(case.approach.purpose, Purpose::Ask | Purpose::Pitch | Purpose::Message) {
        return Ruling::Silent;
    }
    match due(case.standing, case.approach.at, case.settings) {
        Some(fired) => Fired { level: Level::Hint, ..fired }.ahead().help("say a word on it first"),
        None => Ruling::Silent,
    }
}

fn at_rest(rest: &Rest) -> Ruling {
    match due(rest.standing, rest.at, rest.settings) {
        Some(fired) => {
            fired.help("do it, or say by when; to whoever introduced you, one line on what came of it")
        }
        None => Ruling::Silent,
    }
}

/// Returns what is due, as far as the user noted it and nothing noted keeps it.
fn due(standing: &Standing, at: Moment, settings: &Settings) -> Option<Fired> {
    if standing.stop.is_some() {
        return None;
    }
    // A word to an introducer is known to be missing only where it would be seen, or where all is told by hand.
    let told = standing.coverage().is_empty().then_some(at);
    let known = standing.sent_is_known_until(at).or(told);
    let until = |p: &Promise| if p.what.is_some() { Some(at) } else { known };
    let late = |p: &Promise| until(p).is_some_and(|until| day(p, settings).surely_before(until));
    let is_due = |p: &&Promise| late(p) && p.at.longest_until(at) <= RECENT;
    let open: Vec<&Promise> = standing.gestures.promises.iter().filter(is_due).collect();
    let who = &standing.whose.name;
    let message = match open.first()?.what {
        Some(_) => format!("what you promised {who} is due"),
        None => format!("{who} introduced you and has not heard what came of it"),
    };
    let told = open.into_iter().map(|p| {
        let what = match &p.what {
            Some(what) => format!("you promised: {what}"),
            None => "they introduced you".to_owned(),
        };
        Evidence::dated(p.at, what).of(&p.key)
    });
    Some(fires(Level::Warn, message).because(told))
}

fn day(promise: &Promise, settings: &Settings) -> Moment {
    let days = if promise.what.is_some() { settings.promise_days } else { settings.intro_report_days };
    promise.due.unwrap_or(promise.at.plus(Span::days(days)))
}
