//! HD5: an approach that hides who is asking, or why.

use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "pretext",
    code: "HD5",
    aliases: &["hidden-sender"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Asked("--hidden"),
    tags: &[],
    page: include_str!("pretext.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    if !case.approach.hidden {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    fires(Level::Stop, format!("an approach to {who} that hides who asks, or why"))
        .because([Evidence::fact("you said that it is hidden")])
        .help("your own name and the true purpose, or do not ask")
}
