//! What time it is where they are.
//!
//! The zone that the user stated counts; else the offset from UTC that their own mail tells, give or take an
//! hour. Public holidays are not known.

use crate::time::Moment;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Where they are, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    zone: Option<TimeZone>,
    /// ISO 3166 alpha-2, as stated.
    pub country: Option<String>,
    /// The offset of their last mail in minutes, and when that was.
    offset: Option<(i16, i64)>,
}

/// Who wrote two months ago may be elsewhere by now, or their clock changed.
const FRESH: i64 = 60 * 86_400;
/// Clocks change by an hour in spring and autumn.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Clock {
    /// Takes the zone that the user stated; a name that is none leaves it open.
    pub(super) fn set_zone(&mut self, name: &str) {
        self.zone = TimeZone::get(name).ok();
    }

    /// Takes the offset that a word of theirs tells; machines write that of Greenwich for no reason at all.
    pub(super) fn heard(&mut self, at: Moment) {
        if let Moment::Instant { at, offset: Some(minutes) } = at
            && minutes != 0
        {
            self.offset = Some((minutes, at));
        }
    }

    /// Returns what their clock on the wall may show at a moment: earliest, likeliest, latest reading.
    ///
    /// `None` where it is not known, or the moment is no instant.
    pub fn readings(&self, at: Moment) -> Option<[DateTime; 3]> {
        let Moment::Instant { at, .. } = at else { return None };
        let stamp = Timestamp::from_second(at).ok()?;
        if let Some(zone) = &self.zone {
            return Some([zone.to_datetime(stamp); 3]);
        }
        let (minutes, _) = self.offset.filter(|(_, seen)| (at - seen).abs() <= FRESH)?;
        let wall = offset(minutes).to_datetime(stamp);
        Some([wall.checked_sub(HOUR).ok()?, wall, wall.checked_add(HOUR).ok()?])
    }

    /// Returns the instant of a reading of their clock; an hour later where the offset alone is known.
    pub fn instant(&self, wall: DateTime) -> Option<Moment> {
        let stamp = match (&self.zone, self.offset) {
            (Some(zone), _) => zone.to_timestamp(wall).ok()?,
            (None, Some((minutes, _))) => offset(minutes).to_timestamp(wall).ok()?.checked_add(HOUR).ok()?,
            (None, None) => return None,
        };
        Some(Moment::instant(stamp.as_second()))
    }

    /// Tells whether a day is one of their weekend for certain: of a country that is not known, Saturday alone.
    pub fn is_weekend(&self, day: Weekday) -> bool {
        let rests = |a, b| day == a || day == b;
        match self.country() {
            Some(country) if FRIDAY_SATURDAY.contains(&country) => rests(Weekday::Friday, Weekday::Saturday),
            Some(country) if FRIDAY.contains(&country) => day == Weekday::Friday,
            Some(_) => rests(Weekday::Saturday, Weekday::Sunday),
            None if self.is_where_sunday_is_free() => rests(Weekday::Saturday, Weekday::Sunday),
            None => day == Weekday::Saturday,
        }
    }

    /// Tells whether a day is one of their weekend, or may be: Sunday is free in most places.
    pub fn may_be_weekend(&self, day: Weekday) -> bool {
        self.is_weekend(day) || self.country().is_none() && day == Weekday::Sunday
    }

    /// Tells whether the zone is of a part of the world whose every country rests on Saturday and Sunday.
    fn is_where_sunday_is_free(&self) -> bool {
        let zone = self.zone.as_ref().and_then(TimeZone::iana_name);
        zone.is_some_and(|name| ["Europe/", "America/", "Pacific/"].iter().any(|part| name.starts_with(part)))
    }

    /// Returns the country: as stated, or as the zone tells where one city stands for it.
    pub fn country(&self) -> Option<&str> {
        if let Some(stated) = &self.country {
            return Some(stated);
        }
        let zone = self.zone.as_ref()?.iana_name()?;
        let city = zone.rsplit('/').next()?;
        if zone.starts_with("Australia/") {
            return Some("AU");
        }
        CITIES.iter().find(|(name, _)| *name == city).map(|(_, country)| *country)
    }
}

fn offset(minutes: i16) -> Offset {
    Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC)
}

/// Where the week ends on Thursday, as of 2026; the Emirates moved to Sunday in 2022.
const FRIDAY_SATURDAY: [&str; 17] =
    ["BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "PS", "QA", "SA", "SD", "SY", "YE"];

/// Where Friday is free, and which day beside it differs.
const FRIDAY: [&str; 3] = ["AF", "DJ", "IR"];

/// Zones whose country matters here: another weekend, or a law on contact after work.
const CITIES: [(&str, &str); 35] = [
    ("Dhaka", "BD"),
    ("Bahrain", "BH"),
    ("Algiers", "DZ"),
    ("Cairo", "EG"),
    ("Jerusalem", "IL"),
    ("Tel_Aviv", "IL"),
    ("Damascus", "SY"),
    ("Khartoum", "SD"),
    ("Tehran", "IR"),
    ("Kabul", "AF"),
    ("Baghdad", "IQ"),
    ("Amman", "JO"),
    ("Kuwait", "KW"),
    ("Tripoli", "LY"),
    ("Muscat", "OM"),
    ("Qatar", "QA"),
    ("Riyadh", "SA"),
    ("Aden", "YE"),
    ("Lisbon", "PT"),
    ("Madeira", "PT"),
    ("London", "GB"),
    ("Toronto", "CA"),
    ("Vancouver", "CA"),
    ("Edmonton", "CA"),
    ("Winnipeg", "CA"),
    ("Halifax", "CA"),
    ("New_York", "US"),
    ("Detroit", "US"),
    ("Chicago", "US"),
    ("Denver", "US"),
    ("Boise", "US"),
    ("Phoenix", "US"),
    ("Los_Angeles", "US"),
    ("Anchorage", "US"),
    ("Honolulu", "US"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_own_mail_tells_the_hour_give_or_take_one() {
        let mut clock = Clock::default();
        let at = |text: &str| Moment::parse_iso(text).unwrap();
        assert!(clock.readings(at("2026-03-02T09:00:00Z")).is_none());
        clock.heard(at("2026-03-02T09:00:00+09:00"));
        let hours = clock.readings(at("2026-03-03T12:00:00Z")).unwrap().map(DateTime::hour);
        assert_eq!(hours, [20, 21, 22]);
        assert!(clock.readings(at("2026-06-03T12:00:00Z")).is_none(), "that was long ago");
        clock.set_zone("Asia/Riyadh");
        let hours = clock.readings(at("2026-06-03T12:00:00Z")).unwrap().map(DateTime::hour);
        assert_eq!(hours, [15, 15, 15]);
        assert!(clock.is_weekend(Weekday::Friday) && !clock.is_weekend(Weekday::Sunday));
    }

    #[test]
    fn of_a_country_that_is_not_known_saturday_alone_is_free_for_certain() {
        let mut clock = Clock::default();
        assert!(clock.is_weekend(Weekday::Saturday) && !clock.is_weekend(Weekday::Sunday));
        assert!(clock.may_be_weekend(Weekday::Sunday) && !clock.may_be_weekend(Weekday::Monday));
        for (zone, country) in [
            ("Asia/Tel_Aviv", "IL"),
            ("Asia/Damascus", "SY"),
            ("Africa/Khartoum", "SD"),
            ("Australia/Sydney", "AU"),
            ("Australia/Perth", "AU"),
            ("Europe/Lisbon", "PT"),
        ] {
            clock.set_zone(zone);
            assert_eq!(clock.country(), Some(country), "{zone}");
        }
        clock.set_zone("Asia/Tel_Aviv");
        assert!(!clock.is_weekend(Weekday::Sunday) && clock.is_weekend(Weekday::Friday));
    }
}
