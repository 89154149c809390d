//! The nodes of the graph: records, and the identities that they name.

use super::Decisions;
use super::share::{Behind, behind};
use crate::address::Mailbox;
use crate::handle::{Handle, Platform};
use crate::name::Parsed;
use crate::record::{Record, RecordKind};
use crate::statement::Anchor;
use rustc_hash::FxHashMap;

/// Who is behind an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// One person.
    Personal,
    /// Several people.
    Shared,
    /// An office.
    Role,
    /// A machine.
    Robot,
}

/// One identity: all handles that are ways of writing it.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// In order; never empty.
    pub(super) handles: Vec<Handle>,
    /// The records that name it, as nodes, in order.
    pub(super) records: Vec<usize>,
    pub(super) state: State,
    pub(super) mine: bool,
    /// Records that name it by mistake.
    strays: Vec<usize>,
}

/// A record names an identity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) record: usize,
    pub(super) handle: usize,
}

/// All records and identities; records are the first nodes, identities the rest.
#[derive(Debug)]
pub(super) struct Registry<'a> {
    records: Vec<&'a Record>,
    /// The names of each record, read into parts.
    names: Vec<Vec<Parsed>>,
    /// The identities that each record names, by place.
    named: Vec<Vec<usize>>,
    identities: Vec<Identity>,
    by_key: FxHashMap<String, usize>,
    by_record: FxHashMap<&'a str, usize>,
}

impl<'a> Registry<'a> {
    /// Takes the records, which come in order.
    pub(super) fn of(records: &[&'a Record], decisions: &Decisions) -> Self {
        let mut registry = Self {
            records: records.to_vec(),
            names: records.iter().map(|r| r.names.iter().filter_map(Parsed::of).collect()).collect(),
            named: vec![Vec::new(); records.len()],
            identities: Vec::new(),
            by_key: FxHashMap::default(),
            by_record: FxHashMap::default(),
        };
        for (node, record) in records.iter().enumerate() {
            registry.by_record.entry(&record.key).or_insert(node);
            for labelled in &record.handles {
                let place = registry.identity(&labelled.handle);
                registry.named[node].push(place);
                let identity = &mut registry.identities[place];
                if identity.records.last() != Some(&node) {
                    identity.records.push(node);
                }
            }
        }
        for handle in decisions.mine.iter().chain(decisions.handles()) {
            registry.identity(handle);
        }
        for identity in &mut registry.identities {
            identity.handles.sort();
            identity.mine = identity.handles.iter().any(|h| decisions.mine.contains(h));
            identity.state = state(identity, decisions);
        }
        registry.look_behind();
        registry
    }

    /// Finds out behind which identities several people stand, as the names of their records tell.
    fn look_behind(&mut self) {
        for place in 0..self.identities.len() {
            let identity = &self.identities[place];
            if identity.state != State::Personal || identity.mine || identity.records.len() < 2 {
                continue;
            }
            match behind(identity, self) {
                Behind::One => {}
                Behind::OneBut(strays) => self.identities[place].strays = strays,
                Behind::Several => self.identities[place].state = State::Shared,
            }
        }
    }

    fn identity(&mut self, handle: &Handle) -> usize {
        let next = self.identities.len();
        let place = *self.by_key.entry(handle.equivalence_key()).or_insert(next);
        if place == next {
            let fresh = Identity {
                handles: Vec::new(),
                records: Vec::new(),
                state: State::Personal,
                mine: false,
                strays: Vec::new(),
            };
            self.identities.push(fresh);
        }
        let identity = &mut self.identities[place];
        if !identity.handles.contains(handle) {
            identity.handles.push(handle.clone());
        }
        place
    }

    pub(super) fn len(&self) -> usize {
        self.records.len() + self.identities.len()
    }

    /// Returns the record that a node is, if it is one.
    pub(super) fn record(&self, node: usize) -> Option<&'a Record> {
        self.records.get(node).copied()
    }

    /// Returns the names of the record that a node is.
    pub(super) fn names(&self, node: usize) -> &[Parsed] {
        self.names.get(node).map_or(&[], Vec::as_slice)
    }

    /// Returns the identities that a record names, with their places.
    pub(super) fn named_by(&self, node: usize) -> impl Iterator<Item = (usize, &Identity)> {
        self.named.get(node).into_iter().flatten().map(|place| (*place, &self.identities[*place]))
    }

    /// Returns the identity that a node is, if it is one.
    pub(super) fn identity_at(&self, node: usize) -> Option<&Identity> {
        self.identities.get(node.checked_sub(self.records.len())?)
    }

    /// Returns the node of an anchor.
    pub(super) fn node(&self, anchor: &Anchor) -> Option<usize> {
        match anchor {
            Anchor::Record(key) => self.by_record.get(key.as_str()).copied(),
            Anchor::Handle(handle) => {
                self.by_key.get(&handle.equivalence_key()).map(|place| place + self.records.len())
            }
        }
    }

    /// Tells whether a source knows a node, and as one person's.
    pub(super) fn is_somebodys(&self, node: usize) -> bool {
        let one = |i: &Identity| i.state == State::Personal && !i.records.is_empty();
        self.record(node).is_some() || self.identity_at(node).is_some_and(one)
    }

    /// Returns the nodes of everything that is the user's own.
    pub(super) fn mine(&self) -> Vec<usize> {
        let records = self.records.iter().enumerate();
        let records = records.filter(|(_, r)| r.kind == RecordKind::Me).map(|(node, _)| node);
        let handles = self.identities.iter().enumerate().filter(|(_, i)| i.mine);
        records.chain(handles.map(|(place, _)| place + self.records.len())).collect()
    }

    /// Returns the claims that surely hold, in order.
    pub(super) fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (place, identity) in self.identities.iter().enumerate() {
            if identity.state == State::Personal {
                let handle = place + self.records.len();
                let kept = identity.records.iter().filter(|r| !identity.strays.contains(r));
                claims.extend(kept.map(|&record| Claim { record, handle }));
            }
        }
        claims
    }

    /// Returns the key by which a node is named outside.
    pub(super) fn shown(&self, node: usize) -> String {
        match (self.record(node), self.identity_at(node)) {
            (Some(record), _) => record.key.clone(),
            (None, Some(identity)) => identity.handles[0].to_string(),
            (None, None) => String::new(),
        }
    }
}

fn state(identity: &Identity, decisions: &Decisions) -> State {
    if identity.handles.iter().any(|h| decisions.shared.contains(h)) {
        return State::Shared;
    }
    let mail = identity.handles.iter().find(|h| h.platform() == Platform::Email);
    match mail.map(|h| Mailbox::of(h.address())) {
        Some(Mailbox::Role) => State::Role,
        Some(Mailbox::Robot) => State::Robot,
        _ => State::Personal,
    }
}
