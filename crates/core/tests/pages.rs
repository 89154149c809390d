//! Runs every scenario of every rule page.

use comity_core::rules::RULES;
use comity_core::scenario::{run, scenarios};

#[test]
fn every_scenario_of_every_page_holds() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let all = scenarios(rule.page);
        assert!(all.len() >= 2, "{} needs one scenario that fires and one that does not", rule.name);
        for scenario in all {
            let place = format!("{}.md, line {}", rule.name, scenario.line);
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
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
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
