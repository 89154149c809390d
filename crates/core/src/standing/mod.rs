//! The standing: everything that a rule may look at, at one moment.
//!
//! One fold over a person's timeline yields it. Audit judges before it folds each approach, so that it
//! knows only the past; `check` folds everything and judges now. There is no other place in which a fact
//! about a person is worked out.

mod attempt;
mod clock;
mod door;
pub mod gesture;
mod rhythm;
mod see;
mod tried;

pub use attempt::{Attempt, Override, Refusal, Request};
pub use clock::Clock;
pub use door::{Access, Closing, Door};
pub use gesture::{Gesture, Gestures, Owed, Promise, Theirs};
pub use rhythm::{Cadence, Rhythm, RhythmOf};

use crate::approach::{Venue, Via};
use crate::coverage::Coverage;
use crate::handle::Platform;
use crate::infer::{Employer, History, Known, SphereBelief, Tally, Tried};
use crate::interaction::{Act, PartyRole};
use crate::relationship::{Level as TieLevel, Relationship, Role, Tie};
use crate::rule::{Evidence, Rule};
use crate::settings::Settings;
use crate::statement::{Said, Statement};
use crate::time::{Moment, Span};
use crate::timeline::Whose;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// One person, with what does not change along their timeline.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub whose: Whose,
    /// The sphere of each handle, in the order of `whose.handles`.
    pub spheres: Vec<SphereBelief>,
    /// What is known of the person beside their timeline.
    pub known: Known,
}

/// A finding that the user said is fine for this person.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// A rule's name or code.
    pub rule: String,
    pub because: String,
    pub until: Option<Moment>,
}

/// What was said in one conversation so far.
#[derive(Clone, Copy, Debug, Default)]
struct Talk {
    last_in: Option<Moment>,
    last_out: Option<Moment>,
}

/// Everything that a rule may look at, at one moment. Begun with a person, grown by events.
#[derive(Clone, Debug)]
pub struct Standing {
    pub whose: Whose,
    spheres: Vec<SphereBelief>,
    known: Known,
    /// What the user said that the tie is, since when, and when they said so.
    is: Vec<(Tie, Option<Moment>, Moment)>,
    layer: Option<u16>,
    /// The days between two words that the user wants; zero where they want no reminder.
    cadence: Option<u16>,
    /// The user's own tags, and when each was put.
    tags: Vec<(String, Moment)>,
    tally: Tally,
    coverage: Arc<[Coverage]>,
    talks: FxHashMap<u64, Talk>,
    /// The keys of what the user sent them.
    sent: FxHashSet<String>,
    uses: Vec<(Platform, door::Use)>,
    /// Attempts since the last reset, oldest first.
    pub cycle: Vec<Attempt>,
    /// Earlier attempts of which it is known what came, oldest first.
    tried: Vec<Tried>,
    /// Attempts that are no longer waited for and were not answered: they wrote of something else.
    passed_over: Vec<Attempt>,
    /// What came of the user's attempts with everybody.
    history: Arc<History>,
    pub requests: Vec<Request>,
    pub closings: Vec<Closing>,
    pub refusals: Vec<Refusal>,
    pub overrides: Vec<Override>,
    /// The channel that they asked for, and when.
    pub wish: Option<(Via, Moment)>,
    /// When they asked to be left alone.
    pub stop: Option<Moment>,
    /// Not now, or to be left in peace, until then.
    pub rest_until: Option<Moment>,
    /// Away until then, as the user noted it; a word of theirs ends it.
    away: Option<Moment>,
    pub last_in: Option<Moment>,
    pub last_out: Option<Moment>,
    pub last_met: Option<Moment>,
    /// Minutes spent together in small meetings, and hours that the user told.
    pub minutes: u64,
    /// Meetings outside work.
    pub outside: Vec<Evidence>,
    /// The first word or meeting on the side of work, and the first on the private side.
    first_work: Option<Moment>,
    first_private: Option<Moment>,
    /// They used a channel of private life before the user did.
    pub came_private: Option<Evidence>,
    /// They accepted the user on a personal platform.
    pub accepted_private: Option<Evidence>,
    /// What was asked, given and thanked for, as far as it was told.
    pub gestures: Gestures,
    /// An answer of the user's showed a word of theirs that no source holds: there may be more.
    pub unseen: bool,
    /// What time it is where they are, as far as it is known.
    pub clock: Clock,
    /// The next meeting in the calendar, where the timeline goes on after the moment.
    pub coming: Option<Moment>,
    /// Their word that opened something and that the user has not answered.
    pub theirs: Option<Theirs>,
    pub allowed: Vec<Allowance>,
    /// Facts that the user was asked for and does not know.
    pub do_not_know: Vec<String>,
    burst: Span,
    audience: u32,
    answer: Span,
    rest: Span,
    /// After so many attempts without an answer, they are left alone until they write.
    enough: usize,
}

impl Standing {
    /// Tells whether any source tells of anything; else what the user notes is all there is.
    pub fn has_sources(&self) -> bool {
        !self.coverage.is_empty()
    }

    /// Returns the standing before anything happened; timeless statements already count.
    pub fn begin(
        person: &Person,
        coverage: Arc<[Coverage]>,
        said: &[&Statement],
        settings: &Settings,
    ) -> Self {
        let mut standing = Self {
            whose: person.whose.clone(),
            spheres: person.spheres.clone(),
            known: person.known.clone(),
            is: Vec::new(),
            layer: None,
            cadence: None,
            tags: Vec::new(),
            tally: Tally::default(),
            coverage,
            talks: FxHashMap::default(),
            sent: FxHashSet::default(),
            uses: Vec::new(),
            cycle: Vec::new(),
            tried: Vec::new(),
            passed_over: Vec::new(),
            history: Arc::default(),
            requests: Vec::new(),
            closings: Vec::new(),
            refusals: Vec::new(),
            overrides: Vec::new(),
            wish: None,
            stop: None,
            rest_until: None,
            away: None,
            last_in: None,
            last_out: None,
            last_met: None,
            minutes: 0,
            outside: Vec::new(),
            first_work: None,
            first_private: None,
            came_private: None,
            accepted_private: None,
            gestures: Gestures::default(),
            unseen: false,
            clock: Clock::default(),
            coming: None,
            theirs: None,
            allowed: Vec::new(),
            do_not_know: Vec::new(),
            burst: Span::hours(settings.attempt_hours),
            audience: u32::try_from(settings.audience).unwrap_or(u32::MAX),
            answer: Span::days(settings.answer_days),
            rest: Span::days(settings.rest_days),
            enough: usize::try_from(settings.attempts).unwrap_or(usize::MAX),
        };
        for statement in said.iter().filter(|s| s.stands()) {
            standing.hear(statement.at, &statement.said);
        }
        standing
    }

    /// Takes what the user said about how things are, whenever they said it.
    fn hear(&mut self, at: Moment, said: &Said) {
        match said {
            Said::Is { tie, since } => self.is.push((*tie, *since, at)),
            Said::Role(role) => self.known.role = *role,
            Said::Separate(yes) => self.known.separate = *yes,
            Said::Layer(layer) => self.layer = Some(*layer),
            Said::Cadence(days) => self.cadence = Some(*days),
            Said::Tag(tag) => {
                self.tags.retain(|(t, _)| !t.eq_ignore_ascii_case(tag));
                self.tags.push((tag.clone(), at));
            }
            Said::Untag(tag) => self.tags.retain(|(t, _)| !t.eq_ignore_ascii_case(tag)),
            Said::Zone(zone) => self.clock.set_zone(zone),
            Said::Country(country) => self.clock.country = Some(country.clone()),
            Said::Allow { rule, because, until } => {
                self.allowed.push(Allowance { rule: rule.clone(), because: because.clone(), until: *until });
            }
            Said::DoNotKnow(fact) => self.do_not_know.push(fact.clone()),
            _ => {}
        }
    }

    /// Returns what the relationship is, as known at a moment.
    pub fn relationship(&self, at: Moment) -> Relationship {
        let mut known = self.known.clone();
        known.is = self.stated_tie(at);
        self.tally.relationship(&known, at)
    }

    /// Returns the tie that the user stated for a moment; the last word that covers it wins.
    pub fn stated_tie(&self, at: Moment) -> Option<Tie> {
        let covers = |since: &Option<Moment>| since.is_none_or(|s| s.order() <= at.order());
        self.is.iter().rev().find(|(_, since, _)| covers(since)).map(|(tie, ..)| *tie)
    }

    /// Returns how alive the tie is at a moment.
    pub fn level(&self, at: Moment) -> TieLevel {
        crate::infer::level(&self.tally, at, self.layer)
    }

    /// Takes from an event that is still to come whether they will meet: not where one is only invited, nor in a crowd.
    fn foresee(&mut self, event: &crate::timeline::Event) {
        let crate::timeline::What::Both(c) = &event.what else { return };
        let both = c.role != PartyRole::Invited && c.audience <= see::ROUND;
        if self.coming.is_none() && c.act == Act::Meeting && both {
            self.coming = Some(event.at);
        }
    }

    /// Returns the user's leave for a rule, where it still stands at a moment.
    pub fn allowance(&self, rule: &Rule, at: Moment) -> Option<&Allowance> {
        let stands = |until: Option<Moment>| until.is_none_or(|until| !until.surely_before(at));
        self.allowed.iter().find(|a| rule.is_called(&a.rule) && stands(a.until))
    }

    /// Tells whether the user put this tag on the person; a category of an address book says no such thing.
    pub fn is_tagged(&self, tag: &str) -> bool {
        self.tagged_at(tag).is_some()
    }

    /// Returns when the user put this tag on the person.
    pub fn tagged_at(&self, tag: &str) -> Option<Moment> {
        self.tags.iter().find(|(t, _)| t.eq_ignore_ascii_case(tag)).map(|(_, at)| *at)
    }

    /// Returns the user's own tags on the person, in the order in which they were put.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().map(|(tag, _)| tag.as_str())
    }

    /// Returns the ring in which the user put them: 5, 15, 50, 150.
    pub const fn layer(&self) -> Option<u16> {
        self.layer
    }

    /// Returns the last word or meeting of either side.
    pub fn last_contact(&self) -> Option<Moment> {
        [self.last_in, self.last_out, self.last_met].into_iter().flatten().max_by_key(|at| at.order())
    }

    /// Tells whether they asked for peace, declined something, have had their tries, or one of few still rests.
    pub fn is_left_in_peace(&self, at: Moment) -> bool {
        let rests = self.rest_until.is_some_and(|until| at.surely_before(until));
        let fresh = |last: &Attempt| last.last.shortest_until(at) < self.rest;
        let tried = self.cycle.len() >= self.enough || self.cycle.last().is_some_and(fresh);
        self.stop.is_some() || rests || !self.refusals.is_empty() || tried
    }

    /// Returns the fold's summary of the timeline, for showing closeness and trend.
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Tells whether the two work in one house, where much is answered in person.
    pub fn is_colleague(&self) -> bool {
        let role = matches!(self.known.role, Some(Role::Boss | Role::Report | Role::Peer));
        role || self.known.employer == Employer::Same
    }

    /// Returns the patience that a tie of this level asks for.
    pub const fn gap(level: TieLevel, settings: &Settings) -> Span {
        Span::days(match level {
            TieLevel::None | TieLevel::Known => settings.gap_days,
            TieLevel::Active => settings.gap_active_days,
            TieLevel::Close => settings.gap_close_days,
        })
    }

    /// Returns the signs that the tie has become personal too, each once, in order of time.
    ///
    /// Where the user said that the tie is professional and no more, only what came after counts as news;
    /// where they said that it is personal, nothing does.
    pub fn growth(&self, settings: &Settings) -> Vec<Evidence> {
        let signs = self.signs(settings);
        let last = signs.iter().filter_map(|e| e.at).max_by_key(|at| at.order());
        if last.and_then(|at| self.stated_tie(at)).is_some_and(Tie::is_personal) {
            return Vec::new();
        }
        let newest = last.map(Moment::order);
        let denied = self.is.last().filter(|(tie, ..)| !tie.is_personal()).map(|(.., said)| said.order());
        if denied.is_some_and(|said| newest.is_none_or(|n| n <= said)) { Vec::new() } else { signs }
    }

    /// Tells whether the tie came through work, as far as the first contacts show: it was one of work alone
    /// for a season. A friend from the first who has a work address as well did not come that way.
    pub fn came_through_work(&self) -> bool {
        match (self.first_work, self.first_private) {
            (Some(work), Some(private)) => work.shortest_until(private) >= SEASON,
            (work, _) => work.is_some(),
        }
    }

    fn signs(&self, settings: &Settings) -> Vec<Evidence> {
        let mut signs: Vec<Evidence> = Vec::new();
        signs.extend(self.came_private.clone());
        let hours = self.minutes / 60;
        if i64::try_from(hours).unwrap_or(i64::MAX) >= settings.growth_hours {
            signs.push(Evidence { at: self.last_met, ..Evidence::fact(format!("{hours} hours together")) });
        }
        let enough = usize::try_from(settings.growth_meetings).unwrap_or(usize::MAX);
        if let Some(last) = self.outside.last().filter(|_| self.outside.len() >= enough) {
            let what = format!("{} meetings outside work", self.outside.len());
            signs.push(Evidence { what, ..last.clone() });
        }
        signs.extend(self.accepted_private.clone());
        // It grew when the last sign came, whichever that was.
        signs.sort_by_key(|sign| sign.at.map(Moment::order));
        signs
    }

    /// Tells whether enough signs speak for a personal side.
    pub fn has_grown(&self, settings: &Settings) -> bool {
        self.growth(settings).len() >= 2
    }

    /// Returns when the tie became personal, where that is news: it came through work, and the user has not said so.
    pub fn growth_news(&self, settings: &Settings, at: Moment) -> Option<Moment> {
        let signs = self.growth(settings);
        let is = self.relationship(at);
        let came = is.professional.stated || self.came_through_work();
        let news = signs.len() >= 2 && is.professional.fact().yes() && came && !is.family;
        signs.into_iter().filter_map(|sign| sign.at).max_by_key(|at| at.order()).filter(|_| news)
    }

    /// Returns until when they are away, where that is after a moment.
    pub fn away_until(&self, at: Moment) -> Option<Moment> {
        self.away.filter(|until| at.surely_before(*until))
    }

    /// Tells whether somebody else in the network may be the same person; then silence may be no silence.
    pub const fn has_twin(&self) -> bool {
        self.known.twin
    }

    /// Returns the sources' reach, for saying what is not known.
    pub fn coverage(&self) -> &[Coverage] {
        &self.coverage
    }
}

/// Shorter, and both sides began together: Hall 2018 counts weeks, not days, from acquaintance to friend.
const SEASON: Span = Span::days(60);

/// Tells whether a meeting place is outside work.
const fn is_outside(venue: Option<Venue>) -> bool {
    matches!(venue, Some(Venue::Restaurant | Venue::Home | Venue::FamilyEvent | Venue::Gym))
}

/// Folds a whole timeline up to a moment, that moment included.
///
/// Of what comes after it only the next meeting is taken: a calendar tells it beforehand.
pub fn fold<'a>(
    mut standing: Standing,
    events: impl IntoIterator<Item = &'a crate::timeline::Event>,
    until: Moment,
) -> Standing {
    let mut events = events.into_iter();
    for event in events.by_ref() {
        if until.surely_before(event.at) {
            standing.foresee(event);
            break;
        }
        standing.see(event);
    }
    events.for_each(|event| standing.foresee(event));
    standing
}
