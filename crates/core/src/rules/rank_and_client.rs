//! WP8: a personal request across rank, or to a client or vendor.

use crate::approach::Topic;
use crate::relationship::Role;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::Access;

pub(super) const RULE: Rule = Rule {
    name: "personal-request-across-rank",
    code: "WP8",
    aliases: &["rank-and-client"],
    group: Group::Platform,
    level: Level::Error,
    grade: "A/A-",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("rank_and_client.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let Some(role) = case.relationship.role else { return Ruling::Silent };
    let redirected = case.standing.redirect_of(case.door).is_some();
    let friends = case.is_friend();
    let private_talk = friends && case.approach.topic() != Some(Topic::Professional);
    if !case.door.is_personal() || case.door.access == Access::Open || redirected || private_talk {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let (level, what, advice) = match role {
        Role::Report => (
            Level::Error,
            "reports to you",
            "from the stronger side it is hard to refuse; let them ask first",
        ),
        Role::Boss => (Level::Warn, "is your boss", "let them ask first, or ask in words before you click"),
        Role::Client => (Level::Warn, "is your client", "use work mail or LinkedIn, and let them choose"),
        Role::Vendor => (Level::Warn, "is your supplier", "use work mail or LinkedIn, and let them choose"),
        Role::Peer => {
            (Level::Hint, "is your colleague", "ask in words before you click; about half feel uneasy")
        }
    };
    let place = case.door.platform.shown();
    fires(level, format!("an approach by {place}, a channel of private life, to {who}, who {what}"))
        .because([Evidence::fact(format!("you said: {who} {what}"))])
        .help(advice)
}
