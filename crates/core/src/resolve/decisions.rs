//! What the user decided about who is who, taken from the statements.

use crate::address::Domains;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Provenance, Record, RecordKind};
use crate::statement::{Anchor, Me, Said, Statement};
use std::collections::BTreeSet;

/// One word of the user on whom two anchors stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Whom the first of these that is known stands for is also whom `with` stands for.
    ///
    /// The others stand in for it, should it go. They were what a person was known by when this was said,
    /// and if one of them was joined by mistake then, the word must not make the mistake last for good.
    Same { person: Vec<Anchor>, with: Anchor },
    /// They are two persons.
    Apart(Anchor, Anchor),
}

/// The user's word on who is who; it wins over all evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Who is one person and who are two, oldest first.
    pub words: Vec<Word>,
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

    /// Says that a person is one with others; what is about nobody says that all of these are one.
    ///
    /// An older word that any of them are two does not count any more.
    pub fn say_same(&mut self, about: &[Anchor], others: &[Anchor]) {
        let pairs = pairs(about, others);
        self.words.retain(|word| !matches!(word, Word::Apart(a, b) if holds(&pairs, a, b)));
        let person = if about.is_empty() { &others[..others.len().min(1)] } else { about };
        let joined = others.iter().filter(|with| person.first() != Some(with));
        let word = |with: &Anchor| Word::Same { person: person.to_vec(), with: with.clone() };
        self.words.extend(joined.map(word));
    }

    /// Says that a person is none of others; what is about nobody says that all of these are several.
    ///
    /// An older word that any of them are one does not count any more.
    pub fn say_apart(&mut self, about: &[Anchor], others: &[Anchor]) {
        let pairs = pairs(about, others);
        self.words.retain(|word| match word {
            Word::Same { person, with } => !person.iter().any(|a| holds(&pairs, a, with)),
            Word::Apart(..) => true,
        });
        self.words.extend(pairs.into_iter().map(|(a, b)| Word::Apart(a, b)));
    }

    /// Returns what kind of place each mail domain is, by the user's word and the built-in list.
    pub fn domains(&self) -> Domains {
        Domains::with_free_mail(self.free_mail.iter().cloned())
    }

    /// Returns the handles that same and apart speak of.
    pub(super) fn handles(&self) -> impl Iterator<Item = &Handle> {
        let anchors = self.words.iter().flat_map(|word| match word {
            Word::Same { person, with } => person.iter().chain(std::slice::from_ref(with)),
            Word::Apart(a, b) => std::slice::from_ref(a).iter().chain(std::slice::from_ref(b)),
        });
        anchors.filter_map(|a| match a {
            Anchor::Handle(handle) => Some(handle),
            Anchor::Record(_) => None,
        })
    }

    fn take(&mut self, statement: &Statement) {
        let about = || statement.about.iter().cloned();
        match &statement.said {
            Said::Same(anchors) => self.say_same(&statement.about, anchors),
            Said::Apart(anchors) => self.say_apart(&statement.about, anchors),
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

fn holds(pairs: &[(Anchor, Anchor)], a: &Anchor, b: &Anchor) -> bool {
    pairs.iter().any(|(x, y)| (x, y) == (a, b) || (x, y) == (b, a))
}
