//! What was entrusted to Comity is safe: from later releases, on disks that fail, and from those who should forget.

#[cfg(unix)]
mod disk;
mod forgetting;
mod old;
#[path = "../program/mod.rs"]
mod program;
mod report;
mod text;
