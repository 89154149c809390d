//! HD6: a private tie with a patient or client in care.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "befriending-patient",
    code: "HD6",
    aliases: &["care"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Tags,
    tags: &TAGS,
    page: include_str!("befriending_patient.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const TAGS: [&str; 2] = ["patient", "former-patient"];

fn check(case: &Case) -> Ruling {
    let Some(tag) = TAGS.iter().find(|tag| case.standing.is_tagged(tag)) else { return Ruling::Silent };
    // Whoever answers may well decline.
    if case.approach.purpose == Purpose::Reply {
        return Ruling::Silent;
    }
    if case.door.medium != Medium::PersonalNetwork || !case.door.is_personal() || case.relationship.family {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    // A friendship that was there first is a matter of local rules.
    let level = if case.is_friend() { Level::Warn } else { Level::Stop };
    fires(level, format!("a tie with {who} on {}, who is or was in your care", case.door.platform.shown()))
        .because([Evidence::fact(format!("you tagged {who} `{tag}`"))])
        .help("your practice's channel; if they asked: \"I keep that account for friends and family alone\"")
}
