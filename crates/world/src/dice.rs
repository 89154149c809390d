//! Chance, from a seed.
//!
//! Only whole numbers and plain fractions: no logarithm, whose last digit may differ between machines.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One stream of chance.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Returns the stream of a seed and a purpose; streams of different purposes do not disturb each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Returns a number below `end`; zero where `end` is zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // The bias is below 2⁻³² for every list that we have.
        ((self.0.next_u64() >> 32) as usize * end) >> 32
    }

    /// Returns a number from `from` up to, but without, `to`; `from` where there is none.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(usize::try_from(to - from).unwrap_or(0)) as i64
    }

    /// Tells whether something happens that happens so many times in a hundred.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns one of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Returns a value from its quantiles, between which it lies evenly.
    pub(crate) fn quantile(&mut self, quantiles: &[i64]) -> i64 {
        let place = self.below(quantiles.len() - 1);
        self.between(quantiles[place], quantiles[place + 1])
    }
}

/// Shares out a percentage evenly, without luck: of any hundred calls, that many are true.
pub(crate) struct Share(usize);

impl Share {
    /// Begins somewhere, so that not every list begins alike.
    pub(crate) fn new(dice: &mut Dice) -> Self {
        Self(dice.below(100))
    }

    /// Tells whether the next one is among the percentage.
    pub(crate) const fn next(&mut self, percent: usize) -> bool {
        // 61 and 100 have no common divisor, so that a hundred steps touch every place once.
        self.0 = (self.0 + 61) % 100;
        self.0 < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_their_own_and_repeat() {
        let draw = |seed, stream| {
            let mut dice = Dice::new(seed, stream);
            (0..5).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 1), draw(1, 1));
        assert_ne!(draw(1, 1), draw(1, 2));
        assert_ne!(draw(1, 1), draw(2, 1));
    }

    #[test]
    fn shares_and_quantiles_keep_to_their_figures() {
        let mut dice = Dice::new(3, 0);
        let mut share = Share::new(&mut dice);
        assert_eq!((0..300).filter(|_| share.next(38)).count(), 114);
        let low = (0..1_000).filter(|_| dice.quantile(&[0, 10, 1_000]) < 10).count();
        assert!((440..560).contains(&low), "{low}");
        assert_eq!(dice.between(5, 5), 5);
        assert_eq!(dice.below(0), 0);
    }
}
