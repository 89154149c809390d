//! Tables in CSV files, as services and spreadsheets really write them.
//!
//! Finds the header row by the cells that it must have, whatever stands above it, and gives the rows below
//! with their line numbers. Reads on line by line, so that a file of any size fits. The `csv` crate would
//! run from a quote that nobody closed to the end of the file; here such a row is told and the next is read.

use crate::source::Reason;
use crate::wide::narrowed;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Lines among which the header is looked for: the longest preamble known has four, and a text that quotes
/// a table further down is not one.
const HEAD_LINES: usize = 10;

/// Bytes of the longest row: far more than any message, and little enough to hold.
const LONGEST_ROW: usize = 1 << 20;

/// A table from its header row on.
pub(crate) struct Table<'a> {
    lines: Lines<'a>,
    delimiter: char,
    header: Vec<String>,
    /// A row has at least as many cells: those up to the last column that the header must have.
    needed: usize,
}

/// One row, with the line on which it starts, counted from one.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) line: u64,
    cells: Vec<String>,
}

impl Row {
    /// Returns the trimmed text of a cell; a column or cell that is not there is empty.
    pub(crate) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.cells.get(c)).map_or("", |cell| cell.trim())
    }
}

/// A row that cannot be read, without any of its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadRow {
    pub(crate) line: u64,
    pub(crate) reason: Reason,
    pub(crate) why: String,
}

impl<'a> Table<'a> {
    /// Finds the first row that holds all cells of one of the kinds, and which kind that is.
    ///
    /// Cells are compared without case, and the delimiter may be a comma, a semicolon or a tab.
    ///
    /// # Errors
    /// Fails where the reader fails.
    pub(crate) fn find(
        reader: Box<dyn BufRead + 'a>,
        kinds: &[&[&str]],
    ) -> io::Result<Option<(Self, usize)>> {
        let kinds: Vec<Vec<String>> =
            kinds.iter().map(|kind| kind.iter().map(|c| folded(c)).collect()).collect();
        let mut lines = Lines::new(reader)?;
        for _ in 0..HEAD_LINES {
            let Some(line) = lines.take()? else { return Ok(None) };
            let text = decoded(&line.text);
            for delimiter in [',', ';', '\t'].into_iter().filter(|d| text.contains(*d)) {
                let header: Vec<String> = split(&text, delimiter).0.iter().map(|c| folded(c)).collect();
                let place = |name| header.iter().position(|cell| cell == name);
                for (index, kind) in kinds.iter().enumerate() {
                    if let Some(places) = kind.iter().map(place).collect::<Option<Vec<_>>>() {
                        let needed = places.into_iter().max().map_or(0, |last| last + 1);
                        return Ok(Some((Self { lines, delimiter, header, needed }, index)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Returns the first column of a name, compared without case.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        self.header.iter().position(|cell| *cell == name)
    }

    /// Returns the bytes read since this was last asked.
    pub(crate) fn taken_bytes(&mut self) -> u64 {
        std::mem::take(&mut self.lines.bytes)
    }

    /// Returns the next row that is not blank, or why it cannot be read; nothing at the end.
    ///
    /// # Errors
    /// Fails where the reader fails.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<Row, BadRow>>> {
        loop {
            let closed = self.lines.closed()?;
            let rows = closed.into_iter().filter(|count| *count > 1);
            let many = rows.filter_map(|count| self.several(count)).next();
            let found = match many {
                Some(row) => Ok(row),
                None => match self.lines.take()? {
                    None => return Ok(None),
                    Some(line) => self.single(&line),
                },
            };
            let blank = found.as_ref().is_ok_and(|row| row.cells.iter().all(|c| c.trim().is_empty()));
            if !blank {
                return Ok(Some(found));
            }
        }
    }

    /// Takes so many lines as one row, if they are one beyond doubt.
    ///
    /// Otherwise a quote was lost somewhere, and the lines are rows of their own.
    fn several(&mut self, count: usize) -> Option<Row> {
        let lines = self.lines.pending.range(..count);
        let bytes: Vec<u8> = lines.flat_map(|line| line.text.iter().copied()).collect();
        let (cells, sound) = split(&decoded(&bytes), self.delimiter);
        let fits = sound && cells.len() >= self.needed && cells.len() <= self.header.len();
        let first = self.lines.pending.front().map_or(0, |line| line.number);
        fits.then(|| {
            self.lines.pending.drain(..count);
            Row { line: first, cells }
        })
    }

    fn single(&self, line: &Line) -> Result<Row, BadRow> {
        let bad = |reason, why| Err(BadRow { line: line.number, reason, why });
        if line.cut {
            return bad(Reason::TooLarge, "the row is longer than any row can be".to_owned());
        }
        let (cells, _) = split(&decoded(&line.text), self.delimiter);
        let told = cells.iter().any(|c| !c.trim().is_empty());
        if told && cells.len() < self.needed {
            let (found, needed) = (cells.len(), self.needed);
            return bad(Reason::Broken, format!("the row has {found} of {needed} cells"));
        }
        Ok(Row { line: line.number, cells })
    }
}

/// One line of a file, with its line ending.
struct Line {
    number: u64,
    text: Vec<u8>,
    /// Holds an odd number of quotes: one of them opens or closes a cell of several lines.
    odd: bool,
    /// Was longer than a row can be, and is not whole.
    cut: bool,
}

/// The lines of a file, as far as they were looked at.
struct Lines<'a> {
    reader: Box<dyn BufRead + 'a>,
    pending: VecDeque<Line>,
    number: u64,
    bytes: u64,
}

impl<'a> Lines<'a> {
    fn new(reader: Box<dyn BufRead + 'a>) -> io::Result<Self> {
        let reader = narrowed(reader)?;
        Ok(Self { reader, pending: VecDeque::new(), number: 0, bytes: 0 })
    }

    /// Takes the next line.
    fn take(&mut self) -> io::Result<Option<Line>> {
        self.look(0)?;
        Ok(self.pending.pop_front())
    }

    /// Returns how many lines from here close every quote; nothing where that is too far away.
    ///
    /// A quote inside a cell is written twice, so a row is whole when its quotes are even in number.
    fn closed(&mut self) -> io::Result<Option<usize>> {
        let (mut odd, mut bytes) = (false, 0);
        for count in 0.. {
            let Some(line) = self.look(count)? else { return Ok(None) };
            odd ^= line.odd;
            bytes += line.text.len();
            if line.cut || bytes > LONGEST_ROW {
                return Ok(None);
            }
            if !odd {
                return Ok(Some(count + 1));
            }
        }
        Ok(None)
    }

    fn look(&mut self, index: usize) -> io::Result<Option<&Line>> {
        while self.pending.len() <= index {
            let mut text = Vec::new();
            let limit = LONGEST_ROW as u64;
            if self.reader.by_ref().take(limit).read_until(b'\n', &mut text)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes += text.len() as u64;
            let cut = text.len() as u64 == limit && !text.ends_with(b"\n");
            if cut {
                self.bytes += skip_line(&mut self.reader)?;
            }
            let odd = memchr::memchr_iter(b'"', &text).count() % 2 == 1;
            self.pending.push_back(Line { number: self.number, text, odd, cut });
        }
        Ok(self.pending.get(index))
    }
}

/// Reads to the end of the line and returns how many bytes that were.
fn skip_line(reader: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let ready = reader.fill_buf()?;
        let end = memchr::memchr(b'\n', ready);
        let count = end.map_or(ready.len(), |at| at + 1);
        reader.consume(count);
        skipped += count as u64;
        if end.is_some() || count == 0 {
            return Ok(skipped);
        }
    }
}

/// Returns the text of a row; what is not UTF-8 was saved by a spreadsheet of the West.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let end = bytes.len() - bytes.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    match std::str::from_utf8(&bytes[..end]) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(&bytes[..end]).0,
    }
}

/// Returns a name as columns are compared.
fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Cuts a row into its cells, and tells whether every quote stands where RFC 4180 has it.
fn split(text: &str, delimiter: char) -> (Vec<String>, bool) {
    let (mut cells, mut sound, mut rest) = (Vec::new(), true, Some(text));
    while let Some(text) = rest {
        let (cell, next, clean) = first_cell(text, delimiter);
        cells.push(cell);
        sound &= clean;
        rest = next;
    }
    (cells, sound)
}

/// Returns the first cell, what follows its delimiter, and whether its quotes are in order.
fn first_cell(text: &str, delimiter: char) -> (String, Option<&str>, bool) {
    let Some(mut inner) = text.strip_prefix('"') else {
        let (cell, next) = up_to(text, delimiter);
        return (cell.to_owned(), next, true);
    };
    let mut cell = String::new();
    while let Some((part, after)) = inner.split_once('"') {
        cell.push_str(part);
        let Some(more) = after.strip_prefix('"') else {
            let (tail, next) = up_to(after, delimiter);
            cell.push_str(tail);
            return (cell, next, tail.trim().is_empty());
        };
        cell.push('"');
        inner = more;
    }
    cell.push_str(inner);
    (cell, None, false)
}

fn up_to(text: &str, delimiter: char) -> (&str, Option<&str>) {
    text.split_once(delimiter).map_or((text, None), |(cell, next)| (cell, Some(next)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the columns `a` and `c` of all rows; bad rows as their line.
    fn read(bytes: &[u8]) -> Option<Vec<String>> {
        let reader: Box<dyn BufRead> = Box::new(bytes);
        let (mut table, _) = Table::find(reader, &[&["A", "C"]]).unwrap()?;
        let (a, c) = (table.column("a"), table.column(" C"));
        let mut rows = Vec::new();
        while let Some(row) = table.next().unwrap() {
            rows.push(match row {
                Ok(row) => format!("{}: {} {}", row.line, row.cell(a), row.cell(c)),
                Err(bad) => format!("{}: {:?}", bad.line, bad.reason),
            });
        }
        Some(rows)
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read(text.as_bytes()).unwrap(), expected, "{text:?}");
    }

    #[test]
    fn the_header_is_found_under_anything_and_with_any_delimiter() {
        check("a,b,c\n1,2,3", &["2: 1 3"]);
        check("\u{feff}\"A\",\"B\",\"C\"\r\n\"1\",\"2\",\"3\"\r\n", &["2: 1 3"]);
        check("Notes:\n\"Some, text\"\n\nA;B;C\n1;2,5;3\n\n;;\n4;5;6\n", &["5: 1 3", "8: 4 6"]);
        check("c\tb\ta\n3\t2\t1\tmore\n", &["2: 1 3"]);
        assert_eq!(read(b"a,b\n1,2\n"), None);
    }

    #[test]
    fn a_cell_may_hold_delimiters_quotes_and_lines() {
        check("a,b,c\n\"x, y\",\"\"\"\",\"two\nlines\"\n1,2,3\n", &["2: x, y two\nlines", "4: 1 3"]);
        check("a,b,c\n5\" disk,2,3\n1,2,3\n", &["2: 5\" disk 3", "3: 1 3"]);
        check("a,b,c\n\"Venn\" Jr,2,3\n1,2,3\n", &["2: Venn Jr 3", "3: 1 3"]);
    }

    #[test]
    fn a_lost_quote_costs_one_row() {
        check("a,b,c\n1,\"2,3\n4,5,6\n7,8,9\n", &["2: Broken", "3: 4 6", "4: 7 9"]);
        check("a,b,c\n1,\"2,3\n4,5,6\n7,\"8,9\n1,2,3\n", &["2: Broken", "3: 4 6", "4: Broken", "5: 1 3"]);
        check("a,b,c\n\"1\",\"2,\"3\"\n\"4\",\"5\",\"6\"\n", &["2: Broken", "3: 4 6"]);
        check("a,b,c\n1\n4,5,6\n", &["2: Broken", "3: 4 6"]);
    }

    #[test]
    fn other_encodings_of_spreadsheets_are_read() {
        let wide: Vec<u8> = "\u{feff}a\tb\tc\né\t2\t3\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), Some(vec!["2: é 3".to_owned()]));
        assert_eq!(read(b"a,b,c\n\xe9,2,3\n"), Some(vec!["2: é 3".to_owned()]));
    }

    #[test]
    fn a_line_without_end_is_told_and_the_next_is_read() {
        let mut bytes = b"a,b,c\n".to_vec();
        bytes.resize(bytes.len() + 3 * LONGEST_ROW, b'x');
        bytes.extend(b"\n1,2,3\n");
        assert_eq!(read(&bytes), Some(vec!["2: TooLarge".to_owned(), "3: 1 3".to_owned()]));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in "a,b,c\n[a-c\",;\r\n\t]{0,80}") {
            let lines = bytes.lines().count();
            prop_assert!(read(bytes.as_bytes()).is_none_or(|rows| rows.len() < lines));
        }

        #[test]
        fn what_is_written_by_the_standard_is_read_back(
            cells in proptest::collection::vec("[a-c\",;\n ]{0,6}", 3),
        ) {
            let quoted: Vec<String> =
                cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            let text = format!("a,b,c\n{}\n1,2,3\n", quoted.join(","));
            let rows = read(text.as_bytes()).unwrap();
            let told = cells.iter().any(|c| !c.trim().is_empty());
            prop_assert_eq!(rows.len(), 1 + usize::from(told));
            if told {
                prop_assert_eq!(&rows[0], &format!("2: {} {}", cells[0].trim(), cells[2].trim()));
            }
        }
    }
}
