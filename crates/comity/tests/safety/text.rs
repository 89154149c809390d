//! No word of a subject or a letter is stored, unless the user asked for text to be read.

use crate::program::Home;
use std::fs;

const JO: &str = "jo@keller.example";

/// Words of subjects, of letters and of messages; none is in a name or an address.
const PLANTED: [&str; 6] = ["marzipan", "obsidian", "zeppelin", "gardenia", "quicksand", "tambourine"];

const MAILS: &str = "From - Thu Jan  1 00:00:00 1970\nMessage-ID: <one@mail.example>\n\
    Date: Mon, 2 Feb 2026 09:00:00 +0000\nFrom: Ana Ruiz <ana@firm.example>\nTo: jo@keller.example\n\
    Subject: Marzipan for the obsidian\n\nDear Jo,\n\nthe zeppelin has landed.\n\n\
    From - Thu Jan  1 00:00:00 1970\nMessage-ID: <two@mail.example>\nIn-Reply-To: <one@mail.example>\n\
    Date: Tue, 3 Feb 2026 09:00:00 +0000\nFrom: jo@keller.example\nTo: Ana Ruiz <ana@firm.example>\n\
    Subject: Re: Marzipan for the obsidian\n\nA gardenia for you.\n\n> the zeppelin has landed.\n\n";

const MESSAGES: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,\
    CONTENT,FOLDER\nc1,,Bo Lind,https://www.linkedin.com/in/bo-lind,Jo Keller,https://www.linkedin.com/in/jo-keller,\
    2026-02-02 08:44:01 UTC,Quicksand,The tambourine plays.,INBOX\n";

#[test]
fn no_word_of_a_letter_is_in_any_file() {
    let home = Home::new();
    home.write("mail.mbox", MAILS);
    home.write("messages.csv", MESSAGES);
    home.ok(&["import", "mail.mbox", "--me", JO]);
    home.ok(&["import", "messages.csv"]);
    let people = home.ok(&["people"]);
    assert!(people.contains("Ana Ruiz") && people.contains("Bo Lind"), "{people}");
    let mut files = 0;
    for entry in fs::read_dir(&home).expect("a home").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("test.comity") {
            continue;
        }
        files += 1;
        let bytes = fs::read(entry.path()).expect("a file can be read").to_ascii_lowercase();
        for word in PLANTED {
            let has = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!has, "`{word}` is in {name}");
        }
    }
    assert!(files > 0, "no network was written");
}
