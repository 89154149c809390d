//! The page of one rule, and its level.

use crate::error::Result;
use crate::page::hall::Notice;
use crate::page::shown::{Choice, choices};
use crate::page::{Frame, Page, Reply, Visit, markdown, page};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/rule/{who}", name: "", show, act: Some(act) };

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    frame: Frame,
    rule: Rule,
    html: String,
    levels: Vec<Choice>,
}

/// What `rule NAME` answers.
#[derive(Deserialize)]
struct OneRule {
    rule: Rule,
    page: String,
}

#[derive(Deserialize)]
struct Rule {
    rule: String,
    level: String,
    set: bool,
    grade: String,
    blind: Option<String>,
}

const LEVELS: &[(&str, &str)] = &[
    ("default", "as the house has it"),
    ("stop", "stop"),
    ("error", "error"),
    ("warn", "warn"),
    ("hint", "hint"),
    ("pass", "pass"),
    ("off", "off"),
];

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let OneRule { rule, page: text } = visit.ask("rule", json!({ "name": visit.who }))?;
    page(&RulePage {
        frame: visit.frame(&rule.rule),
        html: markdown::html(&text),
        levels: choices(LEVELS, if rule.set { &rule.level } else { "default" }),
        rule,
    })
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let level = visit.form.text("level");
    let said: Value = visit.ask("settings", json!({ "key": "rule", "value": [visit.who, level] }))?;
    visit.hall.tell(Notice {
        text: format!("Noted: {} is at {level}.", visit.who),
        follows: Vec::new(),
        undo: said["noted"].as_u64().map(|n| n.to_string()).unwrap_or_default(),
    });
    Ok(Reply::See(format!("/rule/{}", visit.who)))
}
