//! HD1: writing to somebody who asked to be left alone.

use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "no-contact",
    code: "HD1",
    aliases: &["stop-wish"],
    group: Group::Refused,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("no_contact.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    // A later word of theirs has already lifted the stop in the standing.
    let Some(at) = case.standing.stop else { return Ruling::Silent };
    let who = &case.standing.whose.name;
    fires(Level::Stop, format!("an approach to {who}, who asked not to be contacted"))
        .because([Evidence::dated(at, "asked not to be contacted")])
        .help("leave it; if they write to you again, you can answer")
}
