//! What a page is: a place, what is shown there, and what can be done there.
//!
//! A page is a face like the command line: it asks operations in their own words, shows what they answer, and
//! decides nothing. `pages` holds one file for each; `serve` brings them to a browser.

pub mod fields;
pub mod hall;
pub mod import;
pub mod kept;
pub mod markdown;
pub mod picture;
pub mod shown;

use crate::context::Context;
use crate::error::{Candidate, Error, Kind, Result};
use crate::operations::OPERATIONS;
use crate::when;
use askama::Template;
use comity_core::Moment;
use fields::Fields;
use hall::{Hall, Notice};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shown::Day;
use std::sync::Arc;

/// One line of the list of pages.
pub struct Page {
    /// Where it is: `/person/{who}`.
    pub path: &'static str,
    /// The word of the menu; nothing for what is reached from elsewhere.
    pub name: &'static str,
    /// Makes what is shown.
    pub show: Handler,
    /// Does what a form asks for.
    pub act: Option<Handler>,
}

/// Answers one visit.
pub type Handler = fn(&Visit<'_>) -> Result<Reply>;

/// What a visit leads to.
#[derive(Debug)]
pub enum Reply {
    /// This page.
    Page(String),
    /// Another one: what was done is not done twice by loading it again.
    See(String),
    /// Words for the script.
    Words(String),
}

/// One visit of a page.
pub struct Visit<'a> {
    pub context: &'a Context,
    pub hall: &'a Arc<Hall>,
    /// What every form has to carry.
    pub token: &'a str,
    /// Where the visitor is.
    pub path: &'a str,
    /// The open part of the path: `p17`.
    pub who: &'a str,
    /// What follows the question mark.
    pub asked: Fields,
    /// What a form carried; nothing where a page is only looked at.
    pub form: Fields,
    /// `light`, `dark`, or nothing where the system decides.
    pub theme: &'a str,
}

impl Visit<'_> {
    /// Asks an operation in its own words.
    ///
    /// # Errors
    /// Fails as the operation does.
    pub fn ask<T: DeserializeOwned>(&self, name: &str, asked: Value) -> Result<T> {
        ask(self.context, name, asked)
    }

    /// Asks an operation that only reads, and gives the same answer again while nothing changed.
    ///
    /// # Errors
    /// Fails as the operation does.
    pub fn kept<T: DeserializeOwned>(&self, name: &str, asked: Value) -> Result<T> {
        let network = self.context.network()?;
        let (key, mark) = (format!("{name} {asked} {}", self.hall.rules_stamp()), network.store.mark()?);
        if let Some(answer) = self.hall.kept().find(&key, mark) {
            return understood(name, &answer);
        }
        let answer = answered(self.context, name, asked)?;
        let told = understood(name, &answer);
        // Whoever looked may have worked something out, and the network stands elsewhere now.
        self.hall.kept().keep(key, network.store.mark()?, Arc::new(answer));
        told
    }

    /// Does something that notes what the user says, and keeps what came of it for the next page.
    ///
    /// # Errors
    /// Fails as the operation does.
    pub fn note(&self, name: &str, asked: Value) -> Result<()> {
        let said: Said = self.ask(name, asked)?;
        self.hall.tell(Notice {
            text: said.noted,
            follows: said.follows,
            undo: said.statements.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        });
        Ok(())
    }

    /// Returns the frame of a page with this title.
    pub fn frame(&self, title: &str) -> Frame {
        let zone = self.context.zone();
        let menu = crate::pages::PAGES.iter().filter(|page| !page.name.is_empty()).map(|page| Item {
            name: page.name,
            path: page.path,
            here: page.path == self.path,
        });
        let is_demo = self.hall.is_demo();
        Frame {
            title: title.to_owned(),
            menu: menu.collect(),
            token: self.token.to_owned(),
            theme: self.theme.to_owned(),
            place: self.place(),
            notice: self.hall.told(),
            demo: is_demo.then(|| when::day_shown(self.context.now(), &zone)),
            refresh: 0,
            is_live: false,
        }
    }

    /// Returns where the visitor is, with what was asked.
    pub fn place(&self) -> String {
        self.asked.link(self.path)
    }

    /// Returns a moment as people say it, with the exact one; nothing where there is none.
    pub fn day(&self, text: &str) -> Day {
        let zone = self.context.zone();
        let Some(moment) = Moment::parse_iso(text) else {
            return Day { shown: text.to_owned(), exact: text.to_owned(), iso: text.to_owned() };
        };
        Day { shown: when::day_shown(moment, &zone), exact: when::shown(moment, &zone), iso: text.to_owned() }
    }
}

/// Asks an operation in its own words.
///
/// # Errors
/// Fails as the operation does.
pub fn ask<T: DeserializeOwned>(context: &Context, name: &str, asked: Value) -> Result<T> {
    understood(name, &answered(context, name, asked)?)
}

fn answered(context: &Context, name: &str, asked: Value) -> Result<Value> {
    let entry = OPERATIONS.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| Error::Internal(format!("no operation is called `{name}`")))?;
    (entry.run_json)(asked, context)?.json()
}

fn understood<T: DeserializeOwned>(name: &str, answer: &Value) -> Result<T> {
    T::deserialize(answer)
        .map_err(|e| Error::Internal(format!("a page does not understand the answer of `{name}`: {e}")))
}

/// Returns the numbers of entries of the log, as a form carries them.
pub fn numbers(entries: &Value) -> String {
    let numbers = entries.as_array().into_iter().flatten().filter_map(Value::as_u64);
    numbers.map(|n| n.to_string()).collect::<Vec<_>>().join(" ")
}

/// What is said where something was noted.
#[derive(Deserialize)]
struct Said {
    noted: String,
    #[serde(default)]
    follows: Vec<String>,
    #[serde(default)]
    statements: Vec<u64>,
}

/// What is around every page.
pub struct Frame {
    pub title: String,
    pub menu: Vec<Item>,
    pub token: String,
    pub theme: String,
    /// Where the visitor is, to come back to.
    pub place: String,
    pub notice: Option<Notice>,
    /// The day on which the demonstration stands still, where one is looked at.
    pub demo: Option<String>,
    /// After how many seconds it is to be loaded again; never, where it is zero.
    pub refresh: u32,
    /// The script sees to that by itself.
    pub is_live: bool,
}

/// One word of the menu.
pub struct Item {
    pub name: &'static str,
    pub path: &'static str,
    pub here: bool,
}

/// Returns a path of our own, or another where the text is none: nothing leads out of the house.
pub fn local(text: &str, other: &str) -> String {
    let own = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n']);
    if own { text.to_owned() } else { other.to_owned() }
}

/// Makes a page of what is shown.
///
/// # Errors
/// Fails where a template does, which would be a mistake in Comity.
pub fn page(template: &impl Template) -> Result<Reply> {
    let html = template.render().map_err(|e| Error::Internal(format!("a page cannot be written: {e}")))?;
    Ok(Reply::Page(html))
}

/// What stood in the way.
#[derive(Template)]
#[template(path = "error.html")]
struct Trouble {
    frame: Frame,
    message: String,
    help: Option<String>,
    candidates: Vec<Meant>,
}

/// One of several who may be meant.
struct Meant {
    name: String,
    about: String,
    link: String,
}

/// Makes a page of what stood in the way, with its code.
pub fn trouble(visit: &Visit<'_>, error: &Error) -> (u16, String) {
    let waits = visit.hall.is_importing() && error.kind() == Kind::Cancelled;
    let mut frame = visit.frame(if waits { "One moment" } else { "That did not work" });
    if waits {
        frame.refresh = 2;
    }
    let meant = |c: &Candidate| Meant {
        name: c.name.clone(),
        about: c.about.clone(),
        link: match visit.path {
            "/check" => visit.asked.with("who", &c.id).link("/check"),
            _ => format!("/person/{}", c.id),
        },
    };
    let trouble = Trouble {
        frame,
        message: match waits {
            true => "Your files are being read; this page comes as soon as that is done.".to_owned(),
            false => whole(&error.to_string()),
        },
        help: error.help().filter(|_| !waits).map(|help| whole(&help)),
        candidates: error.candidates().iter().map(meant).collect(),
    };
    let html = trouble.render().unwrap_or_else(|_| "That did not work.".to_owned());
    (code(error.kind()), html)
}

/// Returns a message of the terminal as a whole sentence.
fn whole(text: &str) -> String {
    let end = if text.ends_with(['.', '?', '!', '…']) { "" } else { "." };
    format!("{}{end}", shown::sentence(text))
}

/// Returns the code of the web for what went wrong.
const fn code(kind: Kind) -> u16 {
    match kind {
        Kind::User => 400,
        Kind::Ambiguous | Kind::Refused => 409,
        Kind::Data => 422,
        Kind::Busy | Kind::Cancelled => 503,
        Kind::Config | Kind::Internal => 500,
    }
}
