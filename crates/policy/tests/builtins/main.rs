//! A second judge: built-in rules written once more in Cedar must say what the registry says, in every case that comes up
//! in the scenarios of all pages and in random histories.
//!
//! Where the written rule speaks the built-in one does; where it is silent the built-in one does not speak. Where it asks,
//! the built-in one may know better: Cedar's conditions cannot ask whether something is known.

#[path = "../../../core/tests/histories/mod.rs"]
mod histories;

use comity_core::rule::{Case, Rule, Ruling};
use comity_core::rules::{RULES, find};
use comity_core::scenario::{run_beside, scenarios};
use comity_core::settings::{NUMBERS, Settings};
use comity_core::written::{Written, WrittenRules};
use comity_policy::{File, Rules, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// How often both spoke, both were silent, and the written rule asked.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    spoke: u32,
    silent: u32,
    asked: u32,
}

#[derive(Default)]
struct Seen {
    counts: BTreeMap<&'static str, Count>,
    wrong: Vec<String>,
}

/// Compares in every case that it is shown, and says nothing itself.
struct Both {
    written: Rules,
    seen: Arc<Mutex<Seen>>,
}

/// What a rule says, without how it says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Speaks,
    Silent,
    Asks,
}

fn says(ruling: &Ruling) -> Says {
    match ruling {
        Ruling::Fires(_) => Says::Speaks,
        Ruling::Silent => Says::Silent,
        Ruling::Lacks { .. } => Says::Asks,
    }
}

impl WrittenRules for Both {
    fn rules(&self) -> &[&'static Rule] {
        &[]
    }

    fn look(&self, case: &Case<'_>, _say: &mut dyn FnMut(&'static Rule, Ruling)) {
        if !is_of_the_house(case.settings) {
            return;
        }
        let mut told = BTreeMap::new();
        self.written.look(case, &mut |rule, ruling| {
            told.insert(rule.name, says(&ruling));
        });
        let mut seen = self.seen.lock().unwrap();
        for rule in self.written.rules() {
            let built_in = find(rule.name.trim_start_matches("as-")).expect("a built-in rule");
            let (ours, theirs) =
                (told.get(rule.name).copied().unwrap_or(Says::Silent), says(&(built_in.check)(case)));
            let count = seen.counts.entry(built_in.name).or_default();
            match (ours, theirs) {
                (Says::Speaks, Says::Speaks) => count.spoke += 1,
                (Says::Silent, Says::Silent | Says::Asks) => count.silent += 1,
                (Says::Asks, _) => count.asked += 1,
                _ => {
                    let (a, s) = (case.approach, &case.standing.whose.name);
                    seen.wrong.push(format!("{}: {ours:?}, built in {theirs:?}, of {s}: {a:?}", rule.name));
                }
            }
        }
    }
}

/// Tells whether all numbers are those that the renderings hold.
fn is_of_the_house(settings: &Settings) -> bool {
    NUMBERS.iter().all(|(key, default, _)| settings.number(key) == Some(*default))
}

fn both() -> (Written, Arc<Mutex<Seen>>) {
    let text = include_str!("builtins.cedar").to_owned();
    let written = read(&[File { name: "builtins.cedar".to_owned(), text }]);
    let written = written.unwrap_or_else(|faults| panic!("{faults:?}"));
    let seen = Arc::default();
    (Written::of(Arc::new(Both { written, seen: Arc::clone(&seen) })), seen)
}

#[test]
fn they_agree_on_every_scenario_of_every_page() {
    let (beside, seen) = both();
    for rule in RULES {
        for scenario in scenarios(rule.page) {
            run_beside(&scenario.text, &beside).unwrap_or_else(|why| panic!("{}: {why}", rule.name));
        }
    }
    let seen = seen.lock().unwrap();
    assert!(seen.wrong.is_empty(), "{} differ:\n{}", seen.wrong.len(), seen.wrong.join("\n"));
    assert!(seen.counts.len() >= 24, "only {} rules are written twice", seen.counts.len());
    for (rule, count) in &seen.counts {
        assert!(count.spoke > 0 && count.silent > 0, "{rule}: {count:?}");
    }
}

#[test]
fn they_agree_on_random_histories() {
    let config = Config { cases: 600, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (beside, seen) = both();
    let outcome = runner.run(&histories::story(), |story| {
        let text = story.text(&[]);
        run_beside(&text, &beside).map_err(|why| TestCaseError::fail(format!("{why}\n{text}")))?;
        let mut seen = seen.lock().unwrap();
        let wrong = std::mem::take(&mut seen.wrong);
        prop_assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), text);
        Ok(())
    });
    outcome.unwrap_or_else(|why| panic!("{why}"));
    let seen = seen.lock().unwrap();
    let spoke = seen.counts.values().filter(|count| count.spoke > 0).count();
    assert!(spoke >= 20, "only {spoke} rules ever spoke: {:#?}", seen.counts);
}
