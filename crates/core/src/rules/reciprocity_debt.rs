//! GV3: favour after favour without return or thanks.

use crate::approach::Purpose;
use crate::relationship::{Level as TieLevel, Relationship};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::standing::gesture::Kind;
use crate::standing::{Gesture, Standing};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "reciprocity-debt",
    code: "GV3",
    aliases: &["debt"],
    group: Group::Giving,
    level: Level::Hint,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Notes,
    tags: &[],
    page: include_str!("reciprocity_debt.md"),
    check: |case: &Case| match case.approach.purpose {
        Purpose::Ask | Purpose::Pitch => {
            debt(case.standing, case.relationship, case.approach.at, case.settings)
        }
        _ => Ruling::Silent,
    },
    at_rest: Some(|rest: &Rest| debt(rest.standing, rest.relationship, rest.at, rest.settings)),
    network: None,
};

fn debt(standing: &Standing, is: &Relationship, at: Moment, settings: &Settings) -> Ruling {
    let told = &standing.gestures.told;
    let near = is.is_friend();
    if told.is_empty() || near || standing.level(at) == TieLevel::Close || standing.stop.is_some() {
        return Ruling::Silent;
    }
    let window = Span::days(settings.debt_months.saturating_mul(365) / 12);
    let lately = |g: &&Gesture| g.at.longest_until(at) <= window;
    let of = |kind: Kind, theirs: bool| {
        told.iter().filter(lately).filter(move |g| g.kind == kind && g.theirs == theirs)
    };
    let (received, given) = (of(Kind::Favour, true).count(), of(Kind::Favour, false).count());
    let debt = i64::try_from(received.saturating_sub(given)).unwrap_or(i64::MAX);
    if debt < settings.debt_max || of(Kind::Thanks, false).next().is_some() {
        return Ruling::Silent;
    }
    fires(Level::Hint, format!("{received} favours from {}, {given} in return", standing.whose.name))
        .because(of(Kind::Favour, true).map(|g| Evidence::dated(g.at, "they did you a favour").of(&g.key)))
        .help("offer something specific, or pass it on to somebody and tell them; thanks count")
}
