//! Networks of other releases: an older one is brought up to date with nothing lost, a newer one is refused.

use crate::program::{Home, Said};
use comity_import::Bundle;
use comity_import::bundle::{Limits, ZipBundle};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// What the first release that landed wrote (commit c09bb84): an invented network, and its own export of it.
///
/// In it are seven archives, one of which was taken back and one of which tells what another tells as well,
/// 51 statements of every verb, three of them taken back, and somebody who was forgotten.
const FIRST: &[u8] = include_bytes!("first.zip");

/// Where in the file SQLite keeps the numbers that programs may set.
const TABLES: std::ops::Range<usize> = 60..64;
const APPLICATION: std::ops::Range<usize> = 68..72;

/// Returns the network and its export.
fn first() -> (Vec<u8>, String) {
    let mut zip = ZipBundle::new(Cursor::new(FIRST), Limits::default()).expect("the zip is whole");
    let mut read = |name: &str| {
        let index = zip.entries().iter().position(|e| e.name == name).expect("it is in the zip");
        let mut bytes = Vec::new();
        zip.open(index).expect("it opens").read_to_end(&mut bytes).expect("it is read");
        bytes
    };
    let network = read("network");
    (network, String::from_utf8(read("export.txt")).expect("an export is text"))
}

/// Puts the first release's network into a home, where it is the user's own, and returns its export.
fn settle(home: &Home) -> String {
    let (network, export) = first();
    fs::write(home.path("test.comity"), network).expect("a file can be written");
    export
}

fn version(path: &Path) -> u32 {
    let bytes = fs::read(path).expect("the network is there");
    u32::from_be_bytes(bytes[TABLES].try_into().expect("four bytes"))
}

#[test]
fn the_first_releases_network_says_the_same_as_then() {
    let home = Home::new();
    let export = settle(&home);
    assert_eq!(home.kept(), export);
    let (_, people) = home.json(&["people", "--limit", "100"]);
    assert_eq!(people["total"], 16, "{people}");
    for (id, name) in [("p8", "Céline Clairval"), ("p12", "Niamh McMoran"), ("p14", "Solène Granvigne")] {
        assert_eq!(home.json(&["person", id]).1["name"], name, "a number means somebody else");
    }
    assert!(home.ok(&["note", "Niamh McMoran"]).contains("likes old maps"));
    let (code, stopped) = home.json(&["check", "Wiebke Tannenhauser", "--via", "phone"]);
    assert_eq!((code, &stopped["findings"][0]["code"]), (1, &"HD1".into()), "{stopped}");
    assert_eq!(home.kept(), export, "reading changed what is kept");
}

#[test]
fn it_is_copied_once_and_goes_on_being_used() {
    let home = Home::new();
    let export = settle(&home);
    home.ok(&["people"]);
    let copy = home.path("test.comity-before-1");
    // Until a release changes the tables there is nothing to copy for.
    assert_eq!(copy.exists(), version(&home.path("test.comity")) > 1);
    let copied = fs::read(&copy).ok();
    if copied.is_some() {
        assert_eq!(version(&copy), 1);
    }
    home.ok(&["note", "Niamh McMoran", "Written by a later release."]);
    let (kept, lines) = (home.kept(), export.lines().count());
    assert!(kept.starts_with(&export), "what was kept before changed");
    assert_eq!(kept.lines().count(), lines + 1);
    assert_eq!(fs::read(&copy).ok(), copied, "the copy changed");
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Benoit D.\nEMAIL:benoit.duchamp@flintrise.example\nEND:VCARD\n";
    home.write("card.vcf", card);
    home.ok(&["import", "card.vcf"]);
    assert!(!home.kept().contains("duchamp"), "whoever was forgotten then is back");
}

#[test]
fn a_backup_of_then_comes_back() {
    let home = Home::new();
    let (network, export) = first();
    fs::write(home.path("old-backup"), &network).expect("a file can be written");
    home.ok(&["add", "Somebody Else"]);
    home.ok(&["restore", "old-backup"]);
    assert_eq!(home.kept(), export);
    assert_eq!(fs::read(home.path("old-backup")).expect("the backup"), network, "a backup was changed");
}

/// Writes the first network with other bytes in its head, and asks for people.
fn asked_with(place: std::ops::Range<usize>, number: u32) -> Said {
    let home = Home::new();
    settle(&home);
    let path = home.path("test.comity");
    let mut bytes = fs::read(&path).expect("the network is there");
    bytes[place].copy_from_slice(&number.to_be_bytes());
    fs::write(&path, &bytes).expect("a file can be written");
    let said = home.run(&["people"]);
    assert_eq!(fs::read(&path).expect("the network"), bytes, "a network was changed that is not understood");
    said
}

#[test]
fn a_newer_network_and_another_programs_file_are_refused() {
    let said = asked_with(TABLES, 999);
    assert_eq!(said.code, 2, "{said:?}");
    let told = said.err.replace('\n', " ");
    assert!(
        told.contains("was written by Comity 0.1.0 of a later date, which is newer than this one"),
        "{told}"
    );
    assert!(told.contains("help: use Comity 0.1.0 of a later date, or one that is newer still"), "{told}");
    let said = asked_with(APPLICATION, 17);
    assert!(said.code == 2 && said.err.contains("is not a network of Comity"), "{said:?}");
}
