//! Links of the documents lead somewhere, and the glossary has every word.

use crate::{Text, assert_tidy, count_word, root, texts};

/// The words that a reader of the code and of the screen meets; each is explained in the glossary.
const WORDS: [&str; 60] = [
    "Access",
    "Anchor",
    "Approach",
    "Attempt",
    "Audit",
    "Blocking",
    "Case",
    "Caution",
    "Channel",
    "Closeness",
    "Cluster",
    "Coverage",
    "Cycle",
    "Derived",
    "Door",
    "Evidence",
    "Fact",
    "Finding",
    "Group",
    "Handle",
    "Hoped",
    "Initiation",
    "Interaction",
    "Is",
    "Judgement",
    "Kept",
    "Level",
    "Match weight",
    "Me",
    "Medium",
    "Member",
    "Missing",
    "Moment",
    "Network",
    "No-contact wish",
    "Outcome",
    "Override",
    "Person",
    "Plan",
    "Platform",
    "Provenance",
    "Purpose",
    "Record",
    "Redirect",
    "Refusal",
    "Relationship",
    "Rule",
    "Scenario",
    "Source",
    "Span",
    "Sphere",
    "Standing",
    "Statement",
    "Tie",
    "Timeline",
    "Truth",
    "Unwelcome",
    "Verdict",
    "Welcome",
    "Wish",
];

fn documents() -> Vec<Text> {
    let top = |path: &str| matches!(path, "README.md" | "ARCHITECTURE.md" | "CONTRIBUTING.md");
    texts("", |path| top(path) || (path.starts_with("docs/") && path.ends_with(".md")))
}

/// Returns the targets of all links of a page, outside blocks of code.
fn links(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut links = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            links.extend(line.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
        }
    }
    links
}

/// Turns a heading into the anchor under which a page shows it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(text: &str) -> Vec<String> {
    text.lines().filter(|l| l.starts_with('#')).map(|l| anchor(l.trim_start_matches('#'))).collect()
}

/// Tells what is wrong with one link of the page at `from`, where something is.
fn dead(from: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let page = if path.is_empty() {
        root().join(from)
    } else {
        root().join(from).parent().map(|folder| folder.join(path)).unwrap_or_default()
    };
    if !page.exists() {
        return Some(format!("{from}: the link to `{path}` leads nowhere"));
    }
    let text =
        if fragment.is_empty() { String::new() } else { std::fs::read_to_string(page).unwrap_or_default() };
    (!fragment.is_empty() && !anchors(&text).iter().any(|a| a == fragment))
        .then(|| format!("{from}: `{link}` names no heading"))
}

/// Tells which words have no entry: a line that begins with the word in bold.
fn unexplained(glossary: &str) -> Vec<String> {
    let entry = |word: &str| glossary.lines().filter(|line| line.starts_with(&format!("**{word}**"))).count();
    WORDS
        .iter()
        .filter(|w| entry(w) != 1)
        .map(|w| format!("the glossary explains `{w}` {} times", entry(w)))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let documents = documents();
    let links: Vec<_> =
        documents.iter().flat_map(|d| links(&d.text).into_iter().map(|l| (&d.path, l))).collect();
    assert!(links.len() >= 15, "only {} links were found", links.len());
    assert_tidy(&links.iter().filter_map(|(from, link)| dead(from, link)).collect::<Vec<_>>());
}

#[test]
fn the_glossary_has_every_word() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).expect("docs/glossary.md");
    assert_tidy(&unexplained(&glossary));
    let mut entries: Vec<_> =
        glossary.lines().filter_map(|l| l.strip_prefix("**")?.split("**").next()).collect();
    let written = entries.clone();
    entries.sort_by_key(|word| word.to_lowercase());
    assert_eq!(written, entries, "the glossary is in the order of the alphabet");
}

#[test]
fn the_architecture_names_every_crate() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let crates = std::fs::read_dir(root().join("crates")).expect("the crates");
    let names: Vec<_> =
        crates.map(|c| c.expect("a crate").file_name().to_string_lossy().into_owned()).collect();
    let lacking = names.iter().filter(|name| count_word(&page, &format!("crates/{name}")) == 0);
    assert_tidy(
        &lacking.map(|name| format!("ARCHITECTURE.md does not speak of crates/{name}")).collect::<Vec<_>>(),
    );
    assert!(page.lines().count() <= 120, "the page is to stay one page");
}

#[test]
fn a_dead_link_and_a_lacking_word_are_noticed() {
    assert_eq!(links("see [one](a.md) and [two](b.md#c)\n```\n[x](y)\n```\n"), ["a.md", "b.md#c"]);
    assert!(dead("ARCHITECTURE.md", "nowhere.md").is_some());
    assert!(dead("ARCHITECTURE.md", "#no-such-heading").is_some());
    assert!(dead("ARCHITECTURE.md", "Cargo.toml").is_none());
    assert!(dead("ARCHITECTURE.md", "https://example.org/nowhere").is_none());
    assert_eq!(unexplained("**Door** is one.\n").len(), WORDS.len() - 1);
    assert_eq!(anchor(" Who may depend on whom?"), "who-may-depend-on-whom");
}
