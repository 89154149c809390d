//! WP2: a friend on a professional platform.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::Access;

pub(super) const RULE: Rule = Rule {
    name: "friend-on-professional-platform",
    code: "WP2",
    aliases: &["friend-on-professional"],
    group: Group::Platform,
    level: Level::Warn,
    grade: "C",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("friend_on_professional_platform.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let first = case.approach.purpose == Purpose::Connect || case.door.access != Access::Open;
    let friends = case.is_friend();
    if case.door.medium != Medium::ProfessionalNetwork || !friends || !first {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let place = case.door.platform.shown();
    if case.relationship.separate {
        return fires(Level::Warn, format!("{who} keeps work and private life apart"))
            .because([Evidence::fact(format!("you said: {who} keeps work separate"))])
            .help("ask them first, by the channel that you share");
    }
    fires(Level::Pass, format!("{who} is a friend, and friends are usually fine on {place}"))
        .help("go ahead, and add one line on why")
}
