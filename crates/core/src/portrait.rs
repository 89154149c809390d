//! The portrait: what is known of a person before the first event of their timeline.
//!
//! Every face and the bench draw it here, from the person's records, what the user said, and how their
//! handles are used. What belongs to a day (`hoped`, a role, a tie that was stated) is left to the standing,
//! which hears the statements itself.

mod around;
mod census;
mod known;
mod side;

pub use around::Surroundings;
pub use census::{Census, Entry, Wanted};

use crate::interaction::Interaction;
use crate::name::Parsed;
use crate::record::{Name, Record};
use crate::standing::Person;
use crate::statement::{Said, Statement};
use crate::time::Moment;
use crate::timeline::Whose;

/// What is told of one person, gathered once.
struct Subject<'a> {
    whose: &'a Whose,
    records: &'a [&'a Record],
    /// What the user said of them and still stands, oldest first.
    said: Vec<&'a Said>,
    name: Option<Parsed>,
    organisation: Option<&'a str>,
    census: &'a Census,
}

/// Returns a person as they are known before anything happened.
///
/// `records` are theirs alone; `interactions` may hold others' as well; `said` comes oldest first and is
/// about them; `census` holds what they want of it, or everything. The order of records and interactions does
/// not matter.
pub fn portrait(
    whose: Whose,
    records: &[&Record],
    interactions: &[Interaction],
    said: &[&Statement],
    around: &Surroundings,
    census: &Census,
) -> Person {
    let subject = Subject::of(&whose, records, said, census);
    let spheres = side::spheres(&subject, interactions, around);
    let known = known::known(&subject, interactions, around);
    Person { spheres, known, whose }
}

impl<'a> Subject<'a> {
    fn of(whose: &'a Whose, records: &'a [&'a Record], said: &[&'a Statement], census: &'a Census) -> Self {
        let said: Vec<&Said> = said.iter().filter(|s| s.stands()).map(|s| &s.said).collect();
        let told = said.iter().rev().find_map(|s| match s {
            Said::Employer(name) => Some(name.as_str()),
            _ => None,
        });
        // Newest first; among equals the first in order, so that the order of records does not show.
        let newest = records.iter().filter_map(|r| {
            let since = r.since.map_or(i64::MIN, Moment::order);
            r.organisation.as_deref().map(|o| (since, std::cmp::Reverse(o)))
        });
        let by_hand = said.iter().rev().find_map(|s| match s {
            Said::Add { organisation, .. } => organisation.as_deref(),
            _ => None,
        });
        let organisation = told.or(newest.max().map(|(_, o)| o.0)).or(by_hand);
        let name = Parsed::of(&Name::whole(&whose.name));
        Self { whose, records, said, name, organisation, census }
    }
}

#[cfg(test)]
mod tests;
