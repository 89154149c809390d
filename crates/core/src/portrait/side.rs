//! On which side of their life each handle of a person lies.

use super::Subject;
use super::around::{Surroundings, labels, stated};
use crate::address::Mailbox;
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::infer::{HandleFacts, Number, SphereBelief, Usage, handle_sphere};
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
    let belief = |place: usize, has_work_address: bool, private_signs: u32| {
        let handle = handles[place];
        let facts = HandleFacts {
            handle,
            labels: &labels(subject.records, handle),
            stated: stated(subject.said.iter().copied(), handle),
            organisation: subject.organisation,
            family_name: subject.name.as_ref().and_then(Parsed::surname),
            people_at_domain: subject.census.at(handle).people,
            has_work_address,
            number: Number { card_names_work: card_names_work(subject, handle), private_signs },
            usage: usages[place],
        };
        handle_sphere(&facts, &around.domains)
    };
    // Only an address whose domain is an organisation's shows that free mail is the other one.
    let at_work = |place: &usize| {
        around.is_organisational(handles[*place])
            && Mailbox::of(handles[*place].address()) == Mailbox::Person
            && belief(*place, false, 0).sphere == Sphere::Professional
    };
    let work: Vec<usize> = (0..handles.len()).filter(at_work).collect();
    let others_at_work = |place: usize| work.iter().any(|w| *w != place);
    let is_private_mail = |place: &usize| {
        handles[*place].platform() == Platform::Email
            && belief(*place, others_at_work(*place), 0).sphere == Sphere::Personal
    };
    let has_private_mail = (0..handles.len()).any(|place| is_private_mail(&place));
    let is_network =
        |p: Platform| p.medium() == Medium::PersonalNetwork && p.usual_sphere() == Sphere::Personal;
    let is_befriended = handles.iter().any(|h| is_network(h.platform()));
    let private_signs = u32::from(has_private_mail) + u32::from(is_befriended);
    (0..handles.len()).map(|place| belief(place, others_at_work(place), private_signs)).collect()
}

/// Tells whether the cards that hold a number name an employer of its owner.
fn card_names_work(subject: &Subject<'_>, handle: &Handle) -> Option<bool> {
    let mut cards =
        subject.records.iter().filter(|r| r.handles.iter().any(|h| h.handle == *handle)).peekable();
    cards.peek()?;
    Some(cards.any(|r| r.organisation.is_some()))
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
