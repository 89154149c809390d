//! What another program came to: from the pairs that it weighed to persons, and how good these are.

use super::quality::Quality;
use crate::Result;
use crate::table::Table;
use std::collections::HashMap;
use std::path::Path;

/// The cut that linkers advise: a probability of .95, in bits.
const ADVISED: f64 = 4.248;

/// So many cuts are tried for the best one.
const TRIED: usize = 60;

/// Adds how the pairs in a folder come out, each joined with all that hang together: at the probability that is advised,
/// and at the cut that whoever knows the truth would choose.
pub(super) fn rows(
    set: &str,
    out: &Path,
    (ids, truth): (&[String], &[u32]),
    seconds: &str,
    table: &mut Table,
) -> Result<()> {
    let edges = edges(out, ids)?;
    let mut weights: Vec<f64> = edges.iter().map(|(.., weight)| *weight).collect();
    weights.sort_unstable_by(f64::total_cmp);
    let step = (weights.len() / TRIED).max(1);
    let tried = weights.iter().step_by(step).map(|cut| (*cut, at(&edges, *cut, truth)));
    let best = tried.max_by(|(_, a), (_, b)| a.cubed_f1().total_cmp(&b.cubed_f1()));
    let mut row = |who: String, quality: &Quality| {
        table.row([vec![set.to_owned(), who], quality.cells(), vec![seconds.to_owned()]].concat());
    };
    row("peer, at .95".to_owned(), &at(&edges, ADVISED, truth));
    if let Some((cut, quality)) = best {
        row(format!("peer, best cut ({cut:.1})"), &quality);
    }
    Ok(())
}

/// A pair, by the places of its records, and its weight in bits.
type Edge = (u32, u32, f64);

fn edges(out: &Path, ids: &[String]) -> Result<Vec<Edge>> {
    let places: HashMap<&str, u32> = ids.iter().map(String::as_str).zip(0..).collect();
    let mut edges = Vec::new();
    for row in csv::Reader::from_path(out.join("edges.csv"))?.records() {
        let row = row?;
        let place = |n: usize| row.get(n).and_then(|id| places.get(id).copied());
        let weight: Option<f64> = row.get(2).and_then(|weight| weight.parse().ok());
        if let (Some(a), Some(b), Some(weight)) = (place(0), place(1), weight) {
            edges.push((a, b, weight));
        }
    }
    Ok(edges)
}

fn at(edges: &[Edge], cut: f64, truth: &[u32]) -> Quality {
    let mut parent: Vec<u32> = (0..truth.len() as u32).collect();
    for (a, b, _) in edges.iter().filter(|(.., weight)| *weight >= cut) {
        let (a, b) = (find(&mut parent, *a), find(&mut parent, *b));
        parent[a.max(b) as usize] = a.min(b);
    }
    let persons: Vec<u32> = (0..truth.len() as u32).map(|place| find(&mut parent, place)).collect();
    Quality::of(&persons, truth)
}

fn find(parent: &mut [u32], mut place: u32) -> u32 {
    while parent[place as usize] != place {
        parent[place as usize] = parent[parent[place as usize] as usize];
        place = parent[place as usize];
    }
    place
}
