//! IM6: the same request by several channels within two days.

use crate::approach::Purpose;
use crate::handle::{Medium, Platform};
use crate::rule::{Case, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::Attempt;
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "burst",
    code: "IM6",
    aliases: &["burst-of-channels"],
    group: Group::Impatience,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("burst.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    if case.standing.cycle.is_empty() || !case.expects_answer() || case.door.wished {
        return Ruling::Silent;
    }
    let within = Span::hours(case.settings.burst_hours);
    // Every reading of both moments must be within it.
    let fresh = |a: &&Attempt| a.last.longest_until(case.approach.at) < within;
    let recent: Vec<&Attempt> = case.unanswered().into_iter().filter(fresh).collect();
    let connects = case.approach.purpose == Purpose::Connect;
    // A call that nobody took and one line in writing are one attempt.
    let written = |a: &&&Attempt| !is_request(a) && !matches!(a.medium, Medium::Phone | Medium::VoiceMail);
    let mut messages = Channels::default();
    for attempt in recent.iter().filter(written) {
        messages.add(attempt.platform);
    }
    let mut all = messages.clone();
    for attempt in recent.iter().filter(|a| is_request(a)) {
        all.add(attempt.platform);
    }
    if !connects {
        messages.add(case.door.platform);
    }
    let new = all.add(case.door.platform);
    // An invitation beside one message is no second request; beside two it is a third.
    if !new || (messages.count() < 2 && all.count() < 3) {
        return Ruling::Silent;
    }
    if case.may_be_settled() {
        return case.asks_whether_expected(Level::Warn);
    }
    let who = &case.standing.whose.name;
    let until = recent.last().map(|a| a.last.plus(within));
    let hours = case.settings.burst_hours;
    fires(Level::Warn, format!("{who} by {} channels within {hours} hours", all.count().max(2)))
        .because(recent.iter().map(|a| case.told(a)))
        .until(until)
        .help("pick one channel, and wait there")
}

fn is_request(attempt: &Attempt) -> bool {
    attempt.purpose == Some(Purpose::Connect)
}

/// Platforms of different houses; two or three at most.
#[derive(Clone, Default)]
struct Channels(Vec<Platform>);

impl Channels {
    /// Adds one, and tells whether it is new.
    fn add(&mut self, platform: Platform) -> bool {
        let new = !self.0.iter().any(|p| p.same_house(platform));
        if new {
            self.0.push(platform);
        }
        new
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}
