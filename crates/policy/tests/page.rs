//! The page about rules of one's own: its example is run, its list of facts is made from the facts.
//!
//! `UPDATE=1 cargo test -p comity-policy --test page` writes what is made anew: read the difference.

use comity_core::scenario::{run_beside, scenarios};
use comity_core::written::{Written, WrittenRules};
use comity_policy::{FACTS, File, page, read, schema};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn document(name: &str) -> PathBuf {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep");
    root.join("docs").join(name)
}

fn text() -> String {
    fs::read_to_string(document("rules-of-your-own.md")).expect("the page")
}

/// Holds a document against what it should say.
fn check(name: &str, says: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(document(name), says).expect("a document can be written");
        return;
    }
    let said = fs::read_to_string(document(name)).unwrap_or_default();
    assert!(said == says, "docs/{name} is out of date; see the head of this file");
}

#[test]
fn the_example_is_read_and_its_scenarios_hold() {
    let text = text();
    let example = text.split("```cedar\n").nth(1).and_then(|rest| rest.split("\n```\n\n").next());
    let example = example.expect("an example").to_owned();
    let file = File { name: "example".to_owned(), text: example.clone() };
    let rules = read(&[file]).unwrap_or_else(|faults| panic!("{faults:?}"));
    let names: Vec<&str> = rules.rules().iter().map(|r| r.name).collect();
    let beside = Written::of(Arc::new(rules));
    let mut spoke = Vec::new();
    for scenario in scenarios(&page(&example)) {
        for outcome in run_beside(&scenario.text, &beside).unwrap_or_else(|why| panic!("{why}")) {
            assert!(outcome.holds(), "{}: {outcome:?}", scenario.line);
            spoke.push(outcome.got);
        }
    }
    for name in names {
        assert!(spoke.iter().any(|got| got.contains(name)), "{name} never speaks");
    }
}

#[test]
fn the_facts_are_listed() {
    let mut table = "| `context.` | is | says |\n| --- | --- | --- |\n".to_owned();
    for fact in FACTS {
        let kind = fact.kind.shown();
        let asked = if fact.question.is_some() { "; may be unknown" } else { "" };
        table.push_str(&format!("| `{}` | {kind} | {}{asked} |\n", fact.name, fact.about));
    }
    let text = text();
    let (before, rest) = text.split_once("--test page -->\n").expect("a place for the facts");
    let (_, after) = rest.split_once("<!-- end of facts -->").expect("an end of the facts");
    let says = format!("{before}--test page -->\n\n{table}\n<!-- end of facts -->{after}");
    check("rules-of-your-own.md", &says);
}

#[test]
fn the_schema_is_written_down() {
    check(
        "rules.cedarschema",
        &format!("// Made from the list of facts; see crates/policy/tests/page.rs.\n\n{}", schema()),
    );
}

#[test]
fn facts_have_names_of_their_own_and_fit_into_a_word() {
    let mut names: Vec<&str> = FACTS.iter().map(|f| f.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FACTS.len());
    assert!(FACTS.len() <= 64, "a set of facts is kept in the bits of one word");
}
