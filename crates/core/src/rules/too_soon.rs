//! IM1: chasing before the person had time to answer.

use crate::approach::Purpose;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::{Attempt, Standing};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "too-soon",
    code: "IM1",
    aliases: &["chased-too-soon"],
    group: Group::Impatience,
    level: Level::Warn,
    grade: "C/C",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("too_soon.md"),
    check,
    at_rest: None,
    network: None,
};

/// Two days to read what piled up.
const BACK: Span = Span::days(2);

fn check(case: &Case) -> Ruling {
    let who = &case.standing.whose.name;
    let at = case.approach.at;
    if let Some(until) = case.standing.rest_until.filter(|u| at.surely_before(*u)) {
        if case.is_kind() {
            return Ruling::Silent;
        }
        return fires(Level::Warn, format!("{who} is to be left in peace for a while"))
            .because([Evidence::fact("you noted a rest")])
            .until(Some(until))
            .help("wait until then");
    }
    let tries: Vec<&Attempt> =
        case.unanswered().into_iter().filter(|a| is_request(a) == asks_to_connect(case)).collect();
    let enough = usize::try_from(case.settings.attempts).unwrap_or(usize::MAX);
    let Some(last) = tries.last().filter(|_| case.expects_answer() && case.unanswered().len() < enough)
    else {
        return Ruling::Silent;
    };
    let gap = Standing::gap(case.level, case.settings);
    let away = last.away_until.map(|back| back.plus(BACK));
    let decent = later(last.last.plus(gap), away);
    // Every reading of both moments must be too soon.
    let surely = away.map_or(last.last.longest_until(at) < gap, |back| {
        at.surely_before(back) || last.last.longest_until(at) < gap
    });
    if !surely {
        return Ruling::Silent;
    }
    if case.may_be_settled() {
        return case.asks_whether_expected(Level::Warn);
    }
    fires(Level::Warn, format!("another try with {who} within {} days", gap.whole_days()))
        .because(tries.iter().map(|a| case.told(a)))
        .until(Some(decent))
        .help("wait; silence is not refusal")
}

fn is_request(attempt: &Attempt) -> bool {
    attempt.purpose == Some(Purpose::Connect)
}

fn asks_to_connect(case: &Case) -> bool {
    case.approach.purpose == Purpose::Connect
}

fn later(a: Moment, b: Option<Moment>) -> Moment {
    match b {
        Some(b) if b.order() > a.order() => b,
        _ => a,
    }
}
