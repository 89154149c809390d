//! Runs every scenario of every rule page.

use comity_core::rules::RULES;
use comity_core::scenario::{run, scenarios};

/// Runs every scenario of a page; returns how many there are, and what differs.
fn check(name: &str, page: &str) -> (usize, Vec<String>) {
    let mut wrong = Vec::new();
    let all = scenarios(page);
    for scenario in &all {
        let place = format!("{name}, line {}", scenario.line);
        match run(&scenario.text) {
            Err(why) => wrong.push(format!("{place}: {why}")),
            Ok(outcomes) => {
                assert!(!outcomes.is_empty(), "{place}: a scenario without `=>` says nothing");
                wrong.extend(outcomes.iter().filter(|o| !o.holds()).map(|o| {
                    format!("{place}+{}:\n  expected {}\n  got      {}", o.line, o.expected, o.got)
                }));
            }
        }
    }
    (all.len(), wrong)
}

#[test]
fn every_scenario_of_every_page_holds() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let (count, found) = check(&format!("{}.md", rule.name), rule.page);
        assert!(count >= 2, "{} needs one scenario that fires and one that does not", rule.name);
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_clause_has_a_scenario_that_holds() {
    let (count, wrong) = check("docs/clauses.md", include_str!("../../../docs/clauses.md"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 14, "only {count} clauses have a scenario");
}

#[test]
fn every_rule_fires_on_its_page_and_names_are_unique() {
    let mut names = Vec::new();
    for rule in RULES {
        let speaks = scenarios(rule.page)
            .iter()
            .filter_map(|s| run(&s.text).ok())
            .flatten()
            .any(|o| o.got.split([' ', ',']).any(|word| word == rule.name));
        assert!(speaks, "{} never fires on its own page", rule.name);
        assert!(rule.page.contains("**Source.**"), "{} names no source", rule.name);
        names.push(rule.name);
        names.push(rule.code);
        names.extend(rule.aliases);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two rules share a name");
}
