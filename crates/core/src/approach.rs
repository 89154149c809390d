//! An intended contact: whom, where, when, what for.

use crate::draft::Draft;
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::interaction::words;
use crate::time::Moment;

words! {
    /// What an approach is for.
    Purpose {
        /// An invitation, a friend request, a follow.
        Connect "connect",
        Message "message",
        Reply "reply",
        FollowUp "follow-up",
        /// Chasing an unanswered approach.
        Nudge "nudge",
        Ask "ask",
        Give "give",
        Thank "thank",
        Congratulate "congratulate",
        Condole "condole",
        Introduce "introduce",
        Invite "invite",
        Pitch "pitch",
        Promote "promote",
    }
}

impl Purpose {
    /// Returns the topic that the purpose alone implies.
    pub const fn implied_topic(self) -> Option<Topic> {
        match self {
            Self::Pitch | Self::Promote => Some(Topic::Professional),
            Self::Condole => Some(Topic::Personal),
            _ => None,
        }
    }

    /// Tells whether it gives rather than asks: silence after it is no silence.
    pub const fn is_kind(self) -> bool {
        matches!(self, Self::Reply | Self::Thank | Self::Give | Self::Congratulate | Self::Condole)
    }

    /// Tells whether an answer is expected whatever the tie.
    pub const fn expects_answer(self) -> bool {
        matches!(self, Self::Connect | Self::Ask | Self::Nudge | Self::FollowUp | Self::Pitch | Self::Invite)
    }
}

words! {
    /// Which side of life an approach is about.
    Topic {
        Professional "professional",
        Personal "personal",
    }
}

words! {
    /// What kind of place a meeting is at.
    Venue {
        Office "office",
        Event "event",
        Restaurant "restaurant",
        Home "home",
        FamilyEvent "family-event",
        Gym "gym",
        Worship "worship",
        Funeral "funeral",
        Street "street",
        /// A call or a video meeting.
        Online "online",
    }
}

impl Venue {
    /// Returns the sphere of the place.
    pub const fn sphere(self) -> Sphere {
        match self {
            Self::Office | Self::Event | Self::Online => Sphere::Professional,
            Self::Restaurant | Self::Street => Sphere::Mixed,
            Self::Home | Self::FamilyEvent | Self::Gym | Self::Worship | Self::Funeral => Sphere::Personal,
        }
    }
}

/// The way that a user names a channel: `--via`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    Handle(Handle),
    Platform(Platform),
    /// A mail address of any sphere, or of one (`work-mail`, `private-mail`).
    Mail(Option<Sphere>),
    /// A number of any sphere, or of one.
    Phone(Option<Sphere>),
    VoiceMail,
    Letter,
    InPerson,
}

impl Via {
    /// Returns the platform that the channel is on.
    pub fn platform(&self) -> Platform {
        match self {
            Self::Handle(handle) => handle.platform(),
            Self::Platform(platform) => *platform,
            Self::Mail(_) => Platform::Email,
            Self::Phone(_) | Self::VoiceMail => Platform::Phone,
            Self::Letter => Platform::Letter,
            Self::InPerson => Platform::InPerson,
        }
    }

    /// Returns the medium that the channel is.
    pub fn medium(&self) -> Medium {
        match self {
            Self::VoiceMail => Medium::VoiceMail,
            other => other.platform().medium(),
        }
    }

    /// Returns the channel as one says it: "LinkedIn", "work mail", the address.
    pub fn shown(&self) -> String {
        match self {
            Self::Handle(handle) if handle.is_name_only() => handle.platform().shown().to_owned(),
            Self::Handle(handle) if matches!(handle.platform(), Platform::Email | Platform::Phone) => {
                handle.address().to_owned()
            }
            Self::Handle(handle) => format!("{} ({})", handle.platform().shown(), handle.address()),
            Self::Platform(platform) => platform.shown().to_owned(),
            other => other.to_string().replace('-', " "),
        }
    }

    /// Returns how something went that way: "by LinkedIn", "in person".
    pub fn by(&self) -> String {
        match self.platform() {
            Platform::InPerson => "in person".to_owned(),
            _ => format!("by {}", self.shown()),
        }
    }

    /// Returns the sphere that the words themselves tell, as in `work-mail`.
    pub const fn told_sphere(&self) -> Option<Sphere> {
        match self {
            Self::Mail(sphere) | Self::Phone(sphere) => *sphere,
            _ => None,
        }
    }
}

/// An intended contact with one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approach {
    pub via: Via,
    pub purpose: Purpose,
    /// What it is about, where that was said; see [`Approach::topic`].
    pub said_topic: Option<Topic>,
    /// How big an ask: 0 none, 1 a five-minute question, 2 advice, 3 an introduction, 4 a job or money.
    pub size: Option<u8>,
    pub at: Moment,
    pub venue: Option<Venue>,
    /// How many people it is addressed to; where that is not told, one.
    pub audience: u32,
    /// The conversation that it goes on with, where that is known.
    pub thread: Option<u64>,
    /// Whether a line goes with a request; `None` where nobody tells.
    pub note: Option<bool>,
    /// How many circles of the user's life it reaches at once: work, friends, family.
    pub circles: u32,
    /// It hides who asks, or why.
    pub hidden: bool,
    /// What is known of its text, where the user handed it in.
    pub draft: Option<Draft>,
}

impl Approach {
    /// Returns a plain message through a channel.
    pub const fn new(via: Via, purpose: Purpose, at: Moment) -> Self {
        Self {
            via,
            purpose,
            said_topic: None,
            size: None,
            at,
            venue: None,
            audience: 1,
            thread: None,
            note: None,
            circles: 1,
            hidden: false,
            draft: None,
        }
    }

    /// Returns what the approach is about, as said or as its purpose implies.
    pub fn topic(&self) -> Option<Topic> {
        self.said_topic.or_else(|| self.purpose.implied_topic())
    }
}

/// Writes the word of the interface; a handle as its key.
impl std::fmt::Display for Via {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sphere = |s: &Option<Sphere>| match s {
            Some(Sphere::Professional) => "work-",
            Some(Sphere::Personal) => "private-",
            _ => "",
        };
        match self {
            Self::Handle(handle) => write!(f, "{handle}"),
            Self::Platform(platform) => f.write_str(platform.word()),
            Self::Mail(s) => write!(f, "{}mail", sphere(s)),
            Self::Phone(s) => write!(f, "{}phone", sphere(s)),
            Self::VoiceMail => f.write_str("voicemail"),
            Self::Letter => f.write_str("letter"),
            Self::InPerson => f.write_str("in-person"),
        }
    }
}

impl Via {
    /// Reads the word of the interface, or the key of a handle; raw addresses are read by `Handle::parse`.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "mail" | "email" | "e-mail" => Self::Mail(None),
            "work-mail" | "work-email" => Self::Mail(Some(Sphere::Professional)),
            "private-mail" | "private-email" => Self::Mail(Some(Sphere::Personal)),
            "phone" => Self::Phone(None),
            "work-phone" => Self::Phone(Some(Sphere::Professional)),
            "private-phone" => Self::Phone(Some(Sphere::Personal)),
            "voicemail" | "voice-mail" => Self::VoiceMail,
            "letter" => Self::Letter,
            "in-person" => Self::InPerson,
            other => match Platform::parse(other) {
                Some(platform) => Self::Platform(platform),
                None => Self::Handle(Handle::from_key(other)?),
            },
        })
    }
}
