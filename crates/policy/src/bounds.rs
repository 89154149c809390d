//! Bounds on a file of rules, looked at before anything reads it: a rule that seems to have no end is told as such.

use crate::fault::{Fault, Source};

/// Twenty rules with their pages are a tenth of this.
const BYTES: usize = 256 * 1024;
/// Nobody reads deeper brackets, and readers that call themselves must not run out of stack.
const DEPTH: usize = 40;
/// The longest rule that we could think of has a hundred.
const WORDS: usize = 1_000;

/// Finds what is too long or too deep.
pub(crate) fn check(source: Source<'_>) -> Result<(), Fault> {
    if source.text.len() > BYTES {
        let what = format!("the file is longer than {} KiB", BYTES / 1024);
        return Err(source.fault(0, what, "keep rules in several files"));
    }
    let mut words = Words::of(source.text);
    let (mut depth, mut signs, mut count) = (0_usize, 0_usize, 0_usize);
    while let Some((at, first)) = words.next() {
        count += 1;
        match first {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ';' => count = 0,
            _ => {}
        }
        signs = if matches!(first, '!' | '-') { signs + 1 } else { 0 };
        if depth > DEPTH || signs > DEPTH {
            let what = format!("the expression goes deeper than {DEPTH} levels and seems to have no end");
            return Err(source.fault(at, what, "close the brackets, or write it as several rules"));
        }
        if count > WORDS {
            let what = format!("the rule is longer than {WORDS} words and seems to have no end");
            return Err(source.fault(at, what, "end it with `;`, or write it as several rules"));
        }
    }
    Ok(())
}

/// The words and signs of a text, each with its place; texts in quotes are one, comments are none.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    const fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Steps to the next word or sign, and returns its place and its first character.
    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            let begin = self.at;
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if first.is_whitespace() {
                self.at += first.len_utf8();
            } else if first == '"' {
                self.at += quoted(rest);
                return Some((begin, first));
            } else if first.is_alphanumeric() || first == '_' {
                self.at += rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                return Some((begin, first));
            } else {
                self.at += first.len_utf8();
                return Some((begin, first));
            }
        }
    }
}

/// Returns how long the text in quotes is with which a text begins.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
