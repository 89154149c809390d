//! TM5: a word of theirs that the user has not answered.

use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "unanswered-inbound",
    code: "TM5",
    aliases: &["unanswered"],
    group: Group::Time,
    level: Level::Error,
    grade: "A/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("unanswered_inbound.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: Some(at_rest),
    network: None,
};

/// What lies for longer is past; late answers stay welcome, but nobody is reminded of them.
const RECENT: Span = Span::days(30);

fn at_rest(rest: &Rest) -> Ruling {
    let standing = rest.standing;
    let Some(theirs) = standing.waiting() else { return Ruling::Silent };
    if standing.stop.is_some() || theirs.at.longest_until(rest.at) > RECENT {
        return Ruling::Silent;
    }
    let known = standing.sent_is_known_until(rest.at).or(theirs.question.then_some(rest.at));
    let Some(days) = known.map(|known| theirs.at.working_days_until(known)) else { return Ruling::Silent };
    let s = rest.settings;
    let level = match theirs.question {
        true if days >= s.inbound_error => Level::Error,
        true if days >= s.inbound_warn => Level::Warn,
        true if days >= s.inbound_hint => Level::Hint,
        // Whether it asks for an answer is not known.
        false if days >= s.inbound_warn => Level::Hint,
        _ => return Ruling::Silent,
    };
    let who = &standing.whose.name;
    let what = if theirs.question { "a question" } else { "a message" };
    fires(level, format!("{what} from {who} waits for {days} working days"))
        .because([
            Evidence::dated(theirs.at, "they wrote to you alone, and nothing went back").of(&theirs.key)
        ])
        .help("one line will do: a date by which you answer, or a kind no; if it needed no answer, let it be")
}
