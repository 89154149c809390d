//! ST2: pitching to those whom a covenant with a former employer protects.

use crate::approach::{Purpose, Topic};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "covenant-breach",
    code: "ST2",
    aliases: &["covenant"],
    group: Group::Stale,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Tags,
    tags: &[TAG],
    page: include_str!("covenant_breach.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's word for it: a client or one of the staff of a former employer, while a covenant runs.
const TAG: &str = "covenant";

fn check(case: &Case) -> Ruling {
    if !case.standing.is_tagged(TAG) {
        return Ruling::Silent;
    }
    let level = match (case.approach.purpose, case.approach.topic()) {
        (Purpose::Pitch | Purpose::Promote, _) => Level::Stop,
        (Purpose::Ask | Purpose::Invite, Some(Topic::Professional)) => Level::Error,
        (Purpose::Ask | Purpose::Invite, None) => {
            let who = &case.standing.whose.name;
            return lacks("topic", Level::Error, format!("is what you want of {who} about work?"));
        }
        _ => return Ruling::Silent,
    };
    let who = &case.standing.whose.name;
    fires(level, format!("business with {who}, whom a covenant with your former employer protects"))
        .because([Evidence::fact(format!("you tagged {who} `{TAG}`"))])
        .help("a neutral notice to all is usually fine; let them come, and read the contract first")
}
