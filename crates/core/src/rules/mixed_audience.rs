//! WP9: one circle's content, shown to all circles at once.

use crate::approach::Topic;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "mixed-audience",
    code: "WP9",
    aliases: &["context-collapse"],
    group: Group::Platform,
    level: Level::Warn,
    grade: "A/D",
    since: "0.1",
    eyes: Eyes::Asked("--circles N"),
    tags: &[],
    page: include_str!("mixed_audience.md"),
    check,
    at_rest: None,
    network: None,
};

/// Work, friends, family: from two on, one of them reads what is for the other.
const SEVERAL: u32 = 2;

fn check(case: &Case) -> Ruling {
    let circles = case.approach.circles;
    if circles < SEVERAL {
        return Ruling::Silent;
    }
    let content = match case.approach.said_topic {
        Some(Topic::Personal) => "private life",
        Some(Topic::Professional) => "work",
        None => {
            return lacks("content", Level::Warn, "is it fit for the strictest reader of all these circles?");
        }
    };
    fires(Level::Warn, format!("{content}, shown to {circles} circles at once"))
        .because([Evidence::fact(format!("you said that it reaches {circles} circles"))])
        .help(
            "a list for each circle, or separate accounts; to all only what is fit for the strictest reader",
        )
}
