//! What is between two people is what the resolver goes by.

use super::*;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Record};
use crate::resolve::{Bits, Book, Card, Details, Reader};

/// A book of records, each told as key, name and handles: `mail:1, Ana Ruiz, email:ana@post.example`.
fn book(told: &[&str], rulings: Rulings) -> Book {
    let mut reader = Reader::default();
    let mut card = |line: &&str| -> Card {
        let mut parts = line.split(", ");
        let (key, name) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let record = Record {
            key: key.to_owned(),
            names: (!name.is_empty()).then(|| Name::whole(name)).into_iter().collect(),
            handles: parts.filter_map(Handle::from_key).map(LabelledHandle::bare).collect(),
            ..Record::default()
        };
        reader.read(&record, &Details::default())
    };
    let mut book = Book::of(told.iter().map(&mut card).collect(), rulings);
    book.compare();
    book
}

fn between_keys(told: &[&str], a: &str, b: &str) -> Between {
    let book = book(told, Rulings::default());
    let anchor = |key: &str| [Anchor::Record(key.to_owned())];
    let Ok(between) = between(book.shelf(), &Rulings::default(), &anchor(a), &anchor(b));
    between
}

#[test]
fn a_chain_tells_every_join_and_its_bits_add_up() {
    let told = [
        "mail:1, Keziah Thistlewood, email:kez@post.example",
        "vcard:2, Keziah Thistlewood, email:kez@post.example, phone:+15550100",
        "chat:3, Kez, phone:+15550100",
    ];
    let between = between_keys(&told, "mail:1", "chat:3");
    assert_eq!((between.standing, between.bars.len()), (Standing::One, 0));
    let ends: Vec<_> = between.chain.iter().map(|held| (held.a, held.b)).collect();
    assert_eq!(ends, [(0, 1), (1, 2)]);
    for held in &between.chain {
        let Reason::Likely { bits, .. } = held.reason else { panic!("{:?}", held.reason) };
        assert_eq!(held.why.bits, bits);
        assert_eq!(held.why.contributions.iter().map(|c| c.bits).sum::<Bits>(), bits);
    }
}

#[test]
fn what_is_between_the_two_cuts_is_a_question_and_says_what_it_lacks() {
    let told = ["mail:1, Ostromir Bragin, email:bragin@post.example", "chat:2, Ostromir, phone:+15550100"];
    let between = between_keys(&told, "mail:1", "chat:2");
    assert_eq!(between.standing, Standing::Likely);
    assert!(matches!(between.bars[..], [Bar::TooLittle(least)] if least > between.why.bits), "{between:?}");
}

#[test]
fn who_is_told_apart_says_by_what() {
    let check = |a: &str, b: &str, bar: Bar| {
        let between = between_keys(&[a, b], a.split_once(',').unwrap().0, b.split_once(',').unwrap().0);
        assert!(between.standing != Standing::One && between.bars.contains(&bar), "{between:?}");
    };
    check(
        "mail:1, Keziah Thistlewood, linkedin:kez-1, email:k1@post.example",
        "mail:2, Keziah Thistlewood, linkedin:kez-2, email:k2@post.example",
        Bar::SurelyTwo,
    );
    check(
        "mail:1, Keziah Thistlewood, x:kez_one",
        "mail:2, Keziah Thistlewood, x:other_kez",
        Bar::TwoAccounts,
    );
}

#[test]
fn what_the_user_said_is_told_as_such() {
    let told = ["mail:1, Ana Ruiz, email:ana@post.example", "mail:2, Tom Marsh, email:tom@post.example"];
    let anchor = |key: &str| Anchor::Record(key.to_owned());
    let word = crate::resolve::Word::Same { person: vec![anchor("mail:1")], with: anchor("mail:2") };
    let rulings = Rulings::of(&crate::resolve::Decisions { words: vec![word], ..Default::default() });
    let book = book(&told, rulings.clone());
    let Ok(found) = between(book.shelf(), &rulings, &[anchor("mail:1")], &[anchor("mail:2")]);
    assert_eq!((found.standing, found.chain[0].reason), (Standing::One, Reason::Stated));
    assert!(found.why.bits < Bits::ZERO, "what speaks for it besides is told all the same");
    let Ok(held) = held_together(book.shelf(), &rulings, &[anchor("mail:1"), anchor("mail:2")]);
    assert_eq!(held, found.chain);
}

#[test]
fn who_is_not_there_is_between_nobody() {
    let between = between_keys(&["mail:1, Ana Ruiz"], "mail:1", "mail:9");
    assert_eq!((between.standing, between.why.contributions.len()), (Standing::Two, 0));
}
