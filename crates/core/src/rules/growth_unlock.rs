//! WP6: a professional tie that has become personal too.

use crate::approach::{Purpose, Topic};
use crate::relationship::Relationship;
use crate::rule::{Case, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::standing::{Access, Standing};

pub(super) const RULE: Rule = Rule {
    name: "growth-unlock",
    code: "WP6",
    aliases: &["grown-personal"],
    group: Group::Platform,
    level: Level::Hint,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("growth_unlock.md"),
    check,
    at_rest: Some(at_rest),
    network: None,
};

fn check(case: &Case) -> Ruling {
    let signs = case.standing.growth(case.settings);
    let redirected = case.standing.redirect_of(case.door).is_some();
    if signs.len() < 2
        || !case.door.is_personal()
        || redirected
        || !through_work(case.relationship, case.standing)
    {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let place = case.door.platform.shown();
    if case.approach.topic() == Some(Topic::Professional) {
        return fires(Level::Warn, format!("business with {who} is about to move to {place}"))
            .because(signs)
            .help("keep business where it was; private talk is fine here");
    }
    let first = case.door.access != Access::Open || case.approach.purpose == Purpose::Connect;
    if !first {
        return Ruling::Silent;
    }
    fires(Level::Hint, format!("your tie with {who} has become personal too, so {place} is open in addition"))
        .because(signs)
        .help("ask once, and keep business where it was")
}

fn at_rest(rest: &Rest) -> Ruling {
    let signs = rest.standing.growth(rest.settings);
    if signs.len() < 2 || !through_work(rest.relationship, rest.standing) {
        return Ruling::Silent;
    }
    let who = &rest.standing.whose.name;
    fires(Level::Hint, format!("your tie with {who} has become personal too"))
        .because(signs)
        .help("personal channels are open in addition; keep business where it was")
}

/// Growth is news only for a tie that came through work: as the user said, or as the first contacts show.
fn through_work(is: &Relationship, standing: &Standing) -> bool {
    let came = is.professional.stated || standing.came_through_work();
    is.professional.fact().yes() && came && !is.family
}
