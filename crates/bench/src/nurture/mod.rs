//! `nurture`: how networks fare where the plan is followed, beside simpler reminders at the same capacity.
//!
//! The world is invented and hidden (`truth`, `life`, which know nothing of ours); the plan sees what a mailbox would
//! show (`folded`), and so do the reminders (`policy`).

mod folded;
mod life;
mod policy;
mod truth;

use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity_bench::Numbers;
use folded::Folded;
use life::{Life, Word};
use policy::{Policy, Reminder};
use rustc_hash::FxHashSet;
use serde::Serialize;
use truth::Truth;

/// How much to simulate.
#[derive(Args)]
pub(crate) struct Nurture {
    /// How many invented networks
    #[arg(long, default_value_t = 20)]
    seeds: u64,
    /// The seed of the first
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// For how long the plan is followed
    #[arg(long, default_value_t = 2)]
    years: u32,
    /// People in each network
    #[arg(long, default_value_t = 300)]
    people: usize,
    /// Contacts in a week
    #[arg(long, default_value_t = 5)]
    capacity: usize,
    /// Halve and double each hidden number as well
    #[arg(long)]
    vary: bool,
}

/// How one network fared.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Fared {
    /// Of what living ties were worth at the beginning, how much is still in living ones, in 100.
    kept: f64,
    /// What all ties are worth as they stand, against the beginning, in 100.
    wealth: f64,
    /// Of what sleeping ties were worth, how much is in living ones, in 100.
    revived: f64,
    /// Of 100 contacts, how many were unwelcome, as the hidden truth has it.
    unwelcome: f64,
    /// Of 100 contacts, how many the audit finds wrong.
    errors: f64,
    /// Of 100 contacts, how many went to an address that nobody reads.
    lost: f64,
    /// Of 100 contacts, how many were answered.
    answered: f64,
    contacts: f64,
}

/// What is simulated.
struct Scene {
    truth: Truth,
    people: usize,
    capacity: usize,
    weeks: i64,
}

impl Nurture {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let weeks = i64::from(self.years) * 365 / 7;
        let scene = |truth: Truth, capacity| Scene { truth, people: self.people, capacity, weeks };
        let usual = self.all(&scene(Truth::default(), self.capacity));
        if json {
            println!("{}", serde_json::to_string_pretty(&usual)?);
        } else {
            show(&usual);
        }
        let mut met = beats(&usual);
        if self.vary {
            let mut table = Table::of(&VARIED);
            for (name, truth, capacity) in variants(self.capacity) {
                let fared = self.all(&scene(truth, capacity));
                met &= beats(&fared);
                table.row(varied(name, &fared));
            }
            println!("{table}");
        }
        Ok(if met { Outcome::Met } else { Outcome::Missed })
    }

    fn all(&self, scene: &Scene) -> Vec<(Policy, Vec<Fared>)> {
        let mut all: Vec<(Policy, Vec<Fared>)> = Policy::ALL.iter().map(|p| (*p, Vec::new())).collect();
        for seed in self.from..self.from + self.seeds {
            let (life, said) = Life::begin(&scene.truth, scene.people, seed);
            let life = life.with_own(scene.truth.own);
            let folded = Folded::begin(&life.people, &said, 0.0);
            for (policy, fared) in &mut all {
                fared.push(scene.live(*policy, life.clone(), folded.clone(), &said, seed));
            }
        }
        all
    }
}

impl Scene {
    /// Lives through the years under one policy.
    fn live(&self, policy: Policy, mut life: Life, mut folded: Folded, said: &[Word], seed: u64) -> Fared {
        let mut reminder = Reminder::begin(&life.people, said);
        let mut dice = Numbers::from(seed);
        let end = self.weeks as f64 * 7.0;
        let before: Vec<bool> = (0..life.people.len()).map(|who| life.lives(who, 0.0)).collect();
        let wealth = life.wealth(0.0);
        let mut mine: FxHashSet<u64> = FxHashSet::default();
        let mut toll = life.toll;
        for week in 0..self.weeks {
            // Monday, ten o'clock.
            let monday = week as f64 * 7.0 + 10.0 / 24.0;
            for word in life.heard(monday) {
                reminder.hear(&word);
                folded.hear(&life.people, &word);
            }
            let chosen = match policy {
                Policy::Comity => folded.choose(&life.people, monday, self.capacity),
                _ => reminder.choose(policy, &life.people, monday, self.capacity, &mut dice),
            };
            let own = life.toll;
            mine.extend(chosen.into_iter().map(|(who, door)| life.approach(who, door, monday)));
            toll = toll.with(life.toll.without(own));
            life.week(week);
        }
        for word in life.heard(end) {
            folded.hear(&life.people, &word);
        }
        let share = |of: &dyn Fn(usize) -> bool| {
            let worth = |who: &usize| life.people[*who].value;
            let all: f64 = (0..before.len()).filter(|who| of(*who)).map(|who| worth(&who)).sum();
            let living = |who: &usize| of(*who) && life.lives(*who, end);
            100.0 * (0..before.len()).filter(living).map(|who| worth(&who)).sum::<f64>() / all.max(1e-9)
        };
        let contacts = mine.len() as f64;
        let of = |count: u32| if contacts > 0.0 { 100.0 * f64::from(count) / contacts } else { 0.0 };
        Fared {
            kept: share(&|who| before[who] && !life.wants_peace(who, end)),
            wealth: 100.0 * life.wealth(end) / wealth,
            revived: share(&|who| !before[who] && !life.wants_peace(who, end)),
            unwelcome: of(toll.peace + toll.door + toll.tired),
            errors: of(folded.errors(&mine, 0.0, end)),
            lost: of(toll.lost),
            answered: of(toll.answered),
            contacts,
        }
    }
}

/// Returns each hidden number halved and doubled, and the capacity.
fn variants(capacity: usize) -> Vec<(String, Truth, usize)> {
    type Number = fn(&mut Truth) -> &mut f64;
    let numbers: [(&str, Number); 12] = [
        ("how long ties last", |t| &mut t.lasting),
        ("gain of an exchange", |t| &mut t.gain),
        ("tiring", |t| &mut t.tire),
        ("time to recover", |t| &mut t.recovery),
        ("harm of the unwelcome", |t| &mut t.harm),
        ("who want peace", |t| &mut t.peace),
        ("who change jobs", |t| &mut t.moves),
        ("the user's own words", |t| &mut t.own),
        ("their own words", |t| &mut t.theirs),
        ("chance of an answer", |t| &mut t.answers),
        ("rings that were said", |t| &mut t.stated),
        ("how far closeness shows worth", |t| &mut t.shown),
    ];
    let mut variants = Vec::new();
    for (name, of) in numbers {
        for (word, factor) in [("halved", 0.5), ("doubled", 2.0)] {
            let mut truth = Truth::default();
            *of(&mut truth) *= factor;
            variants.push((format!("{name}, {word}"), truth, capacity));
        }
    }
    variants.push(("contacts in a week, halved".to_owned(), Truth::default(), capacity.div_ceil(2)));
    variants.push(("contacts in a week, doubled".to_owned(), Truth::default(), capacity * 2));
    variants
}

/// Tells whether the plan keeps more than each reminder, for sure.
fn beats(fared: &[(Policy, Vec<Fared>)]) -> bool {
    let ours = &fared[0].1;
    let others = fared[1..].iter().filter(|(policy, _)| *policy != Policy::PatientCadence);
    others.into_iter().all(|(_, theirs)| interval(&apart(ours, theirs, |f| f.kept)).1 > 0.0)
}

/// Returns by how much the one is more than the other, network by network.
fn apart(ours: &[Fared], theirs: &[Fared], of: fn(&Fared) -> f64) -> Vec<f64> {
    ours.iter().zip(theirs).map(|(a, b)| of(a) - of(b)).collect()
}

/// Returns the mean and the interval in which it lies 95 times in 100, by drawing the networks again.
fn interval(values: &[f64]) -> (f64, f64, f64) {
    const DRAWS: usize = 2_000;
    let mean = |sum: f64| sum / values.len().max(1) as f64;
    let mut dice = Numbers::from(17);
    let mut drawn: Vec<f64> =
        (0..DRAWS).map(|_| mean((0..values.len()).map(|_| values[dice.below(values.len())]).sum())).collect();
    drawn.sort_by(f64::total_cmp);
    (mean(values.iter().sum()), drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40])
}

fn shown(values: &[f64]) -> String {
    let (mean, low, high) = interval(values);
    format!("{mean:.1} ({low:.1} to {high:.1})")
}

fn show(fared: &[(Policy, Vec<Fared>)]) {
    let head =
        ["policy", "kept", "worth of all", "revived", "unwelcome", "errors", "lost", "answered", "contacts"];
    let mut table = Table::of(&head);
    for (policy, all) in fared {
        let column = |of: fn(&Fared) -> f64| shown(&all.iter().map(of).collect::<Vec<f64>>());
        let brief = |of: fn(&Fared) -> f64| {
            format!("{:.1}", all.iter().map(of).sum::<f64>() / all.len().max(1) as f64)
        };
        table.row([
            policy.shown().to_owned(),
            column(|f| f.kept),
            column(|f| f.wealth),
            column(|f| f.revived),
            column(|f| f.unwelcome),
            column(|f| f.errors),
            brief(|f| f.lost),
            brief(|f| f.answered),
            brief(|f| f.contacts),
        ]);
    }
    println!("{table}");
    let mut table = Table::of(&["comity less", "kept", "worth of all", "revived", "unwelcome", "errors"]);
    for (policy, theirs) in &fared[1..] {
        let column = |of: fn(&Fared) -> f64| shown(&apart(&fared[0].1, theirs, of));
        table.row([
            policy.shown().to_owned(),
            column(|f| f.kept),
            column(|f| f.wealth),
            column(|f| f.revived),
            column(|f| f.unwelcome),
            column(|f| f.errors),
        ]);
    }
    println!("{table}");
}

const VARIED: [&str; 8] =
    ["what", "kept", "less cadence", "less patient", "less oldest", "less random", "unwelcome", "of cadence"];

fn varied(name: String, fared: &[(Policy, Vec<Fared>)]) -> Vec<String> {
    let ours = &fared[0].1;
    let mean = |all: &[Fared], of: fn(&Fared) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
    let mut cells = vec![name, format!("{:.1}", mean(ours, |f| f.kept))];
    cells.extend(fared[1..5].iter().map(|(_, theirs)| shown(&apart(ours, theirs, |f| f.kept))));
    cells.push(format!("{:.1}", mean(ours, |f| f.unwelcome)));
    cells.push(format!("{:.1}", mean(&fared[1].1, |f| f.unwelcome)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hidden_world_knows_nothing_of_ours() {
        for text in [include_str!("truth.rs"), include_str!("life.rs"), include_str!("policy.rs")] {
            assert!(!text.contains("comity_core") && !text.contains("comity::"));
        }
    }

    #[test]
    fn a_network_fares_the_same_again_and_contacts_keep_ties() {
        let scene = Scene { truth: Truth::default(), people: 60, capacity: 2, weeks: 40 };
        let fares = |policy| {
            let (life, said) = Life::begin(&scene.truth, scene.people, 3);
            let folded = Folded::begin(&life.people, &said, 0.0);
            scene.live(policy, life.with_own(0.3), folded, &said, 3)
        };
        let (plan, again, nothing) = (fares(Policy::Comity), fares(Policy::Comity), fares(Policy::Nothing));
        assert!((plan.kept - again.kept).abs() < 1e-9 && plan.contacts > 40.0);
        assert!(plan.wealth > nothing.wealth, "{plan:?} {nothing:?}");
    }
}
