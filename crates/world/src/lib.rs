//! An invented network, written as the export files that real services give.
//!
//! A [`Plan`] says how large the world is and from which seed it grows; [`write()`] lives it and leaves the
//! files of a folder as a user would have them, with the [`truth`] beside: who is who, what each
//! relationship is, every contact that took place. The same plan gives the same bytes on every machine.
//!
//! INVARIANT: nothing here depends on another crate of Comity. Who holds the answers against the truth
//! must not share a mistake with it.

mod cast;
mod chronicle;
mod dice;
mod episodes;
mod files;
mod life;
mod names;
mod places;
mod plan;
pub mod story;
pub mod truth;

pub use episodes::RULES;
pub use plan::{Mix, NOW, Plan};

use std::io;
use std::path::Path;

/// Writes a world into a folder, which is made where it is not there, and returns what is true in it.
///
/// A few minutes and some 400 MB of memory for 75,000 people and 2.5 million messages. Files of the same names
/// are replaced. Fails where the folder cannot be written to.
pub fn write(plan: &Plan, out: &Path) -> io::Result<truth::Truth> {
    std::fs::create_dir_all(out)?;
    let mut cast = cast::invent(plan);
    let mut chronicle = chronicle::Chronicle::default();
    let stated = episodes::play(plan, &mut cast, &mut chronicle);
    life::live(plan, &cast, &mut chronicle);
    chronicle.sort();
    life::join_chats(&mut chronicle, plan.people);
    files::write(plan, &cast, &chronicle, stated, out)
}
