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

    /// Returns a number below `end`; zero where there is none.
    pub const fn below(&mut self, end: usize) -> usize {
        let end = if end == 0 { 1 } else { end as u64 };
        (self.draw() % end) as usize
    }
}
