//! What is damaged on purpose: nothing stops the reader, the rest is read, and a note says what is missing.
//!
//! The first tests damage every fixture of every source in ways that come from a fixed sequence of numbers;
//! the others are one test for each kind of harm that is known.

mod dump;

use comity_import::bundle::MemoryBundle;
use comity_import::{Bundle, Entry, Reason, SOURCES, Settings, recognise_all};
use dump::{Found, dump};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

type Files = Vec<(String, Vec<u8>)>;

/// So many damaged forms of each kind for each file: one beside the whole files of its case, the rest alone,
/// which takes far less time.
const ROUNDS: usize = 3;

#[test]
fn cut_files_are_read_as_far_as_they_go() {
    damage_all("cut", |bytes, numbers| bytes.truncate(numbers.below(bytes.len())));
}

#[test]
fn every_cut_in_a_json_file_is_told() {
    for files in fixtures() {
        let json = |at: &usize| files[*at].0.ends_with(".json") && !files[*at].1.is_empty();
        for at in (0..files.len()).filter(json) {
            let whole = files[at].1.trim_ascii_end().len();
            for keep in (0..whole).step_by(1 + whole / 20) {
                let (name, bytes) = &files[at];
                let (found, unclaimed) = read(vec![(name.clone(), bytes[..keep].to_vec())]);
                assert!(
                    is_told(name, &found, &unclaimed),
                    "`{name}` is cut after {keep} bytes and nobody says so"
                );
            }
        }
    }
}

#[test]
fn other_bytes_are_survived() {
    damage_all("other bytes", |bytes, numbers| {
        for _ in 0..1 + numbers.below(8) {
            let at = numbers.below(bytes.len());
            bytes[at] = numbers.next() as u8;
        }
    });
}

#[test]
fn null_bytes_in_between_are_survived() {
    damage_all("null bytes", |bytes, numbers| {
        for _ in 0..3 {
            let at = numbers.below(bytes.len());
            bytes.splice(at..at, vec![0; 1 + numbers.below(600)]);
        }
    });
}

#[test]
fn lost_and_doubled_parts_are_survived() {
    damage_all("lost and doubled parts", |bytes, numbers| {
        let from = numbers.below(bytes.len());
        let to = (from + numbers.below(200)).min(bytes.len());
        let part = bytes[from..to].to_vec();
        if numbers.next() % 2 == 0 {
            bytes.drain(from..to);
        } else {
            bytes.splice(from..from, part);
        }
    });
}

#[test]
fn other_encodings_are_survived() {
    damage_all("UTF-16", |bytes, numbers| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let little = numbers.next() % 2 == 0;
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        *bytes = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect();
    });
    damage_all("Latin-1", |bytes, _| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        *bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    });
    damage_all("a mark in front", |bytes, _| {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    });
}

#[test]
fn a_file_that_fails_on_the_way_is_told_and_takes_nothing_else_with_it() {
    for files in fixtures() {
        let (all, _) = read(files.clone());
        for at in 0..files.len() {
            let whole = files[at].1.len();
            for good in [0, whole / 2, whole] {
                let mut torn = Torn { inner: MemoryBundle::new(files.clone()), torn: at, good };
                let (found, unclaimed) = read_bundle(&mut MemoryBundle::new(files.clone()), &mut torn);
                let name = torn.entries()[at].name.clone();
                // Of a mail the head is enough.
                let same = found.told.records == all.told.records
                    && found.told.interactions == all.told.interactions;
                assert!(
                    same || is_told(&name, &found, &unclaimed),
                    "`{name}` is torn after {good} bytes and nobody says so"
                );
            }
        }
    }
}

/// Files of which one fails after so many bytes, once it was recognised.
struct Torn {
    inner: MemoryBundle,
    torn: usize,
    good: usize,
}

impl Bundle for Torn {
    fn entries(&self) -> &[Entry] {
        self.inner.entries()
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let file = self.inner.open(index)?;
        if index != self.torn {
            return Ok(file);
        }
        let good = file.take(self.good as u64);
        Ok(Box::new(BufReader::new(good.chain(Tear))))
    }
}

struct Tear;

impl Read for Tear {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn an_empty_file_is_told_and_takes_nothing_else_with_it() {
    for files in fixtures() {
        for at in 0..files.len() {
            let mut files = files.clone();
            files[at].1.clear();
            let (found, unclaimed) = read(files.clone());
            assert!(
                is_told(&files[at].0, &found, &unclaimed),
                "`{}` is empty and nobody says so",
                files[at].0
            );
        }
    }
}

fn is_told(file: &str, found: &Found, unclaimed: &BTreeSet<String>) -> bool {
    unclaimed.contains(file) || found.told.skipped.iter().any(|s| s.file == file)
}

/// Damages each file of each fixture by itself and reads what comes of it.
fn damage_all(what: &str, mut harm: impl FnMut(&mut Vec<u8>, &mut Numbers)) {
    let mut numbers = Numbers(7);
    for files in fixtures() {
        for at in 0..files.len() {
            for round in 0..ROUNDS {
                let mut damaged = files[at].clone();
                if !damaged.1.is_empty() {
                    harm(&mut damaged.1, &mut numbers);
                }
                eprintln!("{what} in {}", damaged.0);
                if round == 0 {
                    let mut files = files.clone();
                    files[at] = damaged;
                    read(files);
                } else {
                    read(vec![damaged]);
                }
            }
        }
    }
}

/// Reads all that is recognised, and returns it with the names of the files that nobody took.
///
/// Fails where a file is named by nobody or twice, where two things share a key, and where a note says what
/// notes may not say.
fn read(files: Files) -> (Found, BTreeSet<String>) {
    let mut bundle = MemoryBundle::new(files);
    read_bundle(&mut bundle.clone(), &mut bundle)
}

/// Recognises what is in one bundle and reads it from another.
fn read_bundle(whole: &mut dyn Bundle, bundle: &mut dyn Bundle) -> (Found, BTreeSet<String>) {
    let names: Vec<String> = whole.entries().iter().map(|entry| entry.name.clone()).collect();
    let plan = recognise_all(whole).unwrap();
    let mut taken: Vec<String> = plan.unclaimed.iter().map(|s| s.file.clone()).collect();
    let mut found = Found::default();
    let settings = Settings { region: Some("GB".to_owned()), until: 1_830_297_600, ..Settings::default() };
    for part in &plan.parts {
        taken.extend(part.recognised.entries.iter().map(|&e| bundle.entries()[e].name.clone()));
        found.recognised(bundle, &part.recognised);
        (part.source.read)(bundle, &part.recognised, &settings, &mut found.told).unwrap();
    }
    taken.sort();
    assert_eq!(taken, names.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
    for note in &found.told.skipped {
        assert!(note.why.len() < 300 && !note.why.contains(['@', '\n', '\0']), "a note says `{}`", note.why);
    }
    dump(&found);
    (found, plan.unclaimed.into_iter().map(|s| s.file).collect())
}

/// Returns the files of every case of every source.
fn fixtures() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
    let sources = SOURCES.iter().flat_map(|source| folders(&root.join(source.name)));
    sources.map(|case| files_in(&case)).collect()
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(of).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all.retain(|path| path.is_dir());
    all
}

fn files_in(case: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![case.to_owned()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            let name = path.strip_prefix(case).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if name != "expected.txt" && name != "settings.txt" {
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// A fixed sequence of numbers (splitmix64), the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Reads one file and compares how much came of it, and what was noted where.
fn check(
    name: &str,
    bytes: impl Into<Vec<u8>>,
    records: usize,
    interactions: usize,
    notes: &[(u64, Reason)],
) {
    let (found, _) = read(vec![(name.to_owned(), bytes.into())]);
    let told: Vec<(u64, Reason)> = found.told.skipped.iter().map(|s| (s.place, s.reason)).collect();
    assert_eq!((found.told.records.len(), found.told.interactions.len()), (records, interactions), "{name}");
    assert_eq!(told, notes, "{name}");
}

#[test]
fn json_ten_thousand_deep_costs_one_item() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let friend = |name: &str, at| format!(r#"{{"name": "{name}", "timestamp": {at}}}"#);
    let list =
        [friend("Ana Ruiz", 1_400_000_000), deep.clone(), friend("Tom Marsh", 1_400_000_001)].join(",");
    let text = format!(r#"{{"friends_v2": [{list}]}}"#);
    check("your_friends.json", text, 2, 2, &[(2, Reason::Broken)]);
    let (found, unclaimed) = read(vec![("deep.json".to_owned(), deep.into_bytes())]);
    assert_eq!((found.told.records.len(), unclaimed.len()), (0, 1));
}

#[test]
fn a_message_of_a_megabyte_is_one_message() {
    let long = "so long ".repeat(1 << 17);
    let text = format!(
        r#"{{"participants": [{{"name": "Ana Ruiz"}}, {{"name": "Tom Marsh"}}], "messages": [
        {{"sender_name": "Ana Ruiz", "timestamp_ms": 1500000000000, "content": "{long}"}},
        {{"sender_name": "Tom Marsh", "timestamp_ms": 1500000001000, "content": "short"}}]}}"#
    );
    check("message_1.json", text, 2, 2, &[]);
}

#[test]
fn a_card_with_a_large_photograph_is_a_card() {
    let line = format!(" {}\r\n", "QUJD".repeat(18));
    let photo = format!("PHOTO;ENCODING=b;TYPE=JPEG:QUJD\r\n{}", line.repeat(20_000));
    let card = |name: &str, more: &str| {
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name};;;;\r\n{more}END:VCARD\r\n")
    };
    let text = card("Ana", "") + &card("Tom", &photo) + &card("Mira", "");
    check("contacts.vcf", text, 3, 0, &[]);
}

#[test]
fn a_lost_quote_in_a_table_leaves_the_rows_around_it() {
    let row = |name: &str, quote: &str| {
        format!("{name},Tolland,https://www.linkedin.com/in/{name},,{quote}Quill Ltd,Baker,22 Nov 2025\n")
    };
    let head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
    let rows = |range: std::ops::Range<u32>| range.map(|n| row(&format!("ana{n}"), "")).collect::<String>();
    let text = format!("{head}{}{}{}", rows(0..20), row("lost", "\""), rows(20..40));
    let (found, _) = read(vec![("Connections.csv".to_owned(), text.into_bytes())]);
    assert!(found.told.records.len() >= 39, "{} of 40 rows were read", found.told.records.len());
    assert!(!found.told.skipped.is_empty(), "nobody says that a row is damaged");
}

#[test]
fn null_bytes_in_a_table_cost_what_they_stand_in() {
    let text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
        Ana,Ruiz,https://www.linkedin.com/in/a\0na,,\0,\0\0,22 Nov 2025\n\
        Tom,Marsh,https://www.linkedin.com/in/tom,,,,22 Nov 2025\n";
    check("Connections.csv", text, 2, 2, &[]);
}

#[test]
fn a_series_without_an_end_ends() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@firm.example\r\n\
        DTSTART:19000101T000000Z\r\nDTEND:19000101T000100Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:x\r\n\
        ORGANIZER:mailto:ana@firm.example\r\nATTENDEE:mailto:tom@firm.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (found, unclaimed) = read(vec![("calendar.ics".to_owned(), text.into())]);
    assert!(unclaimed.is_empty());
    assert!(found.told.interactions.len() < 20_000 && !found.told.skipped.is_empty());
}

#[test]
fn the_last_mail_of_a_box_needs_no_line_end() {
    let mail = |n: u32, end: &str| {
        format!(
            "From ana@firm.example Mon Mar 03 11:20:34 2025\nFrom: Ana <ana@firm.example>\n\
             To: tom@firm.example\nDate: Mon, 3 Mar 2025 11:20:3{n} +0000\nMessage-ID: <{n}@firm.example>\n\
             Subject: Hello\n\nA few words.{end}"
        )
    };
    check("all.mbox", mail(1, "\n\n") + &mail(2, ""), 2, 2, &[]);
}

#[test]
fn a_header_of_a_megabyte_is_one_header() {
    let to = "Somebody <somebody@firm.example>, ".repeat(1 << 15);
    let mail = |id: &str, more: &str| {
        format!(
            "From ana@firm.example Mon Mar 03 11:20:34 2025\nFrom: Ana <ana@firm.example>\n{more}\
             To: tom@firm.example\nDate: Mon, 3 Mar 2025 11:20:34 +0000\nMessage-ID: <{id}@firm.example>\n\n\
             A few words.\n\n"
        )
    };
    let text = mail("1", "") + &mail("2", &format!("Cc: {to}\n")) + &mail("3", "");
    let (found, _) = read(vec![("all.mbox".to_owned(), text.into_bytes())]);
    assert!(found.told.interactions.len() >= 2, "{} of 3 mails were read", found.told.interactions.len());
}
