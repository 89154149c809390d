//! What everything else says: user names, workplaces, days, places, and where two records stand.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::identifier::{Identifier, Kind};
use super::super::named::Form;
use super::super::sketch::{DetailKind, ListKind, Local, Sketch};
use super::two::{are_numbered, has_two_profiles};
use super::{Facts, Sink, What};
use smallvec::SmallVec;

/// Tells what everything else says.
pub(super) fn tell(a: &Sketch, b: &Sketch, facts: &impl Facts, sink: &mut impl Sink) {
    user_names(a, b, sink);
    works(a, b, facts, sink);
    details(a, b, sink);
    rows(a, b, sink);
    if has_two_profiles(a, b) {
        sink.take(Evidence::TwoProfiles, Bits::of(-9.0), What::Nothing);
    }
    two_of_a_kind(a, b, sink);
    if are_numbered(a, b) {
        sink.take(Evidence::Numbered, Bits::of(-5.0), What::Nothing);
    }
}

fn user_names(a: &Sketch, b: &Sketch, sink: &mut impl Sink) {
    // Of one mailbox or profile, it is the same thing again.
    if a.identifiers.iter().any(|x| !x.is_number() && b.identifiers.iter().any(|y| x.key == y.key)) {
        return;
    }
    let pairs = a.user_names.iter().flat_map(|x| b.user_names.iter().map(move |y| (x, y)));
    let shared = pairs.filter(|(x, y)| x.name == y.name);
    let spelled = |letters: u64| {
        let names = a.names.iter().chain(&b.names);
        names.filter(|(name, _)| name.is_full).filter_map(|(name, _)| name.spelled_by(letters)).max()
    };
    let each = shared.map(|(x, y)| match (x.is_chosen, spelled(x.letters)) {
        // A name with a number is hardly anybody else's; without one it is the name again.
        (true, None) if !x.is_of_name && !y.is_of_name => Bits::of(8.0),
        (true, Some(Form::Part)) => Bits::of(4.0),
        (true, _) => Bits::of(6.0),
        (false, None) if !x.is_of_name && !y.is_of_name => Bits::of(8.0),
        (false, _) => Bits::ZERO,
    });
    if let Some(bits) = each.max() {
        sink.take(Evidence::UserName, bits, What::Nothing);
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
        Some(ListKind::Book) => sink.take(Evidence::OneBook, Bits::of(-5.0), What::Nothing),
        None => {}
    }
}

/// Tells of numbers and addresses of which most people have one, where each side has another.
fn two_of_a_kind(a: &Sketch, b: &Sketch, sink: &mut impl Sink) {
    let numbers = |side: &Sketch| -> SmallVec<[Identifier; 4]> {
        side.identifiers.iter().filter(|i| i.is_number()).copied().collect()
    };
    let (x, y) = (numbers(a), numbers(b));
    let is_one = x.iter().any(|x| y.iter().any(|y| x.common_digits(y).is_some()));
    // Whoever has several is mostly known by the same one; and no other fact tells namesakes apart so well.
    if !x.is_empty() && !y.is_empty() && !is_one {
        sink.take(Evidence::TwoNumbers, Bits::of(-6.0), What::Nothing);
    }
    let pairs = || a.locals.iter().flat_map(|x| b.locals.iter().map(move |y| (x, y)));
    let is_one = |x: &Local, y: &Local| x.root == y.root && x.letters == y.letters && x.digits == y.digits;
    let private = || pairs().filter(|(x, y)| x.root == 0 && y.root == 0);
    // One in three has a second one.
    if private().next().is_some() && !private().any(|(x, y)| is_one(x, y)) {
        sink.take(Evidence::TwoMailboxes, Bits::of(-3.0), What::Nothing);
    }
    let seats = || pairs().filter(|(x, y)| x.is_seat() && x.root == y.root);
    if seats().next().is_some() && !seats().any(|(x, y)| is_one(x, y)) {
        sink.take(Evidence::TwoSeats, Bits::of(-1.0), What::Nothing);
    }
}
