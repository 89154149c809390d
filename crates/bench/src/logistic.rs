//! Logistic regression, small and without luck: Newton's method, with a pull of each weight towards what was
//! thought before.

/// A linear model of log-odds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Logistic {
    pub(crate) base: f64,
    pub(crate) of: Vec<f64>,
}

/// What a model is fitted on: rows of features, what was true of each, and how much each counts.
pub(crate) struct Cases<'a> {
    pub(crate) rows: &'a [Vec<f64>],
    pub(crate) truth: &'a [bool],
    /// Empty where every row counts the same.
    pub(crate) counts: &'a [f64],
}

impl<'a> Cases<'a> {
    pub(crate) const fn of(rows: &'a [Vec<f64>], truth: &'a [bool]) -> Self {
        Self { rows, truth, counts: &[] }
    }

    fn count(&self, place: usize) -> f64 {
        self.counts.get(place).copied().unwrap_or(1.0)
    }

    /// Returns the weights that make both classes count the same.
    pub(crate) fn balanced(truth: &[bool]) -> Vec<f64> {
        let n = truth.len() as f64;
        let yes = truth.iter().filter(|t| **t).count() as f64;
        truth.iter().map(|t| if *t { n / (2.0 * yes) } else { n / (2.0 * (n - yes)) }).collect()
    }
}

/// More steps than this, and it will not settle.
const STEPS: usize = 50;

impl Logistic {
    /// Fits a model whose weights are pulled to zero by `pull`, measured in standard deviations of each feature.
    pub(crate) fn fit(cases: &Cases<'_>, pull: f64) -> Self {
        let width = cases.rows.first().map_or(0, Vec::len);
        let pulls: Vec<f64> = (0..width).map(|j| pull * variance(cases, j)).collect();
        Self::pulled(cases, &vec![0.0; width], &pulls)
    }

    /// Fits a model with each weight pulled towards `thought`, as strongly as `pulls` say.
    pub(crate) fn pulled(cases: &Cases<'_>, thought: &[f64], pulls: &[f64]) -> Self {
        let width = thought.len();
        let mut weights: Vec<f64> = thought.iter().copied().chain([0.0]).collect();
        for _ in 0..STEPS {
            let (mut slope, mut bend) = (vec![0.0; width + 1], vec![vec![0.0; width + 1]; width + 1]);
            for (place, row) in cases.rows.iter().enumerate() {
                let p = likely(sum(&weights, row));
                let count = cases.count(place);
                let off = count * (p - f64::from(u8::from(cases.truth[place])));
                let spread = count * (p * (1.0 - p)).max(1e-9);
                add(&mut slope, &mut bend, row, off, spread);
            }
            for j in 0..width {
                slope[j] += pulls[j] * (weights[j] - thought[j]);
                bend[j][j] += pulls[j] + 1e-9;
            }
            let step = solve(bend, slope);
            for (w, s) in weights.iter_mut().zip(&step) {
                // A bound on each step keeps it from running away where the classes part cleanly.
                *w -= s.clamp(-2.0, 2.0);
            }
            if step.iter().all(|s| s.abs() < 1e-7) {
                break;
            }
        }
        let base = weights.pop().unwrap_or(0.0);
        Self { base, of: weights }
    }

    pub(crate) fn log_odds(&self, row: &[f64]) -> f64 {
        self.base + self.of.iter().zip(row).map(|(w, x)| w * x).sum::<f64>()
    }

    /// Returns the weights in whole thousandths.
    pub(crate) fn thousandths(&self) -> comity_core::infer::Weights {
        let whole = |w: f64| (w * 1_000.0).round() as i32;
        comity_core::infer::Weights {
            base: whole(self.base),
            of: self.of.iter().copied().map(whole).collect(),
        }
    }
}

/// Returns the probability that log-odds stand for.
pub(crate) fn likely(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn variance(cases: &Cases<'_>, column: usize) -> f64 {
    let total: f64 = (0..cases.rows.len()).map(|n| cases.count(n)).sum::<f64>().max(1.0);
    let mean = |of: &dyn Fn(f64) -> f64| {
        let parts = cases.rows.iter().enumerate().map(|(n, row)| cases.count(n) * of(row[column]));
        parts.sum::<f64>() / total
    };
    let middle = mean(&|x| x);
    mean(&|x| (x - middle) * (x - middle))
}

/// Returns the sum of weighted features; the last weight stands alone.
fn sum(weights: &[f64], row: &[f64]) -> f64 {
    let alone = weights.last().copied().unwrap_or(0.0);
    alone + row.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>()
}

fn add(slope: &mut [f64], bend: &mut [Vec<f64>], row: &[f64], off: f64, spread: f64) {
    let last = row.len();
    for (j, x) in row.iter().chain([&1.0]).enumerate() {
        if *x == 0.0 {
            continue;
        }
        slope[j] += off * x;
        for (k, y) in row.iter().take(j).enumerate() {
            bend[j][k] += spread * x * y;
            bend[k][j] = bend[j][k];
        }
        bend[j][j] += spread * x * x;
    }
    debug_assert_eq!(slope.len(), last + 1);
}

/// Solves a set of linear equations by elimination, the largest pivot first.
fn solve(mut left: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let best = (column..n).max_by(|a, b| left[*a][column].abs().total_cmp(&left[*b][column].abs()));
        let pivot = best.unwrap_or(column);
        left.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = left.split_at_mut(column + 1);
        let top = &above[column];
        if top[column].abs() < 1e-12 {
            continue;
        }
        for (place, row) in below.iter_mut().enumerate() {
            let factor = row[column] / top[column];
            if factor != 0.0 {
                row.iter_mut().zip(top).for_each(|(x, y)| *x -= factor * y);
                right[column + 1 + place] -= factor * right[column];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| left[row][k] * right[k]).sum();
        let pivot = left[row][row];
        right[row] = if pivot.abs() < 1e-12 { 0.0 } else { (right[row] - known) / pivot };
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_gives_back_the_shares_that_it_saw() {
        // Three of four with the mark, one of four without it.
        let rows: Vec<Vec<f64>> = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0].map(|x| vec![x]).to_vec();
        let truth = [true, true, true, false, true, false, false, false];
        let model = Logistic::fit(&Cases::of(&rows, &truth), 0.0);
        assert!((likely(model.log_odds(&[1.0])) - 0.75).abs() < 1e-6, "{model:?}");
        assert!((likely(model.log_odds(&[0.0])) - 0.25).abs() < 1e-6, "{model:?}");
        // Pulled hard, it stays at what was thought.
        let held = Logistic::pulled(&Cases::of(&rows, &truth), &[-3.0], &[1e9]);
        assert!((held.of[0] + 3.0).abs() < 1e-3, "{held:?}");
        assert_eq!(model.thousandths().of.len(), 1);
    }
}
