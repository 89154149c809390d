//! IM3: three attempts in a single medium.

use crate::rule::{Case, Eyes, Group, Level, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "one-medium",
    code: "IM3",
    aliases: &["single-medium"],
    group: Group::Impatience,
    level: Level::Hint,
    grade: "C",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("one_medium.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let tries = case.unanswered();
    let third = usize::try_from(case.settings.attempts).is_ok_and(|n| tries.len() + 1 == n);
    let same = tries.iter().all(|a| a.medium == case.door.medium);
    if !case.expects_answer() || case.may_be_settled() || !third || !same {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    fires(Level::Hint, format!("a third try with {who} by {} alone", case.door.medium.word()))
        .because(tries.iter().map(|a| case.told(a)))
        .help("leave a voice mail that repeats the request; another medium never means a private channel")
}
