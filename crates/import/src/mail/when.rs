//! When a mail was written: its own date where that can be, else the clocks that it passed.

use super::head::{Head, Zone};
use comity_core::Moment;
use mail_parser::DateTime;

/// 1990-01-01: before, clocks were not set.
const EARLIEST: i64 = 631_152_000;
/// 2100-01-01: later than any mail that this program will read.
const LATEST: i64 = 4_102_444_800;
/// How far the writer's clock may be ahead of that of the server that took the mail.
const AHEAD: i64 = 86_400;

/// Returns when a mail was written; `delivered` is the date of its separator, in an unknown zone.
///
/// A date in the future of the server that took the mail is not believed.
pub(crate) fn written(head: &Head, delivered: Option<i64>) -> Option<Moment> {
    let sane = |at: &i64| (EARLIEST..LATEST).contains(at);
    let received = head.received.as_ref().map(DateTime::to_timestamp).filter(sane);
    let own = head.date.as_ref().map(|date| moment(date, head.zone));
    let own = own.filter(|m| sane(&m.order()) && received.is_none_or(|r| m.order() <= r + AHEAD));
    own.or(received.map(Moment::instant)).or(delivered.filter(sane).map(|wall| Moment::Local { wall }))
}

/// Returns the moment of a date, with the writer's offset from UTC where it is told and exists.
fn moment(date: &DateTime, zone: Zone) -> Moment {
    let at = date.to_timestamp();
    let minutes = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
    let offset = if date.tz_before_gmt { -minutes } else { minutes };
    // No clock on Earth is further from UTC than fourteen hours.
    match zone {
        Zone::Told if minutes <= 14 * 60 => Moment::Instant { at, offset: Some(offset) },
        Zone::Told | Zone::Hidden => Moment::instant(at),
        Zone::Missing => Moment::Local { wall: at },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Option<&str>) {
        let at = written(&Head::read(head.as_bytes()), Some(1_794_909_600));
        assert_eq!(at.map(|m| m.to_string()).as_deref(), expected, "{head}");
    }

    #[test]
    fn the_own_date_comes_first_with_its_zone() {
        check("Date: Tue, 17 Nov 2026 10:00:00 +0100\n", Some("2026-11-17T10:00:00+01:00"));
        check("Date: 17 Nov 26 10:00 EST\n", Some("2026-11-17T10:00:00-05:00"));
        check("Date: Tue, 17 Nov 2026 10:00:00 -0000\n", Some("2026-11-17T10:00:00Z"));
        check("Date: Tue, 17 Nov 2026 10:00:00\n", Some("2026-11-17T10:00:00"));
        check("Date: Tue, 17 Nov 98 10:00:00 GMT\n", Some("1998-11-17T10:00:00Z"));
    }

    #[test]
    fn a_date_that_cannot_be_gives_way() {
        let received = "Received: from a by b; Tue, 17 Nov 2026 10:00:00 +0100\n";
        check(&format!("Date: Thu, 1 Jan 1970 00:00:00 +0000\n{received}"), Some("2026-11-17T09:00:00Z"));
        check(&format!("Date: Thu, 1 Jan 2032 00:00:00 +0000\n{received}"), Some("2026-11-17T09:00:00Z"));
        check("Date: yesterday\n", Some("2026-11-17T10:00:00"));
        check("Date: at 10:00 or so\n", Some("2026-11-17T10:00:00"));
    }
}
