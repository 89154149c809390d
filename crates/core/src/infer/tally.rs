//! A running summary of one person's timeline: small, and the same in whatever order things are seen.

use super::letter::Letter;
use crate::approach::Venue;
use crate::handle::{Medium, Platform, Sphere};
use crate::interaction::{Act, SubjectMark};
use crate::time::Moment;

/// One thing that happened with a person, reduced to what inference looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Moment,
    /// The user did it; means nothing for meetings and ties.
    pub out: bool,
    pub platform: Platform,
    pub medium: Medium,
    /// The sphere of the handle that it went through.
    pub sphere: Sphere,
    pub act: Act,
    /// A hand did it.
    pub human: bool,
    /// How many people it was addressed to, or were there.
    pub audience: u32,
    pub one_to_one: bool,
    /// The hour of the writer's day and whether it was a weekend.
    pub writer_hour: Option<(i8, bool)>,
    pub venue: Option<Venue>,
    pub minutes: Option<u32>,
    /// It answers something of the other side's.
    pub answered: bool,
    /// On which side of the user's own life their own address lies by which it went.
    pub own: Sphere,
    /// How many characters the subject has without its marks.
    pub letters: Option<u16>,
    pub mark: SubjectMark,
}

impl Seen {
    /// Returns a hand-made one-to-one message.
    pub const fn message(at: Moment, out: bool, platform: Platform, sphere: Sphere) -> Self {
        Self {
            at,
            out,
            platform,
            medium: platform.medium(),
            sphere,
            act: Act::Message,
            human: true,
            audience: 1,
            one_to_one: true,
            writer_hour: None,
            venue: None,
            minutes: None,
            answered: false,
            own: Sphere::Unknown,
            letters: None,
            mark: SubjectMark::None,
        }
    }
}

/// Thirty days: calls summed over about a month give the most stable networks (Krings and others, 2012).
pub(super) const PERIOD_DAYS: i64 = 30;

/// More people than this, and a message says little about any one of them.
const CROWD: u32 = 5;

/// A meeting still brings people together up to this size.
const MEETING_CROWD: u32 = 12;

/// What kind of contact a day had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Track {
    PersonalIn,
    PersonalOut,
    WorkIn,
    WorkOut,
    OtherIn,
    OtherOut,
    MeetWork,
    MeetPersonal,
    MeetOther,
    CrowdIn,
    CrowdOut,
    /// By the user's own address for work, and by a private one.
    OwnWork,
    OwnPrivate,
    /// What the user sent by their own address for work: what comes there is the doing of others.
    OwnWorkOut,
}

const TRACKS: usize = 14;

/// Those that say that there was contact, and not how.
const CONTACT: usize = 11;

/// Thirty days: one bit for each day and track, so that a hundred messages of one day are one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// Thirty-day periods since 1970.
    pub(super) number: i32,
    days: [u32; TRACKS],
}

impl Period {
    /// Returns how many days had one of these kinds of contact.
    pub(super) fn days(&self, tracks: &[Track]) -> u32 {
        tracks.iter().fold(0, |sum, t| sum | self.days[*t as usize]).count_ones()
    }
}

/// When a platform was last tied and last untied, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tied {
    platform: Platform,
    since: Option<i64>,
    ended: Option<i64>,
}

/// A running summary of one person's timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    periods: Vec<Period>,
    tied: Vec<Tied>,
    pub(super) last_in: Option<i64>,
    pub(super) last_out: Option<i64>,
    pub(super) last_met: Option<i64>,
    /// Bits of the media in use, both ways.
    media_in: u16,
    media_out: u16,
    pub(super) minutes_work: u32,
    pub(super) minutes_personal: u32,
    /// Dated messages whose writer's hour is known, and those of them outside office hours.
    pub(super) hours_known: u32,
    pub(super) off_hours: u32,
    /// Openings, not answers: theirs, and theirs on personal channels.
    pub(super) started_in: u32,
    pub(super) started_in_personal: u32,
    pub(super) started_out: u32,
    /// Requests of theirs on personal platforms.
    pub(super) asked_personal: u32,
    /// What machines sent in their name.
    pub(super) robots: u32,
    /// Sum of the logarithms of how many each message was addressed to, in thousandths, and their number.
    round_logs: u64,
    round_count: u32,
    /// Sum of what the outsides of letters say, in thousandths of log-odds, and their number.
    pub(super) letter_sum: i64,
    pub(super) letter_count: u32,
}

impl Tally {
    /// Adds one thing that happened; the order of adding does not matter.
    pub fn observe(&mut self, seen: Seen) {
        if !seen.human {
            self.robots = self.robots.saturating_add(1);
            return;
        }
        match seen.act {
            Act::Connected => self.tie(seen.platform, Some(seen.at.order()), None),
            Act::Ended => self.tie(seen.platform, None, Some(seen.at.order())),
            Act::Request => self.request(seen),
            Act::Rejected => {}
            Act::Meeting => self.meeting(seen),
            Act::Message => self.message(seen),
            Act::Call if seen.minutes.is_some_and(|m| m > 0) => {
                self.message(Seen { out: true, ..seen });
                self.message(Seen { out: false, ..seen });
            }
            Act::Call => self.message(seen),
        }
    }

    /// Adds all that another tally saw.
    pub fn merge(&mut self, other: &Self) {
        for period in &other.periods {
            let slot = self.period(period.number);
            for (mine, theirs) in slot.days.iter_mut().zip(period.days) {
                *mine |= theirs;
            }
        }
        for t in &other.tied {
            self.tie(t.platform, t.since, t.ended);
        }
        self.last_in = self.last_in.max(other.last_in);
        self.last_out = self.last_out.max(other.last_out);
        self.last_met = self.last_met.max(other.last_met);
        self.media_in |= other.media_in;
        self.media_out |= other.media_out;
        self.minutes_work = self.minutes_work.saturating_add(other.minutes_work);
        self.minutes_personal = self.minutes_personal.saturating_add(other.minutes_personal);
        self.hours_known = self.hours_known.saturating_add(other.hours_known);
        self.off_hours = self.off_hours.saturating_add(other.off_hours);
        self.started_in = self.started_in.saturating_add(other.started_in);
        self.started_in_personal = self.started_in_personal.saturating_add(other.started_in_personal);
        self.started_out = self.started_out.saturating_add(other.started_out);
        self.asked_personal = self.asked_personal.saturating_add(other.asked_personal);
        self.robots = self.robots.saturating_add(other.robots);
        self.round_logs = self.round_logs.saturating_add(other.round_logs);
        self.round_count = self.round_count.saturating_add(other.round_count);
        self.letter_sum = self.letter_sum.saturating_add(other.letter_sum);
        self.letter_count = self.letter_count.saturating_add(other.letter_count);
    }

    fn message(&mut self, seen: Seen) {
        let crowd = !seen.one_to_one && seen.audience > CROWD;
        let track = match (seen.sphere, seen.out) {
            (_, false) if crowd => Track::CrowdIn,
            (_, true) if crowd => Track::CrowdOut,
            (Sphere::Personal, false) => Track::PersonalIn,
            (Sphere::Personal, true) => Track::PersonalOut,
            (Sphere::Professional, false) => Track::WorkIn,
            (Sphere::Professional, true) => Track::WorkOut,
            (_, false) => Track::OtherIn,
            (_, true) => Track::OtherOut,
        };
        self.mark(seen.at, track);
        match seen.own {
            _ if crowd => {}
            Sphere::Professional => self.mark(seen.at, Track::OwnWork),
            Sphere::Personal => self.mark(seen.at, Track::OwnPrivate),
            _ => {}
        }
        if seen.out && seen.own == Sphere::Professional && !crowd {
            self.mark(seen.at, Track::OwnWorkOut);
        }
        self.outside(&seen);
        let order = Some(seen.at.order());
        let bit = 1 << seen.medium as u16;
        if seen.out {
            self.last_out = self.last_out.max(order);
            self.media_out |= bit;
        } else {
            self.last_in = self.last_in.max(order);
            self.media_in |= bit;
        }
        if !seen.answered && !crowd {
            self.started(seen);
        }
        if let Some((hour, weekend)) = seen.writer_hour {
            self.hours_known = self.hours_known.saturating_add(1);
            let off = weekend || !(8..19).contains(&hour);
            self.off_hours = self.off_hours.saturating_add(u32::from(off));
        }
    }

    /// Counts what the outside of a message tells.
    fn outside(&mut self, seen: &Seen) {
        self.round_logs = self.round_logs.saturating_add(u64::from(log(seen.audience)));
        self.round_count = self.round_count.saturating_add(1);
        // Where a source knows no subjects, its messages have no outside to read.
        if seen.letters.is_some() {
            let letter = Letter {
                alone: seen.one_to_one,
                outside: false,
                letters: seen.letters,
                mark: seen.mark,
                weekend: seen.writer_hour.is_some_and(|(_, weekend)| weekend),
            };
            self.letter_sum = self.letter_sum.saturating_add(i64::from(letter.log_odds()));
            self.letter_count = self.letter_count.saturating_add(1);
        }
    }

    fn started(&mut self, seen: Seen) {
        if seen.out {
            self.started_out = self.started_out.saturating_add(1);
        } else {
            self.started_in = self.started_in.saturating_add(1);
            let personal = u32::from(seen.sphere == Sphere::Personal);
            self.started_in_personal = self.started_in_personal.saturating_add(personal);
        }
    }

    fn meeting(&mut self, seen: Seen) {
        if seen.audience > MEETING_CROWD && !seen.one_to_one {
            self.mark(seen.at, Track::CrowdIn);
            return;
        }
        let place = seen.venue.map_or(Sphere::Unknown, Venue::sphere);
        let track = match place {
            Sphere::Professional => Track::MeetWork,
            Sphere::Personal => Track::MeetPersonal,
            _ => Track::MeetOther,
        };
        self.mark(seen.at, track);
        let order = Some(seen.at.order());
        self.last_met = self.last_met.max(order);
        let minutes = seen.minutes.unwrap_or(0);
        if place == Sphere::Professional {
            self.minutes_work = self.minutes_work.saturating_add(minutes);
        } else {
            self.minutes_personal = self.minutes_personal.saturating_add(minutes);
        }
    }

    fn request(&mut self, seen: Seen) {
        if !seen.out && seen.platform.usual_sphere() == Sphere::Personal {
            self.asked_personal = self.asked_personal.saturating_add(1);
        }
    }

    fn tie(&mut self, platform: Platform, since: Option<i64>, ended: Option<i64>) {
        let place = match self.tied.binary_search_by_key(&platform, |t| t.platform) {
            Ok(place) => place,
            Err(place) => {
                self.tied.insert(place, Tied { platform, since: None, ended: None });
                place
            }
        };
        let tied = &mut self.tied[place];
        tied.since = tied.since.max(since);
        tied.ended = tied.ended.max(ended);
    }

    fn mark(&mut self, at: Moment, track: Track) {
        let day = at.order().div_euclid(86_400);
        let number = i32::try_from(day.div_euclid(PERIOD_DAYS)).unwrap_or(i32::MAX);
        self.period(number).days[track as usize] |= 1 << day.rem_euclid(PERIOD_DAYS);
    }

    fn period(&mut self, number: i32) -> &mut Period {
        let place = match self.periods.binary_search_by_key(&number, |p| p.number) {
            Ok(place) => place,
            Err(place) => {
                self.periods.insert(place, Period { number, days: [0; TRACKS] });
                place
            }
        };
        &mut self.periods[place]
    }

    /// Returns the periods with any contact, oldest first.
    pub(super) fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Returns how many days had one of these kinds of contact.
    pub(super) fn days(&self, tracks: &[Track]) -> u32 {
        self.periods.iter().map(|p| p.days(tracks)).sum()
    }

    /// Returns the days with any contact since 1970, oldest first.
    pub(super) fn contact_days(&self) -> impl Iterator<Item = i64> + '_ {
        self.periods.iter().flat_map(|p| {
            let days = p.days[..CONTACT].iter().fold(0, |sum, d| sum | d);
            let within = (0..PERIOD_DAYS).filter(move |n| days & (1 << n) != 0);
            within.map(|n| i64::from(p.number) * PERIOD_DAYS + n)
        })
    }

    /// Returns the last day with any contact.
    pub(super) fn last_day(&self) -> Option<i64> {
        let last = self.periods.last()?;
        let days = last.days[..CONTACT].iter().fold(0, |sum, d| sum | d);
        Some(i64::from(last.number) * PERIOD_DAYS + i64::from(days.checked_ilog2()?))
    }

    /// Returns the mean logarithm of how many messages were addressed to, in thousandths; zero without any.
    pub(super) fn rounds(&self) -> i32 {
        mean(self.round_logs, self.round_count).unwrap_or(0)
    }

    /// Returns the platforms on which a tie stands, in the order of the table.
    pub fn tied_on(&self) -> impl Iterator<Item = Platform> + '_ {
        let stands = |t: &&Tied| t.since.is_some() && t.since >= t.ended;
        self.tied.iter().filter(stands).map(|t| t.platform)
    }

    /// Returns how many media both sides use.
    pub(super) fn media(&self) -> u32 {
        (self.media_in & self.media_out).count_ones() + u32::from(self.last_met.is_some())
    }

    /// Tells whether anything ever went both ways.
    pub fn is_two_way(&self) -> bool {
        self.last_met.is_some() || (self.last_in.is_some() && self.last_out.is_some())
    }

    /// Returns when both sides had last been heard, in seconds since 1970.
    pub fn last_two_way(&self) -> Option<i64> {
        let written = self.last_in.zip(self.last_out).map(|(i, o)| i.min(o));
        written.max(self.last_met)
    }
}

/// Returns the natural logarithm of a count in whole thousandths; of none or one, zero.
fn log(count: u32) -> u32 {
    (f64::from(count.max(1)).ln() * 1_000.0).round() as u32
}

fn mean(sum: u64, count: u32) -> Option<i32> {
    let half = u64::from(count) / 2;
    i32::try_from((sum + half).checked_div(u64::from(count))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen() -> impl Strategy<Value = Seen> {
        let spheres = [Sphere::Professional, Sphere::Personal, Sphere::Mixed, Sphere::Unknown];
        let platforms = [Platform::Email, Platform::Facebook, Platform::LinkedIn];
        let act = 0..Act::ALL.len();
        (0..40_000_000i64, any::<bool>(), 0..3usize, 0..4usize, act, any::<bool>(), 1..20u32).prop_map(
            move |(at, out, platform, sphere, act, human, audience)| Seen {
                act: Act::ALL[act],
                human,
                audience,
                one_to_one: audience == 1,
                minutes: Some(audience),
                letters: Some(audience as u16 * 9),
                mark: SubjectMark::ALL[audience as usize % 3],
                ..Seen::message(Moment::instant(at), out, platforms[platform], spheres[sphere])
            },
        )
    }

    proptest! {
        #[test]
        fn the_order_and_the_batches_never_show(all in prop::collection::vec(seen(), 0..60), cut in 0..60usize) {
            let tally = |all: &[Seen]| {
                let mut tally = Tally::default();
                all.iter().for_each(|s| tally.observe(*s));
                tally
            };
            let whole = tally(&all);
            let mut backwards = all.clone();
            backwards.reverse();
            prop_assert_eq!(&tally(&backwards), &whole);
            let (first, second) = all.split_at(cut.min(all.len()));
            let mut merged = tally(second);
            merged.merge(&tally(first));
            prop_assert_eq!(merged, whole);
        }
    }

    #[test]
    fn a_burst_is_one_day() {
        let mut tally = Tally::default();
        for minute in 0..100 {
            let at = Moment::instant(1_700_000_000 + minute);
            tally.observe(Seen::message(at, true, Platform::Email, Sphere::Professional));
        }
        assert_eq!(tally.days(&[Track::WorkOut, Track::WorkIn]), 1);
        assert!(!tally.is_two_way());
    }

    #[test]
    fn a_tie_that_ended_no_longer_stands() {
        let mut tally = Tally::default();
        let at = |day: i64| Moment::instant(1_700_000_000 + day * 86_400);
        let tie =
            |act, day| Seen { act, ..Seen::message(at(day), false, Platform::Facebook, Sphere::Personal) };
        tally.observe(tie(Act::Ended, 9));
        tally.observe(tie(Act::Connected, 1));
        assert_eq!(tally.tied_on().count(), 0);
        tally.observe(tie(Act::Connected, 20));
        assert_eq!(tally.tied_on().collect::<Vec<_>>(), [Platform::Facebook]);
    }
}
