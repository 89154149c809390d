//! A file in UTF-16, which spreadsheets write, read as UTF-8 piece by piece.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{self, BufRead, Read};

/// Bytes decoded at once.
const PIECE: usize = 16 << 10;

/// What an input says, as UTF-8; what cannot be decoded becomes a replacement character.
pub(super) struct Wide<'a> {
    inner: Box<dyn BufRead + 'a>,
    decoder: Decoder,
    /// Decoded, and from where on it is not yet used.
    piece: Vec<u8>,
    used: usize,
    ended: bool,
}

impl<'a> Wide<'a> {
    /// Returns what follows in an input that begins with the byte order mark of an encoding.
    pub(super) fn new(inner: Box<dyn BufRead + 'a>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, piece: Vec::new(), used: 0, ended: false }
    }

    fn decode(&mut self) -> io::Result<()> {
        let bytes = self.inner.fill_buf()?;
        let last = bytes.is_empty();
        self.piece.resize(PIECE, 0);
        let (done, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.piece, last);
        self.inner.consume(read);
        self.piece.truncate(written);
        (self.used, self.ended) = (0, last && done == CoderResult::InputEmpty);
        Ok(())
    }
}

impl Read for Wide<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Wide<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.used == self.piece.len() && !self.ended {
            self.decode()?;
        }
        Ok(&self.piece[self.used..])
    }

    fn consume(&mut self, count: usize) {
        self.used += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn any_length_is_read_whole_however_it_is_cut() {
        let text = "Zoë,漢字,🦀\r\n".repeat(9_000);
        let wide: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for capacity in [1, 3, 8 << 10] {
            let input = BufReader::with_capacity(capacity, wide.as_slice());
            let mut read = String::new();
            Wide::new(Box::new(input), encoding_rs::UTF_16LE).read_to_string(&mut read).unwrap();
            assert!(read == text, "{capacity}");
        }
    }

    #[test]
    fn half_a_character_at_the_end_is_told() {
        let mut read = String::new();
        let input: &[u8] = b"\xff\xfea\0b";
        Wide::new(Box::new(input), encoding_rs::UTF_16LE).read_to_string(&mut read).unwrap();
        assert_eq!(read, "a\u{fffd}");
    }
}
