//! Files of many mails, one after the other: Gmail, Thunderbird, Apple Mail, mutt, and most archives.
//!
//! All such files of one import are one mailbox: a mail that lies in several folders counts once, and
//! answers find what they answer across files.

use crate::mail::{Claims, Folder, Place, Reading, Splitter, begins_file, separator_date, skip};
use crate::source::{Bundle, Reason, Recognised, Settings, Sink, Source};
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
        match read_file(bundle, index, &mut reading, sink) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => reading.torn(&bundle.entries()[index].name, &error, sink),
        }
    }
    reading.finish(Claims::Period, sink);
    Ok(())
}

/// Reads one file; tells whether to go on.
fn read_file(
    bundle: &mut dyn Bundle,
    index: usize,
    reading: &mut Reading,
    sink: &mut dyn Sink,
) -> io::Result<bool> {
    let file = bundle.entries()[index].name.clone();
    let folder = Folder::at(&file);
    let mut mails = Splitter::new(bundle.open(index)?);
    let (mut head, mut place) = (Vec::new(), 0);
    while let Some(piece) = mails.next(&mut head, sink)? {
        if piece.stray {
            skip(&file, 0, Reason::Broken, "text before the first mail", sink);
            continue;
        }
        place += 1;
        let delivered = separator_date(mails.separator());
        reading.mail(&head, Place { file: &file, place, folder, delivered }, sink);
    }
    Ok(!mails.stopped())
}
