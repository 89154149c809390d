//! GV2: writing only when something is needed.

use crate::approach::Purpose;
use crate::infer::written_days;
use crate::relationship::{Level as TieLevel, Role};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::{Gesture, gesture};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "only-when-needing",
    code: "GV2",
    aliases: &["asks-only"],
    group: Group::Giving,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Notes,
    tags: &[],
    page: include_str!("only_when_needing.md"),
    check,
    at_rest: None,
    network: None,
};

/// A year, as twelve whole periods and the one that runs.
const PERIODS: i64 = 12;
const YEAR: Span = Span::days(365);
/// With this one, three in a row.
const IN_A_ROW: u32 = 2;

fn check(case: &Case) -> Ruling {
    let told = &case.standing.gestures;
    if !matches!(case.approach.purpose, Purpose::Ask | Purpose::Pitch) || told.told.is_empty() {
        return Ruling::Silent;
    }
    // Asking is the work that one does with them; and a second try of an open ask is a matter of patience.
    let work = matches!(case.relationship.role, Some(Role::Report | Role::Vendor | Role::Boss));
    let near = case.level == TieLevel::Close || case.relationship.family;
    let trying = case.standing.cycle.iter().any(|a| a.purpose == Some(Purpose::Ask));
    if work || near || trying || case.standing.is_colleague() {
        return Ruling::Silent;
    }
    let within = |g: &&Gesture| {
        g.kind == gesture::Kind::Ask && !g.theirs && g.at.longest_until(case.approach.at) <= YEAR
    };
    let asks: Vec<&Gesture> = told.told.iter().filter(within).collect();
    let (_, days) = written_days(case.standing.tally(), case.approach.at, PERIODS);
    // This one counts on both sides.
    let (asked, all) = (asks.len() + 1, (days as usize).max(asks.len()) + 1);
    let number = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let share = all >= number(case.settings.min_events)
        && asked.saturating_mul(100) > number(case.settings.ask_share).saturating_mul(all);
    // Of a row only what was within the year counts: the last asks are those in the row.
    if !share && (told.asks_in_a_row < IN_A_ROW || asks.len() < IN_A_ROW as usize) {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let message = match share {
        true => format!("{asked} of your last {all} contacts with {who} are asks"),
        false => format!("a third ask of {who} in a row, with nothing between them"),
    };
    fires(Level::Warn, message)
        .because(asks.iter().map(|g| Evidence::dated(g.at, "you asked for something").of(&g.key)))
        .help("two contacts without a request first: news, a congratulation, a useful link")
}
