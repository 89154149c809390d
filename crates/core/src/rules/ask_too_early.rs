//! GV1: a big ask before there is a tie that carries it.

use crate::approach::Purpose;
use crate::relationship::Level as TieLevel;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::gesture::Kind;

pub(super) const RULE: Rule = Rule {
    name: "ask-too-early",
    code: "GV1",
    aliases: &["big-ask"],
    group: Group::Giving,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Asked("--size N"),
    tags: &[],
    page: include_str!("ask_too_early.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let s = case.settings;
    if case.approach.purpose != Purpose::Ask || case.is_friend() || case.standing.is_colleague() {
        return Ruling::Silent;
    }
    let (most, tie) = match case.level {
        TieLevel::None => (s.ask_none, "you have no tie yet"),
        TieLevel::Known => (s.ask_known, "you know each other, and not of late"),
        TieLevel::Active => (s.ask_active, "you are in touch"),
        TieLevel::Close => (s.ask_close, "you are close"),
    };
    // Who has given something may ask one step more.
    let given = case.standing.gestures.told.iter().filter(|g| g.kind == Kind::Favour && !g.theirs).count();
    let most = most + i64::from(given > 0);
    let who = &case.standing.whose.name;
    let Some(size) = case.approach.size.filter(|size| i64::from(*size) > most) else {
        return Ruling::Silent;
    };
    fires(Level::Warn, format!("{} is a big ask of {who} at this point", words(size)))
        .because([Evidence::fact(tie), Evidence::fact("nothing that you gave is noted")].into_iter().take(
            // What was given is no lack.
            if given > 0 { 1 } else { 2 },
        ))
        .help("ask for advice and not for the thing itself, or give something first")
}

const fn words(size: u8) -> &'static str {
    match size {
        0 => "nothing",
        1 => "a question",
        2 => "advice",
        3 => "an introduction",
        _ => "a job or money",
    }
}
