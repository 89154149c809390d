//! Moments as people say them: read from the command line, and shown on the screen.

use crate::context::Context;
use crate::error::{Error, Result};
use comity_core::Moment;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// From 1900 to 2200, in seconds since 1970: beyond it lies a slip of the finger, and no calendar is sure.
const LIVED: std::ops::Range<i64> = -2_208_988_800..7_258_118_400;

/// Reads a moment: ISO 8601, `today`, `yesterday 17:30`, `tomorrow 9:00`, `3 Mar 2026`, `friday`,
/// `in 2 weeks`, `3 days ago`.
///
/// A bare day stays a day; a weekday is the next one, today excluded.
///
/// # Errors
/// Fails where the words make no moment.
pub fn read(context: &Context, text: &str) -> Result<Moment> {
    let zone = context.zone();
    let iso = Moment::parse_iso(text).map(|moment| in_zone(moment, &zone));
    let found = iso.or_else(|| said(text, &zoned(context.now(), &zone)));
    found.filter(|m| LIVED.contains(&m.order())).ok_or_else(|| {
        Error::user(
            format!("cannot read `{text}` as a time"),
            "write a date (`2026-03-03`, `3 Mar`), a date with a time, or `tomorrow 9:00`, `friday`, `2 weeks ago`",
        )
    })
}

/// Reads a moment that lies in the past unless it says otherwise: a weekday is the last one.
///
/// # Errors
/// Fails where the words make no moment.
pub fn read_past(context: &Context, text: &str) -> Result<Moment> {
    let now = zoned(context.now(), &context.zone());
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let moment = read(context, text)?;
    match weekday(&first) {
        Some(_) if now.timestamp().as_second() < moment.earliest() => {
            Ok(moment.plus(comity_core::Span::days(-7)))
        }
        _ => Ok(moment),
    }
}

/// Reads a moment from which on something is looked at: a day begins with its first second.
///
/// # Errors
/// Fails where the words make no moment.
pub fn read_since(context: &Context, text: &str) -> Result<Moment> {
    let (moment, zone) = (read_past(context, text)?, context.zone());
    let Moment::Date { .. } = moment else { return Ok(moment) };
    let start = moment.day_in(&zone).to_zoned(zone.clone());
    Ok(start.map_or(moment, |start| instant(start.timestamp(), &zone)))
}

fn in_zone(moment: Moment, zone: &TimeZone) -> Moment {
    match moment {
        Moment::Local { .. } => {
            let stamp = zone.to_ambiguous_timestamp(moment.wall()).compatible();
            stamp.map_or(moment, |at| instant(at, zone))
        }
        other => other,
    }
}

fn instant(at: Timestamp, zone: &TimeZone) -> Moment {
    let at = at.as_second();
    Moment::Instant { at, offset: Some(comity_core::time::offset_in(zone, at)) }
}

fn zoned(moment: Moment, zone: &TimeZone) -> Zoned {
    Timestamp::from_second(moment.order()).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// Reads words as seen from a moment.
fn said(text: &str, now: &Zoned) -> Option<Moment> {
    let lower = text.trim().to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().filter(|w| *w != "at" && *w != "on").collect();
    if lower == "now" {
        return Some(instant(now.timestamp(), now.time_zone()));
    }
    let time = words.last().and_then(|w| clock(w));
    if time.is_some() && words.len() > 1 {
        words.pop();
    } else if let (Some(time), 1) = (time, words.len()) {
        return at(now.date(), time, now);
    }
    let date = day(&words, now)?;
    match time {
        Some(time) => at(date, time, now),
        None => Some(Moment::of_date(date)),
    }
}

fn at(date: Date, time: Time, now: &Zoned) -> Option<Moment> {
    let zoned = date.to_datetime(time).to_zoned(now.time_zone().clone()).ok()?;
    Some(instant(zoned.timestamp(), now.time_zone()))
}

/// Reads a time of the day: `9:00`, `17:30`, `9am`.
fn clock(word: &str) -> Option<Time> {
    let (digits, add) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(d), _) => (d, 0),
        (_, Some(d)) => (d, 12),
        _ if word.contains(':') => (word, 0),
        _ => return None,
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, "0"));
    let hour: i8 = hour.parse().ok()?;
    let hour = if word.ends_with('m') { hour % 12 + add } else { hour };
    Time::new(hour, minute.parse().ok()?, 0, 0).ok()
}

fn day(words: &[&str], now: &Zoned) -> Option<Date> {
    let today = now.date();
    match words {
        ["today"] => Some(today),
        ["tomorrow"] => today.tomorrow().ok(),
        ["yesterday"] => today.yesterday().ok(),
        [one] | ["next", one] if weekday(one).is_some() => today.nth_weekday(1, weekday(one)?).ok(),
        ["last", one] if weekday(one).is_some() => today.nth_weekday(-1, weekday(one)?).ok(),
        ["in", count, unit] => today.checked_add(length(count, unit)?).ok(),
        [count, unit, "ago"] => today.checked_sub(length(count, unit)?).ok(),
        ["next", unit] => today.checked_add(length("1", unit)?).ok(),
        [day, month] => dated(day, month, today),
        [day, month, year] => Date::new(year.parse().ok()?, month_of(month)?, number(day)?).ok(),
        [iso] => iso.parse().ok(),
        _ => None,
    }
}

/// Returns a day and month in the year that puts it nearest to today.
fn dated(day: &str, month: &str, today: Date) -> Option<Date> {
    let (day, month) = match (number(day), month_of(month)) {
        (Some(day), Some(month)) => (day, month),
        _ => (number(month)?, month_of(day)?),
    };
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let dates = years.iter().filter_map(|year| Date::new(*year, month, day).ok());
    dates.min_by_key(|date| (*date - today).get_days().abs())
}

fn number(word: &str) -> Option<i8> {
    word.trim_end_matches(['.', ','])
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th")
        .parse()
        .ok()
}

fn month_of(word: &str) -> Option<i8> {
    let start = word.get(..3)?;
    let place = MONTHS.iter().position(|m| *m == start)?;
    i8::try_from(place + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    let start = word.get(..3)?;
    let whole = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let place = DAYS.iter().position(|d| *d == start)?;
    let told = word.len() == 3 || whole[place] == word || (word.len() == 4 && whole[place].starts_with(word));
    told.then(|| Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok())?
}

fn length(count: &str, unit: &str) -> Option<Span> {
    let count: i32 = if matches!(count, "a" | "an") { 1 } else { count.parse().ok()? };
    let span = Span::new();
    match unit.trim_end_matches('s') {
        "day" => span.try_days(count).ok(),
        "week" => span.try_weeks(count).ok(),
        "month" => span.try_months(count).ok(),
        "year" => span.try_years(count).ok(),
        _ => None,
    }
}

/// Returns the day of a moment: `3 Mar 2026`.
pub fn day_shown(moment: Moment, zone: &TimeZone) -> String {
    moment.day_in(zone).strftime("%-d %b %Y").to_string()
}

/// Returns the day, and the time of the day where it is known: `3 Mar 2026 14:05`.
pub fn shown(moment: Moment, zone: &TimeZone) -> String {
    match moment {
        Moment::Instant { .. } => zoned(moment, zone).strftime("%-d %b %Y %H:%M").to_string(),
        Moment::Local { .. } => moment.wall().strftime("%-d %b %Y %H:%M").to_string(),
        Moment::Date { .. } => day_shown(moment, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // A Tuesday.
        let now: Timestamp = "2026-03-03T10:00:00Z".parse().unwrap();
        let found = said(text, &now.to_zoned(zone)).map(|m| m.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn moments_are_read_as_people_say_them() {
        check("tomorrow 9:00", Some("2026-03-04T09:00:00+01:00"));
        check("today at 5pm", Some("2026-03-03T17:00:00+01:00"));
        check("14:30", Some("2026-03-03T14:30:00+01:00"));
        check("friday", Some("2026-03-06"));
        check("last friday", Some("2026-02-27"));
        check("Tuesday 12am", Some("2026-03-10T00:00:00+01:00"));
        check("in 2 weeks", Some("2026-03-17"));
        check("3 days ago", Some("2026-02-28"));
        check("3 March", Some("2026-03-03"));
        check("Dec 24", Some("2025-12-24"));
        check("1 Jun 2027", Some("2027-06-01"));
        check("in 2000000000 days", None);
        check("30000 years ago", None);
        check("soon", None);
        check("31 Feb 2026", None);
        check("25:00", None);
        // The clocks go forward that night; the hour that is missing gives the one after.
        check("29 Mar 2026 2:30", Some("2026-03-29T03:30:00+02:00"));
    }
}
