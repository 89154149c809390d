//! Gestures: what was asked, given and thanked for, as far as the user told; and what waits for thanks.

use super::Standing;
use super::see::{CHAT, conversations};
use crate::approach::Purpose;
use crate::handle::Platform;
use crate::interaction::{Act, Outcome, PartyRole, SubjectMark, words};
use crate::statement::Logged;
use crate::time::{Moment, Span};
use crate::timeline::{Contact, Event};

words! {
    /// What kind of gesture it was.
    Kind {
        Ask "ask",
        /// News, an introduction, something that was asked for.
        Favour "favour",
        Thanks "thanks",
    }
}

/// One gesture that was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Gesture {
    pub at: Moment,
    pub kind: Kind,
    /// They did it, not the user.
    pub theirs: bool,
    pub key: String,
}

/// What waits for a word of thanks: a first meeting, a favour.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub at: Moment,
    pub kind: Option<Kind>,
    pub key: String,
    /// The user told it, so that the silence after it needs no source.
    pub stated: bool,
}

/// A word of theirs that opened something and was not answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    pub at: Moment,
    pub key: String,
    /// The two had written to each other before.
    pub known: bool,
    /// The user noted that they asked for something.
    pub question: bool,
}

/// What the user promised, or owes an introducer: a word by a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    pub at: Moment,
    /// By when, where a day was named.
    pub due: Option<Moment>,
    /// In the user's words; `None` for a word on what came of an introduction.
    pub what: Option<String>,
    pub key: String,
}

/// The gestures with one person so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gestures {
    /// Those that were told, oldest first.
    pub told: Vec<Gesture>,
    /// How many asks of the user's stand in a row, with nothing else between them.
    pub asks_in_a_row: u32,
    last_ask: Option<Moment>,
    /// When they last agreed to be introduced, or asked for it.
    pub agreed: Option<Moment>,
    /// Promises that are open, oldest first.
    pub promises: Vec<Promise>,
    /// The last meeting or favour after which neither side said a word.
    pub owed: Option<Owed>,
}

/// What a contact that the user told of came upon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    /// An ask of the user's is open.
    pub(super) open_ask: bool,
    /// They were in no touch before.
    pub(super) first: bool,
    /// It is what came of an attempt that was known, and no word of its own.
    pub(super) earlier: bool,
}

impl Gestures {
    /// The user wrote; a message that is the told ask itself ends no row of asks.
    pub(super) fn wrote(&mut self, at: Moment, attempt: Span) {
        self.reported(at);
        self.owed = None;
        if self.last_ask.is_none_or(|asked| asked.shortest_until(at) > attempt) {
            self.asks_in_a_row = 0;
        }
    }

    /// They wrote.
    pub(super) fn heard(&mut self) {
        self.owed = None;
    }

    /// They met; after the first of meetings a word is due.
    pub(super) fn met(&mut self, event: &Event, first: bool, stated: bool) {
        self.reported(event.at);
        self.owed = first.then(|| Owed { at: event.at, kind: None, key: event.key.clone(), stated });
    }

    /// The user told of a contact; a second try of an ask that is open is no further ask.
    pub(super) fn told(&mut self, event: &Event, l: &Logged, heard: Heard) {
        let Heard { open_ask, first, earlier } = heard;
        self.promised(event, l);
        if l.inbound {
            self.heard();
        } else if !earlier || l.purpose == Some(Purpose::Thank) {
            self.owed = None;
        }
        if l.via.platform() == Platform::InPerson {
            self.met(event, first, true);
        }
        let introduced = !l.inbound && l.purpose == Some(Purpose::Introduce);
        if l.inbound && l.purpose == Some(Purpose::Ask) || introduced && l.outcome == Some(Outcome::Accepted)
        {
            self.agreed = Some(event.at);
        }
        let helped = !l.inbound && l.outcome == Some(Outcome::Accepted) && (open_ask || is_ask(l.purpose));
        if !l.inbound && is_ask(l.purpose) && !open_ask {
            self.asks_in_a_row += 1;
            self.last_ask = Some(event.at);
            self.note(event, Kind::Ask, false);
        } else if !l.inbound && !earlier && !open_ask {
            self.asks_in_a_row = 0;
        }
        if l.inbound && is_ask(l.purpose) {
            self.note(event, Kind::Ask, true);
        }
        match l.purpose {
            Some(Purpose::Give | Purpose::Introduce) => self.note(event, Kind::Favour, l.inbound),
            Some(Purpose::Thank) => self.note(event, Kind::Thanks, l.inbound),
            _ if helped => self.note(event, Kind::Favour, true),
            _ => {}
        }
    }

    /// Notes a promise, and what keeps one: something given; a word to the introducer, a day later or more.
    fn promised(&mut self, event: &Event, l: &Logged) {
        let (at, key) = (event.at, event.key.clone());
        if !l.inbound {
            self.reported(at);
            if l.purpose == Some(Purpose::Give) {
                self.promises.retain(|p| p.what.is_none());
            }
        }
        if l.promise.is_some() {
            self.promises.push(Promise { at, due: l.due, what: l.promise.clone(), key });
        } else if l.inbound && l.purpose == Some(Purpose::Introduce) {
            self.promises.push(Promise { at, due: None, what: None, key });
        }
    }

    fn reported(&mut self, at: Moment) {
        self.promises.retain(|p| p.what.is_some() || p.at.shortest_until(at) < Span::days(1));
    }

    fn note(&mut self, event: &Event, kind: Kind, theirs: bool) {
        let (at, key) = (event.at, event.key.clone());
        if kind == Kind::Favour && theirs {
            self.owed = Some(Owed { at, kind: Some(kind), key: key.clone(), stated: true });
        }
        self.told.push(Gesture { at, kind, theirs, key });
    }
}

const fn is_ask(purpose: Option<Purpose>) -> bool {
    matches!(purpose, Some(Purpose::Ask | Purpose::Pitch))
}

impl Standing {
    /// Tells whether a word of theirs to the user alone opens something, rather than answering.
    ///
    /// Of several the first waits longest, so a later one changes nothing.
    pub(super) fn they_open(&self, at: Moment, c: &Contact) -> bool {
        let to_me = c.act == Act::Message && c.audience <= 1 && c.role == PartyRole::To;
        if !to_me || self.theirs.is_some() || c.mark != SubjectMark::None || !self.cycle.is_empty() {
            return false;
        }
        let goes_on = conversations(c).any(|id| self.talks.get(&id).is_some_and(|t| t.last_out.is_some()));
        let answers = c.answers.as_ref().is_some_and(|key| self.sent.contains(key));
        let chat = c.thread.is_none() && c.subject.is_none();
        let talking = self.last_out.is_some_and(|sent| sent.shortest_until(at) <= CHAT);
        !(goes_on || answers || (chat && talking))
    }

    /// Notes a word of theirs that the user told, or that the user answered.
    pub(super) fn hear_told(&mut self, event: &Event, l: &Logged) {
        if l.inbound && is_ask(l.purpose) {
            self.theirs = Some(Theirs { at: event.at, key: event.key.clone(), known: true, question: true });
        } else if !l.inbound {
            self.theirs = None;
        }
    }

    /// Returns their word that opened something and clearly asks for an answer.
    ///
    /// A colleague may have had the answer in person; who never wrote before may sell something.
    pub fn waiting(&self) -> Option<&Theirs> {
        let clear = |theirs: &&Theirs| theirs.question || theirs.known && !self.is_colleague();
        self.theirs.as_ref().filter(clear)
    }

    /// Returns until when it is known what the user wrote to them, up to a moment; `None` if no source tells.
    ///
    /// By every channel that the two use: what one of them holds is unknown where it ends.
    pub fn sent_is_known_until(&self, at: Moment) -> Option<Moment> {
        let end = |platform: Platform| {
            let holds = self.coverage.iter().filter(|c| c.outbound && c.platform.same_house(platform));
            holds.map(|c| c.to).max_by_key(|to| to.latest())
        };
        let used: Vec<Platform> =
            self.uses.iter().map(|(p, _)| *p).filter(|p| *p != Platform::InPerson).collect();
        let wanted = if used.is_empty() { vec![Platform::Email] } else { used };
        let ends: Option<Vec<Moment>> = wanted.into_iter().map(end).collect();
        ends?.into_iter().chain([at]).min_by_key(|end| end.latest())
    }
}
