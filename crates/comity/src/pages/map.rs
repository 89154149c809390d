//! Everybody in one picture: how professional and how personal each tie is, how close, and what waits.

use crate::error::Result;
use crate::page::fields::Fields;
use crate::page::picture::{Dot, map};
use crate::page::shown::Day;
use crate::page::{Frame, Page, Reply, Visit, page};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

pub(super) const PAGE: Page = Page { path: "/map", name: "Map", show, act: None };

/// As many points as one can see at once; the closest.
const DOTS: usize = 1_500;

/// Rows of the table beside it.
const ROWS: usize = 40;

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    frame: Frame,
    q: String,
    picture: String,
    rows: Vec<Row>,
    shown: usize,
    layers: Vec<Layer>,
}

/// A way to look at some alone.
struct Layer {
    name: &'static str,
    link: String,
    here: bool,
}

/// What `map` answers.
#[derive(Deserialize)]
struct Placed {
    people: Vec<Row>,
}

/// One of them.
#[derive(Clone, Deserialize)]
struct Row {
    id: String,
    name: String,
    professional: f64,
    personal: f64,
    closeness: f64,
    state: String,
    last_contact: Option<String>,
    #[serde(skip)]
    day: Day,
}

impl Row {
    fn work(&self) -> u32 {
        crate::verdict::percent(self.professional)
    }

    fn private(&self) -> u32 {
        crate::verdict::percent(self.personal)
    }

    fn now(&self) -> &'static str {
        match self.state.as_str() {
            "waits" => "waits",
            "due" => "due",
            _ => "",
        }
    }

    fn close(&self) -> u32 {
        crate::verdict::percent(self.closeness)
    }
}

const LAYERS: &[(&str, &str)] = &[
    ("everybody", ""),
    ("both", "sphere:both"),
    ("work", "sphere:professional"),
    ("private", "sphere:personal"),
    ("past their rhythm", "due:yes"),
    ("inner 15", "layer:15"),
];

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let q = visit.asked.text("q");
    let query: Vec<&str> = q.split_whitespace().collect();
    let Placed { people } = visit.kept("map", json!({ "query": query, "limit": DOTS }))?;
    let dots: Vec<Dot<'_>> = people
        .iter()
        .map(|p| Dot {
            id: &p.id,
            name: &p.name,
            professional: p.professional,
            personal: p.personal,
            closeness: p.closeness,
            state: &p.state,
        })
        .collect();
    let mut rows: Vec<Row> = people.iter().take(ROWS).cloned().collect();
    for row in &mut rows {
        row.day = row.last_contact.as_deref().map(|at| visit.day(at)).unwrap_or_default();
    }
    let layer = |(name, query): &(&'static str, &str)| Layer {
        name,
        link: Fields::default().with("q", query).link("/map"),
        here: *query == q,
    };
    page(&MapPage {
        frame: visit.frame("Map"),
        q: q.to_owned(),
        picture: map(&dots),
        shown: people.len(),
        rows,
        layers: LAYERS.iter().map(layer).collect(),
    })
}
