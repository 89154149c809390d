//! Keeps the house in order: reads manifests, sources and documents, and says what is out of place.
//!
//! Each check is a function from text to complaints, so that one test shows it the tree, which must be
//! clean, and another shows it something bad, which it must notice. Folders that a check walks are asserted
//! not to be empty: a check that looks at nothing says nothing.

mod catalogues;
mod documents;
mod layers;
mod manifests;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

/// One text file of the tree.
struct Text {
    /// From the root of the workspace, with forward slashes.
    path: String,
    text: String,
}

/// Returns the root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep").into()
}

/// Reads all text files below a folder, in the order of their paths; none if there is no such folder.
///
/// Leaves out what is built, what git keeps, and files that are not UTF-8.
fn texts(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<Text> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry of the tree").path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !matches!(name, "target" | ".git") {
                    open.push(path);
                }
                continue;
            }
            let shown = shown(&root, &path);
            if wanted(&shown)
                && let Ok(text) = fs::read_to_string(&path)
            {
                found.push(Text { path: shown, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn shown(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts.map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Reads all Rust files of the workspace.
fn rust() -> Vec<Text> {
    let files = texts("crates", |path| path.ends_with(".rs"));
    assert!(files.len() >= 20, "only {} Rust files were found", files.len());
    files
}

/// Fails with all complaints at once, so that one run is enough to mend them.
#[track_caller]
fn assert_tidy(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Tells whether `word` stands in `text` as a whole word.
fn has_word(text: &str, word: &str) -> bool {
    count_word(text, word) > 0
}

fn count_word(text: &str, word: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .filter(|(at, _)| {
            !text[..*at].chars().next_back().is_some_and(part)
                && !text[at + word.len()..].chars().next().is_some_and(part)
        })
        .count()
}

/// Returns the code of a Rust line: without a line comment, and nothing of a line that is one.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}
