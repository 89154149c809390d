//! Which conversations there are, in both downloads, and who is in each.
//!
//! Files are read twice: who is in a conversation is known only at its end, because members who left are
//! told by what they wrote. That takes time and no memory; holding the messages would take as much as the
//! archive is large.

use super::message::{message, sender};
use super::mojibake::fixed;
use super::reading::{Place, Reading, Room, folded};
use super::sniff::Kind;
use crate::source::{Bundle, Reason};
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::collections::BTreeMap;

/// One conversation: its files, and everybody who is or was in it.
#[derive(Debug, Default)]
pub(super) struct Thread {
    pub(super) files: Vec<usize>,
    /// The last part of its path, which stays when it is moved to the archived ones.
    pub(super) id: String,
    pub(super) members: Vec<String>,
    folded: FxHashSet<String>,
    /// Members whose accounts are closed: they have no name, and count.
    pub(super) closed: usize,
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
