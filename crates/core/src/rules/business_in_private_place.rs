//! WP7: business in a private place.

use crate::approach::Topic;
use crate::handle::Sphere;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "business-in-private-place",
    code: "WP7",
    aliases: &["private-place"],
    group: Group::Platform,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("business_in_private_place.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let (approach, is) = (case.approach, case.relationship);
    let Some(venue) = approach.venue.filter(|v| v.sphere() == Sphere::Personal) else {
        return Ruling::Silent;
    };
    let business = match approach.topic() {
        Some(topic) => topic == Topic::Professional,
        None => is.professional.fact().yes(),
    };
    if case.is_kind() || case.is_friend() || !business {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    if !is.personal.fact().no() {
        let question = format!("is {who} a friend in private life, or only known through work?");
        return lacks("personal-tie", Level::Warn, question);
    }
    fires(Level::Warn, format!("business with {who} in a private place ({})", venue.word()))
        .because([Evidence::fact(format!("{} is a place of private life", venue.word()))])
        .help("say hello, and ask: may I write to you at work about this?")
}
