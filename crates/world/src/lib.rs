//! An invented network, written as the export files that real services give.
//!
//! A [`Plan`] says how large the world is and from which seed it grows; the world is lived and left as the
//! files of a folder, as a user would have them, with the [`truth`] beside: who is who, what each
//! relationship is, every contact that took place. The same plan gives the same bytes on every machine.
//!
//! INVARIANT: nothing here depends on another crate of Comity. Who holds the answers against the truth
//! must not share a mistake with it.

mod plan;
pub mod story;
pub mod truth;

pub use plan::{NOW, Plan};
