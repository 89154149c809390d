//! All events of an import, each once, and what is told of them.

use super::clock::When;
use super::event::Event;
use super::guest::{Guest, kept, parties};
use super::owner::{is_usual, owner};
use super::series::{Occurrence, Series, Unrolled};
use crate::hash::keyed;
use crate::source::{Reason, Settings, Sink, Skipped};
use comity_core::{Act, Handle, Interaction, LabelledHandle, Medium, Name, Platform, Provenance, Record};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Meetings told of one import: ten on each working day of forty years. More is no diary, and whoever is in
/// all of them would have to be held with all of them.
const LIMIT_MEETINGS: u64 = 100_000;

/// What is told of events that concern the user alone.
const ALONE: &str = "events without other people";

/// Holds the events until all files are read: a change may stand in another file than what it changes.
#[derive(Default)]
pub(super) struct Diary {
    series: Vec<Series>,
    by_uid: FxHashMap<String, usize>,
    /// Addresses by which calendars are named.
    names: Vec<Handle>,
    people: BTreeMap<Handle, Person>,
    /// What was left out, by file and reason; single events are not told, they are private.
    left: BTreeMap<(String, Reason, &'static str), u64>,
    /// The owner is in nearly every meeting, so that one without them is none of theirs.
    usual: bool,
    file: String,
    /// Something of the file was taken or told.
    seen: bool,
}

/// How an address was named, and where first.
#[derive(Default)]
struct Person {
    names: BTreeMap<String, u64>,
    first: Provenance,
}

impl Diary {
    /// Begins a file.
    pub(super) fn open(&mut self, file: &str) {
        self.file = file.to_owned();
        self.seen = false;
    }

    /// Ends a file; one that held nothing at all is told.
    pub(super) fn close(&mut self) {
        if !self.seen {
            self.leave_here(Reason::Empty, "calendars without events");
        }
    }

    /// Takes the address by which a calendar is named.
    pub(super) fn named(&mut self, handle: Option<Handle>) {
        self.names.extend(handle.filter(|handle| !self.names.contains(handle)));
    }

    /// Notes busy times, which tell nobody.
    pub(super) fn saw_busy_times(&mut self) {
        self.leave_here(Reason::NotWanted, "free and busy times, which tell nobody");
    }

    /// Notes a task or a note.
    pub(super) fn saw_task(&mut self) {
        self.leave_here(Reason::NotWanted, "tasks and notes");
    }

    /// Notes an answer to an invitation.
    pub(super) fn saw_answer(&mut self) {
        self.leave_here(Reason::NotWanted, "answers to invitations, which only repeat events");
    }

    /// Takes an event.
    pub(super) fn take(&mut self, mut event: Event, settings: &Settings) {
        if event.start.is_none() && event.changes.is_none() {
            return self.leave_here(Reason::Broken, "events without a time that can be read");
        }
        if event.uid.is_empty() {
            event.uid = made_up_uid(&event, settings);
        }
        self.seen = true;
        let index = *self.by_uid.entry(event.uid.clone()).or_insert_with(|| {
            self.series.push(Series::default());
            self.series.len() - 1
        });
        if !self.series[index].take(event) {
            self.leave_here(Reason::Copy, "events that stood before; the latest version is kept");
        }
    }

    /// Tells everything that was found.
    pub(super) fn tell(mut self, settings: &Settings, sink: &mut dyn Sink) {
        let hint = owner(&self.names, self.series.iter().flat_map(Series::events));
        let me = hint.as_ref().and_then(|hint| hint.handle.clone());
        let meetings = self.series.iter().flat_map(Series::events);
        self.usual = me.as_ref().is_some_and(|me| is_usual(me, meetings));
        hint.into_iter().for_each(|hint| sink.me(hint));
        let mut told = 0;
        for series in std::mem::take(&mut self.series) {
            if !sink.progress(0) {
                return;
            }
            if series.events().all(|event| event.guests.is_empty()) {
                series
                    .events()
                    .for_each(|event| self.leave(&event.provenance.file, Reason::NotWanted, ALONE, 1));
                continue;
            }
            let unrolled = series.unroll(settings.until);
            self.leave_of(&series, &unrolled);
            for occurrence in &unrolled.occurrences {
                if let Some(interaction) = self.meeting(occurrence, me.as_ref()) {
                    told += 1;
                    if told > LIMIT_MEETINGS {
                        let file = &occurrence.event.provenance.file;
                        self.leave(file, Reason::TooLarge, "meetings beyond the hundred thousandth", 1);
                    } else {
                        sink.interaction(interaction);
                    }
                }
            }
        }
        self.tell_people(sink);
        for ((file, reason, what), count) in self.left {
            let why = format!("{what}: {count}");
            sink.skipped(Skipped { file, place: 0, reason, why });
        }
    }

    fn leave_of(&mut self, series: &Series, unrolled: &Unrolled<'_>) {
        let Some(file) = series.events().next().map(|event| event.provenance.file.clone()) else { return };
        if unrolled.cancelled > 0 {
            self.leave(&file, Reason::NotWanted, "cancelled events", unrolled.cancelled);
        }
        if unrolled.cut {
            self.leave(&file, Reason::TooLarge, "series with too many occurrences; the first are kept", 1);
        }
        if unrolled.unread {
            self.leave(
                &file,
                Reason::Unsupported,
                "series whose rule cannot be read; the first occurrence is kept",
                1,
            );
        }
    }

    /// Returns the meeting of an occurrence; without other people, or declined by the user, it is none.
    fn meeting(&mut self, occurrence: &Occurrence<'_>, me: Option<&Handle>) -> Option<Interaction> {
        let event = occurrence.event;
        let file = &event.provenance.file;
        if event.guests.iter().any(|guest| guest.absent && Some(&guest.handle) == me) {
            self.leave(file, Reason::NotWanted, "events that the user declined", 1);
            return None;
        }
        if self.usual && is_of_others(event, me) {
            self.leave(file, Reason::NotWanted, "events of others, without the owner of the calendar", 1);
            return None;
        }
        let there: Vec<_> = event.guests.iter().filter(|guest| !guest.absent).collect();
        let others = there.iter().filter(|guest| Some(&guest.handle) != me).count();
        // One who organises and is alone has nobody with them, whoever it is.
        if others == 0 || (there.len() == 1 && there[0].organizer) {
            self.leave(file, Reason::NotWanted, ALONE, 1);
            return None;
        }
        // Where the user is not known, they are taken for one of those who are named.
        let with_me = me.is_none() && there.len() > 1;
        let audience = u32::try_from(others - usize::from(with_me)).unwrap_or(u32::MAX);
        let key = format!("event:{}:{}", event.uid, occurrence.planned.mark());
        let from = there.iter().find(|guest| guest.organizer).map(|guest| guest.handle.clone());
        let kept = kept(&there, me);
        self.remember(event, &kept);
        Some(Interaction {
            act: Act::Meeting,
            medium: Medium::InPerson,
            from,
            parties: parties(&kept),
            audience,
            minutes: event.minutes,
            venue: event.venue,
            provenance: event.provenance.clone(),
            ..Interaction::message(key, occurrence.start.moment(), Platform::InPerson)
        })
    }

    /// Counts the names of those who are kept.
    fn remember(&mut self, event: &Event, kept: &[&Guest]) {
        for guest in kept {
            let first = || Person { first: event.provenance.clone(), ..Person::default() };
            let person = self.people.entry(guest.handle.clone()).or_insert_with(first);
            if let Some(name) = &guest.name {
                *person.names.entry(name.clone()).or_default() += 1;
            }
        }
    }

    fn tell_people(&mut self, sink: &mut dyn Sink) {
        for (handle, person) in std::mem::take(&mut self.people) {
            let mut names: Vec<_> = person.names.into_iter().collect();
            names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            sink.record(Record {
                key: format!("calendar:{}", handle.address()),
                names: names.iter().map(|(name, _)| Name::whole(name)).collect(),
                handles: vec![LabelledHandle::bare(handle)],
                provenance: person.first,
                ..Record::default()
            });
        }
    }

    fn leave_here(&mut self, reason: Reason, what: &'static str) {
        self.seen = true;
        *self.left.entry((self.file.clone(), reason, what)).or_default() += 1;
    }

    fn leave(&mut self, file: &str, reason: Reason, what: &'static str, count: u64) {
        *self.left.entry((file.to_owned(), reason, what)).or_default() += count;
    }
}

/// Tells whether somebody else invited others, and not the user, as in a colleague's event that was copied.
fn is_of_others(event: &Event, me: Option<&Handle>) -> bool {
    let named = event.guests.iter().any(|guest| Some(&guest.handle) == me);
    !named && event.guests.len() > 1 && event.guests.iter().any(|guest| guest.organizer)
}

/// Returns what stands for an identifier where none is told: when, and with whom.
fn made_up_uid(event: &Event, settings: &Settings) -> String {
    let start = event.start.as_ref().or(event.changes.as_ref()).map(When::mark);
    let guests = event.guests.iter().map(|guest| guest.handle.to_string());
    let mut told: Vec<String> = guests.collect();
    told.sort();
    told.extend(start);
    format!("~{:016x}", keyed(settings.key, told.join("\n")))
}
