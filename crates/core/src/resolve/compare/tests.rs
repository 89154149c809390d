//! What tells namesakes apart, and what leads from one name to another.

use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Record};
use crate::resolve::{Book, Card, Cut, Details, Evidence, Reader, Rulings};

/// Reads records, each told as name and handles: `Ana Ruiz, email:ana@post.example`.
fn cards(told: &[&str]) -> Vec<Card> {
    let mut reader = Reader::default();
    let record = |(n, line): (usize, &&str)| {
        let (name, handles) = line.split_once(", ").unwrap_or((line, ""));
        Record {
            key: format!("mail:{n}"),
            names: vec![Name::whole(name)],
            handles: handles.split(' ').filter_map(Handle::from_key).map(LabelledHandle::bare).collect(),
            ..Record::default()
        }
    };
    told.iter().enumerate().map(record).map(|r| reader.read(&r, &Details::default())).collect()
}

/// Returns how many persons there are at a cut.
fn persons(told: &[&str], cut: Cut) -> usize {
    let mut book = Book::of(cards(told), Rulings::default());
    book.compare();
    book.solve().iter().map(|solved| solved.persons(cut).len()).sum()
}

/// Tells whether a kind of evidence speaks for two, and whether it speaks against them.
fn check(a: &str, b: &str, kind: Evidence, expected: Option<bool>) {
    let why = Book::of(cards(&[a, b]), Rulings::default()).why(0, 1).unwrap();
    let found = why.contributions.iter().find(|piece| piece.kind == kind);
    assert_eq!(found.map(|piece| piece.bits > crate::resolve::Bits::ZERO), expected, "{a} / {b}");
}

#[test]
fn namesakes_have_numbers_and_private_addresses_of_their_own() {
    let (a, b) = ("Ana Ruiz, phone:+15550100", "Ana Ruiz, phone:+15550199");
    check(a, b, Evidence::TwoNumbers, Some(false));
    check(a, "Ana Ruiz, phone:5550100", Evidence::TwoNumbers, None);
    let (a, b) = ("Ana Ruiz, email:ana7@gmail.com", "Ana Ruiz, email:ruiz.ana@gmail.com");
    check(a, b, Evidence::TwoMailboxes, Some(false));
    check(a, "Ana Ruiz, email:ana@firm.example", Evidence::TwoMailboxes, None);
}

#[test]
fn a_mailbox_of_a_household_is_not_one_person() {
    let family = "The Thistlewoods, email:thistlewoods@post.example";
    let keziah = "Keziah Thistlewood, email:thistlewoods@post.example";
    check(family, keziah, Evidence::Mailbox, None);
    assert_eq!(persons(&[family, keziah], Cut::Auto), 2);
    assert_eq!(persons(&[keziah, "Kez, email:thistlewoods@post.example"], Cut::Auto), 1);
}

#[test]
fn an_address_is_no_second_reason_beside_itself() {
    let address = "email:moonlit.otter@post.example";
    check(&format!("Ana, {address}"), &format!("Tom, {address}"), Evidence::UserName, None);
    check(
        "Ana Ruiz, email:ana.ruiz@a.example",
        "A. Ruiz, email:ana.ruiz@b.example",
        Evidence::UserName,
        None,
    );
}

#[test]
fn a_user_name_in_the_place_of_a_name_leads_to_whoever_goes_by_it() {
    check(
        "moonlitotter, phone:+15550100",
        "Ana Ruiz, email:moonlitotter@gmail.com",
        Evidence::UserName,
        Some(true),
    );
    let told = ["keziahthistlewood, phone:+15550100", "Keziah Thistlewood, email:k@post.example"];
    assert_eq!(persons(&told, Cut::Likely), 1);
}

#[test]
fn a_profile_that_spells_the_other_family_name_leads_over_a_marriage() {
    let (after, before) = ("Keziah Marsh, linkedin:keziah-thistlewood-1a2b3c4d", "Keziah Thistlewood");
    check(after, before, Evidence::Spelling, Some(true));
    check("Keziah Marsh", before, Evidence::Name, Some(false));
}

#[test]
fn a_name_cut_short_is_no_other_name() {
    check("Thistl Marsh", "Thistlan Marsh", Evidence::NameForm, Some(true));
    check("Ana Marsh", "Anatol Marsh", Evidence::NameForm, None);
}

#[test]
fn a_given_name_that_one_person_here_bears_is_worth_a_question_and_no_join() {
    let told = ["Ostromir, phone:+15550100", "Ostromir Bragin, email:bragin@post.example"];
    assert_eq!((persons(&told, Cut::Likely), persons(&told, Cut::Auto)), (1, 2));
}
