//! The schema in Cedar's own language, made from the one list of facts.

use crate::fact::Kind;
use crate::facts::FACTS;
use comity_core::Purpose;
use std::fmt::Write;

/// Returns the schema against which written rules are checked; editors that know Cedar can use it too.
pub fn schema() -> String {
    let mut text = String::from("entity You;\nentity Person;\n\ntype Facts = {\n");
    for fact in FACTS {
        let kind = match fact.kind {
            Kind::Truth => "Bool",
            Kind::Number => "Long",
            Kind::Word(_) | Kind::Country => "String",
            Kind::Tags => "Set<String>",
        };
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  // {}\n  {}: {kind},", fact.about, fact.name);
    }
    text.push_str("};\n\n");
    let purposes: Vec<String> = Purpose::ALL.iter().map(|p| format!("\"{}\"", p.word())).collect();
    let _ = writeln!(
        text,
        "action {} appliesTo {{\n  principal: You,\n  resource: Person,\n  context: Facts\n}};",
        purposes.join(", ")
    );
    text
}
