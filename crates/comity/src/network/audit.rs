//! The audit of the whole network: every person's timeline walked once.

use super::Network;
use super::told::{self, Told};
use crate::context::{Context, Progress};
use crate::error::{Error, Result};
use comity_core::audit::{self, audit_network, audit_since};
use comity_core::record::RecordKind;
use comity_core::rule::{Missing, Network as Together};
use comity_core::{Anchor, Handle, Moment, Record, Statement};
use comity_store::{Person, PersonId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// One finding, with the person whom it is about; of the whole network where there is none.
#[derive(Debug)]
pub struct Audited {
    pub person: Option<(PersonId, String)>,
    pub found: audit::Audited,
}

/// What the audit found.
#[derive(Debug, Default)]
pub struct Found {
    /// By time, oldest first.
    pub findings: Vec<Audited>,
    /// Questions that would decide a case, and how many approaches each holds up.
    pub missing: BTreeMap<(&'static str, &'static str), (Missing, u32)>,
    /// The approaches that each question holds up, with the person.
    pub asked: Vec<(PersonId, audit::Asked)>,
    pub approaches: u32,
    /// Of these, how many of which no source would show an answer.
    pub unwatched: u32,
    /// Who was approached.
    pub people: u32,
}

impl Network {
    /// Audits everybody, or one person, up to the present moment, and counts approaches from a moment on.
    ///
    /// # Errors
    /// Fails as the store does, and where the face asks to stop.
    pub fn audit(&self, context: &Context, only: Option<PersonId>, since: Option<Moment>) -> Result<Found> {
        self.derived(context)?;
        let mut found = Found::default();
        let mut together = Together::default();
        let mut take = |told: &Told| -> Result<()> {
            let (mut one, _) =
                audit_since(told.begin(), &told.events, (since, context.now()), &told.held.settings);
            found.people += u32::from(one.approaches > 0);
            found.approaches += one.approaches;
            found.unwatched += one.unwatched;
            together.pending.append(&mut one.network.pending);
            together.accepted += one.network.accepted;
            together.requests += one.network.requests;
            found.asked.extend(one.asked.into_iter().map(|asked| (told.person.id, asked)));
            for (key, (missing, count)) in one.missing {
                found.missing.entry(key).or_insert((missing, 0)).1 += count;
            }
            let person = Some((told.person.id, told.person.name.clone()));
            found
                .findings
                .extend(one.findings.into_iter().map(|found| Audited { person: person.clone(), found }));
            Ok(())
        };
        match only {
            Some(id) => self.told(id)?.iter().try_for_each(&mut take)?,
            None => self.each_told(context, &mut take)?,
        }
        if only.is_none() {
            let held = self.held()?;
            let all = audit_network(&together, context.now(), &held.settings);
            found.findings.extend(all.into_iter().map(|found| Audited { person: None, found }));
        }
        found.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(found)
    }

    /// Shows everybody with all that is known of them, one at a time, by number.
    ///
    /// # Errors
    /// Fails as the store does, as `show` does, and where the face asks to stop.
    pub fn each_told(&self, context: &Context, show: &mut dyn FnMut(&Told) -> Result<()>) -> Result<()> {
        let held = self.held()?;
        let around = self.around()?;
        let census = self.store.census()?;
        let mut records: FxHashMap<String, Vec<Record>> = FxHashMap::default();
        self.store.each_record(|_, record| -> Result<()> {
            records.entry(record.key.clone()).or_default().push(record);
            Ok(())
        })?;
        let persons = self.store.persons()?;
        let said = Said::of(&held.statements, &persons);
        let mut people: FxHashMap<PersonId, Person> =
            persons.into_iter().filter(|p| p.kind == RecordKind::Person).map(|p| (p.id, p)).collect();
        let total = people.len() as u64;
        let mut done = 0;
        let mut one = |person: Person, interactions: &[comity_core::Interaction]| -> Result<()> {
            done += 1;
            if done % 64 == 0
                && !context.face.progress(&Progress {
                    what: "walking through the past",
                    done,
                    total,
                    bytes: false,
                })
            {
                return Err(Error::Cancelled("nothing was changed".into()));
            }
            let theirs: Vec<&Record> =
                person.records.iter().filter_map(|key| records.get(key)).flatten().collect();
            let about = said.about(&person);
            show(&told::tell(person, &theirs, interactions, about, (&held, &around, &census)))
        };
        self.store.by_person(|id, interactions| match people.remove(&id) {
            Some(person) => one(person, interactions),
            None => Ok(()),
        })?;
        // Who never took part in anything may still have been spoken of.
        let mut rest: Vec<Person> = people.into_values().filter(|p| !said.about(p).is_empty()).collect();
        rest.sort_by_key(|p| p.id);
        rest.into_iter().try_for_each(|person| one(person, &[]))?;
        context.face.progress(&Progress {
            what: "walking through the past",
            done: total,
            total,
            bytes: false,
        });
        Ok(())
    }
}

fn order(a: &Audited) -> (i64, Option<PersonId>, &str, &str) {
    (a.found.at.order(), a.person.as_ref().map(|(id, _)| *id), a.found.finding.rule, &a.found.key)
}

/// The statements by what they hold on to: their first anchor that is anybody's.
struct Said<'a> {
    by_anchor: FxHashMap<&'a Anchor, Vec<usize>>,
    statements: &'a [Statement],
}

impl<'a> Said<'a> {
    fn of(statements: &'a [Statement], persons: &[Person]) -> Self {
        let handles: FxHashSet<&Handle> = persons.iter().flat_map(|p| &p.handles).map(|(h, _)| h).collect();
        let records: FxHashSet<&String> = persons.iter().flat_map(|p| &p.records).collect();
        let is_anybodys = |anchor: &&Anchor| match anchor {
            Anchor::Handle(handle) => handles.contains(handle),
            Anchor::Record(key) => records.contains(key),
        };
        let mut by_anchor: FxHashMap<&Anchor, Vec<usize>> = FxHashMap::default();
        for (place, statement) in statements.iter().enumerate() {
            if let Some(first) = statement.about.iter().find(is_anybodys) {
                by_anchor.entry(first).or_default().push(place);
            }
        }
        Self { by_anchor, statements }
    }

    /// Returns what was said about a person, oldest first.
    fn about(&self, person: &Person) -> Vec<Statement> {
        if self.by_anchor.is_empty() {
            return Vec::new();
        }
        let handles = person.handles.iter().map(|(h, _)| Anchor::Handle(h.clone()));
        let anchors = handles.chain(person.records.iter().map(|key| Anchor::Record(key.clone())));
        let places: FxHashSet<usize> =
            anchors.filter_map(|a| self.by_anchor.get(&a)).flatten().copied().collect();
        let mut places: Vec<usize> = places.into_iter().collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.statements[place].clone()).collect()
    }
}
