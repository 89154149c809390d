//! Recurrence rules: `calcard` unrolls them, on a clock without a zone, between bounds that hold always.

use super::clock::{When, Zones};
use calcard::common::timezone::Tz;
use calcard::{Entry, Parser};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::fmt::Write;

/// Times of one day that a rule may name; more would be no meeting and fill the memory.
const LIMIT_TIMES: usize = 24;

/// Returns the wall times of a series, in order, at most `limit` of them; `None` where the rule is not read.
///
/// A series recurs as its own clock shows it: what it means in UTC follows afterwards, occurrence by
/// occurrence. `until` is the last instant that is wanted, in seconds since 1970.
pub(super) fn unroll(rule: &str, start: &When, until: i64, limit: usize) -> Option<Vec<DateTime>> {
    let mut parts = parts(rule)?;
    let told = parts.iter().position(|(name, _)| name == "UNTIL").map(|at| parts.remove(at).1);
    let mut end = start.wall_at(until);
    if let Some(told) = told {
        let told = Zones::default().when(&told, None)?;
        let day = if told.is_day() { told.wall.date().at(23, 59, 59, 0) } else { start.wall_of(&told) };
        end = end.min(day);
    }
    if end < start.wall {
        return Some(Vec::new());
    }
    let mut text = String::from("BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
    let stamp = |wall: DateTime| wall.strftime("%Y%m%dT%H%M%S").to_string();
    write!(text, "DTSTART:{}\nRRULE:UNTIL={}", stamp(start.wall), stamp(end)).ok()?;
    parts.iter().for_each(|(name, value)| text.extend([";", name, "=", value]));
    text.push_str("\nEND:VEVENT\nEND:VCALENDAR\n");
    let Entry::ICalendar(calendar) = Parser::new(&text).entry() else { return None };
    let unrolled = calendar.expand_dates(Tz::Floating, limit);
    let wall = |at: i64| Some(Offset::UTC.to_datetime(jiff::Timestamp::from_second(at).ok()?));
    let walls = unrolled.events.iter().filter_map(|e| wall(e.start.naive_local().and_utc().timestamp()));
    unrolled.errors.is_empty().then(|| walls.collect())
}

/// Returns the parts of a rule that is worth unrolling.
fn parts(rule: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut times = 1;
    for part in rule.split(';').filter(|part| !part.trim().is_empty()) {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim().to_uppercase(), value.trim().to_uppercase());
        match name.as_str() {
            // People do not meet by the hour without end.
            "FREQ" if !matches!(value.as_str(), "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY") => return None,
            "BYHOUR" | "BYMINUTE" => times *= value.split(',').count(),
            "FREQ" | "INTERVAL" | "COUNT" | "UNTIL" | "WKST" | "BYDAY" | "BYMONTHDAY" | "BYYEARDAY"
            | "BYWEEKNO" | "BYMONTH" | "BYSETPOS" => {}
            // Years of other calendars are not counted here.
            "RSCALE" if value != "GREGORIAN" => return None,
            _ => continue,
        }
        if value.contains(|c: char| !c.is_ascii_alphanumeric() && !"+-,".contains(c)) {
            return None;
        }
        parts.push((name, value));
    }
    let read = times <= LIMIT_TIMES && parts.iter().any(|(name, _)| name == "FREQ");
    read.then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_line::Property;
    use proptest::prelude::*;

    /// The last day of 2026, in seconds since 1970.
    const UNTIL: i64 = 1_798_675_200;

    fn unrolled(start: &str, rule: &str) -> Option<Vec<String>> {
        let start = Property::parse(format!("DTSTART{start}").as_bytes()).unwrap();
        let start = Zones::default().read(&start).remove(0);
        let walls = unroll(rule, &start, UNTIL, 20)?;
        Some(walls.into_iter().map(|wall| start.at(wall).mark()).collect())
    }

    fn check(start: &str, rule: &str, expected: &[&str]) {
        assert_eq!(unrolled(start, rule).unwrap(), expected, "{rule}");
    }

    #[test]
    fn a_series_keeps_its_hour_when_clocks_are_turned() {
        let start = ";TZID=Europe/Berlin:20260323T100000";
        check(start, "FREQ=WEEKLY;COUNT=2", &["20260323T090000Z", "20260330T080000Z"]);
        // The end is told in UTC: the very last one still counts.
        check(start, "FREQ=WEEKLY;UNTIL=20260330T080000Z", &["20260323T090000Z", "20260330T080000Z"]);
        check(start, "FREQ=WEEKLY;UNTIL=20260330T075959Z", &["20260323T090000Z"]);
        check(start, "FREQ=WEEKLY;UNTIL=20260330", &["20260323T090000Z", "20260330T080000Z"]);
    }

    #[test]
    fn rules_of_many_kinds_are_unrolled() {
        check(
            ":20260105T090000Z",
            "FREQ=MONTHLY;BYDAY=1MO;COUNT=2",
            &["20260105T090000Z", "20260202T090000Z"],
        );
        check(";VALUE=DATE:20260301", "FREQ=YEARLY", &["20260301"]);
        check(":20261230T090000Z", "FREQ=DAILY", &["20261230T090000Z"]);
        check(":20270301T090000Z", "FREQ=DAILY", &[]);
        assert_eq!(unrolled(":20200101T090000Z", "FREQ=DAILY").unwrap().len(), 20);
    }

    #[test]
    fn rules_that_never_come_true_or_never_end_stop() {
        check(":20260105T090000Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", &[]);
        check(":20260105T090000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=65535", &[]);
        for rule in [
            "FREQ=SECONDLY",
            "RSCALE=HEBREW;FREQ=YEARLY",
            "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5",
            "nonsense",
            "COUNT=2",
        ] {
            assert_eq!(unrolled(":20260105T090000Z", rule), None, "{rule}");
        }
    }

    proptest! {
        #[test]
        fn no_rule_is_too_strange(
            year in 1900..2199,
            frequency in "DAILY|WEEKLY|MONTHLY|YEARLY",
            parts in proptest::collection::vec(
                "(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS|BYHOUR)=(-?[0-9]{1,5}|-?[0-9]?(MO|SU)|[0-9]{1,2},-[0-9])",
                0..4,
            ),
        ) {
            unrolled(&format!(":{year:04}0131T090000Z"), &format!("FREQ={frequency};{}", parts.join(";")));
        }
    }
}
