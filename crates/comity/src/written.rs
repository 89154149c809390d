//! Rules of one's own: the files in which they lie, read for the judge.
//!
//! Knows where they lie and when to read them again; what is in them is the business of `comity-policy`, which a build
//! without the feature `policy` leaves out.

use crate::error::{Error, Result};
use comity_core::written::Written;
use std::path::{Path, PathBuf};

/// How the names of files of rules end.
const ENDING: &str = "cedar";

/// Tells whether a file is one of rules, by its name.
pub fn is_file_of_rules(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}

/// Reads all rules that lie in a folder, or in one file.
///
/// The same text gives the same rules, however often it is read.
///
/// # Errors
/// Fails where nothing lies there, and with the first mistake in a file.
pub fn load(path: &Path) -> Result<Written> {
    of_files(&texts(path)?).map_err(|mistakes| {
        let more = match mistakes.len() {
            0 | 1 => String::new(),
            2 => "; one more mistake follows".to_owned(),
            n => format!("; {} more mistakes follow", n - 1),
        };
        let first = mistakes.into_iter().next().unwrap_or_default();
        Error::Data(format!("{}{more}", first.message()), first.help)
    })
}

/// A mistake in a file of rules.
#[derive(Debug, Default)]
pub struct Mistake {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub what: String,
    pub help: String,
}

impl Mistake {
    fn message(&self) -> String {
        if self.line == 0 {
            return self.what.clone();
        }
        format!("cannot use the rules in `{}:{}:{}`: {}", self.file, self.line, self.column, self.what)
    }
}

/// One file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub name: String,
    pub text: String,
}

/// Returns the texts of all files of rules in a folder, by name, or that of one file.
///
/// # Errors
/// Fails where one cannot be read.
pub fn texts(path: &Path) -> Result<Vec<Text>> {
    let mut paths: Vec<PathBuf> = vec![path.to_owned()];
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(Error::read(path))?;
        paths =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| is_file_of_rules(p)).collect();
        paths.sort();
    }
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
        Ok(Text { name: path.display().to_string(), text })
    };
    paths.iter().map(read).collect()
}

#[cfg(feature = "policy")]
mod known {
    use super::{Mistake, Text};
    use comity_core::written::Written;
    use comity_policy::{File, Rules};
    use std::sync::{Arc, Mutex, PoisonError};

    /// What was read last; rules live as long as the program, so that nothing is read twice.
    static LAST: Mutex<Option<(Vec<Text>, Written)>> = Mutex::new(None);

    /// Returns the rules of files, or every mistake of the first file that has any.
    pub fn of_files(files: &[Text]) -> Result<Written, Vec<Mistake>> {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, written)) = last.as_ref().filter(|(texts, _)| texts == files) {
            return Ok(written.clone());
        }
        let written = of_rules(read(files)?);
        *last = Some((files.to_vec(), written.clone()));
        Ok(written)
    }

    fn of_rules(rules: Rules) -> Written {
        if rules.is_empty() { Written::default() } else { Written::of(Arc::new(rules)) }
    }

    fn read(files: &[Text]) -> Result<Rules, Vec<Mistake>> {
        let file = |f: &Text| File { name: f.name.clone(), text: f.text.clone() };
        let files: Vec<File> = files.iter().map(file).collect();
        comity_policy::read(&files).map_err(|faults| {
            let mistake = |f: comity_policy::Fault| Mistake {
                file: f.file,
                line: f.line,
                column: f.column,
                what: f.what,
                help: f.help,
            };
            faults.into_iter().map(mistake).collect()
        })
    }

    /// Returns the comments of a file of rules as a page with the same lines.
    pub fn page(text: &str) -> String {
        comity_policy::page(text)
    }

    /// Returns what rules may look at: name, kind, what it says.
    pub fn facts() -> Vec<(&'static str, String, &'static str)> {
        comity_policy::FACTS.iter().map(|fact| (fact.name, fact.kind.shown(), fact.about)).collect()
    }
}

#[cfg(not(feature = "policy"))]
mod known {
    use super::{Mistake, Text};
    use comity_core::written::Written;

    /// Says that this build knows no rules of one's own, where there are any.
    pub fn of_files(files: &[Text]) -> Result<Written, Vec<Mistake>> {
        match files.first() {
            None => Ok(Written::default()),
            Some(file) => Err(vec![Mistake {
                what: format!(
                    "cannot use the rules in `{}`: this build knows no rules of your own",
                    file.name
                ),
                help: "build it with the feature `policy`, or take the file away".to_owned(),
                ..Mistake::default()
            }]),
        }
    }

    /// Returns no page.
    pub fn page(_text: &str) -> String {
        String::new()
    }

    /// Returns nothing: there are no rules that could look at it.
    pub fn facts() -> Vec<(&'static str, String, &'static str)> {
        Vec::new()
    }
}

pub use known::{facts, of_files, page};
