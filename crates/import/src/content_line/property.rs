//! One content line as a property: group, name, parameters, value.

use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// A property as it stands in a line; group and names in upper case, the value decoded and still escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Property {
    /// What ties lines together (`item1`); empty where there is none.
    pub(crate) group: String,
    pub(crate) name: String,
    params: Vec<(String, String)>,
    pub(crate) value: String,
}

impl Property {
    /// Reads a line; one without a colon is none.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let colon = outside_quotes(line, b':').next().or_else(|| memchr::memchr(b':', line))?;
        let head = text(&line[..colon], None);
        let mut pieces = pieces(&head, b';');
        let path = pieces.next()?.trim().trim_start_matches('\u{feff}').to_uppercase();
        let (group, name) = path.rsplit_once('.').unwrap_or(("", &path));
        let params = pieces.map(param).collect();
        let mut property =
            Self { group: group.to_owned(), name: name.to_owned(), params, value: String::new() };
        property.value = property.decoded(&line[colon + 1..]);
        (!property.name.is_empty()).then_some(property)
    }

    /// Returns the first value of a parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Returns the types (`WORK`, `CELL`), in upper case; bare ones of old cards among them.
    pub(crate) fn types(&self) -> impl Iterator<Item = String> {
        let types = self.params.iter().filter(|(name, _)| name == "TYPE");
        types.flat_map(|(_, value)| value.split(',')).map(|word| word.trim().to_uppercase())
    }

    /// Returns the value as one text.
    pub(crate) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Returns the parts of a value.
    pub(crate) fn parts(&self, separator: char) -> Vec<String> {
        split_unescaped(&self.value, separator).map(unescaped).collect()
    }

    fn decoded(&self, value: &[u8]) -> String {
        let says = |word: &str| self.param("ENCODING").is_some_and(|e| e.eq_ignore_ascii_case(word));
        let quoted = says("QUOTED-PRINTABLE").then(|| quoted_printable(value));
        text(quoted.as_deref().unwrap_or(value), self.param("CHARSET"))
    }
}

/// Returns the parts between separators that no backslash precedes, still escaped.
fn split_unescaped(value: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    value.split(move |c| {
        let splits = c == separator && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    })
}

/// Returns a text without its escapes; a backslash before any other character is dropped, as in `http\:`.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match if c == '\\' { chars.next() } else { Some(c) } {
            Some('n' | 'N') if c == '\\' => text.push('\n'),
            Some(c) => text.push(c),
            None => {}
        }
    }
    text.trim().to_owned()
}

/// Reads `NAME=value`; a bare word of old cards is an encoding or a type.
fn param(piece: &str) -> (String, String) {
    let (name, value) = match piece.split_once('=') {
        Some((name, value)) => (name.trim().to_uppercase(), value),
        None => (bare(piece).to_owned(), piece),
    };
    let value = value.replace('"', "");
    // RFC 6868: what may not stand in a parameter is written with a circumflex.
    let value = value.replace("^n", "\n").replace("^'", "\"").replace("^^", "^");
    (name, value.trim().to_owned())
}

fn bare(word: &str) -> &'static str {
    match word.trim().to_uppercase().as_str() {
        "QUOTED-PRINTABLE" | "BASE64" | "8BIT" | "7BIT" => "ENCODING",
        _ => "TYPE",
    }
}

/// Returns where a byte stands outside quotation marks.
fn outside_quotes(line: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    line.iter().enumerate().filter_map(move |(at, &byte)| {
        quoted ^= byte == b'"';
        (byte == wanted && !quoted).then_some(at)
    })
}

/// Returns the pieces of a head between separators outside quotation marks.
fn pieces(head: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends: Vec<usize> = outside_quotes(head.as_bytes(), separator).chain([head.len()]).collect();
    ends.into_iter().map(move |end| {
        let piece = &head[start..end];
        start = (end + 1).min(head.len());
        piece
    })
}

fn quoted_printable(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'=').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    bytes
}

/// Decodes bytes: UTF-8 where they are, else the charset that is told, else the commonest of old Windows.
///
/// A charset that is told and wrong is commoner than text of it that happens to be UTF-8, unless there is
/// nothing but ASCII, in which only the charsets of seven bits differ.
fn text(bytes: &[u8], charset: Option<&str>) -> String {
    let told = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let seven_bits = told.is_some_and(|encoding| !encoding.is_ascii_compatible());
    match std::str::from_utf8(bytes) {
        Ok(text) if !(seven_bits && bytes.is_ascii()) => text.to_owned(),
        _ => {
            let (text, _, _): (Cow<'_, str>, _, _) = told.unwrap_or(WINDOWS_1252).decode(bytes);
            text.into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &[u8]) -> Property {
        Property::parse(line).unwrap()
    }

    #[test]
    fn groups_parameters_and_values_are_told_apart() {
        let p = read(b"item1.EMAIL;type=INTERNET,Work;X=\"a;b:c\":ana@firm.example");
        assert_eq!((p.group.as_str(), p.name.as_str()), ("ITEM1", "EMAIL"));
        assert_eq!(p.types().collect::<Vec<_>>(), ["INTERNET", "WORK"]);
        assert_eq!((p.param("X"), p.value.as_str()), (Some("a;b:c"), "ana@firm.example"));
        assert_eq!(read(b"TEL;CELL;PREF:1").types().collect::<Vec<_>>(), ["CELL", "PREF"]);
        assert_eq!(read(b"\xef\xbb\xbfBEGIN:VCARD").name, "BEGIN");
        // A quotation mark that never ends does not swallow the value.
        assert_eq!(read(b"ORGANIZER;CN=\"Ana:mailto:ana@firm.example").value, "mailto:ana@firm.example");
        assert_eq!(Property::parse(b"no colon"), None);
    }

    #[test]
    fn text_is_decoded_whatever_it_was_written_in() {
        let check = |line: &[u8], expected: &str| assert_eq!(read(line).value, expected);
        check(b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e", "Ren\u{e9}e");
        check(b"FN;QUOTED-PRINTABLE:Ren=C3=A9e", "Ren\u{e9}e");
        check(b"FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Ren=E9e", "Ren\u{e9}e");
        check(b"FN;CHARSET=windows-1251:\xc0\xed\xed\xe0", "\u{410}\u{43d}\u{43d}\u{430}");
        check(b"FN;CHARSET=ISO-2022-JP:\x1b$B;3ED\x1b(B", "\u{5c71}\u{7530}");
        check(b"FN:Ren\xe9e", "Ren\u{e9}e");
        check(b"FN:50 =C3", "50 =C3");
    }

    #[test]
    fn escapes_hide_separators() {
        assert_eq!(read(b"ORG:Firm\\; Sons;Sales\\, EMEA").parts(';'), ["Firm; Sons", "Sales, EMEA"]);
        assert_eq!(read(b"URL:http\\://firm.example\\\\a").text(), "http://firm.example\\a");
        assert_eq!(read(b"X:a\\nb\\").text(), "a\nb");
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(p) = Property::parse(&line) {
                let _ = (p.text(), p.parts(';'), p.types().count());
            }
        }
    }
}
