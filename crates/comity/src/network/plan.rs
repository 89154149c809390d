//! The plan over everybody: only those are folded who can be among the best.

use super::{Network, Told};
use crate::context::Context;
use crate::error::Result;
use comity_core::plan::choose::Candidate;
use comity_core::plan::{Look, Proposal, Sketch, choose, proposals};
use comity_core::standing::Standing;
use comity_core::{Fact, Moment, Relationship, Said, Span};
use comity_store::PersonId;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

/// Whoever is not found among so many of the likeliest is not looked for further.
const MOST: usize = 150;

/// So many candidates for each place let the choice be of several kinds.
const CHOICE: usize = 3;

/// One proposal with the person as they stand.
pub struct Planned {
    pub told: Told,
    pub standing: Standing,
    pub candidate: Candidate<PersonId>,
    /// The reasons of what else is worth doing with them.
    pub also: Vec<String>,
}

/// What to do now, and what later.
pub struct Plan {
    /// Welcome at this moment, best first.
    pub now: Vec<Planned>,
    /// Welcome within the time that was asked for, in the order of their moments.
    pub later: Vec<Planned>,
    /// Ties that have become personal, with the newest sign, newest first.
    pub grown: Vec<(Told, Moment)>,
}

/// How much may be proposed, and how far ahead.
#[derive(Clone, Copy)]
pub struct Room {
    pub now: usize,
    pub later: usize,
    pub ahead: Span,
}

impl Network {
    /// Returns the plan at the present moment.
    ///
    /// # Errors
    /// Fails as the store does, and where the face asks to stop.
    pub fn plan(&self, context: &Context, room: Room) -> Result<Plan> {
        let now = context.now();
        let zone = context.zone();
        let sketches = self.sketches(context)?;
        // Whom a meeting to come makes look settled is looked at as well.
        let (ahead, rest): (Vec<_>, Vec<_>) =
            sketches.iter().copied().partition(|(_, sketch)| sketch.is_ahead(now));
        let mut all: Vec<Planned> = Vec::new();
        for (id, _) in ahead.into_iter().take(MOST) {
            let Some(told) = self.told(id)? else { continue };
            all.extend(self.planned(told, now, &zone, room.ahead)?);
        }
        let bounds = rest.into_iter().map(|(id, sketch)| (sketch.bound(now), id));
        let mut likely: Vec<(f64, PersonId)> = bounds.filter(|(bound, _)| *bound > 0.0).collect();
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let wanted = (room.now + room.later) * CHOICE;
        for (bound, id) in likely.into_iter().take(MOST) {
            if all.len() >= wanted && worth_of(&all, wanted) >= bound {
                break;
            }
            let Some(told) = self.told(id)? else { continue };
            all.extend(self.planned(told, now, &zone, room.ahead)?);
        }
        let (at_once, later): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|p| p.candidate.proposal.at.order() <= now.order());
        let mut later = chosen(later, room.later);
        later.sort_by_key(|p| p.candidate.proposal.at.order());
        Ok(Plan { now: chosen(at_once, room.now), later, grown: self.grown(&sketches, now)? })
    }

    /// Returns what is proposed about one person now, or within a week, best first.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn proposals(&self, context: &Context, told: &Told) -> Result<Vec<Proposal>> {
        let (now, zone) = (context.now(), context.zone());
        Ok(self.look(told, &told.standing(now), (now, &zone, Span::days(7)))?.1)
    }

    /// Returns the relationship, and what is worth doing, best first.
    fn look(
        &self,
        told: &Told,
        standing: &Standing,
        (at, zone, ahead): (Moment, &TimeZone, Span),
    ) -> Result<(Relationship, Vec<Proposal>)> {
        let held = self.held()?;
        let relationship = standing.relationship(at);
        let (settings, said) = (&held.settings, told.said.as_slice());
        let look = Look { at, standing, relationship: &relationship, settings, said, zone, ahead };
        let found = proposals(&look);
        Ok((relationship, found))
    }

    /// Returns the best that is worth doing with one person.
    fn planned(&self, told: Told, now: Moment, zone: &TimeZone, ahead: Span) -> Result<Option<Planned>> {
        let standing = told.standing(now);
        let (relationship, found) = self.look(&told, &standing, (now, zone, ahead))?;
        let mut found = found.into_iter();
        let Some(proposal) = found.next() else { return Ok(None) };
        let also = found.map(|other| other.reason).collect();
        let side = match (relationship.professional.fact(), relationship.is_friend()) {
            (Fact::Yes, false) => "work",
            (_, true) => "friends",
            _ => "",
        };
        let circle = told.person.organisation.clone().unwrap_or_else(|| side.to_owned());
        let candidate = Candidate { person: told.person.id, circle, proposal };
        Ok(Some(Planned { told, standing, candidate, also }))
    }

    /// Returns whose tie became personal of late.
    fn grown(&self, sketches: &[(PersonId, Sketch)], now: Moment) -> Result<Vec<(Told, Moment)>> {
        let held = self.held()?;
        let mut grown = Vec::new();
        for (id, _) in sketches.iter().filter(|(_, s)| s.has_grown_since(now, NEWS)) {
            let Some(told) = self.told(*id)? else { continue };
            let standing = told.standing(now);
            let newest = standing.growth_news(&held.settings, now);
            grown.extend(newest.filter(|at| at.longest_until(now) <= NEWS).map(|at| (told, at)));
            if grown.len() >= FEW {
                break;
            }
        }
        grown.sort_by_key(|(_, at)| std::cmp::Reverse(at.order()));
        Ok(grown)
    }

    /// Returns how many approaches the user noted since the week began.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn done_this_week(&self, context: &Context) -> Result<usize> {
        let monday = week_began(context.now(), &context.zone());
        let held = self.held()?;
        let noted = held.statements.iter().filter(|s| s.stands()).filter(|s| match &s.said {
            Said::Log(logged) => !logged.inbound && monday.order() <= logged.at.order(),
            _ => false,
        });
        Ok(noted.count())
    }
}

/// News is told for so long.
const NEWS: Span = Span::days(14);

/// More is no news.
const FEW: usize = 3;

/// Returns the worth that so many reach at least; what somebody waits for counts as more than all else.
fn worth_of(all: &[Planned], places: usize) -> f64 {
    let worth = |p: &Planned| {
        let proposal = &p.candidate.proposal;
        let first = if proposal.is_owed { 2.0 } else { 0.0 };
        first + proposal.terms.worth()
    };
    let mut all: Vec<f64> = all.iter().map(worth).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    all.get(places.saturating_sub(1)).copied().unwrap_or(0.0)
}

fn chosen(all: Vec<Planned>, places: usize) -> Vec<Planned> {
    let candidates = all.iter().map(|p| p.candidate.clone()).collect();
    let order: Vec<PersonId> = choose(candidates, places).into_iter().map(|c| c.person).collect();
    let mut all: Vec<Option<Planned>> = all.into_iter().map(Some).collect();
    let mut take = |id: PersonId| {
        let place = all.iter().position(|p| p.as_ref().is_some_and(|p| p.candidate.person == id))?;
        all[place].take()
    };
    order.into_iter().filter_map(&mut take).collect()
}

/// Returns the last midnight before a Monday, where the user is.
fn week_began(now: Moment, zone: &TimeZone) -> Moment {
    let today = now.day_in(zone);
    let back = i64::from(today.weekday().since(Weekday::Monday));
    let monday = today.checked_sub(jiff::Span::new().days(back)).unwrap_or(today);
    match monday.to_zoned(zone.clone()) {
        Ok(midnight) => Moment::instant(midnight.timestamp().as_second()),
        Err(_) => Moment::of_date(monday),
    }
}
