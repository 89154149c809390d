//! Where the bytes of an import come from: files in memory, a zip, several of these joined.
//!
//! Knows entries and bytes, and nothing of what stands in them.

mod memory;

pub use memory::MemoryBundle;
