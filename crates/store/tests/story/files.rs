//! The network as a file: copied, brought back, and refused where it is not one.

use crate::told::*;
use comity_core::{Said, Tie};
use comity_store::{Error, Store};
use std::fs;

fn spoken(path: &std::path::Path) -> Store {
    let store = Store::create(path).unwrap();
    import(&store, &linkedin("1 Mar"));
    store.say(at("2026-03-02T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Both)).unwrap();
    store
}

#[test]
fn a_backup_comes_back_word_for_word() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = (home.path().join("maya.comity"), home.path().join("copy.comity"));
    let store = spoken(&path);
    let before = exported(&store);
    store.backup(&copy).unwrap();
    assert!(matches!(store.backup(&copy), Err(Error::Exists(_))));
    assert_eq!(exported(&Store::open(&copy).unwrap()), before);
    store.say(at("2026-03-03T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Personal)).unwrap();
    assert!(matches!(Store::restore(&copy, &path), Err(Error::Busy)), "still open here");
    assert_ne!(exported(&store), before);
    drop(store);
    let restored = Store::restore(&copy, &path).unwrap();
    assert_eq!(exported(&Store::open(&path).unwrap()), before);
    let replaced = exported(&Store::open(restored.before.unwrap()).unwrap());
    assert!(replaced.contains("value=personal"));
    let fresh = home.path().join("fresh.comity");
    assert_eq!(Store::restore(&copy, &fresh).unwrap().before, None);
    assert_eq!(exported(&Store::open(&fresh).unwrap()), before);
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_touched() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = (home.path().join("maya.comity"), home.path().join("copy.comity"));
    let store = spoken(&path);
    let before = exported(&store);
    store.backup(&copy).unwrap();
    drop(store);
    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 9000].fill(0x5a);
    fs::write(&copy, bytes).unwrap();
    let damaged = Store::restore(&copy, &path);
    let Err(Error::Corrupt(why)) = &damaged else { panic!("{damaged:?}") };
    assert!(!why.contains('\n'), "{why}");
    fs::write(&copy, "hello").unwrap();
    assert!(matches!(Store::restore(&copy, &path), Err(Error::NotANetwork(_))));
    let missing = home.path().join("missing.comity");
    assert!(matches!(Store::restore(missing, &path), Err(Error::NotFound(_))));
    assert_eq!(exported(&Store::open(&path).unwrap()), before);
    let names = fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    assert!(!names.into_iter().any(|name| name.contains("-new") || name.contains("-replaced")));
}

#[test]
fn errors_say_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let Err(error) = Store::open(home.path().join("none.comity")) else { panic!("opened nothing") };
    assert!(error.to_string().starts_with("there is no network at `"));
    assert!(error.help().unwrap().contains("comity import"));
    assert!(!Error::Busy.to_string().ends_with('.'));
}
