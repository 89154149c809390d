//! Bar 1: whether a labelled mail is of private life, by its outside, judged for senders who taught nothing.

use super::table::{Held, Row};
use crate::logistic::{Cases, Logistic};
use crate::real::letters::Labelled;
use crate::score::{auc, average_precision, mean, over_groups, pick, range, short};
use crate::trees::{Growth, Trees};
use comity_bench::Numbers;

/// Splits by sender, each into five parts.
const SPLITS: u64 = 20;
const PARTS: usize = 5;

/// As strong as the pull of the model that is shipped.
pub(crate) const PULL: f64 = 20.0;

/// Returns what Comity looks at in a letter.
pub(crate) fn ours(letter: &Labelled) -> Vec<f64> {
    letter.letter.features().iter().map(|x| f64::from(*x) / 1_000.0).collect()
}

/// What each letter got from models that never saw its sender, split by split.
struct Judged {
    ours: Vec<Vec<f64>>,
    regression: Vec<Vec<f64>>,
    trees: Vec<Vec<f64>>,
}

/// Returns the part in which each sender lies: large ones first, each into the part with the fewest so far.
fn parts(letters: &[Labelled], seed: u64) -> Vec<usize> {
    let senders = letters.iter().map(|l| l.sender).max().map_or(0, |most| most + 1);
    let mut counts = vec![(0_usize, 0_usize); senders];
    for letter in letters {
        let count = &mut counts[letter.sender];
        *count = (count.0 + usize::from(letter.personal), count.1 + 1);
    }
    let mut numbers = Numbers::from(seed + 1);
    let mut order: Vec<(usize, u64)> = (0..senders).map(|sender| (sender, numbers.draw())).collect();
    // Most personal ones first; among equals by lot.
    order.sort_by_key(|(sender, lot)| (std::cmp::Reverse(counts[*sender].0), *lot));
    let (mut part, mut held) = (vec![0; senders], [(0, 0); PARTS]);
    for (sender, _) in order {
        let place = (0..PARTS).min_by_key(|p| (held[*p].0, held[*p].1)).unwrap_or(0);
        held[place] = (held[place].0 + counts[sender].0, held[place].1 + counts[sender].1);
        part[sender] = place;
    }
    part
}

fn judge(letters: &[Labelled]) -> Judged {
    let mut judged = Judged { ours: Vec::new(), regression: Vec::new(), trees: Vec::new() };
    let few: Vec<Vec<f64>> = letters.iter().map(ours).collect();
    let usual = standard(letters);
    for seed in 0..SPLITS {
        let part = parts(letters, seed);
        let mut scores = [vec![0.0; letters.len()], vec![0.0; letters.len()], vec![0.0; letters.len()]];
        for held in 0..PARTS {
            let (rest, these): (Vec<usize>, Vec<usize>) =
                (0..letters.len()).partition(|n| part[letters[*n].sender] != held);
            let truth: Vec<bool> = rest.iter().map(|n| letters[*n].personal).collect();
            let rows = |of: &[Vec<f64>]| rest.iter().map(|n| of[*n].clone()).collect::<Vec<_>>();
            let counts = Cases::balanced(&truth);
            let simple = Logistic::fit(&Cases::of(&rows(&few), &truth), PULL);
            let usual_rows = rows(&usual);
            let balanced = Cases { rows: &usual_rows, truth: &truth, counts: &counts };
            let regression = Logistic::fit(&balanced, 1.0);
            let growth = Growth { trees: 60, rate: 0.1, leaves: 8 };
            let trees = Trees::grow(&usual_rows, &truth, &counts, &growth);
            for n in these {
                scores[0][n] = simple.log_odds(&few[n]);
                scores[1][n] = regression.log_odds(&usual[n]);
                scores[2][n] = trees.log_odds(&usual[n]);
            }
        }
        let [ours, regression, trees] = scores;
        judged.ours.push(ours);
        judged.regression.push(regression);
        judged.trees.push(trees);
    }
    judged
}

/// Returns the features of the baseline, each with a mean of zero and a spread of one.
fn standard(letters: &[Labelled]) -> Vec<Vec<f64>> {
    let width = letters.first().map_or(0, |l| l.usual.len());
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for j in 0..width {
        let values: Vec<f64> = letters.iter().map(|l| l.usual[j]).collect();
        let middle = mean(&values);
        let spread = mean(&values.iter().map(|x| (x - middle) * (x - middle)).collect::<Vec<_>>()).sqrt();
        columns.push((middle, spread.max(1e-9)));
    }
    let row = |l: &Labelled| l.usual.iter().zip(&columns).map(|(x, (m, s))| (x - m) / s).collect();
    letters.iter().map(row).collect()
}

type Measure = fn(&[f64], &[bool]) -> f64;

/// Returns the rows of the table.
pub(super) fn rows(letters: &[Labelled]) -> Vec<Row> {
    let truth: Vec<bool> = letters.iter().map(|l| l.personal).collect();
    let senders: Vec<usize> = letters.iter().map(|l| l.sender).collect();
    let judged = judge(letters);
    let over = |scores: &[Vec<f64>], measure: Measure, places: &[usize]| {
        let truth = pick(&truth, places);
        mean(&scores.iter().map(|s| measure(&pick(s, places), &truth)).collect::<Vec<_>>())
    };
    let all: Vec<usize> = (0..letters.len()).collect();
    let mut rows = Vec::new();
    for (name, measure) in [("AUC", auc as Measure), ("average precision", average_precision as Measure)] {
        let figure = |scores: &[Vec<f64>]| over(scores, measure, &all);
        let (ours, regression, trees) =
            (figure(&judged.ours), figure(&judged.regression), figure(&judged.trees));
        let best = if regression > trees { &judged.regression } else { &judged.trees };
        let gain = |places: &[usize]| over(&judged.ours, measure, places) - over(best, measure, places);
        rows.push(Row {
            bar: "1",
            what: format!("labelled mail, 20 splits by sender, {} letters ({name})", letters.len()),
            here: short(ours),
            interval: range(over_groups(&senders, |places| over(&judged.ours, measure, places))),
            beside: format!(
                "22 features: regression {}, trees {} (gain over the best {})",
                short(regression),
                short(trees),
                range(over_groups(&senders, gain))
            ),
            wanted: "the best of the same input".to_owned(),
            held: Held::of(ours >= regression.max(trees)),
        });
    }
    rows.push(coverage(&judged.ours, &truth));
    rows
}

/// Returns how often the likelier side is right among those of which the model is surest.
fn coverage(scores: &[Vec<f64>], truth: &[bool]) -> Row {
    let sure = |x: f64| if x > 0.0 { x } else { -x };
    let share = |part: f64| {
        let of = |scores: &Vec<f64>| {
            let mut places: Vec<usize> = (0..scores.len()).collect();
            places.sort_by(|a, b| sure(scores[*b]).total_cmp(&sure(scores[*a])));
            let few = &places[..(places.len() as f64 * part) as usize];
            let wrong = few.iter().filter(|n| (scores[**n] > 0.0) != truth[**n]).count();
            wrong as f64 / few.len().max(1) as f64
        };
        short(mean(&scores.iter().map(of).collect::<Vec<_>>()))
    };
    let curve = [0.1, 0.25, 0.5, 0.75, 1.0].map(|part| format!("{:.0} %: {}", part * 100.0, share(part)));
    Row {
        bar: "1",
        what: "wrong among the surest (risk by coverage)".to_owned(),
        here: share(0.5),
        interval: String::new(),
        beside: curve.join(", "),
        wanted: "told only".to_owned(),
        held: Held::Told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::infer::Letter;
    use comity_core::interaction::SubjectMark;

    #[test]
    fn no_sender_lies_in_two_parts() {
        let letter =
            Letter { alone: true, outside: false, letters: None, mark: SubjectMark::None, weekend: false };
        let labelled = |n: usize| Labelled {
            sender: n % 13,
            personal: n.is_multiple_of(3),
            letter,
            usual: vec![n as f64],
        };
        let letters: Vec<Labelled> = (0..90).map(labelled).collect();
        let part = parts(&letters, 3);
        assert_eq!(part.len(), 13);
        assert!((0..PARTS).all(|p| part.contains(&p)));
        assert_ne!(parts(&letters, 4), part);
    }
}
