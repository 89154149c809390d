//! The fifteen counters of a pair with which published baselines predict, and the tally that Comity keeps of it.

use crate::real::firm::{DAY, Sent};
use comity_core::infer::{Seen, Tally};
use comity_core::{Moment, Platform, Sphere};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody's acquaintances within a window.
pub(super) struct Circles(BTreeMap<u32, BTreeSet<u32>>);

impl Circles {
    pub(super) fn of<'a>(pairs: impl Iterator<Item = &'a (u32, u32)>) -> Self {
        let mut circles: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (a, b) in pairs {
            circles.entry(*a).or_default().insert(*b);
            circles.entry(*b).or_default().insert(*a);
        }
        Self(circles)
    }

    pub(super) fn size(&self, who: u32) -> usize {
        self.0.get(&who).map_or(0, BTreeSet::len)
    }

    /// Returns the share of all acquaintances of two that both have.
    pub(super) fn overlap(&self, (a, b): (u32, u32)) -> f64 {
        let circle = |who: u32, but: u32| {
            self.0.get(&who).into_iter().flatten().copied().filter(move |other| *other != but)
        };
        let (one, other): (BTreeSet<u32>, BTreeSet<u32>) = (circle(a, b).collect(), circle(b, a).collect());
        one.intersection(&other).count() as f64 / one.union(&other).count().max(1) as f64
    }
}

/// The place of the sum in which each mail counts half after thirty days.
pub(super) const HALF_LIFE_30: usize = 10;

/// Returns the counters of a pair as of a moment; the mails are in the order of time, and not none.
pub(super) fn usual(pair: (u32, u32), mails: &[Sent], end: i64, circles: &Circles) -> Vec<f64> {
    let times: Vec<f64> = mails.iter().map(|m| m.at as f64 / DAY as f64).collect();
    let end = end as f64 / DAY as f64;
    let out = mails.iter().filter(|m| m.from == pair.0).count() as f64;
    let back = mails.len() as f64 - out;
    let distinct =
        |span: f64| times.iter().map(|t| (t / span) as i64).collect::<BTreeSet<i64>>().len() as f64;
    let gaps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    let (first, last) = (times[0], times[times.len() - 1]);
    let fading = |half: f64| times.iter().map(|t| (-(end - t) / half).exp2()).sum::<f64>().ln_1p();
    let (one, other) = (circles.size(pair.0) as f64, circles.size(pair.1) as f64);
    vec![
        times.len() as f64,
        distinct(1.0),
        distinct(7.0),
        -(end - last).ln_1p(),
        (end - first).ln_1p(),
        out.min(back) / out.max(back).max(1.0),
        f64::from(u8::from(out > 0.0 && back > 0.0)),
        burstiness(&gaps),
        (last - first).ln_1p(),
        fading(7.0),
        fading(30.0),
        fading(90.0),
        one.min(other).ln_1p(),
        one.max(other).ln_1p(),
        circles.overlap(pair),
    ]
    .into_iter()
    .enumerate()
    .map(|(place, x)| if place < 3 { x.ln_1p() } else { x })
    .collect()
}

fn burstiness(gaps: &[f64]) -> f64 {
    if gaps.len() < 2 {
        return 0.0;
    }
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let spread = (gaps.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / gaps.len() as f64).sqrt();
    if spread + mean > 0.0 { (spread - mean) / (spread + mean) } else { 0.0 }
}

/// Returns what Comity tallies of a pair, as the first of the two sees it.
pub(super) fn tally(pair: (u32, u32), mails: &[Sent]) -> Tally {
    let mut tally = Tally::default();
    for mail in mails {
        let seen = Seen::message(
            Moment::instant(mail.at),
            mail.from == pair.0,
            Platform::Email,
            Sphere::Professional,
        );
        tally.observe(Seen { audience: mail.audience, one_to_one: mail.audience == 1, ..seen });
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_overlap_where_both_know_somebody() {
        let circles = Circles::of([(1, 2), (1, 3), (2, 3), (2, 4)].iter());
        assert!((circles.overlap((1, 2)) - 0.5).abs() < 1e-9);
        assert_eq!(circles.size(2), 3);
        let mails =
            [Sent { from: 1, to: 2, at: 0, audience: 1 }, Sent { from: 2, to: 1, at: DAY, audience: 2 }];
        let usual = usual((1, 2), &mails, 2 * DAY, &circles);
        assert_eq!((usual.len(), usual[6]), (15, 1.0));
    }
}
