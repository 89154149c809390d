//! Which evidence joined whom rightly and wrongly, and what speaks for those who were missed.

use super::Run;
use super::truth::Truth;
use crate::table::Table;
use comity_core::resolve::{Bits, Cut, Evidence, Grounds, Kinds, RecordNo, Solved};
use std::collections::{BTreeMap, HashMap};

/// One join, and how many pairs of records it made one.
pub(super) struct Joined {
    pub(super) ends: (RecordNo, RecordNo),
    pub(super) kinds: Kinds,
    pub(super) against: Kinds,
    pub(super) bits: Bits,
    /// Pairs that are one person, and pairs that are two.
    pub(super) pairs: [u64; 2],
}

/// Returns the joins of a cut by evidence, first to last, with the pairs that each made.
pub(super) fn joined(run: &Run, truth: &Truth, cut: Cut) -> Vec<Joined> {
    let mut sides: Vec<HashMap<u32, u64>> = truth.persons.iter().map(|p| HashMap::from([(*p, 1)])).collect();
    let mut parent: Vec<RecordNo> = (0..sides.len() as RecordNo).collect();
    let mut all = Vec::new();
    for (a, b, reason) in run.solved.iter().flat_map(Solved::joins) {
        let Grounds::Likely { bits, kinds, against, cut: at } = reason else { continue };
        if at > cut {
            continue;
        }
        let (x, y) = (find(&mut parent, a), find(&mut parent, b));
        let other = std::mem::take(&mut sides[y as usize]);
        let side = &mut sides[x as usize];
        let count = |side: &HashMap<u32, u64>| side.values().sum::<u64>();
        let right = other.iter().map(|(person, n)| n * side.get(person).copied().unwrap_or(0)).sum();
        let pairs = [right, count(side) * count(&other) - right];
        other.into_iter().for_each(|(person, n)| *side.entry(person).or_default() += n);
        parent[y as usize] = x;
        all.push(Joined { ends: (a, b), kinds, against, bits, pairs });
    }
    all
}

fn find(parent: &mut [RecordNo], mut no: RecordNo) -> RecordNo {
    while parent[no as usize] != no {
        parent[no as usize] = parent[parent[no as usize] as usize];
        no = parent[no as usize];
    }
    no
}

/// Returns how many pairs each set of evidence made one rightly and wrongly, the most wrong first.
pub(super) fn by_kinds(joined: &[Joined]) -> Table {
    let mut sets: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for join in joined {
        let pairs = sets.entry(join.words()).or_default();
        (0..2).for_each(|n| pairs[n] += join.pairs[n]);
    }
    let mut sets: Vec<(String, [u64; 2])> = sets.into_iter().collect();
    sets.sort_by_key(|(_, pairs)| std::cmp::Reverse(pairs[1]));
    let mut table = Table::of(&["joined by", "pairs", "wrong", "right of all"]);
    let (rest, shown) = (sets.split_off(sets.len().min(30)), sets);
    let rest = rest.into_iter().fold([0, 0], |sum, (_, pairs)| [sum[0] + pairs[0], sum[1] + pairs[1]]);
    for (kinds, [right, wrong]) in shown.into_iter().chain([("anything else".to_owned(), rest)]) {
        table.row([kinds, (right + wrong).to_string(), wrong.to_string(), share(right, right + wrong)]);
    }
    table
}

/// Returns of how many joins, by the probability that they were said to have, the two ends are one.
pub(super) fn calibration(joined: &[Joined], truth: &Truth) -> Table {
    let person = |no: RecordNo| truth.persons[no as usize];
    let mut table = Table::of(&["said", "joins", "one person"]);
    for (from, to) in [(0.99, 1.01), (0.97, 0.99), (0.9, 0.97), (0.7, 0.9), (0.5, 0.7)] {
        let within = joined.iter().filter(|join| (from..to).contains(&join.bits.probability()));
        let (right, all) = within.fold((0, 0), |(right, all), join| {
            (right + u64::from(person(join.ends.0) == person(join.ends.1)), all + 1)
        });
        table.row([format!("{from} to {:.2}", f64::min(to, 1.0)), all.to_string(), share(right, all)]);
    }
    table
}

/// Returns what speaks for and against pairs that are one person and were not joined.
pub(super) fn missed(run: &Run, truth: &Truth, partition: &[u32]) -> Table {
    let mut sets: BTreeMap<String, u64> = BTreeMap::new();
    let mut all = 0;
    for (a, b) in missed_pairs(truth, partition) {
        *sets.entry(spoken(run, a, b)).or_default() += 1;
        all += 1;
    }
    let mut sets: Vec<(String, u64)> = sets.into_iter().collect();
    sets.sort_by_key(|(_, pairs)| std::cmp::Reverse(*pairs));
    let mut table = Table::of(&["not joined", "pairs", "of all"]);
    for (kinds, pairs) in sets.into_iter().take(30) {
        table.row([kinds, pairs.to_string(), share(pairs, all)]);
    }
    table
}

fn missed_pairs(truth: &Truth, partition: &[u32]) -> Vec<(RecordNo, RecordNo)> {
    let mut persons: BTreeMap<u32, Vec<RecordNo>> = BTreeMap::new();
    for (no, person) in truth.persons.iter().enumerate() {
        persons.entry(*person).or_default().push(no as RecordNo);
    }
    let pairs = persons.values().flat_map(|records| {
        records.iter().enumerate().flat_map(|(n, a)| records[n + 1..].iter().map(move |b| (*a, *b)))
    });
    pairs.filter(|(a, b)| partition[*a as usize] != partition[*b as usize]).collect()
}

/// Returns the evidence for and against a pair in words.
fn spoken(run: &Run, a: RecordNo, b: RecordNo) -> String {
    let why = run.book.why(a, b).unwrap_or_default();
    let (mut by, mut against) = (Kinds::NONE, Kinds::NONE);
    for piece in why.contributions.iter().filter(|piece| piece.kind != Evidence::Prior) {
        let side = if piece.bits > Bits::ZERO { &mut by } else { &mut against };
        *side = side.with(piece.kind);
    }
    both_words(by, against)
}

fn both_words(by: Kinds, against: Kinds) -> String {
    match (words(by), words(against)) {
        (by, against) if against == "nothing" => by,
        (by, against) => format!("{by} against {against}"),
    }
}

impl Joined {
    fn words(&self) -> String {
        both_words(self.kinds, self.against)
    }
}

/// Returns some wrong joins, each with the records at its ends and every piece of evidence.
pub(super) fn wrong(run: &Run, truth: &Truth, joined: &[Joined], most: usize, only: &str) -> String {
    let is_wrong = |j: &&Joined| truth.persons[j.ends.0 as usize] != truth.persons[j.ends.1 as usize];
    let wrong = joined.iter().filter(is_wrong).filter(|j| only.is_empty() || j.words() == only);
    wrong.take(most).map(|join| shown(run, join.ends.0, join.ends.1)).collect()
}

/// Returns some pairs that were missed, as [`wrong`] does.
pub(super) fn some_missed(run: &Run, truth: &Truth, partition: &[u32], most: usize, only: &str) -> String {
    let missed = missed_pairs(truth, partition).into_iter();
    let missed = missed.filter(|(a, b)| only.is_empty() || spoken(run, *a, *b) == only);
    missed.take(most).map(|(a, b)| shown(run, a, b)).collect()
}

fn shown(run: &Run, a: RecordNo, b: RecordNo) -> String {
    let why = run.book.why(a, b).unwrap_or_default();
    let mut text = format!("\n{:.1} bits\n  {}\n  {}\n", why.bits.value(), run.told(a), run.told(b));
    for piece in why.contributions {
        text += &format!("    {:>6.1}  {} {}\n", piece.bits.value(), piece.kind.told(), piece.what);
    }
    text
}

fn words(kinds: Kinds) -> String {
    let words: Vec<&str> = kinds.iter().map(Evidence::word).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join("+") }
}

fn share(part: u64, all: u64) -> String {
    if all == 0 { "-".to_owned() } else { format!("{:.3}", part as f64 / all as f64) }
}
