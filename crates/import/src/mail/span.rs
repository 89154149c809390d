//! From when to when a mailbox holds mail, whatever dates single mails pretend to have.

use super::held::Holes;
use comity_core::Moment;
use std::collections::BTreeMap;

/// Seconds: about a month, fine enough to find gaps.
const STEP: i64 = 30 * 86_400;
/// Steps without any mail after which nobody can say that the mailbox was in use: a year.
const GAP: i64 = 12;
/// A stretch with less than this share of the mails is made of wrong dates, or of single old mails.
const LEAST_SHARE: u32 = 50;

/// Returns the step in which a moment lies.
pub(super) const fn step(at: i64) -> i64 {
    at.div_euclid(STEP)
}

/// The dates of all mails of one direction.
#[derive(Debug, Default)]
pub(super) struct Span {
    /// For each step: how many mails, the first and the last.
    steps: BTreeMap<i64, Stretch>,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    mails: u32,
    from: Moment,
    to: Moment,
}

impl Span {
    /// Adds one mail.
    pub(super) fn add(&mut self, at: Moment) {
        let one = Stretch { mails: 1, from: at, to: at };
        let step = self.steps.entry(step(at.order()));
        step.and_modify(|s| *s = s.with(one)).or_insert(one);
    }

    /// Returns the stretches of time in which the mailbox surely was in use, in order.
    ///
    /// One spam mail from the future would else tell that all of the years until then had been silent. In
    /// `holes` mails are known to be missing.
    pub(super) fn stretches(&self, holes: &Holes) -> Vec<(Moment, Moment)> {
        let mut stretches: Vec<(i64, Stretch)> = Vec::new();
        for (&step, &stretch) in self.steps.iter().filter(|(step, _)| !holes.has(**step)) {
            match stretches.last_mut() {
                Some((last, before)) if step - *last <= GAP && !(*last..step).any(|s| holes.has(s)) => {
                    (*last, *before) = (step, before.with(stretch))
                }
                _ => stretches.push((step, stretch)),
            }
        }
        let all: u32 = self.steps.values().map(|s| s.mails).sum();
        let counts = |s: &Stretch| s.mails >= all.div_ceil(LEAST_SHARE);
        stretches.into_iter().map(|(_, s)| s).filter(counts).map(|s| (s.from, s.to)).collect()
    }
}

impl Stretch {
    fn with(self, other: Self) -> Self {
        Self {
            mails: self.mails.saturating_add(other.mails),
            from: if other.from.earliest() < self.from.earliest() { other.from } else { self.from },
            to: if other.to.latest() > self.to.latest() { other.to } else { self.to },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: impl IntoIterator<Item = i64>, holes: &[i64], expected: &[(i64, i64)]) {
        let mut span = Span::default();
        for day in days {
            span.add(Moment::instant(day * 86_400));
        }
        let days = |(from, to): (Moment, Moment)| (from.order() / 86_400, to.order() / 86_400);
        let holes = Holes::of(holes.iter().map(|step| (*step, true)), false);
        assert_eq!(span.stretches(&holes).into_iter().map(days).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_wrong_date_does_not_stretch_it() {
        check(10_000..10_400, &[], &[(10_000, 10_399)]);
        check((10_000..10_400).chain([3_000, 20_000]), &[], &[(10_000, 10_399)]);
        check([10_350, 10_020, 10_010], &[], &[(10_010, 10_350)]);
        check([10_000, 20_000], &[], &[(10_000, 10_000), (20_000, 20_000)]);
        check([], &[], &[]);
    }

    #[test]
    fn a_hole_parts_what_lies_around_it() {
        check(9_990..10_110, &[334], &[(9_990, 10_019), (10_050, 10_109)]);
        check(9_990..10_020, &[333], &[]);
    }
}
