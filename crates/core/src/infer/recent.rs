//! How much went to and fro lately: days with a word of either side, counted by periods of thirty days.

use super::tally::{PERIOD_DAYS, Tally, Track};
use crate::time::Moment;

const IN: [Track; 3] = [Track::PersonalIn, Track::WorkIn, Track::OtherIn];
const OUT: [Track; 3] = [Track::PersonalOut, Track::WorkOut, Track::OtherOut];

/// Returns on how many days they and the user wrote in the period of a moment and so many before it.
pub fn written_days(tally: &Tally, at: Moment, periods: i64) -> (u32, u32) {
    let today = at.order().div_euclid(86_400 * PERIOD_DAYS);
    let lately = tally.periods().iter().rev().take_while(|p| today - i64::from(p.number) <= periods);
    lately.fold((0, 0), |(theirs, mine), p| (theirs + p.days(&IN), mine + p.days(&OUT)))
}

/// Returns on how many days they and the user ever wrote.
pub fn all_written_days(tally: &Tally) -> (u32, u32) {
    tally.periods().iter().fold((0, 0), |(theirs, mine), p| (theirs + p.days(&IN), mine + p.days(&OUT)))
}

/// Returns on how many days there was any contact, a meeting among it.
pub fn contact_days(tally: &Tally) -> usize {
    tally.contact_days().count()
}

/// A pause of so many usual gaps, and of so many months at least, ends a rhythm.
const ENDED: i64 = 4;

/// Days in a row are one exchange; only what lies further apart is a rhythm.
const EXCHANGE: i64 = 3;

/// Returns the usual days between two exchanges: the median of the gaps of three days and more; `None` before the
/// fourth exchange.
///
/// A median, so that a burst or a long pause does not move it.
pub fn usual_gap(tally: &Tally) -> Option<i64> {
    let days: Vec<i64> = tally.contact_days().collect();
    let mut gaps: Vec<i64> =
        days.windows(2).map(|two| two[1] - two[0]).filter(|gap| *gap >= EXCHANGE).collect();
    let latest = *gaps.last()?;
    gaps.sort_unstable();
    let usual = gaps[gaps.len() / 2];
    // Before the last exchange it had ended already: a project that was over, not a rhythm.
    let had_ended = latest > ENDED * usual.max(PERIOD_DAYS);
    (gaps.len() >= 3 && !had_ended).then_some(usual)
}

/// Returns on how many days the user sent mail by their own address for work, in the period of a moment and before.
pub fn own_work_days(tally: &Tally, at: Moment, periods: i64) -> u32 {
    let today = at.order().div_euclid(86_400 * PERIOD_DAYS);
    let lately = tally.periods().iter().rev().take_while(|p| today - i64::from(p.number) <= periods);
    lately.map(|p| p.days(&[Track::OwnWorkOut])).sum()
}
