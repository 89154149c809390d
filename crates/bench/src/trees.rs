//! Boosted trees, the strongest of the usual baselines: what a model that nobody can read makes of the same input.
//!
//! Friedman, "Greedy function approximation", Annals of Statistics 29, 2001, with features in bins.

/// How trees are grown.
pub(crate) struct Growth {
    pub(crate) trees: usize,
    pub(crate) rate: f64,
    pub(crate) leaves: usize,
}

/// Fewer cases make no leaf.
const LEAF: usize = 20;
const BINS: usize = 64;

/// Trees whose values add up to log-odds.
pub(crate) struct Trees {
    base: f64,
    edges: Vec<Vec<f64>>,
    trees: Vec<Node>,
}

enum Node {
    Leaf(f64),
    Split { feature: usize, up_to: u8, low: Box<Node>, high: Box<Node> },
}

/// A leaf that may still be split, and the best way to do it.
struct Open {
    places: Vec<usize>,
    best: Option<(f64, usize, u8)>,
    /// Which turns lead to it.
    path: Vec<bool>,
}

impl Trees {
    /// Grows trees on rows of features; `counts` says how much each row counts.
    pub(crate) fn grow(rows: &[Vec<f64>], truth: &[bool], counts: &[f64], growth: &Growth) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let edges: Vec<Vec<f64>> = (0..width).map(|j| edges(rows, j)).collect();
        let binned: Vec<Vec<u8>> = rows.iter().map(|row| bins(row, &edges)).collect();
        let yes: f64 = counts.iter().zip(truth).map(|(c, t)| if *t { *c } else { 0.0 }).sum();
        let all: f64 = counts.iter().sum();
        let base = (yes / (all - yes).max(1e-9)).max(1e-9).ln();
        let mut scores = vec![base; rows.len()];
        let mut trees = Vec::new();
        for _ in 0..growth.trees {
            let slopes: Vec<(f64, f64)> = (0..rows.len())
                .map(|n| {
                    let p = 1.0 / (1.0 + (-scores[n]).exp());
                    (counts[n] * (p - f64::from(u8::from(truth[n]))), counts[n] * p * (1.0 - p))
                })
                .collect();
            let tree = grow(&binned, &slopes, growth);
            for (score, row) in scores.iter_mut().zip(&binned) {
                *score += tree.value(row);
            }
            trees.push(tree);
        }
        Self { base, edges, trees }
    }

    pub(crate) fn log_odds(&self, row: &[f64]) -> f64 {
        let row = bins(row, &self.edges);
        self.base + self.trees.iter().map(|tree| tree.value(&row)).sum::<f64>()
    }
}

impl Node {
    fn value(&self, row: &[u8]) -> f64 {
        match self {
            Self::Leaf(value) => *value,
            Self::Split { feature, up_to, low, high } => {
                if row[*feature] <= *up_to {
                    low.value(row)
                } else {
                    high.value(row)
                }
            }
        }
    }

    /// Puts a node where the turns lead.
    fn put(&mut self, path: &[bool], node: Self) {
        match (self, path.split_first()) {
            (Self::Split { low, high, .. }, Some((turn, rest))) => {
                (if *turn { high } else { low }).put(rest, node);
            }
            (place, _) => *place = node,
        }
    }
}

fn edges(rows: &[Vec<f64>], column: usize) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(|row| row[column]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let step = (values.len() as f64 / BINS as f64).max(1.0);
    let cuts = (1..BINS).map(|n| (n as f64 * step) as usize).take_while(|n| *n < values.len());
    cuts.map(|n| f64::midpoint(values[n - 1], values[n])).collect()
}

fn bins(row: &[f64], edges: &[Vec<f64>]) -> Vec<u8> {
    row.iter().zip(edges).map(|(x, edges)| edges.partition_point(|edge| edge < x) as u8).collect()
}

/// Grows one tree, the leaf that gains most first.
fn grow(rows: &[Vec<u8>], slopes: &[(f64, f64)], growth: &Growth) -> Node {
    let everything: Vec<usize> = (0..rows.len()).collect();
    let leaf = |places: &[usize]| {
        let (slope, bend) = total(places, slopes);
        Node::Leaf(-growth.rate * slope / (bend + 1e-9))
    };
    let mut tree = leaf(&everything);
    let best = best_split(&everything, rows, slopes);
    let mut open = vec![Open { places: everything, best, path: Vec::new() }];
    for _ in 1..growth.leaves {
        let gain = |o: &Open| o.best.map_or(0.0, |(gain, ..)| gain);
        let Some(next) = (0..open.len()).max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b]))) else {
            break;
        };
        let Open { places, best: Some((_, feature, up_to)), path } = open.swap_remove(next) else { break };
        let (low, high): (Vec<usize>, Vec<usize>) =
            places.iter().partition(|place| rows[**place][feature] <= up_to);
        let split = Node::Split { feature, up_to, low: Box::new(leaf(&low)), high: Box::new(leaf(&high)) };
        tree.put(&path, split);
        for (turn, places) in [(false, low), (true, high)] {
            let path = path.iter().copied().chain([turn]).collect();
            open.push(Open { best: best_split(&places, rows, slopes), places, path });
        }
    }
    tree
}

fn total(places: &[usize], slopes: &[(f64, f64)]) -> (f64, f64) {
    places.iter().fold((0.0, 0.0), |(g, h), n| (g + slopes[*n].0, h + slopes[*n].1))
}

fn best_split(places: &[usize], rows: &[Vec<u8>], slopes: &[(f64, f64)]) -> Option<(f64, usize, u8)> {
    let (slope, bend) = total(places, slopes);
    let worth = |(g, h): (f64, f64)| g * g / (h + 1e-9);
    let mut best: Option<(f64, usize, u8)> = None;
    for feature in 0..rows.first().map_or(0, Vec::len) {
        let mut sums = [(0.0, 0.0, 0usize); BINS];
        for place in places {
            let bin = &mut sums[usize::from(rows[*place][feature])];
            *bin = (bin.0 + slopes[*place].0, bin.1 + slopes[*place].1, bin.2 + 1);
        }
        let (mut g, mut h, mut n) = (0.0, 0.0, 0);
        for (bin, sum) in sums.iter().enumerate() {
            (g, h, n) = (g + sum.0, h + sum.1, n + sum.2);
            if n < LEAF || places.len() - n < LEAF {
                continue;
            }
            let gain = worth((g, h)) + worth((slope - g, bend - h)) - worth((slope, bend));
            if gain > 1e-6 && best.is_none_or(|(most, ..)| gain > most) {
                best = Some((gain, feature, bin as u8));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_learn_what_no_line_can() {
        // True where exactly one of two is.
        let rows: Vec<Vec<f64>> = (0..400).map(|n| vec![f64::from(n % 2), f64::from(n / 2 % 2)]).collect();
        let truth: Vec<bool> = rows.iter().map(|r| r[0] + r[1] == 1.0 && r[0] >= 0.0).collect();
        // A perfect square leaves no first gain; a few rows more of one kind break the tie.
        let counts: Vec<f64> = rows.iter().map(|r| 1.0 + r[0] * 0.2).collect();
        let growth = Growth { trees: 60, rate: 0.3, leaves: 4 };
        let trees = Trees::grow(&rows, &truth, &counts, &growth);
        assert!(trees.log_odds(&[1.0, 0.0]) > 1.0 && trees.log_odds(&[1.0, 1.0]) < -1.0);
        assert!(trees.log_odds(&[0.0, 1.0]) > 1.0 && trees.log_odds(&[0.0, 0.0]) < -1.0);
    }
}
