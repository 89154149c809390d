//! WP5: going on where the person has pointed the user elsewhere.

use crate::approach::{Purpose, Via};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "ignored-redirect",
    code: "WP5",
    aliases: &["redirect-ignored"],
    group: Group::Platform,
    level: Level::Error,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("ignored_redirect.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let (standing, door) = (case.standing, case.door);
    let who = &standing.whose.name;
    if let Some(closing) = standing.redirect_of(door) {
        let to = closing.to.as_ref().map_or_else(|| "another channel".to_owned(), Via::shown);
        let pointed =
            Evidence { sure: closing.sure, ..Evidence::dated(closing.at, format!("pointed you to {to}")) };
        return fires(Level::Error, format!("an approach to {who} where they pointed you elsewhere"))
            .because([pointed])
            .help(format!("use {to}; this door opens again when they write to you here"));
    }
    match &standing.wish {
        Some((via, at))
            if !door.fits(via) && case.approach.purpose != Purpose::Reply && !came_here_since(case, *at) =>
        {
            let wished = via.shown();
            fires(Level::Warn, format!("{who} asked to be reached by {wished}"))
                .because([Evidence::dated(*at, format!("asked for {wished}"))])
                .help(format!("use {wished}"))
        }
        _ => Ruling::Silent,
    }
}

/// Tells whether the person used this door after they wished for another.
fn came_here_since(case: &Case, wished: crate::time::Moment) -> bool {
    case.door.last_in.is_some_and(|seen| wished.order() < seen.order())
}
