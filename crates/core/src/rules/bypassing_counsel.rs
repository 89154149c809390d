//! HD2: the matter, discussed past the other side's lawyer.

use crate::relationship::Fact;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "bypassing-counsel",
    code: "HD2",
    aliases: &["represented"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Tags,
    tags: &[TAG, CONSENT],
    page: include_str!("bypassing_counsel.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const TAG: &str = "represented";
const CONSENT: &str = "counsel-agrees";

fn check(case: &Case) -> Ruling {
    if !case.standing.is_tagged(TAG) || case.standing.is_tagged(CONSENT) {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    match case.is_said_business() {
        Fact::No => Ruling::Silent,
        Fact::Unknown => {
            lacks("matter", Level::Stop, format!("is it about the matter in which {who} has a lawyer?"))
        }
        Fact::Yes => {
            fires(Level::Stop, format!("the matter with {who}, past the lawyer who stands for them"))
                .because([Evidence::fact(format!("you tagged {who} `{TAG}`"))])
                .help("write to their lawyer")
        }
    }
}
