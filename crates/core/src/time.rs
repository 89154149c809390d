//! When something happened, and how well that is known.
//!
//! A moment that a source tells without a zone, or as a bare date, is an interval: every comparison here
//! has a shortest and a longest reading, so that a rule can fire only when it holds for all of them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// A length of time in whole seconds; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

impl Span {
    /// Returns a span of whole days.
    pub const fn days(days: i64) -> Self {
        Self(days.saturating_mul(86_400))
    }

    /// Returns a span of whole hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600))
    }

    /// Returns how many full days the span holds, rounded towards zero.
    pub const fn whole_days(self) -> i64 {
        self.0 / 86_400
    }
}

/// Clocks on Earth run from twelve hours behind UTC to fourteen ahead of it.
const BEHIND: i64 = 12 * 3_600;
const AHEAD: i64 = 14 * 3_600;

/// A moment with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Seconds since 1970-01-01 UTC; `offset` is the writer's offset from UTC in minutes where it was told.
    Instant { at: i64, offset: Option<i16> },
    /// What a clock on a wall showed, in seconds as if it were UTC; the zone is not known.
    Local { wall: i64 },
    /// A bare date, in days since 1970-01-01; the zone is not known.
    Date { day: i32 },
}

/// The last day that is counted, and with a minus the first.
const END: i32 = i32::MAX;

impl Moment {
    /// Returns the instant `at` seconds after 1970-01-01 UTC.
    pub const fn instant(at: i64) -> Self {
        Self::Instant { at, offset: None }
    }

    /// Returns a bare date; days that do not exist give `None`.
    pub fn date(year: i16, month: i8, day: i8) -> Option<Self> {
        Some(Self::of_date(Date::new(year, month, day).ok()?))
    }

    /// Returns a bare date from a civil date.
    pub fn of_date(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        let days = date.duration_since(epoch).as_hours() / 24;
        Self::Date { day: i32::try_from(days).unwrap_or(0) }
    }

    /// Returns a wall clock reading without a zone.
    pub fn of_wall(wall: DateTime) -> Self {
        let at = Offset::UTC.to_timestamp(wall).map_or(0, Timestamp::as_second);
        Self::Local { wall: at }
    }

    /// Returns the first instant that this moment can mean, in seconds since 1970.
    pub const fn earliest(self) -> i64 {
        match self {
            Self::Instant { at, .. } => at,
            Self::Local { wall } => wall.saturating_sub(AHEAD),
            Self::Date { day } => day as i64 * 86_400 - AHEAD,
        }
    }

    /// Returns the last instant that this moment can mean, in seconds since 1970.
    pub const fn latest(self) -> i64 {
        match self {
            Self::Instant { at, .. } => at,
            Self::Local { wall } => wall.saturating_add(BEHIND),
            Self::Date { day } => day as i64 * 86_400 + 86_399 + BEHIND,
        }
    }

    /// Returns the instant by which moments are put in order; a date counts as its noon in UTC.
    pub const fn order(self) -> i64 {
        match self {
            Self::Instant { at, .. } => at,
            Self::Local { wall } => wall,
            Self::Date { day } => day as i64 * 86_400 + 43_200,
        }
    }

    /// Returns the least time that can lie between this moment and a later one.
    pub const fn shortest_until(self, later: Self) -> Span {
        Span(later.earliest().saturating_sub(self.latest()))
    }

    /// Returns the most time that can lie between this moment and a later one.
    pub const fn longest_until(self, later: Self) -> Span {
        Span(later.latest().saturating_sub(self.earliest()))
    }

    /// Tells whether this moment is before the other for every reading of both.
    pub const fn surely_before(self, other: Self) -> bool {
        self.latest() < other.earliest()
    }

    /// Returns how many working days, Monday to Friday, surely lie between this moment and a later one.
    ///
    /// The day of the moment itself counts as none; a day here begins in UTC.
    pub const fn working_days_until(self, later: Self) -> i64 {
        let (from, to) = (self.latest().div_euclid(86_400), later.earliest().div_euclid(86_400));
        if to <= from { 0 } else { working_days_before(to + 1) - working_days_before(from + 1) }
    }

    /// Returns this moment moved by a span, with the same precision; beyond all calendars it stays at their end.
    pub const fn plus(self, span: Span) -> Self {
        match self {
            Self::Instant { at, offset } => Self::Instant { at: at.saturating_add(span.0), offset },
            Self::Local { wall } => Self::Local { wall: wall.saturating_add(span.0) },
            Self::Date { day } => {
                let days = day as i64 + span.0 / 86_400;
                Self::Date {
                    day: if days != days as i32 as i64 {
                        END.saturating_mul(days.signum() as i32)
                    } else {
                        days as i32
                    },
                }
            }
        }
    }

    /// Returns the civil date and time where they were written, or in UTC where no offset is known.
    pub fn wall(self) -> DateTime {
        let (at, offset) = match self {
            Self::Instant { at, offset } => (at, i32::from(offset.unwrap_or(0)) * 60),
            Self::Local { wall } => (wall, 0),
            Self::Date { day } => (i64::from(day) * 86_400, 0),
        };
        let stamp = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset::from_seconds(offset).unwrap_or(Offset::UTC).to_datetime(stamp)
    }

    /// Returns the civil date of this moment as seen in a zone.
    pub fn day_in(self, zone: &TimeZone) -> Date {
        match self {
            Self::Instant { at, .. } => {
                Timestamp::from_second(at).map_or(Date::ZERO, |t| t.to_zoned(zone.clone()).date())
            }
            _ => self.wall().date(),
        }
    }

    /// Returns the hour of the day and whether it is a weekend, where the writer's clock is known.
    pub fn writer_hour(self) -> Option<(i8, bool)> {
        let known = matches!(self, Self::Instant { offset: Some(_), .. } | Self::Local { .. });
        let wall = self.wall();
        known.then(|| (wall.hour(), wall.weekday().to_monday_zero_offset() >= 5))
    }

    /// Reads RFC 3339, an ISO 8601 date, or an ISO date and time without a zone.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(stamp) = text.parse::<Timestamp>() {
            return Some(Self::Instant { at: stamp.as_second(), offset: told_offset(text) });
        }
        if text.len() == 10 {
            return text.parse::<Date>().ok().map(Self::of_date);
        }
        text.replacen(' ', "T", 1).parse::<DateTime>().ok().map(Self::of_wall)
    }
}

/// Returns how many working days lie before a day, counted from the Monday after New Year 1970.
const fn working_days_before(day: i64) -> i64 {
    // 5 January 1970 was a Monday.
    let since = day - 4;
    let (weeks, rest) = (since.div_euclid(7), since.rem_euclid(7));
    weeks * 5 + if rest < 5 { rest } else { 5 }
}

/// Returns the offset at the end of an RFC 3339 text, in minutes; `Z` tells none.
fn told_offset(text: &str) -> Option<i16> {
    let tail = text.get(text.len().checked_sub(6)?..)?;
    let sign = match tail.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = tail[1..].split_once(':')?;
    Some(sign * (hours.parse::<i16>().ok()? * 60 + minutes.parse::<i16>().ok()?))
}

/// Writes RFC 3339 for instants, ISO 8601 without a zone for wall clocks, and the date alone for dates.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant { offset: Some(minutes), .. } if *minutes != 0 => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                let m = minutes.unsigned_abs();
                write!(f, "{}{sign}{:02}:{:02}", self.wall(), m / 60, m % 60)
            }
            Self::Instant { .. } => write!(f, "{}Z", self.wall()),
            Self::Local { .. } => write!(f, "{}", self.wall()),
            Self::Date { .. } => write!(f, "{}", self.wall().date()),
        }
    }
}

/// Returns the offset of a zone at an instant, in minutes east of UTC.
pub fn offset_in(zone: &TimeZone, at: i64) -> i16 {
    let seconds = Timestamp::from_second(at).map_or(0, |t| zone.to_offset(t).seconds());
    i16::try_from(seconds / 60).unwrap_or(0)
}

/// Returns the whole seconds of a civil duration.
pub fn seconds(duration: SignedDuration) -> Span {
    Span(duration.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_be_any_hour_anywhere() {
        let day = Moment::parse_iso("2026-03-03").unwrap();
        let next = Moment::parse_iso("2026-03-05T09:00:00Z").unwrap();
        assert_eq!(day.to_string(), "2026-03-03");
        assert!(day.shortest_until(next) < Span::days(1));
        assert!(day.longest_until(next) > Span::days(2));
        assert!(day.surely_before(next));
    }

    #[test]
    fn weekends_are_no_working_days() {
        let at = |text: &str| Moment::parse_iso(text).unwrap();
        let from = at("2026-03-06T15:00:00Z"); // a Friday
        let days = |to: &str| from.working_days_until(at(to));
        assert_eq!(
            [days("2026-03-06T18:00:00Z"), days("2026-03-08T09:00:00Z"), days("2026-03-09T09:00:00Z")],
            [0, 0, 1]
        );
        assert_eq!(days("2026-03-17T09:00:00Z"), 7);
    }

    #[test]
    fn what_was_written_is_read_back() {
        for text in ["2026-03-03T10:00:00Z", "2026-03-03T10:00:00+02:00", "2026-03-03T10:00:00", "2026-03-03"]
        {
            assert_eq!(Moment::parse_iso(text).unwrap().to_string(), text);
        }
        assert_eq!(Moment::parse_iso("tomorrow"), None);
    }
}
