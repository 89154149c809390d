//! Each operation as a user meets it: the stories in `stories` show what is typed and what is answered.
#![cfg(unix)]

mod transcript;

use std::fs;
use std::path::{Path, PathBuf};

/// Runs one story.
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("stories");
    transcript::check(&[folder.join(name).with_extension("md")]);
}

#[test]
fn every_story_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("stories");
    let mut stories: Vec<PathBuf> =
        fs::read_dir(folder).expect("the stories").map(|e| e.expect("a story").path()).collect();
    stories.sort();
    let names: Vec<_> = stories.iter().filter_map(|p| p.file_stem()).collect();
    assert_eq!(names, STORIES);
}

macro_rules! stories {
    ($($name:ident)*) => {
        const STORIES: &[&str] = &[$(stringify!($name),)*];

        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*
    };
}

stories! {
    agents
    allow_and_hope
    audit
    doors
    forget_and_backup
    history_and_undo
    log
    me
    people_by_hand
    review
    rules_and_settings
    rules_of_ones_own
    today
    who_is_who
    why
}
