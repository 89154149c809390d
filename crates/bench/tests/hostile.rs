//! The small form of every case of harm, read by the program's own import.

use comity::context::{Context, Silent};
use comity::operations::OPERATIONS;
use comity::screen::Screen;
use comity_bench::harm::{Case, FAMILIES, Size, Told, cases};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

#[test]
fn names_of_cases_are_unique_and_all_are_tried() {
    let names: BTreeSet<&str> = cases().iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases().len());
    assert_eq!(FAMILIES.map(|(name, _)| name), TRIED);
}

/// A test for each family, so that they run side by side.
macro_rules! families {
    ($($name:ident)*) => {
        const TRIED: [&str; FAMILIES.len()] = [$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*
    };
}

families! { zips tables mails cards calendars json folders }

/// Holds that harm is told with its place, and everything else is kept.
fn check(family: &str) {
    let (_, cases) = FAMILIES.iter().find(|(name, _)| *name == family).expect("a family of cases");
    let wrong: Vec<String> = cases.iter().flat_map(read).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Reads one case and returns what is not as it must be.
fn read(case: &Case) -> Vec<String> {
    let home = tempfile::tempdir().expect("a folder of its own");
    let folder = home.path().join("files");
    std::fs::create_dir(&folder).expect("a folder for the files");
    case.write(&folder, Size::Small).expect("a case can be written");
    let network = home.path().join("test.comity");
    let (answer, text) = run(&network, &["import", folder.to_str().expect("a plain name")]);
    let (_, people) = run(&network, &["people"]);
    let told = Told::of(&answer);
    let mut wrong = told.wrong(case, Size::Small);
    if !wrong.is_empty() {
        wrong.push(format!("but says {:#?}", told.notes.iter().take(9).collect::<Vec<_>>()));
    }
    let mut check = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    for text in [text, people] {
        check(!text.chars().any(commands), format!("commands the terminal: {}", text.escape_debug()));
        check(text.lines().count() < 200, "shows more than anybody reads".to_owned());
    }
    wrong.into_iter().map(|what| format!("{}: {what}", case.name)).collect()
}

/// Tells whether a character does something to a terminal, or to the order of what stands there.
fn commands(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Runs one command and returns what it answers, as JSON and as text.
fn run(network: &Path, typed: &[&str]) -> (Value, String) {
    let entry = OPERATIONS.iter().find(|entry| entry.name == typed[0]).expect("an operation");
    let matches = (entry.command)().try_get_matches_from(typed).expect("a command that is understood");
    let now: Timestamp = "2026-03-03T10:00:00Z".parse().expect("a moment");
    let context = Context::new(network.to_owned(), now, TimeZone::UTC, Rc::new(Silent));
    let answer = (entry.run)(&matches, &context).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
    let mut screen = Screen::new(80, false);
    answer.show(&mut screen);
    (answer.json().expect("an answer as JSON"), screen.into_text())
}
