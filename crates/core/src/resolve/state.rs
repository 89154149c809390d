//! Who stands behind an identifier: one person, several, an office, a machine.
//!
//! The state of an identifier is a function of the records that name it, and of the user's word. When one of
//! them changes, the state is worked out again; if it is another then, all that name it are compared anew.

use super::card::Card;
use super::identifier::Kind;
use super::key::hash;
use super::named::{Form, Named};
use crate::name::{Level, level, roots};
use crate::record::RecordKind;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Who stands behind an identifier, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// So many people at least, by powers of two; 1 where nothing tells of more.
    pub people: u8,
    /// Of several, one owns it: the others have it by mistake.
    pub has_owner: bool,
    /// It is an office's or a machine's.
    pub is_role: bool,
}

impl State {
    pub const PERSONAL: Self = Self { people: 1, has_owner: true, is_role: false };

    /// Returns who stands behind an identifier that one record names.
    pub(super) const fn of_one(kind: Kind) -> Self {
        Self { is_role: matches!(kind, Kind::Role | Kind::Robot), ..Self::PERSONAL }
    }

    /// Tells whether it is one person's.
    pub const fn is_personal(self) -> bool {
        self.has_owner && !self.is_role
    }
}

/// A camp this many times as large as all others together owns the identifier; the others have it by mistake.
///
/// Three: a colleague's address on one card is a slip of the pen, on two it may be a habit.
pub(super) const OWNER: usize = 3;

/// So many records are looked at: a switchboard may stand on thousands of cards.
pub(super) const WITNESSES: usize = 64;

/// So many names of a camp are held against another one.
const SPOKESMEN: usize = 8;

/// Returns who stands behind an identifier that these cards name, in order; `is_shared` is the user's word.
pub(super) fn state(kind: Kind, cards: &[Arc<Card>], is_shared: bool) -> State {
    let camps = camps(cards);
    // A couple or a household says itself that it is several.
    let is_shared = is_shared || (cards.len() > 1 && cards.iter().any(|card| card.sketch.is_of_several()));
    let people = camps.len().max(1 + usize::from(is_shared)).next_power_of_two().min(128) as u8;
    let is_role = matches!(kind, Kind::Role | Kind::Robot);
    let is_one = camps.len() < 2 || owner(kind, &camps, cards).is_some();
    let has_owner =
        !is_shared && is_one && !(matches!(kind, Kind::NameOnly(_)) && has_rows_of_one_list(cards));
    State { people, has_owner, is_role }
}

/// Returns the camp that owns an identifier: a far larger one than all others, or the only one whose name a mailbox
/// spells. "Yetty" and "Yetunde" may be one after all; whose `yetty.okonuga@` is, is clear.
fn owner<'a, 'b>(kind: Kind, camps: &'a [Camp<'b>], cards: &[Arc<Card>]) -> Option<&'a Camp<'b>> {
    let all: usize = camps.iter().map(|camp| camp.records).sum();
    let most = camps.iter().rev().max_by_key(|camp| camp.records)?;
    if most.records >= OWNER * (all - most.records) {
        return Some(most);
    }
    if kind != Kind::Mailbox {
        return None;
    }
    let letters = common_letters(cards);
    let is_spelled = |camp: &&Camp<'_>| {
        camp.names.iter().any(|name| letters.iter().any(|letters| is_named_after(name, *letters)))
    };
    let mut spelled = camps.iter().filter(is_spelled);
    spelled.next().filter(|_| spelled.next().is_none())
}

/// Returns the letters of the mailboxes that all of these cards have.
fn common_letters(cards: &[Arc<Card>]) -> Vec<u64> {
    let mut people = cards.iter().take(WITNESSES).filter(|card| card.sketch.kind != RecordKind::Thing);
    let Some(first) = people.next() else { return Vec::new() };
    let mut common = first.sketch.locals.clone();
    people.for_each(|card| common.retain(|local| card.sketch.locals.contains(local)));
    common.into_iter().map(|local| local.letters).collect()
}

/// Tells whether letters name one person: a family name alone may be a family's.
fn is_named_after(name: &Named, letters: u64) -> bool {
    match name.spelled_by(letters) {
        Some(Form::Part) => {
            let given = name.read.best().and_then(|best| best.given());
            given.into_iter().flat_map(roots).any(|given| hash(given) == letters)
        }
        form => form.is_some(),
    }
}

/// Tells whether two stand in one list: where people are told by name alone, two rows are two people.
fn has_rows_of_one_list(cards: &[Arc<Card>]) -> bool {
    let rows = cards.iter().take(WITNESSES).flat_map(|card| &card.sketch.rows);
    let mut told: Vec<(u64, u64)> = rows.map(|row| (row.list, row.record)).collect();
    told.sort_unstable();
    told.dedup();
    told.windows(2).any(|pair| pair[0].0 == pair[1].0)
}

/// Returns those of these cards, in order, that name an identifier of one person rightly: all but the names that
/// others have on theirs by mistake.
pub(super) fn owners(kind: Kind, cards: &[Arc<Card>]) -> impl Iterator<Item = usize> {
    let camps = camps(cards);
    let owner = owner(kind, &camps, cards);
    let names: Vec<u64> = owner.iter().flat_map(|camp| &camp.names).map(|name| name.id).collect();
    let is_owner = move |card: &Card| {
        let told = card.sketch.told_name().filter(|name| name.is_of_person());
        told.is_none_or(|name| names.contains(&name.id))
    };
    cards.iter().enumerate().filter(move |(_, card)| is_owner(card)).map(|(place, _)| place)
}

/// Records whose names may all be one person's.
struct Camp<'a> {
    names: Vec<&'a Arc<Named>>,
    records: usize,
}

/// Returns the records that tell a name in camps.
fn camps(cards: &[Arc<Card>]) -> Vec<Camp<'_>> {
    let mut told: FxHashMap<u64, (&Arc<Named>, usize)> = FxHashMap::default();
    for name in cards.iter().take(WITNESSES).filter_map(|card| card.sketch.told_name()) {
        told.entry(name.id).or_insert((name, 0)).1 += 1;
    }
    let mut told: Vec<(&Arc<Named>, usize)> = told.into_values().collect();
    // Full names first, for initials fit many; then the commonest.
    told.sort_by_key(|(name, count)| (!name.is_full, std::cmp::Reverse(*count), name.id));
    let mut camps: Vec<Camp<'_>> = Vec::new();
    for (name, count) in told.into_iter().filter(|(name, _)| name.is_of_person()) {
        let fits = |camp: &Camp<'_>| {
            let mut known = camp.names.iter().take(SPOKESMEN);
            known.all(|other| may_be_one(level(&other.read, &name.read).level))
        };
        match camps.iter_mut().find(|camp| fits(camp)) {
            Some(camp) => {
                camp.names.push(name);
                camp.records += count;
            }
            None => camps.push(Camp { names: vec![name], records: count }),
        }
    }
    camps
}

/// Tells whether two names behind one identifier may well be one person's.
///
/// Another family name is no sign of another person there: people marry and keep their address.
const fn may_be_one(level: Level) -> bool {
    level.may_be_one()
}
