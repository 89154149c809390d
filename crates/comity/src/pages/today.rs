//! Whom to write to now: a few cards, each with its door, its reason, and what not to do.

use crate::asked;
use crate::error::{Error, Result};
use crate::page::fields::Fields;
use crate::page::shown::{Chance, Day, Evidence, Who, sentence};
use crate::page::{Frame, Page, Reply, Visit, page};
use crate::words::purpose_in_words;
use askama::Template;
use comity_core::Via;
use serde::Deserialize;
use serde_json::json;

pub(super) const PAGE: Page = Page { path: "/today", name: "Today", show, act: Some(act) };

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    day: Day,
    now: Vec<Card>,
    later: Vec<Card>,
    grown: Vec<Grown>,
    budget: Budget,
    known_until: Option<Day>,
    /// Other dates are shown as well.
    week: bool,
}

impl TodayPage {
    /// Returns what is said where nothing is proposed.
    fn quiet(&self) -> &'static str {
        match self.budget.done >= self.budget.week {
            true => "That was enough for this week.",
            false => "Nobody is waiting for you today.",
        }
    }
}

/// What `today` answers.
#[derive(Deserialize)]
struct Proposed {
    day: String,
    now: Vec<Card>,
    later: Vec<Card>,
    grown: Vec<Grown>,
    budget: Budget,
    known_until: Option<String>,
}

#[derive(Deserialize)]
struct Budget {
    done: usize,
    week: usize,
}

#[derive(Deserialize)]
struct Grown {
    person: Who,
}

/// One approach that is worth making.
#[derive(Deserialize)]
struct Card {
    id: String,
    person: Who,
    purpose: String,
    channel: String,
    reason: String,
    because: Vec<Evidence>,
    also: Vec<String>,
    context: Vec<String>,
    avoid: Vec<String>,
    at: String,
    chance: Chance,
    #[serde(skip)]
    day: Day,
    #[serde(skip)]
    check: String,
}

impl Card {
    fn who(&self) -> &str {
        self.person.id.as_deref().unwrap_or_default()
    }

    /// Returns what is to be done: "by LinkedIn, to reply".
    fn how(&self) -> String {
        let by = Via::from_word(&self.channel).map_or_else(String::new, |via| via.by());
        let purpose = asked::read(&self.purpose).map_or("", purpose_in_words);
        format!("{by}, {purpose}")
    }

    fn dated(&mut self, visit: &Visit<'_>) {
        self.because.iter_mut().for_each(|e| e.dated(visit));
        self.reason = sentence(&self.reason);
        self.day = visit.day(&self.at);
        let fields = Fields::default().with("who", self.who()).with("via", &self.channel);
        self.check = fields.with("for", &self.purpose).link("/check");
    }
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let week = visit.asked.get("week").is_some();
    let mut found: Proposed = visit.kept("today", json!({ "week": week }))?;
    found.now.iter_mut().chain(&mut found.later).for_each(|card| card.dated(visit));
    page(&TodayPage {
        frame: visit.frame("Today"),
        day: visit.day(&found.day),
        now: found.now,
        later: found.later,
        grown: found.grown,
        budget: found.budget,
        known_until: found.known_until.map(|at| visit.day(&at)),
        week,
    })
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let form = &visit.form;
    let who = form.text("who");
    match form.text("do") {
        "log" => {
            visit.note("log", json!({ "who": who, "via": form.text("via"), "for": form.text("for") }))?
        }
        "snooze" => visit.note("snooze", json!({ "who": who }))?,
        "skip" => visit.note("snooze", json!({ "who": who, "skip": form.text("id") }))?,
        "rest" => visit.note("snooze", json!({ "who": who, "let_rest": true }))?,
        other => {
            return Err(Error::user(format!("nothing here is called `{other}`"), "go back and try again"));
        }
    }
    Ok(Reply::See("/today".to_owned()))
}
