//! The words for what was imported.

use comity_core::{Handle, Moment};
use std::collections::BTreeMap;

/// One file of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name inside the import, with forward slashes.
    pub name: String,
    pub bytes: u64,
    /// A hash of its content, in any writing that stays the same; where there is none, name and size stand in.
    pub hash: Option<String>,
}

/// What is about to be imported.
///
/// Two imports are of one source when they have the same name and account, or, where the files do not show
/// an account, when they are the very same files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// The word of the format (`linkedin`, `mbox`).
    pub name: String,
    pub account: Option<String>,
    /// A line for people.
    pub what: String,
    pub files: Vec<NewFile>,
    pub at: Moment,
}

/// One thing that an import left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    pub file: String,
    /// Line, row or message, counted from one; zero for the whole file.
    pub place: u64,
    pub reason: String,
    pub why: String,
}

/// Who a source seems to belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub handle: Option<Handle>,
    pub name: Option<String>,
    pub because: String,
    pub sure: bool,
}

/// One file of a source, with what was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCount {
    pub name: String,
    /// Its size, where it was named when the import began.
    pub bytes: Option<u64>,
    /// Rows, cards or messages read, where the import said.
    pub rows: Option<u64>,
}

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The source; imports of one account share it.
    pub source: u64,
    pub new_records: u64,
    /// Records that the source told before in the same words.
    pub known_records: u64,
    pub changed_records: u64,
    pub new_interactions: u64,
    /// Interactions that this or another source told before.
    pub known_interactions: u64,
    pub changed_interactions: u64,
    /// Records and interactions left out because the user had somebody forgotten.
    pub forgotten: u64,
    /// How much was left out, by reason.
    pub skipped: BTreeMap<String, u64>,
    pub files: Vec<FileCount>,
}

/// One source as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    pub id: u64,
    pub name: String,
    pub account: Option<String>,
    pub what: String,
    /// When it was last imported.
    pub imported: Moment,
    pub records: u64,
    pub interactions: u64,
    /// The first and the last interaction that it tells of, in seconds since 1970.
    pub period: Option<(i64, i64)>,
    pub skipped: BTreeMap<String, u64>,
    /// How many files it came from; a mail folder may have one for each message.
    pub file_count: u64,
}
