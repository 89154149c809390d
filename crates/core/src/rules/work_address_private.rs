//! WP10: private matters by the employer's mailbox.

use crate::infer::own_work_days;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};

pub(super) const RULE: Rule = Rule {
    name: "work-address-private",
    code: "WP10",
    aliases: &["private-on-work-mail"],
    group: Group::Platform,
    level: Level::Error,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &GRAVE,
    page: include_str!("work_address_private.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: Some(at_rest),
    network: None,
};

/// What is nobody's business at work, in the user's own tags.
const GRAVE: [&str; 3] = ["my-lawyer", "my-doctor", "job-search"];
/// A year, as twelve whole periods and the one that runs.
const PERIODS: i64 = 12;
/// Ours: a word about lunch or a train is no habit.
const HABIT: u32 = 5;

fn at_rest(rest: &Rest) -> Ruling {
    let (standing, is) = (rest.standing, rest.relationship);
    let days = own_work_days(standing.tally(), rest.at, PERIODS);
    if days == 0 {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    let told = Evidence::fact(format!("mail by your own address for work on {days} days of the last year"));
    if let Some(tag) = GRAVE.iter().find(|tag| standing.is_tagged(tag)) {
        return fires(Level::Error, format!("a private matter with {who} by your employer's mailbox"))
            .because([told, Evidence::fact(format!("you tagged {who} `{tag}`"))])
            .help(
                "use your own account on your own device; your employer may own, read or have to produce it",
            );
    }
    let friends = is.is_friend();
    if days < HABIT || !friends || !is.professional.fact().no() {
        return Ruling::Silent;
    }
    fires(Level::Hint, format!("{who} is a friend, and you write by your employer's mailbox"))
        .because([told])
        .help("keep small logistics there, where policy allows, and the rest on your own account")
}
