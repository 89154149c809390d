//! An mbox file into mails: the head of each is kept, its body is passed over.
//!
//! Knows lines and separators, nothing of what fields mean. Memory is bounded whatever the file holds.

use super::separator::{Is, begins};
use crate::source::Sink;
use memchr::memmem;
use std::io::{self, Read};

/// How much is read at once: large enough that calls cost nothing, small enough for the cache.
const CHUNK: usize = 256 << 10;
/// Of one line of a head: the longest honest ones are lists of recipients.
const LONGEST_LINE: usize = 256 << 10;
/// Of one head: what goes beyond is passed over.
const LONGEST_HEAD: usize = 1 << 20;
/// How far ahead a told length is trusted to be checked; beyond, it is not believed.
const LONGEST_LOOK: u64 = 16 << 20;
/// Kept of what was searched: a line end and the start of a separator, cut by the end of a chunk.
const TAIL: usize = 16;

/// The mails of one mbox file, one after the other.
pub(crate) struct Splitter<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where in the buffer the part not yet used begins.
    start: usize,
    /// The input has no more bytes, or nobody wants them.
    ended: bool,
    stopped: bool,
    /// Why the input has no more bytes, until that is told.
    failed: Option<io::Error>,
    /// Used so far, in bytes.
    used: u64,
    separator: Vec<u8>,
}

/// One mail: how many bytes of the file it takes, with its separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) bytes: u64,
    /// It stood before the first separator, and is no mail.
    pub(crate) stray: bool,
    /// Its head was too long to be read whole.
    pub(crate) cut: bool,
}

/// What one line was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Empty,
    Whole,
    /// Longer than what is kept of it.
    Cut,
}

impl<R: Read> Splitter<R> {
    /// Returns the mails of an input that is read from its start.
    pub(crate) fn new(input: R) -> Self {
        let (buffer, separator) = (Vec::with_capacity(2 * CHUNK), Vec::new());
        Self { input, buffer, start: 0, ended: false, stopped: false, failed: None, used: 0, separator }
    }

    /// Puts the head of the next mail into `head`, up to the empty line; `None` at the end.
    ///
    /// # Errors
    /// Fails once, where the input fails; what was read until there is handed out before.
    pub(crate) fn next(&mut self, head: &mut Vec<u8>, sink: &mut dyn Sink) -> io::Result<Option<Piece>> {
        head.clear();
        self.separator.clear();
        let from = self.used;
        while self.rest().len() < CHUNK && self.more(sink) {}
        if self.stopped || self.rest().is_empty() {
            return self.failed.take().map_or(Ok(None), Err);
        }
        let stray = from == 0 && begins(self.rest(), self.ended) != Is::Separator && !self.pass_blank();
        let mut cut = false;
        if !stray {
            let mut separator = std::mem::take(&mut self.separator);
            self.line(&mut separator, LONGEST_LINE, sink);
            self.separator = separator;
            cut = self.head(head, sink);
        }
        self.body(content_length(head), sink);
        Ok((!self.stopped).then_some(Piece { bytes: self.used - from, stray, cut }))
    }

    /// Returns the separator of the mail read last.
    pub(crate) fn separator(&self) -> &[u8] {
        &self.separator
    }

    /// Tells whether the sink asked to stop.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    fn take(&mut self, bytes: usize) {
        self.start += bytes;
        self.used += bytes as u64;
    }

    /// Passes over a byte order mark and empty lines before the first mail; tells whether one follows.
    fn pass_blank(&mut self) -> bool {
        let rest = self.rest();
        let text = rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest).trim_ascii_start();
        let follows = begins(text, self.ended) == Is::Separator;
        let blank = rest.len() - text.len();
        if follows {
            self.take(blank);
        }
        follows
    }

    /// Reads a further chunk; tells whether there was one.
    fn more(&mut self, sink: &mut dyn Sink) -> bool {
        if self.ended {
            return false;
        }
        // Two bytes stay: the end of an empty line tells that a separator may follow.
        let kept = self.start.min(2);
        self.buffer.drain(..self.start - kept);
        self.start = kept;
        let length = self.buffer.len();
        self.buffer.resize(length + CHUNK, 0);
        let (read, failed) = read_some(&mut self.input, &mut self.buffer[length..]);
        self.buffer.truncate(length + read);
        self.ended = read == 0 || failed.is_some();
        self.failed = failed;
        if !sink.progress(read as u64) {
            (self.ended, self.stopped) = (true, true);
            self.take(self.rest().len());
        }
        read > 0 && !self.stopped
    }

    /// Takes one line with its end, keeps its beginning, and tells how much there was of it.
    fn line(&mut self, into: &mut Vec<u8>, limit: usize, sink: &mut dyn Sink) -> Line {
        let (from, mut cut) = (into.len(), false);
        loop {
            let end = memchr::memchr(b'\n', self.rest());
            let part = &self.buffer[self.start..][..end.unwrap_or(self.rest().len())];
            let room = limit.saturating_sub(into.len() - from);
            into.extend_from_slice(&part[..part.len().min(room)]);
            cut |= part.len() > room;
            let used = part.len() + usize::from(end.is_some());
            self.take(used);
            if end.is_some() || !self.more(sink) {
                into.push(b'\n');
                return match into[from..].trim_ascii().is_empty() {
                    _ if cut => Line::Cut,
                    true => Line::Empty,
                    false => Line::Whole,
                };
            }
        }
    }

    /// Takes the head of a mail; tells whether some of it was too long to be kept.
    fn head(&mut self, head: &mut Vec<u8>, sink: &mut dyn Sink) -> bool {
        let mut cut = false;
        while !self.rest().is_empty() || self.more(sink) {
            let from = head.len();
            let limit = LONGEST_LINE.min(LONGEST_HEAD.saturating_sub(from));
            // An empty line shows only with two bytes; beyond the limit, lines are read and dropped.
            let line = self.line(head, limit.max(2), sink);
            if line == Line::Empty && head[from..].len() <= 2 {
                return cut;
            }
            cut |= line == Line::Cut || limit == 0;
            if limit == 0 {
                head.truncate(from);
            }
        }
        cut
    }

    /// Passes over the body, up to the separator of the next mail or to the end.
    fn body(&mut self, told: Option<u64>, sink: &mut dyn Sink) {
        let from = self.used;
        let (mut scan, mut first) = (self.start, true);
        let finder = memmem::Finder::new(b"\nFrom ");
        loop {
            let hit = match first {
                true if begins(self.rest(), self.ended) != Is::Text => Some(0),
                _ => finder.find(&self.buffer[scan..]).map(|at| scan + at + 1 - self.start),
            };
            let Some(at) = hit else {
                let keep = self.rest().len().min(if self.ended { 0 } else { TAIL });
                self.take(self.rest().len() - keep);
                if !self.more(sink) && self.ended {
                    self.take(self.rest().len());
                    return;
                }
                (scan, first) = (self.start + keep.saturating_sub(5), false);
                continue;
            };
            match begins(&self.rest()[at..], self.ended) {
                Is::Unsure => {
                    self.more(sink);
                    scan = self.start + at.saturating_sub(1);
                    continue;
                }
                Is::Separator => {
                    let offset = self.used - from + at as u64;
                    if let Some(jump) = self.told_end(told, offset, at, sink) {
                        self.take(jump);
                        return;
                    }
                    if told == Some(offset) || self.blank_before(at) {
                        self.take(at);
                        return;
                    }
                }
                Is::Text => {}
            }
            (scan, first) = (self.start + at, false);
        }
    }

    /// Tells whether the line before this one is empty; the start of a body follows an empty line.
    fn blank_before(&self, at: usize) -> bool {
        let before = &self.buffer[..self.start + at];
        before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n") || at == 0
    }

    /// Returns where the body ends by its told length, where a mail or the end of the file follows there.
    ///
    /// The length is looked at only when something like a separator stands before it: other programs
    /// change bodies and leave the length as it was.
    fn told_end(&mut self, told: Option<u64>, offset: u64, at: usize, sink: &mut dyn Sink) -> Option<usize> {
        let ahead = told?.checked_sub(offset).filter(|ahead| (1..=LONGEST_LOOK).contains(ahead))?;
        let end = at + ahead as usize;
        while self.rest().len() < end + CHUNK && self.more(sink) {}
        let after = self.rest().get(end..)?;
        let blank = after.iter().take(4).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let lands = begins(&after[blank..], self.ended) == Is::Separator || after[blank..].is_empty();
        lands.then_some(end + blank)
    }
}

/// Reads until the slice is full, the input ends or it fails.
fn read_some(input: &mut impl Read, into: &mut [u8]) -> (usize, Option<io::Error>) {
    let mut filled = 0;
    while filled < into.len() {
        match input.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Some(error)),
        }
    }
    (filled, None)
}

/// Returns the length of the body as the head tells it.
fn content_length(head: &[u8]) -> Option<u64> {
    let name = b"content-length:";
    let line = head
        .split(|b| *b == b'\n')
        .find(|l| l.len() > name.len() && l[..name.len()].eq_ignore_ascii_case(name))?;
    std::str::from_utf8(line[name.len()..].trim_ascii()).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{MeHint, Skipped};
    use comity_core::{Coverage, Interaction, Record};
    use proptest::prelude::*;

    /// Wants so many calls of progress, and counts the bytes.
    struct Patience(usize, u64);

    impl Sink for Patience {
        fn record(&mut self, _: Record) {}
        fn interaction(&mut self, _: Interaction) {}
        fn skipped(&mut self, _: Skipped) {}
        fn coverage(&mut self, _: Coverage) {}
        fn me(&mut self, _: MeHint) {}
        fn progress(&mut self, bytes: u64) -> bool {
            self.0 = self.0.saturating_sub(1);
            self.1 += bytes;
            self.0 > 0
        }
    }

    const FROM: &str = "From mira@quillfish.example Tue Nov 17 10:00:00 2026\n";

    /// Gives the subjects of all mails, and the bytes that each takes.
    fn split(input: impl Read) -> (Vec<String>, Vec<u64>) {
        let (mut mails, mut head) = (Splitter::new(input), Vec::new());
        let (mut subjects, mut bytes) = (Vec::new(), Vec::new());
        while let Some(piece) = mails.next(&mut head, &mut Patience(usize::MAX, 0)).unwrap() {
            let text = String::from_utf8_lossy(&head).into_owned();
            let subject = text.lines().find_map(|l| l.strip_prefix("S: ")).unwrap_or("");
            subjects.push(if piece.stray { "stray".to_owned() } else { subject.to_owned() });
            bytes.push(piece.bytes);
        }
        (subjects, bytes)
    }

    fn check(text: &str, expected: &[&str]) {
        let (subjects, bytes) = split(text.as_bytes());
        assert_eq!(subjects, expected, "{text}");
        assert_eq!(bytes.iter().sum::<u64>(), text.len() as u64);
    }

    #[test]
    fn a_separator_needs_an_empty_line_a_date_and_a_field() {
        check(&format!("{FROM}S: a\n\ntext\n\n{FROM}S: b\n\ntext"), &["a", "b"]);
        check(&format!("{FROM}S: a\n\ntext\n{FROM}S: b\n\n"), &["a"]);
        check(&format!("{FROM}S: a\n\n{FROM}no field\n\n"), &["a"]);
        check(&format!("{FROM}S: a\n\nFrom now on\nS: b\n\n>{FROM}S: c\n"), &["a"]);
        check(&format!("{FROM}S: a\n\n{FROM}S: b\n\n\n{FROM}S: c\n"), &["a", "b", "c"]);
        check(&format!("\n\n{FROM}S: a\n\n"), &["a"]);
        check(&format!("text\n\n{FROM}S: a\n\n"), &["stray", "a"]);
        check("", &[]);
    }

    #[test]
    fn lines_may_end_in_two_bytes() {
        let text = format!("{FROM}S: a\n\ntext\n\n{FROM}S: b\n\ntext\n\n").replace('\n', "\r\n");
        let (subjects, _) = split(text.as_bytes());
        assert_eq!(subjects, ["a", "b"]);
    }

    #[test]
    fn a_length_counts_where_a_mail_follows() {
        let inner = format!("x\n\n{FROM}S: inside\n\ny\n");
        let with = |length: usize| format!("{FROM}Content-Length: {length}\nS: a\n\n{inner}\n{FROM}S: b\n\n");
        check(&with(inner.len()), &["a", "b"]);
        check(&with(inner.len() + 3), &["a", "inside", "b"]);
        check(&with(1), &["a", "inside", "b"]);
        check(&with(usize::MAX), &["a", "inside", "b"]);
        check(&format!("{FROM}Content-Length: {}\nS: a\n\n{inner}", inner.len()), &["a"]);
    }

    #[test]
    fn what_stands_before_a_failure_is_handed_out() {
        struct Torn;
        impl Read for Torn {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("torn"))
            }
        }
        let text = format!("{FROM}S: a\n\ntext\n\n{FROM}S: b\n\nte");
        let mut mails = Splitter::new(text.as_bytes().chain(Torn));
        let mut next =
            || mails.next(&mut Vec::new(), &mut Patience(usize::MAX, 0)).map_err(|e| e.to_string());
        assert!(matches!((next(), next()), (Ok(Some(_)), Ok(Some(_)))));
        assert_eq!((next(), next()), (Err("torn".to_owned()), Ok(None)));
    }

    #[test]
    fn endless_lines_take_no_room() {
        let long = io::repeat(b'x').take(32 << 20);
        let input = FROM.as_bytes().chain(&b"X-Long: "[..]).chain(long).chain(&b"\0\nS: a\n\ntext"[..]);
        let mut mails = Splitter::new(input);
        let mut head = Vec::new();
        let piece = mails.next(&mut head, &mut Patience(usize::MAX, 0)).unwrap().unwrap();
        assert!(piece.bytes > 32 << 20 && piece.cut && head.ends_with(b"S: a\n\n"));
        assert!(head.len() + mails.buffer.capacity() < 4 << 20);
    }

    #[test]
    fn the_sink_may_stop_it_and_is_told_every_byte() {
        let text = format!("{FROM}S: a\n\n").into_bytes();
        let input = || text.as_slice().chain(io::repeat(b'\n').take(8 << 20));
        let mut sink = Patience(3, 0);
        let mut mails = Splitter::new(input());
        assert_eq!(mails.next(&mut Vec::new(), &mut sink).unwrap(), None);
        assert!(mails.stopped() && sink.1 < 1 << 20);
        let mut sink = Patience(usize::MAX, 0);
        let piece = Splitter::new(input()).next(&mut Vec::new(), &mut sink).unwrap().unwrap();
        assert_eq!((piece.bytes, sink.1), (text.len() as u64 + (8 << 20), piece.bytes));
    }

    proptest! {
        // Whole chunks are among the parts, and slow to make.
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn all_bytes_belong_to_one_mail(parts in prop::collection::vec(prop_oneof![
            Just(FROM.as_bytes().to_vec()),
            Just(b"From ".to_vec()),
            Just(b"S: a\n".to_vec()),
            Just(b"\n".to_vec()),
            Just(b"\r\n\r\n".to_vec()),
            Just(b"Content-Length: 60\n".to_vec()),
            Just(vec![b'x'; CHUNK - 7]),
            prop::collection::vec(any::<u8>(), 0..40),
        ], 0..40)) {
            let text = parts.concat();
            let (_, bytes) = split(text.as_slice());
            prop_assert_eq!(bytes.iter().sum::<u64>(), text.len() as u64);
            let slow = split(Drops(&text)).1;
            prop_assert_eq!(bytes, slow);
        }
    }

    /// Gives few bytes at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(into.len()).min(4099);
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
}
