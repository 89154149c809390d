//! What everything else says: user names, workplaces, days, places, and where two records stand.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::identifier::Kind;
use super::super::sketch::{DetailKind, ListKind, Sketch};
use super::{Facts, Sink, What};
use crate::handle::Platform;

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
    let spelled = |letters: u64| {
        let names = a.names.iter().chain(&b.names);
        names.filter_map(|(name, _)| name.spelled_by(letters)).max().is_some()
    };
    let each = shared.map(|u| match (u.is_chosen, spelled(u.letters)) {
        // A name with a number is nobody else's; without one it is the name again.
        (true, _) => Bits::of(8.0),
        (false, false) => Bits::of(8.0),
        (false, true) => Bits::of(1.0),
    });
    if let Some(bits) = each.max() {
        sink.take(Evidence::UserName, bits, What::Nothing);
    }
}

fn works(a: &Sketch, b: &Sketch, facts: &impl Facts, sink: &mut impl Sink) {
    let pairs = a.works.iter().flat_map(|x| b.works.iter().map(move |y| (x, y)));
    let shared = pairs.filter(|(x, y)| x.is_one_with(y)).map(|(x, y)| {
        let here = f64::from(facts.tally(x.key()).max(facts.tally(y.key())).max(1));
        (Bits::of((facts.people().value() - here.log2() - 1.0).clamp(0.5, 9.0)), x)
    });
    if let Some((bits, work)) = shared.max_by_key(|(bits, work)| (*bits, work.id)) {
        sink.take(Evidence::Workplace, bits, What::Work(work));
    } else if !a.works.is_empty() && !b.works.is_empty() {
        sink.take(Evidence::Workplace, Bits::of(-0.5), What::Nothing);
    }
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

/// Tells whether each side has a profile of its own where everybody has one.
fn has_two_profiles(a: &Sketch, b: &Sketch) -> bool {
    let one_each = |kind: Kind| {
        matches!(
            kind,
            Kind::Profile(Platform::LinkedIn | Platform::Xing | Platform::Facebook | Platform::Orcid)
        )
    };
    let of = |side: &Sketch, kind: Kind| side.identifiers.iter().any(|i| i.kind == kind);
    let mine = || a.identifiers.iter().filter(|i| one_each(i.kind));
    mine().any(|x| of(b, x.kind)) && !mine().any(|x| b.identifiers.iter().any(|y| x.key == y.key))
}

/// Tells whether an organisation tells the two apart by a number: `ana@` and `ana2@`.
fn are_numbered(a: &Sketch, b: &Sketch) -> bool {
    let pairs = || a.locals.iter().flat_map(|x| b.locals.iter().map(move |y| (x, y)));
    let differ = pairs()
        .any(|(x, y)| x.root != 0 && x.root == y.root && x.letters == y.letters && x.digits != y.digits);
    differ && !pairs().any(|(x, y)| x.root == y.root && x.letters == y.letters && x.digits == y.digits)
}
