//! How close a tie is, where it is heading, and its level.

use super::tally::{PERIOD_DAYS, Period, Tally, Track};
use crate::interaction::words;
use crate::relationship::Level;
use crate::time::{Moment, Span};

words! {
    /// Where a tie is heading.
    Trend {
        Rising "rising",
        Steady "steady",
        Cooling "cooling",
        /// Silent for far longer than was usual between the two.
        Dormant "dormant",
    }
}

/// How close a tie is.
#[derive(Clone, Debug, PartialEq)]
pub struct Closeness {
    /// From 0 to 1; the user's other ties are the measure of what it means.
    pub value: f64,
    pub trend: Trend,
    pub words: String,
}

const IN: [Track; 3] = [Track::PersonalIn, Track::WorkIn, Track::OtherIn];
const OUT: [Track; 3] = [Track::PersonalOut, Track::WorkOut, Track::OtherOut];
const MET: [Track; 3] = [Track::MeetPersonal, Track::MeetOther, Track::MeetWork];
const ANY: [Track; 9] = [
    Track::PersonalIn,
    Track::PersonalOut,
    Track::WorkIn,
    Track::WorkOut,
    Track::OtherIn,
    Track::OtherOut,
    Track::MeetPersonal,
    Track::MeetOther,
    Track::MeetWork,
];

/// A year: silence lowers the trend at once and closeness only slowly.
const HALF_LIFE_DAYS: f64 = 365.0;

/// Ten days of writing both ways within a year are half way to the top: from 5 to 10 a year, mail ties
/// predict best (De Choudhury and others, 2010).
const HALF_WAY: f64 = 10.0;

/// A meeting counts as three days of letters.
const MEETING: f64 = 3.0;

/// From here on a living tie counts as close.
const CLOSE: f64 = 0.9;

const ACTIVE: Span = Span::days(180);

/// Returns how close a tie is as of `now`.
pub fn closeness(tally: &Tally, now: Moment) -> Closeness {
    let value = value(tally, now);
    let trend = trend(tally, now);
    Closeness { value, trend, words: words(value, trend, tally).to_owned() }
}

/// Returns the level of a tie as of `now`; `layer` is the ring that the user put them in.
pub fn level(tally: &Tally, now: Moment, layer: Option<u16>) -> Level {
    if matches!(layer, Some(1..=15)) {
        return Level::Close;
    }
    let Some(last) = tally.last_two_way() else { return Level::None };
    // The longest reading: a tie counts as active where it may still be.
    let active = now.earliest() - last <= ACTIVE.0;
    match (active, layer) {
        (false, _) => Level::Known,
        (true, None) if value(tally, now) >= CLOSE => Level::Close,
        (true, _) => Level::Active,
    }
}

/// Returns the number of the thirty-day period that a moment falls in.
fn period_of(now: Moment) -> i64 {
    now.order().div_euclid(86_400 * PERIOD_DAYS)
}

/// How much a tie has been lived; nothing in it depends on the present moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warmth {
    /// Days of writing both ways as of the last thirty-day period with contact, each counting half after a year.
    pub days: f64,
    /// The number of that period since 1970.
    pub period: i64,
}

impl Warmth {
    /// Returns the warmth of a tie.
    pub fn of(tally: &Tally) -> Self {
        let period = tally.periods().last().map_or(0, |p| i64::from(p.number));
        let weight = |p: &Period| {
            let (theirs, mine) = (f64::from(p.days(&IN)), f64::from(p.days(&OUT)));
            // What only one side wrote counts a tenth: it is the answer that ties.
            let written = theirs.min(mine) + (theirs - mine).abs() / 10.0;
            let met = f64::from(p.days(&MET)) * MEETING;
            (written + met) * fading(period - i64::from(p.number))
        };
        let sum: f64 = tally.periods().iter().map(weight).sum();
        // Several media in use are themselves a sign of closeness.
        let media = 1.0 + 0.15 * f64::from(tally.media().saturating_sub(1).min(3));
        Self { days: sum * media, period }
    }

    /// Returns how close the tie is as of `now`, from 0 to 1.
    pub fn closeness(&self, now: Moment) -> f64 {
        let days = self.days * fading((period_of(now) - self.period).max(0));
        let value = 1.0 - (-days / HALF_WAY).exp2();
        (value * 1000.0).round() / 1000.0
    }

    /// Returns a number by which ties stand in the order of their closeness, whatever the moment.
    pub fn rank(&self) -> f64 {
        self.days.log2() + (self.period * PERIOD_DAYS) as f64 / HALF_LIFE_DAYS
    }
}

/// Returns what is left of a day of contact after so many periods.
fn fading(periods: i64) -> f64 {
    (-((periods * PERIOD_DAYS) as f64) / HALF_LIFE_DAYS).exp2()
}

fn value(tally: &Tally, now: Moment) -> f64 {
    Warmth::of(tally).closeness(now)
}

/// Compares the last half year with the time before, and the silence with the usual rhythm.
fn trend(tally: &Tally, now: Moment) -> Trend {
    let today = period_of(now);
    let Some(first) = tally.periods().iter().find(|p| p.days(&ANY) > 0) else { return Trend::Dormant };
    let last = tally.last_in.max(tally.last_out).max(tally.last_met).unwrap_or(0);
    let silence = (now.order() - last).max(0) / 86_400;
    let days = tally.days(&ANY);
    let lived = (last - i64::from(first.number) * 86_400 * PERIOD_DAYS).max(0) / 86_400;
    // A single day has no rhythm; a month stands in for it.
    let usual = if days > 1 { (lived / i64::from(days - 1)).max(1) } else { PERIOD_DAYS };
    // Past eight times the usual gap a third to two thirds of ties still return, so half a year is the least.
    if silence > (8 * usual).clamp(180, 540) {
        return Trend::Dormant;
    }
    let since = |from: i64, to: i64| {
        let within = |p: &&Period| (from..to).contains(&(today - i64::from(p.number)));
        f64::from(tally.periods().iter().filter(within).map(|p| p.days(&ANY)).sum::<u32>())
    };
    let recent = since(0, 6);
    let before = since(6, 18);
    let before_lived = (today - 5 - i64::from(first.number)).clamp(0, 12);
    let rate = if before_lived > 0 { before * 6.0 / before_lived as f64 } else { 0.0 };
    if before_lived == 0 {
        // Younger than half a year: growing if it lives, and not yet fading.
        return if recent >= 3.0 && silence <= 3 * usual.max(10) { Trend::Rising } else { Trend::Steady };
    }
    if silence > (4 * usual).max(45) || recent < rate * 0.5 {
        Trend::Cooling
    } else if recent >= 3.0 && recent > rate * 1.5 {
        Trend::Rising
    } else {
        Trend::Steady
    }
}

fn words(value: f64, trend: Trend, tally: &Tally) -> &'static str {
    if !tally.is_two_way() {
        // What was seen, not what was: a source may hold one direction alone.
        return match (tally.last_in, tally.last_out) {
            (Some(_), _) => "only theirs seen",
            (_, Some(_)) => "only yours seen",
            _ => "no contact yet",
        };
    }
    match (value, trend) {
        (_, Trend::Dormant) => "dormant",
        (0.8.., Trend::Rising) => "close, and growing",
        (0.8.., Trend::Cooling) => "close, but cooling",
        (0.8.., Trend::Steady) => "close",
        (0.4.., Trend::Rising) => "in touch, and growing",
        (0.4.., Trend::Cooling) => "in touch, but cooling",
        (0.4.., Trend::Steady) => "in touch",
        (_, Trend::Rising) => "new, and growing",
        (_, Trend::Cooling) => "loose, and cooling",
        (_, Trend::Steady) => "loose",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{Platform, Sphere};
    use crate::infer::tally::Seen;

    const NOW: i64 = 1_760_000_000;

    /// Days before now on which both sides wrote.
    fn both(days: impl IntoIterator<Item = i64>) -> Tally {
        let mut tally = Tally::default();
        for day in days {
            let at = Moment::instant(NOW - day * 86_400);
            tally.observe(Seen::message(at, true, Platform::Email, Sphere::Professional));
            tally.observe(Seen::message(at, false, Platform::Email, Sphere::Professional));
        }
        tally
    }

    fn check(tally: &Tally, trend: Trend, words: &str, expected: Level) {
        let found = closeness(tally, Moment::instant(NOW));
        assert_eq!((found.trend, found.words.as_str()), (trend, words), "{}", found.value);
        assert_eq!(level(tally, Moment::instant(NOW), None), expected, "{}", found.value);
        assert!((0.0..=1.0).contains(&found.value));
    }

    #[test]
    fn rhythm_decides_the_trend_and_answers_the_closeness() {
        check(&both([]), Trend::Dormant, "no contact yet", Level::None);
        check(&both([1]), Trend::Steady, "loose", Level::Active);
        check(&both([700]), Trend::Dormant, "dormant", Level::Known);
        check(&both((0..24).map(|n| n * 30)), Trend::Steady, "in touch", Level::Active);
        check(&both((0..200).map(|n| n * 3)), Trend::Steady, "close", Level::Close);
        check(&both((14..60).map(|n| n * 7)), Trend::Cooling, "close, but cooling", Level::Active);
        check(
            &both((0..40).map(|n| n * 4).chain([500, 600])),
            Trend::Rising,
            "close, and growing",
            Level::Close,
        );
    }

    #[test]
    fn machines_and_one_sided_mail_make_no_tie() {
        let mut tally = Tally::default();
        for day in 0..300 {
            let at = Moment::instant(NOW - day * 86_400);
            let seen = Seen::message(at, false, Platform::Email, Sphere::Professional);
            tally.observe(Seen { human: false, ..seen });
        }
        check(&tally, Trend::Dormant, "no contact yet", Level::None);
    }

    #[test]
    fn the_user_s_ring_wins() {
        let at = Moment::instant(NOW);
        assert_eq!(level(&both([]), at, Some(15)), Level::Close);
        assert_eq!(level(&both((0..200).map(|n| n * 3)), at, Some(150)), Level::Active);
    }
}
