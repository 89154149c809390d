//! Weights of evidence.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// How much speaks for something: the logarithm to base two of the odds, in fixed point.
///
/// Fixed point, so that no order of adding shows in any sum. One unit is a sixty-fourth of a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bits(i32);

/// Units in one bit.
const UNITS: f64 = 64.0;

impl Bits {
    pub const ZERO: Self = Self(0);

    /// Less than anything that evidence adds up to.
    pub const LEAST: Self = Self(i32::MIN / 4);

    /// Returns so many sixty-fourths of a bit.
    pub const fn units(units: i32) -> Self {
        Self(units)
    }

    /// Returns so many hundredths of a bit, for figures in the source.
    pub const fn hundredths(hundredths: i32) -> Self {
        Self(hundredths * 64 / 100)
    }

    /// Returns the nearest weight to a number of bits.
    pub fn of(bits: f64) -> Self {
        Self((bits * UNITS).round().clamp(-1e7, 1e7) as i32)
    }

    /// Returns the weight as a number of bits.
    pub fn value(self) -> f64 {
        f64::from(self.0) / UNITS
    }

    /// Returns the sixty-fourths of a bit.
    pub const fn as_units(self) -> i32 {
        self.0
    }

    /// Returns the probability that these odds stand for.
    pub fn probability(self) -> f64 {
        1.0 / (1.0 + (-self.value()).exp2())
    }

    /// Returns these bits so many times over, in hundredths.
    pub const fn times_hundredths(self, hundredths: i32) -> Self {
        Self((self.0 as i64 * hundredths as i64 / 100) as i32)
    }
}

impl Add for Bits {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Bits {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Bits {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Bits {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Bits {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Bits {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_odds() {
        assert_eq!(Bits::of(3.0) + Bits::of(-1.5), Bits::of(1.5));
        assert_eq!(Bits::ZERO.probability(), 0.5);
        assert!((Bits::of(3.0).probability() - 8.0 / 9.0).abs() < 1e-9);
        assert_eq!(Bits::hundredths(150), Bits::of(1.5));
        assert_eq!([Bits::of(1.0), Bits::of(2.0)].into_iter().sum::<Bits>().value(), 3.0);
    }
}
