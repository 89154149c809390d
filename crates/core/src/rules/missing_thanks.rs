//! GV4: a meeting or a favour that passed without a word of thanks.

use crate::approach::Purpose;
use crate::rule::{Case, Evidence, Eyes, Fired, Group, Level, Rest, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::standing::{Owed, Standing};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "missing-thanks",
    code: "GV4",
    aliases: &["no-thanks"],
    group: Group::Giving,
    level: Level::Warn,
    grade: "C/C",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("missing_thanks.md"),
    check,
    at_rest: Some(at_rest),
    network: None,
};

/// A month on it is no matter of today; late thanks stay welcome, but nobody is reminded of them.
const RECENT: Span = Span::days(30);

fn check(case: &Case) -> Ruling {
    if !matches!(case.approach.purpose, Purpose::Ask | Purpose::Pitch | Purpose::Nudge) || case.is_friend() {
        return Ruling::Silent;
    }
    match owed(case.standing, case.approach.at, case.settings) {
        Some(fired) => Fired { level: Level::Hint, ..fired }.ahead().help("begin with thanks, then ask"),
        None => Ruling::Silent,
    }
}

fn at_rest(rest: &Rest) -> Ruling {
    let friends = rest.relationship.is_friend();
    match owed(rest.standing, rest.at, rest.settings).filter(|_| !friends) {
        Some(fired) => fired.help("two lines that name one thing you talked of; late thanks are welcome too"),
        None => Ruling::Silent,
    }
}

/// Returns what is still to be thanked for, where it is known that no word went.
fn owed(standing: &Standing, at: Moment, settings: &Settings) -> Option<Fired> {
    let owed = standing.gestures.owed.as_ref()?;
    if standing.is_colleague() || standing.stop.is_some() || owed.at.longest_until(at) > RECENT {
        return None;
    }
    // Where no source tells of anything, what the user notes is all there is.
    let noted_alone = owed.stated && !standing.has_sources();
    let known = standing.sent_is_known_until(at).or(noted_alone.then_some(at))?;
    let waited = owed.at.shortest_until(known);
    let level = match () {
        () if waited >= Span::hours(settings.thanks_warn_hours) => Level::Warn,
        () if waited >= Span::hours(settings.thanks_hint_hours) => Level::Hint,
        () => return None,
    };
    let who = &standing.whose.name;
    Some(
        fires(level, format!("no word to {who} since {}", words(owed))).because([Evidence::dated(
            owed.at,
            format!("{}, and nothing after it", words(owed)),
        )
        .of(&owed.key)]),
    )
}

const fn words(owed: &Owed) -> &'static str {
    if owed.kind.is_some() { "they did you a favour" } else { "you met" }
}
