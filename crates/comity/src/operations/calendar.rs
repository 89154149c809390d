//! The plan as a calendar that other programs read.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::feed::{self, Event};
use crate::network::{Network, Planned, Room};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::when;
use crate::words::counted;
use clap::{Args, ValueHint};
use comity_core::{Said, Span};
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

pub(super) const OPERATION: Entry = entry::<Calendar>();

/// Write the plan of the week as a calendar
///
/// One event for each proposal, on a working day of its own, and for each promise on its day. Written over its own
/// earlier file, it keeps what is still proposed, moves what lay in the past, and cancels what is done.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Calendar {
    /// The file, which ends in `.ics`; without it the calendar is printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// The birthdays that you noted as well
    #[arg(long)]
    #[serde(default)]
    birthdays: bool,
}

/// A calendar.
#[derive(Serialize, JsonSchema)]
pub(super) struct Published {
    /// Events that stand, and events that are told to be cancelled.
    events: usize,
    cancelled: usize,
    /// Where it was written.
    file: Option<String>,
    /// The calendar itself, where it was written nowhere.
    calendar: Option<String>,
}

impl Operation for Calendar {
    const NAME: &'static str = "calendar";
    const EFFECT: Effect = Effect::Writes;
    type Answer = Published;

    fn run(self, context: &Context) -> Result<Published> {
        let before = self.out.as_deref().map(before).transpose()?.unwrap_or_default();
        let now = events(context, self.birthdays)?;
        let today = context.now().day_in(&context.zone());
        let all = feed::published(&before, now, today, context.instant());
        let text = feed::write(&all);
        let cancelled = all.iter().filter(|e| e.cancelled).count();
        let events = all.len() - cancelled;
        let Some(path) = &self.out else {
            return Ok(Published { events, cancelled, file: None, calendar: Some(text) });
        };
        crate::files::replace(path, text.as_bytes())?;
        Ok(Published { events, cancelled, file: Some(path.display().to_string()), calendar: None })
    }
}

/// Returns what a file held before; a file of anybody else's is not written over.
fn before(path: &Path) -> Result<Vec<Event>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
    feed::read(&text).ok_or_else(|| {
        Error::user(
            format!("`{}` is no calendar that Comity wrote", path.display()),
            "name a file of its own; it is never written over",
        )
    })
}

/// Returns the events of the week to come.
///
/// # Errors
/// Fails as the store does, and where the face asks to stop.
pub(crate) fn events(context: &Context, birthdays: bool) -> Result<Vec<(Event, Date)>> {
    let network = context.network()?;
    network.derived(context)?;
    let held = network.held()?;
    let week = usize::try_from(held.settings.week_capacity).unwrap_or(0);
    let left = week.saturating_sub(network.done_this_week(context)?);
    let plan = network.plan(context, Room { now: left, later: left, ahead: Span::days(7) })?;
    let zone = context.zone();
    let today = context.now().day_in(&zone);
    let mut days = working_days(today);
    let each =
        plan.now.iter().filter(|p| !p.candidate.proposal.is_owed).count().div_ceil(WORKING_DAYS).max(1);
    let mut events = Vec::new();
    let mut on_day = 0;
    let mut day = days.next().unwrap_or(today);
    for planned in &plan.now {
        let owed = planned.candidate.proposal.is_owed;
        if !owed && on_day == each {
            day = days.next().unwrap_or(day);
            on_day = 0;
        }
        on_day += usize::from(!owed);
        events.push((event(context, planned, if owed { today } else { day }), today));
    }
    for planned in plan.later.iter().take(left.saturating_sub(plan.now.len())) {
        let first = planned.candidate.proposal.at.day_in(&zone);
        events.push((event(context, planned, first), first));
    }
    if birthdays {
        events.extend(born(context, network, today)?.into_iter().map(|event| (event.clone(), event.day)));
    }
    Ok(events)
}

const WORKING_DAYS: usize = 5;

fn working_days(from: Date) -> impl Iterator<Item = Date> {
    let is_free = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    from.series(jiff::Span::new().days(1)).filter(move |day| !is_free(day))
}

fn event(context: &Context, planned: &Planned, day: Date) -> Event {
    let proposal = &planned.candidate.proposal;
    let person = &planned.told.person;
    let door = &proposal.door;
    let via = door.way();
    let mut about = vec![proposal.reason.clone()];
    let zone = context.zone();
    about.extend(proposal.because.iter().take(2).map(|e| {
        let day = e.at.map_or_else(String::new, |at| format!("{}: ", when::day_shown(at, &zone)));
        format!("{day}{}", e.what)
    }));
    about.extend(proposal.avoid.iter().cloned());
    Event {
        uid: format!("{}-{}@comity", proposal.id, person.id),
        day,
        summary: format!("{}, {}, {}", person.name, via.by(), super::today::purpose(proposal.purpose.word())),
        about: about.join("\n"),
        sequence: 0,
        stamp: context.instant(),
        cancelled: false,
    }
}

/// Returns the birthdays of the year to come.
fn born(context: &Context, network: &Network, today: Date) -> Result<Vec<Event>> {
    let held = network.held()?;
    let mut events = Vec::new();
    for statement in held.statements.iter().filter(|s| s.stands()) {
        let Said::Birthday(born) = &statement.said else { continue };
        let Some(day) = comity_core::plan::occasion::next_birthday(born, today) else { continue };
        let Some(id) = crate::noted::about(network, statement)? else { continue };
        let name = network.store.person(id)?.map_or_else(String::new, |person| person.name);
        events.retain(|e: &Event| e.uid != uid(day, id));
        events.push(Event {
            uid: uid(day, id),
            day,
            summary: format!("{name}'s birthday"),
            about: String::new(),
            sequence: 0,
            stamp: context.instant(),
            cancelled: false,
        });
    }
    Ok(events)
}

fn uid(day: Date, id: comity_store::PersonId) -> String {
    format!("birthday-{}-{id}@comity", day.year())
}

impl Answer for Published {
    fn show(&self, screen: &mut Screen) {
        if let Some(calendar) = &self.calendar {
            screen.verbatim(calendar);
            return;
        }
        let count = counted(self.events as u64, "event", "events");
        let cancelled = match self.cancelled {
            0 => String::new(),
            n => format!(", {n} cancelled"),
        };
        screen.line(&format!("Wrote {count}{cancelled} to {}.", self.file.as_deref().unwrap_or("")));
    }
}
