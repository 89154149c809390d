//! Judgements in the fold of the audit: every approach of an invented world, judged with what was known before it.

use super::rate;
use crate::Result;
use crate::ground::{self, Ground};
use comity_core::Moment;
use comity_core::audit::audit;
use comity_core::packs;
use comity_core::settings::Settings;
use comity_core::standing::Standing;
use comity_core::timeline::Event;
use comity_core::written::Written;
use comity_policy::{File, read};
use comity_world::Plan;
use serde::Serialize;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

/// How fast the approaches of a world are judged, on one core.
#[derive(Serialize)]
pub(super) struct Folded {
    pub(super) people: usize,
    pub(super) events: usize,
    /// Approaches, each judged once with a standing of its own: no two are judged by the same facts and moment.
    pub(super) standings: u32,
    /// Events folded and nothing judged, in a second.
    pub(super) folded: f64,
    pub(super) house: Speed,
    pub(super) with_twenty: Speed,
}

/// Judgements in a second.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Speed {
    /// The whole audit: folding, judging, looking at what rests.
    pub(super) whole: f64,
    /// The same without the time that folding alone takes.
    pub(super) judging: f64,
}

impl Folded {
    /// Prints it for people.
    pub(super) fn show(&self) {
        println!("{:>10.0} events folded a second, and nothing judged", self.folded);
        println!(
            "the audit of {} people, {} events and {} approaches, each with a standing of its own, on one core:",
            self.people, self.events, self.standings
        );
        let lines =
            [("46 built-in rules, all packs on", self.house), ("and twenty written ones", self.with_twenty)];
        for (what, speed) in lines {
            println!(
                "{:>10.0} judgements a second, {what}; {:.0} without the fold",
                speed.whole, speed.judging
            );
        }
    }
}

/// One person: who they are before anything happened, and what did.
type One = (Standing, Vec<Event>);

pub(super) fn measure(length: Duration) -> Result<Folded> {
    let (people, now) = everybody()?;
    let house =
        Settings { packs: packs::all().iter().map(|p| p.name.clone()).collect(), ..Settings::default() };
    let twenty = Settings { written: twenty()?, ..house.clone() };
    let fold = || {
        for (begin, events) in &people {
            let mut standing = begin.clone();
            events.iter().for_each(|event| standing.see(black_box(event)));
            black_box(standing);
        }
    };
    let judge = |settings: &Settings| {
        let approaches =
            people.iter().map(|(begin, events)| audit(begin.clone(), events, now, settings).0.approaches);
        black_box(approaches.sum::<u32>())
    };
    let standings = judge(&house);
    let folds = rate(length, fold);
    let speed = |settings: &Settings| {
        let whole = rate(length, || {
            black_box(judge(settings));
        });
        let count = f64::from(standings);
        Speed { whole: whole * count, judging: count / (1.0 / whole - 1.0 / folds).max(f64::EPSILON) }
    };
    let events: usize = people.iter().map(|(_, events)| events.len()).sum();
    Ok(Folded {
        people: people.len(),
        events,
        standings,
        folded: folds * events as f64,
        house: speed(&house),
        with_twenty: speed(&twenty),
    })
}

/// Returns everybody of a small world, whose user said who they are.
fn everybody() -> Result<(Vec<One>, Moment)> {
    let ground = Ground::of(&Plan::sized(1_000, 40_000, 1))?;
    let (context, _) = ground.import()?;
    let network = context.network()?;
    ground::say_me(&context, network, &ground.truth)?;
    network.derived(&context)?;
    let mut people = Vec::new();
    network.each(&|_, _| true, |told, _| (told.begin(), told.events.clone()), |one| people.push(one))?;
    Ok((people, context.now()))
}

/// Returns the twenty rules.
fn twenty() -> Result<Written> {
    let text = include_str!("twenty.cedar").to_owned();
    let rules = read(&[File { name: "twenty.cedar".to_owned(), text }]);
    let rules =
        rules.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    if rules.len() != 20 {
        return Err(format!("there are {} rules and not twenty", rules.len()).into());
    }
    Ok(Written::of(Arc::new(rules)))
}
