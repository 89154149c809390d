//! Bytes in, records and interactions out; opens no file.
//!
//! `source` says what a source is; `sources` holds one file per export format. What cannot be read is
//! told by place and reason and never loses the rest.

pub mod bundle;
mod content_line;
mod csv_table;
mod hash;
mod mail;
mod outgoing;
mod recognise;
pub mod source;
mod sources;
mod wide;

pub use mail::outside_of_subject;
pub use outgoing::{Outgoing, Recipient};
pub use recognise::{Part, Plan, recognise_all};
pub use source::{Bundle, Entry, MeHint, Reason, Recognised, Settings, Sink, Skipped, Source, Told};
pub use sources::SOURCES;
