//! TM2: much more out than in.

use crate::infer::written_days;
use crate::relationship::{Level as TieLevel, Role};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::time::Moment;

pub(super) const RULE: Rule = Rule {
    name: "over-messaging",
    code: "TM2",
    aliases: &["too-much"],
    group: Group::Time,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("over_messaging.md"),
    check,
    at_rest: None,
    network: None,
};

/// Three months: three whole periods of thirty days and the one that runs.
const PERIODS: i64 = 3;

fn check(case: &Case) -> Ruling {
    let work = matches!(case.relationship.role, Some(Role::Report | Role::Vendor | Role::Boss));
    let near = case.relationship.family || case.level == TieLevel::Close;
    // Before the first answer it is a matter of patience.
    if case.is_kind() || work || near || case.level == TieLevel::None || case.standing.is_colleague() {
        return Ruling::Silent;
    }
    let at = case.approach.at;
    // Who asked for a door since the user's last word gave the sign that is waited for.
    let sign = |wished: Moment| case.standing.last_out.is_none_or(|sent| sent.order() < wished.order());
    if case.standing.wish.as_ref().is_some_and(|(_, wished)| sign(*wished)) {
        return Ruling::Silent;
    }
    let (theirs, mine) = written_days(case.standing.tally(), at, PERIODS);
    // Attempts that wait are counted by the rules of patience, where those speak.
    let patience = case.expects_answer();
    let waiting = if patience { u32::try_from(case.standing.cycle.len()).unwrap_or(u32::MAX) } else { 0 };
    let (theirs, mine) = (i64::from(theirs), i64::from(mine.saturating_sub(waiting)));
    if mine < case.settings.min_events || mine <= case.settings.out_in_ratio.saturating_mul(theirs) {
        return Ruling::Silent;
    }
    let watched = case.standing.coverage().iter().any(|c| c.sees_inbound(case.door.platform, at));
    if !watched || case.standing.unseen {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let told = format!("you wrote on {mine} days of the last three months, they on {theirs}");
    fires(Level::Warn, format!("much more to {who} than from them"))
        .because([Evidence::fact(told)])
        .help("halve the rate, and wait for a sign")
}
