//! Sketches of everybody, drawn again where something about them changed.

use super::{Network, Sketches, Told};
use crate::context::{Context, Progress};
use crate::error::Result;
use crate::noted;
use comity_core::plan::Sketch;
use comity_core::statement::Statement;
use comity_core::{Moment, Said};
use comity_store::PersonId;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Where more than this part of all lacks a sketch, walking through everybody is faster.
const MUCH: u64 = 20;

/// The end of every timeline: nothing that is drawn depends on the present moment.
const END: Moment = Moment::instant(253_402_300_799);

impl Network {
    /// Returns the sketches of everybody, in order of their ids.
    ///
    /// # Errors
    /// Fails as the store does, and where the face asks to stop.
    pub fn sketches(&self, context: &Context) -> Result<Sketches> {
        self.derived(context)?;
        self.draw(context)?;
        let mark = self.store.mark()?;
        if let Some((_, sketches)) = self.sketched.borrow().as_ref().filter(|(m, _)| *m == mark) {
            return Ok(Rc::clone(sketches));
        }
        let sketches = Rc::new(self.store.sketches()?);
        *self.sketched.borrow_mut() = Some((mark, Rc::clone(&sketches)));
        Ok(sketches)
    }

    /// Draws what lacks.
    fn draw(&self, context: &Context) -> Result<()> {
        let mark = self.store.mark()?;
        // What was read before may lack what another program said since, and the mark would say that it is in.
        self.changed();
        let Some(unsketched) = self.store.unsketched()? else { return Ok(()) };
        let held = self.held()?;
        let drawn = |told: &Told| {
            let standing = told.standing(END);
            (told.person.id, Sketch::of(&standing, &told.said, &held.settings))
        };
        let total = self.store.person_count()?;
        let all = &held.statements;
        let turns_all = unsketched.statements.iter().any(|s| turns_everybody(noted::root(all, s).0));
        if turns_all || unsketched.persons.len() as u64 * MUCH > total {
            let mut sketches = Vec::new();
            let watch = |done, total| {
                let what = "looking at everybody";
                context.face.progress(&Progress { what, done, total, bytes: false })
            };
            self.each(&watch, |told, _| drawn(told), |one| sketches.push(one))?;
            let there: FxHashSet<PersonId> = sketches.iter().map(|(id, _)| *id).collect();
            let rest = unsketched.persons.into_iter().filter(|id| !there.contains(id));
            sketches.extend(rest.map(|id| (id, Sketch::default())));
            return Ok(self.store.save_sketches(mark, &sketches)?);
        }
        let mut persons: BTreeSet<PersonId> = unsketched.persons.into_iter().collect();
        for statement in &unsketched.statements {
            persons.extend(noted::about(self, noted::root(all, statement).0)?);
        }
        let mut sketches = Vec::new();
        for id in persons {
            sketches.extend(self.told(id)?.as_ref().map(drawn));
        }
        Ok(self.store.save_sketches(mark, &sketches)?)
    }
}

/// The settings by which a timeline is folded.
const FOLDED_BY: [&str; 6] =
    ["free-mail", "attempt-hours", "audience", "answer-days", "growth-hours", "growth-meetings"];

/// Tells whether a statement may change what is known of anybody: who the user is, and how timelines are folded.
fn turns_everybody(statement: &Statement) -> bool {
    match &statement.said {
        Said::Me(_) => true,
        Said::Setting { key, .. } => FOLDED_BY.contains(&key.as_str()),
        _ => false,
    }
}
