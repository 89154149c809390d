//! One person's timeline: what the sources told and the user said, in the order in which it happened.
//!
//! Interactions name handles. Here, and only here, they become "I to them" and "they to me"; who is meant
//! by a handle, and which handles are the user's own, is handed in.

use crate::approach::Venue;
use crate::coverage::Coverage;
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::interaction::{Act, Automation, Interaction, PartyRole, SubjectMark};
use crate::statement::{Logged, Me, Said, Statement};
use crate::time::Moment;
use rustc_hash::FxHashMap;

/// The handles of one person, as resolution gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    pub name: String,
    /// Each handle, and whether it is surely this person's.
    pub handles: Vec<(Handle, bool)>,
}

impl Whose {
    /// Returns whether a handle is this person's, and surely so.
    pub fn sure(&self, handle: &Handle) -> Option<bool> {
        self.handles.iter().find(|(h, _)| h == handle).map(|(_, sure)| *sure)
    }
}

/// The time in which a handle was the user's own; open ends are `None`.
type Term = (Option<Moment>, Option<Moment>);

/// The user's own handles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mine {
    handles: FxHashMap<Handle, Vec<Term>>,
}

impl Mine {
    /// Returns the own handles that the user stated, with the time in which each was theirs.
    pub fn of<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let mut mine = Self::default();
        for statement in statements.into_iter().filter(|s| s.stands()) {
            match &statement.said {
                Said::Me(Me::Mine { handle, from, until }) => mine.add(handle.clone(), *from, *until),
                Said::Me(Me::NotMine(handle)) => {
                    mine.handles.remove(handle);
                }
                _ => {}
            }
        }
        mine
    }

    /// Adds an own handle.
    pub fn add(&mut self, handle: Handle, from: Option<Moment>, until: Option<Moment>) {
        self.handles.entry(handle).or_default().push((from, until));
    }

    /// Tells whether a handle was the user's own at a moment.
    pub fn has(&self, handle: &Handle, at: Moment) -> bool {
        let within = |(from, until): &Term| {
            from.is_none_or(|f| f.earliest() <= at.latest())
                && until.is_none_or(|u| at.earliest() <= u.latest())
        };
        self.handles.get(handle).is_some_and(|terms| terms.iter().any(within))
    }

    /// Tells whether a handle was ever the user's own.
    pub fn ever(&self, handle: &Handle) -> bool {
        self.handles.contains_key(handle)
    }

    /// Returns all own handles in order.
    pub fn all(&self) -> Vec<&Handle> {
        let mut all: Vec<_> = self.handles.keys().collect();
        all.sort();
        all
    }

    /// Returns the domains of own mail addresses that an employer may give, in order.
    pub fn is_empty(&self) -> bool {
        self.handles.is_empty()
    }
}

/// One contact by one channel, as seen from the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub act: Act,
    /// The other side's handle.
    pub handle: Handle,
    pub platform: Platform,
    pub medium: Medium,
    /// How they stood in it: addressed, in copy, present.
    pub role: PartyRole,
    pub automation: Automation,
    pub audience: u32,
    pub thread: Option<u64>,
    pub subject: Option<u64>,
    /// How many characters the subject has without its marks.
    pub letters: Option<u16>,
    pub mark: SubjectMark,
    pub answers: Option<String>,
    pub note: bool,
    pub venue: Option<Venue>,
    pub minutes: Option<u32>,
    /// The handle is surely this person's.
    pub sure: bool,
    /// On which side of the user's own life their own address lies by which a message went.
    pub own: Sphere,
    /// For a request of the user's: when a tie on that platform stands, as known today.
    pub accepted: Option<Moment>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The user wrote, called, asked.
    Out(Contact),
    /// They wrote, called, asked.
    In(Contact),
    /// Neither side alone: a meeting, a tie whose asker is not told.
    Both(Contact),
    /// The user told it by hand.
    Logged(Box<Logged>),
    /// Any other statement that counts from its day on.
    Said(Said),
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub at: Moment,
    /// The key of the interaction; `say:` and the number for a statement.
    pub key: String,
    pub what: What,
}

/// What is the same for every person: own handles, what sources can have seen.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub mine: Mine,
    pub coverage: Vec<Coverage>,
    /// On which side of the user's own life each own mail address lies; empty unless there are some of both.
    pub sides: FxHashMap<Handle, Sphere>,
}

impl Frame {
    /// Returns the side of the own addresses by which a message went; of both at once, neither.
    fn own_side(&self, i: &Interaction) -> Sphere {
        if i.act != Act::Message || self.sides.is_empty() {
            return Sphere::Unknown;
        }
        let everybody = i.from.iter().chain(i.parties.iter().map(|p| &p.handle));
        let own = everybody.filter(|h| self.mine.has(h, i.at));
        let mut found = Sphere::Unknown;
        for side in own.filter_map(|h| self.sides.get(h)).filter(|s| **s != Sphere::Unknown) {
            match found {
                Sphere::Unknown => found = *side,
                other if other == *side => {}
                _ => return Sphere::Unknown,
            }
        }
        found
    }
}

/// Returns a person's events in order; what does not concern them is left out.
///
/// `interactions` may hold others' as well. Within one second the order is that of their keys.
pub fn timeline(
    whose: &Whose,
    frame: &Frame,
    interactions: &[Interaction],
    said: &[&Statement],
) -> Vec<Event> {
    let mut events: Vec<Event> =
        interactions.iter().filter_map(|i| event(whose, frame, i)).chain(stated(said)).collect();
    events.sort_by(|a, b| (a.at.order(), &a.key).cmp(&(b.at.order(), &b.key)));
    mark_accepted(&mut events);
    events
}

/// Returns the interaction as seen from the user, where the person takes part in it.
fn event(whose: &Whose, frame: &Frame, i: &Interaction) -> Option<Event> {
    let mine = &frame.mine;
    let from_me = i.sent || i.from.as_ref().is_some_and(|h| mine.has(h, i.at));
    let from_them = i.from.as_ref().filter(|h| whose.sure(h).is_some());
    let mut party = None;
    for p in i.parties.iter().filter(|p| whose.sure(&p.handle).is_some()) {
        if party.is_none_or(|q: &crate::interaction::Party| p.role < q.role) {
            party = Some(p);
        }
    }
    let contact = |handle: &Handle, role| Contact {
        act: i.act,
        handle: handle.clone(),
        platform: i.platform,
        medium: i.medium,
        role,
        automation: i.automation,
        audience: i.audience,
        thread: i.thread,
        subject: i.subject,
        letters: i.letters,
        mark: i.mark,
        answers: i.answers.clone(),
        note: i.note,
        venue: i.venue,
        minutes: i.minutes,
        sure: whose.sure(handle).unwrap_or(false),
        own: frame.own_side(i),
        accepted: None,
    };
    let what = match (from_me, from_them, party) {
        _ if matches!(i.act, Act::Meeting | Act::Connected | Act::Ended) => {
            let handle = from_them.or(party.map(|p| &p.handle))?;
            What::Both(contact(handle, party.map_or(PartyRole::Attendee, |p| p.role)))
        }
        // A rejected request was theirs, and the rejection is the user's.
        (_, them, party) if i.act == Act::Rejected => {
            What::Both(contact(them.or(party.map(|p| &p.handle))?, PartyRole::To))
        }
        (true, _, Some(p)) => What::Out(contact(&p.handle, p.role)),
        (false, Some(them), _) => What::In(contact(them, my_role(mine, i))),
        // A bounce comes from a machine and tells of the handle that did not exist.
        (false, None, Some(p)) if i.automation == Automation::Bounce => What::In(contact(&p.handle, p.role)),
        _ => return None,
    };
    Some(Event { at: i.at, key: i.key.clone(), what })
}

/// Returns how the user was addressed; a message that names no own handle counts as addressed.
fn my_role(mine: &Mine, i: &Interaction) -> PartyRole {
    i.parties.iter().filter(|p| mine.has(&p.handle, i.at)).map(|p| p.role).min().unwrap_or(PartyRole::To)
}

/// Returns the statements that count from a day on; the timeless ones are read by the standing itself.
fn stated(said: &[&Statement]) -> Vec<Event> {
    let counts = |s: &&&Statement| s.stands();
    said.iter()
        .filter(counts)
        .filter_map(|s| {
            let (at, what) = match &s.said {
                Said::Log(logged) => (logged.at, What::Logged(logged.clone())),
                Said::Hoped(_) | Said::Wish(_) | Said::RestUntil(_) => (s.at, What::Said(s.said.clone())),
                _ => return None,
            };
            Some(Event { at, key: format!("say:{:09}", s.id), what })
        })
        .collect()
}

/// Writes on each request of the user's when the tie that came of it began.
fn mark_accepted(events: &mut [Event]) {
    let mut tied: Vec<(Platform, Moment)> = Vec::new();
    for event in events.iter_mut().rev() {
        match &mut event.what {
            What::Both(c) if c.act == Act::Connected => tied.push((c.platform, event.at)),
            What::Out(c) if c.act == Act::Request => {
                c.accepted = tied.iter().rev().find(|(p, _)| p.same_house(c.platform)).map(|(_, at)| *at);
            }
            _ => {}
        }
    }
}
