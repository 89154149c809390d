//! Conversations of both downloads.
//!
//! Files are read twice: who is in a conversation is known only at its end, because members who left are
//! told by what they wrote. That takes time and no memory; holding the messages would take as much as the
//! archive is large.

use super::message::{Message, message, sender};
use super::mojibake::fixed;
use super::reading::{Place, Reading, Room, folded};
use super::sniff::Kind;
use crate::hash::keyed;
use crate::source::{Bundle, Reason};
use comity_core::interaction::{Party, PartyRole};
use comity_core::{Act, Handle, Interaction, Moment, Platform};
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::collections::BTreeMap;

/// So many members of a group are kept; all are counted.
const PARTIES: usize = 50;

/// One conversation: its files, and everybody who is or was in it.
#[derive(Debug, Default)]
pub(super) struct Thread {
    files: Vec<usize>,
    /// The last part of its path, which stays when it is moved to the archived ones.
    id: String,
    pub(super) members: Vec<String>,
    folded: FxHashSet<String>,
    /// Members whose accounts are closed: they have no name, and count.
    closed: usize,
    pub(super) encrypted: bool,
    /// Something in it could not be read, and may have been an answer.
    pub(super) damaged: bool,
    /// The first and last second of a message.
    pub(super) seen: Option<(i64, i64)>,
}

impl Thread {
    /// Tells whether somebody is or was in it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.folded.contains(&folded(name))
    }

    /// Returns the file to name for the whole conversation.
    pub(super) fn first_file(&self) -> usize {
        self.files.first().copied().unwrap_or_default()
    }

    fn add(&mut self, name: &str) {
        if let Ok(name) = sender(name)
            && self.folded.insert(folded(&name))
        {
            self.members.push(name);
        }
    }

    fn join(&mut self, part: Self) {
        self.files.extend(part.files);
        part.members.iter().for_each(|name| self.add(name));
        self.closed = self.closed.max(part.closed);
        self.encrypted = part.encrypted;
        self.damaged |= part.damaged;
        self.seen = match (self.seen, part.seen) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
}

/// Finds all conversations: first those of the archive, then those of the download of encrypted chats.
pub(super) fn survey(
    reading: &mut Reading<'_>,
    bundle: &mut dyn Bundle,
    files: &[(usize, Kind)],
) -> Vec<Thread> {
    let mut threads: BTreeMap<(bool, String), Thread> = BTreeMap::new();
    for &(index, kind) in files.iter().filter(|file| matches!(file.1, Kind::Thread | Kind::Encrypted)) {
        if reading.stopped {
            break;
        }
        let encrypted = kind == Kind::Encrypted;
        let mut part = Thread { files: vec![index], encrypted, ..Thread::default() };
        reading.walk(bundle, index, &mut Survey(&mut part));
        if part.id.is_empty() {
            part.id = id_by_name(&bundle.entries()[index].name, encrypted);
        }
        let thread = threads.entry((encrypted, part.id.clone())).or_default();
        thread.id.clone_from(&part.id);
        thread.join(part);
    }
    threads.into_values().collect()
}

/// Returns the folder in which the parts of a conversation lie, or the name of its only file.
fn id_by_name(name: &str, encrypted: bool) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let folder = folder.rsplit('/').next().unwrap_or_default();
    if encrypted || folder.is_empty() { file.to_owned() } else { folder.to_owned() }
}

struct Survey<'t>(&'t mut Thread);

impl Room for Survey<'_> {
    fn item(&mut self, _reading: &mut Reading<'_>, key: &str, value: &Value, place: &Place) {
        let thread = &mut *self.0;
        match key {
            "participants" => {
                let name = value.as_str().or_else(|| value.get("name").and_then(Value::as_str));
                let name = name.unwrap_or_default();
                thread.closed += usize::from(sender(name).is_err());
                thread.add(name);
            }
            "thread_path" | "threadName" if thread.id.is_empty() => {
                let path = value.as_str().map(fixed).unwrap_or_default();
                path.rsplit('/').next().unwrap_or_default().clone_into(&mut thread.id);
            }
            "messages" if place.number > 0 => match message(value) {
                Ok(message) => {
                    let at = message.ms.div_euclid(1000);
                    let (first, last) = thread.seen.unwrap_or((at, at));
                    thread.seen = Some((first.min(at), last.max(at)));
                    thread.add(&message.sender);
                }
                Err((reason, _)) => thread.damaged |= reason != Reason::NotWanted,
            },
            _ => {}
        }
    }

    /// Notes come with the second reading, which meets the same things.
    fn skip(&mut self, _reading: &mut Reading<'_>, _place: &Place, _reason: Reason, _why: &str) {
        self.0.damaged = true;
    }

    fn share(&self) -> u64 {
        2
    }
}

/// Tells of every message of a conversation.
pub(super) fn read(reading: &mut Reading<'_>, bundle: &mut dyn Bundle, thread: &Thread) {
    let others = thread.members.iter().filter(|name| !reading.is_own(name)).count();
    // Without a sure own name, two members are a conversation of two.
    let two = if reading.own.is_some() { others == 1 } else { thread.members.len() == 2 };
    let direct = two && thread.closed == 0;
    let mut room = Telling { conversation: conversation(reading, thread, direct), thread, direct };
    for &index in &thread.files {
        if !reading.stopped {
            reading.walk(bundle, index, &mut room);
        }
    }
}

/// Returns what both downloads call a conversation of two: its members. A group is called by its path.
fn conversation(reading: &Reading<'_>, thread: &Thread, direct: bool) -> u64 {
    let mut members: Vec<String> = thread.folded.iter().cloned().collect();
    members.sort();
    let id = if direct { members.join("\n") } else { thread.id.clone() };
    keyed(reading.settings.key, format!("facebook thread {direct} {id}"))
}

struct Telling<'t> {
    thread: &'t Thread,
    conversation: u64,
    direct: bool,
}

impl Room for Telling<'_> {
    fn item(&mut self, reading: &mut Reading<'_>, key: &str, value: &Value, place: &Place) {
        if key != "messages" || place.number == 0 {
            return;
        }
        let told = message(value).and_then(|m| self.interaction(reading, &m, place));
        match told {
            Ok(interaction) => reading.sink.interaction(interaction),
            Err((reason, why)) => reading.skip(place, reason, why),
        }
    }

    fn share(&self) -> u64 {
        2
    }
}

impl Telling<'_> {
    fn interaction(
        &self,
        reading: &mut Reading<'_>,
        told: &Message,
        place: &Place,
    ) -> Result<Interaction, (Reason, &'static str)> {
        let others = || self.thread.members.iter().filter(|name| folded(name) != folded(&told.sender));
        let audience = others().count() + self.thread.closed;
        if others().next().is_none() {
            return Err((Reason::NotWanted, "a note to oneself, or nobody else is left in the conversation"));
        }
        let key = self.key(reading, told, place)?;
        reading.person(Platform::Messenger, &told.sender, place);
        if self.direct {
            others().for_each(|name| reading.person(Platform::Messenger, name, place));
        }
        let role = if self.direct { PartyRole::To } else { PartyRole::Attendee };
        // One's own name comes first, so that it is among those that are kept.
        let (own, rest): (Vec<_>, Vec<_>) = others().partition(|name| reading.is_own(name));
        let names = own.into_iter().chain(rest).take(PARTIES);
        let at = Moment::instant(told.ms.div_euclid(1000));
        let mut interaction = Interaction::message(key, at, Platform::Messenger);
        interaction.act = if told.call.is_some() { Act::Call } else { Act::Message };
        interaction.minutes = told.call;
        interaction.from = Some(Handle::named(Platform::Messenger, &told.sender));
        interaction.parties =
            names.map(|name| Party { handle: Handle::named(Platform::Messenger, name), role }).collect();
        interaction.audience = u32::try_from(audience).unwrap_or(u32::MAX);
        interaction.thread = Some(self.conversation);
        interaction.text = (!told.text.is_empty()).then(|| keyed(reading.settings.key, &told.text));
        interaction.note = told.note;
        interaction.sent = reading.is_own(&told.sender);
        interaction.provenance = place.provenance();
        Ok(interaction)
    }

    /// Returns the key of a message, the same in both downloads and in later exports.
    ///
    /// The download of encrypted chats knows no path, and the members of a group change; sender,
    /// millisecond and text do not. For a conversation of two its members are known for good.
    fn key(
        &self,
        reading: &mut Reading<'_>,
        told: &Message,
        place: &Place,
    ) -> Result<String, (Reason, &'static str)> {
        let conversation = if self.direct { self.conversation } else { 0 };
        let what = format!("{conversation:x}\n{}\n{}\n{}", folded(&told.sender), told.ms, told.text);
        let what = keyed(reading.settings.key, what);
        match reading.ordinal(what, place.index) {
            Some(1) => Ok(format!("facebook:message:{what:016x}")),
            Some(ordinal) => Ok(format!("facebook:message:{what:016x}#{ordinal}")),
            None => Err((Reason::Copy, "the same message stood in another file")),
        }
    }
}
