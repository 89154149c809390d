//! Step by step is the same as all at once.

use super::*;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Provenance, Record};
use crate::resolve::{Book, Cut, Details, Reader};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What meets in every way: few names, addresses, numbers and firms.
const NAMES: [&str; 10] = [
    "Ana Ruiz",
    "Ana Thistlewood",
    "A. Ruiz",
    "Keziah Thistlewood",
    "Kez",
    "Tom Ruiz Jr",
    "",
    "Ruiz, Ana",
    "Keziah \"Kez\" Ruiz",
    "Ana Marsh née Ruiz",
];
const HANDLES: [&str; 8] = [
    "email:ana@firm.example",
    "email:keziah.thistlewood@post.example",
    "email:info@firm.example",
    "phone:+442079460123",
    "phone:9460123",
    "linkedin:ana",
    "linkedin:kez",
    "facebook:~ana ruiz",
];
const FIRMS: [&str; 3] = ["", "Firm", "Harbour"];

/// A record by the places of its name, its handles and its firm, and the file in which it stands.
type Line = (usize, Vec<usize>, usize, u8);

fn line(names: usize) -> impl Strategy<Value = Line> {
    (0..names, prop::collection::vec(0..HANDLES.len(), 0..3), 0..FIRMS.len(), 0..2u8)
}

fn record((name, handles, firm, file): &Line) -> Record {
    let told = |text: &'static str| Some(text).filter(|t| !t.is_empty());
    Record {
        names: told(NAMES[*name]).map(Name::whole).into_iter().collect(),
        handles: handles
            .iter()
            .filter_map(|h| Handle::from_key(HANDLES[*h]))
            .map(LabelledHandle::bare)
            .collect(),
        organisation: told(FIRMS[*firm]).map(str::to_owned),
        provenance: Provenance { file: format!("f{file}"), place: 0 },
        ..Record::default()
    }
}

fn cards(lines: &[Line]) -> Vec<Card> {
    let mut reader = Reader::default();
    let key = |n: usize| ["vcard", "facebook", "mail"][n % 3].to_owned() + &format!(":{n}");
    let keyed = lines.iter().enumerate().map(|(n, line)| Record { key: key(n), ..record(line) });
    keyed.map(|record| reader.read(&record, &Details::default())).collect()
}

type Sets = BTreeSet<BTreeSet<String>>;

/// Returns who is who in a book as it stands, by keys, at both cuts.
fn partition(book: &Book) -> [Sets; 2] {
    let solved = book.solve();
    let key = |no: &RecordNo| book.shelf().at(*no).map_or_else(String::new, |card| card.key().to_owned());
    Cut::ALL.map(|cut| {
        let persons = solved.iter().flat_map(|s| s.persons(cut));
        persons.map(|person| person.iter().map(key).collect()).collect()
    })
}

fn at_once(cards: Vec<Card>) -> Book {
    let mut book = Book::of(cards, Rulings::default());
    book.compare();
    book
}

/// Takes the last `later` cards one by one, then lets some go.
fn step_by_step(cards: &[Card], later: usize, gone: &[usize]) -> Book {
    let first = cards.len() - later.min(cards.len());
    let mut book = at_once(cards[..first].to_vec());
    cards[first..].iter().for_each(|card| drop(book.insert(card.clone())));
    gone.iter().for_each(|no| drop(book.remove(*no as RecordNo)));
    book
}

fn check(lines: &[Line], later: usize, gone: &[usize]) {
    let cards = cards(lines);
    let gone: Vec<usize> = gone.iter().map(|n| n % cards.len().max(1)).collect();
    let left = cards.iter().enumerate().filter(|(n, _)| !gone.contains(n)).map(|(_, c)| c.clone());
    let whole = at_once(left.collect());
    let stepped = step_by_step(&cards, later, &gone);
    assert_eq!(partition(&stepped), partition(&whole));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn step_by_step_is_all_at_once(
        lines in prop::collection::vec(line(NAMES.len()), 1..24),
        later in 0..24usize,
        gone in prop::collection::vec(0..24usize, 0..4),
    ) {
        check(&lines, later, &gone);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    // Of two names, so that blocks and their parts grow too large and shrink again.
    #[test]
    fn blocks_that_are_split_and_joined_again_are_the_same_as_all_at_once(
        lines in prop::collection::vec(line(2), 44..140),
        later in 0..60usize,
        gone in prop::collection::vec(0..140usize, 0..30),
    ) {
        check(&lines, later, &gone);
    }
}
