//! IM2: a further attempt after three that stayed unanswered.

use crate::rule::{Case, Eyes, Group, Level, Rule, Ruling, fires};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "fourth-try",
    code: "IM2",
    aliases: &["three-strikes"],
    group: Group::Impatience,
    level: Level::Error,
    grade: "C/A-",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("fourth_try.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let tries = case.unanswered();
    let enough = usize::try_from(case.settings.attempts).unwrap_or(usize::MAX).max(1);
    if !case.expects_answer() || tries.len() < enough {
        return Ruling::Silent;
    }
    if case.may_be_settled() {
        return case.asks_whether_expected(Level::Error);
    }
    let rested = tries.last().map(|a| a.last.plus(Span::days(case.settings.rest_days)));
    let who = &case.standing.whose.name;
    fires(Level::Error, format!("a further try with {who} while {} stayed unanswered", tries.len()))
        .because(tries.iter().map(|a| case.told(a)))
        .until(rested)
        .help("let it go kindly; answer when they write, or try again after a long rest with a new reason")
}
