//! Two who may be one: what speaks for and against it, before it is said.

use crate::error::{Error, Result};
use crate::page::hall::Notice;
use crate::page::shown::{Who, sentence};
use crate::page::{Frame, Page, Reply, Visit, numbers, page};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/merge", name: "", show, act: Some(act) };

#[derive(Template)]
#[template(path = "merge.html")]
struct MergePage {
    frame: Frame,
    why: Why,
    head: &'static str,
}

/// What `why` answers.
#[derive(Deserialize)]
struct Why {
    a: Who,
    b: Who,
    standing: String,
    bits: f64,
    grounds: Vec<Ground>,
    because: Vec<Because>,
}

impl Why {
    fn one(&self) -> &str {
        self.a.id.as_deref().unwrap_or_default()
    }

    fn other(&self) -> &str {
        self.b.id.as_deref().unwrap_or_default()
    }

    fn sum(&self) -> String {
        signed(self.bits)
    }
}

/// One thing that speaks for or against it.
#[derive(Deserialize)]
struct Ground {
    what: String,
    bits: f64,
}

impl Ground {
    fn figure(&self) -> String {
        signed(self.bits)
    }

    fn said(&self) -> String {
        sentence(&self.what)
    }
}

#[derive(Deserialize)]
struct Because {
    told: String,
}

fn signed(bits: f64) -> String {
    format!("{bits:+.1}").replace('-', "−")
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let (a, b) = (visit.asked.text("a"), visit.asked.text("b"));
    if b.is_empty() {
        return Err(Error::user("nobody else was named", "say with whom they are one person"));
    }
    let why: Why = visit.ask("why", json!({ "who": a, "other": b }))?;
    if why.one() == why.other() {
        return Err(Error::user(format!("that is one person already, {}", why.a.name), ""));
    }
    let head = match why.standing.as_str() {
        "likely" => "More likely one person than two.",
        _ => "Taken for two people.",
    };
    page(&MergePage { frame: visit.frame("One person?"), why, head })
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let said: Value = visit.ask("merge", json!({ "a": visit.form.text("a"), "b": visit.form.text("b") }))?;
    visit.hall.tell(Notice {
        text: said["noted"].as_str().unwrap_or("Noted.").to_owned(),
        follows: Vec::new(),
        undo: numbers(&said["statements"]),
    });
    Ok(Reply::See(format!("/person/{}", visit.form.text("a"))))
}
