//! Who may name whom inside the core and inside the program.

use crate::{Text, assert_tidy, code, has_word, rust};

/// Files whose path begins with `room` may not name the modules `not`.
struct Layer {
    room: &'static str,
    not: &'static [&'static str],
    because: &'static str,
}

/// What stands above the words in the core.
const ABOVE_WORDS: &[&str] = &[
    "standing", "rule", "rules", "judge", "audit", "doors", "plan", "resolve", "infer", "scenario",
    "settings", "member", "portrait", "written",
];

const fn words(room: &'static str) -> Layer {
    Layer { room, not: ABOVE_WORDS, because: "the words know nothing that is made of them" }
}

const fn face(room: &'static str, not: &'static [&'static str]) -> Layer {
    Layer { room, not, because: "faces use operations and never each other" }
}

const LAYERS: [Layer; 19] = [
    words("crates/core/src/address"),
    words("crates/core/src/approach"),
    words("crates/core/src/coverage"),
    words("crates/core/src/handle"),
    words("crates/core/src/interaction"),
    words("crates/core/src/name"),
    words("crates/core/src/record"),
    words("crates/core/src/relationship"),
    words("crates/core/src/statement"),
    words("crates/core/src/time."),
    Layer {
        room: "crates/core/src/resolve",
        not: &[
            "rule", "rules", "judge", "audit", "doors", "plan", "infer", "standing", "scenario", "portrait",
        ],
        because: "who is who rests on the words alone",
    },
    Layer {
        room: "crates/core/src/infer",
        not: &["rule", "rules", "judge", "audit", "doors", "plan", "scenario", "portrait"],
        because: "what a tie is does not depend on what is said of it",
    },
    Layer {
        room: "crates/core/src/member",
        not: &[
            "rule", "rules", "judge", "audit", "doors", "plan", "infer", "standing", "scenario", "portrait",
        ],
        because: "who the user is rests on the words and on who is who",
    },
    Layer {
        room: "crates/core/src/portrait",
        not: &["rule", "rules", "judge", "audit", "doors", "plan", "scenario"],
        because: "a person is drawn before anything is judged",
    },
    Layer {
        room: "crates/core/src/rules/",
        not: &["rules", "judge", "audit", "doors", "plan", "resolve", "scenario"],
        because: "a rule looks at its case and at nothing else",
    },
    face("crates/comity/src/cli", &["api", "mcp", "pages", "page"]),
    face("crates/comity/src/api", &["cli", "mcp", "pages", "page"]),
    face("crates/comity/src/mcp", &["cli", "api", "pages", "page"]),
    face("crates/comity/src/pages/", &["cli", "api", "mcp"]),
];

fn complain(files: &[Text]) -> Vec<String> {
    let mut complaints = Vec::new();
    for layer in &LAYERS {
        for file in files.iter().filter(|file| file.path.starts_with(layer.room)) {
            for (number, line) in file.text.lines().enumerate() {
                let named = layer.not.iter().find(|module| names(code(line), module));
                complaints.extend(named.map(|module| {
                    format!("{}:{}: may not name `{module}`: {}", file.path, number + 1, layer.because)
                }));
            }
        }
    }
    complaints
}

/// Tells whether a line of code names a module of its own crate, alone or within braces.
fn names(code: &str, module: &str) -> bool {
    if code.contains("use crate::{") {
        return code.split([',', '{', '}']).any(|part| {
            part.trim() == module
                || part.trim().strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
        });
    }
    code.match_indices("crate::").any(|(at, found)| {
        let rest = &code[at + found.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        has_word(&rest[..end], module)
    })
}

#[test]
fn rooms_name_only_what_lies_below_them() {
    let files = rust();
    let words = files.iter().filter(|file| file.path.starts_with("crates/core/src/")).count();
    assert!(words >= 10, "only {words} files were found in the core");
    assert_tidy(&complain(&files));
}

/// The oracle knows the rules from their pages alone: a mistake in the core must not cancel out.
fn relatives(files: &[Text]) -> Vec<String> {
    const OURS: [&str; 4] = ["comity_core", "comity_import", "comity_store", "comity"];
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("crates/bench/src/oracle/")) {
        for (number, line) in file.text.lines().enumerate() {
            let named = OURS.iter().find(|name| has_word(code(line), name));
            complaints.extend(named.map(|name| {
                format!("{}:{}: may not name `{name}`: a witness is no relative", file.path, number + 1)
            }));
        }
    }
    complaints
}

#[test]
fn the_oracle_shares_no_code_with_the_core() {
    let files = rust();
    assert!(files.iter().any(|file| file.path == "crates/bench/src/oracle/mod.rs"), "there is no oracle");
    assert_tidy(&relatives(&files));
    let bad = |text: &str| {
        relatives(&[Text { path: "crates/bench/src/oracle/case.rs".into(), text: text.into() }]).len()
    };
    assert_eq!(bad("use comity_core::Moment;"), 1);
    assert_eq!(bad("use comity::network::Network;"), 1);
    assert_eq!(bad("use comity_world::truth::Line; // not comity_core"), 0);
}

#[test]
fn a_name_from_above_is_noticed() {
    let file = |path: &str, text: &str| [Text { path: path.into(), text: text.into() }];
    let handle = |text: &str| complain(&file("crates/core/src/handle.rs", text)).len();
    assert_eq!(handle("use crate::rule::Finding;"), 1);
    assert_eq!(handle("use crate::{address, rule::Finding};"), 1);
    assert_eq!(handle("use crate::time::Moment; // not crate::rule"), 0);
    assert_eq!(complain(&file("crates/core/src/rules/too_soon.rs", "use crate::rules;")).len(), 1);
    assert_eq!(complain(&file("crates/core/src/rules/too_soon.rs", "use crate::rule::Rule;")).len(), 0);
    assert_eq!(complain(&file("crates/comity/src/cli.rs", "crate::pages::today()")).len(), 1);
}
