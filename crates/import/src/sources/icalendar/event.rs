//! One `VEVENT`: when, how long, with whom, at what kind of place. Titles and descriptions are not read.

use super::clock::{When, Zones};
use super::guest::{self, Guest, Named};
use super::venue::Place;
use crate::content_line::Property;
use comity_core::{Provenance, Venue};
use jiff::{SpanRelativeTo, Unit};

/// Longest meeting whose minutes count: beyond it stands a stay, at which nobody talks all the time.
const LONGEST_MINUTES: i64 = 16 * 60;

/// Lines kept of each list in one event: nobody sits with more, and nobody moves more dates by hand.
const LIMIT: usize = 5_000;

/// Rules kept of one event: the standard knows one, and each takes its time.
const RULES: usize = 8;

/// An event, or one changed occurrence of a series.
#[derive(Clone, Debug, Default)]
pub(super) struct Event {
    pub(super) uid: String,
    /// Which of two versions is later: the number, then the stamp.
    pub(super) version: (i64, String),
    pub(super) cancelled: bool,
    /// The occurrence that this one changes.
    pub(super) changes: Option<When>,
    /// It changes all later ones as well.
    pub(super) and_later: bool,
    pub(super) start: Option<When>,
    pub(super) minutes: Option<u32>,
    pub(super) rules: Vec<String>,
    pub(super) added: Vec<When>,
    pub(super) removed: Vec<When>,
    pub(super) guests: Vec<Guest>,
    pub(super) venue: Option<Venue>,
    pub(super) provenance: Provenance,
}

/// An event while its lines are read.
#[derive(Default)]
pub(super) struct Draft {
    event: Event,
    end: Option<When>,
    minutes: Option<i64>,
    place: Place,
}

impl Draft {
    /// Takes a line; most are not read.
    pub(super) fn take(&mut self, p: &Property, zones: &mut Zones) {
        let event = &mut self.event;
        match p.name.as_str() {
            "UID" => event.uid = p.text(),
            "SEQUENCE" => event.version.0 = p.value.trim().parse().unwrap_or(0),
            "DTSTAMP" | "LAST-MODIFIED" => {
                event.version.1 = p.text().max(std::mem::take(&mut event.version.1))
            }
            "STATUS" => event.cancelled = p.text().eq_ignore_ascii_case("CANCELLED"),
            "RECURRENCE-ID" => {
                event.changes = zones.read(p).into_iter().next();
                event.and_later = p.param("RANGE").is_some_and(|r| r.eq_ignore_ascii_case("THISANDFUTURE"));
            }
            "DTSTART" => event.start = zones.read(p).into_iter().next(),
            "DTEND" => self.end = zones.read(p).into_iter().next(),
            "DURATION" => self.minutes = duration(p.value.trim()),
            "RRULE" if event.rules.len() < RULES => event.rules.push(p.value.clone()),
            "RDATE" if event.added.len() < LIMIT => event.added.extend(zones.read(p)),
            "EXDATE" if event.removed.len() < LIMIT => event.removed.extend(zones.read(p)),
            "ATTENDEE" | "ORGANIZER" => match guest::named(p) {
                Named::Guest(guest) if event.guests.len() < LIMIT => guest::add(&mut event.guests, guest),
                Named::Room => self.place.room = true,
                _ => {}
            },
            "LOCATION" => self.place.words = p.text(),
            _ => self.place.add_link(&p.value),
        }
    }

    /// Returns the event when all its lines are read.
    pub(super) fn done(mut self, cancelled: bool, provenance: Provenance) -> Event {
        let start = self.event.start.as_ref().or(self.event.changes.as_ref());
        let lasted = match (start, &self.end) {
            (Some(start), Some(end)) => Some((end.order() - start.order()) / 60),
            _ => self.minutes,
        };
        let whole_day = start.is_some_and(When::is_day);
        let lasted = lasted.filter(|m| !whole_day && (1..=LONGEST_MINUTES).contains(m));
        self.event.minutes = lasted.and_then(|m| u32::try_from(m).ok());
        self.event.cancelled |= cancelled;
        self.event.venue = self.place.venue();
        self.event.provenance = provenance;
        self.event
    }
}

/// Tells whether a line of an event is read; the text of the others is never looked at.
pub(super) fn is_read(name: &str) -> bool {
    matches!(
        name,
        "UID"
            | "SEQUENCE"
            | "DTSTAMP"
            | "LAST-MODIFIED"
            | "STATUS"
            | "RECURRENCE-ID"
            | "DTSTART"
            | "DTEND"
            | "DURATION"
            | "RRULE"
            | "RDATE"
            | "EXDATE"
            | "ATTENDEE"
            | "ORGANIZER"
            | "LOCATION"
            | "URL"
            | "CONFERENCE"
            | "X-GOOGLE-CONFERENCE"
            | "X-MICROSOFT-SKYPETEAMSMEETINGURL"
            | "X-MICROSOFT-ONLINEMEETINGCONFLINK"
            | "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"
    )
}

/// Reads `PT1H30M` in minutes.
fn duration(text: &str) -> Option<i64> {
    let span: jiff::Span = text.parse().ok()?;
    let minutes = span.total((Unit::Minute, SpanRelativeTo::days_are_24_hours())).ok()?;
    Some(minutes as i64)
}
