//! Histories in the notation of the rule pages.

use crate::property::Property;
use comity_core::rules::RULES;
use comity_core::scenario::{run, scenarios};

pub(super) const PROPERTY: Property = Property {
    name: "scenario",
    says: "any history is judged, the same each time, or refused with the line that cannot be understood",
    hold,
    seeds: || {
        let all = RULES.iter().flat_map(|rule| scenarios(rule.page));
        all.map(|scenario| scenario.text.into_bytes()).collect()
    },
};

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let told = run(&text);
    assert_eq!(told, run(&text), "it is judged differently twice");
    match told {
        Ok(outcomes) => {
            let lines = text.lines().count();
            assert!(outcomes.iter().all(|o| (1..=lines).contains(&o.line)), "an outcome is of no line");
        }
        Err(why) => assert!(why.starts_with("line "), "`{why}` says no place"),
    }
    let _ = scenarios(&text);
}
