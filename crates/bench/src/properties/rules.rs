//! Rules that users write.

use crate::property::Property;
use comity_core::scenario::run_beside;
use comity_core::written::Written;
use comity_policy::{File, page, read};
use std::sync::Arc;

pub(super) const PROPERTY: Property = Property {
    name: "rules",
    says: "any text gives rules that judge without a slip, or mistakes that have a place in it and a way out",
    hold,
    seeds: || {
        let page = include_str!("../../../../docs/rules-of-your-own.md");
        let example = page.split("```cedar\n").nth(1).and_then(|rest| rest.split("\n```\n\n").next());
        let example = example.unwrap_or_default();
        let deep = format!("{} true", "if true then true else ".repeat(240));
        let chain = "context.hidden && ".repeat(300) + "true";
        let rule = |condition: &str| {
            format!(
                "@name(\"a\") @level(\"stop\") @message(\"{{who}}\") @help(\"b\")\n\
                 forbid (principal, action, resource) when {{ {condition} }};"
            )
        };
        let conditions = [
            deep.as_str(),
            chain.as_str(),
            "context.hour * 9223372036854775807 > context.size",
            "!(context.tags.containsAny([\"a\", \"b\"])) && context.country like \"P*\"",
            "[1, 2].contains(context.recipients) == (action in [Action::\"ask\", Action::\"pitch\"])",
        ];
        let rules = conditions.into_iter().map(rule);
        rules.chain([example.to_owned()]).map(String::into_bytes).collect()
    },
};

/// A story with which every rule has something to look at.
const STORY: &str = "ana: client; email ana@firm.example, professional; whatsapp ana; tagged club\n\
                     1 Mar  email to ana, ignored\n\
                     9 Mar  approach ana by whatsapp for pitch\n\
                     => judged\n\
                     => audit all\n";

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let lines = text.lines().count().max(1) + 1;
    let _ = page(&text);
    match read(&[File { name: "some.cedar".to_owned(), text }]) {
        Ok(rules) => {
            let beside = Written::of(Arc::new(rules));
            let told = run_beside(STORY, &beside);
            assert!(told.is_ok() && told == run_beside(STORY, &beside), "it is judged differently twice");
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "it is refused and nothing is said");
            for fault in faults {
                let placed = (1..=lines).contains(&fault.line) && fault.column >= 1;
                assert!(placed && !fault.what.is_empty() && !fault.help.is_empty(), "{fault:?}");
            }
        }
    }
}
