//! On which side of their life each handle of a person lies.

use super::Subject;
use super::around::{Surroundings, labels, stated};
use crate::address::Mailbox;
use crate::handle::{Handle, Sphere};
use crate::infer::{HandleFacts, SphereBelief, Usage, handle_sphere};
use crate::interaction::{Act, Automation, Interaction};
use crate::name::Parsed;

/// More people than this, and a message says little of how anybody's address is used.
const CROWD: u32 = 5;

/// Returns the sphere of each handle, in the order of the handles.
pub(super) fn spheres(
    subject: &Subject<'_>,
    interactions: &[Interaction],
    around: &Surroundings,
) -> Vec<SphereBelief> {
    let handles: Vec<&Handle> = subject.whose.handles.iter().map(|(h, _)| h).collect();
    let usages = usages(&handles, interactions, around);
    let belief = |place: usize, has_work_address: bool| {
        let handle = handles[place];
        let facts = HandleFacts {
            handle,
            labels: &labels(subject.records, handle),
            stated: stated(subject.said.iter().copied(), handle),
            organisation: subject.organisation,
            family_name: subject.name.as_ref().and_then(Parsed::surname),
            people_at_domain: subject.census.at(handle).people,
            has_work_address,
            usage: usages[place],
        };
        handle_sphere(&facts, &around.domains)
    };
    // Only an address whose domain is an organisation's shows that free mail is the other one.
    let at_work = |place: &usize| {
        around.is_organisational(handles[*place])
            && Mailbox::of(handles[*place].address()) == Mailbox::Person
            && belief(*place, false).sphere == Sphere::Professional
    };
    let work: Vec<usize> = (0..handles.len()).filter(at_work).collect();
    (0..handles.len()).map(|place| belief(place, work.iter().any(|w| *w != place))).collect()
}

fn usages(handles: &[&Handle], interactions: &[Interaction], around: &Surroundings) -> Vec<Usage> {
    let mut usages = vec![Usage::default(); handles.len()];
    for i in interactions.iter().filter(|i| is_telling(i)) {
        let everybody: Vec<&Handle> = i.from.iter().chain(i.parties.iter().map(|p| &p.handle)).collect();
        let places = handles.iter().enumerate().filter(|(_, h)| everybody.contains(h));
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        if places.is_empty() {
            continue;
        }
        let with = With::of(i, &everybody, handles, around);
        for place in places {
            with.count(&mut usages[place], i.from.as_ref() == Some(handles[place]));
        }
    }
    usages
}

fn is_telling(i: &Interaction) -> bool {
    i.act == Act::Message && i.automation == Automation::Human && i.audience <= CROWD
}

/// What one message says of the addresses that it went by.
struct With {
    work: bool,
    private: bool,
    organisations: bool,
    hour: Option<(i8, bool)>,
}

impl With {
    fn of(i: &Interaction, everybody: &[&Handle], theirs: &[&Handle], around: &Surroundings) -> Self {
        let mine = |h: &&&Handle| around.member.mine.has(h, i.at);
        let sides: Vec<Sphere> = everybody.iter().filter(mine).map(|h| around.side(h)).collect();
        let (work, private) = (sides.contains(&Sphere::Professional), sides.contains(&Sphere::Personal));
        let others = everybody.iter().filter(|h| !mine(h) && !theirs.contains(h));
        let at_firm =
            |h: &&Handle| around.is_organisational(h) && Mailbox::of(h.address()) == Mailbox::Person;
        Self {
            // A message to both own addresses tells neither.
            work: work && !private,
            private: private && !work,
            organisations: others.copied().any(|h| at_firm(&h)),
            hour: i.at.writer_hour(),
        }
    }

    fn count(&self, usage: &mut Usage, is_writer: bool) {
        usage.to_work += u32::from(self.work);
        usage.to_private += u32::from(self.private);
        usage.with_organisations += u32::from(self.organisations);
        if let Some((hour, weekend)) = self.hour.filter(|_| is_writer) {
            usage.hours_known += 1;
            usage.off_hours += u32::from(weekend || !(8..19).contains(&hour));
        }
    }
}
