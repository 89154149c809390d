//! One case: an approach, and what was known before it.

use super::channel::Channel;
use super::holds::Holds;
use super::life::{Event, Life, Lives};
use super::when::When;
use comity_world::truth::{Outcome, Purpose, Role, Said, Spell, Tie, Topic};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Hint,
    Warn,
    Error,
    Stop,
}

/// The facts of which a rule makes its finding: all must hold.
pub(crate) struct Question {
    pub(crate) rule: &'static str,
    pub(crate) level: Level,
    pub(crate) facts: Vec<(&'static str, Holds)>,
}

/// What comes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// One fact alone stood against it, and all others are sure.
    Near(&'static str),
    No,
    /// The pages or the files leave it open; the fact that does.
    Either(&'static str),
    Fires,
}

impl Question {
    pub(crate) fn new(rule: &'static str, level: Level) -> Self {
        Self { rule, level, facts: Vec::new() }
    }

    /// Adds a fact that must hold.
    pub(crate) fn needs(mut self, name: &'static str, holds: impl Into<Holds>) -> Self {
        self.facts.push((name, holds.into()));
        self
    }

    pub(crate) fn answer(&self) -> Answer {
        let are = |wanted: Holds| {
            self.facts.iter().filter(move |(_, holds)| *holds == wanted).map(|(name, _)| *name)
        };
        let (mut against, mut open) = (are(Holds::No), are(Holds::Either));
        match (against.next(), against.next(), open.next()) {
            (Some(one), None, None) => Answer::Near(one),
            (Some(_), _, _) => Answer::No,
            (None, _, Some(fact)) => Answer::Either(fact),
            (None, _, None) => Answer::Fires,
        }
    }
}

/// An approach of the user's to one person, with the world in which it happened.
pub(crate) struct Case<'a> {
    pub(crate) lives: &'a Lives,
    pub(crate) life: &'a Life,
    /// The place of the approach in the life; the number of events for the end.
    pub(crate) place: usize,
    pub(crate) event: &'a Event,
    /// The user told beforehand what each tie is.
    pub(crate) is_stated: bool,
}

impl<'a> Case<'a> {
    /// Returns the events before the case, latest first, and how surely each was before it.
    pub(crate) fn past(&self) -> impl Iterator<Item = (&'a Event, Holds)> + use<'a> {
        let (when, place) = (self.event.when, self.place);
        let events = self.life.events.iter().enumerate().rev();
        events
            .filter(move |(n, _)| *n != place)
            .map(move |(_, e)| (e, e.when.before(when)))
            .filter(|(_, b)| *b != Holds::No)
    }

    /// Returns the notes of what came of something, before the case.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (&'a Event, Holds)> + use<'a> {
        let (when, life) = (self.event.when, self.life);
        let marks = life.marks.iter().map(move |n| &life.events[*n]);
        marks.map(move |e| (e, e.when.before(when))).filter(|(_, order)| *order != Holds::No)
    }

    /// Tells whether something happened before the case and after a moment.
    pub(crate) fn since(&self, since: When, is: impl Fn(&Event) -> Holds) -> Holds {
        Holds::any(self.past().map(|(e, before)| before & since.before(e.when) & is(e)))
    }

    /// Tells whether something ever happened before the case.
    pub(crate) fn ever(&self, is: impl Fn(&Event) -> Holds) -> Holds {
        Holds::any(self.past().map(|(e, before)| before & is(e)))
    }

    pub(crate) fn tie(&self) -> Option<Spell> {
        self.life.person.tie(self.event.at)
    }

    /// Tells whether there is a tie of private life, family among it.
    pub(crate) fn is_friend(&self) -> bool {
        self.tie().is_some_and(|tie| tie.personal || tie.family)
    }

    pub(crate) fn is_professional(&self) -> bool {
        self.tie().is_some_and(|tie| tie.professional)
    }

    /// Tells whether the user said something of the person that holds of all times, as what they say without
    /// a `since` does.
    pub(crate) fn said(&self, is: impl Fn(&Said) -> bool) -> Holds {
        self.life.words.iter().any(|w| is(&w.said)).into()
    }

    /// Returns the role that the user stated at any time.
    pub(crate) fn role(&self) -> Option<Role> {
        self.life.words.iter().rev().find_map(|w| match w.said {
            Said::Role { role } => Some(role),
            _ => None,
        })
    }

    /// Tells whether it was stated by then that the tie should become professional.
    pub(crate) fn hopes_for_work(&self) -> Holds {
        let hoped =
            self.life.words.iter().rev().filter(|w| w.at <= self.event.at).find_map(|w| match w.said {
                Said::Hoped { tie } => Some((w.at, tie)),
                _ => None,
            });
        match hoped {
            Some((at, Tie::Professional)) => When::exactly(at).before(self.event.when),
            Some((_, Tie::Both)) => Holds::Either,
            _ => Holds::No,
        }
    }

    /// Tells whether the approach is about work, as far as anyone said.
    pub(crate) fn is_about_work(&self) -> Holds {
        match (self.event.topic, self.event.purpose) {
            (Some(topic), _) => (topic == Topic::Professional).into(),
            (None, Some(Purpose::Pitch | Purpose::Promote)) => Holds::Yes,
            _ => Holds::No,
        }
    }

    /// Tells whether the user allowed the person's case of a rule.
    pub(crate) fn is_allowed(&self, code: &str) -> Holds {
        let name = super::name(code);
        self.said(|said| matches!(said, Said::Allow { rule, .. } if rule == code || rule == name))
    }

    /// Tells whether the person's door stood open: they used it, pointed to it, or accepted the user there.
    pub(crate) fn is_open(&self) -> Holds {
        let door = &self.event.channel;
        self.ever(|e| {
            let used = if e.channel.same_door(door) { e.hears } else { Holds::No };
            let tied = Holds::from(e.tied && e.channel.same_house(door));
            let pointed = Holds::from(e.redirect.as_ref().is_some_and(|r| r.same_door(door)));
            match used | tied | pointed {
                Holds::No => Holds::No,
                opened => opened & !self.closed_since(e.when, door),
            }
        })
    }

    fn closed_since(&self, since: When, door: &Channel) -> Holds {
        let shuts = |e: &Event| e.outcome != Some(Outcome::Away) && e.channel.same_door(door);
        let marks = self.marks().filter(|(e, _)| shuts(e));
        Holds::any(marks.map(|(e, order)| order & since.before(e.when)))
    }

    /// Tells whether they wrote, on whatever channel, after a moment.
    pub(crate) fn wrote_since(&self, since: When) -> Holds {
        self.since(since, |e| if is_mark(e) { Holds::No } else { e.hears })
    }

    /// Tells whether the approach goes on with one of the user's on the same door within hours.
    pub(crate) fn goes_on(&self) -> Holds {
        // Three days are more than any doubt about the hour.
        let lately = self.past().take_while(|(e, _)| e.at > self.event.at - 3 * super::when::DAY);
        Holds::any(lately.map(|(e, order)| {
            let same = Holds::from(e.channel.same_door(&self.event.channel));
            order & e.opens & same & e.when.within(super::attempts::ONE, self.event.when)
        }))
    }

    /// Tells whether the person has asked to be left alone, and not written since.
    pub(crate) fn must_stop(&self) -> Holds {
        let stops = self.marks().filter(|(e, _)| e.outcome == Some(Outcome::Stop));
        Holds::any(stops.map(|(e, order)| order & !self.wrote_since(e.when)))
    }

    /// What is found of a door that they opened themselves afterwards is a hint.
    pub(crate) fn level(&self, level: Level) -> Level {
        if self.event.act == comity_world::truth::Act::Request && self.event.accepted {
            Level::Hint
        } else {
            level
        }
    }
}

/// Tells whether an event is a note of what came of something, rather than a contact of its own.
pub(crate) fn is_mark(event: &Event) -> bool {
    matches!(event.outcome, Some(Outcome::Declined | Outcome::Redirected | Outcome::Stop | Outcome::Away))
}
