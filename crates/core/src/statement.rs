//! What the user said: one append-only log, kept for good, undoable.
//!
//! Statements are anchored to handles or source keys, never to a derived person, so that they follow the
//! right half when persons are split or merged.

use crate::approach::{Purpose, Topic, Venue, Via};
use crate::handle::{Handle, Sphere};
use crate::interaction::Outcome;
use crate::relationship::{Role, Tie};
use crate::time::Moment;
use std::collections::BTreeMap;
use std::fmt;

/// What a statement holds on to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    Handle(Handle),
    /// The key of a record.
    Record(String),
}

/// Writes `@platform:address` for a handle and `#key` for a record.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handle(handle) => write!(f, "@{handle}"),
            Self::Record(key) => write!(f, "#{key}"),
        }
    }
}

impl Anchor {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_at_checked(1)? {
            ("@", handle) => Some(Self::Handle(Handle::from_key(handle)?)),
            ("#", key) => Some(Self::Record(key.to_owned())),
            _ => None,
        }
    }
}

/// Who made a statement ("you", or the name of an agent).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author(pub String);

/// A contact, or its outcome, that the user tells by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub via: Via,
    /// They wrote or came to the user.
    pub inbound: bool,
    pub purpose: Option<Purpose>,
    pub topic: Option<Topic>,
    pub venue: Option<Venue>,
    pub size: Option<u8>,
    pub at: Moment,
    pub outcome: Option<Outcome>,
    /// Where they pointed the user to.
    pub redirect: Option<Via>,
    /// Away, or not now, until then.
    pub until: Option<Moment>,
    /// Why the user did it although Comity said no.
    pub override_reason: Option<String>,
    pub promise: Option<String>,
    pub due: Option<Moment>,
    /// Hours spent together.
    pub hours: Option<u32>,
}

/// What the user says of themself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Me {
    /// An own address, number or profile, with the time in which it was theirs.
    Mine {
        handle: Handle,
        from: Option<Moment>,
        until: Option<Moment>,
    },
    /// A proposed own handle that is somebody else's.
    NotMine(Handle),
    Name(String),
    Zone(String),
    /// Default region of phone numbers, ISO 3166 alpha-2.
    Region(String),
    WorkingDays(String),
    Profession(String),
}

/// One thing that the user said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A person of the user's own adding.
    Add {
        name: String,
        handles: Vec<Handle>,
        organisation: Option<String>,
        title: Option<String>,
    },
    /// The anchors and these are one person.
    Same(Vec<Anchor>),
    /// The anchors and these are different persons.
    Apart(Vec<Anchor>),
    /// Several people use this handle.
    Shared(Handle),
    NotAPerson,
    HandleSphere {
        handle: Handle,
        sphere: Sphere,
    },
    Is {
        tie: Tie,
        since: Option<Moment>,
    },
    Hoped(Tie),
    Role(Option<Role>),
    Separate(bool),
    /// The channel that they asked for.
    Wish(Via),
    Layer(u16),
    /// The days between two words with them; zero for no reminder.
    Cadence(u16),
    Zone(String),
    Country(String),
    Employer(String),
    Birthday(String),
    RestUntil(Moment),
    /// Nothing is to be proposed about them until then.
    Snooze(Moment),
    /// This proposal is not to come again (its id).
    Skip(String),
    Tag(String),
    Untag(String),
    Note(String),
    Log(Box<Logged>),
    Allow {
        rule: String,
        because: String,
        until: Option<Moment>,
    },
    /// The user was asked for this fact and does not know.
    DoNotKnow(String),
    Me(Me),
    Setting {
        key: String,
        value: String,
    },
    /// Takes back another statement.
    Undo(u64),
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: u64,
    pub at: Moment,
    pub author: Author,
    /// The person it is about, strongest anchor first; empty where it is about nobody.
    pub about: Vec<Anchor>,
    pub said: Said,
    pub undone_by: Option<u64>,
}

impl Statement {
    /// Tells whether the statement still stands.
    pub const fn stands(&self) -> bool {
        self.undone_by.is_none()
    }
}

/// The flat form in which a statement is stored and exported.
pub type Fields = BTreeMap<String, String>;

impl Said {
    /// Returns the verb under which the statement is stored.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::Same(_) => "same",
            Self::Apart(_) => "apart",
            Self::Shared(_) => "shared",
            Self::NotAPerson => "not-a-person",
            Self::HandleSphere { .. } => "sphere",
            Self::Is { .. } => "is",
            Self::Hoped(_) => "hoped",
            Self::Role(_) => "role",
            Self::Separate(_) => "separate",
            Self::Wish(_) => "wish",
            Self::Layer(_) => "layer",
            Self::Cadence(_) => "cadence",
            Self::Zone(_) => "zone",
            Self::Country(_) => "country",
            Self::Employer(_) => "employer",
            Self::Birthday(_) => "birthday",
            Self::RestUntil(_) => "rest-until",
            Self::Snooze(_) => "snooze",
            Self::Skip(_) => "skip",
            Self::Tag(_) => "tag",
            Self::Untag(_) => "untag",
            Self::Note(_) => "note",
            Self::Log(_) => "log",
            Self::Allow { .. } => "allow",
            Self::DoNotKnow(_) => "do-not-know",
            Self::Me(_) => "me",
            Self::Setting { .. } => "setting",
            Self::Undo(_) => "undo",
        }
    }

    /// Returns the flat form, without the verb.
    pub fn fields(&self) -> Fields {
        let mut out = Writer::default();
        match self {
            Self::Add { name, handles, organisation, title } => {
                out.put("name", name).list("handle", handles);
                out.maybe("organisation", organisation.as_ref()).maybe("title", title.as_ref());
            }
            Self::Same(anchors) | Self::Apart(anchors) => {
                out.list("anchor", anchors);
            }
            Self::Shared(handle) => {
                out.put("handle", handle);
            }
            Self::NotAPerson => {}
            Self::HandleSphere { handle, sphere } => {
                out.put("handle", handle).put("sphere", sphere.word());
            }
            Self::Is { tie, since } => {
                out.put("value", tie.word()).maybe("since", since.as_ref());
            }
            Self::Hoped(tie) => {
                out.put("value", tie.word());
            }
            Self::Role(role) => {
                out.put("value", role.map_or("none", Role::word));
            }
            Self::Separate(yes) => {
                out.put("value", yes);
            }
            Self::Wish(via) => {
                out.put("value", via);
            }
            Self::Layer(number) | Self::Cadence(number) => {
                out.put("value", number);
            }
            Self::Zone(v) | Self::Country(v) | Self::Employer(v) | Self::Birthday(v) => {
                out.put("value", v);
            }
            Self::Tag(v) | Self::Untag(v) | Self::Note(v) | Self::DoNotKnow(v) | Self::Skip(v) => {
                out.put("value", v);
            }
            Self::RestUntil(at) | Self::Snooze(at) => {
                out.put("value", at);
            }
            Self::Log(logged) => logged.write(&mut out),
            Self::Allow { rule, because, until } => {
                out.put("rule", rule).put("because", because).maybe("until", until.as_ref());
            }
            Self::Me(me) => me.write(&mut out),
            Self::Setting { key, value } => {
                out.put("key", key).put("value", value);
            }
            Self::Undo(id) => {
                out.put("id", id);
            }
        }
        out.0
    }

    /// Reads the flat form; `None` where a field is missing or has a word from another release.
    pub fn read(verb: &str, fields: &Fields) -> Option<Self> {
        let text = |key: &str| fields.get(key).cloned();
        let value = || text("value");
        let moment = |key: &str| text(key).and_then(|t| Moment::parse_iso(&t));
        let handle = || text("handle").and_then(|t| Handle::from_key(&t));
        let anchors = || many(fields, "anchor").map(|t| Anchor::parse(t)).collect::<Option<Vec<_>>>();
        Some(match verb {
            "add" => Self::Add {
                name: text("name")?,
                handles: many(fields, "handle").map(|t| Handle::from_key(t)).collect::<Option<_>>()?,
                organisation: text("organisation"),
                title: text("title"),
            },
            "same" => Self::Same(anchors()?),
            "apart" => Self::Apart(anchors()?),
            "shared" => Self::Shared(handle()?),
            "not-a-person" => Self::NotAPerson,
            "sphere" => Self::HandleSphere { handle: handle()?, sphere: Sphere::parse(&text("sphere")?)? },
            "is" => Self::Is { tie: Tie::parse(&value()?)?, since: moment("since") },
            "hoped" => Self::Hoped(Tie::parse(&value()?)?),
            "role" => Self::Role(Role::parse(&value()?)),
            "separate" => Self::Separate(value()? == "true"),
            "wish" => Self::Wish(Via::from_word(&value()?)?),
            "layer" => Self::Layer(value()?.parse().ok()?),
            "cadence" => Self::Cadence(value()?.parse().ok()?),
            "zone" => Self::Zone(value()?),
            "country" => Self::Country(value()?),
            "employer" => Self::Employer(value()?),
            "birthday" => Self::Birthday(value()?),
            "rest-until" => Self::RestUntil(moment("value")?),
            "snooze" => Self::Snooze(moment("value")?),
            "skip" => Self::Skip(value()?),
            "tag" => Self::Tag(value()?),
            "untag" => Self::Untag(value()?),
            "note" => Self::Note(value()?),
            "log" => Self::Log(Box::new(Logged::read(fields)?)),
            "allow" => Self::Allow { rule: text("rule")?, because: text("because")?, until: moment("until") },
            "do-not-know" => Self::DoNotKnow(value()?),
            "me" => Self::Me(Me::read(fields)?),
            "setting" => Self::Setting { key: text("key")?, value: value()? },
            "undo" => Self::Undo(text("id")?.parse().ok()?),
            _ => return None,
        })
    }
}

impl Logged {
    /// Returns a contact of which only the channel and the moment are told.
    pub const fn new(via: Via, at: Moment) -> Self {
        Self {
            via,
            inbound: false,
            purpose: None,
            topic: None,
            venue: None,
            size: None,
            at,
            outcome: None,
            redirect: None,
            until: None,
            override_reason: None,
            promise: None,
            due: None,
            hours: None,
        }
    }

    fn write(&self, out: &mut Writer) {
        out.put("via", &self.via).put("at", self.at).put("inbound", self.inbound);
        out.maybe("purpose", self.purpose.map(Purpose::word).as_ref());
        out.maybe("topic", self.topic.map(Topic::word).as_ref());
        out.maybe("venue", self.venue.map(Venue::word).as_ref());
        out.maybe("outcome", self.outcome.map(Outcome::word).as_ref());
        out.maybe("size", self.size.as_ref()).maybe("redirect", self.redirect.as_ref());
        out.maybe("until", self.until.as_ref()).maybe("override", self.override_reason.as_ref());
        out.maybe("promise", self.promise.as_ref()).maybe("due", self.due.as_ref());
        out.maybe("hours", self.hours.as_ref());
    }

    fn read(fields: &Fields) -> Option<Self> {
        let text = |key: &str| fields.get(key);
        let moment = |key: &str| text(key).and_then(|t| Moment::parse_iso(t));
        Some(Self {
            via: Via::from_word(text("via")?)?,
            inbound: text("inbound")? == "true",
            purpose: text("purpose").and_then(|t| Purpose::parse(t)),
            topic: text("topic").and_then(|t| Topic::parse(t)),
            venue: text("venue").and_then(|t| Venue::parse(t)),
            size: text("size").and_then(|t| t.parse().ok()),
            at: moment("at")?,
            outcome: text("outcome").and_then(|t| Outcome::parse(t)),
            redirect: text("redirect").and_then(|t| Via::from_word(t)),
            until: moment("until"),
            override_reason: text("override").cloned(),
            promise: text("promise").cloned(),
            due: moment("due"),
            hours: text("hours").and_then(|t| t.parse().ok()),
        })
    }
}

impl Me {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Mine { handle, from, until } => {
                out.put("fact", "mine").put("value", handle);
                out.maybe("from", from.as_ref()).maybe("until", until.as_ref());
            }
            Self::NotMine(handle) => {
                out.put("fact", "not-mine").put("value", handle);
            }
            Self::Name(v) => {
                out.put("fact", "name").put("value", v);
            }
            Self::Zone(v) => {
                out.put("fact", "zone").put("value", v);
            }
            Self::Region(v) => {
                out.put("fact", "region").put("value", v);
            }
            Self::WorkingDays(v) => {
                out.put("fact", "working-days").put("value", v);
            }
            Self::Profession(v) => {
                out.put("fact", "profession").put("value", v);
            }
        }
    }

    fn read(fields: &Fields) -> Option<Self> {
        let value = fields.get("value")?.clone();
        let moment = |key: &str| fields.get(key).and_then(|t| Moment::parse_iso(t));
        Some(match fields.get("fact")?.as_str() {
            "mine" => {
                Self::Mine { handle: Handle::from_key(&value)?, from: moment("from"), until: moment("until") }
            }
            "not-mine" => Self::NotMine(Handle::from_key(&value)?),
            "name" => Self::Name(value),
            "zone" => Self::Zone(value),
            "region" => Self::Region(value),
            "working-days" => Self::WorkingDays(value),
            "profession" => Self::Profession(value),
            _ => return None,
        })
    }
}

/// Builds the flat form.
#[derive(Default)]
struct Writer(Fields);

impl Writer {
    fn put(&mut self, key: &str, value: impl fmt::Display) -> &mut Self {
        self.0.insert(key.to_owned(), value.to_string());
        self
    }

    fn maybe(&mut self, key: &str, value: Option<&impl fmt::Display>) -> &mut Self {
        if let Some(value) = value {
            self.put(key, value);
        }
        self
    }

    /// Lists get a number, padded so that their order survives sorting.
    fn list(&mut self, key: &str, values: &[impl fmt::Display]) -> &mut Self {
        for (n, value) in values.iter().enumerate() {
            self.put(&format!("{key}.{n:03}"), value);
        }
        self
    }
}

/// Returns the values of a list in order.
fn many<'a>(fields: &'a Fields, key: &str) -> impl Iterator<Item = &'a String> {
    let prefix = format!("{key}.");
    fields.iter().filter(move |(k, _)| k.starts_with(&prefix)).map(|(_, v)| v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::Platform;

    fn check(said: &Said) {
        assert_eq!(Said::read(said.verb(), &said.fields()).as_ref(), Some(said));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let ana = Handle::normal(Platform::Email, "ana@firm.example");
        let at = Moment::parse_iso("2026-03-01T09:00:00Z").unwrap();
        check(&Said::Add {
            name: "Ana Ruiz".into(),
            handles: vec![ana.clone()],
            organisation: Some("Firm".into()),
            title: None,
        });
        check(&Said::Same(vec![Anchor::Handle(ana.clone()), Anchor::Record("conn:ana".into())]));
        check(&Said::Is { tie: Tie::Both, since: Some(at) });
        check(&Said::Role(None));
        check(&Said::Cadence(60));
        check(&Said::Snooze(at));
        check(&Said::Skip("reply-1a2b".into()));
        check(&Said::Wish(Via::Mail(Some(Sphere::Professional))));
        check(&Said::Me(Me::Mine { handle: ana, from: None, until: Some(at) }));
        check(&Said::Log(Box::new(Logged {
            via: Via::Platform(Platform::Facebook),
            inbound: false,
            purpose: Some(Purpose::Connect),
            topic: None,
            venue: None,
            size: Some(2),
            at,
            outcome: Some(Outcome::Redirected),
            redirect: Some(Via::Platform(Platform::LinkedIn)),
            until: None,
            override_reason: None,
            promise: None,
            due: None,
            hours: None,
        })));
        check(&Said::Undo(7));
    }
}
