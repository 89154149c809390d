//! A mailbox with a file for each mail, in `cur` and `new` (Maildir, Maildir++, Dovecot's folders).
//!
//! Flags stand behind the name, after `:2,`; where a file system has no colon, after `;2,` or `!2,`.

use crate::mail::{Claims, Folder, Place, Reading, begins_file, is_head, skip};
use crate::source::{Bundle, Entry, Reason, Recognised, Settings, Sink, Source};
use comity_core::Platform;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

pub(super) const SOURCE: Source = Source {
    name: "maildir",
    platform: Some(Platform::Email),
    guide: "Import the folder that holds cur and new (Dovecot, mutt, offlineimap, mbsync keep mail so); its \
        subfolders are read with it.",
    by_place: true,
    recognise,
    read,
};

/// The fields of transport come first and may be long.
const ENOUGH: u64 = 16 << 10;
/// Two lines of a separator and a field, with room for empty lines before them.
const LINES: u64 = 4096;
/// Of each folder: one file may be broken, three say what the folder is.
const PROBES: usize = 3;

/// Returns the folder of a mail and the part of a Maildir in which it lies.
fn parts(name: &str) -> Option<(&str, &str)> {
    let (above, _) = name.rsplit_once('/')?;
    let (folder, part) = above.rsplit_once('/').unwrap_or(("", above));
    matches!(part, "cur" | "new" | "tmp").then_some((folder, part))
}

/// Tells whether a file is called like one of another export, which nobody's mails are.
fn is_of_another(name: &str) -> bool {
    const OTHERS: [&str; 8] = [".csv", ".htm", ".html", ".ics", ".json", ".mbox", ".vcf", ".zip"];
    let lower = name.to_ascii_lowercase();
    OTHERS.iter().any(|end| lower.ends_with(end))
}

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let mut folders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    // An empty file holds no mail; it is told as such where no source takes it.
    let mails = |entry: &Entry| entry.bytes > 0 && !is_of_another(&entry.name);
    for (index, entry) in bundle.entries().iter().enumerate().filter(|(_, entry)| mails(entry)) {
        if let Some((folder, _)) = parts(&entry.name) {
            match folders.get_mut(folder) {
                Some(indexes) => indexes.push(index),
                None => drop(folders.insert(folder.to_owned(), vec![index])),
            }
        }
    }
    let (mut entries, mut count) = (Vec::new(), 0);
    for indexes in folders.into_values() {
        if holds_mail(bundle, &indexes)? {
            entries.extend(indexes);
            count += 1;
        }
    }
    entries.sort_unstable();
    let what = match count {
        0 => return Ok(Vec::new()),
        1 => "mail, one Maildir folder".to_owned(),
        n => format!("mail, a Maildir of {n} folders"),
    };
    Ok(vec![Recognised { entries, what, account: None }])
}

fn holds_mail(bundle: &mut dyn Bundle, indexes: &[usize]) -> io::Result<bool> {
    for &index in indexes.iter().take(PROBES) {
        let mut start = Vec::new();
        bundle.open(index)?.take(ENOUGH).read_to_end(&mut start)?;
        if is_head(&start) {
            return Ok(true);
        }
    }
    Ok(false)
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
        what.entries.iter().partition(|&&index| folder(&bundle.entries()[index].name) == Folder::Sent);
    for index in sent.into_iter().chain(others) {
        let entry = bundle.entries()[index].clone();
        let goes_on = if parts(&entry.name).is_some_and(|(_, part)| part == "tmp") {
            skip(&entry.name, 0, Reason::NotWanted, "a delivery that was not finished", sink);
            sink.progress(entry.bytes)
        } else {
            read_file(bundle.open(index), &entry, &mut reading, sink)
        };
        if !goes_on {
            return Ok(());
        }
    }
    reading.finish(Claims::Period, sink);
    Ok(())
}

/// Reads one file, which is a mail, or a whole mailbox that somebody has put there; tells whether to go on.
fn read_file(
    file: io::Result<Box<dyn BufRead + '_>>,
    entry: &Entry,
    reading: &mut Reading,
    sink: &mut dyn Sink,
) -> bool {
    let folder = folder(&entry.name);
    let mut start = Vec::new();
    let file = file.map(|mut file| {
        // Enough to tell, in however small pieces it comes. A failure comes again, behind what was read.
        let failed = file.by_ref().take(LINES).read_to_end(&mut start).err();
        Failing { inner: file, error: failed }
    });
    let is_many = begins_file(&start);
    let file = file.map(|rest| start.chain(rest));
    if is_many {
        return reading.many(file, &entry.name, folder, sink);
    }
    reading.single(file, Place { file: &entry.name, place: 0, folder, delivered: None }, sink);
    sink.progress(entry.bytes)
}

/// The rest of a file, after a failure that nobody was told of yet.
struct Failing<R> {
    inner: R,
    error: Option<io::Error>,
}

impl<R: BufRead> Read for Failing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.error.take().map_or_else(|| self.inner.read(into), Err)
    }
}

impl<R: BufRead> BufRead for Failing<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.error.take() {
            Some(error) => Err(error),
            None => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}

/// Returns the kind of folder by its name; a single draft has its flag.
fn folder(name: &str) -> Folder {
    let flags = [":2,", ";2,", "!2,"].iter().find_map(|mark| name.rsplit_once(mark)).map_or("", |(_, f)| f);
    match parts(name) {
        _ if flags.contains('D') => Folder::Drafts,
        Some((folder, _)) => Folder::at(folder),
        None => Folder::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::MemoryBundle;
    use crate::source::Told;

    #[test]
    fn a_mailbox_among_the_mails_is_read_whole() {
        let field = |n: u32| format!("From: ana@firm.example\nTo: tom@firm.example\nMessage-ID: <{n}@x>\n");
        let mail = |n: u32| format!("{}Date: Mon, 3 Mar 2025 11:20:3{n} +0000\n\nText.\n\n", field(n));
        let separated = |n: u32| format!("From ana@firm.example Mon Mar 03 11:20:34 2025\n{}", mail(n));
        let many = separated(2) + &separated(3);
        let files = [("cur/1", mail(1)), ("cur/2", many)].map(|(name, text)| (name.to_owned(), text.into()));
        let mut bundle = MemoryBundle::new(files);
        let found = recognise(&mut bundle).unwrap();
        let mut told = Told::default();
        read(&mut bundle, &found[0], &Settings::default(), &mut told).unwrap();
        let places = told.interactions.iter().map(|i| (i.provenance.file.as_str(), i.provenance.place));
        assert_eq!(places.collect::<Vec<_>>(), [("cur/1", 0), ("cur/2", 1), ("cur/2", 2)]);
        assert_eq!(told.skipped, []);
    }

    #[test]
    fn folders_and_flags_are_read_from_names() {
        assert_eq!(folder(".Sent/cur/1.a.host:2,S"), Folder::Sent);
        assert_eq!(folder("mail/.INBOX.Sent/new/1.a.host"), Folder::Sent);
        assert_eq!(folder("Sent/cur/1.a.host;2,S"), Folder::Sent);
        assert_eq!(folder("cur/1.a.host!2,DS"), Folder::Drafts);
        assert_eq!(folder("cur/1.D.host:2,S"), Folder::Other);
        assert_eq!(parts("notes/cur.txt"), None);
        assert_eq!(parts("cur/1"), Some(("", "cur")));
        assert!(is_of_another("new/Connections.CSV") && !is_of_another("cur/1.a.host:2,S"));
    }
}
