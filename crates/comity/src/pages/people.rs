//! Who is in the network: a dense table, whose address is its state.

use crate::error::{Error, Result};
use crate::page::fields::Fields;
use crate::page::hall::Notice;
use crate::page::shown::Day;
use crate::page::{Frame, Page, Reply, Visit, local, numbers, page};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/people", name: "People", show, act: Some(act) };

/// Fills a screen, and is quick.
const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    asked: Asked,
    total: String,
    /// Where the same is without the tag.
    untag: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Where the next page is; empty where there is none.
    next: String,
}

struct Asked {
    q: String,
    tag: String,
    sort: String,
}

struct Column {
    name: &'static str,
    class: &'static str,
    link: String,
    here: bool,
    way: &'static str,
}

/// What `people` answers.
#[derive(Deserialize)]
struct Found {
    total: u64,
    found: Option<u64>,
    people: Vec<Row>,
    next: Option<String>,
}

/// One of them.
#[derive(Clone, Deserialize)]
struct Row {
    id: String,
    name: String,
    #[serde(default, deserialize_with = "or_empty")]
    organisation: String,
    last_contact: Option<String>,
    closeness: f64,
    closeness_words: String,
    tie: String,
    #[serde(rename = "tags")]
    tagged: Vec<String>,
    #[serde(skip)]
    tags: Vec<Tag>,
    #[serde(skip)]
    day: Day,
}

#[derive(Clone)]
struct Tag {
    name: String,
    link: String,
}

fn or_empty<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<String, D::Error> {
    Ok(Option::<String>::deserialize(from)?.unwrap_or_default())
}

impl Row {
    /// Returns how long the bar of closeness is, of 48.
    fn width(&self) -> String {
        format!("{:.0}", self.closeness.clamp(0.0, 1.0) * 48.0)
    }
}

/// The columns: what they are sorted by (nothing, where they are not), their names, their classes, and which way.
const COLUMNS: &[(&str, &str, &str, &str)] = &[
    ("name", "Name", "", "ascending"),
    ("", "Organisation", "work", ""),
    ("last", "Last contact", "num", "descending"),
    ("closeness", "Closeness", "close", "descending"),
    ("", "Tie", "tie", ""),
];

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let asked = Asked {
        q: visit.asked.text("q").to_owned(),
        tag: visit.asked.text("tag").to_owned(),
        sort: visit.asked.text("sort").to_owned(),
    };
    let words: Vec<&str> = asked.q.split_whitespace().collect();
    let mut question = json!({ "query": words, "limit": ROWS });
    for (name, value) in [("tag", &asked.tag), ("sort", &asked.sort)] {
        if !value.is_empty() {
            question[name] = json!(value);
        }
    }
    if let Some(after) = visit.asked.get("after") {
        question["after"] = json!(after);
    }
    let mut found: Found = visit.kept("people", question)?;
    let here = Fields::default().with("q", &asked.q).with("tag", &asked.tag).with("sort", &asked.sort);
    for row in &mut found.people {
        row.day = row.last_contact.as_deref().map(|at| visit.day(at)).unwrap_or_default();
        let tag = |name: &String| Tag { name: name.clone(), link: here.with("tag", name).link("/people") };
        row.tags = row.tagged.iter().map(tag).collect();
    }
    let next =
        found.next.as_ref().and(found.people.last()).map(|row| here.with("after", &row.id).link("/people"));
    page(&PeoplePage {
        frame: visit.frame("People"),
        total: thousands(found.found.unwrap_or(found.total)),
        untag: here.with("tag", "").link("/people"),
        columns: columns(&here, &asked.sort),
        rows: found.people,
        next: next.unwrap_or_default(),
        asked,
    })
}

fn columns(here: &Fields, sort: &str) -> Vec<Column> {
    let sort = if sort.is_empty() { "last" } else { sort };
    let column = |(by, name, class, way): &(&'static str, &'static str, &'static str, &'static str)| Column {
        name,
        class,
        link: if by.is_empty() { String::new() } else { here.with("sort", by).link("/people") },
        here: *by == sort,
        way,
    };
    COLUMNS.iter().map(column).collect()
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let back = local(visit.form.text("back"), "/people");
    let tag = visit.form.get("tag").ok_or_else(|| Error::user("no tag was named", "say which tag"))?;
    let chosen = visit.form.all("who");
    if chosen.is_empty() {
        return Err(Error::user("nobody was selected", "select people in the list first"));
    }
    let mut undo = Vec::new();
    for who in &chosen {
        let said: Value = visit.ask("tag", json!({ "who": who, "tags": [tag] }))?;
        undo.push(numbers(&said["statements"]));
    }
    let people = crate::words::counted(undo.len() as u64, "person is", "people are");
    visit.hall.tell(Notice {
        text: format!("Noted: {people} now tagged {tag}."),
        follows: Vec::new(),
        undo: undo.join(" "),
    });
    Ok(Reply::See(back))
}

/// Returns a number as people write it: `75,000`.
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}
