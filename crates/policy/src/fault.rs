//! What is wrong with a file of rules, and where.

use std::fmt;

/// One mistake in a file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it was named.
    pub file: String,
    /// Counted from one.
    pub line: usize,
    /// Counted from one, in characters.
    pub column: usize,
    /// Lower case, no full stop.
    pub what: String,
    /// The way out: the nearest right name, or what belongs there.
    pub help: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the rules in `{}:{}:{}`: {}", self.file, self.line, self.column, self.what)
    }
}

/// A text whose mistakes are told.
#[derive(Clone, Copy)]
pub(crate) struct Source<'t> {
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
}

impl Source<'_> {
    /// Returns a mistake at a place, counted in bytes from the beginning.
    pub(crate) fn fault(self, at: usize, what: impl Into<String>, help: impl Into<String>) -> Fault {
        let mut end = at.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let begin = before.rfind('\n').map_or(0, |newline| newline + 1);
        Fault {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[begin..].chars().count() + 1,
            what: what.into(),
            help: help.into(),
        }
    }
}

/// Less alike is another word, not a slip.
const SLIP: f64 = 0.5;

/// Returns the way out of a wrong name: the nearest right one, else all of them.
pub(crate) fn meant<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let wrong = wrong.to_lowercase();
    let like = |name: &str| rapidfuzz::fuzz::ratio(wrong.chars(), name.chars());
    let nearest = names.iter().copied().max_by(|a, b| like(a).total_cmp(&like(b)));
    match nearest.filter(|name| like(name) >= SLIP) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("use one of {}", shown.join(", "))
        }
    }
}
