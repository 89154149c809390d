//! What everything else says: user names, workplaces, days, places, and where two records stand.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::identifier::Kind;
use super::super::sketch::{DetailKind, ListKind, Sketch};
use super::two::{are_numbered, has_two_profiles};
use super::{Facts, Sink, What};

/// Tells what everything else says.
pub(super) fn tell(a: &Sketch, b: &Sketch, facts: &impl Facts, sink: &mut impl Sink) {
    user_names(a, b, sink);
    works(a, b, facts, sink);
    details(a, b, sink);
    rows(a, b, sink);
    if has_two_profiles(a, b) {
        sink.take(Evidence::TwoProfiles, Bits::of(-9.0), What::Nothing);
    }
    if are_numbered(a, b) {
        sink.take(Evidence::Numbered, Bits::of(-5.0), What::Nothing);
    }
}

fn user_names(a: &Sketch, b: &Sketch, sink: &mut impl Sink) {
    let shared = a.user_names.iter().filter(|x| b.user_names.iter().any(|y| x.name == y.name));
    let shared = shared.filter(|u| !is_of_shared_mailbox(u.letters, a, b));
    let names = || a.names.iter().chain(&b.names);
    let is_spelled = |letters: u64| names().any(|(name, _)| name.spelled_by(letters).is_some());
    let is_named = names().any(|(name, _)| name.is_full);
    let each = shared.map(|u| match (u.is_chosen, is_named, is_spelled(u.letters)) {
        // A name with a number, or another one than theirs, is nobody else's.
        (true, ..) | (_, true, false) => (Bits::of(8.0), Evidence::UserName),
        // It is the name again.
        (_, true, true) => (Bits::of(1.0), Evidence::Spelling),
        // Perhaps it spells a name that nobody tells.
        (_, false, _) => (Bits::of(3.0), Evidence::Spelling),
    });
    if let Some((bits, kind)) = each.max() {
        sink.take(kind, bits, What::Nothing);
    }
}

fn works(a: &Sketch, b: &Sketch, facts: &impl Facts, sink: &mut impl Sink) {
    let pairs = a.works.iter().flat_map(|x| b.works.iter().map(move |y| (x, y)));
    let pairs = pairs.filter(|(x, y)| x.is_one_with(y));
    let shared =
        pairs.filter(|(x, y)| x.id != y.id || !is_root_of_shared_mailbox(x.id, a, b)).map(|(x, y)| {
            let here = f64::from(facts.tally(x.key()).max(facts.tally(y.key())).max(1));
            (Bits::of((facts.people().value() - here.log2() - 1.0).clamp(0.5, 9.0)), x)
        });
    if let Some((bits, work)) = shared.max_by_key(|(bits, work)| (*bits, work.id)) {
        sink.take(Evidence::Workplace, bits, What::Work(work));
    } else if !a.works.is_empty() && !b.works.is_empty() {
        sink.take(Evidence::Workplace, Bits::of(-0.5), What::Nothing);
    }
}

/// Tells whether letters are those of a mailbox that both sides have, which speaks for itself.
fn is_of_shared_mailbox(letters: u64, a: &Sketch, b: &Sketch) -> bool {
    let has = |side: &Sketch| side.locals.iter().any(|local| local.letters == letters);
    has(a) && has(b) && has_shared_mailbox(a, b)
}

/// Tells whether a domain is that of a mailbox that both sides have, which speaks for itself.
fn is_root_of_shared_mailbox(root: u64, a: &Sketch, b: &Sketch) -> bool {
    let shared = a.locals.iter().any(|x| x.root == root && b.locals.contains(x));
    shared && has_shared_mailbox(a, b)
}

fn has_shared_mailbox(a: &Sketch, b: &Sketch) -> bool {
    let mut mailboxes = a.identifiers.iter().filter(|i| i.kind == Kind::Mailbox);
    mailboxes.any(|i| b.with_key(i.key).next().is_some())
}

fn details(a: &Sketch, b: &Sketch, sink: &mut impl Sink) {
    for (kind, evidence, equal, other) in [
        (DetailKind::Birthday, Evidence::Birthday, 13.0, -5.0),
        (DetailKind::Locality, Evidence::Locality, 4.5, -1.0),
        (DetailKind::Postcode, Evidence::Postcode, 9.0, -1.0),
        (DetailKind::Title, Evidence::Title, 3.0, -0.25),
    ] {
        let has = |side: &Sketch| side.details_of(kind).next().is_some();
        if !has(a) || !has(b) {
            continue;
        }
        let alike = |x: u64, y: u64| match kind {
            // Of one that tells no year, the day has to do.
            DetailKind::Birthday if x.min(y) < 10_000 => x % 10_000 == y % 10_000,
            _ => x == y,
        };
        let agrees = a.details_of(kind).any(|x| b.details_of(kind).any(|y| alike(x, y)));
        sink.take(evidence, Bits::of(if agrees { equal } else { other }), What::Nothing);
    }
}

fn rows(a: &Sketch, b: &Sketch, sink: &mut impl Sink) {
    let pairs = a.rows.iter().flat_map(|x| b.rows.iter().map(move |y| (x, y)));
    let kinds = pairs
        .filter(|(x, y)| (x.list, x.kind) == (y.list, y.kind) && x.record != y.record)
        .map(|(x, _)| x.kind);
    match kinds.min() {
        Some(ListKind::Once) => sink.take(Evidence::OneList, Bits::of(-9.0), What::Nothing),
        Some(ListKind::Book) => sink.take(Evidence::OneBook, Bits::of(-3.0), What::Nothing),
        None => {}
    }
}
