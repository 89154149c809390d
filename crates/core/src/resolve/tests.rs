//! Who is who, told as small worlds: one record a line.

use super::*;
use crate::record::{Label, LabelledHandle};
use crate::statement::Anchor;

/// Reads `key | name | handle, handle | organisation`; a name of `a, b` order is kept as written.
fn record(line: &str) -> Record {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let cell = |n: usize| cells.get(n).copied().filter(|c| !c.is_empty());
    let handle = |text: &str| {
        let handle = Handle::from_key(text.trim()).unwrap_or_else(|| panic!("{text}"));
        LabelledHandle { handle, label: Label::None, raw: None }
    };
    Record {
        key: cells[0].to_owned(),
        names: cell(1).map(Name::whole).into_iter().collect(),
        handles: cell(2).map(|c| c.split(',').map(handle).collect()).unwrap_or_default(),
        organisation: cell(3).map(str::to_owned),
        ..Record::default()
    }
}

fn records(text: &str) -> Vec<Record> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(record).collect()
}

/// Returns each cluster's records as `a b`, in order.
fn partition(clusters: &[Cluster]) -> Vec<String> {
    clusters.iter().filter(|c| !c.records.is_empty()).map(|c| c.records.join(" ")).collect()
}

fn check_with(text: &str, decisions: &Decisions, expected: &[&str]) {
    let mut all = records(text);
    assert_eq!(partition(&resolve(&all, decisions)), expected, "{text}");
    all.reverse();
    assert_eq!(partition(&resolve(&all, decisions)), expected, "backwards: {text}");
}

fn check(text: &str, expected: &[&str]) {
    check_with(text, &Decisions::default(), expected);
}

#[test]
fn equal_addresses_numbers_and_profiles_join() {
    check(
        "a | Ana Ruiz | email:ana@firm.example
         b | Ana Ruiz | email:ana+news@firm.example, phone:+442079460123
         c | | whatsapp:+442079460123
         d | Tom Marsh | email:tom@firm.example",
        &["a b c", "d"],
    );
}

#[test]
fn an_office_glues_nobody() {
    check(
        "a | Ana Ruiz | email:info@firm.example, email:ana@firm.example
         b | Tom Marsh | email:info@firm.example",
        &["a", "b"],
    );
}

#[test]
fn what_the_user_says_wins() {
    let anchor = |text: &str| Anchor::parse(text).unwrap();
    let world = "a | Ana Ruiz | email:ana@firm.example
         b | Ana Ruiz | email:ana@firm.example
         c | Tom Marsh | email:tom@firm.example";
    let mut decisions = Decisions::default();
    decisions.say_same(&[(anchor("#a"), anchor("@email:tom@firm.example"))]);
    check_with(world, &decisions, &["a b c"]);
    decisions.say_apart(&[(anchor("#a"), anchor("#b"))]);
    check_with(world, &decisions, &["a c", "b"]);
    decisions.say_apart(&[(anchor("#a"), anchor("@email:tom@firm.example"))]);
    check_with(world, &decisions, &["a", "b", "c"]);
}
