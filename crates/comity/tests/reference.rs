//! The reference documents are made from the operations: what can be typed, and the shapes of JSON.
//!
//! `UPDATE=1 cargo test -p comity --test reference` writes them anew: read the difference.

use comity::cli;
use comity::operations::OPERATIONS;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn document(name: &str) -> PathBuf {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep");
    root.join("docs").join(name)
}

/// Holds a document against what it should say.
fn check(name: &str, says: &str) {
    let path = document(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, says).expect("a document can be written");
        return;
    }
    let said = fs::read_to_string(&path).unwrap_or_default();
    let differs = said.lines().zip(says.lines()).position(|(a, b)| a != b);
    assert!(
        said == says,
        "docs/{name} is out of date, first in line {}; see the head of this file",
        differs.map_or(0, |n| n + 1)
    );
}

#[test]
fn the_manual_of_the_command_line() {
    let mut command = cli::command().term_width(90);
    command.build();
    let mut text =
        "# The command line\n\nMade from the program; every command takes `--json` and `--network FILE`.\n"
            .to_owned();
    let mut page = |name: &str, help: String| {
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        writeln!(text, "\n## {name}\n\n```text\n{}\n```", help.join("\n")).expect("a string takes all");
    };
    let whole = command.render_help().to_string();
    page("comity", whole);
    // `help` only repeats the others.
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
        let named = sub.get_subcommands().map(|s| s.get_name().to_owned());
        let sub_of: Vec<String> = named.filter(|name| name != "help").collect();
        page(&format!("comity {}", sub.get_name()), sub.render_long_help().to_string());
        for below in sub_of {
            let name = format!("comity {} {below}", sub.get_name());
            if let Some(below) = sub.find_subcommand_mut(&below) {
                page(&name, below.render_long_help().to_string());
            }
        }
    }
    check("cli.md", &text);
}

#[test]
fn the_shapes_of_what_is_asked_and_answered() {
    let shapes: Map<String, Value> = OPERATIONS
        .iter()
        .map(|entry| {
            let (asked, answered) = (entry.shapes)();
            let effect = format!("{:?}", entry.effect).to_lowercase();
            (entry.name.to_owned(), json!({ "effect": effect, "asked": asked, "answered": answered }))
        })
        .collect();
    let mut shapes = Value::Object(shapes);
    shapes.sort_all_objects();
    check("operations.json", &format!("{shapes:#}\n"));
}

#[test]
fn every_operation_and_argument_says_what_it_is() {
    for command in cli::command().get_subcommands() {
        assert!(command.get_about().is_some(), "`{}` says nothing of itself", command.get_name());
        for argument in command.get_arguments() {
            let told = argument.get_help().is_some();
            assert!(told, "`{}` says nothing of `{}`", command.get_name(), argument.get_id());
        }
    }
}
