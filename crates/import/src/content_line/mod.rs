//! Content lines, the common ground of cards and calendars: unfolding, properties, text.
//!
//! Lines are unfolded as bytes, because folds split letters, and one at a time, because a card may carry a
//! film: `calcard` wants the whole text in memory, takes quoted-printable without a charset for Latin-1 and
//! keeps no line numbers, so it is asked only for what it alone knows (recurrence rules, names of zones).

mod property;
mod unfold;

use crate::source::Bundle;
use crate::wide::narrowed;
use std::io::{self, Read};

pub(crate) use property::Property;
pub(crate) use unfold::Unfold;

/// Returns the files that begin with one of some words, whatever their case.
///
/// # Errors
/// Fails where a file cannot be opened.
pub(crate) fn files_beginning(bundle: &mut dyn Bundle, words: &[&[u8]]) -> io::Result<Vec<usize>> {
    let mut entries = Vec::new();
    for index in 0..bundle.entries().len() {
        let mut head = Vec::new();
        narrowed(bundle.open(index)?)?.take(64).read_to_end(&mut head)?;
        let head = head.trim_ascii_start();
        let begins =
            |with: &&[u8]| head.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if words.iter().any(begins) {
            entries.push(index);
        }
    }
    Ok(entries)
}
