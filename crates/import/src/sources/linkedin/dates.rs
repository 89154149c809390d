//! The dates of the archive: each file has its own shape, and only messages tell a zone.

use comity_core::Moment;
use jiff::civil::{Date, DateTime, Time};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads the time of a message, `2025-06-01 14:03:22 UTC`.
pub(super) fn of_message(text: &str) -> Option<Moment> {
    let bare = text.trim_end_matches("UTC").trim_end_matches('Z').trim().replacen(' ', "T", 1);
    let wall = bare.parse::<DateTime>().ok()?;
    let Moment::Local { wall } = Moment::of_wall(wall) else { return None };
    Some(Moment::instant(wall))
}

/// Reads the time of an invitation, `1/29/26, 2:37 PM`: month first, on a clock whose zone is not told.
pub(super) fn of_invitation(text: &str) -> Option<Moment> {
    let (date, clock) = text.split_once(',')?;
    Some(Moment::of_wall(of_slashes(date)?.to_datetime(of_clock(clock)?)))
}

/// Reads the day of a connection, `08 Feb 2026`, and what spreadsheets make of it: `8-Feb-26`,
/// `2026-02-08`, `2/8/2026`.
pub(super) fn of_connection(text: &str) -> Option<Moment> {
    if text.contains('/') {
        return of_slashes(text).map(Moment::of_date);
    }
    if let Ok(date) = text.parse::<Date>() {
        return Some(Moment::of_date(date));
    }
    let parts: Vec<&str> = text.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let month = month.to_lowercase();
    let month = MONTHS.iter().position(|m| month.get(..3) == Some(m))? + 1;
    Moment::date(of_year(year)?, i8::try_from(month).ok()?, day.parse().ok()?)
}

fn of_slashes(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('/').collect();
    let [month, day, year] = parts[..] else { return None };
    Date::new(of_year(year)?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// LinkedIn began in 2003: a year of two digits is of this century.
fn of_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// Reads `2:37 PM`; newer Java writes a narrow space before the half of the day.
fn of_clock(text: &str) -> Option<Time> {
    let text = text.trim().to_uppercase();
    let half = ["AM", "PM"].into_iter().find(|half| text.ends_with(half));
    let (hour, minute) = text.trim_end_matches(half.unwrap_or("")).trim().split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("AM") => hour % 12,
        Some(_) => hour % 12 + 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&str) -> Option<Moment>, text: &str, expected: Option<&str>) {
        assert_eq!(read(text).map(|m| m.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn messages_tell_utc() {
        check(of_message, "2025-06-01 14:03:22 UTC", Some("2025-06-01T14:03:22Z"));
        check(of_message, "2025-06-01T14:03:22Z", Some("2025-06-01T14:03:22Z"));
        check(of_message, "2025-06-31 14:03:22 UTC", None);
        check(of_message, "", None);
    }

    #[test]
    fn invitations_tell_a_clock_without_a_zone() {
        check(of_invitation, "1/29/26, 2:37 PM", Some("2026-01-29T14:37:00"));
        check(of_invitation, "1/29/26, 12:05\u{202f}am", Some("2026-01-29T00:05:00"));
        check(of_invitation, "11/3/2026, 12:05 PM", Some("2026-11-03T12:05:00"));
        check(of_invitation, "11/3/26, 14:05", Some("2026-11-03T14:05:00"));
        check(of_invitation, "29/1/26, 2:37 PM", None);
        check(of_invitation, "1/29/26, 0:37 PM", None);
        check(of_invitation, "1/29/26", None);
    }

    #[test]
    fn connections_tell_a_day() {
        for text in ["08 Feb 2026", "8-Feb-26", "2026-02-08", "2/8/2026", "8 February 2026"] {
            check(of_connection, text, Some("2026-02-08"));
        }
        check(of_connection, "30 Feb 2026", None);
        check(of_connection, "08 Fév 2026", None);
        check(of_connection, "-", None);
    }
}
