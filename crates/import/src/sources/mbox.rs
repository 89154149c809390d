//! Files of many mails, one after the other: Gmail, Thunderbird, Apple Mail, mutt, and most archives.
//!
//! All such files of one import are one mailbox: a mail that lies in several folders counts once, and
//! answers find what they answer across files.

use crate::mail::{Claims, Folder, Reading, begins_file};
use crate::source::{Bundle, Recognised, Settings, Sink, Source};
use comity_core::Platform;
use std::io::{self, Read};

pub(super) const SOURCE: Source = Source {
    name: "mbox",
    platform: Some(Platform::Email),
    guide: "Gmail: takeout.google.com, choose Mail, download, and import the zip or the .mbox file. \
        Thunderbird: import the mailbox files of the profile folder (Mail or ImapMail). \
        Apple Mail: Mailbox > Export Mailbox.",
    by_place: false,
    recognise,
    read,
};

/// Two lines of a separator and a field, with room for empty lines before them.
const ENOUGH: u64 = 4096;

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let mut entries = Vec::new();
    for index in 0..bundle.entries().len() {
        let mut start = Vec::new();
        bundle.open(index)?.take(ENOUGH).read_to_end(&mut start)?;
        if begins_file(&start) {
            entries.push(index);
        }
    }
    let what = match entries.len() {
        0 => return Ok(Vec::new()),
        1 => "mail, one mbox file".to_owned(),
        n => format!("mail, {n} mbox files"),
    };
    Ok(vec![Recognised { entries, what, account: None }])
}

fn read(
    bundle: &mut dyn Bundle,
    what: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut reading = Reading::new(settings);
    // The sender's own copy says most (Bcc, no list in between), so it is to be the one that counts.
    let (sent, others): (Vec<usize>, Vec<usize>) =
        what.entries.iter().partition(|&&index| Folder::at(&bundle.entries()[index].name) == Folder::Sent);
    for index in sent.into_iter().chain(others) {
        let file = bundle.entries()[index].name.clone();
        if !reading.many(bundle.open(index), &file, Folder::at(&file), sink) {
            return Ok(());
        }
    }
    reading.finish(Claims::Period, sink);
    Ok(())
}
