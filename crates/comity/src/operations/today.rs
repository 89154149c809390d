//! Whom to write to now: few approaches, each judged Welcome before it is shown.

mod card;

use crate::context::Context;
use crate::error::Result;
use crate::network::{Network, Plan, Planned, Room};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::{Ink, Screen};
use crate::verdict::PersonShown;
use crate::when;
use crate::words::counted;
use card::Card;
pub(super) use card::purpose;
use clap::Args;
use comity_core::{Moment, Span};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Today>();

/// See whom to write to now, by which door, and why
///
/// A handful at most. Every one was judged welcome at this moment; what somebody waits for comes first. Note
/// what you did with `log`; put off what does not suit you with `snooze`.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Today {
    /// Look a week ahead as well
    #[arg(long)]
    #[serde(default)]
    week: bool,
    /// How many at most; the week's budget, unless said
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show how each was weighed
    #[arg(long)]
    #[serde(default)]
    why: bool,
}

/// Whom to write to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Proposed {
    /// The day on which it holds.
    day: String,
    /// Welcome now, best first.
    now: Vec<Card>,
    /// Welcome within the week, in the order of their days; only where it was asked for.
    later: Vec<Card>,
    /// Good news: ties that have become personal too.
    grown: Vec<Grown>,
    budget: Budget,
    /// What you wrote and received is known up to then, where that is not today.
    known_until: Option<String>,
    #[serde(skip)]
    why: bool,
    #[serde(skip)]
    day_shown: String,
    #[serde(skip)]
    known_shown: Option<String>,
    #[serde(skip)]
    program: String,
}

/// A tie that has become personal too.
#[derive(Serialize, JsonSchema)]
struct Grown {
    person: PersonShown,
    at: String,
}

/// The approaches of the week.
#[derive(Clone, Copy, Serialize, JsonSchema)]
struct Budget {
    /// Noted by you since Monday.
    done: usize,
    /// How many are proposed in a week at most.
    week: usize,
}

impl Operation for Today {
    const NAME: &'static str = "today";
    const EFFECT: Effect = Effect::Reads;
    type Answer = Proposed;

    fn run(self, context: &Context) -> Result<Proposed> {
        let network = context.network()?;
        network.derived(context)?;
        let (now, zone) = (context.now(), context.zone());
        let held = network.held()?;
        let settings = &held.settings;
        let most = |number: i64| usize::try_from(number).unwrap_or(0);
        let budget = Budget { done: network.done_this_week(context)?, week: most(settings.week_capacity) };
        let left = budget.week.saturating_sub(budget.done);
        let limit = self.limit.unwrap_or_else(|| most(settings.day_capacity).min(left));
        let room = match self.week {
            true => Room { now: self.limit.unwrap_or(left), later: left, ahead: Span::days(7) },
            false => Room { now: limit, later: 0, ahead: Span::days(0) },
        };
        let plan = network.plan(context, room)?;
        let known = known_until(network, now)?;
        Ok(self.proposed(context, &plan, budget, known, &zone))
    }
}

impl Today {
    fn proposed(
        self,
        context: &Context,
        plan: &Plan,
        budget: Budget,
        known: Option<Moment>,
        zone: &TimeZone,
    ) -> Proposed {
        let now = context.now();
        let program = context.face.program();
        let cards = |all: &[Planned]| all.iter().map(|p| Card::of(p, now, zone, &program)).collect();
        let grown = plan
            .grown
            .iter()
            .map(|(told, at)| Grown { person: PersonShown::from(&told.person), at: at.to_string() });
        Proposed {
            day: now.day_in(zone).to_string(),
            now: cards(&plan.now),
            later: cards(&plan.later),
            grown: grown.collect(),
            budget,
            known_until: known.map(|at| at.to_string()),
            why: self.why,
            day_shown: when::day_shown(now, zone),
            known_shown: known.map(|at| when::day_shown(at, zone)),
            program,
        }
    }
}

/// A week without news of what went to and fro, and the plan is drawn from old maps.
const OLD: Span = Span::days(7);

/// Returns up to when what was written is known, where that is some time ago.
fn known_until(network: &Network, now: Moment) -> Result<Option<Moment>> {
    let held = network.held()?;
    let ends = held.coverage.iter().filter(|c| c.inbound || c.outbound).map(|c| c.to);
    let last = ends.max_by_key(|to| to.latest());
    Ok(last.filter(|to| to.shortest_until(now) > OLD))
}

impl Answer for Proposed {
    fn show(&self, screen: &mut Screen) {
        let budget = format!("{} of {} this week", self.budget.done, self.budget.week);
        if self.now.is_empty() {
            let full = self.budget.done >= self.budget.week;
            let quiet = match &self.known_shown {
                _ if full => "That was enough for this week.",
                None => "Nobody is waiting for you today.",
                Some(_) => "Your sources end too early to say who waits.",
            };
            screen.pieces(0, &[(&format!("{}:", self.day_shown), Ink::Bold), (quiet, Ink::Plain)]);
        } else {
            let count = counted(self.now.len() as u64, "approach", "approaches");
            let head = format!("{}: {count} worth making", self.day_shown);
            screen.pieces(0, &[(&head, Ink::Bold), (&format!("({budget})"), Ink::Dim)]);
        }
        for card in &self.now {
            card.show(screen, self.why);
        }
        if !self.later.is_empty() {
            screen.heading("Later this week");
            self.later.iter().for_each(|card| card.show(screen, self.why));
        }
        if !self.grown.is_empty() {
            screen.heading("Good news");
        }
        for grown in &self.grown {
            let told = format!("Your tie with {} has become personal too:", grown.person.name);
            screen.indented(2, &format!("{told} private doors are open in addition."));
        }
        if let Some(known) = &self.known_shown {
            screen.gap();
            screen.line(&format!("Your sources end on {known}; a newer export makes a better plan."));
        }
        if let Some(card) = self.now.first() {
            screen.gap();
            screen.line("Note what you did, or put it off:");
            screen.command(&card.log);
            screen.command(&format!("{} snooze {}", self.program, card.who()));
        }
    }
}
