//! Physical lines into content lines.

use std::io::{self, BufRead};

/// Longest content line that is kept: longer ones are pictures, keys and sounds, which nobody reads here.
const LIMIT_BYTES: usize = 64 * 1024;

/// Reads content lines one by one, whatever their line ends; memory is bounded by one line.
pub(crate) struct Unfold<R> {
    input: R,
    line: Vec<u8>,
    /// How many bytes were read since it was last asked.
    read: u64,
}

impl<R: BufRead> Unfold<R> {
    /// Returns a reader at the start of a file.
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), read: 0 }
    }

    /// Returns the next content line, cut at the limit, without its line end; `None` at the end.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        self.line.clear();
        if self.peek()?.is_none() {
            return Ok(None);
        }
        self.physical()?;
        let quoted = is_quoted_printable(&self.line);
        loop {
            if quoted && self.line.last() == Some(&b'=') && self.peek()?.is_some() {
                self.line.pop();
            } else if matches!(self.peek()?, Some(b' ' | b'\t')) {
                self.consume(1);
            } else {
                return Ok(Some(&self.line));
            }
            self.physical()?;
        }
    }

    /// Returns how many bytes were read since this was last asked.
    pub(crate) fn take_read(&mut self) -> u64 {
        std::mem::take(&mut self.read)
    }

    /// Returns how many bytes were read since they were last taken, and leaves the count.
    pub(crate) fn read_so_far(&self) -> u64 {
        self.read
    }

    /// Adds one physical line and goes past its end: LF, CRLF or CR.
    fn physical(&mut self) -> io::Result<()> {
        loop {
            let ready = self.input.fill_buf()?;
            let end = memchr::memchr2(b'\n', b'\r', ready);
            let piece = &ready[..end.unwrap_or(ready.len())];
            let room = LIMIT_BYTES.saturating_sub(self.line.len());
            self.line.extend_from_slice(&piece[..piece.len().min(room)]);
            let found = end.map(|end| ready[end]);
            let count = piece.len() + usize::from(end.is_some());
            self.consume(count);
            match found {
                Some(b'\r') => {
                    if self.peek()? == Some(b'\n') {
                        self.consume(1);
                    }
                    return Ok(());
                }
                Some(_) => return Ok(()),
                None if count == 0 => return Ok(()),
                None => {}
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.read += count as u64;
    }
}

/// Tells whether the parameters of a line say that a `=` at its end joins it to the next.
fn is_quoted_printable(line: &[u8]) -> bool {
    let head = &line[..memchr::memchr(b':', line).unwrap_or(0)];
    let word = b"QUOTED-PRINTABLE";
    head.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: &[&str]) {
        // Small buffers, so that every seam between two of them is tried.
        for size in [1, 2, 3, 64] {
            let mut lines = Unfold::new(io::BufReader::with_capacity(size, text));
            let mut found = Vec::new();
            while let Some(line) = lines.next_line().unwrap() {
                found.push(String::from_utf8(line.to_vec()).unwrap());
            }
            assert_eq!(found, expected);
            assert_eq!(lines.take_read(), text.len() as u64);
        }
    }

    #[test]
    fn folds_are_joined_whatever_the_line_ends() {
        check(
            b"FN:Ana\r\n  Ruiz\r\nTEL:1\rNOTE:a\n\tb\n\nEND",
            &["FN:Ana Ruiz", "TEL:1", "NOTE:ab", "", "END"],
        );
        check("FN:Ren\u{e9}".as_bytes(), &["FN:Ren\u{e9}"]);
        check(b"FN:Ren\xc3\n \xa9e\n", &["FN:Ren\u{e9}e"]);
    }

    #[test]
    fn soft_breaks_join_quoted_printable_only() {
        check(
            b"N;ENCODING=QUOTED-PRINTABLE:Ru=\r\niz=\n =C3\nX:a=\nY:b",
            &["N;ENCODING=QUOTED-PRINTABLE:Ruiz =C3", "X:a=", "Y:b"],
        );
    }

    #[test]
    fn a_line_without_end_takes_bounded_memory() {
        let line = vec![b'A'; 3 * LIMIT_BYTES];
        let text = [b"PHOTO:", line.as_slice(), b"\n", &b" AAAA\n".repeat(LIMIT_BYTES), b"FN:Ana"].concat();
        let mut lines = Unfold::new(text.as_slice());
        assert_eq!(lines.next_line().unwrap().unwrap().len(), LIMIT_BYTES);
        assert!(lines.line.capacity() <= 2 * LIMIT_BYTES);
        assert_eq!(lines.next_line().unwrap(), Some(b"FN:Ana".as_slice()));
    }
}
