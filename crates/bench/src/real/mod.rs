//! Real data with a truth beside it, read from a folder that is handed in and never kept.

pub(crate) mod firm;
pub(crate) mod letters;

use crate::Result;
use std::path::{Path, PathBuf};

/// Returns a part of the folder of data, or says what is missing.
pub(crate) fn part(data: &Path, name: &str, what: &str) -> Result<PathBuf> {
    let path = data.join(name);
    if path.exists() {
        return Ok(path);
    }
    Err(format!("there is no `{}`: it should hold {what}", path.display()).into())
}
