//! The nodes of the graph: records, and the identities that they name.

use super::Decisions;
use crate::address::Mailbox;
use crate::handle::{Handle, Platform};
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
    identities: Vec<Identity>,
    by_key: FxHashMap<String, usize>,
    by_record: FxHashMap<&'a str, usize>,
}

impl<'a> Registry<'a> {
    /// Takes the records, which come in order.
    pub(super) fn of(records: &[&'a Record], decisions: &Decisions) -> Self {
        let mut registry = Self {
            records: records.to_vec(),
            identities: Vec::new(),
            by_key: FxHashMap::default(),
            by_record: FxHashMap::default(),
        };
        for (node, record) in records.iter().enumerate() {
            registry.by_record.entry(&record.key).or_insert(node);
            for labelled in &record.handles {
                let place = registry.identity(&labelled.handle);
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
        registry
    }

    fn identity(&mut self, handle: &Handle) -> usize {
        let next = self.identities.len();
        let place = *self.by_key.entry(handle.equivalence_key()).or_insert(next);
        if place == next {
            let fresh =
                Identity { handles: Vec::new(), records: Vec::new(), state: State::Personal, mine: false };
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
                claims.extend(identity.records.iter().map(|&record| Claim { record, handle }));
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
