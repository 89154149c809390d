//! Zips as they come: wrapped, zipped twice, damaged, and made to harm.

use comity_import::bundle::{Joined, Limits, MemoryBundle, ZipBundle, ZipError};
use comity_import::{Bundle, Reason};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PACKED: SimpleFileOptions = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, PACKED).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>, limits: Limits) -> Result<ZipBundle<Cursor<Vec<u8>>>, ZipError> {
    ZipBundle::new(Cursor::new(bytes), limits)
}

/// Compares what is listed, with its bytes, and what is refused.
fn check(bytes: Vec<u8>, entries: &[(&str, &str)], refused: &[(&str, Reason)]) {
    let mut bundle = open(bytes, Limits::default()).unwrap();
    let names: Vec<String> = bundle.entries().iter().map(|e| e.name.clone()).collect();
    let expected: Vec<&str> = entries.iter().map(|e| e.0).collect();
    assert_eq!(names, expected);
    for (index, (name, text)) in entries.iter().enumerate() {
        let mut read = String::new();
        bundle.open(index).unwrap().read_to_string(&mut read).unwrap();
        assert_eq!(read, *text, "{name}");
        assert_eq!(bundle.entries()[index].bytes, text.len() as u64);
    }
    let told: Vec<(&str, Reason)> = bundle.refused().iter().map(|s| (s.file.as_str(), s.reason)).collect();
    assert_eq!(told, refused);
}

#[test]
fn a_wrapping_folder_is_left_out_and_names_are_sorted() {
    check(
        zip(&[("export/b.csv", b"two"), ("export/a/c.csv", b"three"), ("__MACOSX/export/._b.csv", b"junk")]),
        &[("__MACOSX/export/._b.csv", "junk"), ("a/c.csv", "three"), ("b.csv", "two")],
        &[],
    );
}

#[test]
fn zips_at_the_root_are_opened_once() {
    let part = zip(&[("friends/friends.json", b"{}"), ("more.zip", b"PK")]);
    let outer = zip(&[("all/part-1.zip", &part), ("all/x/attached.zip", b"PK"), ("all/part-2.zip", b"torn")]);
    check(
        outer,
        &[("part-1.zip/friends/friends.json", "{}"), ("x/attached.zip", "PK")],
        &[("part-1.zip/more.zip", Reason::TooLarge), ("part-2.zip", Reason::Broken)],
    );
}

#[test]
fn names_that_lead_out_of_the_archive_are_refused() {
    check(
        zip(&[("../up.csv", b"1"), ("/abs.csv", b"2"), ("C:\\win.csv", b"3"), ("back\\slash.csv", b"4")]),
        &[("slash.csv", "4")],
        &[("entry 1", Reason::Broken), ("entry 2", Reason::Broken), ("entry 3", Reason::Broken)],
    );
}

#[test]
fn names_that_stand_there_twice_are_told() {
    let mut bytes = zip(&[("aa.csv", b"one"), ("ab.csv", b"two")]);
    rename(&mut bytes, b"ab.csv", b"aa.csv");
    check(bytes, &[("aa.csv", "two")], &[("", Reason::Copy)]);
    check(
        zip(&[("x/aa.csv", b"one"), ("x\\aa.csv", b"two")]),
        &[("aa.csv", "one")],
        &[("x/aa.csv", Reason::Copy)],
    );
}

fn rename(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
}

#[test]
fn what_unpacks_to_far_too_much_is_refused() {
    let zeros = vec![0; 4 << 20];
    check(
        zip(&[("bomb.csv", &zeros), ("a.csv", b"a")]),
        &[("a.csv", "a")],
        &[("bomb.csv", Reason::TooLarge)],
    );
}

#[test]
fn an_archive_beyond_a_limit_is_refused_whole() {
    let bytes = zip(&[("a.csv", b"aaaa"), ("b.csv", b"bbbb")]);
    let few = Limits { entries: 1, ..Limits::default() };
    let small = Limits { total_bytes: 7, ..Limits::default() };
    let said = |bytes: Vec<u8>, limits| open(bytes, limits).err().unwrap().to_string();
    assert_eq!(
        said(bytes.clone(), few),
        "cannot read the archive: it has 2 entries, more than the limit of 1"
    );
    assert_eq!(
        said(bytes, small),
        "cannot read the archive: it unpacks to 8 bytes, more than the limit of 7"
    );
    assert!(matches!(open(b"not a zip".to_vec(), Limits::default()), Err(ZipError::NotAZip(_))));
}

#[test]
fn entries_that_share_their_bytes_are_refused_whole() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.csv", PACKED).unwrap();
    writer.write_all(b"shared by two").unwrap();
    writer.shallow_copy_file("a.csv", "b.csv").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert!(matches!(open(bytes, Limits::default()), Err(ZipError::Overlapping)));
}

#[test]
fn a_link_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link.csv", "/etc/passwd", PACKED).unwrap();
    check(writer.finish().unwrap().into_inner(), &[], &[("link.csv", Reason::Unsupported)]);
}

#[test]
fn an_entry_that_is_damaged_fails_alone() {
    let mut bytes = zip(&[("a.csv", b"good"), ("b.csv", b"some longer text that is damaged")]);
    let at = bytes.windows(5).position(|w| w == b"b.csv").unwrap() + 5;
    bytes[at + 3] ^= 0x55;
    let mut bundle = open(bytes, Limits::default()).unwrap();
    let mut text = String::new();
    bundle.open(0).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "good");
    assert!(bundle.open(1).unwrap().read_to_string(&mut text).is_err());
}

#[test]
fn several_bundles_are_one_with_prefixes() {
    let zip = open(zip(&[("a.csv", b"zipped"), ("/no", b"")]), Limits::default()).unwrap();
    let loose = MemoryBundle::new([("b.csv".to_owned(), b"loose".to_vec())]);
    let mut joined =
        Joined::new(vec![("p.zip/".to_owned(), Box::new(zip)), (String::new(), Box::new(loose))]);
    let names: Vec<&str> = joined.entries().iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["b.csv", "p.zip/a.csv"]);
    assert_eq!(joined.refused()[0].file, "p.zip/entry 2");
    let mut text = String::new();
    joined.open(1).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "zipped");
    assert!(joined.open(2).is_err());
}
