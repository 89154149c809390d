//! The fold: one event into the standing.

use super::attempt::{Attempt, Override, Refusal, Request};
use super::door::{Closing, Use, one_per_person};
use super::gesture::Heard;
use super::{Standing, Theirs, is_outside};
use crate::approach::{Approach, Purpose, Via};
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::infer::Seen;
use crate::infer::chance::Kind;
use crate::interaction::{Act, Automation, Outcome, PartyRole, SubjectMark};
use crate::relationship::Level as TieLevel;
use crate::rule::Evidence;
use crate::statement::{Logged, Said};
use crate::time::{Moment, Span};
use crate::timeline::{Contact, Event, What};

/// In a larger round, nobody is met or answered in person.
pub(super) const ROUND: u32 = 25;
/// Up to so many people, a meeting is time spent together.
const SMALL_MEETING: u32 = 4;
/// A chat goes on for two weeks after their last word, even where the source tells no conversation.
pub(super) const CHAT: Span = Span::days(14);
/// A label or a statement makes a side this sure; the provider of an address alone does not.
const TOLD: f64 = 0.95;
/// A notice of failure belongs to what was sent at most so long before.
const BOUNCE: Span = Span::days(5);

impl Standing {
    /// Takes one event; events come in order.
    pub fn see(&mut self, event: &Event) {
        match &event.what {
            What::Out(contact) => self.see_out(event, contact),
            What::In(contact) => self.see_in(event, contact),
            What::Both(contact) => self.see_both(event, contact),
            What::Logged(logged) => self.see_logged(event, logged),
            What::Said(Said::Hoped(tie)) => self.known.hoped = Some((*tie, event.at)),
            What::Said(Said::Wish(via)) => {
                self.wish = Some((via.clone(), event.at));
                self.cycle.clear();
            }
            What::Said(Said::RestUntil(until)) => self.rest_until = Some(*until),
            What::Said(_) => {}
        }
    }

    /// Returns the approach that an event is, if it is one: hand-made, to few, opening something.
    ///
    /// To be asked before [`Standing::see`] takes the event.
    pub fn approach_in(&self, event: &Event) -> Option<Approach> {
        match &event.what {
            What::Out(c) if self.opens(event.at, c) => {
                let mut approach = Approach::new(Via::Handle(c.handle.clone()), purpose_of(c), event.at);
                approach.thread = c.thread.or(c.subject);
                approach.venue = c.venue;
                approach.audience = c.audience.max(1);
                // LinkedIn's own list of invitations holds their notes; where no other tells one, there may be one.
                approach.note = (c.note || c.platform == Platform::LinkedIn).then_some(c.note);
                Some(approach)
            }
            What::Logged(l)
                if !l.inbound && tells_an_approach(l) && !self.is_outcome_of_earlier(event.at, l) =>
            {
                let purpose = l.purpose.unwrap_or(Purpose::Message);
                let approach = Approach::new(l.via.clone(), purpose, event.at);
                Some(Approach { said_topic: l.topic, size: l.size, venue: l.venue, ..approach })
            }
            _ => None,
        }
    }

    /// Tells whether an outbound contact opens something, rather than answering.
    fn opens(&self, at: Moment, c: &Contact) -> bool {
        c.automation == Automation::Human
            && matches!(c.act, Act::Message | Act::Request | Act::Call)
            && c.role == PartyRole::To
            && c.audience <= self.audience
            && !self.answers(at, c)
            && !self.goes_on(at, c)
    }

    /// Tells whether the contact is still the attempt before it: the same channel within a few hours.
    fn goes_on(&self, at: Moment, c: &Contact) -> bool {
        self.cycle.last().is_some_and(|a| {
            let channel = match &a.handle {
                Some(handle) if !one_per_person(c.platform) => *handle == c.handle,
                _ => a.platform.same_house(c.platform),
            };
            channel
                && (a.purpose == Some(Purpose::Connect)) == (c.act == Act::Request)
                && a.last.shortest_until(at) < self.burst
        })
    }

    /// Tells whether an outbound contact answers something that the person sent.
    fn answers(&self, at: Moment, c: &Contact) -> bool {
        if c.act == Act::Request {
            return false;
        }
        // An answer to what another of the round sent opens nothing with this person either.
        if c.answers.as_ref().is_some_and(|key| !self.sent.contains(key)) {
            return true;
        }
        let talks: Vec<_> = conversations(c).filter_map(|id| self.talks.get(&id)).collect();
        let theirs = |t: &&super::Talk| {
            let waiting = match (t.last_in, t.last_out) {
                (Some(seen), Some(sent)) => sent.order() <= seen.order(),
                (seen, _) => seen.is_some(),
            };
            let fresh = t.last_in.is_some_and(|seen| seen.shortest_until(at) <= self.answer);
            waiting && (fresh || c.mark == SubjectMark::Reply)
        };
        if talks.iter().any(theirs) {
            return true;
        }
        self.answers_unseen(c)
            || c.thread.is_none() && one_per_person(c.platform) && self.chat_is_theirs(at, c.platform)
    }

    /// Tells whether a "Re:" answers what no source holds.
    ///
    /// Where the file says what it answers, that decides, so that a nudge below one's own mail stays one.
    fn answers_unseen(&self, c: &Contact) -> bool {
        let theirs = |id| self.talks.get(&id).is_some_and(|t| t.last_in.is_some());
        c.mark == SubjectMark::Reply
            && c.answers.as_ref().is_none_or(|key| !self.sent.contains(key))
            && !conversations(c).any(theirs)
    }

    /// Tells whether the last word on a platform without conversations was theirs, and not long ago.
    fn chat_is_theirs(&self, at: Moment, platform: Platform) -> bool {
        self.uses.iter().filter(|(p, _)| p.same_house(platform)).any(|(_, used)| {
            let fresh = used.last_in.is_some_and(|seen| seen.shortest_until(at) <= CHAT);
            let last = match (used.last_in, used.last_out) {
                (Some(seen), Some(sent)) => sent.order() <= seen.order(),
                _ => true,
            };
            fresh && last
        })
    }

    fn see_out(&mut self, event: &Event, c: &Contact) {
        let human = c.automation == Automation::Human;
        let answered = self.answers(event.at, c);
        let level_then = self.level(event.at);
        self.observe(event.at, true, c, answered);
        if !human {
            return;
        }
        if self.answers_unseen(c) && c.audience <= 1 && c.role == PartyRole::To {
            self.had_written(event.at, c);
        }
        if self.opens(event.at, c) {
            let tie = self.relationship(event.at);
            if c.act == Act::Request {
                self.requests.push(Request {
                    at: event.at,
                    platform: c.platform,
                    key: event.key.clone(),
                    accepted: None,
                    declined: None,
                    tie_then: tie.personal.fact(),
                    sure: c.sure,
                });
            }
            // What is passed on asks for no answer, and of several people none in particular is asked.
            if purpose_of(c) != Purpose::Give && c.audience <= 1 {
                let fresh = Attempt { level_then, ..attempt(event, c) };
                let kind = self.kind_of(&fresh, &tie, self.sphere_of(c.platform, Some(&c.handle)));
                self.begin_attempt(Attempt { kind, ..fresh });
            }
        } else if self.goes_on(event.at, c)
            && !answered
            && let Some(attempt) = self.cycle.last_mut()
        {
            attempt.last = event.at;
        }
        self.gestures.wrote(event.at, self.burst);
        self.theirs = None;
        self.sent.insert(event.key.clone());
        for id in conversations(c) {
            self.talks.entry(id).or_default().last_out = Some(event.at);
        }
        let used = self.used(c.platform, Some(&c.handle));
        used.first_out.get_or_insert(event.at);
        used.last_out = Some(event.at);
        self.last_out = Some(event.at);
    }

    fn see_in(&mut self, event: &Event, c: &Contact) {
        match c.automation {
            Automation::Human => {}
            Automation::Bounce => return self.see_bounce(event.at, c),
            Automation::Away => return self.see_away(event.at, c.platform),
            _ => return self.observe(event.at, false, c, false),
        }
        if self.they_open(event.at, c) {
            let known = self.level(event.at) != TieLevel::None;
            self.theirs = Some(Theirs { at: event.at, key: event.key.clone(), known, question: false });
        }
        self.observe(event.at, false, c, false);
        for id in conversations(c) {
            self.talks.entry(id).or_default().last_in = Some(event.at);
        }
        if c.audience <= ROUND {
            self.settle(event.at, Some(c));
            self.gestures.heard();
            self.clock.heard(event.at);
            self.came(event.at, c.platform, Some(&c.handle), c.audience <= self.audience, c.sure);
        }
    }

    /// They had written, as the user's answer tells, although no source holds it.
    ///
    /// Speaks for the tie and against a silence, but opens no door that they closed.
    fn had_written(&mut self, at: Moment, c: &Contact) {
        self.observe(at, false, c, false);
        self.unseen = true;
        self.cycle.clear();
    }

    /// They made contact in person: attempts are answered and the door is open.
    fn came(&mut self, at: Moment, platform: Platform, handle: Option<&Handle>, to_me: bool, sure: bool) {
        self.cycle.clear();
        self.last_in = Some(at);
        // Who asked to be left alone and then writes has opened the door again.
        self.stop = self.stop.filter(|_| !to_me);
        if !to_me {
            return;
        }
        self.away = None;
        let private = self.sphere_of(platform, handle) == Sphere::Personal && self.is_told(platform, handle);
        let used = self.used(platform, handle);
        used.ins += 1;
        used.first_in.get_or_insert(at);
        used.last_in = Some(at);
        let first = used.first_out.is_none() && used.connected.is_none();
        if private && first && self.came_private.is_none() {
            let what = format!("they wrote first by {}", platform.shown());
            self.came_private = Some(Evidence { sure, ..Evidence::dated(at, what) });
        }
    }

    fn see_bounce(&mut self, at: Moment, c: &Contact) {
        let failed =
            |a: &Attempt| a.handle.as_ref() == Some(&c.handle) && a.last.shortest_until(at) <= BOUNCE;
        self.cycle.retain(|a| !failed(a));
        self.used(c.platform, Some(&c.handle)).bounced = Some(at);
    }

    fn see_away(&mut self, at: Moment, platform: Platform) {
        if let Some(attempt) = self.cycle.iter_mut().rev().find(|a| a.platform.same_house(platform)) {
            // The notice does not tell us until when, so patience starts with it.
            attempt.last = at;
        }
    }

    fn see_both(&mut self, event: &Event, c: &Contact) {
        if c.act == Act::Meeting && c.role != PartyRole::Invited {
            let first = c.audience <= SMALL_MEETING && !self.level(event.at).is_alive();
            self.gestures.met(event, first, false);
            self.theirs = None;
        }
        self.observe(event.at, false, c, false);
        match c.act {
            Act::Meeting if c.role != PartyRole::Invited && c.audience <= ROUND => {
                self.met(event, c.venue, c.audience, u64::from(c.minutes.unwrap_or(0)));
            }
            Act::Connected => {
                let private = self.sphere_of(c.platform, Some(&c.handle)) == Sphere::Personal;
                let mut asked = false;
                for request in self.requests.iter_mut().filter(|r| r.platform.same_house(c.platform)) {
                    request.accepted.get_or_insert(event.at);
                    asked = true;
                }
                if private && asked && self.accepted_private.is_none() {
                    let what = format!("they accepted your request on {}", c.platform.shown());
                    self.accepted_private =
                        Some(Evidence { sure: c.sure, ..Evidence::dated(event.at, what) }.of(&event.key));
                }
                self.used(c.platform, Some(&c.handle)).connected = Some((event.at, event.key.clone()));
                self.settle(event.at, None);
                self.cycle.clear();
            }
            _ => {}
        }
    }

    fn met(&mut self, event: &Event, venue: Option<crate::approach::Venue>, audience: u32, minutes: u64) {
        self.cycle.clear();
        self.last_met = Some(event.at);
        if audience <= SMALL_MEETING {
            self.minutes += minutes;
        }
        if is_outside(venue) && audience <= SMALL_MEETING {
            self.outside.push(Evidence::dated(event.at, "met outside work").of(&event.key));
        }
    }

    fn see_logged(&mut self, event: &Event, l: &Logged) {
        let platform = l.via.platform();
        let handle = self.handle_of(&l.via);
        let level_then = self.level(event.at);
        self.minutes += u64::from(l.hours.unwrap_or(0)) * 60;
        let open = self.cycle.iter().any(|a| a.purpose == Some(Purpose::Ask));
        let earlier = self.is_outcome_of_earlier(event.at, l);
        let heard = Heard { open_ask: open, first: !level_then.is_alive(), earlier };
        self.gestures.told(event, l, heard);
        self.hear_told(event, l);
        self.observe_logged(event.at, l, handle.as_ref());
        if l.inbound {
            self.settle(event.at, None);
            self.came(event.at, platform, handle.as_ref(), true, true);
        } else if tells_an_approach(l) && !earlier {
            self.begin_logged(event, l, handle.as_ref(), level_then);
        }
        if platform == Platform::InPerson {
            self.met(event, l.venue, 1, 0);
        }
        if let Some(reason) = &l.override_reason {
            let purpose = l.purpose.unwrap_or(Purpose::Message);
            self.overrides.push(Override { at: event.at, purpose, platform, reason: reason.clone() });
        }
        if let Some(outcome) = l.outcome {
            self.came_of(event, l, outcome, handle.as_ref());
        }
        if let (Some(until), true) = (l.until, l.outcome != Some(Outcome::Away)) {
            self.rest_until = Some(until);
        }
    }

    /// Tells whether a told outcome belongs to an attempt that is already known.
    fn is_outcome_of_earlier(&self, at: Moment, l: &Logged) -> bool {
        let open = |a: &Attempt| a.platform.same_house(l.via.platform()) && a.first.order() < at.order();
        let request = |r: &Request| r.is_open() && r.platform.same_house(l.via.platform());
        l.outcome.is_some()
            && l.override_reason.is_none()
            && (self.cycle.iter().any(open) || self.requests.iter().any(request))
    }

    fn begin_logged(&mut self, event: &Event, l: &Logged, handle: Option<&Handle>, level_then: TieLevel) {
        let purpose = l.purpose.unwrap_or(Purpose::Message);
        if purpose == Purpose::Connect {
            let tie_then = self.relationship(event.at).personal.fact();
            let key = event.key.clone();
            let platform = l.via.platform();
            self.requests.push(Request {
                at: event.at,
                platform,
                key,
                accepted: None,
                declined: None,
                tie_then,
                sure: true,
            });
        }
        if l.via.platform() != Platform::InPerson && !purpose.is_kind() {
            let fresh = Attempt {
                first: event.at,
                last: event.at,
                platform: l.via.platform(),
                medium: l.via.medium(),
                handle: handle.cloned(),
                purpose: l.purpose,
                topic: l.topic,
                conversation: None,
                key: event.key.clone(),
                stated: true,
                sure: true,
                away_until: None,
                ignored: false,
                level_then,
                kind: Kind::default(),
            };
            let kind =
                self.kind_of(&fresh, &self.relationship(event.at), self.sphere_of(l.via.platform(), handle));
            self.begin_attempt(Attempt { kind, ..fresh });
        }
        let used = self.used(l.via.platform(), handle);
        used.first_out.get_or_insert(event.at);
        used.last_out = Some(event.at);
        self.last_out = Some(event.at);
    }

    fn came_of(&mut self, event: &Event, l: &Logged, outcome: Outcome, handle: Option<&Handle>) {
        let (at, platform) = (event.at, l.via.platform());
        match outcome {
            Outcome::Replied | Outcome::Met => {
                self.settle(at, None);
                self.came(at, platform, handle, true, true);
            }
            Outcome::Accepted => {
                self.accept(at, platform);
                self.settle(at, None);
                self.used(platform, handle).accepted = Some(at);
                if self.sphere_of(platform, handle) == Sphere::Personal && self.accepted_private.is_none() {
                    self.accepted_private =
                        Some(Evidence::dated(at, format!("they said yes on {}", platform.shown())));
                }
                self.cycle.clear();
            }
            Outcome::Ignored => {
                if let Some(a) = self.cycle.iter_mut().rev().find(|a| a.platform.same_house(platform)) {
                    a.ignored = true;
                }
            }
            Outcome::Declined => {
                for request in
                    self.requests.iter_mut().filter(|r| r.is_open() && r.platform.same_house(platform))
                {
                    request.declined = Some(at);
                }
                let asked = self.cycle.iter().rev().find(|a| a.platform.same_house(platform));
                let purpose = l.purpose.or(asked.and_then(|a| a.purpose));
                let topic = l.topic.or(asked.and_then(|a| a.topic));
                self.refusals.push(Refusal { at, purpose, topic, via: l.via.clone() });
                self.close(at, l, false);
                self.refuse(at);
                self.cycle.clear();
            }
            Outcome::Redirected => {
                self.close(at, l, true);
                self.cycle.clear();
            }
            Outcome::Bounced => {
                self.cycle
                    .retain(|a| !(a.platform.same_house(platform) && a.last.longest_until(at) <= BOUNCE));
                self.used(platform, handle).bounced = Some(at);
            }
            Outcome::Away => {
                self.away = l.until;
                if let Some(a) = self.cycle.iter_mut().rev().find(|a| a.platform.same_house(platform)) {
                    a.away_until = l.until;
                }
            }
            Outcome::Stop => {
                self.stop = Some(at);
                self.refuse(at);
                self.cycle.clear();
            }
        }
    }

    fn accept(&mut self, at: Moment, platform: Platform) {
        for request in self.requests.iter_mut().filter(|r| r.platform.same_house(platform)) {
            request.accepted.get_or_insert(at);
        }
    }

    fn close(&mut self, at: Moment, l: &Logged, redirected: bool) {
        let to = l.redirect.clone();
        self.closings.push(Closing { via: l.via.clone(), at, to, redirected, sure: true });
    }

    /// Adds an attempt; after a long rest a new cycle begins.
    fn begin_attempt(&mut self, attempt: Attempt) {
        if self.cycle.last().is_some_and(|a| a.last.longest_until(attempt.first) >= self.rest) {
            self.give_up(attempt.first);
            self.cycle.clear();
        }
        self.cycle.push(attempt);
    }

    /// Returns how a channel was used so far; house by house, address by address.
    fn used(&mut self, platform: Platform, handle: Option<&Handle>) -> &mut Use {
        let same = |(p, used): &(Platform, Use)| match handle {
            Some(h) if !one_per_person(platform) => used.handle.as_ref() == Some(h),
            None if !one_per_person(platform) => *p == platform && used.handle.is_none(),
            _ => p.same_house(platform),
        };
        let place = self.uses.iter().position(same).unwrap_or_else(|| {
            self.uses.push((platform, Use { handle: handle.cloned(), ..Use::default() }));
            self.uses.len() - 1
        });
        &mut self.uses[place].1
    }

    /// Returns the one handle that a channel can mean, if it is one.
    fn handle_of(&self, via: &Via) -> Option<Handle> {
        if let Via::Handle(handle) = via {
            return Some(handle.clone());
        }
        let fitting: Vec<_> = self.doors().into_iter().filter(|d| d.fits(via)).collect();
        match fitting.as_slice() {
            [only] => only.handle.clone(),
            _ => None,
        }
    }

    /// Returns the sphere of a channel of this person.
    pub(super) fn sphere_of(&self, platform: Platform, handle: Option<&Handle>) -> Sphere {
        let place = handle.and_then(|h| self.whose.handles.iter().position(|(own, _)| own == h));
        place.and_then(|p| self.spheres.get(p)).map_or(platform.usual_sphere(), |b| b.sphere)
    }

    /// Tells whether the side of a channel is more than a guess from the provider of a mail address.
    fn is_told(&self, platform: Platform, handle: Option<&Handle>) -> bool {
        let place = handle.and_then(|h| self.whose.handles.iter().position(|(own, _)| own == h));
        let sure = place.and_then(|p| self.spheres.get(p)).is_some_and(|b| b.probability >= TOLD);
        platform != Platform::Email || sure
    }

    fn observe(&mut self, at: Moment, out: bool, c: &Contact, answered: bool) {
        let sphere = self.sphere_of(c.platform, Some(&c.handle));
        // A tie on a platform is no word: people connect with friends on professional networks as well.
        let side = match c.act {
            Act::Meeting if is_outside(c.venue) => Sphere::Personal,
            Act::Meeting => c.venue.map_or(Sphere::Unknown, crate::approach::Venue::sphere),
            Act::Message | Act::Call => sphere,
            _ => Sphere::Unknown,
        };
        self.begin_side(at, side);
        self.tally.observe(Seen {
            at,
            out,
            platform: c.platform,
            medium: c.medium,
            sphere,
            act: c.act,
            human: c.automation == Automation::Human,
            audience: c.audience,
            one_to_one: c.audience <= 1 && c.role == PartyRole::To,
            writer_hour: at.writer_hour(),
            venue: c.venue,
            minutes: c.minutes,
            answered,
            own: c.own,
            letters: c.letters,
            mark: c.mark,
        });
    }

    /// Notes the first contact on each side of life.
    fn begin_side(&mut self, at: Moment, side: Sphere) {
        match side {
            Sphere::Professional => drop(self.first_work.get_or_insert(at)),
            Sphere::Personal => drop(self.first_private.get_or_insert(at)),
            _ => {}
        }
    }

    fn observe_logged(&mut self, at: Moment, l: &Logged, handle: Option<&Handle>) {
        let platform = l.via.platform();
        let sphere = self.sphere_of(platform, handle);
        self.begin_side(at, l.venue.map_or(sphere, crate::approach::Venue::sphere));
        let in_person = platform == Platform::InPerson;
        let came = l.inbound || matches!(l.outcome, Some(Outcome::Replied | Outcome::Met));
        let act = match (in_person, l.purpose, l.via.medium()) {
            (true, ..) => Act::Meeting,
            (_, Some(Purpose::Connect), _) => Act::Request,
            (_, _, Medium::Phone | Medium::VoiceMail) => Act::Call,
            _ => Act::Message,
        };
        let seen = |out| Seen {
            at,
            out,
            platform,
            medium: l.via.medium(),
            sphere,
            act,
            human: true,
            audience: 1,
            one_to_one: true,
            writer_hour: None,
            venue: l.venue,
            minutes: l.hours.map(|h| h * 60),
            answered: false,
            own: Sphere::Unknown,
            letters: None,
            mark: SubjectMark::None,
        };
        if !l.inbound {
            self.tally.observe(seen(true));
        }
        if came && !in_person {
            self.tally.observe(seen(false));
        }
    }
}

/// Returns what a contact is for, as far as the act itself tells: what is passed on is given.
const fn purpose_of(c: &Contact) -> Purpose {
    match (c.act, c.mark) {
        (Act::Request, _) => Purpose::Connect,
        (_, SubjectMark::Forward) => Purpose::Give,
        _ => Purpose::Message,
    }
}

/// Returns the attempt that a contact begins.
fn attempt(event: &Event, c: &Contact) -> Attempt {
    Attempt {
        first: event.at,
        last: event.at,
        platform: c.platform,
        medium: c.medium,
        handle: Some(c.handle.clone()),
        purpose: (c.act == Act::Request).then_some(Purpose::Connect),
        topic: None,
        conversation: c.thread.or(c.subject),
        key: event.key.clone(),
        stated: false,
        sure: c.sure,
        away_until: None,
        ignored: false,
        level_then: TieLevel::None,
        kind: Kind::default(),
    }
}

/// Tells whether a log tells what the user did, and not only what came of something untold.
fn tells_an_approach(l: &Logged) -> bool {
    l.purpose.is_some() || matches!(l.outcome, None | Some(Outcome::Ignored))
}

/// Returns the conversations to which a contact belongs: its thread, and its subject.
pub(super) fn conversations(c: &Contact) -> impl Iterator<Item = u64> + use<> {
    // A thread and a subject are hashes of different things; the bit keeps them from meeting by chance.
    [c.thread.map(|t| t | 1), c.subject.map(|s| s & !1)].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use crate::interaction::{Interaction, Party, PartyRole};
    use crate::settings::Settings;
    use crate::standing::{Person, Standing};
    use crate::statement::{Author, Said, Statement};
    use crate::timeline::{Frame, Whose, timeline};
    use crate::{Handle, Moment, Platform};

    /// Tells whether a mail of the user's to a round opens something, given what it answers.
    fn opens(answers: Option<&str>) -> bool {
        let ana = Handle::normal(Platform::Email, "ana@firm.example");
        let mail = |key: &str, at, answers: Option<&str>| Interaction {
            parties: vec![Party { handle: ana.clone(), role: PartyRole::To }],
            audience: 3,
            sent: true,
            answers: answers.map(str::to_owned),
            ..Interaction::message(key.to_owned(), Moment::instant(at), Platform::Email)
        };
        let whose = Whose { name: "Ana".to_owned(), handles: vec![(ana.clone(), true)] };
        let told = [mail("first", 0, None), mail("second", 8 * 86_400, answers)];
        let events = timeline(&whose, &Frame::default(), &told, &[]);
        let person = Person { whose, ..Person::default() };
        let mut standing = Standing::begin(&person, Vec::new().into(), &[], &Settings::default());
        standing.see(&events[0]);
        standing.approach_in(&events[1]).is_some()
    }

    #[test]
    fn an_answer_to_another_of_the_round_opens_nothing() {
        assert!(opens(None));
        assert!(opens(Some("first")));
        assert!(!opens(Some("what bea sent to all")));
    }

    /// Begins a standing with what the user said on the ninth day.
    fn told(person: &Person, said: Said) -> Standing {
        let said = Statement {
            id: 1,
            at: Moment::instant(9 * 86_400),
            author: Author("you".to_owned()),
            about: Vec::new(),
            said,
            undone_by: None,
        };
        Standing::begin(person, Vec::new().into(), &[&said], &Settings::default())
    }

    #[test]
    fn a_category_of_the_address_book_is_no_word_of_the_users() {
        let known = crate::infer::Known { tags: vec!["Sensitive".to_owned()], ..Default::default() };
        let person = Person { known, ..Person::default() };
        assert!(!told(&person, Said::Separate(false)).is_tagged("sensitive"));
        let tagged = told(&person, Said::Tag("sensitive".to_owned()));
        assert_eq!(tagged.tagged_at("Sensitive"), Some(Moment::instant(9 * 86_400)));
        assert!(!told(&person, Said::Untag("sensitive".to_owned())).is_tagged("sensitive"));
    }

    #[test]
    fn a_leave_ends_with_its_day() {
        let until = Some(Moment::instant(20 * 86_400));
        let leave = Said::Allow { rule: "neglect".to_owned(), because: "agreed".to_owned(), until };
        let standing = told(&Person::default(), leave);
        let rule = crate::rules::find("neglect").unwrap();
        assert!(standing.allowance(rule, Moment::instant(19 * 86_400)).is_some());
        assert!(standing.allowance(rule, Moment::instant(21 * 86_400)).is_none());
    }
}
