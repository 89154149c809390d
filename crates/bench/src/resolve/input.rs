//! Records from files, each with the id by which its truth is known.

use super::contacts;
use crate::Result;
use comity_core::Record;
use comity_core::resolve::Details;
use std::path::Path;

/// A record as it was told, with the id by which its truth is known.
pub(super) struct Told {
    pub(super) id: String,
    pub(super) record: Record,
    pub(super) details: Details,
}

/// Reads the records of a file.
pub(super) fn read(path: &Path) -> Result<Vec<Told>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
    text.lines().filter(|line| !line.is_empty()).map(contacts::read).collect()
}
