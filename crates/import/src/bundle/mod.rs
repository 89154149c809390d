//! Where the bytes of an import come from: files in memory, a zip, several of these joined.
//!
//! Knows entries and bytes, and nothing of what stands in them. The program writes the one bundle that
//! needs a disk, a folder of files, and joins it with the zips that it finds there:
//!
//! ```
//! use comity_import::Bundle;
//! use comity_import::bundle::{Joined, MemoryBundle};
//!
//! let folder = MemoryBundle::new([("notes.txt".to_owned(), b"hello".to_vec())]);
//! let zip = MemoryBundle::new([("connections.csv".to_owned(), Vec::new())]);
//! let joined = Joined::new(vec![(String::new(), Box::new(folder)), ("old.zip/".to_owned(), Box::new(zip))]);
//! let names: Vec<&str> = joined.entries().iter().map(|e| e.name.as_str()).collect();
//! assert_eq!(names, ["notes.txt", "old.zip/connections.csv"]);
//! ```

mod joined;
mod memory;
mod path;
mod unzip;

pub use joined::Joined;
pub use memory::MemoryBundle;
pub use path::is_left_by_system;
pub use unzip::{Limits, ZipBundle, ZipError, is_zip};
