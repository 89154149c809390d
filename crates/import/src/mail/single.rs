//! A mail that has a file of its own.

use super::head::Head;
use std::io::{self, BufRead};

/// Of one head: what goes beyond is not read.
const LONGEST_HEAD: u64 = 1 << 20;

/// The head of a mail that has a file of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileHead {
    pub(crate) bytes: Vec<u8>,
    /// It was too long to be read whole.
    pub(crate) cut: bool,
}

/// Reads the head of a file, up to the empty line.
///
/// # Errors
/// Fails where the file cannot be read.
pub(crate) fn head_of(file: impl BufRead) -> io::Result<FileHead> {
    let mut file = file.take(LONGEST_HEAD);
    let (mut head, mut cut) = (Vec::new(), false);
    loop {
        let from = head.len();
        file.read_until(b'\n', &mut head)?;
        let first = from == 0;
        match head[from..].trim_ascii() {
            _ if head.len() == from => {
                cut = file.limit() == 0 && !file.get_mut().fill_buf()?.is_empty();
                break;
            }
            // The size of the mail stands before it in `.emlx` files.
            [] if !first => break,
            line if first && line.iter().all(u8::is_ascii_digit) => head.clear(),
            _ => {}
        }
    }
    head.push(b'\n');
    Ok(FileHead { bytes: head, cut })
}

/// Tells whether a file that begins so is one mail: fields only, and some that every mail has.
pub(crate) fn is_head(start: &[u8]) -> bool {
    let Ok(head) = head_of(start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start)) else { return false };
    let first = head.bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let name = first.split(|b| *b == b':').next().unwrap_or(&[]).trim_ascii_end();
    let fields = first.contains(&b':') && !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    // Two: a text may begin with "Subject:", and a saved web page with "From: <Saved by …>".
    fields && {
        let head = Head::read(&head.bytes);
        let told = !head.from.is_empty() || !head.to.is_empty() || head.received.is_some();
        let page =
            head.kind.starts_with("multipart/related") && head.received.is_none() && head.to.is_empty();
        head.signals.usual >= 2 && told && !page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn check(text: &str, expected: bool) {
        assert_eq!(is_head(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn mails_are_known_by_their_fields() {
        check("From: a@post.example\nSubject: x\n\nText", true);
        check("\u{feff}Received: from a; Tue, 17 Nov 2026 10:00:00 +0000\nDate: x\r\n\r\nText", true);
        check("117\nFrom: a@post.example\nSubject: x\n\nText", true);
        check("X-Strange: 1\nFrom: a@post.example\nDate: Tue, 17 Nov 2026 10:00:00 +0000\n", true);
    }

    #[test]
    fn other_texts_are_no_mails() {
        check("BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n", false);
        check("Subject: only this\nand text\n", false);
        check("From: <Saved by a browser>\nSubject: x\nDate: x\nContent-Type: multipart/related\n\n", false);
        check("Dear all,\nFrom: a@post.example\nTo: b@post.example\n", false);
        check("", false);
    }

    #[test]
    fn a_head_ends_with_the_empty_line() {
        let head = |text: &str| String::from_utf8(head_of(text.as_bytes()).unwrap().bytes).unwrap();
        assert_eq!(head("12\nFrom: a\r\n\r\nSubject: b\n"), "From: a\r\n\r\n\n");
        assert_eq!(head("From: a"), "From: a\n");
    }

    #[test]
    fn a_head_that_is_too_long_is_cut() {
        let is_cut = |length: u64| head_of(io::BufReader::new(io::repeat(b'x').take(length))).unwrap().cut;
        assert_eq!((is_cut(LONGEST_HEAD), is_cut(LONGEST_HEAD + 1)), (false, true));
    }
}
