//! Friends, requests, and friends who were removed: a name and a time each, and nothing else.

use super::mojibake::fixed;
use super::reading::{Place, Reading, Room, folded};
use super::sniff::{Kind, listed};
use crate::hash::keyed;
use crate::source::{Bundle, Reason};
use comity_core::interaction::{Party, PartyRole};
use comity_core::record::LabelledHandle;
use comity_core::{Act, Handle, Interaction, Moment, Name, Platform, Record};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Facebook was founded in February 2004; nothing there is older, or newer than 2100.
const LIFETIME: std::ops::Range<i64> = 1_075_852_800..4_102_444_800;

/// Returns a moment that can have been, from seconds since 1970; zero is Facebook's word for unknown.
pub(super) fn sane(seconds: i64) -> Option<i64> {
    LIFETIME.contains(&seconds).then_some(seconds)
}

/// Reads all lists of the archive.
pub(super) fn read(reading: &mut Reading<'_>, bundle: &mut dyn Bundle, files: &[(usize, Kind)]) {
    let mut rows = Rows::default();
    for &(index, _) in files.iter().filter(|file| LISTS.contains(&file.1)) {
        if !reading.stopped {
            reading.walk(bundle, index, &mut rows);
        }
    }
    for row in &rows.0 {
        reading.newest_tie = reading.newest_tie.max(row.at);
    }
    for kind in LISTS {
        let rows: Vec<&Row> = rows.0.iter().filter(|row| row.kind == kind).collect();
        match kind {
            Kind::Friends => friends(reading, &rows),
            _ => rows.iter().for_each(|row| request(reading, row)),
        }
    }
}

const LISTS: [Kind; 5] = [Kind::Friends, Kind::Sent, Kind::Received, Kind::Rejected, Kind::Removed];

/// The rows of all lists, each told once.
#[derive(Default)]
struct Rows(Vec<Row>);

struct Row {
    kind: Kind,
    name: String,
    at: Option<i64>,
    /// Two for the second of two rows that cannot be told apart.
    ordinal: u16,
    place: Place,
}

impl Room for Rows {
    fn item(&mut self, reading: &mut Reading<'_>, key: &str, value: &Value, place: &Place) {
        let Some(kind) = listed(key).filter(|_| place.number > 0) else { return };
        let name = value.get("name").and_then(Value::as_str).map(fixed).unwrap_or_default();
        let name = Name::whole(&name).full;
        if name.is_empty() {
            return reading.skip(place, Reason::Empty, "it names nobody");
        }
        let at = value.get("timestamp").and_then(Value::as_i64).and_then(sane);
        let mut row = Row { kind, name, at, ordinal: 1, place: place.clone() };
        let what = keyed(reading.settings.key, row.key());
        match reading.ordinal(what, place.index) {
            // A name and a second tell people apart; two of a name without a time may well be two.
            Some(ordinal) if ordinal == 1 || at.is_none() => {
                row.ordinal = ordinal;
                self.0.push(row);
            }
            _ => reading.skip(place, Reason::Copy, "the same name and time stood in the list before"),
        }
    }
}

impl Row {
    /// Returns the key that is the same in every export; no archive tells an id.
    fn key(&self) -> String {
        self.key_of(match self.kind {
            Kind::Friends => "friend",
            Kind::Sent => "sent",
            Kind::Received => "received",
            Kind::Rejected => "rejected",
            _ => "removed",
        })
    }

    fn key_of(&self, kind: &str) -> String {
        format!("facebook:{kind}:{}:{}{}", self.name, self.at.unwrap_or(0), self.again())
    }

    fn again(&self) -> String {
        if self.ordinal > 1 { format!("#{}", self.ordinal) } else { String::new() }
    }
}

/// Tells of each friend, and of the day since when the tie stands, where that is told.
///
/// A friend without a date is a record alone: that there is a tie is read from records, dated or not,
/// and an interaction without a moment could only lie about when it was.
fn friends(reading: &mut Reading<'_>, rows: &[&Row]) {
    let mut named: FxHashMap<String, usize> = FxHashMap::default();
    for row in rows {
        *named.entry(folded(&row.name)).or_default() += 1;
    }
    for row in rows {
        let handle = handle(row, named[&folded(&row.name)] > 1 || reading.is_own(&row.name));
        reading.sink.record(Record {
            key: row.key(),
            names: vec![Name::whole(&row.name)],
            handles: vec![LabelledHandle::bare(handle.clone())],
            since: row.at.map(Moment::instant),
            provenance: row.place.provenance(),
            ..Record::default()
        });
        // Who asked is not told, so it is from nobody.
        if let Some(at) = row.at {
            tell(reading, Act::Connected, at, row.key_of("connected"), &row.place, |i| {
                i.parties = to(handle)
            });
        }
    }
}

/// Returns the handle of a friend; of two friends of one name, each gets the second of the tie as well.
///
/// Equal handles are one person, so namesakes under one handle would be merged for good; so would a friend
/// who is called as the user is. The time is
/// used and no number, because it stays when a third one comes or one goes. The plain name then belongs
/// to neither of them: it is what messages and requests say, and these do not tell which one is meant.
fn handle(row: &Row, has_namesake: bool) -> Handle {
    let plain = Handle::named(Platform::Facebook, &row.name);
    if !has_namesake {
        return plain;
    }
    Handle::normal(Platform::Facebook, format!("{}#{}{}", plain.address(), row.at.unwrap_or(0), row.again()))
}

fn to(handle: Handle) -> Vec<Party> {
    vec![Party { handle, role: PartyRole::To }]
}

fn request(reading: &mut Reading<'_>, row: &Row) {
    let them = Handle::named(Platform::Facebook, &row.name);
    reading.person(Platform::Facebook, &row.name, &row.place);
    let Some(at) = row.at else {
        return reading.skip(&row.place, Reason::Empty, "it tells no time");
    };
    let me = reading.own.as_ref().map(|own| Handle::named(Platform::Facebook, own));
    let place = &row.place;
    match row.kind {
        Kind::Sent => tell(reading, Act::Request, at, row.key(), place, |i| {
            (i.from, i.parties, i.sent) = (me, to(them), true);
        }),
        Kind::Received => tell(reading, Act::Request, at, row.key(), place, |i| {
            (i.from, i.parties) = (Some(them), me.map(to).unwrap_or_default());
        }),
        // They asked and the user said no: it closes the user's door, never theirs.
        Kind::Rejected => tell(reading, Act::Rejected, at, row.key(), place, |i| {
            (i.from, i.parties) = (Some(them), me.map(to).unwrap_or_default());
        }),
        // The archive lists whom the user removed, and is silent on who removed the user.
        _ => tell(reading, Act::Ended, at, row.key(), place, |i| {
            (i.from, i.parties, i.sent) = (me, to(them), true);
        }),
    }
}

fn tell(
    reading: &mut Reading<'_>,
    act: Act,
    at: i64,
    key: String,
    place: &Place,
    shape: impl FnOnce(&mut Interaction),
) {
    let mut interaction = Interaction::message(key, Moment::instant(at), Platform::Facebook);
    (interaction.act, interaction.audience) = (act, 1);
    interaction.provenance = place.provenance();
    shape(&mut interaction);
    reading.sink.interaction(interaction);
}
