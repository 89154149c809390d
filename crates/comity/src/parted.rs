//! People after the user's word on who is who, and what of a person hangs together.

use crate::context::Context;
use crate::error::Result;
use crate::network::Network;
use crate::operation::Answer;
use crate::screen::{Ink, Screen};
use comity_core::resolve::Decisions;
use comity_core::{Anchor, Record, Statement, Via};
use comity_store::{Person, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// More addresses of one person than this are counted instead of named.
const NAMED: usize = 4;

/// Who is who after something was said about it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Parted {
    /// The numbers of the new entries of the log, in order.
    statements: Vec<u64>,
    /// What is now noted, in a sentence.
    noted: String,
    /// The people that came of it.
    persons: Vec<One>,
    /// The line that takes it all back.
    undo: String,
}

/// One of the people that came of it.
#[derive(Debug, Serialize, JsonSchema)]
struct One {
    /// `p17`, accepted wherever a name is.
    id: String,
    name: String,
    /// Their addresses, numbers and profiles, as `platform:address`.
    handles: Vec<String>,
    #[serde(skip)]
    shown: Vec<String>,
}

impl Parted {
    /// Derives persons again, and returns those to whom the anchors lead now.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn after<'a>(
        context: &Context,
        network: &Network,
        said: &[Statement],
        noted: String,
        anchors: impl IntoIterator<Item = &'a Anchor>,
    ) -> Result<Self> {
        network.derived(context)?;
        let mut ids: BTreeSet<PersonId> = BTreeSet::new();
        for anchor in anchors {
            ids.extend(network.holder(anchor)?);
        }
        let mut persons = Vec::new();
        for id in ids {
            persons.extend(network.store.person(id)?.map(|p| One::of(&p)));
        }
        let undo = crate::noted::undo(context, said).unwrap_or_default();
        Ok(Self { statements: said.iter().map(|s| s.id).collect(), noted, persons, undo })
    }
}

impl One {
    fn of(person: &Person) -> Self {
        let handles = person.handles.iter().map(|(h, _)| h);
        Self {
            id: person.id.to_string(),
            name: person.name.clone(),
            handles: handles.clone().map(ToString::to_string).collect(),
            shown: handles.map(|h| Via::Handle(h.clone()).shown()).collect(),
        }
    }
}

impl Answer for Parted {
    fn show(&self, screen: &mut Screen) {
        screen.line(&self.noted);
        let rows: Vec<Vec<String>> = self
            .persons
            .iter()
            .map(|p| {
                let mut handles = p.shown[..p.shown.len().min(NAMED)].join(", ");
                if p.shown.len() > NAMED {
                    handles.push_str(&format!(" and {} more", p.shown.len() - NAMED));
                }
                vec![p.id.clone(), p.name.clone(), handles]
            })
            .collect();
        screen.columns(&rows);
        screen.pieces(0, &[("Take it back with:", Ink::Dim), (&self.undo, Ink::Code)]);
    }
}

/// Which of a person's records name which of their handles.
pub struct Ties {
    records: Vec<(Anchor, Vec<Anchor>)>,
}

impl Ties {
    /// Reads the ties of a person.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn of(network: &Network, person: &Person) -> Result<Self> {
        let added = Decisions::of(&network.held()?.statements).added;
        let mut records = Vec::new();
        for key in &person.records {
            let told = network.store.records_with(key)?.into_iter().map(|(_, record)| record);
            let told: Vec<Record> = told.chain(added.iter().filter(|r| r.key == *key).cloned()).collect();
            let handles = told.iter().flat_map(|r| &r.handles).map(|h| Anchor::Handle(h.handle.clone()));
            records.push((Anchor::Record(key.clone()), handles.collect()));
        }
        Ok(Self { records })
    }

    /// Adds the records all of whose handles go, and the handles that only records name that go.
    pub fn with_what_follows(&self, named: &[Anchor]) -> Vec<Anchor> {
        let mut gone = named.to_vec();
        for (record, handles) in &self.records {
            if named.contains(record) {
                let elsewhere =
                    |h: &Anchor| self.records.iter().any(|(r, hs)| !named.contains(r) && hs.contains(h));
                gone.extend(handles.iter().filter(|h| !elsewhere(h)).cloned());
            }
        }
        for (record, handles) in &self.records {
            if !handles.is_empty() && handles.iter().all(|h| gone.contains(h)) {
                gone.push(record.clone());
            }
        }
        let mut seen = BTreeSet::new();
        gone.retain(|anchor| seen.insert(anchor.clone()));
        gone
    }

    /// Returns one anchor for each piece into which a group falls, where all of it hung together before.
    ///
    /// A group that holds without what goes needs no word of the user's, and gets none: it would make sure
    /// what is not.
    pub fn loose(&self, group: &[Anchor]) -> Vec<Anchor> {
        let whole = self.pieces(None);
        let parts = self.pieces(Some(group));
        let mut loose: Vec<Anchor> = Vec::new();
        for piece in &parts {
            let torn = |other: &BTreeSet<Anchor>| {
                other != piece && whole.iter().any(|w| !w.is_disjoint(other) && !w.is_disjoint(piece))
            };
            if parts.iter().any(torn) {
                loose.extend(piece.first().cloned());
            }
        }
        loose
    }

    /// Returns what hangs together by records, within a group or in all.
    fn pieces(&self, group: Option<&[Anchor]>) -> Vec<BTreeSet<Anchor>> {
        let within = |a: &&Anchor| group.is_none_or(|g| g.contains(a));
        let mut pieces: Vec<BTreeSet<Anchor>> = Vec::new();
        for (record, handles) in &self.records {
            let mut piece: BTreeSet<Anchor> =
                [record].into_iter().chain(handles).filter(within).cloned().collect();
            if group.is_some_and(|g| !g.contains(record)) {
                // A record that went ties nothing together that stays.
                let known = |a: &Anchor| pieces.iter().any(|p| p.contains(a));
                let fresh: Vec<Anchor> = piece.into_iter().filter(|a| !known(a)).collect();
                pieces.extend(fresh.into_iter().map(|a| BTreeSet::from([a])));
                continue;
            }
            let (met, apart) = pieces.into_iter().partition(|p: &BTreeSet<Anchor>| !p.is_disjoint(&piece));
            pieces = apart;
            met.into_iter().for_each(|p: BTreeSet<Anchor>| piece.extend(p));
            pieces.push(piece);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(word: &str) -> Anchor {
        Anchor::Record(word.to_owned())
    }

    /// `r: a b` is a record and its handles.
    fn ties(records: &[&str]) -> Ties {
        let read = |line: &&str| {
            let (record, handles) = line.split_once(':').unwrap_or((line, ""));
            (anchor(record), handles.split_whitespace().map(anchor).collect())
        };
        Ties { records: records.iter().map(read).collect() }
    }

    fn check(records: &[&str], named: &str, goes: &str, loose: &str) {
        let ties = ties(records);
        let told =
            |anchors: Vec<Anchor>| anchors.iter().map(|a| a.to_string().replace('#', "")).collect::<Vec<_>>();
        let named: Vec<Anchor> = named.split_whitespace().map(anchor).collect();
        let gone = ties.with_what_follows(&named);
        let all: BTreeSet<Anchor> =
            ties.records.iter().flat_map(|(r, hs)| hs.iter().chain([r])).cloned().collect();
        let stays: Vec<Anchor> = all.into_iter().filter(|a| !gone.contains(a)).collect();
        assert_eq!(told(gone).join(" "), goes);
        assert_eq!(told(ties.loose(&stays)).join(" "), loose);
    }

    #[test]
    fn what_tells_of_nothing_else_goes_too() {
        check(&["r: a b", "s: a", "t: b"], "a", "a s", "");
        check(&["r: a b", "s: a c"], "s", "s c", "");
        check(&["r: a", "s: b"], "b", "b s", "");
    }

    #[test]
    fn what_hung_together_by_what_goes_stays_together() {
        check(&["r: a b", "s: a c"], "a", "a", "b c");
        check(&["r: a b", "s: b c"], "r", "r a", "");
    }
}
