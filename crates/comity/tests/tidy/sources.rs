//! What no source file may hold, and how long it may be.

use crate::{Text, assert_tidy, code, rust, texts};

/// Lines: past this a file is no longer one room.
const LONGEST: usize = 700;

/// This folder holds its own bad examples.
const HERE: &str = "crates/comity/tests/tidy/";

fn lies_in(path: &str, folder: &str) -> bool {
    path.split('/').any(|part| part == folder)
}

fn is_test(path: &str) -> bool {
    lies_in(path, "tests") || lies_in(path, "benches")
}

/// Calls `bad` on every line of code and collects what it says, with the place.
fn each_line(files: &[Text], bad: impl Fn(&Text, &str) -> Option<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(why) = bad(file, line) {
                complaints.push(format!("{}:{}: {why}", file.path, number + 1));
            }
        }
    }
    complaints
}

/// SQL is spoken in the store alone; the bench may speak it to a peer.
fn sql(files: &[Text]) -> Vec<String> {
    const WORDS: [&str; 8] = [
        "SELECT ",
        "INSERT INTO",
        "INSERT OR",
        "DELETE FROM",
        "CREATE TABLE",
        "CREATE INDEX",
        "PRAGMA ",
        "rusqlite",
    ];
    each_line(files, |file, line| {
        let free = ["crates/store/", "crates/bench/"];
        if free.iter().any(|folder| file.path.starts_with(folder)) {
            return None;
        }
        let word = WORDS.iter().find(|word| code(line).contains(**word))?;
        Some(format!("`{}` is spoken in the store alone", word.trim()))
    })
}

fn forbidden_code(files: &[Text]) -> Vec<String> {
    const UNSAFE: [&str; 5] = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern"];
    each_line(files, |_, line| {
        let code = code(line);
        if UNSAFE.iter().any(|word| code.contains(word)) {
            Some("no unsafe code".to_owned())
        } else if code.trim_start().starts_with(IGNORED) {
            Some("no test is left out: mend it, or take it away".to_owned())
        } else {
            None
        }
    })
}

/// In two pieces, so that a search for it finds no test that is left out.
const IGNORED: &str = concat!("#[ign", "ore");

fn too_long(files: &[Text]) -> Vec<String> {
    let lines = |file: &Text| file.text.lines().count();
    let long = files.iter().filter(|file| !is_test(&file.path) && lines(file) > LONGEST);
    long.map(|file| format!("{} has {} lines, {LONGEST} are the limit", file.path, lines(file))).collect()
}

fn nameless(files: &[Text]) -> Vec<String> {
    let nameless = |part: &str| {
        matches!(part.trim_end_matches(".rs"), "util" | "utils" | "common" | "helper" | "helpers" | "shared")
    };
    let bad = files.iter().filter(|file| file.path.split('/').any(nameless));
    bad.map(|file| format!("{}: name the thing, or leave it where it is used", file.path)).collect()
}

/// A rule that reads tags of the user's says which, so that a slip of the pen can be told.
fn untold_tags(files: &[Text]) -> Vec<String> {
    let reads = |file: &&Text| file.text.contains(".is_tagged(") || file.text.contains(".tagged_at(");
    let untold = |file: &&Text| file.text.contains("tags: &[],");
    let all = files.iter().filter(reads).filter(untold);
    all.map(|file| format!("{}: it reads tags, and its `tags` names none", file.path)).collect()
}

/// Messages of errors are lower case, of one line, without a full stop.
fn messages(files: &[Text]) -> Vec<String> {
    each_line(files, |_, line| {
        let message = line.split("#[error(\"").nth(1)?.split("\")").next()?;
        let first = message.chars().next()?;
        // A value or the user's own word may stand first.
        if first.is_uppercase() {
            Some(format!("`{message}` begins with a capital"))
        } else if message.ends_with('.') {
            Some(format!("`{message}` ends with a full stop"))
        } else {
            None
        }
    })
}

/// Folders that exist on one machine only.
fn machine_paths(files: &[Text]) -> Vec<String> {
    each_line(files, |_, line| {
        ["work", "farm", "root", "Users"].iter().find_map(|folder| {
            let path = format!("/{folder}/");
            let before = line[..line.find(&path)?].chars().next_back();
            let inside =
                before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/'));
            (!inside).then(|| format!("`{path}` is a folder of one machine"))
        })
    })
}

#[test]
fn sources_are_tidy() {
    let mut files = rust();
    files.retain(|file| !file.path.starts_with(HERE));
    let checks = [sql, forbidden_code, too_long, nameless, untold_tags, messages];
    assert_tidy(&checks.iter().flat_map(|check| check(&files)).collect::<Vec<_>>());
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    let written = |path: &str| {
        [".rs", ".md", ".toml", ".html", ".css", ".js", ".sql"].iter().any(|e| path.ends_with(e))
    };
    let mut files = texts("", |path| written(path) || matches!(path, "test" | ".ci/run"));
    assert!(files.iter().any(|file| file.path == "test"), "the tree was not walked");
    files.retain(|file| !file.path.starts_with(HERE));
    assert_tidy(&machine_paths(&files));
}

#[test]
fn what_is_out_of_place_is_noticed() {
    let file = |path: &str, text: &str| [Text { path: path.into(), text: text.into() }];
    let source = |text: &str| file("crates/core/src/word.rs", text);
    assert_eq!(sql(&source("let rows = \"SELECT name FROM person\";")).len(), 1);
    assert_eq!(sql(&file("crates/store/src/lib.rs", "\"SELECT name\"")).len(), 0);
    assert_eq!(forbidden_code(&source("unsafe { no() }")).len(), 1);
    assert_eq!(forbidden_code(&source("/// It is unsafe to guess.")).len(), 0);
    assert_eq!(forbidden_code(&source(&format!("    {IGNORED}]"))).len(), 1);
    assert_eq!(too_long(&source(&"\n".repeat(LONGEST + 1))).len(), 1);
    assert_eq!(nameless(&file("crates/core/src/util.rs", "")).len(), 1);
    assert_eq!(nameless(&file("crates/core/src/common/names.rs", "")).len(), 1);
    assert_eq!(untold_tags(&source("tags: &[],\nstanding.is_tagged(TAG)")).len(), 1);
    assert_eq!(untold_tags(&source("tags: &[TAG],\nstanding.is_tagged(TAG)")).len(), 0);
    assert_eq!(messages(&source("#[error(\"Cannot read\")]")).len(), 1);
    assert_eq!(messages(&source("#[error(\"cannot read.\")]")).len(), 1);
    assert_eq!(messages(&source("#[error(\"cannot read `{0}`\")]")).len(), 0);
    assert_eq!(machine_paths(&source(&format!("see /{}/notes.md", "work"))).len(), 1);
    assert_eq!(machine_paths(&source(&format!("https://example.org/{}/notes.md", "work"))).len(), 0);
}
