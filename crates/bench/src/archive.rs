//! Several files in one run of bytes, as a fuzzer can change them: `-- NAME --` on a line begins a file.
//!
//! What stands before the first such line is a file too, so that any bytes are some files.

use comity_import::bundle::MemoryBundle;
use std::fs;
use std::path::{Path, PathBuf};

/// Files with their names.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Writes files one after the other.
pub(crate) fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut packed = Vec::new();
    for (name, bytes) in files {
        if !packed.is_empty() {
            packed.push(b'\n');
        }
        packed.extend(format!("-- {name} --\n").into_bytes());
        packed.extend(bytes);
    }
    packed
}

/// Reads what [`packed`] wrote; bytes before the first name are a file of the name given.
pub(crate) fn unpacked(bytes: &[u8], first: &str) -> Files {
    let mut files = vec![(first.to_owned(), Vec::new())];
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match name(line) {
            Some(name) => files.push((name, Vec::new())),
            None => files.last_mut().expect("the first is always there").1.extend(line),
        }
    }
    let last = files.len() - 1;
    for (_, bytes) in &mut files[..last] {
        // The line end before a name belongs to the name.
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
    }
    files.retain(|(name, bytes)| name != first || !bytes.is_empty());
    files.sort();
    files.dedup_by(|later, earlier| later.0 == earlier.0);
    files
}

fn name(line: &[u8]) -> Option<String> {
    let name = line.strip_prefix(b"-- ")?.trim_ascii_end().strip_suffix(b" --")?;
    let name = std::str::from_utf8(name).ok()?;
    (!name.is_empty() && !name.contains(char::is_control)).then(|| name.to_owned())
}

/// Returns files as a bundle.
pub(crate) fn bundle(files: &Files) -> MemoryBundle {
    MemoryBundle::new(files.iter().cloned())
}

/// Returns the fixtures of a source: each case as a whole, and each of its files alone.
pub(crate) fn fixtures(source: &str) -> Vec<Vec<u8>> {
    let cases = folders(&fixture_root().join(source)).into_iter().map(|case| files_in(&case));
    cases
        .flat_map(|case| {
            let whole = (case.len() > 1).then(|| packed(&case));
            let alone: Vec<Vec<u8>> = case.into_iter().map(|file| packed(&[file])).collect();
            whole.into_iter().chain(alone)
        })
        .collect()
}

/// Returns the folder of the importers' fixtures, one folder for each source.
fn fixture_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../import/tests/sources")
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(of)
        .unwrap_or_else(|e| panic!("cannot read `{}`: {e}", of.display()))
        .map(|entry| entry.expect("an entry of the fixtures").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn files_in(case: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![case.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the fixtures") {
            let path = entry.expect("an entry of the fixtures").path();
            let name = path.strip_prefix(case).expect("below its case").to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if name != "expected.txt" && name != "settings.txt" {
                files.push((name, fs::read(&path).expect("a fixture")));
            }
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_as_they_were() {
        let files: Files = vec![
            ("a/b.csv".to_owned(), b"one\ntwo".to_vec()),
            ("c".to_owned(), Vec::new()),
            ("d".to_owned(), b"\n\nthree\n".to_vec()),
        ];
        assert_eq!(unpacked(&packed(&files), "x"), files);
        assert_eq!(unpacked(b"just bytes\n", "x"), [("x".to_owned(), b"just bytes\n".to_vec())]);
        assert_eq!(unpacked(b"", "x"), []);
    }
}
