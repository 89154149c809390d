//! BK4: showing people's addresses to strangers.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "exposed-recipients",
    code: "BK4",
    aliases: &["open-cc"],
    group: Group::Invitation,
    level: Level::Stop,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Asked("--recipients N"),
    tags: &[TAG],
    page: include_str!("exposed_recipients.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's word for it: to be in this group is itself nobody's business.
const TAG: &str = "sensitive";

fn check(case: &Case) -> Ruling {
    let (count, who) = (case.approach.audience, &case.standing.whose.name);
    if count <= 1 || case.door.medium != Medium::Mail {
        return Ruling::Silent;
    }
    let limit = u32::try_from(case.settings.cc_strangers).unwrap_or(u32::MAX);
    if case.standing.is_tagged(TAG) && count <= limit {
        // A patient and whoever comes with them are no group.
        return lacks(
            "recipients",
            Level::Stop,
            format!("may these {count} people know of each other and of {who}?"),
        );
    }
    if case.standing.is_tagged(TAG) {
        return fires(
            Level::Stop,
            format!("{who} is in a sensitive group, and {count} would be written to at once"),
        )
        .because([Evidence::fact(format!("you tagged {who} `{TAG}`"))])
        .help("single mails or mail merge; Bcc is not enough where the group itself is private");
    }
    if count <= limit || case.standing.is_colleague() || case.relationship.family {
        return Ruling::Silent;
    }
    if !matches!(case.approach.purpose, Purpose::Pitch | Purpose::Promote) {
        return lacks("recipients", Level::Warn, format!("do these {count} people know each other?"));
    }
    fires(Level::Warn, format!("{count} people who may not know each other would see each other's address"))
        .because([Evidence::fact("an offer to several is seldom within one circle")])
        .help("single mails or mail merge")
}
