//! WP11: a pile of personal requests to people who are no friends.

use crate::rule::{Case, Eyes, Group, Level, Network, Rule, Ruling, fires};
use crate::settings::Settings;

pub(super) const RULE: Rule = Rule {
    name: "too-many-personal-requests",
    code: "WP11",
    aliases: &["personal-request-pile"],
    group: Group::Platform,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("too_many_personal_requests.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: None,
    network: Some(network),
};

fn network(network: &Network, settings: &Settings) -> Ruling {
    let pending = network.pending.len();
    if pending == 0 || i64::try_from(pending).unwrap_or(i64::MAX) <= settings.pending_requests {
        return Ruling::Silent;
    }
    let share = 100 * pending / (network.requests as usize).max(pending);
    let message = format!(
        "{pending} requests on personal platforms wait with people who are no friends ({share} % of {}, {} accepted)",
        network.requests, network.accepted
    );
    fires(Level::Warn, message)
        .because(network.pending.iter().cloned())
        .help("withdraw those that you can, and keep such requests for people whom you really know")
}
