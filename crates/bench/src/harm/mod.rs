//! Files that were damaged, or made to harm, each in a folder beside an address book that is sound.
//!
//! `case` says what a case is; one file for each kind of export holds cases. The ordinary tests read a small
//! form of each; `comity-bench hostile` runs the program on the whole one and measures it.

mod answer;
mod calendars;
mod cards;
mod case;
mod folders;
mod json;
mod mails;
mod tables;
mod written;
mod zips;

pub use answer::Told;
pub use case::{Case, Kept, Size};

/// The cases by the kind of export that they are of.
pub const FAMILIES: [(&str, &[Case]); 7] = [
    ("zips", zips::CASES),
    ("tables", tables::CASES),
    ("mails", mails::CASES),
    ("cards", cards::CASES),
    ("calendars", calendars::CASES),
    ("json", json::CASES),
    ("folders", folders::CASES),
];

/// Returns every case.
pub fn cases() -> Vec<&'static Case> {
    FAMILIES.iter().flat_map(|(_, cases)| *cases).collect()
}
