//! A series: the event as it was planned, and the occurrences that were changed.

use super::clock::When;
use super::event::Event;
use super::rule::unroll;
use comity_core::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Occurrences kept of one series: a daily meeting for eleven years of working days.
const LIMIT_OCCURRENCES: usize = 3_000;

/// All that calendars tell under one identifier.
#[derive(Default)]
pub(super) struct Series {
    master: Option<Event>,
    /// By the occurrence that they change; a change may stand before what it changes.
    changed: BTreeMap<i64, Event>,
}

/// One time at which a meeting takes place.
pub(super) struct Occurrence<'a> {
    pub(super) event: &'a Event,
    pub(super) start: When,
    /// The time of the plan, which names the occurrence even when it was moved.
    pub(super) planned: When,
}

/// What came of unrolling a series.
#[derive(Default)]
pub(super) struct Unrolled<'a> {
    pub(super) occurrences: Vec<Occurrence<'a>>,
    /// There were more than are kept.
    pub(super) cut: bool,
    /// A rule could not be read; the first occurrence stands.
    pub(super) unread: bool,
    /// It was cancelled, in whole or in part.
    pub(super) cancelled: u64,
}

impl Series {
    /// Takes an event; of two versions the later one stays. Tells whether it was new.
    pub(super) fn take(&mut self, mut event: Event) -> bool {
        if self.is_written_out(&event) {
            event.changes = event.start.clone();
        }
        let known = match &event.changes {
            Some(when) => self.changed.get_mut(&when.order()),
            None => self.master.as_mut(),
        };
        match known {
            Some(known) => {
                if (&event.version, event.cancelled) > (&known.version, known.cancelled) {
                    *known = event;
                }
                return false;
            }
            None => match &event.changes {
                Some(when) => drop(self.changed.insert(when.order(), event)),
                None => self.master = Some(event),
            },
        }
        true
    }

    /// Tells whether an event is one more occurrence of a series that is written out, without a rule.
    ///
    /// A later version of the same event has another number or stamp.
    fn is_written_out(&self, event: &Event) -> bool {
        let plain = |e: &Event| e.changes.is_none() && e.rules.is_empty() && e.start.is_some();
        let same = |m: &Event| plain(m) && m.version == event.version && m.start != event.start;
        plain(event) && self.master.as_ref().is_some_and(same)
    }

    /// Returns every event of the series.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.master.iter().chain(self.changed.values())
    }

    /// Returns every time at which it takes place, up to a bound in seconds since 1970.
    pub(super) fn unroll(&self, until: i64) -> Unrolled<'_> {
        let mut unrolled = Unrolled::default();
        let master_cancelled = self.master.as_ref().is_some_and(|master| master.cancelled);
        if let (Some(master), false) = (&self.master, master_cancelled) {
            self.plan(master, until, &mut unrolled);
        }
        for event in self.changed.values() {
            if event.cancelled || master_cancelled {
                unrolled.cancelled += 1;
            } else if let Some(planned) = &event.changes {
                let start = event.start.clone().unwrap_or_else(|| planned.clone());
                unrolled.occurrences.push(Occurrence { event, start, planned: planned.clone() });
            }
        }
        unrolled.cancelled += u64::from(master_cancelled);
        unrolled.occurrences.sort_by_key(|o| o.planned.order());
        unrolled
    }

    /// Adds the occurrences that nobody changed one by one.
    fn plan<'a>(&'a self, master: &'a Event, until: i64, unrolled: &mut Unrolled<'a>) {
        let Some(start) = &master.start else { return };
        let removed: BTreeSet<i64> = master.removed.iter().filter(|w| !w.is_day()).map(When::order).collect();
        let days: BTreeSet<_> = master.removed.iter().filter(|w| w.is_day()).map(|w| w.wall.date()).collect();
        let later: Vec<_> = self.changed.iter().filter(|(_, event)| event.and_later).collect();
        for planned in planned(master, start, until, unrolled) {
            let order = planned.order();
            if removed.contains(&order) || days.contains(&planned.wall.date()) || self.is_changed(&planned) {
                continue;
            }
            match later.iter().rev().find(|(from, _)| **from <= order).map(|(_, event)| *event) {
                Some(event) if event.cancelled => unrolled.cancelled += 1,
                Some(event) => {
                    let start = moved(&planned, event);
                    unrolled.occurrences.push(Occurrence { event, start, planned });
                }
                None => {
                    unrolled.occurrences.push(Occurrence { event: master, start: planned.clone(), planned })
                }
            }
        }
    }

    fn is_changed(&self, planned: &When) -> bool {
        let by_day = |event: &Event| {
            event.changes.as_ref().is_some_and(|w| w.is_day() && w.wall.date() == planned.wall.date())
        };
        // A bare day stands at its midnight in UTC, and no clock is further than a day from that.
        let (order, day) = (planned.order(), Span::days(2).0);
        self.changed.contains_key(&order)
            || self.changed.range(order - day..=order + day).any(|(_, event)| by_day(event))
    }
}

/// Returns the times of the plan, in order and each once.
fn planned(master: &Event, start: &When, until: i64, unrolled: &mut Unrolled<'_>) -> Vec<When> {
    let mut times: BTreeMap<i64, When> = BTreeMap::new();
    for rule in &master.rules {
        let Some(walls) = unroll(rule, start, until, LIMIT_OCCURRENCES + 1) else {
            unrolled.unread = true;
            continue;
        };
        times.extend(walls.into_iter().map(|wall| start.at(wall)).map(|when| (when.order(), when)));
    }
    if times.is_empty() {
        times.insert(start.order(), start.clone());
    }
    let added = master.added.iter().filter(|when| when.order() <= until);
    times.extend(added.map(|when| (when.order(), when.clone())));
    unrolled.cut |= times.len() > LIMIT_OCCURRENCES;
    times.into_values().take(LIMIT_OCCURRENCES).collect()
}

/// Returns the time of a later occurrence, moved by as much as the one at which the change began.
fn moved(planned: &When, event: &Event) -> When {
    let moved = match (&event.changes, &event.start) {
        (Some(from), Some(to)) => planned.wall_of(to).duration_since(planned.wall_of(from)),
        _ => jiff::SignedDuration::ZERO,
    };
    planned.at(planned.wall.checked_add(moved).unwrap_or(planned.wall))
}
