//! Zones that a calendar explains by itself, where their name says nothing.

use crate::content_line::Property;
use jiff::tz::TimeZone;

/// Seasons that are kept of a zone; the longest history of one has 200.
const LIMIT_SEASONS: usize = 1_000;
/// Letters of a rule or a start that are kept; real ones have a tenth.
const LIMIT_LETTERS: usize = 500;

/// A `VTIMEZONE` while it is read.
#[derive(Default)]
pub(super) struct Explained {
    pub(super) name: String,
    /// A place that stands for the zone, as some programs add it.
    pub(super) place: Option<String>,
    seasons: Vec<Season>,
}

/// A `STANDARD` or `DAYLIGHT` part: which offset holds, and the day in the year on which it begins.
#[derive(Default)]
struct Season {
    daylight: bool,
    offset: Option<i32>,
    start: String,
    rule: String,
}

impl Explained {
    /// Begins a season.
    pub(super) fn begin(&mut self, daylight: bool) {
        if self.seasons.len() == LIMIT_SEASONS {
            // The latest counts, and stands last as a rule.
            self.seasons.remove(0);
        }
        self.seasons.push(Season { daylight, ..Season::default() });
    }

    /// Takes a line of the zone or of its last season.
    pub(super) fn take(&mut self, p: &Property) {
        match (p.name.as_str(), self.seasons.last_mut()) {
            ("TZID", None) => self.name = p.text(),
            ("X-LIC-LOCATION", _) => self.place = Some(p.text()),
            ("TZOFFSETTO", Some(season)) => season.offset = offset(p.value.trim()),
            ("DTSTART", Some(season)) => season.start = short(&p.value),
            ("RRULE", Some(season)) => season.rule = short(&p.value).to_uppercase(),
            _ => {}
        }
    }

    /// Returns the zone that the latest seasons make; how it was before they began is not kept.
    pub(super) fn zone(&self) -> Option<TimeZone> {
        let latest = |daylight| {
            let seasons = self.seasons.iter().filter(move |s| s.daylight == daylight && s.offset.is_some());
            seasons.max_by(|a, b| a.start.cmp(&b.start))
        };
        let (standard, daylight) = (latest(false), latest(true));
        let text = match (standard, daylight) {
            (Some(s), Some(d)) if !s.rule.is_empty() && !d.rule.is_empty() => format!(
                "<STD>{}<DST>{},{},{}",
                posix_offset(s.offset?),
                posix_offset(d.offset?),
                d.begins()?,
                s.begins()?
            ),
            (Some(only), _) | (None, Some(only)) => format!("<STD>{}", posix_offset(only.offset?)),
            (None, None) => return None,
        };
        TimeZone::posix(&text).ok()
    }
}

impl Season {
    /// Returns the day and time of the year in the words of POSIX: `M3.5.0/2:00:00`.
    fn begins(&self) -> Option<String> {
        let part = |name: &str| self.rule.split(';').find_map(|p| p.strip_prefix(name)?.strip_prefix('='));
        let month: u8 = part("BYMONTH")?.parse().ok()?;
        let day = part("BYDAY")?;
        let (count, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
        let weekday = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].iter().position(|d| *d == weekday)?;
        let week = match count {
            "-1" => 5,
            // "the first Sunday from the eighth on" is the second Sunday.
            "" => (part("BYMONTHDAY")?.split(',').next()?.parse::<u8>().ok()?.checked_sub(1)?) / 7 + 1,
            count => count.trim_start_matches('+').parse::<u8>().ok()?,
        };
        let time = self.start.get(9..15).unwrap_or("000000");
        Some(format!("M{month}.{week}.{weekday}/{}:{}:{}", time.get(..2)?, time.get(2..4)?, time.get(4..)?))
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(LIMIT_LETTERS).collect()
}

/// Reads `+0130` into seconds east of UTC.
fn offset(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.trim_start_matches(['+', '-']);
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4)?.parse().ok()?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

/// POSIX counts offsets west of UTC.
fn posix_offset(east: i32) -> String {
    let sign = if east > 0 { "-" } else { "+" };
    let east = east.abs();
    format!("{sign}{:02}:{:02}", east / 3_600, east % 3_600 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Option<TimeZone> {
        let mut explained = Explained::default();
        for p in lines.lines().filter_map(|line| Property::parse(line.as_bytes())) {
            match p.value.as_str() {
                "STANDARD" | "DAYLIGHT" => explained.begin(p.value == "DAYLIGHT"),
                _ => explained.take(&p),
            }
        }
        explained.zone()
    }

    fn check(lines: &str, at: &str, offset: &str) {
        let stamp: jiff::Timestamp = at.parse().unwrap();
        assert_eq!(read(lines).unwrap().to_offset(stamp).to_string(), offset, "{at}");
    }

    #[test]
    fn seasons_become_a_zone() {
        let zone = "TZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETTO:+0100\n\
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n\
            TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3";
        check(zone, "2026-01-01T00:00:00Z", "+01");
        check(zone, "2026-07-01T00:00:00Z", "+02");
        check(zone, "2026-03-29T00:59:59Z", "+01");
        check(zone, "2026-03-29T01:00:00Z", "+02");
    }

    #[test]
    fn a_zone_without_summer_is_one_offset() {
        check("BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0545", "2026-07-01T00:00:00Z", "+05:45");
        check("BEGIN:STANDARD\nTZOFFSETTO:-0330", "2026-07-01T00:00:00Z", "-03:30");
        assert!(read("BEGIN:STANDARD\nTZOFFSETTO:soon").is_none());
    }
}
