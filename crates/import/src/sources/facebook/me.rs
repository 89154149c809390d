//! Whose archive it is: the profile says so, else the one who is in every conversation.

use super::mojibake::fixed;
use super::reading::{Place, Reading, Room, folded};
use super::sniff::Kind;
use super::threads::Thread;
use crate::source::{Bundle, MeHint, Reason};
use comity_core::record::{LabelledHandle, RecordKind};
use comity_core::{Handle, Name, Platform, Record};
use serde_json::Value;

/// With so many conversations, another who is in every one of them is hardly possible.
const ENOUGH: usize = 5;

/// The profile of the archive's owner.
#[derive(Default)]
pub(super) struct Profile {
    name: String,
    emails: Vec<String>,
    username: Option<String>,
    place: Option<Place>,
}

impl Room for Profile {
    fn item(&mut self, reading: &mut Reading<'_>, key: &str, value: &Value, place: &Place) {
        if !matches!(key, "profile_v2" | "profile") || self.place.is_some() {
            return;
        }
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(|t| fixed(t).into_owned());
        let name = value.get("name").and_then(|n| if n.is_object() { n.get("full_name") } else { Some(n) });
        self.name = Name::whole(&text(name).unwrap_or_default()).full;
        if self.name.is_empty() {
            return reading.skip(place, Reason::Empty, "the profile tells no name");
        }
        let emails = value.pointer("/emails/emails").and_then(Value::as_array).into_iter().flatten();
        self.emails = emails.filter_map(|email| text(Some(email))).collect();
        self.username = text(value.get("username")).filter(|u| !u.is_empty());
        self.place = Some(place.clone());
    }
}

/// Reads the profile; an archive without one gives one without a name.
pub(super) fn profile(
    reading: &mut Reading<'_>,
    bundle: &mut dyn Bundle,
    files: &[(usize, Kind)],
) -> Profile {
    let mut profile = Profile::default();
    for &(index, _) in files.iter().filter(|file| file.1 == Kind::Profile) {
        if !reading.stopped {
            reading.walk(bundle, index, &mut profile);
        }
    }
    profile
}

impl Profile {
    /// Returns what tells accounts apart: the username, which one may have changed once, else the name.
    pub(super) fn account(&self) -> Option<String> {
        let name = (!self.name.is_empty()).then(|| folded(&self.name));
        self.username.clone().or(name)
    }
}

/// Finds the user and says so; what is not sure is a hint and makes nothing the user's own.
pub(super) fn tell(reading: &mut Reading<'_>, profile: &Profile, threads: &[Thread]) {
    match &profile.place {
        Some(place) => {
            reading.own = Some(profile.name.clone());
            told(reading, profile, place);
        }
        None => guess(reading, threads),
    }
}

fn told(reading: &mut Reading<'_>, profile: &Profile, place: &Place) {
    let named = [Platform::Facebook, Platform::Messenger].map(|p| Handle::named(p, &profile.name));
    let page = |name: &String| Handle::profile(&format!("https://facebook.com/{name}"));
    let emails = profile.emails.iter().filter_map(|email| Handle::email(email));
    let handles: Vec<Handle> =
        named.into_iter().chain(profile.username.as_ref().and_then(page)).chain(emails).collect();
    for handle in &handles {
        reading.sink.me(MeHint {
            handle: Some(handle.clone()),
            name: Some(profile.name.clone()),
            because: "the profile of the archive says so".to_owned(),
            sure: true,
        });
    }
    reading.sink.record(Record {
        key: "facebook:me".to_owned(),
        kind: RecordKind::Me,
        names: vec![Name::whole(&profile.name)],
        handles: handles.into_iter().map(LabelledHandle::bare).collect(),
        provenance: place.provenance(),
        ..Record::default()
    });
}

/// Looks for the one who is in every conversation.
fn guess(reading: &mut Reading<'_>, threads: &[Thread]) {
    let threads: Vec<&Thread> = threads.iter().filter(|t| t.members.len() > 1).collect();
    let [first, others @ ..] = threads.as_slice() else { return };
    let everywhere = |name: &&String| others.iter().all(|t| t.has(name));
    let found: Vec<&String> = first.members.iter().filter(everywhere).collect();
    // In one conversation, both are in every one.
    let [name] = found.as_slice() else { return };
    let sure = threads.len() >= ENOUGH;
    let because = format!("in each of {} conversations", threads.len());
    for platform in [Platform::Facebook, Platform::Messenger] {
        let handle = Some(Handle::named(platform, name));
        reading.sink.me(MeHint { handle, name: Some((*name).clone()), because: because.clone(), sure });
    }
    if sure {
        reading.own = Some((*name).clone());
    }
}
