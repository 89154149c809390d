//! Any row of imports, removals and words ends as if everybody had been derived each time.

use super::super::{CONTACTS, LAST, everything, part};
use crate::network::Network;
use comity_core::statement::Me;
use comity_core::{
    Anchor, Author, Handle, Interaction, LabelledHandle, Moment, Name, Party, PartyRole, Platform, Record,
    Said,
};
use comity_store::{NewSource, PersonId, Store};
use proptest::prelude::*;
use std::collections::BTreeMap;

const NAMES: [&str; 8] = [
    "Ana Ruiz",
    "A. Ruiz",
    "Ana Thistlewood",
    "Keziah Thistlewood",
    "Kez Thistlewood",
    "",
    "Ruiz, Ana",
    "Tom Marsh",
];
const HANDLES: [&str; 9] = [
    "email:ana@firm.example",
    "email:ana.ruiz@home.example",
    "email:keziah.thistlewood@post.example",
    "email:info@firm.example",
    "phone:+442079460123",
    "linkedin:ana",
    "linkedin:kez",
    "facebook:~ana ruiz",
    "email:jo@firm.example",
];
const SOURCES: [&str; 3] = ["vcard", "linkedin", "facebook"];

/// A record by the places of its key, its name and its handles.
type Line = (u8, usize, Vec<usize>);

/// A message by its key, the places of the handles from and to, whether by hand, and its day.
type Note = (u8, usize, usize, bool, i64);

/// What happens.
#[derive(Clone, Debug)]
enum Happens {
    Import(usize, Vec<Line>, Vec<Note>),
    Remove(usize),
    Same(usize, usize),
    Apart(usize, usize),
    Shared(usize),
    NotAPerson(usize),
    Add(usize, usize),
    Mine(usize),
    NotMine(usize),
    Undo,
    FreeMail,
}

fn line() -> impl Strategy<Value = Line> {
    (0..6u8, 0..NAMES.len(), prop::collection::vec(0..HANDLES.len(), 0..3))
}

fn note() -> impl Strategy<Value = Note> {
    (0..9u8, 0..HANDLES.len(), 0..HANDLES.len(), any::<bool>(), 0..99i64)
}

fn happens() -> impl Strategy<Value = Happens> {
    let h = || 0..HANDLES.len();
    prop_oneof![
        8 => (0..SOURCES.len(), prop::collection::vec(line(), 0..5), prop::collection::vec(note(), 0..4))
            .prop_map(|(source, lines, notes)| Happens::Import(source, lines, notes)),
        1 => (0..SOURCES.len()).prop_map(Happens::Remove),
        2 => (h(), h()).prop_map(|(a, b)| Happens::Same(a, b)),
        2 => (h(), h()).prop_map(|(a, b)| Happens::Apart(a, b)),
        1 => h().prop_map(Happens::Shared),
        1 => h().prop_map(Happens::NotAPerson),
        1 => (0..NAMES.len() - 1, h()).prop_map(|(name, handle)| Happens::Add(name, handle)),
        1 => h().prop_map(Happens::Mine),
        1 => h().prop_map(Happens::NotMine),
        2 => Just(Happens::Undo),
        1 => Just(Happens::FreeMail),
    ]
}

fn handle(place: usize) -> Handle {
    Handle::from_key(HANDLES[place]).unwrap()
}

fn record(source: usize, (key, name, handles): &Line) -> Record {
    let name = Some(NAMES[*name]).filter(|name| !name.is_empty()).map(Name::whole);
    let mut handles: Vec<Handle> = handles.iter().map(|h| handle(*h)).collect();
    handles.sort();
    handles.dedup();
    Record {
        key: format!("{}:{key}", SOURCES[source]),
        names: name.into_iter().collect(),
        handles: handles.into_iter().map(LabelledHandle::bare).collect(),
        ..Record::default()
    }
}

fn message((key, from, to, by_hand, day): &Note) -> Interaction {
    let at = Moment::instant(day * 86_400);
    let mut told = Interaction::message(format!("m:{key}"), at, Platform::Email);
    told.from = Some(handle(*from));
    told.parties.push(Party { handle: handle(*to), role: PartyRole::To });
    if !by_hand {
        told.automation = comity_core::Automation::Bulk;
    }
    told
}

fn import(store: &Store, source: usize, lines: &[Line], notes: &[Note]) {
    let name = SOURCES[source].to_owned();
    let account = Some("jo".to_owned());
    let new = NewSource { name, account, what: String::new(), files: Vec::new(), at: Moment::instant(0) };
    let mut import = store.begin(&new).unwrap();
    lines.iter().for_each(|line| import.record(record(source, line)).unwrap());
    notes.iter().for_each(|note| import.interaction(message(note)).unwrap());
    import.commit().unwrap();
}

fn happen(network: &Network, what: &Happens) {
    let store = &network.store;
    let (now, you) = (Moment::instant(0), Author("you".into()));
    let anchor = |place: &usize| Anchor::Handle(handle(*place));
    let say = |about: &[Anchor], said: Said| drop(store.say(now, &you, about, said).unwrap());
    match what {
        Happens::Import(source, lines, notes) => import(store, *source, lines, notes),
        Happens::Remove(source) => {
            let sources = store.sources().unwrap();
            if let Some(source) = sources.iter().find(|s| s.name == SOURCES[*source]) {
                store.remove_source(source.id).unwrap();
            }
        }
        Happens::Same(a, b) => say(&[anchor(a)], Said::Same(vec![anchor(b)])),
        Happens::Apart(a, b) => say(&[anchor(a)], Said::Apart(vec![anchor(b)])),
        Happens::Shared(a) => say(&[], Said::Shared(handle(*a))),
        Happens::NotAPerson(a) => say(&[anchor(a)], Said::NotAPerson),
        Happens::Add(name, a) => {
            let (name, handles) = (NAMES[*name].to_owned(), vec![handle(*a)]);
            say(&[], Said::Add { name, handles, organisation: None, title: None });
        }
        Happens::Mine(a) => say(&[], Said::Me(Me::Mine { handle: handle(*a), from: None, until: None })),
        Happens::NotMine(a) => say(&[], Said::Me(Me::NotMine(handle(*a)))),
        Happens::Undo => {
            let said = store.last_undoable(&you).unwrap();
            said.iter().rev().for_each(|said| drop(store.undo(said.id, now, &you).unwrap()));
        }
        Happens::FreeMail => {
            let (key, value) = ("free-mail".to_owned(), "firm.example".to_owned());
            say(&[], Said::Setting { key, value });
        }
    }
}

/// Returns all that is derived, but for the ids.
fn derived(network: &Network) -> Vec<String> {
    let store = &network.store;
    let facts = [LAST, CONTACTS].map(|fact| store.facts(fact).unwrap().into_iter().collect());
    let facts: [BTreeMap<PersonId, i64>; 2] = facts;
    let persons = store.persons().unwrap().into_iter().map(|p| {
        let facts = facts.each_ref().map(|fact| fact.get(&p.id));
        let words =
            NAMES.iter().filter(|n| store.search(n, 99).unwrap().iter().any(|found| found.id == p.id));
        let words: Vec<&&str> = words.collect();
        format!("{:?}", (p.name, p.kind, p.handles, p.records, p.tags, p.organisation, facts, words))
    });
    let mut persons: Vec<String> = persons.collect();
    persons.sort();
    persons
}

fn check(history: &[Happens]) -> usize {
    let [step_by_step, at_once] = [(); 2].map(|()| Network::of(Store::in_memory().unwrap()));
    let mut in_part = 0;
    for what in history {
        happen(&at_once, what);
        everything(&at_once, &|_| true).unwrap();
        happen(&step_by_step, what);
        if part::in_part(&step_by_step, &|_| true).unwrap() {
            in_part += 1;
        } else {
            everything(&step_by_step, &|_| true).unwrap();
        }
        assert_eq!(derived(&step_by_step), derived(&at_once), "after {what:?}");
    }
    in_part
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn in_part_is_as_in_whole(history in prop::collection::vec(happens(), 1..12)) {
        check(&history);
    }
}

#[test]
fn most_of_what_happens_needs_only_a_part() {
    let history = [
        Happens::Import(0, vec![(0, 0, vec![0, 4]), (1, 3, vec![2])], vec![(0, 8, 0, true, 3)]),
        Happens::Import(1, vec![(0, 0, vec![5]), (1, 4, vec![6])], vec![(1, 8, 7, true, 4)]),
        Happens::Import(1, vec![(0, 2, vec![5])], vec![]),
        Happens::Same(0, 5),
        Happens::Apart(0, 5),
        Happens::Undo,
        Happens::NotAPerson(3),
        Happens::Shared(4),
        Happens::Add(7, 1),
        Happens::Mine(8),
        Happens::Undo,
        Happens::FreeMail,
        Happens::Import(2, vec![(0, 0, vec![7])], vec![(0, 8, 0, true, 3), (3, 0, 8, false, 9)]),
    ];
    assert_eq!(check(&history), history.len() - 2);
}
