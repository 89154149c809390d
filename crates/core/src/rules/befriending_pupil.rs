//! HD7: school staff and pupils on private channels.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "befriending-pupil",
    code: "HD7",
    aliases: &["pupils"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Tags,
    tags: &[PUPIL, STUDENT],
    page: include_str!("befriending_pupil.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it: under age; grown up, while the user grades them.
const PUPIL: &str = "pupil";
const STUDENT: &str = "student";

fn check(case: &Case) -> Ruling {
    if !case.door.is_personal() || case.relationship.family || case.door.medium == Medium::InPerson {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let place = case.door.platform.shown();
    if case.standing.is_tagged(PUPIL) {
        return fires(Level::Stop, format!("a pupil, {who}, by a private channel ({place})"))
            .because([Evidence::fact(format!("you tagged {who} `{PUPIL}`"))])
            .help("the school's channel, with parents informed");
    }
    if !case.standing.is_tagged(STUDENT) || case.approach.purpose != Purpose::Connect || case.is_friend() {
        return Ruling::Silent;
    }
    fires(Level::Warn, format!("a private tie with {who}, whom you grade"))
        .because([Evidence::fact(format!("you tagged {who} `{STUDENT}`"))])
        .help("wait until the grades are given")
}
