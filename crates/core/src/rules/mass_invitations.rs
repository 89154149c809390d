//! BK3: many invitations at once, or a pile that nobody answers.

use crate::handle::Platform;
use crate::rule::{Case, Evidence, Eyes, Group, Invitation, Level, Network, Rule, Ruling, fires};
use crate::settings::Settings;
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "mass-invitations",
    code: "BK3",
    aliases: &["invitation-pile"],
    group: Group::Invitation,
    level: Level::Warn,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("mass_invitations.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: None,
    network: Some(network),
};

const WEEK: Span = Span::days(7);
/// What was before the last year is no habit of today.
const YEAR: Span = Span::days(365);
/// Most answer within a month, or never.
const MONTH: Span = Span::days(30);
/// So many of the last are looked at; of fewer a share says little.
const LAST: usize = 50;

fn network(network: &Network, settings: &Settings) -> Ruling {
    let mut gravest = None;
    let mut evidence = Vec::new();
    for platform in Platform::ALL {
        let mut sent: Vec<Invitation> =
            network.invitations.iter().filter(|i| i.platform == *platform).copied().collect();
        sent.sort_by_key(|i| i.at.order());
        let Some(now) = network.now.or(sent.last().map(|i| i.at)) else { continue };
        let of = Of { platform: *platform, sent, now, settings };
        for (level, told) in [of.busiest_week(), of.pile(), of.accepted()].into_iter().flatten() {
            gravest = gravest.max(Some(level));
            evidence.push(told);
        }
    }
    let Some(level) = gravest else { return Ruling::Silent };
    let first = evidence.first().map_or_else(String::new, |e| e.what.clone());
    fires(level, first)
        .because(evidence)
        .help("fewer, each with a reason; withdraw once a month what waits for long")
}

/// The invitations on one platform, oldest first.
struct Of<'a> {
    platform: Platform,
    sent: Vec<Invitation>,
    now: Moment,
    settings: &'a Settings,
}

impl Of<'_> {
    /// Returns the week of the last year in which most were sent, if they were many.
    fn busiest_week(&self) -> Option<(Level, Evidence)> {
        let (mut best, mut from) = ((0, self.now), 0);
        for (to, one) in self.sent.iter().enumerate() {
            // The longest reading: all of them are within the week for certain.
            while self.sent[from].at.longest_until(one.at) > WEEK {
                from += 1;
            }
            let count = to + 1 - from;
            if one.at.longest_until(self.now) <= YEAR && count > best.0 {
                best = (count, self.sent[from].at);
            }
        }
        let (count, at) = best;
        let level = self.level(count)?;
        let what = format!("{count} invitations on {} in a week", self.platform.shown());
        Some((level, Evidence::dated(at, what)))
    }

    fn level(&self, count: usize) -> Option<Level> {
        let over = |limit: i64| i64::try_from(count).unwrap_or(i64::MAX) > limit;
        let warn = over(self.settings.invitations_warn).then_some(Level::Warn);
        warn.or(over(self.settings.invitations_hint).then_some(Level::Hint))
    }

    /// Returns how many wait, if they are a pile.
    fn pile(&self) -> Option<(Level, Evidence)> {
        // Where no answer is ever seen, the source may hold no answers, and nothing is known of a pile.
        let seen = self.sent.iter().any(|i| i.accepted || !i.open);
        let open = self.sent.iter().filter(|i| i.open).count();
        let many = i64::try_from(open).unwrap_or(i64::MAX) > self.settings.pending_invitations && seen;
        let what = format!("{open} invitations on {} wait for an answer", self.platform.shown());
        many.then(|| (Level::Warn, Evidence::fact(what)))
    }

    /// Returns how many of the last were accepted, if they were few.
    fn accepted(&self) -> Option<(Level, Evidence)> {
        // Of what was sent just now nobody can say yet.
        let old = self.sent.partition_point(|i| i.at.shortest_until(self.now) >= MONTH);
        let last = old.checked_sub(LAST).map(|from| &self.sent[from..old])?;
        let accepted = last.iter().filter(|i| i.accepted).count();
        // A list without any may be one that keeps only those that wait.
        let share = usize::try_from(self.settings.accepted_share).ok()?;
        let few = accepted > 0 && 100 * accepted / LAST < share;
        let place = self.platform.shown();
        let what = format!("{accepted} of your last {LAST} invitations on {place} were accepted");
        few.then(|| (Level::Hint, Evidence::fact(what)))
    }
}
