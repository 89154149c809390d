//! HD4: a private word to whoever decides on the user.

use crate::approach::Purpose;
use crate::relationship::Fact;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "private-word-to-decider",
    code: "HD4",
    aliases: &["decides-on-you"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Tags,
    tags: &TAGS,
    page: include_str!("private_word_to_decider.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const TAGS: [&str; 3] = ["judge", "juror", "evaluator"];

fn check(case: &Case) -> Ruling {
    let Some(tag) = TAGS.iter().find(|tag| case.standing.is_tagged(tag)) else { return Ruling::Silent };
    let who = &case.standing.whose.name;
    let told = Evidence::fact(format!("you tagged {who} `{tag}`"));
    match case.is_said_business() {
        _ if case.approach.purpose == Purpose::Connect => {
            fires(Level::Warn, format!("a new tie with {who}, who decides in a matter of yours"))
                .because([told])
                .help("wait until it is decided")
        }
        Fact::Yes => fires(Level::Stop, format!("a private word to {who}, who decides in a matter of yours"))
            .because([told])
            .help("open court, your lawyer, or the officer whom the tender names"),
        Fact::Unknown => {
            lacks("matter", Level::Stop, format!("is it about the matter on which {who} decides?"))
        }
        Fact::No if case.is_friend() => {
            fires(Level::Hint, format!("an old friendship with {who}, who decides in a matter of yours"))
                .because([told])
                .ahead()
                .help("disclose it, and leave the matter out")
        }
        Fact::No => fires(Level::Warn, format!("private talk with {who}, who decides in a matter of yours"))
            .because([told])
            .help("wait until it is decided"),
    }
}
