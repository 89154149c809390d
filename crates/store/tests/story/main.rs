//! One story, told through the face of the store: Maya imports, speaks, changes her mind, and forgets.

mod files;
mod forgetting;
mod identity;
mod part;
mod together;
mod told;
mod words;

use comity_core::{Anchor, Handle, Interaction, Platform, Said, Tie};
use comity_store::{Error, Order, Store};
use told::*;

#[test]
fn a_network_is_made_opened_and_guarded() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    assert!(matches!(Store::open(&path), Err(Error::NotFound(_))));
    let key = Store::create(&path).unwrap().key();
    assert_ne!(key, [0; 16]);
    assert!(matches!(Store::create(&path), Err(Error::Exists(_))));
    assert_eq!(Store::open(&path).unwrap().key(), key);
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["maya.comity"]);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let other = home.path().join("notes.txt");
    std::fs::write(&other, "not a network, but long enough to look like one at first sight".repeat(40))
        .unwrap();
    assert!(matches!(Store::open(&other), Err(Error::NotANetwork(_))));
    std::fs::write(&other, "").unwrap();
    assert!(matches!(Store::open(&other), Err(Error::NotANetwork(_))));
    assert!(matches!(Store::open(home.path()), Err(Error::NotANetwork(_))));
}

#[test]
fn the_same_archive_twice_changes_nothing() {
    let store = Store::in_memory().unwrap();
    let first = import(&store, &linkedin("1 Mar"));
    assert_eq!((first.new_records, first.new_interactions), (2, 3));
    assert_eq!(first.skipped["empty"], 1);
    let before = exported(&store);
    let again = import(&store, &linkedin("2 Mar"));
    assert_eq!((again.source, again.new_records, again.new_interactions), (first.source, 0, 0));
    assert_eq!((again.known_records, again.known_interactions), (2, 3));
    assert_eq!(exported(&store), before);
    let sources = store.sources().unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!((sources[0].records, sources[0].interactions), (2, 3));
    assert_eq!(sources[0].file_count, 2);
    assert_eq!(store.files(first.source).unwrap()[0].rows, Some(2));
    assert_eq!(store.skipped(first.source).unwrap().len(), 1);
}

#[test]
fn a_newer_archive_brings_what_is_new() {
    let store = Store::in_memory().unwrap();
    let first = import(&store, &linkedin("1 Mar"));
    store.save_persons(store.mark().unwrap(), 1, &[]).unwrap();
    assert!(store.derived().unwrap().unwrap().current);
    let mut newer = linkedin("9 Mar");
    newer.records[0].title = Some("Head of Legal".into());
    newer.interactions.push(message("li:4", "2026-03-08T09:00:00Z", "linkedin:maya", "linkedin:ben"));
    let summary = import(&store, &newer);
    assert_eq!((summary.changed_records, summary.known_records), (1, 1));
    assert_eq!((summary.new_interactions, summary.known_interactions), (1, 3));
    let records = store.records().unwrap();
    assert_eq!(records.len(), 2);
    assert!(records.iter().any(|(_, r)| r.title.as_deref() == Some("Head of Legal")));
    assert!(records.iter().all(|(source, _)| *source == first.source));
    assert!(!store.derived().unwrap().unwrap().current);
    let changes = store.changes().unwrap();
    assert!(!changes.everything);
    assert_eq!(changes.handles, ["linkedin:ana", "linkedin:ben", "linkedin:maya"].map(handle));
    assert_eq!(changes.records, ["conn:ana"]);
}

#[test]
fn an_import_is_whole_or_nothing() {
    let store = Store::in_memory().unwrap();
    import(&store, &linkedin("1 Mar"));
    let before = exported(&store);
    let mut import = store.begin(&source("mbox", Some("maya@firm.example"))).unwrap();
    import
        .interaction(message("m:1", "2026-03-02", "email:maya@firm.example", "email:ana@firm.example"))
        .unwrap();
    assert!(matches!(store.begin(&source("mbox", None)), Err(Error::Busy)));
    drop(import);
    assert_eq!(exported(&store), before);
    assert_eq!(store.sources().unwrap().len(), 1);
    assert!(store.interactions_of(&[handle("email:ana@firm.example")]).unwrap().is_empty());
}

#[test]
fn what_two_sources_tell_stands_once_and_outlives_either() {
    for turned in [false, true] {
        let store = Store::in_memory().unwrap();
        let short =
            message("m:1", "2026-03-02T10:00:00Z", "email:maya@firm.example", "email:ana@firm.example");
        let mut long = short.clone();
        long.parties.push(party("email:cem@firm.example"));
        let inbox = Told { interactions: vec![short.clone()], ..told(source("mbox", Some("inbox"))) };
        let sent = Told { interactions: vec![long.clone()], ..told(source("mbox", Some("sent"))) };
        let both = if turned { [&sent, &inbox] } else { [&inbox, &sent] };
        let [one, two] = both.map(|t| import(&store, t).source);
        assert_eq!(all(&store), [long.clone()]);
        assert_eq!(store.interactions_of(&[handle("email:cem@firm.example")]).unwrap().len(), 1);
        let sent = if turned { one } else { two };
        assert!(store.remove_source(sent).unwrap());
        assert_eq!(all(&store), [short]);
        assert!(store.interactions_of(&[handle("email:cem@firm.example")]).unwrap().is_empty());
    }
}

#[test]
fn an_address_is_fuller_than_a_mere_name() {
    for (turned, account) in [(false, "old"), (true, "old"), (false, "new"), (true, "new")] {
        let store = Store::in_memory().unwrap();
        let when = "2020-03-01T10:00:00Z";
        let named = message("li:1", when, "linkedin:maya", "linkedin:~ana ruiz");
        let addressed = message("li:1", when, "linkedin:maya", "linkedin:ana");
        let old = Told { interactions: vec![named], ..told(source("linkedin", Some("old"))) };
        let new = Told { interactions: vec![addressed.clone()], ..told(source("linkedin", Some(account))) };
        for archive in if turned { [&new, &old] } else { [&old, &new] } {
            import(&store, archive);
        }
        assert_eq!(all(&store), [addressed], "turned {turned}, account {account}");
    }
}

#[test]
fn what_is_said_is_undone_and_done_again() {
    let store = Store::in_memory().unwrap();
    let (you, ana) = (you(), [Anchor::Handle(handle("email:ana@firm.example"))]);
    let said = store.say(at("2026-03-01T09:00:00Z"), &you, &ana, Said::Hoped(Tie::Both)).unwrap();
    let now = at("2026-03-01T09:01:00Z");
    assert_eq!(store.last_undoable(&you).unwrap(), std::slice::from_ref(&said));
    let undo = store.undo(said.id, now, &you).unwrap();
    assert!(!store.statement(said.id).unwrap().unwrap().stands());
    assert!(store.last_undoable(&you).unwrap().is_empty());
    assert!(matches!(store.undo(said.id, now, &you), Err(Error::AlreadyUndone(id)) if id == said.id));
    assert_eq!(store.last_redoable(&you).unwrap().unwrap(), undo);
    let redo = store.undo(undo.id, now, &you).unwrap();
    assert!(store.statement(said.id).unwrap().unwrap().stands());
    store.undo(redo.id, now, &you).unwrap();
    assert_eq!(store.statement(said.id).unwrap().unwrap().undone_by, Some(undo.id));
    assert!(matches!(store.undo(99, now, &you), Err(Error::NoSuch { .. })));
    assert_eq!(store.statements().unwrap().len(), 4);
}

#[test]
fn a_command_that_is_repeated_says_nothing_twice() {
    let store = Store::in_memory().unwrap();
    let (you, now) = (you(), at("2026-03-01T09:00:00Z"));
    let both = || vec![(vec![], Said::Hoped(Tie::Both)), (vec![], Said::Tag("club".into()))];
    let said = store.say_all(now, &you, both()).unwrap();
    assert_eq!(store.say_all(now, &you, both()).unwrap(), said);
    store.say(now, &comity_core::Author("agent".into()), &[], Said::Hoped(Tie::Both)).unwrap();
    assert_eq!(store.say_all(now, &you, both()).unwrap(), said, "others do not count");
    // Another moment, another order, something said since, or something taken back: that is something new.
    store.say_all(at("2026-03-01T09:00:01Z"), &you, both()).unwrap();
    store.say(now, &you, &[], Said::Hoped(Tie::Both)).unwrap();
    let tag = || store.say(now, &you, &[], Said::Tag("club".into())).unwrap();
    let one = tag();
    assert_eq!(tag(), one);
    let undo = store.undo(one.id, now, &you).unwrap();
    assert_ne!(tag().id, one.id);
    assert_eq!(store.statements().unwrap().len(), 9, "{undo:?}");
    let zoned = comity_core::Moment::Instant { at: 0, offset: Some(0) };
    let log =
        || Said::Log(Box::new(comity_core::statement::Logged::new(comity_core::Via::Mail(None), zoned)));
    let one = store.say(zoned, &you, &[], log()).unwrap();
    assert_eq!(store.say(zoned, &you, &[], log()).unwrap().id, one.id);
}

#[test]
fn what_one_command_said_is_taken_back_together() {
    let store = Store::in_memory().unwrap();
    let (you, ana) = (you(), vec![Anchor::Handle(handle("email:ana@firm.example"))]);
    // At one moment, as in a demonstration that stands still.
    let now = at("2026-03-01T09:00:00Z");
    let tag = |word: &str| (ana.clone(), Said::Tag(word.into()));
    let first = store.say_all(now, &you, [tag("client"), tag("friend")]).unwrap();
    let second = store.say_all(now, &you, [tag("a"), tag("b"), tag("c")]).unwrap();
    let alone = store.say(now, &you, &ana, Said::Note("met".into())).unwrap();
    let take_back = |all: &[comity_core::Statement]| {
        let undo = all.iter().rev().map(|s| (Vec::new(), Said::Undo(s.id)));
        store.say_all(now, &you, undo.collect::<Vec<_>>()).unwrap()
    };
    for said in [std::slice::from_ref(&alone), &second] {
        assert_eq!(store.last_undoable(&you).unwrap(), said);
        take_back(said);
    }
    // One of two was taken back by its number: only the other is left.
    store.undo(first[0].id, now, &you).unwrap();
    assert_eq!(store.last_undoable(&you).unwrap(), first[1..]);
    let undone = take_back(&first[1..]);
    assert!(store.last_undoable(&you).unwrap().is_empty());
    store.undo(undone[0].id, now, &you).unwrap();
    assert_eq!(store.last_undoable(&you).unwrap()[0].id, first[1].id);
    let added = |first: u64| vec![(Vec::new(), Said::Hoped(Tie::Both)), (Vec::new(), Said::Undo(first))];
    let both = store.say_numbered(now, &you, added).unwrap();
    assert_eq!(both[1].said, Said::Undo(both[0].id));
}

#[test]
fn ids_last_through_merges_and_come_back_after_splits() {
    let store = Store::in_memory().unwrap();
    let mark = store.mark().unwrap();
    let ana = derived("Ana Ruiz", &["email:ana@firm.example", "linkedin:ana"], &["conn:ana"]);
    let anna = derived("Anna Ruiz", &["email:anna@home.example"], &[]);
    let ben = derived("Ben Ode", &["linkedin:ben"], &["conn:ben"]);
    let ids = store.save_persons(mark, 1, &[ana.clone(), anna.clone(), ben.clone()]).unwrap();
    assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["p1", "p2", "p3"]);
    let one = derived(
        "Ana Ruiz",
        &["email:ana@firm.example", "linkedin:ana", "email:anna@home.example"],
        &["conn:ana"],
    );
    assert_eq!(store.save_persons(mark, 1, &[ben.clone(), one]).unwrap(), [ids[2], ids[0]]);
    assert_eq!(store.person(ids[1]).unwrap().unwrap().id, ids[0]);
    assert_eq!(store.person_of(&handle("email:anna@home.example")).unwrap(), Some(ids[0]));
    assert_eq!(store.save_persons(mark, 1, &[anna, ben, ana]).unwrap(), [ids[1], ids[2], ids[0]]);
    assert_eq!(store.person(ids[1]).unwrap().unwrap().name, "Anna Ruiz");
    let dan = derived("Dan Eke", &["email:dan@firm.example"], &[]);
    assert_eq!(store.save_persons(mark, 1, &[dan]).unwrap()[0].to_string(), "p4");
    assert!(store.person(ids[1]).unwrap().is_none());
}

#[test]
fn people_are_found_by_the_beginnings_of_words() {
    let store = Store::in_memory().unwrap();
    let ana = derived("Ana Núñez", &["email:ana.n@firm.example"], &[]);
    let ben = derived("Ben Ode", &["linkedin:ben-ode"], &[]);
    let mark = store.mark().unwrap();
    let ids = store.save_persons(mark, 1, &[ana, ben]).unwrap();
    for (query, expected) in [
        ("nunez", vec![ids[0]]),
        ("NÚÑ an", vec![ids[0]]),
        ("ana.n@firm.example", vec![ids[0]]),
        ("ode", vec![ids[1]]),
        ("zed", vec![]),
        ("", vec![]),
    ] {
        let found: Vec<_> = store.search(query, 10).unwrap().into_iter().map(|p| p.id).collect();
        assert_eq!(found, expected, "{query}");
    }
    store.save_person_facts(mark, 1, &[(ids[1], "contacts", 7)]).unwrap();
    let page = |after| {
        let page = store.page(Order::Fact("contacts"), after, 1).unwrap();
        page.into_iter().map(|p| p.id).collect::<Vec<_>>()
    };
    assert_eq!((page(None), page(Some(ids[1])), page(Some(ids[0]))), (vec![ids[1]], vec![ids[0]], vec![]));
    assert_eq!(store.facts("contacts").unwrap(), [(ids[1], 7)]);
}

#[test]
fn facts_go_with_the_persons_of_whom_they_tell() {
    let store = Store::in_memory().unwrap();
    let early = store.mark().unwrap();
    let ana = derived("Ana Ruiz", &["email:ana@firm.example"], &[]);
    let gone = store.save_persons(early, 0, &[ana]).unwrap();
    assert_eq!(store.derived().unwrap().map(|d| d.version), Some(0));
    store.say(at("2026-03-01T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Both)).unwrap();
    let late = store.mark().unwrap();
    let ben = derived("Ben Ode", &["linkedin:ben-ode"], &[]);
    let ids = store.save_persons(late, 0, &[ben]).unwrap();
    store.save_person_facts(early, 1, &[(gone[0], "contacts", 7)]).unwrap();
    assert_eq!(store.derived().unwrap().map(|d| d.version), Some(0));
    store.save_person_facts(late, 1, &[(ids[0], "contacts", 3), (gone[0], "contacts", 7)]).unwrap();
    assert_eq!(store.derived().unwrap().map(|d| (d.version, d.current)), Some((1, true)));
    assert_eq!(store.facts("contacts").unwrap(), [(ids[0], 3)]);
}

#[test]
fn each_person_comes_with_all_that_happened() {
    let store = Store::in_memory().unwrap();
    import(&store, &linkedin("1 Mar"));
    let ana = derived("Ana Ruiz", &["linkedin:ana"], &[]);
    let ben = derived("Ben Ode", &["linkedin:ben"], &[]);
    let ids = store.save_persons(store.mark().unwrap(), 1, &[ana, ben]).unwrap();
    let mut seen: Vec<(comity_store::PersonId, Vec<Interaction>)> = Vec::new();
    store
        .by_person(|id, told| {
            // What is shown may be asked about at once.
            assert_eq!(store.person(id)?.map(|person| person.id), Some(id));
            seen.push((id, told));
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!(seen.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids);
    for (id, told) in seen {
        let handles: Vec<Handle> =
            store.person(id).unwrap().unwrap().handles.into_iter().map(|(h, _)| h).collect();
        assert_eq!(told, store.interactions_of(&handles).unwrap());
        assert!(told.iter().all(|i| i.platform == Platform::LinkedIn));
    }
}
