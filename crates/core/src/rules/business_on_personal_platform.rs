//! WP3: business through a private door.

use crate::approach::{Purpose, Topic};
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::Access;

pub(super) const RULE: Rule = Rule {
    name: "business-on-personal-platform",
    code: "WP3",
    aliases: &["hoped-relationship"],
    group: Group::Platform,
    level: Level::Warn,
    grade: "C",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("business_on_personal_platform.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let (approach, door, is) = (case.approach, case.door, case.relationship);
    let another_speaks = is.role.is_some()
        || (case.standing.has_grown(case.settings) && is.professional.fact().yes())
        || case.standing.redirect_of(door).is_some();
    let personal = is.personal.fact();
    if !door.is_personal() || another_speaks || approach.purpose == Purpose::Reply {
        return Ruling::Silent;
    }
    let Some(why) = business(case) else { return Ruling::Silent };
    // Behind a closed door WP1 has spoken, or has asked.
    if door.access != Access::Open && !personal.yes() && !is.family {
        return Ruling::Silent;
    }
    // Who writes to the user by a chat or a private number, or asks for the door, has made it a place to talk.
    let talk = matches!(door.medium, Medium::Chat | Medium::Mail | Medium::Phone);
    let theirs = door.wished || door.last_in.is_some() && talk;
    if theirs || (personal.yes() && is.professional.fact().yes()) {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let place = door.platform.shown();
    if !personal.no() && !is.professional.fact().no() {
        let question = format!("do you and {who} share both work and private life?");
        return lacks("both-sides", Level::Warn, question);
    }
    fires(Level::Warn, format!("{place} is a private door, and this is business with {who}"))
        .because([why])
        .help("start at a professional door: work mail, work phone or LinkedIn")
}

/// Returns what makes the approach business: what was said, or what is hoped.
fn business(case: &Case) -> Option<Evidence> {
    match case.approach.topic() {
        Some(Topic::Professional) => Some(Evidence::fact("the approach is about work")),
        Some(Topic::Personal) => None,
        None => {
            let (tie, since) = case.relationship.hoped?;
            let hopes = tie.is_professional() && !tie.is_personal();
            hopes.then(|| Evidence::dated(since, "you hope for a professional tie"))
        }
    }
}
