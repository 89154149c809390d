//! What a mailbox, a number or a profile says that both sides have.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::identifier::{Identifier, Kind};
use super::super::sketch::Sketch;
use super::names::Found;
use super::{Facts, Sink, What};
use crate::name::Level;

/// Of two records that name one person's identifier, so many are one: 98 in 100.
const PERSONAL: Bits = Bits::hundredths(560);

/// A second identifier in common says less than the first: they come together.
const SECOND: i32 = 25;

/// Tells of the identifiers that both sides have.
pub(super) fn tell(a: &Sketch, b: &Sketch, facts: &impl Facts, names: &Found<'_>, sink: &mut impl Sink) {
    let mut found: Vec<(Bits, Evidence, What<'_>)> = Vec::new();
    for identifier in &a.identifiers {
        // Numbers may be one with their ends told; all else is filed under one key or is two things.
        let numbers = b.identifiers.iter().filter(|other| identifier.is_number() && other.is_number());
        let same = (!identifier.is_number()).then(|| b.with_key(identifier.key)).into_iter().flatten();
        for other in numbers.chain(same) {
            found.extend(shared(*identifier, *other, a, b, facts, names));
        }
    }
    found.sort_by_key(|(bits, kind, _)| (std::cmp::Reverse(*bits), *kind));
    for (place, (bits, kind, what)) in found.into_iter().enumerate() {
        sink.take(kind, if place == 0 { bits } else { bits.times_hundredths(SECOND) }, what);
    }
}

fn shared<'a>(
    x: Identifier,
    y: Identifier,
    a: &Sketch,
    b: &Sketch,
    facts: &impl Facts,
    names: &Found<'_>,
) -> Option<(Bits, Evidence, What<'a>)> {
    let digits = if x.is_number() { x.common_digits(&y)? } else { 0 };
    if !x.is_number() && x.key != y.key {
        return None;
    }
    let whole = if x.kind == Kind::Number { x } else { y };
    let state = facts.state(whole);
    let people = facts.people();
    let one_of = |n: u8| people - Bits::of(f64::from(n).log2());
    let is_nobody = |side: &Sketch| !side.names.iter().any(|(name, _)| name.is_of_person());
    let bits = match x.kind {
        // An office is one thing; who writes from it is not.
        Kind::Role | Kind::Robot if is_nobody(a) && is_nobody(b) => people + PERSONAL,
        Kind::Role => one_of(8),
        Kind::Robot => Bits::ZERO,
        Kind::NameOnly(_) => people,
        // The household is not the people in it.
        _ if a.is_of_several() && b.is_of_several() => people + PERSONAL,
        _ if a.is_of_several() || b.is_of_several() => one_of(16),
        // Whoever married keeps the address: where one person has it, another family name says nothing.
        _ if state.is_personal() && names.level == Level::OtherFamily => people + PERSONAL - names.bits,
        _ if state.is_personal() && !names.clashes() => people + PERSONAL,
        _ if state.is_personal() => people - Bits::of(1.0),
        // Names make out more people than there are: each spells a nickname or a slip in its own way.
        _ => one_of(state.people.max(2)) + Bits::of(1.0),
    };
    // The end of a number may be another one's by chance.
    let bits =
        if x.is_number() && digits < 9 { bits.min(Bits::of(f64::from(digits) * 3.3 - 3.0)) } else { bits };
    let told = if x.kind == Kind::LocalNumber { x } else { y };
    let kind = if state.is_personal() { told.evidence() } else { Evidence::SharedIdentifier };
    Some((bits, kind, What::Identifier(state)))
}
