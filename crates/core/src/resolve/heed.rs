//! The user's word within one component: it comes before all evidence.

use super::card::Card;
use super::cluster::{Component, Reason};
use super::compare::Facts;
use super::identifier::{Identifier, Kind};
use super::key::Key;
use super::rulings::{Ruling, Rulings};
use super::state::owners;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Joins and holds apart whom the user says to be one or two, newest word first.
///
/// What a newer word made one, an older one does not part; what a newer one parts, no older one joins.
pub(super) fn heed<F: Facts>(
    component: &mut Component<'_, F>,
    cards: &[Arc<Card>],
    rulings: &Rulings,
    facts: &F,
) {
    if rulings.words.is_empty() {
        return;
    }
    let mut by_key: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
    for (place, card) in cards.iter().enumerate() {
        by_key.entry(card.record_key()).or_default().push(place as u32);
    }
    let of = |key: &Key| by_key.get(key).map_or(&[][..], Vec::as_slice);
    for word in &rulings.words {
        match word {
            Ruling::Same(person, with) => {
                let all = || person.iter().flat_map(of).copied();
                let known = all().find(|place| is_somebodys(cards, *place, facts)).or_else(|| all().next());
                for (a, b) in known.iter().flat_map(|a| of(with).iter().map(move |b| (*a, *b))) {
                    component.state_same(a, b, Reason::Stated);
                }
            }
            Ruling::Apart(a, b) => {
                for (a, b) in of(a).iter().flat_map(|a| of(b).iter().map(move |b| (*a, *b))) {
                    component.state_apart(a, b);
                }
            }
        }
    }
}

/// Joins what stands for a handle with the records of whoever owns it, so that a word about a handle is one about
/// its owner.
pub(super) fn bind<F: Facts>(component: &mut Component<'_, F>, cards: &[Arc<Card>], facts: &F) {
    for (place, card) in cards.iter().enumerate().filter(|(_, card)| card.is_stand_in()) {
        let Some(handle) = handle(card) else { continue };
        let holders: Vec<u32> = holders(cards, card, facts).collect();
        let named: Vec<Arc<Card>> = holders.iter().map(|n| cards[*n as usize].clone()).collect();
        for owner in owners(handle.kind, &named) {
            component.state_same(place as u32, holders[owner], Reason::Owns);
        }
    }
}

/// Tells whether a source knows a record, or the handle for which it was made, and that as one person's.
fn is_somebodys(cards: &[Arc<Card>], place: u32, facts: &impl Facts) -> bool {
    let card = &cards[place as usize];
    !card.is_stand_in() || holders(cards, card, facts).next().is_some()
}

/// Returns the records of sources that name the handle for which a record was made, if it is one person's.
fn holders<'a>(
    cards: &'a [Arc<Card>],
    stand_in: &'a Card,
    facts: &impl Facts,
) -> impl Iterator<Item = u32> + 'a {
    let owned = handle(stand_in).filter(|i| facts.state(**i).is_personal());
    let names = move |card: &Card| owned.is_some_and(|i| card.sketch.with_key(i.key).next().is_some());
    let all = cards.iter().enumerate().filter(move |(_, card)| !card.is_stand_in() && names(card));
    all.map(|(place, _)| place as u32)
}

/// Returns the handle for which a record was made.
fn handle(stand_in: &Card) -> Option<&Identifier> {
    stand_in.sketch.identifiers.iter().find(|i| i.kind != Kind::Record)
}
