//! Where a person can be reached: platforms, media, spheres and handles.

use std::fmt;

/// Which side of a person's life a handle belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sphere {
    Professional,
    Personal,
    Mixed,
    #[default]
    Unknown,
}

impl Sphere {
    /// Returns the word of the interface.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Professional => "professional",
            Self::Personal => "personal",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word of the interface.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Professional, Self::Personal, Self::Mixed, Self::Unknown]
            .into_iter()
            .find(|s| s.word() == word)
    }
}

/// The kind of channel, as attempts are counted ("different media").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    Mail,
    Phone,
    VoiceMail,
    Letter,
    InPerson,
    ProfessionalNetwork,
    PersonalNetwork,
    Chat,
}

impl Medium {
    /// Returns the words shown for the medium.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::VoiceMail => "voicemail",
            Self::Letter => "letter",
            Self::InPerson => "in-person",
            Self::ProfessionalNetwork => "professional-network",
            Self::PersonalNetwork => "personal-network",
            Self::Chat => "chat",
        }
    }

    /// Reads the word written by [`Medium::word`].
    pub fn parse(word: &str) -> Option<Self> {
        use Medium::*;
        [Mail, Phone, VoiceMail, Letter, InPerson, ProfessionalNetwork, PersonalNetwork, Chat]
            .into_iter()
            .find(|m| m.word() == word)
    }
}

macro_rules! platforms {
    ($($name:ident $word:literal $shown:literal $sphere:ident $medium:ident;)*) => {
        /// A service on which people have handles.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Platform { $($name,)* }

        impl Platform {
            /// All platforms, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the word of the interface, lower case.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the name as people write it.
            pub const fn shown(self) -> &'static str {
                match self { $(Self::$name => $shown,)* }
            }

            /// Returns the sphere that most people give the platform; a person's own use always wins.
            pub const fn usual_sphere(self) -> Sphere {
                match self { $(Self::$name => Sphere::$sphere,)* }
            }

            /// Returns the medium that a message there is.
            pub const fn medium(self) -> Medium {
                match self { $(Self::$name => Medium::$medium,)* }
            }
        }
    };
}

// Spheres after the platform table of the format notes: an address or a number alone tells none.
platforms! {
    Email "email" "mail" Unknown Mail;
    Phone "phone" "phone" Unknown Phone;
    Sms "sms" "text message" Personal Chat;
    Letter "letter" "letter" Unknown Letter;
    InPerson "in-person" "in person" Unknown InPerson;
    LinkedIn "linkedin" "LinkedIn" Professional ProfessionalNetwork;
    Xing "xing" "Xing" Professional ProfessionalNetwork;
    Facebook "facebook" "Facebook" Personal PersonalNetwork;
    Messenger "messenger" "Messenger" Personal PersonalNetwork;
    Instagram "instagram" "Instagram" Personal PersonalNetwork;
    Snapchat "snapchat" "Snapchat" Personal PersonalNetwork;
    TikTok "tiktok" "TikTok" Personal PersonalNetwork;
    Vk "vk" "VK" Personal PersonalNetwork;
    WhatsApp "whatsapp" "WhatsApp" Personal Chat;
    Signal "signal" "Signal" Personal Chat;
    IMessage "imessage" "iMessage" Personal Chat;
    WeChat "wechat" "WeChat" Personal Chat;
    Discord "discord" "Discord" Personal Chat;
    Telegram "telegram" "Telegram" Mixed Chat;
    Skype "skype" "Skype" Mixed Chat;
    Matrix "matrix" "Matrix" Mixed Chat;
    Xmpp "xmpp" "XMPP" Mixed Chat;
    X "x" "X" Mixed PersonalNetwork;
    Mastodon "mastodon" "Mastodon" Mixed PersonalNetwork;
    Threads "threads" "Threads" Mixed PersonalNetwork;
    Bluesky "bluesky" "Bluesky" Mixed PersonalNetwork;
    Slack "slack" "Slack" Professional Chat;
    Teams "teams" "Teams" Professional Chat;
    GoogleChat "google-chat" "Google Chat" Professional Chat;
    Zoom "zoom" "Zoom" Professional Chat;
    GitHub "github" "GitHub" Professional ProfessionalNetwork;
    GitLab "gitlab" "GitLab" Professional ProfessionalNetwork;
    Orcid "orcid" "ORCID" Professional ProfessionalNetwork;
    ResearchGate "researchgate" "ResearchGate" Professional ProfessionalNetwork;
    Website "website" "website" Unknown Mail;
}

impl Platform {
    /// Reads the word of the interface.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.word() == word)
    }

    /// Tells whether two platforms share one inbox and one set of ties (Facebook and Messenger).
    pub fn same_house(self, other: Self) -> bool {
        let house = |p| if p == Self::Messenger { Self::Facebook } else { p };
        house(self) == house(other)
    }
}

/// An identity on a platform, already in its one normal form.
///
/// A service that names people without any identifier (Facebook's archive) gives a handle that starts
/// with `~` and the name; [`Handle::is_name_only`] tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    platform: Platform,
    address: String,
}

impl Handle {
    /// Returns the handle of an address that is already in normal form.
    pub fn normal(platform: Platform, address: impl Into<String>) -> Self {
        Self { platform, address: address.into() }
    }

    /// Returns the handle of a person whom the platform tells by name alone.
    pub fn named(platform: Platform, name: &str) -> Self {
        // Names come from strangers, and an address is shown.
        let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let folded: Vec<&str> = name.split_whitespace().collect();
        Self { platform, address: format!("~{}", folded.join(" ").to_lowercase()) }
    }

    /// Returns the platform.
    pub const fn platform(&self) -> Platform {
        self.platform
    }

    /// Returns the address in normal form, without the platform.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Tells whether this handle is a mere name.
    pub fn is_name_only(&self) -> bool {
        self.address.starts_with('~')
    }

    /// Returns the domain of a mail address.
    pub fn domain(&self) -> Option<&str> {
        (self.platform == Platform::Email).then(|| self.address.rsplit_once('@').map(|(_, d)| d))?
    }

    /// Reads the key written by `Display`: `platform:address`.
    pub fn from_key(key: &str) -> Option<Self> {
        let (platform, address) = key.split_once(':')?;
        Some(Self { platform: Platform::parse(platform)?, address: address.to_owned() })
    }
}

/// Writes the key of the handle: `platform:address`.
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform.word(), self.address)
    }
}
