//! The only crate that speaks SQL: one network in one file, told in the words of the core.
//!
//! Kept here are what sources said and what the user stated; the persons beside them are derived, and can
//! be dropped and made again. Nothing here judges, infers or knows what time it is. Several processes may
//! share one file: readers never wait, writers wait for each other, and one import runs at a time.

mod error;
mod person;
mod source;
mod sqlite;

pub use error::{Error, Result};
pub use person::{
    Changes, Derivation, Derived, Doubt, Forgotten, Mark, Order, Person, PersonId, Place, Shelf, Touched,
    Turnover, Unsketched,
};
pub use source::{FileCount, Hint, NewFile, NewSource, Skip, SourceInfo, Summary};
pub use sqlite::{Call, Import, Leave, LeaveState, Restored, Steady, Store};
