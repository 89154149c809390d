//! TM3: a valued tie that runs past its rhythm.

use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "neglect",
    code: "TM3",
    aliases: &["neglected-tie"],
    group: Group::Time,
    level: Level::Hint,
    grade: "A/C",
    since: "0.1",
    eyes: Eyes::Rings,
    tags: &[],
    page: include_str!("neglect.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: Some(at_rest),
    network: None,
};

fn at_rest(rest: &Rest) -> Ruling {
    let standing = rest.standing;
    if standing.is_left_in_peace(rest.at) {
        return Ruling::Silent;
    }
    let Some((last, known)) = standing.last_contact().zip(standing.sent_is_known_until(rest.at)) else {
        return Ruling::Silent;
    };
    let hoped = rest.relationship.hoped.map(|(tie, _)| tie);
    let Some(rhythm) = standing.cadence(hoped).wanted(rest.settings) else { return Ruling::Silent };
    let silent = last.shortest_until(known);
    if silent <= rhythm.patience || silent >= Span::days(rest.settings.dormant_years.saturating_mul(365)) {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    let days = silent.whole_days();
    fires(Level::Hint, format!("{days} days without a word with {who}; your rhythm is {}", rhythm.days))
        .because([Evidence::dated(last, "the last word or meeting")])
        .help("one message that asks for nothing: news, a link, a word on what they do")
}
