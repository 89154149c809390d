//! What has to hold whatever is imported or removed: nothing said is lost, and nobody's files are touched.

use crate::program::Home;

/// Two cards of one person; the address that comes first stands on the second alone.
fn two_cards(home: &Home) {
    for (name, id, addresses) in [
        ("one.vcf", "u1", "EMAIL:ana@firm.example"),
        ("two.vcf", "u2", "EMAIL:ana@firm.example\nEMAIL:a.ruiz@home.example"),
    ] {
        let card = format!("BEGIN:VCARD\nVERSION:3.0\nUID:{id}\nFN:Ana Ruiz\n{addresses}\nEND:VCARD\n");
        let file = home.write(name, &card);
        home.ok(&["import", &file.to_string_lossy()]);
    }
}

#[test]
fn a_wish_outlives_the_source_that_named_its_address() {
    let home = Home::new();
    two_cards(&home);
    home.ok(&["log", "ana", "--via", "ana@firm.example", "--in", "--outcome", "stop", "--at", "2 Mar"]);
    assert!(home.kept().contains("about=@email:a.ruiz@home.example"), "{}", home.kept());
    home.ok(&["sources", "remove", "2", "--yes"]);
    let (code, checked) = home.json(&["check", "ana", "--via", "ana@firm.example"]);
    assert_eq!((code, checked["verdict"].as_str()), (1, Some("unwelcome")));
    // The walk through everybody sees it as well.
    home.ok(&["log", "ana", "--via", "ana@firm.example"]);
    let (code, audited) = home.json(&["audit"]);
    assert_eq!((code, audited["levels"]["stop"].as_u64()), (1, Some(1)), "{audited}");
}

#[test]
fn forgetting_takes_along_what_the_users_words_still_name() {
    let home = Home::new();
    two_cards(&home);
    home.ok(&["note", "ana", "met at the fair"]);
    home.ok(&["sources", "remove", "2", "--yes"]);
    home.ok(&["forget", "ana", "--yes"]);
    let kept = home.kept();
    assert!(!kept.contains("home.example") && !kept.contains("fair"), "{kept}");
}

#[test]
fn an_invented_world_takes_nobodys_place() {
    let home = Home::new();
    let mine = home.write("exports/contacts.vcf", "mine");
    let said = home.run(&["demo", "--out", "exports"]);
    assert_eq!(
        (said.code, std::fs::read_to_string(&mine).unwrap_or_default().as_str()),
        (2, "mine"),
        "{said:?}"
    );
    let said = home.run(&["demo", "--out", "none", "--people", "0"]);
    assert!(said.code == 2 && said.err.contains("from 1 to"), "{said:?}");
    let other = home.write(".cache/comity/demo/letter.txt", "mine");
    for _ in 0..2 {
        home.ok(&["demo"]);
        assert!(other.is_file());
    }
}

#[test]
fn a_source_goes_only_when_that_was_confirmed() {
    let home = Home::new();
    two_cards(&home);
    let said = home.run(&["sources", "remove", "2"]);
    assert!(said.code == 2 && said.err.contains("was not confirmed"), "{said:?}");
    let count = || home.json(&["sources"]).1["sources"].as_array().map(Vec::len);
    assert_eq!(count(), Some(2));
    home.ok(&["sources", "remove", "2", "--yes"]);
    assert_eq!(count(), Some(1));
}

#[test]
fn an_invented_world_stands_beside_no_other() {
    let home = Home::new();
    home.ok(&["demo", "--out", "world", "--people", "5"]);
    let before = std::fs::read_dir(home.path("world")).unwrap().count();
    let said = home.run(&["demo", "--out", "world", "--people", "5", "--seed", "9"]);
    assert!(said.code == 2 && said.err.contains("an invented world already"), "{said:?}");
    assert_eq!(std::fs::read_dir(home.path("world")).unwrap().count(), before);
}

#[test]
fn what_makes_no_sense_is_said_and_no_mistake_of_the_program() {
    let home = Home::new();
    home.ok(&["add", "Ana Ruiz", "--handle", "ana@firm.example"]);
    for at in ["in 2000000000 days", "30000 years ago", "9999-12-31"] {
        let said = home.run(&["check", "ana", "--via", "mail", "--at", at]);
        assert!(said.code == 2 && said.err.contains("as a time"), "{at}: {said:?}");
    }
    let most = usize::MAX.to_string();
    for asked in [&["people"][..], &["people", "a"], &["history"]] {
        assert!(home.ok(&[asked, &["--limit", &most]].concat()).contains("Ana Ruiz"));
    }
}
