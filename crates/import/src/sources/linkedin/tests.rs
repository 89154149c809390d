//! What holds of any archive: keys that stay, an early stop, a torn file, bytes of any kind.

use super::SOURCE;
use crate::bundle::MemoryBundle;
use crate::source::{Bundle, Entry, MeHint, Reason, Settings, Sink, Skipped, Told};
use comity_core::{Coverage, Interaction, Record};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};

const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
const OLD_CONNECTIONS: &str = "First Name,Last Name,Email Address,Company,Position,Connected On\n";
const INVITATIONS: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";
const OLD_INVITATIONS: &str = "From,To,Sent At,Message,Direction\n";
const MESSAGES: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,\
    DATE,SUBJECT,CONTENT,FOLDER\n";
const OLD_MESSAGES: &str =
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n";

/// Counts the records, and asks to stop after so many rows.
struct Impatient {
    records: usize,
    rows_left: usize,
}

impl Sink for Impatient {
    fn record(&mut self, _record: Record) {
        self.records += 1;
    }

    fn interaction(&mut self, _interaction: Interaction) {}

    fn skipped(&mut self, _skipped: Skipped) {}

    fn coverage(&mut self, _coverage: Coverage) {}

    fn me(&mut self, _hint: MeHint) {}

    fn progress(&mut self, _bytes: u64) -> bool {
        self.rows_left -= 1;
        self.rows_left > 0
    }
}

fn keys(told: &Told) -> BTreeSet<&str> {
    told.records.iter().map(|r| r.key.as_str()).chain(interaction_keys(told)).collect()
}

fn interaction_keys(told: &Told) -> BTreeSet<&str> {
    told.interactions.iter().map(|i| i.key.as_str()).collect()
}

fn read_into(bundle: &mut dyn Bundle, sink: &mut dyn Sink) {
    for recognised in (SOURCE.recognise)(bundle).unwrap() {
        (SOURCE.read)(bundle, &recognised, &Settings::default(), sink).unwrap();
    }
}

fn read_all(bundle: &mut dyn Bundle) -> Told {
    let mut told = Told::default();
    read_into(bundle, &mut told);
    told
}

fn read(files: &[&str]) -> Told {
    let named = files.iter().enumerate().map(|(n, text)| (format!("{n}.csv"), text.as_bytes().to_vec()));
    read_all(&mut MemoryBundle::new(named))
}

fn profile(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

#[test]
fn a_longer_archive_adds_and_takes_nothing_away() {
    let (me, ana) = (profile("rowan-a"), profile("ana-ruiz"));
    let connections = format!("{CONNECTIONS}Ana,Ruiz,{ana},,,,03 Mar 2023\n");
    let messages = format!("{MESSAGES}c,,Ana Ruiz,{ana},Rowan A,{me},2024-03-01 10:00:00 UTC,,Hi,INBOX\n");
    let before = read(&[&connections, &messages]);
    let more = format!("{connections}Ana,Ruiz,{},,,,03 Mar 2023\n", profile("ana-2"));
    let newest = messages.replace(
        "FOLDER\n",
        &format!("FOLDER\nc,,Rowan A,{me},Ana Ruiz,{ana},2024-03-02 10:00:00 UTC,,Hi,INBOX\n"),
    );
    let after = read(&[&more, &newest]);
    assert!(keys(&before).is_subset(&keys(&after)));
    // Two connections, their ties and two messages; and Rowan, whom no file here shows to be the member.
    assert_eq!((keys(&before).len(), keys(&after).len()), (4, 7));
}

#[test]
fn an_archive_with_addresses_tells_what_an_older_one_told_under_the_same_keys() {
    let (me, ana) = (profile("rowan-a"), profile("ana-ruiz"));
    let old = read(&[
        &format!("{OLD_CONNECTIONS}Ana,Ruiz,,Lanternworks,,03 Mar 2020\n"),
        &format!("{OLD_INVITATIONS}Rowan A,\"Ana Ruiz, MBA\",\"3/1/20, 9:05 AM\",,OUTGOING\n"),
        &format!("{OLD_MESSAGES}c,,Rowan A,{me},Ana Ruiz,2020-03-01 10:00:00 UTC,,Hi,INBOX\n"),
    ]);
    let new = read(&[
        &format!("{CONNECTIONS}Ana,\"Ruiz, PMP\",{ana},,Harbour,,03 Mar 2020\n"),
        &format!("{INVITATIONS}Rowan A,Ana Ruiz,\"3/1/20, 9:05 AM\",,OUTGOING,{me},{ana}\n"),
        &format!("{MESSAGES}c,,Rowan A,{me},Ana Ruiz,{ana},2020-03-01 10:00:00 UTC,,Hi,INBOX\n"),
    ]);
    assert_eq!(interaction_keys(&old).len(), 3);
    assert_eq!(interaction_keys(&old), interaction_keys(&new));
}

#[test]
fn nothing_is_claimed_that_the_files_cannot_show() {
    let ana = profile("ana-ruiz");
    let connections = format!("{CONNECTIONS}Ana,Ruiz,{ana},,,,03 Mar 2023\n");
    let invitations = format!("{INVITATIONS}Rowan A,Ana Ruiz,\"3/1/20, 9:05 AM\",,OUTGOING,,{ana}\n");
    let messages = format!("{MESSAGES}c,,Ana Ruiz,{ana},Rowan A,,2020-03-02 10:00:00 UTC,,Hi,INBOX\n");
    let claimed = |files: &[&str]| {
        let coverage = read(files).coverage;
        coverage.first().map(|c| (c.inbound, c.outbound, c.from.to_string(), c.to.to_string()))
    };
    assert_eq!(claimed(&[&connections, &invitations]), None);
    let seen = |inbound, from: &str, to: &str| Some((inbound, true, from.to_owned(), to.to_owned()));
    let both = claimed(&[&invitations, &messages]);
    assert_eq!(both, seen(false, "2020-03-01T09:05:00", "2020-03-02T10:00:00Z"));
    let all = claimed(&[&connections, &invitations, &messages]);
    assert_eq!(all, seen(true, "2020-03-01T09:05:00", "2023-03-02T10:00:00Z"));
    assert_eq!(claimed(&[&messages]), seen(true, "2020-03-02T10:00:00Z", "2020-03-02T10:00:00Z"));
}

#[test]
fn reading_stops_when_asked() {
    let rows: String =
        (0..9).map(|n| format!("Ana,Ruiz,{},,,,03 Mar 2023\n", profile(&n.to_string()))).collect();
    let files = [("a.csv".to_owned(), format!("{CONNECTIONS}{rows}").into_bytes())];
    let mut impatient = Impatient { records: 0, rows_left: 4 };
    read_into(&mut MemoryBundle::new(files), &mut impatient);
    assert_eq!((impatient.records, impatient.rows_left), (4, 0));
}

/// A bundle whose first file fails at its end.
struct Torn(Vec<Entry>, [String; 2]);

impl Bundle for Torn {
    fn entries(&self) -> &[Entry] {
        &self.0
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        let bytes = self.1[index].as_bytes();
        Ok(if index == 0 { Box::new(BufReader::new(bytes.chain(Tear))) } else { Box::new(bytes) })
    }
}

struct Tear;

impl Read for Tear {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("torn"))
    }
}

#[test]
fn a_torn_file_loses_neither_its_start_nor_the_others() {
    let ana = profile("ana-ruiz");
    let connections = format!("{CONNECTIONS}Ana,Ruiz,{ana},,,,03 Mar 2023\n");
    let messages = format!("{MESSAGES}c,,Ana Ruiz,{ana},Rowan A,,2020-03-02 10:00:00 UTC,,Hi,INBOX\n");
    let entries = ["a.csv", "b.csv"].map(|name| Entry { name: name.to_owned(), bytes: 9 });
    let taken = read_all(&mut Torn(entries.to_vec(), [connections, messages]));
    assert_eq!((taken.records.len(), taken.interactions.len()), (1, 2));
    assert_eq!(taken.coverage, [], "an answer may stand behind the tear");
    let told: Vec<_> = taken.skipped.iter().map(|s| (s.file.as_str(), s.place, s.reason)).collect();
    assert_eq!(told, [("a.csv", 0, Reason::Broken)]);
}

#[test]
fn a_row_that_cannot_be_read_may_have_been_an_answer() {
    let (me, ana) = (profile("rowan-a"), profile("ana-ruiz"));
    let said = format!("{MESSAGES}c,,Rowan A,{me},Ana Ruiz,{ana},2024-03-01 10:00:00 UTC,,Hi,INBOX\n");
    assert_eq!(read(&[&said]).coverage.len(), 1);
    for row in ["c,,Ana".to_owned(), format!("c,,Ana Ruiz,{ana},Rowan A,{me},2 Marc,,Yes,INBOX")] {
        assert_eq!(read(&[&format!("{said}{row}\n")]).coverage, []);
    }
}

#[test]
fn of_too_many_recipients_some_are_kept_and_all_are_counted() {
    let urls: Vec<String> = (0..80).map(|n| profile(&format!("p{n}"))).collect();
    let row =
        format!("c,,Ana Ruiz,{},,\"{}\",2024-03-01 10:00:00 UTC,,Hi,INBOX", profile("ana"), urls.join(","));
    let taken = read(&[&format!("{MESSAGES}{row}\n")]);
    assert_eq!((taken.interactions[0].parties.len(), taken.interactions[0].audience), (50, 80));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(
        header in prop::sample::select(vec![
            CONNECTIONS, OLD_CONNECTIONS, INVITATIONS, OLD_INVITATIONS, MESSAGES, OLD_MESSAGES,
            "First Name,Last Name,Headline,Industry\n", "Email Address,Confirmed,Primary\n",
            "FirstName,LastName,Emails,PhoneNumbers,CreatedAt\n", "",
        ]),
        rows in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = [header.as_bytes(), &rows].concat();
        read_all(&mut MemoryBundle::new([("a.csv".to_owned(), bytes)]));
    }

    #[test]
    fn any_cells_are_read_without_panic(
        header in prop::sample::select(vec![CONNECTIONS, INVITATIONS, MESSAGES, OLD_MESSAGES]),
        cells in prop::collection::vec(
            "|é|Ana, B|OUTGOING|1/29/26, 2:37 PM|2025-06-01 14:03:22 UTC|https://www.linkedin.com/in/[a-c%]{0,4}\
             |[0-9/é,: -]{0,12}|re:.{0,3}",
            0..40,
        ),
    ) {
        let quoted: Vec<String> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        let width = header.split(',').count();
        let rows: Vec<String> = quoted.chunks(width).map(|row| row.join(",")).collect();
        let taken = read(&[&format!("{header}{}", rows.join("\n"))]);
        prop_assert_eq!(taken.interactions.len(), interaction_keys(&taken).len());
    }
}
