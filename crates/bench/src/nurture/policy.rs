//! Whom a reminder would have the user write to: a fixed cadence, the oldest contact, anybody.
//!
//! Each sees what any mailbox shows and what the user said, writes by the best door that is known, leaves those in
//! peace who asked for it, and answers what waits when it writes to them.

use super::life::{Said, Word};
use super::truth::{BEFORE, Door, Person};
use comity_bench::Numbers;
use serde::Serialize;

/// Whose word decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Policy {
    Comity,
    Cadence,
    /// A cadence that leaves those alone for half a year who left three words unanswered.
    PatientCadence,
    Oldest,
    Random,
    /// Nobody is written to beyond what the user does anyway.
    Nothing,
}

impl Policy {
    pub(super) const ALL: [Self; 6] =
        [Self::Comity, Self::Cadence, Self::PatientCadence, Self::Oldest, Self::Random, Self::Nothing];

    pub(super) const fn shown(self) -> &'static str {
        match self {
            Self::Comity => "comity",
            Self::Cadence => "cadence",
            Self::PatientCadence => "cadence, patient",
            Self::Oldest => "oldest first",
            Self::Random => "random",
            Self::Nothing => "nothing",
        }
    }
}

/// What is seen of one person.
#[derive(Clone, Debug)]
struct Seen {
    last: f64,
    last_theirs: f64,
    stopped: bool,
    /// Words of the user's since theirs.
    unanswered: u32,
    /// For each door: the last word of theirs, of the user's, and whether one came back.
    doors: Vec<(f64, f64, bool)>,
}

/// What a reminder goes by.
#[derive(Clone, Debug)]
pub(super) struct Reminder {
    seen: Vec<Seen>,
}

/// Before everything.
const NEVER: f64 = -10.0 * BEFORE;

/// Whoever is in no ring is written to once a year.
const YEARLY: f64 = 365.0;

/// So many words without an answer are enough for the patient one, for so long.
const ENOUGH: (u32, f64) = (3, 180.0);

impl Reminder {
    pub(super) fn begin(people: &[Person], said: &[Word]) -> Self {
        let seen = |p: &Person| Seen {
            last: NEVER,
            last_theirs: NEVER,
            stopped: false,
            unanswered: 0,
            doors: vec![(NEVER, NEVER, false); p.doors.len()],
        };
        let mut reminder = Self { seen: people.iter().map(seen).collect() };
        said.iter().for_each(|word| reminder.hear(word));
        reminder
    }

    pub(super) fn hear(&mut self, word: &Word) {
        let seen = &mut self.seen[word.who];
        match word.what {
            Said::Theirs(_) => {
                seen.last_theirs = word.day;
                seen.unanswered = 0;
                seen.doors[word.door].0 = word.day;
                seen.last = seen.last.max(word.day);
            }
            Said::Mine(_) => {
                seen.unanswered += 1;
                seen.doors[word.door].1 = word.day;
                seen.last = seen.last.max(word.day);
            }
            Said::Bounce => seen.doors[word.door].2 = true,
            Said::Stop => seen.stopped = true,
        }
    }

    /// Returns whom to write to, and by which door.
    pub(super) fn choose(
        &self,
        policy: Policy,
        people: &[Person],
        day: f64,
        places: usize,
        dice: &mut Numbers,
    ) -> Vec<(usize, usize)> {
        let mut order: Vec<(f64, usize, usize)> = Vec::new();
        for (who, (seen, person)) in self.seen.iter().zip(people).enumerate() {
            let drawn = dice.part();
            let Some(door) = best(&person.doors, seen, day).filter(|_| !seen.stopped) else { continue };
            let silence = day - seen.last;
            let overdue = silence / person.ring.map_or(YEARLY, cadence);
            let rests = seen.unanswered >= ENOUGH.0 && silence < ENOUGH.1;
            let urge = match policy {
                Policy::Cadence => (overdue > 1.0).then_some(overdue),
                Policy::PatientCadence => (overdue > 1.0 && !rests).then_some(overdue),
                Policy::Oldest => Some(silence),
                Policy::Random => Some(drawn),
                Policy::Comity | Policy::Nothing => None,
            };
            order.extend(urge.map(|urge| (urge, who, door)));
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(places).map(|(_, who, door)| (who, door)).collect()
    }
}

/// The days that people set for a ring.
const fn cadence(ring: u16) -> f64 {
    match ring {
        0..=5 => 7.0,
        6..=15 => 30.0,
        16..=50 => 180.0,
        _ => YEARLY,
    }
}

/// Returns the door by which they wrote last, else the one by which the user did, else the first in the book.
fn best(doors: &[Door], seen: &Seen, day: f64) -> Option<usize> {
    let known = |n: &usize| doors[*n].known <= day && !seen.doors[*n].2;
    (0..doors.len()).filter(known).max_by(|a, b| {
        let (one, other) = (seen.doors[*a], seen.doors[*b]);
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(b.cmp(a))
    })
}
