//! Moments as files write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// Returns what a clock in UTC shows.
pub(super) fn utc(at: i64) -> DateTime {
    Offset::UTC.to_datetime(timestamp(at))
}

fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or_default()
}

/// Time zones by name, each looked up once.
#[derive(Default)]
pub(super) struct Zones(Vec<(String, TimeZone)>);

impl Zones {
    /// Returns what a clock in a zone shows, and the offset in minutes; UTC where the zone is unknown.
    pub(super) fn local(&mut self, at: i64, zone: &str) -> (DateTime, i32) {
        let place = self.0.iter().position(|(name, _)| name == zone).unwrap_or_else(|| {
            self.0.push((zone.to_owned(), TimeZone::get(zone).unwrap_or(TimeZone::UTC)));
            self.0.len() - 1
        });
        let offset = self.0[place].1.to_offset(timestamp(at));
        (offset.to_datetime(timestamp(at)), offset.seconds() / 60)
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn weekday(t: DateTime) -> &'static str {
    DAYS[usize::from(t.weekday().to_monday_zero_offset().unsigned_abs() % 7)]
}

/// Returns the English short name of a month.
pub(super) fn month(t: DateTime) -> &'static str {
    MONTHS[usize::from((t.month().unsigned_abs() + 11) % 12)]
}

/// Returns `Tue, 24 Nov 2026 21:52:07 +0000` (RFC 5322, section 3.3).
pub(super) fn mail_date((t, offset): (DateTime, i32)) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!(
        "{}, {} {} {} {:02}:{:02}:{:02} {sign}{hours:02}{minutes:02}",
        weekday(t),
        t.day(),
        month(t),
        t.year(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// Returns `Tue Nov 24 21:52:07 2026`, as the line between two mails has it.
pub(super) fn envelope_date(at: i64) -> String {
    let t = utc(at);
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        weekday(t),
        month(t),
        t.day(),
        t.hour(),
        t.minute(),
        t.second(),
        t.year()
    )
}

/// Returns `20261124T215207`.
pub(super) fn compact(t: DateTime) -> String {
    t.strftime("%Y%m%dT%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_files_write_them() {
        let mut zones = Zones::default();
        let summer = 1_783_000_000;
        assert_eq!(mail_date(zones.local(summer, "Europe/London")), "Thu, 2 Jul 2026 14:46:40 +0100");
        assert_eq!(mail_date(zones.local(summer, "America/New_York")), "Thu, 2 Jul 2026 09:46:40 -0400");
        assert_eq!(envelope_date(summer), "Thu Jul  2 13:46:40 2026");
        assert_eq!(compact(utc(summer)), "20260702T134640");
    }
}
