//! Walks one JSON file item by item, so that neither its size nor damage within it matters.
//!
//! Whole documents are never held: each item of a list at the root is read, handed on and dropped. A string
//! that does not end on its line (JSON allows no line break within one) is ended there, so that one lost
//! quote costs one item. Knows JSON and nothing of what stands in it.

use serde_json::Value;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Bytes read at once. An archive has ten thousand small files, and among what is kept of each, larger buffers
/// would leave holes in memory that nothing fills.
const PIECE: usize = 8 << 10;
/// Longer strings are cut: nobody writes as much by hand, and only pictures in text are larger.
const STRING_BYTES: usize = 64 << 10;
/// An item of more bytes is left out; a message with all its reactions stays below a hundredth.
const ITEM_BYTES: usize = 4 << 20;

/// One item of a list at the root, or the value of a key there that is no list.
pub(super) struct Item<'a> {
    /// The key at the root; empty where the root is a list itself.
    pub(super) key: &'a str,
    /// The place in the list, from one; zero for a value that is no list, and for an empty list.
    pub(super) place: u64,
    pub(super) value: Result<Value, Damage>,
}

/// Why an item cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    NotJson,
    TooLarge,
}

/// How a walk ended.
#[derive(Debug)]
pub(super) enum End {
    Whole,
    /// The visitor asked for it.
    Stopped,
    /// The file ends, or cannot be understood, behind this item.
    Damaged(u64),
    /// The file cannot be read any further.
    Torn(io::Error),
}

/// What is done with a file.
pub(super) trait Visit {
    /// Takes one item.
    fn item(&mut self, item: Item<'_>) -> ControlFlow<()>;

    /// Hears how many further bytes were read.
    fn read(&mut self, _bytes: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Hands every item of a file to the visitor, in order.
pub(super) fn walk(reader: impl Read, visit: &mut dyn Visit) -> End {
    let bytes = Bytes { inner: reader, buffer: vec![0; PIECE], at: 0, len: 0 };
    let mut walker = Walker { bytes, visit, place: 0 };
    match walker.root() {
        Ok(()) => End::Whole,
        Err(Halt::Stopped) => End::Stopped,
        Err(Halt::Damaged) => End::Damaged(walker.place),
        Err(Halt::Torn(error)) => End::Torn(error),
    }
}

enum Halt {
    Stopped,
    Damaged,
    Torn(io::Error),
}

type Step<T> = Result<T, Halt>;

struct Walker<'v, R> {
    bytes: Bytes<R>,
    visit: &'v mut dyn Visit,
    /// The last item that was reached.
    place: u64,
}

impl<R: Read> Walker<'_, R> {
    fn root(&mut self) -> Step<()> {
        match self.solid()? {
            b'{' => self.object()?,
            b'[' => self.list("")?,
            _ => return Err(Halt::Damaged),
        }
        // One bracket too many ends the document before its end.
        match self.solid() {
            Ok(_) => Err(Halt::Damaged),
            Err(Halt::Damaged) => Ok(()),
            Err(halt) => Err(halt),
        }
    }

    fn object(&mut self) -> Step<()> {
        loop {
            match self.solid()? {
                b'}' => return Ok(()),
                b'"' => self.member()?,
                // A comma; anything else is left over from damage, and the next key goes on from there.
                _ => {}
            }
        }
    }

    fn member(&mut self) -> Step<()> {
        let mut key = Vec::new();
        self.string(&mut key)?;
        let key = match parsed(&key) {
            Ok(Value::String(key)) => key,
            _ => String::new(),
        };
        if self.solid()? != b':' {
            return Ok(());
        }
        self.place = 0;
        match self.solid()? {
            b'[' => self.list(&key),
            first => {
                let value = self.value(first)?;
                self.tell(&key, value)
            }
        }
    }

    fn list(&mut self, key: &str) -> Step<()> {
        self.place = 0;
        loop {
            match self.solid()? {
                b']' if self.place == 0 => return self.tell(key, Ok(Value::Array(Vec::new()))),
                b']' => return Ok(()),
                b',' => {}
                first => {
                    self.place += 1;
                    let value = self.value(first)?;
                    self.tell(key, value)?;
                }
            }
        }
    }

    fn tell(&mut self, key: &str, value: Result<Value, Damage>) -> Step<()> {
        match self.visit.item(Item { key, place: self.place, value }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }

    /// Reads one value, however deep, without going into depth itself.
    fn value(&mut self, first: u8) -> Step<Result<Value, Damage>> {
        let mut text = Vec::new();
        let mut depth = 0_u64;
        let mut next = first;
        let mut last = first;
        loop {
            // No object stands where a key must: the item before it has lost its end.
            if (first, depth, last, next) == (b'{', 1, b',', b'{') {
                self.bytes.at -= 1;
                return Ok(Err(Damage::NotJson));
            }
            text.push(next);
            last = next;
            match next {
                b'"' => {
                    text.pop();
                    self.string(&mut text)?;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ if depth == 0 => self.scalar(&mut text)?,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if text.len() > ITEM_BYTES {
                // Its end still has to be found, and what lies between is not kept.
                text.truncate(ITEM_BYTES + 1);
            }
            next = self.solid()?;
        }
        Ok(if text.len() > ITEM_BYTES { Err(Damage::TooLarge) } else { parsed(&text) })
    }

    fn scalar(&mut self, text: &mut Vec<u8>) -> Step<()> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b',' | b']' | b'}' | b':') || byte <= b' ' {
                break;
            }
            self.bytes.at += 1;
            if text.len() <= STRING_BYTES {
                text.push(byte);
            }
        }
        Ok(())
    }

    /// Reads the rest of a string whose opening quote is read, and writes it with both quotes.
    fn string(&mut self, text: &mut Vec<u8>) -> Step<()> {
        let end = text.len() + STRING_BYTES;
        let mut digits = 0;
        text.push(b'"');
        loop {
            let byte = self.next()?;
            // An escape is kept whole or not at all.
            let kept = text.len() < end || digits > 0;
            digits = if digits > 0 { digits - 1 } else { 0 };
            match byte {
                b'"' | b'\n' => break,
                b'\\' => {
                    let escaped = self.next()?;
                    if kept {
                        digits = if escaped == b'u' { 4 } else { 0 };
                        text.extend([b'\\', escaped]);
                    }
                }
                0..b' ' if kept => text.push(b' '),
                _ if kept => text.push(byte),
                _ => {}
            }
        }
        text.push(b'"');
        Ok(())
    }

    /// Returns the next byte that is neither a space nor a control character.
    fn solid(&mut self) -> Step<u8> {
        loop {
            match self.next()? {
                0..=b' ' => {}
                // The mark at the start of a text, where some program put it there.
                0xEF | 0xBB | 0xBF => {}
                byte => return Ok(byte),
            }
        }
    }

    fn next(&mut self) -> Step<u8> {
        let byte = self.peek()?.ok_or(Halt::Damaged)?;
        self.bytes.at += 1;
        Ok(byte)
    }

    fn peek(&mut self) -> Step<Option<u8>> {
        if self.bytes.at == self.bytes.len {
            self.bytes.fill().map_err(Halt::Torn)?;
            if self.visit.read(self.bytes.len as u64).is_break() {
                return Err(Halt::Stopped);
            }
        }
        Ok(self.bytes.buffer[..self.bytes.len].get(self.bytes.at).copied())
    }
}

/// A buffer of which single bytes can be taken without a call.
struct Bytes<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    len: usize,
}

impl<R: Read> Bytes<R> {
    fn fill(&mut self) -> io::Result<()> {
        self.at = 0;
        self.len = loop {
            match self.inner.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        Ok(())
    }
}

fn parsed(text: &[u8]) -> Result<Value, Damage> {
    let text = String::from_utf8_lossy(text);
    serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str(&without_halves(&text)))
        .map_err(|_| Damage::NotJson)
}

/// Returns JSON in which each half of a surrogate pair that stands alone is the mark of something lost.
fn without_halves(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        whole.push_str(&rest[..at]);
        let (escape, after) = split_escape(&rest[at..]);
        let follows = || is_half(split_escape(after).0, 0xDC00);
        if is_half(escape, 0xD800) && follows() {
            let (low, after_low) = split_escape(after);
            whole.push_str(escape);
            whole.push_str(low);
            rest = after_low;
            continue;
        }
        let lone = is_half(escape, 0xD800) || is_half(escape, 0xDC00);
        whole.push_str(if lone { "\\ufffd" } else { escape });
        rest = after;
    }
    whole + rest
}

/// Splits off the escape with which a text begins; empty where it begins with none.
fn split_escape(text: &str) -> (&str, &str) {
    let len = match text.as_bytes() {
        [b'\\', b'u', ..] => 6,
        [b'\\', ..] => 2,
        _ => 0,
    };
    text.split_at_checked(len).unwrap_or((text, ""))
}

/// Tells whether an escape is the half of a pair that begins at `start`.
fn is_half(escape: &str, start: u32) -> bool {
    let code = escape.strip_prefix("\\u").and_then(|hex| u32::from_str_radix(hex, 16).ok());
    code.is_some_and(|code| code & 0xFC00 == start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Default)]
    struct Told(Vec<String>);

    impl Visit for Told {
        fn item(&mut self, item: Item<'_>) -> ControlFlow<()> {
            let value = item.value.map_or_else(|damage| format!("{damage:?}"), |value| value.to_string());
            self.0.push(format!("{}:{} {value}", item.key, item.place));
            ControlFlow::Continue(())
        }
    }

    fn check(text: impl AsRef<[u8]>, expected: &[&str], end: &str) {
        let mut told = Told::default();
        let ended = walk(text.as_ref(), &mut told);
        assert_eq!(told.0, expected);
        assert_eq!(format!("{ended:?}"), end);
    }

    #[test]
    fn items_come_one_by_one() {
        check(
            "\u{feff}{\"a\": [1, {\"b\": [2]}, \"x\"], \"c\": {\"d\": null}, \"e\": [], \"f\": -1.5}",
            &["a:1 1", "a:2 {\"b\":[2]}", "a:3 \"x\"", "c:0 {\"d\":null}", "e:0 []", "f:0 -1.5"],
            "Whole",
        );
        check("[{}, 7]", &[":1 {}", ":2 7"], "Whole");
    }

    #[test]
    fn damage_costs_what_is_damaged() {
        check("{\"a\": [1, {\"b\": 2}, {\"b\"", &["a:1 1", "a:2 {\"b\":2}"], "Damaged(3)");
        check("{\"a\": [{\"b\": \"x\n},\n{\"b\": 1}]}", &["a:1 {\"b\":\"x\"}", "a:2 {\"b\":1}"], "Whole");
        check(
            "{\"a\": [{\"b\": 1,\n{\"b\": 2}, {\"b\": [3}, {\"b\": 4}]}",
            &["a:1 NotJson", "a:2 {\"b\":2}", "a:3 NotJson", "a:4 {\"b\":4}"],
            "Whole",
        );
        check("{\"a\": [1]}, {\"b\": 2}]}", &["a:1 1"], "Damaged(1)");
        check("{\"a\": [{\"b\": x},\n{\"b\": 1}]}", &["a:1 NotJson", "a:2 {\"b\":1}"], "Whole");
        check(b"{\"a\": [\"x\0y\xFF\"]}", &["a:1 \"x y\u{fffd}\""], "Whole");
        check("no JSON at all", &[], "Damaged(0)");
        check("", &[], "Damaged(0)");
    }

    #[test]
    fn half_a_pair_is_a_mark_and_a_whole_pair_a_letter() {
        check(
            r#"["\ud83d", "\ud83d\ude00", "a\ude00b", "\\ud83d"]"#,
            &[":1 \"\u{fffd}\"", ":2 \"😀\"", ":3 \"a\u{fffd}b\"", r#":4 "\\ud83d""#],
            "Whole",
        );
    }

    #[test]
    fn neither_depth_nor_length_matters() {
        let deep = format!("[1, {}{}, 2]", "[".repeat(10_000), "]".repeat(10_000));
        check(deep, &[":1 1", ":2 NotJson", ":3 2"], "Whole");
        let long = format!("[\"{}\", 2]", "\\u00e9".repeat(STRING_BYTES));
        let mut told = Told::default();
        assert!(matches!(walk(long.as_bytes(), &mut told), End::Whole));
        assert!(told.0[0].len() <= STRING_BYTES && told.0[1] == ":2 2");
        let large = format!("[[{}0], 2]", "\"x\", 10000000, ".repeat(ITEM_BYTES / 12));
        check(large, &[":1 TooLarge", ":2 2"], "Whole");
    }

    proptest! {
        #[test]
        fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[\\[\\]{}\",:\\\\u0-9d\n]{0,200}") {
            walk(bytes.as_slice(), &mut Told::default());
            walk(text.as_bytes(), &mut Told::default());
        }
    }
}
