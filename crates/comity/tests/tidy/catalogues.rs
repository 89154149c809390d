//! The four catalogues: what lies in the folder is listed once, and has what belongs to it.

use crate::{Text, assert_tidy, count_word, root, texts};

/// One folder whose `mod.rs` lists the other files of it.
struct Catalogue {
    /// The folder of the members.
    folder: &'static str,
    /// As many at least, once the folder is there; raised as it fills, since a check of nothing says nothing.
    at_least: usize,
}

const RULES: Catalogue = Catalogue { folder: "crates/core/src/rules", at_least: 13 };
const SOURCES: Catalogue = Catalogue { folder: "crates/import/src/sources", at_least: 7 };
const OPERATIONS: Catalogue = Catalogue { folder: "crates/comity/src/operations", at_least: 20 };
const PAGES: Catalogue = Catalogue { folder: "crates/comity/src/pages", at_least: 13 };

impl Catalogue {
    /// Returns the list and the names of the members; nothing while the folder is not there.
    fn read(&self) -> Option<(String, Vec<String>)> {
        let path = |name: &str| format!("{}/{name}", self.folder);
        let list = std::fs::read_to_string(root().join(path("mod.rs"))).ok()?;
        let members = members(self.folder, &texts(self.folder, |path| path.ends_with(".rs")));
        assert!(members.len() >= self.at_least, "only {} members in {}", members.len(), self.folder);
        Some((list, members))
    }
}

/// Returns the names of files and folders directly below a folder, without its list.
fn members(folder: &str, files: &[Text]) -> Vec<String> {
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(folder)?.strip_prefix('/')?.split('/').next())
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .filter(|name| name != "mod")
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The list is one macro call, one name a line; the macro makes of each name its module and its entry.
fn listed_once(folder: &str, list: &str, members: &[String]) -> Vec<String> {
    let word = folder.rsplit('/').next().unwrap_or_default();
    let Some(body) = list.split(&format!("\n{word}! {{")).nth(1).and_then(|rest| rest.split('}').next())
    else {
        return vec![format!("{folder}/mod.rs has no list `{word}! {{ … }}`")];
    };
    let mut complaints = Vec::new();
    for member in members {
        match count_word(body, member) {
            1 => {}
            count => complaints.push(format!("{folder}/mod.rs lists `{member}` {count} times")),
        }
    }
    let listed =
        body.lines().filter(|line| !line.trim().is_empty() && !line.trim().starts_with("//")).count();
    if listed != members.len() {
        complaints.push(format!("{folder}/mod.rs lists {listed} names, the folder holds {}", members.len()));
    }
    complaints
}

fn check(catalogue: &Catalogue, belongs: impl Fn(&str) -> Option<String>) {
    let Some((list, members)) = catalogue.read() else { return };
    let mut complaints = listed_once(catalogue.folder, &list, &members);
    complaints.extend(members.iter().filter_map(|member| belongs(member)));
    assert_tidy(&complaints);
}

#[test]
fn every_rule_is_listed_and_has_its_page() {
    check(&RULES, |name| {
        let page = format!("{}/{name}.md", RULES.folder);
        (!root().join(&page).is_file()).then(|| format!("{page} is missing: a rule is a check and a page"))
    });
    let pages = texts(RULES.folder, |path| path.ends_with(".md"));
    let lone = pages.iter().filter(|page| !root().join(page.path.replace(".md", ".rs")).is_file());
    assert_tidy(&lone.map(|page| format!("{} has no check beside it", page.path)).collect::<Vec<_>>());
}

#[test]
fn every_source_is_listed_and_has_its_fixtures() {
    check(&SOURCES, |name| {
        let folder = format!("crates/import/tests/sources/{name}");
        (!root().join(&folder).is_dir())
            .then(|| format!("{folder} is missing: a source has input and expected output"))
    });
}

#[test]
fn every_operation_is_listed() {
    check(&OPERATIONS, |_| None);
}

#[test]
fn every_page_is_listed_and_has_its_template() {
    check(&PAGES, |name| {
        let template = format!("crates/comity/templates/{name}.html");
        (!root().join(&template).is_file()).then(|| format!("{template} is missing"))
    });
}

#[test]
fn a_wrong_list_is_noticed() {
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let list = "macro_rules! rules { () => {} }\n\nrules! {\n    too_soon\n    fourth_try\n}\n";
    assert_tidy(&listed_once("src/rules", list, &names(&["fourth_try", "too_soon"])));
    assert_eq!(listed_once("src/rules", list, &names(&["fourth_try"])).len(), 1);
    assert_eq!(listed_once("src/rules", list, &names(&["fourth_try", "too_soon", "one_medium"])).len(), 2);
    assert_eq!(listed_once("src/rules", "mod too_soon;", &names(&["too_soon"])).len(), 1);
    let file = |path: &str| Text { path: path.into(), text: String::new() };
    let files = [file("src/rules/mod.rs"), file("src/rules/one.rs"), file("src/rules/two/mod.rs")];
    assert_eq!(members("src/rules", &files), names(&["one", "two"]));
}
