//! IM5: reproach and pressure towards somebody who owes nothing.

use crate::relationship::Level as TieLevel;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "demanding-tone",
    code: "IM5",
    aliases: &["demanding"],
    group: Group::Impatience,
    level: Level::Hint,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Asked("--draft FILE"),
    tags: &[],
    page: include_str!("demanding_tone.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let Some(draft) = &case.approach.draft else { return Ruling::Silent };
    if case.level == TieLevel::Close || case.relationship.family {
        return Ruling::Silent;
    }
    if !draft.is_read() {
        return lacks("draft-language", Level::Hint, "is it friendly? drafts are read in English alone");
    }
    if draft.pressing.is_empty() {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let help = match draft.no_rush {
        true => "restate the request in two lines, and offer an easy way out",
        false => "restate the request in two lines, say that there is no rush, and offer an easy way out",
    };
    fires(Level::Hint, format!("the draft presses {who}, who owes you nothing"))
        .because(draft.pressing.iter().map(|phrase| Evidence::fact(format!("\"{phrase}\""))))
        .ahead()
        .help(help)
}
