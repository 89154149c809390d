//! What was entrusted to Comity is safe: from later releases, from killed processes, from disks that fail.

mod old;
#[path = "../program/mod.rs"]
mod program;
