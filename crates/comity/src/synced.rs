//! Networks in folders that another program copies to other computers.
//!
//! A file that two computers write, or that travels while it is written, is damaged or falls into two. Nothing
//! here can prevent that; whoever keeps a network there is told before it happens.

use std::fs;
use std::path::{Path, PathBuf};

/// How the folders are called in which well-known programs keep what they synchronise.
const FOLDERS: [&str; 12] = [
    "dropbox",
    "onedrive",
    "icloud drive",
    "mobile documents",
    "cloudstorage",
    "google drive",
    "googledrive",
    "my drive",
    "nextcloud",
    "owncloud",
    "syncthing",
    "pcloud drive",
];

/// What such programs leave in the folder itself or in one above.
///
/// `.dropbox` is not among them: in a home folder it holds that program's settings.
const MARKS: [&str; 3] = [".stfolder", ".dropbox.cache", ".owncloudsync.log"];

/// Returns what is to be said about where a network lies; nothing where all is well.
pub fn warnings(network: &Path) -> Vec<String> {
    let path = fs::canonicalize(network).unwrap_or_else(|_| network.to_owned());
    let mut warnings = Vec::new();
    if let Some(folder) = synced(&path) {
        warnings.push(format!(
            "your network lies in `{}`, which another program copies elsewhere: two computers that write at once \
             damage it or split it in two, and the service can read it; move it out of that folder (`--network FILE`), \
             and carry copies made with `comity backup`",
            folder.display()
        ));
    }
    for copy in conflicts(&path) {
        warnings.push(format!(
            "beside your network lies `{}`: two computers wrote at once, and what was said on the other stands only \
             there; look into it with `--network`, say here what is missing, then delete it",
            copy.display()
        ));
    }
    warnings
}

fn synced(path: &Path) -> Option<PathBuf> {
    let is_one = |folder: &&Path| {
        let name = folder.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        // A firm's OneDrive has its name behind it.
        FOLDERS.iter().any(|known| name == *known || name.starts_with(&format!("{known} - ")))
            || MARKS.iter().any(|mark| folder.join(mark).exists())
    };
    path.ancestors().skip(1).find(is_one).map(Path::to_owned)
}

/// Returns what lies beside under the network's name with a word of conflict, as Dropbox, Nextcloud and Syncthing
/// call it.
fn conflicts(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let is_one = |found: &PathBuf| {
        let name = found.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let rest = name.strip_prefix(&stem).filter(|rest| !rest.starts_with(char::is_alphanumeric));
        found.extension() == path.extension()
            && rest.is_some_and(|rest| rest.to_lowercase().contains("conflict"))
    };
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let mut found: Vec<PathBuf> =
        entries.into_iter().flatten().flatten().map(|e| e.path()).filter(is_one).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folder: &str, beside: &str, warned: usize) {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("jo.comity"), "").unwrap();
        fs::write(folder.join(beside), "").unwrap();
        assert_eq!(warnings(&folder.join("jo.comity")).len(), warned, "{folder:?} {beside}");
    }

    #[test]
    fn folders_that_are_copied_elsewhere_are_known() {
        check("Dropbox/private", "notes", 1);
        check("OneDrive - Pier House", "notes", 1);
        check("Library/CloudStorage/Box-Box", "notes", 1);
        check("Documents", ".stfolder", 1);
        check("Documents/About Dropbox", "notes", 0);
        check("Documents", ".dropbox", 0);
    }

    #[test]
    fn copies_in_conflict_are_noticed() {
        check("Documents", "jo (Mira's conflicted copy 2026-03-03).comity", 1);
        check("Documents", "jo.sync-conflict-20260303-100000-ABCDEFG.comity", 1);
        check("Dropbox", "jo (conflicted copy 2026-03-03 100000).comity", 2);
        check("Documents", "conflict.txt", 0);
        check("Documents", "jo and a conflict.txt", 0);
        check("Documents", "journal of a conflict.comity", 0);
        check("Documents", "jo.comity-replaced-1", 0);
    }
}
