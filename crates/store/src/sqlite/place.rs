//! Where a network lies: its file, what lies beside it, and which file it really is.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

/// Returns which file a path leads to, where the system can tell.
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        // Elsewhere an open file can be neither moved nor deleted.
        path.exists().then_some((0, 0))
    }
}

/// Returns the path without links, as SQLite takes it: whoever comes by a link has to meet the same lock.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Returns a path with something added to its file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns what opens a file that only its owner may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Sees to it that names given in a folder survive a power cut.
pub(super) fn settle_folder(file: &Path) {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Some file systems cannot; what a killed process left is right without it.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = file;
}
