//! Dates and times of calendars: in UTC, in a named zone, without a zone, or as whole days.

use crate::content_line::Property;
use calcard::common::timezone::Tz;
use comity_core::Moment;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// When something is, with the zone in which it recurs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct When {
    pub(super) wall: DateTime,
    /// `None` where nobody tells the zone.
    zone: Option<TimeZone>,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Utc,
    Zoned,
    /// Without a zone of its own; the one of the calendar or of the user is taken.
    Floating,
    Day,
}

impl When {
    /// Returns the same clock, showing another time.
    pub(super) fn at(&self, wall: DateTime) -> Self {
        Self { wall, zone: self.zone.clone(), form: self.form }
    }

    /// Tells whether it is a whole day.
    pub(super) fn is_day(&self) -> bool {
        self.form == Form::Day
    }

    /// Returns it as the core tells times; the offset is told where a zone was.
    pub(super) fn moment(&self) -> Moment {
        match &self.zone {
            _ if self.is_day() => Moment::of_date(self.wall.date()),
            None => Moment::of_wall(self.wall),
            Some(zone) => {
                let at = self.order();
                let offset = (self.form != Form::Utc).then(|| comity_core::time::offset_in(zone, at));
                Moment::Instant { at, offset }
            }
        }
    }

    /// Returns seconds since 1970, as if in UTC where no zone is known; names an occurrence in its series.
    pub(super) fn order(&self) -> i64 {
        let zone = self.zone.clone().filter(|_| !self.is_day()).unwrap_or(TimeZone::UTC);
        // Times that a clock skips or shows twice are read as RFC 5545 says: with the offset before.
        zone.to_ambiguous_timestamp(self.wall).compatible().map_or(0, jiff::Timestamp::as_second)
    }

    /// Returns the time as keys tell it: in UTC; as written where it has no zone of its own.
    pub(super) fn mark(&self) -> String {
        match self.form {
            Form::Day => self.wall.strftime("%Y%m%d").to_string(),
            Form::Floating => self.wall.strftime("%Y%m%dT%H%M%S").to_string(),
            Form::Utc | Form::Zoned => {
                Moment::instant(self.order()).wall().strftime("%Y%m%dT%H%M%SZ").to_string()
            }
        }
    }

    /// Returns what the clock of this time shows at the other.
    pub(super) fn wall_of(&self, other: &Self) -> DateTime {
        match (&self.zone, &other.zone) {
            (Some(zone), Some(_)) if !other.is_day() => wall_in(zone, other.order()),
            _ => other.wall,
        }
    }

    /// Returns what the clock of this time shows at an instant; nearly so where its zone is not known.
    pub(super) fn wall_at(&self, at: i64) -> DateTime {
        wall_in(self.zone.as_ref().unwrap_or(&TimeZone::UTC), at)
    }
}

fn wall_in(zone: &TimeZone, at: i64) -> DateTime {
    jiff::Timestamp::from_second(at).map_or(DateTime::MAX, |stamp| zone.to_datetime(stamp))
}

/// The zones that a calendar names, and the one of times that name none.
#[derive(Clone, Default)]
pub(super) struct Zones {
    told: BTreeMap<String, Option<TimeZone>>,
    default: Option<TimeZone>,
}

impl Zones {
    /// Returns the zones at the start of a calendar: that of the user, where it is set.
    pub(super) fn of_user(zone: Option<&str>) -> Self {
        Self { told: BTreeMap::new(), default: zone.and_then(named) }
    }

    /// Takes the zone that the calendar gives to times without one.
    pub(super) fn set_default(&mut self, name: &str) {
        self.default = named(name).or(self.default.take());
    }

    /// Takes a zone that the calendar explains; a name that everybody knows stays what it is.
    pub(super) fn explain(&mut self, name: &str, place: Option<&str>, rules: Option<TimeZone>) {
        let zone = named(name).or_else(|| named(place?)).or(rules);
        self.told.insert(name.to_owned(), zone);
    }

    /// Reads the times of a property; what is none is left out.
    pub(super) fn read(&mut self, p: &Property) -> Vec<When> {
        // A period of RDATE tells its end after a slash; the start is the occurrence.
        let texts = p.value.split(',').filter_map(|text| text.split('/').next());
        texts.filter_map(|text| self.when(text.trim(), p.param("TZID"))).collect()
    }

    /// Reads a time as it stands in a rule, where no parameter can tell its zone.
    pub(super) fn when(&mut self, text: &str, zone: Option<&str>) -> Option<When> {
        let (wall, has_time) = wall(text)?;
        let (zone, form) = if !has_time {
            (None, Form::Day)
        } else if text.ends_with(['Z', 'z']) {
            (Some(TimeZone::UTC), Form::Utc)
        } else if let Some(name) = zone {
            let zone = self.zone(name);
            let form = if zone.is_some() { Form::Zoned } else { Form::Floating };
            (zone, form)
        } else {
            (self.default.clone(), Form::Floating)
        };
        Some(When { wall, zone, form })
    }

    fn zone(&mut self, name: &str) -> Option<TimeZone> {
        self.told.entry(name.to_owned()).or_insert_with(|| named(name)).clone()
    }
}

/// Years in which somebody who has a calendar can meet; a series from the year one would take long to unroll.
const YEARS: std::ops::Range<i16> = 1900..2200;

/// Reads `20260303`, `20260303T100000` or `20260303T100000Z`, and tells whether a time stands there.
fn wall(text: &str) -> Option<(DateTime, bool)> {
    let digits = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |from, to| digits(from, to).and_then(|n| i8::try_from(n).ok());
    let date =
        Date::new(digits(0, 4).filter(|year| YEARS.contains(year))?, small(4, 6)?, small(6, 8)?).ok()?;
    if text.len() == 8 {
        return Some((date.at(0, 0, 0, 0), false));
    }
    // A leap second is the second before, as clocks of computers tell it.
    let second = small(13, 15).unwrap_or(0).min(59);
    let time = Time::new(small(9, 11)?, small(11, 13)?, second, 0).ok()?;
    Some((date.to_datetime(time), true))
}

/// Returns the zone of a name: of the time zone database, of Windows, or a known spelling of either.
fn named(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    TimeZone::get(name).ok().or_else(|| {
        let known: Tz = name.parse().ok()?;
        TimeZone::get(&known.name()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, moment: &str, mark: &str) {
        let mut zones = Zones::of_user(None);
        let when = zones.read(&Property::parse(line.as_bytes()).unwrap()).remove(0);
        assert_eq!((when.moment().to_string().as_str(), when.mark().as_str()), (moment, mark), "{line}");
    }

    #[test]
    fn the_four_forms_are_told_apart() {
        check("DTSTART:20260303T100000Z", "2026-03-03T10:00:00Z", "20260303T100000Z");
        check("DTSTART;TZID=Europe/Berlin:20260703T100000", "2026-07-03T10:00:00+02:00", "20260703T080000Z");
        check("DTSTART:20260303T100000", "2026-03-03T10:00:00", "20260303T100000");
        check("DTSTART;VALUE=DATE:20260303", "2026-03-03", "20260303");
    }

    #[test]
    fn zones_have_many_names() {
        for name in ["W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin", "europe/berlin"] {
            let line = format!("DTSTART;TZID=\"{name}\":20260703T100000");
            check(&line, "2026-07-03T10:00:00+02:00", "20260703T080000Z");
        }
        check("DTSTART;TZID=Nowhere:20260703T100000", "2026-07-03T10:00:00", "20260703T100000");
    }

    #[test]
    fn clocks_that_are_turned_do_not_stop_anything() {
        check("DTSTART;TZID=Europe/Berlin:20260329T023000", "2026-03-29T03:30:00+02:00", "20260329T013000Z");
        check("DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25T02:30:00+02:00", "20261025T003000Z");
    }
}
