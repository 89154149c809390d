//! How much speaks for two records, or two sets of records, being one person, in bits.
//!
//! After Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969: prior odds and what each
//! agreement or clash adds. What either side lacks adds nothing. An identifier is worth what it takes to find
//! somebody among all people here, less what its state takes away; a name is worth its rarity.

mod identifiers;
mod memo;
mod names;
mod rest;
mod two;

pub(super) use memo::Memo;
pub(super) use two::{are_two, have_two_accounts, work_elsewhere};

use super::bits::Bits;
use super::evidence::{Evidence, Kinds};
use super::identifier::Identifier;
use super::key::Key;
use super::named::Named;
use super::sketch::Sketch;
use super::state::State;
use super::work::Work;
use crate::name::Level;

/// What weighing looks at beside the two sides.
///
/// INVARIANT: all of it is a function of the set of records and decisions, and changes by steps. A tally that grows lets
/// less speak for two, never more, where less than the floor spoke: see `step`.
pub(super) trait Facts {
    /// Returns the logarithm of the number of people here.
    fn people(&self) -> Bits;

    /// Returns how often a key is counted, by steps.
    fn tally(&self, key: Key) -> u32;

    /// Returns who stands behind an identifier.
    fn state(&self, identifier: Identifier) -> State;

    /// Returns what names were found to come to, by all else that is known here.
    fn memo(&self) -> &Memo;
}

/// What a piece of evidence rests on.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    Nothing,
    Names(&'a Named, &'a Named, Level),
    Spelling(&'a Named),
    Identifier(State),
    Work(&'a Work),
}

/// Takes what is found, piece by piece.
pub(super) trait Sink {
    fn take(&mut self, kind: Evidence, bits: Bits, what: What<'_>);
}

/// What two sides came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) bits: Bits,
    /// What speaks for them.
    pub(super) kinds: Kinds,
    /// What speaks against them.
    pub(super) against: Kinds,
}

impl Sink for Weighed {
    fn take(&mut self, kind: Evidence, bits: Bits, _: What<'_>) {
        self.bits += bits;
        if bits > Bits::ZERO {
            self.kinds = self.kinds.with(kind);
        } else if bits < Bits::ZERO {
            self.against = self.against.with(kind);
        }
    }
}

/// Weighs two sides; the order of the two does not matter.
pub(super) fn weigh(a: &Sketch, b: &Sketch, facts: &impl Facts) -> Weighed {
    let mut weighed = Weighed::default();
    tell(a, b, facts, &mut weighed);
    weighed
}

/// Tells whether the names of two sides cannot be one person's.
pub(super) fn clash(a: &Sketch, b: &Sketch, facts: &impl Facts) -> bool {
    names::compare(a, b, facts).clashes()
}

/// Tells whether both sides tell one full name, in whichever spelling.
pub(super) fn is_one_name(a: &Sketch, b: &Sketch, facts: &impl Facts) -> bool {
    names::compare(a, b, facts).level >= Level::Spelling
}

/// Tells what speaks for and against two sides being one person.
pub(super) fn tell(a: &Sketch, b: &Sketch, facts: &impl Facts, sink: &mut impl Sink) {
    sink.take(Evidence::Prior, -facts.people(), What::Nothing);
    let names = names::compare(a, b, facts);
    names.tell(sink);
    identifiers::tell(a, b, facts, &names, sink);
    rest::tell(a, b, facts, sink);
}

#[cfg(test)]
mod tests;
