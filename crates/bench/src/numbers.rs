//! A sequence of numbers that is the same on every machine.

/// splitmix64, as its author published it.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Returns the sequence of a seed.
    pub const fn from(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a part of one, evenly drawn.
    pub const fn part(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number below `end`; zero where there is none.
    pub const fn below(&mut self, end: usize) -> usize {
        let end = if end == 0 { 1 } else { end as u64 };
        (self.draw() % end) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_drawn_evenly_and_the_same_again() {
        let drawn = || {
            let mut numbers = Numbers::from(7);
            (0..1000).map(|_| numbers.part()).collect::<Vec<f64>>()
        };
        let (one, mean) = (drawn(), drawn().iter().sum::<f64>() / 1000.0);
        assert!(one == drawn() && (0.45..0.55).contains(&mean), "{mean}");
        assert!(one.iter().all(|part| (0.0..1.0).contains(part)));
    }
}
