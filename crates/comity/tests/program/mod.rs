//! The program from outside: a home of its own, a fixed moment, and what it said.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Tuesday morning.
pub(crate) const NOW: &str = "2026-03-03T10:00:00Z";

/// A folder in which the program lives for one test.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

/// What the program said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    /// Returns a home in which nothing was done yet.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder of its own") }
    }

    /// Returns the path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into it and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("folders can be made");
        std::fs::write(&path, text).expect("a file can be written");
        path
    }

    /// Runs the program at [`NOW`].
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_at(NOW, arguments)
    }

    /// Runs the program at a moment.
    pub(crate) fn run_at(&self, now: &str, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("COMITY_NETWORK", self.path("test.comity"))
            .env("COMITY_NOW", now)
            .env("COLUMNS", "80")
            .env("TZ", "UTC")
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        let said = Said {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        let wide = said
            .out
            .lines()
            .chain(said.err.lines())
            .find(|l| !l.starts_with("    ") && l.chars().count() > 80);
        // What is for programs is not for the eye.
        let data = arguments.contains(&"--json") || arguments.first() == Some(&"export");
        assert!(data || wide.is_none(), "wider than the terminal: {wide:?}");
        said
    }

    /// Runs the program and expects it to end well.
    #[track_caller]
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.out
    }

    /// Runs the program with `--json` and returns the exit code with the answer.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let said = self.run(&[arguments, &["--json"]].concat());
        let value =
            serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{arguments:?}: {e}: {said:?}"));
        (said.code, value)
    }

    /// Returns everything that is kept.
    #[track_caller]
    pub(crate) fn kept(&self) -> String {
        self.ok(&["export"])
    }
}

impl AsRef<Path> for Home {
    fn as_ref(&self) -> &Path {
        self.folder.path()
    }
}
