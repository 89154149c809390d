//! Invented worlds, of which everything is known: what Comity makes of each person, handle, approach and sender.

use crate::Result;
use crate::ground::{self, Ground, spellings};
use comity::network::Told;
use comity::replay::is_alone;
use comity_core::infer::relationship::Held;
use comity_core::{Automation, Fact, Handle, Moment, Sphere};
use comity_world::Plan;
use comity_world::truth::{self, Act, Line, Person, Truth, Way};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// One person, as the truth and as Comity sees them.
pub(crate) struct Judged {
    /// Professional, and personal.
    pub(crate) truth: [bool; 2],
    pub(crate) said: [f64; 2],
    /// What is taken as known.
    pub(super) taken: [Fact; 2],
    pub(crate) held: Vec<Held>,
    /// What each handle is, and what is said of it.
    pub(super) handles: Vec<(Sphere, Sphere)>,
    /// What came of each approach, and what is said of it; requests apart.
    pub(super) messages: Vec<(bool, bool)>,
    pub(super) requests: Vec<(bool, bool)>,
}

/// A world, judged.
pub(crate) struct World {
    pub(crate) people: Vec<Judged>,
    /// Of what was taken to be a machine's: how much is.
    pub(super) machines: (usize, usize),
}

/// What Comity says of one person of its own.
struct Found {
    ids: FxHashSet<u32>,
    events: usize,
    said: [f64; 2],
    taken: [Fact; 2],
    held: Vec<Held>,
    handles: Vec<(Handle, Sphere)>,
    /// When each attempt began, whether it was a request, and whether it was answered.
    tried: Vec<(i64, bool, bool)>,
}

/// What the truth knows, by what Comity sees.
struct Known {
    whose: FxHashMap<Handle, u32>,
    spheres: FxHashMap<Handle, Sphere>,
    people: FxHashMap<u32, Person>,
    /// By person and minute: whether an approach was answered.
    outcomes: FxHashMap<(u32, i64), bool>,
    /// By sender and second: whether a machine wrote.
    machines: FxHashMap<(String, i64), bool>,
}

/// How long an answer counts as one; the same for an invitation.
const WEEK: i64 = 7 * 86_400;
const MONTH: i64 = 30 * 86_400;

/// Invents a world, reads its files by the ordinary way, and judges everybody who took part in something.
pub(crate) fn judge(plan: &Plan) -> Result<World> {
    let ground = Ground::of(plan)?;
    let (context, _) = ground.import()?;
    let network = context.network()?;
    ground::say_me(&context, network, &ground.truth)?;
    network.derived(&context)?;
    let known = Known::of(&ground.truth, &ground.lines()?);
    let now = Moment::instant(ground.truth.me.now);
    let mut all: Vec<Found> = Vec::new();
    network.each(&|_, _| true, |told, _| find(told, &known, now), |f| all.push(f))?;
    let mut machines = (0, 0);
    network.store.by_person(|_, interactions| -> std::result::Result<(), comity_store::Error> {
        for i in interactions.iter().filter(|i| i.automation != Automation::Human) {
            let sender = i.from.as_ref().map(|h| (h.address().to_owned(), i.at.order()));
            if let Some(machine) = sender.and_then(|sent| known.machines.get(&sent)) {
                machines = (machines.0 + usize::from(*machine), machines.1 + 1);
            }
        }
        Ok(())
    })?;
    Ok(World { people: known.judged(all), machines })
}

fn find(told: &Told, known: &Known, now: Moment) -> Found {
    let standing = told.standing(now);
    let is = standing.relationship(now);
    let handles = told.portrait.whose.handles.iter().zip(&told.portrait.spheres);
    Found {
        ids: told.person.handles.iter().filter_map(|(h, _)| known.whose.get(h)).copied().collect(),
        events: told.events.len(),
        said: [is.professional.probability, is.personal.probability],
        taken: [is.professional.fact(), is.personal.fact()],
        held: standing.tally().cues(&told.portrait.known, now),
        handles: handles.map(|((h, _), b)| (h.clone(), b.sphere)).collect(),
        tried: standing.tried(now).iter().map(|t| (t.at.order(), t.connect, t.answered)).collect(),
    }
}

impl Known {
    fn of(truth: &Truth, lines: &[Line]) -> Self {
        let (mut whose, mut spheres) = (FxHashMap::default(), FxHashMap::default());
        for person in &truth.people {
            for told in person.handles.iter().filter(|h| is_alone(&truth.people, person, h)) {
                for handle in spellings(told) {
                    whose.insert(handle.clone(), person.id);
                    spheres.insert(handle, sphere(told.sphere));
                }
            }
        }
        let people = truth.people.iter().map(|p| (p.id, p.clone())).collect();
        let contacts: Vec<&truth::Contact> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Contact(contact) if !contact.hidden => Some(contact),
                _ => None,
            })
            .collect();
        Self { whose, spheres, people, outcomes: outcomes(&contacts), machines: machines(&contacts) }
    }

    /// Returns each person of the truth by the one person of Comity's of whom most is known.
    fn judged(&self, all: Vec<Found>) -> Vec<Judged> {
        let mut best: BTreeMap<u32, Found> = BTreeMap::new();
        for found in all.into_iter().filter(|f| f.ids.len() == 1) {
            let Some(id) = found.ids.iter().next().copied() else { continue };
            if best.get(&id).is_none_or(|other| other.events < found.events) {
                best.insert(id, found);
            }
        }
        best.into_iter().filter_map(|(id, found)| self.judge(id, found)).collect()
    }

    fn judge(&self, id: u32, found: Found) -> Option<Judged> {
        let tie = self.people.get(&id)?.ties.last()?;
        let (mut messages, mut requests) = (Vec::new(), Vec::new());
        for (at, connect, answered) in &found.tried {
            if let Some(came) = self.outcomes.get(&(id, at.div_euclid(60))) {
                if *connect { &mut requests } else { &mut messages }.push((*came, *answered));
            }
        }
        let handles = found.handles.iter().filter_map(|(h, said)| Some((*self.spheres.get(h)?, *said)));
        Some(Judged {
            truth: [tie.professional, tie.personal],
            said: found.said,
            taken: found.taken,
            handles: handles.collect(),
            held: found.held,
            messages,
            requests,
        })
    }
}

/// Returns what came of each approach to one person: an answer in the same conversation within a week, a request
/// that was accepted within a month.
fn outcomes(contacts: &[&truth::Contact]) -> FxHashMap<(u32, i64), bool> {
    let ways: FxHashMap<u64, Way> = contacts.iter().map(|c| (c.id, c.way)).collect();
    let mut words: FxHashMap<u64, Vec<(i64, u32)>> = FxHashMap::default();
    for c in contacts.iter().filter(|c| c.way == Way::In && c.automation == truth::Automation::Human) {
        words.entry(c.thread).or_default().extend(c.with.iter().map(|id| (c.at, *id)));
    }
    let mut outcomes = FxHashMap::default();
    for c in contacts.iter().filter(|c| c.way == Way::Out && c.automation == truth::Automation::Human) {
        let [id] = c.with[..] else { continue };
        let opens = c.answers.is_none_or(|before| ways.get(&before) == Some(&Way::Out));
        let came = match c.act {
            Act::Request => c.accepted.is_some_and(|at| at <= c.at + MONTH),
            Act::Message if opens => {
                let soon = |(at, who): &(i64, u32)| *who == id && (c.at..=c.at + WEEK).contains(at);
                words.get(&c.thread).is_some_and(|words| words.iter().any(soon))
            }
            _ => continue,
        };
        outcomes.insert((id, c.at.div_euclid(60)), came);
    }
    outcomes
}

fn machines(contacts: &[&truth::Contact]) -> FxHashMap<(String, i64), bool> {
    let inbound = contacts.iter().filter(|c| c.way == Way::In && c.platform == truth::Platform::Email);
    inbound.map(|c| ((c.handle.clone(), c.at), c.automation != truth::Automation::Human)).collect()
}

const fn sphere(told: truth::Sphere) -> Sphere {
    match told {
        truth::Sphere::Professional => Sphere::Professional,
        truth::Sphere::Personal => Sphere::Personal,
        truth::Sphere::Mixed => Sphere::Mixed,
    }
}
