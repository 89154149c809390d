//! Text in UTF-16, as some programs of Windows save it, read as UTF-8.
//!
//! Knows it by the mark in front, or by the zero in every other byte of its beginning. Decodes on the way,
//! so that a file of any size fits.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, Cursor, Read};

/// Looked at of a file's beginning: eight letters show which of their bytes are zero.
const HEAD: usize = 16;
/// Bytes decoded at once.
const CHUNK: usize = 64 << 10;

/// Returns the text of a file in UTF-8, without a mark in front; what is not UTF-16 passes as it is.
///
/// # Errors
/// Fails where the file cannot be read.
pub(crate) fn narrowed<'a>(mut file: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut head = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let (encoding, mark) =
        Encoding::for_bom(&head).or_else(|| guessed(&head).map(|e| (e, 0))).unwrap_or((UTF_8, 0));
    head.drain(..mark);
    let file = Cursor::new(head).chain(file);
    if encoding == UTF_8 {
        return Ok(Box::new(file));
    }
    let decoder = encoding.new_decoder_without_bom_handling();
    Ok(Box::new(Narrow { file, decoder, text: vec![0; CHUNK], at: 0, end: 0, ended: false }))
}

/// Returns the encoding of a text that begins with plain letters and has no mark.
fn guessed(head: &[u8]) -> Option<&'static Encoding> {
    let (pairs, rest) = head.as_chunks::<2>();
    let all = |letter: usize| {
        pairs.iter().all(|pair| pair[letter].is_ascii() && pair[letter] > 0 && pair[1 - letter] == 0)
    };
    if pairs.len() < HEAD / 2 || !rest.is_empty() {
        None
    } else if all(0) {
        Some(UTF_16LE)
    } else if all(1) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A reader that decodes.
struct Narrow<R> {
    file: R,
    decoder: Decoder,
    /// What was decoded, of which the part from `at` to `end` is not read yet.
    text: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
}

impl<R: BufRead> BufRead for Narrow<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.end && !self.ended {
            let ready = self.file.fill_buf()?;
            let last = ready.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(ready, &mut self.text, last);
            self.file.consume(read);
            (self.at, self.end) = (0, written);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(&self.text[self.at..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

impl<R: BufRead> Read for Narrow<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn check(bytes: &[u8], expected: &str) {
        // One byte at a time, and all at once.
        for size in [1, 7, CHUNK] {
            let mut text = String::new();
            let file: Box<dyn BufRead> = Box::new(BufReader::with_capacity(size, bytes));
            narrowed(file).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, expected);
        }
    }

    fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn text_of_either_order_is_read_with_and_without_a_mark() {
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            check(&wide("\u{feff}Renée 山田 😀", unit), "Renée 山田 😀");
            check(&wide("BEGIN:VCARD\r\nFN:Renée 山田 😀", unit), "BEGIN:VCARD\r\nFN:Renée 山田 😀");
            let long = "First Name,Last Name\n".repeat(CHUNK / 8);
            check(&wide(&long, unit), &long);
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        check(b"", "");
        check(b"a", "a");
        check("\u{feff}Ren\u{e9}e".as_bytes(), "Ren\u{e9}e");
        check(b"a\0b\0", "a\0b\0");
        check(b"First\0Name\0,Last", "First\0Name\0,Last");
    }

    #[test]
    fn what_is_cut_or_no_text_is_marked() {
        let mut cut = wide("\u{feff}First Name😀", u16::to_le_bytes);
        cut.pop();
        check(&cut, "First Name\u{fffd}");
    }
}
