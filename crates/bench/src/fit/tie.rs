//! What a relationship is: the weight of each cue on two axes, fitted on invented worlds.
//!
//! The worlds know nothing of the model and the model nothing of them; seeds and mix are others than those by
//! which it is judged. Each weight is pulled towards what was thought before (`thought.csv`), so that a cue that
//! the worlds hardly show keeps its judgement, and none runs away.

use crate::Result;
use crate::infer::{Judged, Size, worlds_of};
use crate::logistic::{Cases, Logistic};
use comity_core::infer::cue::Cue;
use comity_world::Mix;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

const SEEDS: RangeInclusive<u64> = 101..=106;
const SIZE: Size = Size { people: 500, messages: 20_000 };

/// A judgement counts as much as some eighty cases that are half and half.
const PULL: f64 = 20.0;

/// Cues of which the worlds know nothing true: their subjects are drawn without regard to who writes, and nobody
/// in them tags. These stay as they were thought.
const HELD_FAST: [Cue; 5] = [Cue::Letters, Cue::FriendTag, Cue::WorkTag, Cue::OffHours, Cue::SameFamilyName];

/// Cues that only a user with mail addresses on both sides of life sees. Each person counts half as such a user sees
/// them, and half as one with a single address would, so that what is missing says nothing.
const OWN: [Cue; 4] = [Cue::OwnWorkFew, Cue::OwnWorkOnly, Cue::OwnPrivateSome, Cue::OwnPrivateMost];

/// Returns the text of the data file.
pub(super) fn fitted() -> Result<String> {
    let worlds = worlds_of(SEEDS, Mix::USUAL, SIZE)?;
    let people: Vec<_> = worlds.iter().flat_map(|w| &w.people).collect();
    let rows: Vec<Vec<f64>> =
        [&[][..], &OWN].iter().flat_map(|dark| people.iter().map(|p| row(p, dark))).collect();
    let counts = vec![0.5; rows.len()];
    let thought = thought()?;
    let pulls: Vec<f64> =
        Cue::ALL.iter().map(|cue| if HELD_FAST.contains(cue) { 1e9 } else { PULL }).collect();
    let mut text = format!(
        "# What a relationship is: what each cue speaks for, on two axes that are judged apart.\n\
         # Written by `comity-bench fit tie`, from {} people of {} invented worlds (seeds {} to {}), each weight \
         pulled towards a judgement (crates/bench/src/fit/thought.csv).\n\
         # Name, professional, personal, both in thousandths of log-odds, and what is shown.\n",
        people.len(),
        worlds.len(),
        SEEDS.start(),
        SEEDS.end()
    );
    let axis = |axis: usize| {
        let truth: Vec<bool> = people.iter().chain(&people).map(|p| p.truth[axis]).collect();
        let before: Vec<f64> = thought.iter().map(|both| both[axis]).collect();
        Logistic::pulled(&Cases { rows: &rows, truth: &truth, counts: &counts }, &before, &pulls)
            .thousandths()
    };
    let (professional, personal) = (axis(0), axis(1));
    for cue in Cue::ALL {
        let of = |weights: &comity_core::infer::Weights| {
            if *cue == Cue::Base { weights.base } else { weights.of[*cue as usize] }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}, {}, {}, {}", cue.name(), of(&professional), of(&personal), cue.words());
    }
    Ok(text)
}

/// Returns how strongly each cue holds of a person, but for some that are not seen.
fn row(person: &Judged, dark: &[Cue]) -> Vec<f64> {
    let mut row = vec![0.0; Cue::ALL.len()];
    // What everybody has is the base of the model itself.
    for held in person.held.iter().filter(|h| h.cue != Cue::Base && !dark.contains(&h.cue)) {
        row[held.cue as usize] = f64::from(held.value) / 1_000.0;
    }
    row
}

/// Returns what each cue was thought to speak for, in log-odds.
fn thought() -> Result<Vec<[f64; 2]>> {
    let mut all = vec![[0.0; 2]; Cue::ALL.len()];
    for line in include_str!("thought.csv").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [name, professional, personal] = cells[..] else { return Err(format!("`{line}`").into()) };
        let cue = Cue::ALL.iter().find(|c| c.name() == name).ok_or(format!("no cue is called `{name}`"))?;
        let number = |text: &str| text.parse::<f64>().map(|n| n / 1_000.0);
        all[*cue as usize] = [number(professional)?, number(personal)?];
    }
    // The base is not pulled: it stands for how many of each kind there are.
    all[Cue::Base as usize] = [0.0; 2];
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_was_thought_of() {
        let lines = include_str!("thought.csv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(lines, Cue::ALL.len());
        assert!(thought().unwrap()[Cue::FamilyWord as usize][1] > 3.0);
    }
}
