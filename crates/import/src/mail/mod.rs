//! Mail, in whichever files it lies: heads into interactions, addresses into records.
//!
//! Bodies are never held. What tells one kind of file from another is the business of the sources.

mod automation;
mod copies;
mod folder;
mod head;
mod held;
mod people;
mod reading;
mod separator;
mod single;
mod span;
mod split;
mod subject;
mod when;

pub(crate) use folder::Folder;
pub(crate) use reading::{Claims, Place, Reading, skip};
pub(crate) use separator::begins_file;
pub(crate) use single::is_head;
pub(crate) use subject::mark as subject_mark;
pub use subject::outside as outside_of_subject;
