//! Bar 4: who reports to whom, from the mail of a firm alone, at the share that there really is.

use super::pair::{self, Circles};
use super::table::{Held, Row};
use crate::logistic::{Cases, Logistic};
use crate::real::firm::Firm;
use crate::score::{auc, average_precision, mean, over_groups, pick, range, short};
use comity_bench::Numbers;
use std::collections::BTreeMap;

/// Parts that are judged by what the others taught.
const PARTS: usize = 5;
/// How often the pairs are dealt into parts.
const DEALS: u64 = 5;

/// Returns the row of the table.
pub(super) fn rows(firm: &Firm) -> Vec<Row> {
    let pairs = firm.pairs(i64::MIN, i64::MAX);
    let end = firm.mails.last().map_or(0, |m| m.at + 1);
    let circles = Circles::of(pairs.keys());
    let mut sent: BTreeMap<u32, f64> = BTreeMap::new();
    for mail in &firm.mails {
        *sent.entry(mail.from).or_default() += 1.0;
    }
    let mut features = Vec::new();
    for (pair, mails) in &pairs {
        let mut row = pair::usual(*pair, mails, end, &circles);
        let out = mails.iter().filter(|m| m.from == pair.0).count() as f64;
        let all = mails.len() as f64;
        let of = |who| sent.get(&who).copied().unwrap_or(0.0) + 1.0;
        row.push((2.0 * out - all).abs() / all);
        row.push(((circles.size(pair.0) + 1) as f64 / (circles.size(pair.1) + 1) as f64).ln().abs());
        row.push(all / of(pair.0).min(of(pair.1)));
        features.push(row);
    }
    let reports = |a: u32, b: u32| firm.boss.get(&a) == Some(&b);
    let truth: Vec<bool> = pairs.keys().map(|(a, b)| reports(*a, *b) || reports(*b, *a)).collect();
    let groups: Vec<usize> = pairs.keys().map(|(a, _)| *a as usize).collect();
    let judged: Vec<Vec<f64>> = (0..DEALS).map(|seed| left_out(&features, &truth, seed)).collect();
    let over = |places: &[usize]| {
        let truth = pick(&truth, places);
        mean(&judged.iter().map(|s| average_precision(&pick(s, places), &truth)).collect::<Vec<_>>())
    };
    let all: Vec<usize> = (0..truth.len()).collect();
    let figure = over(&all);
    let share = truth.iter().filter(|t| **t).count() as f64 / truth.len().max(1) as f64;
    vec![Row {
        bar: "4",
        what: format!("who reports to whom, {} pairs of a firm (average precision)", truth.len()),
        here: short(figure),
        interval: range(over_groups(&groups, over)),
        beside: format!("share {}; AUC {}", short(share), short(auc(&judged[0], &truth))),
        wanted: "above .220".to_owned(),
        held: Held::of(figure > 0.22),
    }]
}

fn left_out(features: &[Vec<f64>], truth: &[bool], seed: u64) -> Vec<f64> {
    let mut numbers = Numbers::from(seed + 1);
    let part: Vec<usize> = truth.iter().map(|_| numbers.below(PARTS)).collect();
    let mut scores = vec![0.0; truth.len()];
    for held in 0..PARTS {
        let rest: Vec<usize> = (0..truth.len()).filter(|n| part[*n] != held).collect();
        let rows: Vec<Vec<f64>> = rest.iter().map(|n| features[*n].clone()).collect();
        let model = Logistic::fit(&Cases::of(&rows, &pick(truth, &rest)), 1.0);
        for n in (0..truth.len()).filter(|n| part[*n] == held) {
            scores[n] = model.log_odds(&features[n]);
        }
    }
    scores
}
