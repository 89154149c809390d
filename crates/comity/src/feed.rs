//! The plan as a calendar: one event for each proposal and each day that was named.
//!
//! What was published before is read back, so that an event keeps its number, is told as changed where it changed, and
//! is cancelled where it is done: a program that took the file over once would keep it for ever otherwise.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameter,
    ICalendarParameterName, ICalendarParameterValue, ICalendarProperty, ICalendarStatus, ICalendarValue,
    ICalendarValueType,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Who makes the calendar; a file of anybody else's is not written over.
const MAKER: &str = "-//Comity//plan//EN";

/// A cancelled event is told for so long, so that every program hears of it.
const TOLD_DAYS: i64 = 60;

/// What a cancelled event is called.
const DONE: &str = "done";

/// One event of a whole day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for as long as it is the same thing.
    pub uid: String,
    pub day: Date,
    pub summary: String,
    pub about: String,
    /// How often it was changed.
    pub sequence: i64,
    /// When it was last changed.
    pub stamp: Timestamp,
    pub cancelled: bool,
}

/// Returns what is to be published now, given what was before; in the order of the days.
///
/// Each event comes with the first day on which it is decent.
pub fn published(before: &[Event], now: Vec<(Event, Date)>, today: Date, stamp: Timestamp) -> Vec<Event> {
    let mut old: BTreeMap<&str, &Event> = before.iter().map(|e| (e.uid.as_str(), e)).collect();
    let mut events: Vec<Event> = Vec::new();
    for (event, earliest) in now {
        let Some(known) = old.remove(event.uid.as_str()) else {
            events.push(event);
            continue;
        };
        // A day once told stays, as long as it is not past.
        let stays = known.day >= today && known.day >= earliest && !known.cancelled;
        let day = if stays { known.day } else { event.day };
        let told = Event { day, sequence: known.sequence, stamp: known.stamp, ..event };
        events.push(if told == *known { told } else { changed(told, stamp) });
    }
    for gone in old.into_values() {
        let age = gone.day.until(today).map_or(0, |span| i64::from(span.get_days()));
        match gone.cancelled {
            true if age > TOLD_DAYS => {}
            true => events.push(gone.clone()),
            // Whoever it was about may have been forgotten since.
            false => {
                let blank =
                    Event { cancelled: true, summary: DONE.to_owned(), about: String::new(), ..gone.clone() };
                events.push(changed(blank, stamp));
            }
        }
    }
    events.sort_by(|a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
    events
}

fn changed(event: Event, stamp: Timestamp) -> Event {
    Event { sequence: event.sequence + 1, stamp, ..event }
}

/// Writes a calendar as iCalendar (RFC 5545).
pub fn write(events: &[Event]) -> String {
    let mut calendar = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    let text = |text: &str| ICalendarValue::Text(text.to_owned());
    calendar.add_property(ICalendarProperty::Version, text("2.0"));
    calendar.add_property(ICalendarProperty::Prodid, text(MAKER));
    calendar.add_property(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), text("Comity"));
    let mut components = vec![calendar];
    for event in events {
        let number = u32::try_from(components.len()).unwrap_or(u32::MAX);
        components[0].component_ids.push(number);
        components.push(component(event));
    }
    ICalendar { components }.to_string()
}

fn component(event: &Event) -> ICalendarComponent {
    let mut component = ICalendarComponent::new(ICalendarComponentType::VEvent);
    component.add_uid(&event.uid);
    component.add_dtstamp(moment(event.stamp));
    component.add_sequence(event.sequence);
    let next = event.day.tomorrow().unwrap_or(event.day);
    for (name, day) in [(ICalendarProperty::Dtstart, event.day), (ICalendarProperty::Dtend, next)] {
        let whole_day = ICalendarParameter {
            name: ICalendarParameterName::Value,
            value: ICalendarParameterValue::Value(ICalendarValueType::Date),
        };
        component.add_property_with_params(name, [whole_day], date(day));
    }
    component.add_property(ICalendarProperty::Summary, ICalendarValue::Text(event.summary.clone()));
    component.add_property(ICalendarProperty::Description, ICalendarValue::Text(event.about.clone()));
    // It is a reminder, and takes no time of the day.
    component.add_property(ICalendarProperty::Transp, ICalendarValue::Text("TRANSPARENT".to_owned()));
    let status = if event.cancelled { ICalendarStatus::Cancelled } else { ICalendarStatus::Confirmed };
    component.add_property(ICalendarProperty::Status, ICalendarValue::Status(status));
    component
}

fn date(day: Date) -> ICalendarValue {
    ICalendarValue::PartialDateTime(Box::new(PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }))
}

fn moment(stamp: Timestamp) -> PartialDateTime {
    let utc = TimeZone::UTC.to_datetime(stamp);
    let small = |n: i8| u8::try_from(n).ok();
    PartialDateTime {
        year: u16::try_from(utc.year()).ok(),
        month: small(utc.month()),
        day: small(utc.day()),
        hour: small(utc.hour()),
        minute: small(utc.minute()),
        second: small(utc.second()),
        tz_hour: Some(0),
        tz_minute: Some(0),
        tz_minus: false,
    }
}

/// Reads what was published; `None` where it is no calendar of ours.
pub fn read(text: &str) -> Option<Vec<Event>> {
    let calendar = ICalendar::parse(text).ok()?;
    let maker = calendar.components.first()?.property(&ICalendarProperty::Prodid)?;
    if words(maker)? != MAKER {
        return None;
    }
    Some(calendar.components.iter().filter_map(event).collect())
}

fn event(component: &ICalendarComponent) -> Option<Event> {
    if component.component_type != ICalendarComponentType::VEvent {
        return None;
    }
    let text = |name| component.property(&name).and_then(words).map(str::to_owned);
    let at = |name| component.property(&name).and_then(|e| e.values.first()?.as_partial_date_time());
    let day = at(ICalendarProperty::Dtstart)?;
    let stamp = at(ICalendarProperty::Dtstamp)?.to_timestamp()?;
    let small = |n: Option<u8>| i8::try_from(n?).ok();
    let sequence = component.property(&ICalendarProperty::Sequence);
    Some(Event {
        uid: component.uid()?.to_owned(),
        day: Date::new(i16::try_from(day.year?).ok()?, small(day.month)?, small(day.day)?).ok()?,
        summary: text(ICalendarProperty::Summary)?,
        about: text(ICalendarProperty::Description).unwrap_or_default(),
        sequence: sequence.and_then(|e| e.values.first()?.as_integer()).unwrap_or(0),
        stamp: Timestamp::from_second(stamp).ok()?,
        cancelled: component.status() == Some(&ICalendarStatus::Cancelled),
    })
}

fn words(entry: &ICalendarEntry) -> Option<&str> {
    entry.values.first()?.as_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn one(uid: &str, on: &str) -> Event {
        Event {
            uid: uid.to_owned(),
            day: day(on),
            summary: "Ana Ruiz, by mail".to_owned(),
            about: "A question waits; since Monday, and for long.\nlast: you met".to_owned(),
            sequence: 0,
            stamp: at("2026-03-02T09:00:00Z"),
            cancelled: false,
        }
    }

    #[test]
    fn an_event_is_kept_changed_and_cancelled() {
        let (monday, tuesday) = (at("2026-03-02T09:00:00Z"), at("2026-03-03T09:00:00Z"));
        let open = |uid: &str, on: &str| (one(uid, on), day("2026-03-01"));
        let first =
            published(&[], vec![open("a", "2026-03-02"), open("b", "2026-03-04")], day("2026-03-02"), monday);
        assert_eq!(first.iter().map(|e| e.sequence).collect::<Vec<_>>(), [0, 0]);
        // Proposed anew on the next day: what lay in the past moves, what is to come stays where it was told.
        let again = vec![open("a", "2026-03-03"), open("b", "2026-03-03")];
        let second = published(&first, again, day("2026-03-03"), tuesday);
        let told: Vec<_> = second.iter().map(|e| (e.uid.as_str(), e.day, e.sequence)).collect();
        assert_eq!(told, [("a", day("2026-03-03"), 1), ("b", day("2026-03-04"), 0)]);
        // Done: it is cancelled once, and forgotten after a while.
        let third = published(&second, Vec::new(), day("2026-03-03"), tuesday);
        assert!(third.iter().all(|e| e.cancelled));
        assert_eq!(published(&third, Vec::new(), day("2026-03-04"), tuesday), third);
        assert!(published(&third, Vec::new(), day("2026-09-01"), tuesday).is_empty());
        // It comes back under the same name, and every program takes it for newer.
        let back = published(&third, vec![open("a", "2026-03-05")], day("2026-03-05"), tuesday);
        let a = back.iter().find(|e| e.uid == "a").unwrap();
        assert!(!a.cancelled && a.sequence > third[0].sequence && a.day == day("2026-03-05"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(summary in "[a-z][^\\p{Cc}]{0,120}", about in "[^\\p{Cc}]{0,300}", cancelled: bool) {
            let event = Event { summary: summary.trim().to_owned(), about: about.trim().to_owned(), cancelled, ..one("u", "2026-03-02") };
            let text = write(std::slice::from_ref(&event));
            prop_assert!(text.lines().all(|line| line.len() <= 75), "{text}");
            prop_assert_eq!(read(&text), Some(vec![event]));
        }
    }

    #[test]
    fn a_calendar_of_somebody_else_is_not_ours() {
        assert_eq!(read("BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n"), None);
        assert_eq!(read("nothing"), None);
        assert_eq!(read(&write(&[])), Some(Vec::new()));
    }
}
