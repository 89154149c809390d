//! What records and statements tell of a person, whatever happened.

use super::Subject;
use super::around::Surroundings;
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::infer::{Employer, Known, label_sphere};
use crate::interaction::{Act, Interaction};
use crate::record::{Label, Record};
use crate::statement::Said;
use std::collections::BTreeSet;

/// Returns what is known beside the timeline.
///
/// `is`, `hoped`, `role`, `separate` and `family` stay open: the standing hears them from the statements.
pub(super) fn known(subject: &Subject<'_>, interactions: &[Interaction], around: &Surroundings) -> Known {
    let told = subject.records.iter().any(|r| r.organisation.is_some() || r.title.is_some());
    let by_hand = subject.said.iter().any(|s| match s {
        Said::Add { organisation, title, .. } => organisation.is_some() || title.is_some(),
        Said::Employer(_) => true,
        _ => false,
    });
    Known {
        tags: tags(subject),
        names: names(subject),
        employer: employer(subject, around),
        tied: tied(subject, interactions),
        same_family_name: subject.name.as_ref().is_some_and(|n| around.is_namesake(n, subject.census)),
        labels: spheres_of_labels(subject),
        card: told || by_hand,
        in_book: subject.records.iter().any(|r| is_of_book(r)),
        book_names_work: subject.records.iter().any(|r| is_of_book(r) && r.organisation.is_some()),
        twin: around.has_twin(subject),
        ..Known::default()
    }
}

/// Returns the categories of the records and the user's tags, without those taken back.
fn tags(subject: &Subject<'_>) -> Vec<String> {
    let mut tags: BTreeSet<String> = subject.records.iter().flat_map(|r| &r.tags).cloned().collect();
    for said in &subject.said {
        match said {
            Said::Tag(tag) => {
                tags.insert(tag.clone());
            }
            Said::Untag(tag) => tags.retain(|t| t.to_lowercase() != tag.to_lowercase()),
            _ => {}
        }
    }
    tags.into_iter().collect()
}

fn names(subject: &Subject<'_>) -> Vec<String> {
    let full = subject.records.iter().flat_map(|r| r.names.iter().map(|n| &n.full));
    let nicknames = subject.records.iter().flat_map(|r| &r.nicknames);
    let added = subject.said.iter().filter_map(|s| match s {
        Said::Add { name, .. } => Some(name),
        _ => None,
    });
    let all: BTreeSet<&String> = full.chain(nicknames).chain(added).filter(|n| !n.is_empty()).collect();
    all.into_iter().cloned().collect()
}

/// Returns how the person's employer stands to the user's, by what is surely the person's.
///
/// Timeless: a former employer that both share counts as long as the user calls an address there their own.
fn employer(subject: &Subject<'_>, around: &Surroundings) -> Employer {
    let sure = || subject.whose.handles.iter().filter(|(_, sure)| *sure).map(|(h, _)| h);
    let organisations = || subject.organisation.into_iter();
    if sure().any(|h| around.is_own_domain(h)) || organisations().any(|o| around.is_own_organisation(o)) {
        return Employer::Same;
    }
    if sure().any(|h| around.deals_with(h, subject.census)) || tags(subject).iter().any(|t| says_client(t)) {
        return Employer::Client;
    }
    if organisations().next().is_some() || sure().any(|h| around.is_organisational(h)) {
        return Employer::Other;
    }
    Employer::Unknown
}

fn says_client(tag: &str) -> bool {
    matches!(tag.to_lowercase().as_str(), "client" | "clients" | "customer" | "kunde" | "kunden" | "cliente")
}

/// Returns the platforms on which a record shows a tie that no source dates.
///
/// A dated tie is in the timeline, where an audit finds it on its day; here it would be known too early.
fn tied(subject: &Subject<'_>, interactions: &[Interaction]) -> Vec<Platform> {
    let dated = |platform: Platform| {
        interactions.iter().any(|i| {
            matches!(i.act, Act::Connected | Act::Ended)
                && i.platform.same_house(platform)
                && concerns(i, subject)
        })
    };
    let undated = subject.records.iter().filter(|r| r.since.is_none()).filter_map(|r| told_tie(r));
    let platforms: BTreeSet<Platform> = undated.filter(|p| !dated(*p)).collect();
    platforms.into_iter().collect()
}

fn concerns(i: &Interaction, subject: &Subject<'_>) -> bool {
    let theirs = |h: &Handle| subject.whose.sure(h).is_some();
    i.from.as_ref().is_some_and(theirs) || i.parties.iter().any(|p| theirs(&p.handle))
}

/// Returns the network on which a record is a tie: its key says that it is a connection or a friend.
///
/// A profile URL on a card shows a profile and no tie.
fn told_tie(record: &Record) -> Option<Platform> {
    let is_tie = record.key.split(':').take(2).any(|w| matches!(w, "conn" | "friend"));
    let network = |p: &Platform| matches!(p.medium(), Medium::ProfessionalNetwork | Medium::PersonalNetwork);
    record.handles.iter().map(|h| h.handle.platform()).find(network).filter(|_| is_tie)
}

/// Tells whether a record is a card of an address book: it has a number, or an address with a label.
fn is_of_book(record: &Record) -> bool {
    record.handles.iter().any(|h| h.handle.platform() == Platform::Phone || h.label != Label::None)
}

/// Returns the spheres that labels of addresses and numbers speak for; a network labels nothing itself.
fn spheres_of_labels(subject: &Subject<'_>) -> Vec<Sphere> {
    let labelled = subject.records.iter().flat_map(|r| &r.handles).filter(|h| {
        !matches!(h.handle.platform().medium(), Medium::ProfessionalNetwork | Medium::PersonalNetwork)
    });
    let spheres: BTreeSet<Sphere> = labelled.map(|h| label_sphere(&h.label)).collect();
    spheres.into_iter().filter(|s| *s != Sphere::Unknown).collect()
}
