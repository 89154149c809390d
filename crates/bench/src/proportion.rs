//! Proportions of counts, with how far they can be trusted.

use serde::Serialize;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Proportion {
    pub(crate) hits: u64,
    pub(crate) of: u64,
}

/// 95 % of a normal distribution lie within so many standard deviations.
const Z: f64 = 1.959_964;

impl Proportion {
    /// Returns the share, or `None` of nothing.
    pub(crate) fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Returns the interval in which the true share lies 95 times in 100.
    ///
    /// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        let p = self.share()?;
        let n = self.of as f64;
        let scale = 1.0 + Z * Z / n;
        let centre = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
        Some(((centre - half).max(0.0), (centre + half).min(1.0)))
    }

    /// Tells whether the share reaches a bar; of nothing, no.
    pub(crate) fn reaches(self, bar: f64) -> bool {
        self.share().is_some_and(|share| share >= bar)
    }

    /// Writes the share and its interval: `.987 (.971-.994)`.
    pub(crate) fn shown(self) -> String {
        let short = |x: f64| {
            let text = format!("{x:.3}");
            if x < 1.0 { text.trim_start_matches('0').to_owned() } else { text }
        };
        match (self.share(), self.interval()) {
            (Some(p), Some((low, high))) => format!("{} ({}-{})", short(p), short(low), short(high)),
            _ => "-".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_book() {
        let (low, high) = Proportion { hits: 81, of: 263 }.interval().unwrap();
        assert!((low - 0.2553).abs() < 5e-4 && (high - 0.3662).abs() < 5e-4, "{low} {high}");
        assert_eq!(Proportion { hits: 0, of: 0 }.shown(), "-");
        assert_eq!(Proportion { hits: 30, of: 30 }.shown(), "1.000 (.886-1.000)");
    }
}
