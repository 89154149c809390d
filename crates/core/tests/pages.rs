//! Runs every scenario of every rule page.

use comity_core::rule::Group;
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
    let (mut wrong, mut all) = (Vec::new(), 0);
    for rule in RULES {
        let (count, found) = check(&format!("{}.md", rule.name), rule.page);
        assert!(count >= 2, "{} needs one scenario that fires and one that does not", rule.name);
        wrong.extend(found);
        all += count;
    }
    assert!(all >= 250, "only {all} scenarios in the pages of the rules");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_is_refused_with_its_line() {
    let refused = |line: &str, why: &str| {
        let told = run(&format!("ana: professional\n{line}\n"));
        assert_eq!(told.map(drop), Err(format!("line 2: {why}")));
    };
    refused("1 Feb  met ana 444444444 hours", "`444444444`?");
    refused("31 Feb  email to ana", "there is no 31 feb");
    refused("1 Feb 999999999999999999:00  email to ana", "there is no 999999999999999999:0 in a day");
    refused("1 Feb  email to nobody", "nobody is called `nobody`");
}

#[test]
fn every_clause_has_a_scenario_that_holds() {
    let (count, wrong) = check("docs/clauses.md", include_str!("../../../docs/clauses.md"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 14, "only {count} clauses have a scenario");
}

#[test]
fn the_plan_proposes_what_its_page_tells() {
    let (count, wrong) = check("docs/nurture.md", include_str!("../../../docs/nurture.md"));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 9, "only {count} occasions have a scenario");
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

/// Tells whether an outcome names a rule as a finding that stands.
fn finds(got: &str, rule: &str) -> bool {
    let plain = got.replace(&format!("allowed {rule}"), "");
    plain.split([' ', ',']).any(|word| word == rule)
}

/// Returns a scenario in which everybody is allowed what a rule finds.
fn allowing(text: &str, rule: &str) -> String {
    let is_person = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default();
        line.contains(':') && !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase())
    };
    let lines = text.lines().map(|line| match Some(line).filter(is_person) {
        Some(person) => format!("{person}; allow {rule} because told"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_rule_but_a_refusal_can_be_turned_off_and_allowed_and_set_to_another_level() {
    for rule in RULES {
        let refusal = rule.group == Group::Refused;
        let (mut off, mut allowed, mut hinted) = (0, 0, 0);
        for scenario in scenarios(rule.page) {
            let told = |text: &str| -> Vec<String> {
                run(text)
                    .unwrap_or_else(|why| panic!("{}: {why}", rule.name))
                    .into_iter()
                    .map(|o| o.got)
                    .collect()
            };
            let count = |got: &[String]| got.iter().filter(|got| finds(got, rule.name)).count();
            let at = |level: &str| told(&format!("rule {} {level}\n{}", rule.name, scenario.text));
            off += count(&at("off"));
            // What is fine needs no leave.
            let mut leave = told(&allowing(&scenario.text, rule.name));
            leave.retain(|got| !got.starts_with("welcome"));
            allowed += count(&leave);
            let hint = at("hint");
            let grave = |got: &&String| got.starts_with("audit") && finds(got, rule.name);
            hinted += hint
                .iter()
                .filter(grave)
                .flat_map(|got| got.trim_start_matches("audit ").split(", "))
                .filter(|found| *found == rule.name)
                .count();
        }
        assert_eq!(off > 0, refusal, "{} turned off", rule.name);
        assert!(refusal || hinted == 0, "{} set to hint is still graver", rule.name);
        // What is told of the whole network belongs to nobody who could be allowed it.
        assert!(allowed == 0 || refusal || rule.network.is_some(), "{} allowed", rule.name);
    }
}

#[test]
fn every_page_tells_of_three_cases_that_are_errors_and_three_that_are_none() {
    for rule in RULES {
        let all: Vec<String> = scenarios(rule.page)
            .iter()
            .filter_map(|s| run(&s.text).ok())
            .flatten()
            .map(|outcome| outcome.expected)
            .collect();
        let speaks = all.iter().filter(|told| finds(told, rule.name)).count();
        assert!(speaks >= 3, "{} fires in {speaks} cases of its page", rule.name);
        assert!(all.len() - speaks >= 3, "{} is silent in {} cases", rule.name, all.len() - speaks);
    }
}
