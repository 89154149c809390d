//! What is worth asking about who is who: doubts in groups that one answer settles, most telling first.

use super::{CONTACTS, Network};
use crate::error::Result;
use crate::words::PUT_OFF;
use comity_core::resolve::Bits;
use comity_core::{Anchor, Said, Statement};
use comity_store::{Doubt, PersonId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What is doubtful rests on names for the most part, and of equal names of any rarity about so many were one
/// person's in invented networks (docs/measured.md).
const SUREST: f64 = 0.95;

/// Doubts that one answer settles.
pub struct Group {
    /// Names it for as long as it stays what it is: `q3f2a91b0`.
    pub code: String,
    /// The halves are taken for one person; otherwise each is a person of its own.
    pub joined: bool,
    /// One person where joined, else several; in order.
    pub persons: Vec<PersonId>,
    /// Never empty.
    pub doubts: Vec<Doubt>,
    /// The user did not want to answer yet.
    pub put_off: bool,
    /// How much an answer is expected to change, by how often the user meets them.
    gain: f64,
}

impl Group {
    /// Returns the chance that all of it is one person.
    pub fn chance(&self) -> f64 {
        self.odds().min(SUREST)
    }

    /// Returns what the evidence says by itself, which tells questions apart better than it tells chances.
    fn odds(&self) -> f64 {
        let each = self.doubts.iter().map(|doubt| Bits::hundredths(doubt.hundredths).probability());
        each.fold(1.0, f64::min)
    }
}

impl Network {
    /// Returns what is worth asking about who is who, most telling first; persons have to be derived already.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn doubts(&self) -> Result<Vec<Group>> {
        let contacts: FxHashMap<PersonId, i64> = self.store.facts(CONTACTS)?.into_iter().collect();
        let held = self.held()?;
        let put_off = put_off(&held.statements);
        let mut groups = Vec::new();
        let mut apart: Vec<(PersonId, PersonId, Doubt)> = Vec::new();
        for (person, doubt) in self.store.doubts()? {
            if doubt.joined {
                groups.push(group(vec![person], vec![doubt], &contacts, &put_off));
            } else if let Some(other) = self.holder(&doubt.b[0])?.filter(|other| *other != person) {
                apart.push((person, other, doubt));
            }
        }
        for (persons, doubts) in together(apart) {
            groups.push(group(persons, doubts, &contacts, &put_off));
        }
        groups.sort_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.code.cmp(&b.code)));
        // An answer must never settle another question: of two that chance gave one name, the second waits.
        let mut named: FxHashSet<String> = FxHashSet::default();
        groups.retain(|group| named.insert(group.code.clone()));
        Ok(groups)
    }

    /// Returns what to note where the user does not want to answer yet.
    pub fn put_off(group: &Group) -> Vec<(Vec<Anchor>, Said)> {
        let said =
            |doubt: &Doubt| (vec![doubt.a[0].clone()], Said::DoNotKnow(format!("{PUT_OFF}{}", doubt.b[0])));
        group.doubts.iter().map(said).collect()
    }
}

/// Returns the pairs that the user put off.
fn put_off(statements: &[Statement]) -> FxHashSet<(String, String)> {
    let said = statements.iter().filter(|s| s.stands()).filter_map(|s| match (&s.said, s.about.first()) {
        (Said::DoNotKnow(what), Some(about)) => {
            Some((about.to_string(), what.strip_prefix(PUT_OFF)?.to_owned()))
        }
        _ => None,
    });
    said.collect()
}

fn group(
    persons: Vec<PersonId>,
    doubts: Vec<Doubt>,
    contacts: &FxHashMap<PersonId, i64>,
    put_off: &FxHashSet<(String, String)>,
) -> Group {
    let pair = |doubt: &Doubt| (doubt.a[0].to_string(), doubt.b[0].to_string());
    let mut pairs: Vec<(String, String)> = doubts.iter().map(pair).collect();
    let is_put_off = pairs.iter().all(|pair| put_off.contains(pair));
    pairs.sort();
    let mut group = Group {
        code: format!("q{:08x}", checksum(&pairs) & 0xffff_ffff),
        joined: doubts[0].joined,
        persons,
        doubts,
        put_off: is_put_off,
        gain: 0.0,
    };
    // The smaller side of a pair is what would move.
    let met = group.persons.iter().map(|id| contacts.get(id).copied().unwrap_or(0)).min().unwrap_or(0);
    let changes = if group.joined { 1.0 - group.odds() } else { group.odds() };
    group.gain = changes * (2.0 + met as f64).ln();
    group
}

/// Returns doubts in groups that share a person.
fn together(apart: Vec<(PersonId, PersonId, Doubt)>) -> Vec<(Vec<PersonId>, Vec<Doubt>)> {
    let mut leads: BTreeMap<PersonId, PersonId> = BTreeMap::new();
    for (a, b, _) in &apart {
        let (a, b) = (find(&leads, *a), find(&leads, *b));
        if a != b {
            leads.insert(a.max(b), a.min(b));
        }
    }
    let mut groups: BTreeMap<PersonId, (Vec<PersonId>, Vec<Doubt>)> = BTreeMap::new();
    for (a, b, doubt) in apart {
        let (persons, doubts) = groups.entry(find(&leads, a)).or_default();
        persons.extend([a, b]);
        doubts.push(doubt);
    }
    let in_order = |(mut persons, doubts): (Vec<PersonId>, Vec<Doubt>)| {
        persons.sort_unstable();
        persons.dedup();
        (persons, doubts)
    };
    groups.into_values().map(in_order).collect()
}

fn find(leads: &BTreeMap<PersonId, PersonId>, mut id: PersonId) -> PersonId {
    while let Some(next) = leads.get(&id) {
        id = *next;
    }
    id
}

/// Returns a number for some pairs, the same in every process.
fn checksum(pairs: &[(String, String)]) -> u64 {
    let bytes = pairs.iter().flat_map(|(a, b)| a.bytes().chain([0]).chain(b.bytes()).chain([0]));
    comity_core::mark(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(a: &str, b: &str, hundredths: i32, joined: bool) -> Doubt {
        let anchor = |key: &str| vec![Anchor::Record(key.to_owned())];
        Doubt { a: anchor(a), b: anchor(b), because: String::new(), hundredths, joined }
    }

    #[test]
    fn one_answer_settles_a_group() {
        let apart = [(1, 2, "a", "b"), (5, 6, "e", "f"), (2, 3, "b", "c")];
        let apart = apart.map(|(x, y, a, b)| (PersonId(x), PersonId(y), doubt(a, b, 300, false)));
        let groups = together(apart.to_vec());
        let told: Vec<_> = groups.iter().map(|(persons, doubts)| (persons.len(), doubts.len())).collect();
        assert_eq!(told, [(3, 2), (2, 1)]);
    }

    #[test]
    fn who_is_met_often_is_asked_about_first() {
        let contacts = FxHashMap::from_iter([(PersonId(1), 90), (PersonId(2), 40), (PersonId(3), 1)]);
        let none = FxHashSet::default();
        let of = |persons: &[u32], hundredths, joined| {
            let persons = persons.iter().map(|id| PersonId(*id)).collect();
            group(persons, vec![doubt("a", "b", hundredths, joined)], &contacts, &none).gain
        };
        assert!(of(&[1, 2], 300, false) > of(&[1, 3], 300, false));
        assert!(of(&[1, 2], 300, false) > of(&[1, 2], 50, false));
        assert!(of(&[1], 500, true) > of(&[1], 900, true));
    }
}
