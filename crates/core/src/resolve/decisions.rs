//! What the user decided about who is who, taken from the statements.

use crate::address::Domains;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Provenance, Record, RecordKind};
use crate::statement::{Anchor, Me, Said, Statement};
use std::collections::BTreeSet;

/// The user's word on who is who; it wins over all evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Pairs of anchors that are one person, oldest first.
    pub same: Vec<(Anchor, Anchor)>,
    /// Pairs of anchors that are two persons, oldest first.
    pub apart: Vec<(Anchor, Anchor)>,
    /// Handles that several people use.
    pub shared: BTreeSet<Handle>,
    /// Anchors that stand for no person.
    pub things: BTreeSet<Anchor>,
    /// The user's own handles.
    pub mine: BTreeSet<Handle>,
    /// Handles that the user said are not their own.
    pub not_mine: BTreeSet<Handle>,
    /// The user's own names.
    pub my_names: Vec<String>,
    /// The people whom the user added by hand.
    pub added: Vec<Record>,
    /// Domains that the user named as free mail, beside the built-in ones.
    pub free_mail: Vec<String>,
}

impl Decisions {
    /// Takes the decisions out of statements, which come oldest first; those undone do not count.
    pub fn of<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let mut decisions = Self::default();
        for statement in statements.into_iter().filter(|s| s.stands()) {
            decisions.take(statement);
        }
        decisions
    }

    /// Says that pairs are one; a newer word on a pair takes the place of the older one.
    pub fn say_same(&mut self, pairs: &[(Anchor, Anchor)]) {
        self.apart.retain(|pair| !holds(pairs, pair));
        self.same.extend(pairs.iter().cloned());
    }

    /// Says that pairs are two; a newer word on a pair takes the place of the older one.
    pub fn say_apart(&mut self, pairs: &[(Anchor, Anchor)]) {
        self.same.retain(|pair| !holds(pairs, pair));
        self.apart.extend(pairs.iter().cloned());
    }

    /// Returns what kind of place each mail domain is, by the user's word and the built-in list.
    pub fn domains(&self) -> Domains {
        Domains::with_free_mail(self.free_mail.iter().cloned())
    }

    /// Returns the handles that same and apart speak of.
    pub(super) fn handles(&self) -> impl Iterator<Item = &Handle> {
        let anchors = self.same.iter().chain(&self.apart).flat_map(|(a, b)| [a, b]);
        anchors.filter_map(|a| match a {
            Anchor::Handle(handle) => Some(handle),
            Anchor::Record(_) => None,
        })
    }

    fn take(&mut self, statement: &Statement) {
        let about = || statement.about.iter().cloned();
        match &statement.said {
            Said::Same(anchors) => self.say_same(&pairs(&statement.about, anchors)),
            Said::Apart(anchors) => self.say_apart(&pairs(&statement.about, anchors)),
            Said::Shared(handle) => {
                self.shared.insert(handle.clone());
            }
            Said::NotAPerson => self.things.extend(about()),
            Said::Me(Me::Mine { handle, .. }) => {
                self.mine.insert(handle.clone());
                self.not_mine.remove(handle);
            }
            Said::Me(Me::NotMine(handle)) => {
                self.mine.remove(handle);
                self.not_mine.insert(handle.clone());
            }
            Said::Me(Me::Name(name)) => self.my_names.push(name.clone()),
            Said::Add { name, handles, organisation, title } => self.added.push(Record {
                key: added_key(statement.id),
                kind: RecordKind::Person,
                names: vec![Name::whole(name)],
                handles: handles.iter().cloned().map(LabelledHandle::bare).collect(),
                organisation: organisation.clone(),
                title: title.clone(),
                since: Some(statement.at),
                provenance: Provenance::default(),
                ..Record::default()
            }),
            Said::Setting { key, value } if key == "free-mail" => {
                let domains = value.split([',', ' ']).filter(|d| !d.is_empty());
                self.free_mail.extend(domains.map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// Returns the key of the record that an `add` makes.
pub fn added_key(id: u64) -> String {
    format!("added:{id}")
}

/// Returns the pairs between whom a statement is about and whom it names; what is about nobody pairs all.
fn pairs(about: &[Anchor], anchors: &[Anchor]) -> Vec<(Anchor, Anchor)> {
    let mut pairs = Vec::new();
    for (n, a) in anchors.iter().enumerate() {
        let others = if about.is_empty() { &anchors[n + 1..] } else { about };
        pairs.extend(others.iter().filter(|b| *b != a).map(|b| (b.clone(), a.clone())));
    }
    pairs
}

fn holds(pairs: &[(Anchor, Anchor)], pair: &(Anchor, Anchor)) -> bool {
    pairs.iter().any(|(a, b)| (a, b) == (&pair.0, &pair.1) || (a, b) == (&pair.1, &pair.0))
}
