//! Text for a terminal: nothing wider than it, no control characters of others, colours only where wanted.

use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece of text is to look; without colours it is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Bold,
    Dim,
    Good,
    Careful,
    Bad,
    /// Something to type.
    Code,
}

impl Ink {
    const fn codes(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Good => "1;32",
            Self::Careful => "1;33",
            Self::Bad => "1;31",
            Self::Code => "36",
        }
    }
}

/// A page of text that grows line by line.
pub struct Screen {
    text: String,
    width: usize,
    colour: bool,
}

impl Screen {
    /// Returns an empty page of a width in columns.
    pub const fn new(width: usize, colour: bool) -> Self {
        Self { text: String::new(), width, colour }
    }

    /// Returns the page.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Returns the width in columns.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds an empty line, if the last one is not empty already.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        self.pieces(0, &[(text, Ink::Bold)]);
    }

    /// Adds a paragraph, wrapped.
    pub fn line(&mut self, text: &str) {
        self.pieces(0, &[(text, Ink::Plain)]);
    }

    /// Adds a paragraph, wrapped, its lines set in by some columns.
    pub fn indented(&mut self, columns: usize, text: &str) {
        self.pieces(columns, &[(text, Ink::Plain)]);
    }

    /// Adds the way out: `help: …`.
    pub fn help(&mut self, text: &str) {
        self.pieces(0, &[("help:", Ink::Code), (text, Ink::Plain)]);
    }

    /// Adds a line that is to be typed as it stands; it is never wrapped.
    pub fn command(&mut self, text: &str) {
        let text = clean(text);
        self.text.push_str("    ");
        self.paint(&text, Ink::Code);
        self.text.push('\n');
    }

    /// Adds text of our own as it stands: scripts, documents.
    pub fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a paragraph of several pieces, wrapped, its lines set in by some columns.
    pub fn pieces(&mut self, columns: usize, pieces: &[(&str, Ink)]) {
        let room = self.width.saturating_sub(columns).max(20);
        let mut used = 0;
        self.set_in(columns);
        for (text, ink) in pieces {
            for word in clean(text).split_whitespace() {
                for part in broken(word, room) {
                    let wide = part.width();
                    if used > 0 && used + 1 + wide > room {
                        self.text.push('\n');
                        self.set_in(columns);
                        used = 0;
                    }
                    if used > 0 {
                        self.text.push(' ');
                        used += 1;
                    }
                    self.paint(part, *ink);
                    used += wide;
                }
            }
        }
        self.text.push('\n');
    }

    /// Adds a table; the last column takes what room is left, and the widest others give way.
    pub fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| clean(c)).collect()).collect();
        let widths = self.widths(heads, &rows);
        self.row(&heads.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>(), &widths, Ink::Dim);
        for row in &rows {
            self.row(row, &widths, Ink::Plain);
        }
    }

    /// Adds rows without heads, set in by two columns.
    pub fn columns(&mut self, rows: &[Vec<String>]) {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|r| {
                r.iter()
                    .enumerate()
                    .map(|(n, c)| if n == 0 { format!("  {}", clean(c)) } else { clean(c) })
                    .collect()
            })
            .collect();
        let mut widths = self.widths(&vec![""; count], &rows);
        let Some(last) = count.checked_sub(1) else { return };
        let before: usize = widths[..last].iter().map(|w| w + 2).sum();
        let natural = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.width()).max().unwrap_or(0);
        let wanted: usize = (0..last).map(|n| natural(n) + 2).sum();
        // The last column is prose and may take several lines, so that addresses before it stay whole.
        let starts = if self.width >= wanted + 18 { wanted } else { before };
        if starts == wanted {
            (0..last).for_each(|n| widths[n] = natural(n));
        }
        for row in &rows {
            let prose = row.get(last).map_or("", String::as_str);
            let lines = wrapped(prose, self.width.saturating_sub(starts).max(8));
            let mut first = row.iter().take(last).cloned().collect::<Vec<_>>();
            first.extend(lines.first().cloned());
            widths[last] = lines.first().map_or(0, |l| l.width());
            self.row(&first, &widths, Ink::Plain);
            for line in lines.iter().skip(1) {
                self.set_in(starts);
                self.text.push_str(line);
                self.text.push('\n');
            }
        }
    }

    fn widths(&self, heads: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
        let widest = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.width()).max().unwrap_or(0);
        // Nothing is wider than the screen, however long a name somebody gave themself.
        let mut widths: Vec<usize> =
            heads.iter().enumerate().map(|(n, h)| h.width().max(widest(n)).min(self.width)).collect();
        let gaps = 2 * widths.len().saturating_sub(1);
        let typical = |n: usize| {
            let told = rows.iter().filter_map(|r| r.get(n)).map(|c| c.width()).filter(|w| *w > 0);
            told.clone().sum::<usize>() / told.count().max(1)
        };
        let typical: Vec<usize> = (0..widths.len()).map(typical).collect();
        // A date or a single word is useless when cut, so the columns of such stay whole as long as others can give.
        let words: Vec<bool> = widths.iter().map(|w| *w <= 15).collect();
        while widths.iter().sum::<usize>() + gaps > self.width {
            // A column that is wide beyond its need gives way first, and of two alike the later: names stand first.
            let slack = |n: usize| widths[n] * 100 / (typical[n] + 4);
            let free = |n: &usize| !words[*n] && widths[*n] > if *n < 2 { 20 } else { 10 };
            let wide = (0..widths.len()).filter(free).max_by_key(|n| (slack(*n), *n));
            let any = || (0..widths.len()).filter(|n| widths[*n] > 8).max_by_key(|n| (slack(*n), *n));
            let Some(place) = wide.or_else(any) else { break };
            widths[place] -= 1;
        }
        widths
    }

    fn row(&mut self, cells: &[String], widths: &[usize], ink: Ink) {
        let mut line = String::new();
        for (n, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if n > 0 {
                line.push_str("  ");
            }
            let cut = cut(cell, *width);
            let pad = width.saturating_sub(cut.width());
            let _ = write!(line, "{cut}{}", " ".repeat(pad));
        }
        let line = line.trim_end().to_owned();
        self.paint(&line, ink);
        self.text.push('\n');
    }

    fn set_in(&mut self, columns: usize) {
        self.text.push_str(&" ".repeat(columns));
    }

    fn paint(&mut self, text: &str, ink: Ink) {
        if self.colour && ink != Ink::Plain {
            let _ = write!(self.text, "\u{1b}[{}m{text}\u{1b}[0m", ink.codes());
        } else {
            self.text.push_str(text);
        }
    }
}

/// Returns the text without control characters, marks that turn the direction of writing, and what nobody sees.
///
/// Names come from strangers; a terminal would obey them, and a reader take one for another. What joins
/// letters or keeps them apart stays: some scripts need it.
pub fn clean(text: &str) -> String {
    let spaced =
        text.chars().map(|c| if matches!(c, '\n' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c });
    spaced.filter(|c| !c.is_control() && !is_turning(*c) && !is_unseen(*c)).collect()
}

/// Tells whether a mark turns the direction of writing.
const fn is_turning(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether nobody sees a character: spaces without width, notes between lines, tags.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns the text cut to some columns, with a mark where something was cut.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > columns {
            break;
        }
        kept.push(c);
        used += wide;
    }
    kept.push('…');
    kept
}

/// Returns a text in lines of so many columns at most; one empty line for no text.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for part in text.split_whitespace().flat_map(|word| broken(word, columns)) {
        let wide = part.width();
        if used > 0 && used + 1 + wide > columns {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(part);
            used += wide;
        }
    }
    lines
}

/// Breaks a word that is wider than the room.
fn broken(word: &str, room: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > room {
            parts.push(&word[start..at]);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: usize, draw: impl FnOnce(&mut Screen), expected: &str) {
        let mut screen = Screen::new(width, false);
        draw(&mut screen);
        let text = screen.into_text();
        assert!(text.lines().all(|l| l.width() <= width), "{text}");
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        check(20, |s| s.indented(2, "one two three four five"), "  one two three four\n  five\n");
        check(20, |s| s.line(&"x".repeat(25)), &format!("{}\n{}\n", "x".repeat(20), "x".repeat(5)));
        let rows = [vec!["Ana Ruiz".into(), "a very long organisation".into()]];
        check(24, |s| s.table(&["name", "where"], &rows), "name      where\nAna Ruiz  a very long o…\n");
        let endless = [vec!["Ana ".repeat(200_000), "Quill".into()]];
        check(
            24,
            |s| s.table(&["name", "where"], &endless),
            "name               where\nAna Ana Ana Ana …  Quill\n",
        );
        let wide = [vec!["山田太郎山田太郎山田太郎".into(), "東京".into()]];
        check(20, |s| s.table(&["name", "where"], &wide), "name           where\n山田太郎山田…  東京\n");
    }

    #[test]
    fn the_last_column_of_a_list_takes_several_lines() {
        let rows = [vec!["ana@firm.example".into(), "they wrote to you by mail and again".into()]];
        let expected = "  ana@firm.example  they wrote to you by mail\n                    and again\n";
        check(46, |s| s.columns(&rows), expected);
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        check(40, |s| s.line("Ana\u{1b}[2J \u{202e}Ruiz\u{7}"), "Ana[2J Ruiz\n");
        check(40, |s| s.line("A\u{200b}na\u{61c}\u{2028}Ru\u{9b}i\u{e0041}z"), "Ana Ruiz\n");
        check(40, |s| s.line("می\u{200c}نا"), "می\u{200c}نا\n");
    }
}
