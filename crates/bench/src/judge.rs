//! `judge`: how many approaches are judged in a second.

mod fold;

use crate::ground::{self, Ground};
use crate::machine::Yardstick;
use crate::{Outcome, Result};
use clap::Args;
use comity_core::judge::judge;
use comity_core::settings::Settings;
use comity_core::standing::{Standing, fold};
use comity_core::timeline::Event;
use comity_core::{Approach, Moment, Platform, Purpose, Via};
use comity_world::Plan;
use serde::Serialize;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long to measure.
#[derive(Args)]
pub(crate) struct Judge {
    /// Seconds for each figure
    #[arg(long, default_value_t = 2)]
    seconds: u64,
}

/// What was measured.
#[derive(Serialize)]
struct Measured {
    /// Events in the timeline that is folded.
    events: usize,
    /// Folding the whole timeline and judging once, in a second.
    fold_and_judge: f64,
    /// Judging alone, on a standing that is at hand.
    judge: f64,
    /// All approaches of a world, in the fold of the audit.
    audit: fold::Folded,
    yardstick: Yardstick,
}

impl Judge {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let (begin, events, now) = busiest()?;
        let settings = Settings::default();
        let approach = Approach::new(Via::Platform(Platform::Facebook), Purpose::Connect, now);
        let length = Duration::from_secs(self.seconds);
        let fold_and_judge = rate(length, || {
            let standing = fold(begin.clone(), black_box(&events), now);
            black_box(judge(&approach, &standing, &settings));
        });
        let standing = fold(begin.clone(), &events, now);
        let alone = rate(length, || {
            black_box(judge(black_box(&approach), &standing, &settings));
        });
        let measured = Measured {
            events: events.len(),
            fold_and_judge,
            judge: alone,
            audit: fold::measure(length)?,
            yardstick: Yardstick::measure(),
        };
        if json {
            println!("{}", serde_json::to_string_pretty(&measured)?);
        } else {
            println!(
                "{:>10.0} folds of {} events and judgements a second",
                measured.fold_and_judge, measured.events
            );
            println!("{:>10.0} judgements a second, the standing at hand", measured.judge);
            measured.audit.show();
            println!("{}", measured.yardstick.shown());
        }
        Ok(Outcome::Met)
    }
}

/// Returns how often something can be done in a second.
fn rate(length: Duration, mut once: impl FnMut()) -> f64 {
    let begin = Instant::now();
    let mut times = 0_u32;
    while begin.elapsed() < length {
        once();
        times += 1;
    }
    f64::from(times) / begin.elapsed().as_secs_f64()
}

/// Returns the person of a small world who has the most to do with the user.
fn busiest() -> Result<(Standing, Vec<Event>, Moment)> {
    let ground = Ground::of(&Plan::sized(100, 4_000, 1))?;
    let (context, _) = ground.import()?;
    let network = context.network()?;
    ground::say_me(&context, network, &ground.truth)?;
    network.derived(&context)?;
    let mut most: Option<(Standing, Vec<Event>)> = None;
    network.each(
        &|_, _| true,
        |told, _| (told.begin(), told.events.clone()),
        |(begin, events)| {
            if most.as_ref().is_none_or(|(_, most)| most.len() < events.len()) {
                most = Some((begin, events));
            }
        },
    )?;
    let (standing, events) = most.ok_or("the world is empty")?;
    Ok((standing, events, context.now()))
}
