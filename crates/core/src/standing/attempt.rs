//! Attempts: what the user opened and what came of it.

use super::Standing;
use crate::approach::{Purpose, Topic, Via};
use crate::coverage::Coverage;
use crate::handle::{Handle, Medium, Platform};
use crate::infer::chance::Kind;
use crate::settings::Settings;
use crate::time::{Moment, Span};

/// One approach that awaits an answer; messages on one channel within a few hours are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub first: Moment,
    pub last: Moment,
    pub platform: Platform,
    pub medium: Medium,
    pub handle: Option<Handle>,
    /// The purpose, where it was told or the act tells it.
    pub purpose: Option<Purpose>,
    pub topic: Option<Topic>,
    /// The conversation: the thread, else the subject.
    pub conversation: Option<u64>,
    pub key: String,
    /// The user told it, so its silence needs no source.
    pub stated: bool,
    /// The handle is surely this person's.
    pub sure: bool,
    /// Away notices push the time at which an answer could be expected.
    pub away_until: Option<Moment>,
    /// The user said that nothing came.
    pub ignored: bool,
    /// How alive the tie was just before.
    pub level_then: crate::relationship::Level,
    /// What kind of approach it was, by what was known then.
    pub kind: Kind,
}

impl Attempt {
    /// Returns the phrase for a list: "email".
    pub fn what(&self) -> String {
        match self.purpose {
            Some(Purpose::Connect) => format!("request on {}", self.platform.shown()),
            _ if self.medium == Medium::VoiceMail => "voice mail".to_owned(),
            _ => self.platform.shown().to_owned(),
        }
    }

    /// Tells whether an answer would have been seen up to a moment, or for as long as patience asks.
    pub(super) fn silence_is_known(&self, coverage: &[Coverage], at: Moment, gap: Span) -> bool {
        let patience = self.last.plus(gap);
        let end = if at.order() < patience.order() { at } else { patience };
        // One source must span the whole wait: two with a hole between them may have missed the answer.
        let waits = |c: &Coverage| c.sees_inbound(self.platform, self.first) && covers(c, self.platform, end);
        // An inbox alone does not tell what else the user sent and settled.
        let sent = |c: &Coverage| c.sees_outbound(self.platform, self.first);
        self.stated || self.ignored || (coverage.iter().any(waits) && coverage.iter().any(sent))
    }
}

/// Tells whether a source reaches a moment for every reading of it.
fn covers(c: &Coverage, platform: Platform, at: Moment) -> bool {
    c.inbound && c.platform.same_house(platform) && at.earliest() <= c.to.latest()
}

/// A request to connect that the user made.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub at: Moment,
    pub platform: Platform,
    pub key: String,
    pub accepted: Option<Moment>,
    pub declined: Option<Moment>,
    /// What was known of a personal tie then.
    pub tie_then: crate::relationship::Fact,
    pub sure: bool,
}

impl Request {
    /// Tells whether nothing came of it yet.
    pub const fn is_open(&self) -> bool {
        self.accepted.is_none() && self.declined.is_none()
    }
}

/// Something the person declined.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub at: Moment,
    pub purpose: Option<Purpose>,
    pub topic: Option<Topic>,
    pub via: Via,
}

/// Something the user did although Comity advised against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    pub at: Moment,
    pub purpose: Purpose,
    pub platform: Platform,
    pub reason: String,
}

impl Standing {
    /// Returns the unanswered attempts of the open cycle, oldest first, as far as silence is known.
    ///
    /// `gap` is the patience that the tie asks for. Empty once the cycle has rested.
    pub fn unanswered(&self, at: Moment, gap: Span, settings: &Settings) -> Vec<&Attempt> {
        if self.has_rested(at, settings) {
            return Vec::new();
        }
        self.cycle.iter().filter(|a| a.silence_is_known(&self.coverage, at, gap)).collect()
    }

    /// Returns the attempts of the open cycle whose answer some source would show, oldest first.
    ///
    /// A request waits until a tie stands, so it needs no source that holds messages.
    pub fn awaited(&self) -> impl Iterator<Item = &Attempt> {
        let seen = |a: &&Attempt| {
            let request = a.purpose == Some(Purpose::Connect);
            a.stated
                || a.ignored
                || request
                || self.coverage.iter().any(|c| c.sees_inbound(a.platform, a.first))
        };
        self.cycle.iter().filter(seen)
    }

    /// Tells whether so much time has passed since the last attempt that a new reason may start anew.
    pub fn has_rested(&self, at: Moment, settings: &Settings) -> bool {
        // A rule fires only if it holds for every reading, so the longest reading decides on rest.
        self.cycle.last().is_some_and(|a| a.last.longest_until(at) >= Span::days(settings.rest_days))
    }

    /// Returns the last moment up to which some source would have shown an answer on a platform.
    pub fn known_until(&self, platform: Platform) -> Option<Moment> {
        let seen = self.coverage.iter().filter(|c| c.inbound && c.platform.same_house(platform));
        seen.map(|c| c.to).max_by_key(|to| to.order())
    }
}
