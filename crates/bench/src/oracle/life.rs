//! What happened between the user and one person, and what the user said of them, in the order of time.

use super::channel::Channel;
use super::holds::Holds;
use super::when::When;
use comity_world::truth::{
    Act, Archive, Automation, Contact, Line, Log, Me, Outcome, Person, Platform, Purpose, Said, Spell,
    Sphere, Topic, Venue, Way,
};
use std::collections::{HashMap, HashSet};

/// Above so many in To, a message is a mailing and opens nothing with anybody.
pub(crate) const ROUND: u32 = 5;

/// Which contact or statement an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Contact(u64),
    /// The place among what the user stated.
    Said(usize),
    /// The acceptance of a request.
    Acceptance(u64),
    /// Nothing that happened: what is found at rest.
    Rest,
}

/// One thing that happened, or of which the user told.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) key: Key,
    pub(crate) at: i64,
    pub(crate) when: When,
    pub(crate) act: Act,
    pub(crate) channel: Channel,
    /// The user turned to this person by hand, alone or with few others.
    pub(crate) mine: bool,
    /// It went to this person and nobody else.
    pub(crate) alone: bool,
    /// It is the user's and opens something: an approach.
    pub(crate) opens: Holds,
    /// They turned to the user by hand.
    pub(crate) hears: Holds,
    /// They were the first of the two on this channel.
    pub(crate) is_first: Holds,
    /// They and the user were together.
    pub(crate) together: bool,
    /// They accepted a request, or a tie stands from here on.
    pub(crate) tied: bool,
    pub(crate) accepted: bool,
    pub(crate) bounced: bool,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) topic: Option<Topic>,
    pub(crate) venue: Option<Venue>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) redirect: Option<Channel>,
    pub(crate) overridden: bool,
    pub(crate) minutes: u32,
    /// The user's own address.
    pub(crate) own: Option<String>,
    pub(crate) is_logged: bool,
}

/// What the user said of a person, apart from what happened.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) at: i64,
    pub(crate) said: Said,
}

/// One person's life with the user.
pub(crate) struct Life {
    pub(crate) person: Person,
    pub(crate) events: Vec<Event>,
    pub(crate) words: Vec<Word>,
    pub(crate) rhythm: Rhythm,
    /// They work where the user does.
    pub(crate) is_colleague: bool,
    /// The places of the notes of what came of something.
    pub(crate) marks: Vec<usize>,
}

/// When one heard from the other: what the level of a tie is read from.
#[derive(Default)]
pub(crate) struct Rhythm {
    heard: Vec<i64>,
    perhaps_heard: Vec<i64>,
    wrote: Vec<i64>,
    met: Vec<i64>,
}

/// A tie is active for so long after the last exchange: half a year.
const ACTIVE: i64 = 180 * super::when::DAY;

impl Rhythm {
    fn of(events: &[Event]) -> Self {
        let mut rhythm = Self::default();
        for event in events {
            // A request is no word; whether it makes a tie two-way is a reading.
            match event.hears {
                Holds::Yes if event.act != Act::Request => rhythm.heard.push(event.at),
                Holds::Yes | Holds::Either => rhythm.perhaps_heard.push(event.at),
                Holds::No => {}
            }
            if event.mine && event.act != Act::Request {
                rhythm.wrote.push(event.at);
            }
            if event.together || event.tied {
                rhythm.met.push(event.at);
            }
        }
        rhythm
    }

    /// Tells whether the tie was active: two-way in the last half year.
    pub(crate) fn is_active(&self, at: i64) -> Holds {
        let lately = |times: &[i64]| {
            let end = times.partition_point(|t| *t < at);
            end > 0 && times[end - 1] >= at - ACTIVE
        };
        let ever = |times: &[i64]| times.first().is_some_and(|t| *t < at);
        let (heard, wrote) = (lately(&self.heard), lately(&self.wrote));
        if heard && wrote {
            Holds::Yes
        } else if (heard && ever(&self.wrote)) || lately(&self.perhaps_heard) || lately(&self.met) {
            // One half of the exchange is older; or they only met, or wrote to many.
            Holds::Either
        } else {
            Holds::No
        }
    }
}

/// All lives of a world, and what is the same for all of them.
pub(crate) struct Lives {
    pub(crate) me: Me,
    pub(crate) archives: Vec<Archive>,
    pub(crate) lives: Vec<Life>,
}

impl Lives {
    /// Reads the truth of a world; what no file shows and nobody told is left out.
    ///
    /// Returns `None` where the truth does not say who the user is.
    pub(crate) fn of(lines: Vec<Line>) -> Option<Self> {
        let (mut me, mut archives, mut people, mut stated, mut contacts) =
            (None, Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            match line {
                Line::Me(line) => me = Some(line),
                Line::Archive(archive) => archives.push(archive),
                Line::Person(person) => people.push(person),
                Line::Stated(line) => stated.push(line),
                Line::Contact(contact) => contacts.push(contact),
                Line::Machine(_) => {}
            }
        }
        let now = me.as_ref().map_or(0, |me: &Me| me.now);
        let theirs: HashSet<u64> =
            contacts.iter().filter(|c: &&Contact| c.way == Way::In).map(|c| c.id).collect();
        let bounced: HashSet<u64> = contacts
            .iter()
            .filter(|c| c.automation == Automation::Bounce)
            .filter_map(|c| c.answers)
            .collect();
        let places: HashMap<u32, usize> =
            people.iter().enumerate().map(|(n, p): (usize, &Person)| (p.id, n)).collect();
        let mut lives: Vec<Life> = people
            .into_iter()
            .map(|person| Life {
                is_colleague: me.as_ref().is_some_and(|me| person.employer.as_ref() == Some(&me.employer)),
                person,
                events: Vec::new(),
                words: Vec::new(),
                rhythm: Rhythm::default(),
                marks: Vec::new(),
            })
            .collect();
        for contact in contacts.iter().filter(|c| !c.hidden && c.at <= now) {
            // An answer to anybody in the round opens nothing with the others either.
            let answers = contact.answers.is_some_and(|id| theirs.contains(&id));
            // Of what comes in, the first is who wrote it.
            let with = if contact.way == Way::In {
                &contact.with[..contact.with.len().min(1)]
            } else {
                &contact.with
            };
            for id in with {
                let Some(life) = places.get(id).map(|n| &mut lives[*n]) else { continue };
                life.see(contact, bounced.contains(&contact.id), answers);
            }
        }
        for (place, line) in stated.into_iter().enumerate() {
            let Some(life) = places.get(&line.person).map(|n| &mut lives[*n]) else { continue };
            life.hear(Key::Said(place), line.at, line.said);
        }
        let several = shared(&lives);
        for life in &mut lives {
            life.settle();
            life.doubt(&several);
        }
        Some(Self { me: me?, archives: joined(archives), lives })
    }

    /// Returns a line about somebody, for who looks into a case.
    pub(crate) fn about(&self, id: u32) -> String {
        let Some(life) = self.lives.iter().find(|l| l.person.id == id) else { return format!("{id}") };
        let person = &life.person;
        let doors: Vec<&str> = person.handles.iter().map(|h| h.address.as_str()).collect();
        let ties: Vec<String> = person.ties.iter().map(tie).collect();
        let plot = person.episode.as_ref().map_or_else(String::new, |e| format!("; {} {}", e.rule, e.plot));
        format!("{id} {}, {}, {}{plot}", person.name, ties.join(" then "), doors.join(" "))
    }

    /// Tells whether an answer to an event would have been seen until a later moment.
    pub(crate) fn observed(&self, event: &Event, until: When) -> Holds {
        if event.outcome == Some(Outcome::Ignored) {
            return Holds::Yes;
        }
        let sees = |archive: &&Archive| {
            // An answer to what no file shows, a voice mail, may come by any way.
            let here = event.is_logged || archive.platform == platform_of(&event.channel);
            archive.inbound
                && here
                && (archive.of.is_none() || event.own.is_none() || archive.of == event.own)
        };
        Holds::any(self.archives.iter().filter(sees).map(|archive| {
            if archive.from <= event.at && until.to <= archive.to {
                Holds::Yes
            } else {
                // It ends before the later moment, or within the doubt about it.
                Holds::from(archive.from <= event.at && event.at < archive.to).at_most_either()
            }
        }))
    }
}

/// Returns the addresses that are not one person's: namesakes where a service tells names alone, family mail.
fn shared(lives: &[Life]) -> HashSet<(Platform, String)> {
    let mut seen = HashSet::new();
    let handles = lives.iter().flat_map(|l| &l.person.handles);
    handles.map(|h| (h.platform, h.address.to_lowercase())).filter(|key| !seen.insert(key.clone())).collect()
}

/// Joins archives of one account that follow each other.
fn joined(mut archives: Vec<Archive>) -> Vec<Archive> {
    archives.sort_by_key(|a| a.from);
    let mut whole: Vec<Archive> = Vec::new();
    for next in archives {
        let goes_on = |a: &&mut Archive| {
            (a.platform, &a.of, a.inbound) == (next.platform, &next.of, next.inbound) && next.from <= a.to
        };
        match whole.iter_mut().find(goes_on) {
            Some(archive) => archive.to = archive.to.max(next.to),
            None => whole.push(next),
        }
    }
    whole
}

fn tie(spell: &Spell) -> String {
    let sides =
        [(spell.professional, "professional"), (spell.personal, "personal"), (spell.family, "family")];
    let told: Vec<&str> = sides.iter().filter(|(is, _)| *is).map(|(_, side)| *side).collect();
    if told.is_empty() { "none".to_owned() } else { told.join("+") }
}

fn platform_of(channel: &Channel) -> Platform {
    match channel.service.as_str() {
        "linkedin" => Platform::LinkedIn,
        "facebook" => Platform::Facebook,
        "messenger" => Platform::Messenger,
        "whatsapp" => Platform::WhatsApp,
        "phone" => Platform::Phone,
        "in-person" => Platform::InPerson,
        _ => Platform::Email,
    }
}

impl Life {
    fn see(&mut self, contact: &Contact, bounced: bool, answers: bool) {
        let human = contact.automation == Automation::Human;
        let out = contact.way == Way::Out && human;
        let is_round = contact.audience > ROUND;
        let talked = contact.act == Act::Call && contact.minutes.is_some_and(|m| m > 0);
        let together = contact.act == Act::Meeting || talked;
        let mine = out && !is_round && contact.act != Act::Connected;
        let opens = match contact.act {
            // A calendar shows that one met; whether the user asked for it is a reading.
            Act::Meeting => Holds::from(mine).at_most_either(),
            _ => Holds::from(mine && !answers),
        };
        let hears = match contact.way {
            Way::In if human && !matches!(contact.act, Act::Meeting | Act::Connected) => {
                if is_round {
                    Holds::Either
                } else {
                    Holds::Yes
                }
            }
            _ => Holds::No,
        };
        let channel = Channel::of_contact(contact.platform, self.address(contact), &self.person);
        let event = Event {
            key: Key::Contact(contact.id),
            at: contact.at,
            when: When::shown(contact.at, contact.shown),
            act: contact.act,
            channel,
            mine,
            alone: contact.audience <= 1,
            opens,
            hears,
            is_first: Holds::No,
            together,
            tied: contact.act == Act::Connected,
            accepted: contact.accepted.is_some(),
            bounced,
            purpose: (contact.act == Act::Request).then_some(Purpose::Connect),
            topic: None,
            venue: contact.venue,
            outcome: None,
            redirect: None,
            overridden: false,
            minutes: if is_round { 0 } else { contact.minutes.unwrap_or(0) },
            own: contact.mine.clone(),
            is_logged: false,
        };
        if let Some(at) = contact.accepted.filter(|_| out) {
            self.events.push(Event {
                key: Key::Acceptance(contact.id),
                at,
                // Lists of ties tell the day.
                when: When::shown(at, comity_world::truth::Shown::Day),
                mine: false,
                opens: Holds::No,
                tied: true,
                purpose: None,
                ..event.clone()
            });
        }
        self.events.push(event);
    }

    /// Returns the address by which a contact reached this person: the truth tells that of the first alone.
    fn address<'c>(&'c self, contact: &'c Contact) -> &'c str {
        if contact.with.first() == Some(&self.person.id) {
            return &contact.handle;
        }
        let mut there = self.person.handles.iter().filter(|h| h.platform == contact.platform);
        let open = there.clone().find(|h| h.sphere != Sphere::Personal);
        open.or_else(|| there.next()).map_or("", |h| h.address.as_str())
    }

    fn hear(&mut self, key: Key, at: i64, said: Said) {
        match said {
            Said::Log(log) => self.log(key, &log),
            said => self.words.push(Word { at, said }),
        }
    }

    fn log(&mut self, key: Key, log: &Log) {
        use Outcome::{Accepted, Away, Bounced, Declined, Ignored, Met, Redirected, Replied, Stop};
        let met = log.outcome == Some(Met) || log.hours.is_some() || log.via == "in-person";
        // Of these the user tells because the other side did something.
        let theirs = log.inbound || matches!(log.outcome, Some(Declined | Redirected | Stop | Away));
        let opens = match log.outcome {
            _ if theirs => Holds::No,
            None | Some(Ignored) => Holds::Yes,
            // It tells how something ended, and may tell of its beginning.
            Some(Accepted | Replied | Bounced | Met) => Holds::Either,
            Some(Declined | Redirected | Stop | Away) => Holds::No,
        };
        let requests = log.purpose == Some(Purpose::Connect);
        self.events.push(Event {
            key,
            at: log.at,
            when: When::exactly(log.at),
            act: if requests { Act::Request } else { Act::Message },
            channel: Channel::of_via(&log.via, &self.person),
            mine: !theirs,
            alone: true,
            opens,
            hears: match log.outcome {
                _ if log.inbound => Holds::Yes,
                Some(Replied | Accepted | Declined | Redirected) => Holds::Either,
                _ => Holds::No,
            },
            is_first: Holds::No,
            together: met,
            tied: log.outcome == Some(Accepted),
            accepted: log.outcome == Some(Accepted),
            bounced: log.outcome == Some(Bounced),
            purpose: log.purpose,
            topic: log.topic,
            venue: log.venue,
            outcome: log.outcome,
            redirect: log.redirect.as_deref().map(|via| Channel::of_via(via, &self.person)),
            overridden: log.override_reason.is_some(),
            minutes: log.hours.unwrap_or(0) * 60,
            own: None,
            is_logged: true,
        });
    }

    fn settle(&mut self) {
        self.events.sort_by_key(|e| e.at);
        self.rhythm = Rhythm::of(&self.events);
        self.find_first_uses();
        self.marks = (0..self.events.len()).filter(|n| super::case::is_mark(&self.events[*n])).collect();
    }

    /// Leaves open what went by an address that others use as well: the files do not tell whom it reached.
    fn doubt(&mut self, several: &HashSet<(Platform, String)>) {
        let handles = self.person.handles.iter();
        let mine: Vec<String> = handles
            .filter(|h| several.contains(&(h.platform, h.address.to_lowercase())))
            .map(|h| h.address.to_lowercase())
            .collect();
        for event in &mut self.events {
            if event.channel.address.as_ref().is_some_and(|a| mine.contains(a)) {
                event.opens = event.opens.at_most_either();
                event.hears = event.hears.at_most_either();
            }
        }
    }

    fn find_first_uses(&mut self) {
        let mut used: Vec<(Channel, When)> = Vec::new();
        for event in &mut self.events {
            if event.hears != Holds::No {
                let same = used.iter().filter(|(channel, _)| channel.same_door(&event.channel));
                event.is_first = event.hears & !Holds::any(same.map(|(_, when)| when.before(event.when)));
            }
            if event.mine && !used.iter().any(|(channel, _)| *channel == event.channel) {
                used.push((event.channel.clone(), event.when));
            }
        }
    }
}
