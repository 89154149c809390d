//! The same mails twice: as mailbox files and as a Maildir.

use crate::Result;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Mails in a folder, in both forms.
pub(super) struct Boxes {
    /// Holds the mailbox files and nothing else.
    pub(super) mbox: PathBuf,
    /// Holds one Maildir for each of them.
    pub(super) maildir: PathBuf,
    pub(super) messages: u64,
    /// Of the mailbox files.
    pub(super) bytes: u64,
}

impl Boxes {
    /// Writes the first mails of each mailbox into both forms, about as many of each, `most` together.
    ///
    /// # Errors
    /// Fails where files cannot be read or written.
    pub(super) fn write(from: &[PathBuf], most: u64, into: &Path) -> Result<Self> {
        let (mbox, maildir) = (into.join("mbox"), into.join("maildir"));
        fs::create_dir(&mbox)?;
        let mut readers = Vec::new();
        let mut writers = Vec::new();
        for path in from {
            let name = path.file_name().ok_or("a mailbox without a name")?;
            readers.push(Mails {
                input: BufReader::with_capacity(1 << 20, File::open(path)?),
                next: Vec::new(),
            });
            writers.push(Pair::begin(&mbox.join(name), &maildir.join(path.file_stem().unwrap_or(name)))?);
        }
        let (mut messages, mut bytes, mut mail) = (0, 0, Vec::new());
        while messages < most && !readers.is_empty() {
            let mut at = 0;
            while at < readers.len() && messages < most {
                if !readers[at].next(&mut mail)? {
                    readers.remove(at);
                    writers.remove(at).mbox.flush()?;
                    continue;
                }
                writers[at].put(&mail)?;
                messages += 1;
                bytes += mail.len() as u64;
                at += 1;
            }
        }
        for mut pair in writers {
            pair.mbox.flush()?;
        }
        Ok(Self { mbox, maildir, messages, bytes })
    }
}

/// The mails of a mailbox file of the dialect mboxrd: whatever begins with `From ` begins a mail.
struct Mails {
    input: BufReader<File>,
    /// The first line of the next mail.
    next: Vec<u8>,
}

impl Mails {
    /// Reads a whole mail with the line before it; tells whether there was one.
    fn next(&mut self, mail: &mut Vec<u8>) -> Result<bool> {
        mail.clear();
        mail.append(&mut self.next);
        loop {
            let from = mail.len();
            if self.input.read_until(b'\n', mail)? == 0 {
                return Ok(!mail.is_empty());
            }
            if from > 0 && mail[from..].starts_with(b"From ") {
                self.next.extend_from_slice(&mail[from..]);
                mail.truncate(from);
                return Ok(true);
            }
        }
    }
}

/// Where the mails of one mailbox go.
struct Pair {
    mbox: BufWriter<File>,
    cur: PathBuf,
    count: u64,
}

impl Pair {
    fn begin(mbox: &Path, maildir: &Path) -> Result<Self> {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(maildir.join(part))?;
        }
        let mbox = BufWriter::with_capacity(1 << 20, File::create_new(mbox)?);
        Ok(Self { mbox, cur: maildir.join("cur"), count: 0 })
    }

    fn put(&mut self, mail: &[u8]) -> Result<()> {
        self.mbox.write_all(mail)?;
        self.count += 1;
        let name = format!("{:08}.bench.example:2,S", self.count);
        Ok(fs::write(self.cur.join(name), alone(mail))?)
    }
}

/// Returns a mail as it was before it was put among others.
fn alone(mail: &[u8]) -> Vec<u8> {
    let mut lines = mail.split_inclusive(|b| *b == b'\n').skip(1).collect::<Vec<_>>();
    if lines.last().is_some_and(|line| *line == b"\n") {
        lines.pop();
    }
    let quoted = |line: &[u8]| {
        let text = line.iter().position(|b| *b != b'>').unwrap_or(line.len());
        text > 0 && line[text..].starts_with(b"From ")
    };
    lines.iter().flat_map(|line| &line[usize::from(quoted(line))..]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_alone_is_as_it_was_sent() {
        let alone = |text: &str| String::from_utf8(alone(text.as_bytes())).unwrap();
        assert_eq!(
            alone("From x\nTo: a\n\n>From me\n>>From her\n> yes\n\n"),
            "To: a\n\nFrom me\n>From her\n> yes\n"
        );
        assert_eq!(alone("From x\nTo: a\n\n\n\n"), "To: a\n\n\n");
    }

    #[test]
    fn both_forms_hold_the_same_mails() {
        let home = tempfile::tempdir().unwrap();
        let mail = |n: u32| format!("From x\nSubject: {n}\n\nbody\n\n");
        let put = |name: &str, mails: std::ops::Range<u32>| {
            let path = home.path().join(name);
            fs::write(&path, mails.map(mail).collect::<String>()).unwrap();
            path
        };
        let from = [put("a.mbox", 0..2), put("b.mbox", 10..20)];
        let boxes = Boxes::write(&from, 7, home.path()).unwrap();
        assert_eq!((boxes.messages, boxes.bytes), (7, 2 * mail(1).len() as u64 + 5 * mail(10).len() as u64));
        assert_eq!(
            fs::read_to_string(boxes.mbox.join("b.mbox")).unwrap(),
            (10..15).map(mail).collect::<String>()
        );
        assert_eq!(fs::read_dir(boxes.maildir.join("b/cur")).unwrap().count(), 5);
    }
}
