//! Who is who: one question at a time, answered by one key.

use crate::error::Result;
use crate::page::hall::Notice;
use crate::page::shown::{Day, channel_shown, sentence};
use crate::page::{Frame, Page, Reply, Visit, page};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

pub(super) const PAGE: Page = Page { path: "/review", name: "Review", show, act: Some(act) };

/// More addresses than this say no more to somebody who looks.
const ADDRESSES: usize = 5;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    question: Option<Question>,
    total: usize,
    put_off: usize,
}

/// What `review` answers.
#[derive(Deserialize)]
struct Questions {
    #[serde(default)]
    noted: Vec<String>,
    undo: Option<String>,
    questions: Vec<Question>,
    total: usize,
    put_off: usize,
}

#[derive(Deserialize)]
struct Question {
    question: String,
    joined: bool,
    chance: f64,
    halves: Vec<Half>,
    because: Vec<String>,
}

impl Question {
    fn percent(&self) -> u32 {
        crate::verdict::percent(self.chance).clamp(1, 99)
    }
}

/// What may be one person with something else.
#[derive(Deserialize)]
struct Half {
    id: String,
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    handles: Vec<String>,
    told_by: Vec<String>,
    contacts: u64,
    last_contact: Option<String>,
    #[serde(skip)]
    day: Day,
}

impl Half {
    fn work(&self) -> String {
        [&self.title, &self.organisation].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    }

    fn addresses(&self) -> Vec<String> {
        self.handles.iter().take(ADDRESSES).map(|handle| channel_shown(handle)).collect()
    }

    fn contacts(&self) -> String {
        crate::words::counted(self.contacts, "contact", "contacts")
    }

    fn sources(&self) -> String {
        self.told_by.join(", ")
    }
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let put_off = visit.asked.get("put-off").is_some();
    let asked = json!({ "list": true, "limit": 1, "put_off": put_off });
    let mut found: Questions = visit.ask("review", asked)?;
    for because in found.questions.iter_mut().flat_map(|q| &mut q.because) {
        *because = sentence(because);
    }
    for half in found.questions.iter_mut().flat_map(|q| &mut q.halves) {
        half.day = half.last_contact.as_deref().map(|at| visit.day(at)).unwrap_or_default();
    }
    page(&ReviewPage {
        frame: visit.frame("Review"),
        question: found.questions.into_iter().next(),
        total: found.total,
        put_off: found.put_off,
    })
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let asked = json!({
        "question": visit.form.text("question"), "answer": visit.form.text("answer"),
        "list": true, "limit": 1, "put_off": true,
    });
    let found: Questions = visit.ask("review", asked)?;
    // The line that takes it back ends with the numbers of the entries.
    let numbers = found.undo.as_deref().and_then(|line| line.split_once(" undo ")).map_or("", |(_, n)| n);
    visit.hall.tell(Notice { text: found.noted.join(" "), follows: Vec::new(), undo: numbers.to_owned() });
    Ok(Reply::See("/review".to_owned()))
}
