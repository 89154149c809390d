//! The catalogue of errors.

use crate::error::Result;
use crate::page::shown::tone;
use crate::page::{Frame, Page, Reply, Visit, page};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

pub(super) const PAGE: Page = Page { path: "/rules", name: "Rules", show, act: None };

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    frame: Frame,
    groups: Vec<Group>,
}

/// A family of rules.
struct Group {
    name: String,
    rules: Vec<Rule>,
}

/// What `rule` answers.
#[derive(Deserialize)]
struct Rules {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    rule: String,
    group: String,
    level: String,
    set: bool,
    about: String,
    blind: Option<String>,
}

impl Rule {
    fn tone(&self) -> &'static str {
        if self.level == "off" { "allowed" } else { tone(&self.level) }
    }
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let Rules { rules } = visit.ask("rule", json!({}))?;
    let mut groups: Vec<Group> = Vec::new();
    for rule in rules {
        match groups.iter_mut().find(|g| g.name == rule.group) {
            Some(group) => group.rules.push(rule),
            None => groups.push(Group { name: rule.group.clone(), rules: vec![rule] }),
        }
    }
    page(&RulesPage { frame: visit.frame("Rules"), groups })
}
