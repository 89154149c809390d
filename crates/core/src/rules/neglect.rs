//! TM3: a valued tie that runs past its rhythm.

use crate::infer::contact_days;
use crate::relationship::Tie;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rest, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::standing::Standing;
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

/// A meeting, a word after it and its answer: up to so many days of contact, a tie is new.
const NEW: usize = 4;

fn at_rest(rest: &Rest) -> Ruling {
    let standing = rest.standing;
    let valued = standing.layer().is_some() || rest.relationship.hoped.is_some_and(|(t, _)| t != Tie::None);
    if !valued || standing.is_left_in_peace(rest.at) {
        return Ruling::Silent;
    }
    let Some((last, known)) = standing.last_contact().zip(standing.sent_is_known_until(rest.at)) else {
        return Ruling::Silent;
    };
    let Some((rhythm, patience)) = rhythm(standing, rest.settings) else { return Ruling::Silent };
    let silent = last.shortest_until(known);
    if silent <= patience || silent >= Span::days(rest.settings.dormant_years.saturating_mul(365)) {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    let days = silent.whole_days();
    fires(Level::Hint, format!("{days} days without a word with {who}; your rhythm is {rhythm}"))
        .because([Evidence::dated(last, "the last word or meeting")])
        .help("one message that asks for nothing: news, a link, a word on what they do")
}

/// Returns the days between words, and the time after which a tie counts as neglected.
fn rhythm(standing: &Standing, settings: &Settings) -> Option<(i64, Span)> {
    let days = match standing.layer() {
        Some(0..=5) => settings.cadence_5,
        Some(6..=15) => settings.cadence_15,
        Some(16..=50) => settings.cadence_50,
        Some(51..=150) => settings.cadence_150,
        Some(_) => return None,
        None if contact_days(standing.tally()) <= NEW => {
            return Some((settings.new_tie_days, Span::days(settings.new_tie_days)));
        }
        None => settings.cadence_50,
    };
    Some((days, Span::hours(days.saturating_mul(24).saturating_mul(settings.cadence_grace) / 100)))
}
