//! The audit of the whole network: every person's timeline walked once.

use super::Network;
use super::told::Told;
use crate::context::{Context, Progress};
use crate::error::Result;
use comity_core::Moment;
use comity_core::audit::{self, audit_network, audit_since};
use comity_core::rule::{Missing, Network as Together};
use comity_store::PersonId;
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
    /// How many approaches were made on each day, in days since 1970.
    pub days: BTreeMap<i32, u32>,
    /// Who was approached.
    pub people: u32,
}

impl Network {
    /// Audits everybody, or some persons, up to the present moment, and counts approaches from a moment on.
    ///
    /// # Errors
    /// Fails as the store does, and where the face asks to stop.
    pub fn audit(
        &self,
        context: &Context,
        only: Option<&[PersonId]>,
        since: Option<Moment>,
    ) -> Result<Found> {
        self.derived(context)?;
        let mut found = Found::default();
        let mut together = Together::default();
        let held = self.held()?;
        let (now, settings) = (context.now(), &held.settings);
        let work = |told: &Told| {
            let (one, _) = audit_since(told.begin(), &told.events, (since, now), settings);
            (told.person.id, told.person.name.clone(), one)
        };
        let mut take = |(id, name, mut one): (PersonId, String, audit::Audit)| {
            found.people += u32::from(one.approaches > 0);
            found.approaches += one.approaches;
            found.unwatched += one.unwatched;
            for (day, count) in std::mem::take(&mut one.days) {
                *found.days.entry(day).or_default() += count;
            }
            together.join(std::mem::take(&mut one.network));
            found.asked.extend(one.asked.into_iter().map(|asked| (id, asked)));
            for (key, (missing, count)) in one.missing {
                found.missing.entry(key).or_insert((missing, 0)).1 += count;
            }
            let person = Some((id, name));
            found
                .findings
                .extend(one.findings.into_iter().map(|found| Audited { person: person.clone(), found }));
        };
        match only {
            Some(ids) => {
                for id in ids {
                    self.told(*id)?.iter().for_each(|told| take(work(told)));
                }
            }
            None => {
                let watch = |done, total| {
                    let what = "walking through the past";
                    context.face.progress(&Progress { what, done, total, bytes: false })
                };
                self.each(&watch, |told, _| work(told), take)?;
            }
        }
        if only.is_none() {
            let all = audit_network(&together, now, settings);
            found.findings.extend(all.into_iter().map(|found| Audited { person: None, found }));
        }
        found.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(found)
    }
}

fn order(a: &Audited) -> (i64, Option<PersonId>, &str, &str) {
    (a.found.at.order(), a.person.as_ref().map(|(id, _)| *id), a.found.finding.rule, &a.found.key)
}
