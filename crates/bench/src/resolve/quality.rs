//! How well a partition agrees with the truth: by pairs, and by B-cubed.
//!
//! B-cubed after Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing", 1998: for each record, which
//! share of its cluster is its person, and which share of its person is in its cluster.

use super::truth::Truth;
use crate::table::Table;
use std::collections::{BTreeMap, HashMap};

/// How well a partition agrees with the truth.
pub(super) struct Quality {
    pairs: Score,
    cubed: Score,
    persons: usize,
    largest: u64,
}

/// Precision and recall.
#[derive(Clone, Copy, Default)]
struct Score {
    precision: f64,
    recall: f64,
}

impl Score {
    fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }

    fn cells(self) -> [String; 3] {
        [self.precision, self.recall, self.f1()].map(|figure| format!("{figure:.3}"))
    }
}

impl Quality {
    pub(super) fn of(partition: &[u32], truth: &[u32]) -> Self {
        let (clusters, persons) = (sizes(partition.iter()), sizes(truth.iter()));
        let cells = sizes(partition.iter().zip(truth));
        let pairs = |n: u64| n * (n - 1) / 2;
        let both: u64 = cells.values().map(|n| pairs(*n)).sum();
        let said: u64 = clusters.values().map(|n| pairs(*n)).sum();
        let true_pairs: u64 = persons.values().map(|n| pairs(*n)).sum();
        let ratio = |part: u64, all: u64| if all == 0 { 1.0 } else { part as f64 / all as f64 };
        let cubed = cubed(partition, truth);
        let mean =
            |pick: fn(&(f64, f64)) -> f64| cubed.iter().map(pick).sum::<f64>() / cubed.len().max(1) as f64;
        Self {
            pairs: Score { precision: ratio(both, said), recall: ratio(both, true_pairs) },
            cubed: Score { precision: mean(|c| c.0), recall: mean(|c| c.1) },
            persons: clusters.len(),
            largest: clusters.values().copied().max().unwrap_or(0),
        }
    }

    pub(super) fn cubed_f1(&self) -> f64 {
        self.cubed.f1()
    }

    pub(super) fn cells(&self) -> Vec<String> {
        let mut cells = self.pairs.cells().to_vec();
        cells.extend(self.cubed.cells());
        cells.extend([self.persons.to_string(), self.largest.to_string()]);
        cells
    }
}

/// Returns precision and recall of each record.
fn cubed(partition: &[u32], truth: &[u32]) -> Vec<(f64, f64)> {
    let (clusters, persons) = (sizes(partition.iter()), sizes(truth.iter()));
    let cells = sizes(partition.iter().zip(truth));
    let each = partition.iter().zip(truth).map(|(cluster, person)| {
        let both = cells[&(cluster, person)] as f64;
        (both / clusters[cluster] as f64, both / persons[person] as f64)
    });
    each.collect()
}

fn sizes<T: std::hash::Hash + Eq>(all: impl Iterator<Item = T>) -> HashMap<T, u64> {
    let mut sizes = HashMap::new();
    all.for_each(|one| *sizes.entry(one).or_default() += 1);
    sizes
}

/// Returns B-cubed of the records that carry each hard case.
pub(super) fn by_tag(partition: &[u32], truth: &Truth) -> Table {
    let cubed = cubed(partition, &truth.persons);
    let mut tags: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for (score, carried) in cubed.iter().zip(&truth.tags) {
        carried.iter().for_each(|tag| tags.entry(tag).or_default().push(*score));
    }
    let mut table = Table::of(&["case", "records", "B3 P", "R", "F1"]);
    for (tag, scores) in tags {
        let mean = |pick: fn(&(f64, f64)) -> f64| scores.iter().map(pick).sum::<f64>() / scores.len() as f64;
        let score = Score { precision: mean(|s| s.0), recall: mean(|s| s.1) };
        table.row([vec![tag.to_owned(), scores.len().to_string()], score.cells().to_vec()].concat());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_join_costs_precision_and_one_missed_costs_recall() {
        let check = |partition: &[u32], truth: &[u32], pairs: (f64, f64), cubed: (f64, f64)| {
            let quality = Quality::of(partition, truth);
            assert_eq!((quality.pairs.precision, quality.pairs.recall), pairs);
            assert_eq!((quality.cubed.precision, quality.cubed.recall), cubed);
        };
        check(&[0, 0, 1, 1], &[5, 5, 6, 6], (1.0, 1.0), (1.0, 1.0));
        check(&[0, 0, 0, 0], &[5, 5, 6, 6], (2.0 / 6.0, 1.0), (0.5, 1.0));
        check(&[0, 1, 2, 3], &[5, 5, 6, 6], (1.0, 0.0), (1.0, 0.5));
    }
}
