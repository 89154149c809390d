//! Derived anew where needed, and in part as in whole.

mod history;

use super::*;
use comity_core::{Anchor, Author, Handle, Moment, Platform};

#[test]
fn what_another_program_said_meanwhile_counts() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("jo.comity");
    let (one, other) = (Network::open_or_create(&path).unwrap(), Network::open(&path).unwrap());
    let (at, you) = (Moment::instant(0), Author("you".into()));
    let handles = ["ana@firm.example", "ruiz@home.example"].map(|a| Handle::normal(Platform::Email, a));
    for handle in &handles {
        let (name, handles) = ("Ana Ruiz".to_owned(), vec![handle.clone()]);
        let add = Said::Add { name, handles, organisation: None, title: None };
        one.store.say(at, &you, &[], add).unwrap();
    }
    assert_eq!(one.held().unwrap().statements.len(), 2);
    let [ana, ruiz] = handles.clone().map(Anchor::Handle);
    other.store.say(at, &you, &[ana], Said::Same(vec![ruiz])).unwrap();
    // Its log was read before that; what it derives says that it knows all.
    where_needed(&one, &|_| true).unwrap();
    assert!(one.store.derived().unwrap().unwrap().current);
    assert_eq!(one.store.person_count().unwrap(), 1);
}

#[test]
fn what_a_newer_release_derived_is_not_undone_by_an_older_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("jo.comity");
    let network = Network::open_or_create(&path).unwrap();
    network.store.save_persons(network.store.mark().unwrap(), VERSION + 1, &[]).unwrap();
    let newer = |e: &Error| matches!(e, Error::Store(comity_store::Error::Newer { .. }));
    assert!(Network::open(&path).is_err_and(|e| newer(&e)));
}
