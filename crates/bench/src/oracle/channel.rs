//! Channels: which of a person's doors a contact went through.

use comity_world::truth::{Person, Platform, Sphere};

/// The kind of a channel, in which three tries in a row are one too many of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Medium {
    Mail,
    Phone,
    VoiceMail,
    Letter,
    InPerson,
    ProfessionalNetwork,
    PersonalNetwork,
    Chat,
}

/// One channel of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    /// The service, in the word of `--via`; mail and telephone as a whole are services too.
    pub(crate) service: String,
    /// The address, where it is told.
    pub(crate) address: Option<String>,
    /// Which side of this person's life it belongs to; `None` where nobody can tell.
    pub(crate) sphere: Option<Sphere>,
}

impl Channel {
    /// Returns the channel that a contact used.
    pub(crate) fn of_contact(platform: Platform, address: &str, person: &Person) -> Self {
        let known = person.handles.iter().find(|h| {
            word(h.platform) == word(platform) && h.address.to_lowercase() == address.to_lowercase()
        });
        Self {
            service: word(platform).to_owned(),
            address: Some(address.to_lowercase()),
            sphere: known.map(|h| h.sphere).or_else(|| usual(word(platform))),
        }
    }

    /// Returns the channel that a word of `--via` means for a person.
    pub(crate) fn of_via(via: &str, person: &Person) -> Self {
        let told = |service: &str, sphere| Self { service: service.to_owned(), address: None, sphere };
        match via {
            "mail" | "email" => told("mail", only_sphere(person, Platform::Email)),
            "work-mail" => told("mail", Some(Sphere::Professional)),
            "private-mail" => told("mail", Some(Sphere::Personal)),
            "phone" => told("phone", only_sphere(person, Platform::Phone)),
            "work-phone" => told("phone", Some(Sphere::Professional)),
            "private-phone" => told("phone", Some(Sphere::Personal)),
            _ if via.contains('@') => Self::of_contact(Platform::Email, via, person),
            _ if via.starts_with('+') => Self::of_contact(Platform::Phone, via, person),
            _ => told(via, usual(via)),
        }
    }

    pub(crate) fn is_personal(&self) -> bool {
        self.sphere == Some(Sphere::Personal)
    }

    /// Tells whether it is a network of private life, where one asks to be let in.
    pub(crate) fn is_personal_network(&self) -> bool {
        self.is_personal() && !matches!(self.service.as_str(), "mail" | "phone")
    }

    /// Tells whether the two are one service; Messenger is where friends on Facebook talk.
    pub(crate) fn same_house(&self, other: &Self) -> bool {
        house(&self.service) == house(&other.service)
    }

    /// Tells whether what happens at one of them happens at the other.
    pub(crate) fn same_door(&self, other: &Self) -> bool {
        if !self.same_house(other) {
            return false;
        }
        match (&self.address, &other.address) {
            _ if !self.has_several() => true,
            (Some(a), Some(b)) => a == b,
            // `private-mail` is whichever private address there is, `mail` is any.
            _ => self.sphere.is_none() || other.sphere.is_none() || self.sphere == other.sphere,
        }
    }

    /// Tells whether one person commonly has several doors at this service.
    fn has_several(&self) -> bool {
        matches!(self.service.as_str(), "mail" | "phone" | "voicemail")
    }

    pub(crate) fn medium(&self) -> Medium {
        match self.service.as_str() {
            "mail" => Medium::Mail,
            "phone" => Medium::Phone,
            "voicemail" => Medium::VoiceMail,
            "letter" => Medium::Letter,
            "in-person" => Medium::InPerson,
            "linkedin" | "xing" => Medium::ProfessionalNetwork,
            "facebook" | "instagram" | "x" | "mastodon" | "threads" => Medium::PersonalNetwork,
            _ => Medium::Chat,
        }
    }
}

fn house(service: &str) -> &str {
    match service {
        "messenger" => "facebook",
        other => other,
    }
}

const fn word(platform: Platform) -> &'static str {
    match platform {
        Platform::Email => "mail",
        Platform::Phone => "phone",
        Platform::LinkedIn => "linkedin",
        Platform::Facebook => "facebook",
        Platform::Messenger => "messenger",
        Platform::WhatsApp => "whatsapp",
        Platform::InPerson => "in-person",
        Platform::AddressBook => "address-book",
    }
}

/// Which side of life a service belongs to, where nothing else is known.
fn usual(service: &str) -> Option<Sphere> {
    match service {
        "linkedin" | "xing" | "slack" | "teams" => Some(Sphere::Professional),
        "facebook" | "messenger" | "instagram" | "whatsapp" | "signal" | "telegram" | "sms" | "snapchat" => {
            Some(Sphere::Personal)
        }
        _ => None,
    }
}

/// Returns the sphere of a person's doors at a service, where all are of one.
fn only_sphere(person: &Person, platform: Platform) -> Option<Sphere> {
    let mut spheres = person.handles.iter().filter(|h| h.platform == platform).map(|h| h.sphere);
    let first = spheres.next()?;
    spheres.all(|s| s == first).then_some(first)
}
