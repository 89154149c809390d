//! Bars 5 and 6: how right and how sure Comity is of invented worlds that taught it nothing.

use super::calibration::{Reliability, reliability};
use super::table::{Held, Row};
use super::worlds::{self, Judged, World};
use crate::Result;
use crate::score::{mean, over_groups, pick, range, short};
use comity_core::{Fact, Sphere};
use comity_world::{Mix, Plan};
use std::ops::RangeInclusive;

/// Worlds of the mix that the model was fitted on, by other seeds.
const USUAL: RangeInclusive<u64> = 1..=3;
/// Worlds of another mix.
const OTHER: RangeInclusive<u64> = 201..=203;

/// How large each world is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) messages: usize,
}

/// Returns the worlds of some seeds, judged.
pub(crate) fn all(seeds: RangeInclusive<u64>, mix: Mix, size: Size) -> Result<Vec<World>> {
    seeds.map(|seed| worlds::judge(&Plan { mix, ..Plan::sized(size.people, size.messages, seed) })).collect()
}

const AXES: [&str; 2] = ["professional", "personal"];

/// Returns the rows of bar 5, and what is drawn of each axis.
pub(super) fn sure(size: Size) -> Result<(Vec<Row>, Vec<Reliability>)> {
    let worlds = all(OTHER, Mix::SOCIABLE, size)?;
    let people: Vec<&Judged> = worlds.iter().flat_map(|w| &w.people).collect();
    let (mut rows, mut drawn) = (Vec::new(), Vec::new());
    for (axis, name) in AXES.into_iter().enumerate() {
        let said: Vec<f64> = people.iter().map(|p| p.said[axis]).collect();
        let truth: Vec<bool> = people.iter().map(|p| p.truth[axis]).collect();
        let found = reliability(&format!("a tie is {name}"), &said, &truth);
        rows.push(found.row("5", &format!("worlds of another mix, {name}, {} people", people.len())));
        drawn.push(found);
    }
    Ok((rows, drawn))
}

/// Returns the rows of bar 6.
pub(super) fn right(size: Size) -> Result<Vec<Row>> {
    let worlds = all(USUAL, Mix::USUAL, size)?;
    let people: Vec<&Judged> = worlds.iter().flat_map(|w| &w.people).collect();
    let mut rows: Vec<Row> = Vec::new();
    for (axis, name) in AXES.into_iter().enumerate() {
        let hits: Vec<f64> = people.iter().map(|p| yes((p.said[axis] >= 0.5) == p.truth[axis])).collect();
        let taken = |fact: Fact| {
            let all = people.iter().filter(|p| p.taken[axis] == fact);
            all.map(|p| yes(p.truth[axis] == fact.yes())).collect::<Vec<f64>>()
        };
        let (is, is_not) = (taken(Fact::Yes), taken(Fact::No));
        let beside = format!(
            "taken as known: {} of {} who are, {} of {} who are not (unknown {:.0} %)",
            short(mean(&is)),
            is.len(),
            short(mean(&is_not)),
            is_not.len(),
            100.0 * (1.0 - (is.len() + is_not.len()) as f64 / people.len().max(1) as f64)
        );
        rows.push(share(&format!("worlds, {name} or not, {} people", people.len()), &hits, 0.95, beside));
    }
    rows.push(of_handles(&people));
    rows.push(of_outcomes("a message was answered", &people, |p| &p.messages, |x| x));
    rows.push(of_outcomes("a message was not answered", &people, |p| &p.messages, |x| !x));
    rows.push(of_outcomes("a request was accepted", &people, |p| &p.requests, |x| x));
    let machines = worlds.iter().fold((0, 0), |sum, w| (sum.0 + w.machines.0, sum.1 + w.machines.1));
    let hits: Vec<f64> = (0..machines.1).map(|n| yes(n < machines.0)).collect();
    rows.push(share("worlds, what is taken to be a machine's is", &hits, 0.99, String::new()));
    Ok(rows)
}

fn yes(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn share(what: &str, hits: &[f64], bar: f64, beside: String) -> Row {
    let groups: Vec<usize> = (0..hits.len()).collect();
    Row {
        bar: "6",
        what: what.to_owned(),
        here: short(mean(hits)),
        interval: range(over_groups(&groups, |places| mean(&pick(hits, places)))),
        beside,
        wanted: format!("at least {}", short(bar)),
        held: Held::of(mean(hits) >= bar),
    }
}

fn of_handles(people: &[&Judged]) -> Row {
    let all: Vec<(Sphere, Sphere)> = people.iter().flat_map(|p| &p.handles).copied().collect();
    let said: Vec<f64> =
        all.iter().filter(|(_, s)| *s != Sphere::Unknown).map(|(t, s)| yes(t == s)).collect();
    let hits: Vec<f64> = all.iter().map(|(t, s)| yes(t == s)).collect();
    let unknown = 1.0 - said.len() as f64 / all.len().max(1) as f64;
    let row = share(
        &format!("worlds, side of a handle where it is said, {} handles", all.len()),
        &said,
        0.97,
        format!("of all {}; unknown {:.0} %", short(mean(&hits)), 100.0 * unknown),
    );
    let met = row.held == Held::Met && unknown <= 0.15;
    Row { wanted: "at least .970, unknown at most 15 %".to_owned(), held: Held::of(met), ..row }
}

/// Returns how well one outcome is told, as the mean of precision and recall that both must carry (F1).
fn of_outcomes(
    what: &str,
    people: &[&Judged],
    of: impl Fn(&Judged) -> &Vec<(bool, bool)>,
    is: impl Fn(bool) -> bool,
) -> Row {
    let f1 = |places: &[usize]| {
        let (mut right, mut wrong) = (0.0, 0.0);
        for (truth, said) in places.iter().flat_map(|n| of(people[*n])) {
            match (is(*truth), is(*said)) {
                (true, true) => right += 2.0,
                (false, false) => {}
                _ => wrong += 1.0,
            }
        }
        if right + wrong > 0.0 { right / (right + wrong) } else { 0.0 }
    };
    let everybody: Vec<usize> = (0..people.len()).collect();
    let count: usize = people.iter().map(|p| of(p).len()).sum();
    Row {
        bar: "6",
        what: format!("worlds, {what}, of {count} (F1)"),
        here: short(f1(&everybody)),
        interval: range(over_groups(&everybody, f1)),
        beside: String::new(),
        wanted: "at least .950".to_owned(),
        held: Held::of(f1(&everybody) >= 0.95),
    }
}
