//! Transparent linear models: a few named features, each with a weight in whole thousandths of log-odds.
//!
//! A model is a reviewed file in `data/`, written by `comity-bench fit` and read here. A file opens with where
//! its numbers come from; each line is a name, a weight, and in words what one unit of the feature is.

use std::fmt::Write as _;

/// The weights of one model, in the order of its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The log-odds where every feature is zero.
    pub base: i32,
    pub of: Vec<i32>,
}

/// The line that holds the log-odds from which a model starts.
const BASE: &str = "base";

impl Weights {
    /// Reads a model whose features have these names, each of them once; `None` where one is missing or unknown.
    pub fn read(text: &str, names: &[&str]) -> Option<Self> {
        let mut found: Vec<Option<i32>> = vec![None; names.len() + 1];
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let mut cells = line.splitn(3, ',').map(str::trim);
            let name = cells.next()?;
            let weight = cells.next()?.parse().ok()?;
            let place = if name == BASE { names.len() } else { names.iter().position(|n| *n == name)? };
            if found[place].replace(weight).is_some() {
                return None;
            }
        }
        let base = found.pop()??;
        Some(Self { base, of: found.into_iter().collect::<Option<_>>()? })
    }

    /// Writes the lines that [`Weights::read`] reads; `units` say what one unit of each feature is.
    pub fn lines(&self, names: &[&str], units: &[&str]) -> String {
        let mut text = format!("{BASE}, {}, where every feature is zero\n", self.base);
        for ((name, weight), unit) in names.iter().zip(&self.of).zip(units) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name}, {weight}, {unit}");
        }
        text
    }

    /// Returns what each feature adds, in thousandths of log-odds; the features are in thousandths as well.
    pub fn parts(&self, features: &[i32]) -> Vec<i32> {
        self.of.iter().zip(features).map(|(weight, value)| part(*weight, *value)).collect()
    }

    /// Returns the sum of the base and all parts, in thousandths of log-odds.
    pub fn log_odds(&self, features: &[i32]) -> i32 {
        self.of.iter().zip(features).fold(self.base, |sum, (w, v)| sum.saturating_add(part(*w, *v)))
    }
}

/// Returns a weight times a value, both in thousandths, rounded to whole thousandths.
pub fn part(weight: i32, value: i32) -> i32 {
    let product = i64::from(weight) * i64::from(value);
    let half = if product < 0 { -500 } else { 500 };
    i32::try_from((product + half) / 1_000).unwrap_or(if product < 0 { i32::MIN } else { i32::MAX })
}

/// Returns the probability that thousandths of log-odds stand for.
pub fn probability(log_odds: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(log_odds) / 1_000.0).exp())
}

/// Returns a figure in whole thousandths.
pub(super) fn thousandths(figure: f64) -> i32 {
    // Saturates; not a number gives zero.
    (figure * 1_000.0).round() as i32
}

/// Returns `ln(1 + n)` in whole thousandths.
pub(super) fn log_of(n: f64) -> i32 {
    thousandths(n.max(0.0).ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_written_and_read_back() {
        let weights = Weights { base: -1_200, of: vec![300, -45] };
        let (names, units) = (["alone", "long"], ["yes or no", "ten letters"]);
        let text = format!("# invented\n\n{}", weights.lines(&names, &units));
        assert_eq!(Weights::read(&text, &names), Some(weights));
        assert_eq!(Weights::read(&text, &["alone"]), None);
        assert_eq!(Weights::read(&text, &["alone", "long", "late"]), None);
        assert_eq!(Weights::read(&format!("{text}alone, 3, twice\n"), &names), None);
    }

    #[test]
    fn parts_and_base_add_up() {
        let weights = Weights { base: -1_200, of: vec![300, -45] };
        assert_eq!(weights.parts(&[1_000, 1_500]), [300, -68]);
        assert_eq!(weights.log_odds(&[1_000, 1_500]), -968);
        assert!((probability(0) - 0.5).abs() < 1e-12);
        assert_eq!(part(i32::MAX, i32::MAX), i32::MAX);
        assert_eq!(part(i32::MIN, i32::MAX), i32::MIN);
    }
}
