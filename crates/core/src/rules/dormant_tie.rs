//! TM4: an old tie, written off or revived ashamed.

use crate::approach::Purpose;
use crate::infer::all_written_days;
use crate::relationship::Level as TieLevel;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::standing::{Access, Standing};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "dormant-tie",
    code: "TM4",
    aliases: &["written-off"],
    group: Group::Time,
    level: Level::Hint,
    grade: "A/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("dormant_tie.md"),
    check,
    at_rest: Some(at_rest),
    network: None,
};

/// Ours: two dozen days on which each wrote were once a tie worth reviving.
const STRONG: u32 = 24;
/// Past ten years a mailbox is an archive, not a network.
const OLD: i64 = 10;

fn check(case: &Case) -> Ruling {
    if case.level != TieLevel::Known || case.door.access == Access::Closed {
        return Ruling::Silent;
    }
    let Some((last, years)) = silence(case.standing, case.approach.at, case.settings) else {
        return Ruling::Silent;
    };
    let who = &case.standing.whose.name;
    let asks = matches!(case.approach.purpose, Purpose::Ask | Purpose::Pitch | Purpose::Introduce);
    let level = if asks { Level::Hint } else { Level::Pass };
    let told = format!("{years} years without {who}; taking up an old tie is usually welcome");
    fires(level, told)
        .ahead()
        .because([Evidence::dated(last, "the last word or meeting")])
        .help("catch up first, and ask openly; no shame is due for the silence")
}

fn at_rest(rest: &Rest) -> Ruling {
    let (theirs, mine) = all_written_days(rest.standing.tally());
    if theirs.min(mine) < STRONG {
        return Ruling::Silent;
    }
    let Some((last, years)) = silence(rest.standing, rest.at, rest.settings).filter(|(_, y)| *y < OLD) else {
        return Ruling::Silent;
    };
    let who = &rest.standing.whose.name;
    fires(Level::Hint, format!("{who} and you wrote on {theirs} days once, and not for {years} years"))
        .because([Evidence::dated(last, "the last word or meeting")])
        .help("old ties keep their value: a word of today is usually welcome")
}

/// Returns the last contact and how many full years ago it was, where that is dormant and ended well.
fn silence(standing: &Standing, at: Moment, settings: &Settings) -> Option<(Moment, i64)> {
    // The last attempt may still wait; who declined or wants peace is no dormant tie.
    if standing.is_left_in_peace(at) {
        return None;
    }
    let last = standing.last_contact()?;
    let years = last.shortest_until(at).whole_days() / 365;
    let known = last.shortest_until(standing.sent_is_known_until(at)?) >= YEAR;
    (years >= settings.dormant_years && known).then_some((last, years))
}

/// Sources that end this long after the last word have seen that it was the last.
const YEAR: Span = Span::days(365);
