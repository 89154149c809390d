//! Who you are, what the rules go by, and what goes out of the house by your own hand.

use crate::error::{Error, Result};
use crate::page::hall::Notice;
use crate::page::shown::channel_shown;
use crate::page::{Frame, Page, Reply, Visit, numbers, page};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/settings", name: "Settings", show, act: Some(act) };

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    frame: Frame,
    me: Me,
    numbers: Vec<Number>,
    packs: Vec<Pack>,
    approved: String,
    free_mail: String,
    /// Further addresses of the user were looked for.
    looks: bool,
    path: String,
}

/// What `me` answers.
#[derive(Deserialize)]
struct Me {
    names: Vec<String>,
    handles: Vec<Own>,
    proposals: Vec<Proposed>,
    zone: Option<String>,
    region: Option<String>,
    working_days: Option<String>,
    profession: Option<String>,
}

impl Me {
    fn name(&self) -> String {
        self.names.join(", ")
    }

    /// Returns what the user told of themself, each with its word and what it is called.
    fn facts(&self) -> Vec<Told> {
        let told = |word, shown, value: &Option<String>, hint| Told {
            word,
            shown,
            value: value.clone().unwrap_or_default(),
            hint,
        };
        vec![
            told("name", "Your name", &None, "another name on what you send"),
            told("zone", "Zone", &self.zone, "Europe/Berlin"),
            told("region", "Country of your numbers", &self.region, "GB"),
            told("working_days", "Working days", &self.working_days, "mon-fri"),
            told("profession", "What you do", &self.profession, "lawyer"),
        ]
    }
}

/// One thing that the user told of themself.
struct Told {
    word: &'static str,
    shown: &'static str,
    value: String,
    hint: &'static str,
}

#[derive(Deserialize)]
struct Own {
    handle: String,
    because: String,
}

impl Own {
    fn shown(&self) -> String {
        channel_shown(&self.handle)
    }
}

#[derive(Deserialize)]
struct Proposed {
    handle: String,
    because: Vec<String>,
}

impl Proposed {
    fn shown(&self) -> String {
        channel_shown(&self.handle)
    }
}

/// What `settings` answers.
#[derive(Deserialize)]
struct All {
    numbers: Vec<Number>,
    packs: Vec<Pack>,
    approved_channels: Vec<String>,
    free_mail: Vec<String>,
}

#[derive(Deserialize)]
struct Number {
    key: String,
    value: i64,
    default: i64,
    least: i64,
    most: i64,
    meaning: String,
}

#[derive(Deserialize)]
struct Pack {
    pack: String,
    on: bool,
    title: String,
    jurisdiction: String,
    reviewed: String,
    draft: bool,
    says: String,
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let looks = visit.asked.get("look").is_some();
    let me: Me = visit.ask("me", json!({ "brief": !looks }))?;
    let all: All = visit.ask("settings", json!({}))?;
    page(&SettingsPage {
        frame: visit.frame("Settings"),
        me,
        numbers: all.numbers,
        packs: all.packs,
        approved: all.approved_channels.join(" "),
        free_mail: all.free_mail.join(" "),
        looks,
        path: visit.context.path.display().to_string(),
    })
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let form = &visit.form;
    let tell = |text: String, undo: String| visit.hall.tell(Notice { text, follows: Vec::new(), undo });
    let words = |name: &str| form.text(name).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    match form.text("do") {
        "me" => {
            let mut asked = json!({ "address": words("address"), "not": words("not"), "brief": true });
            for name in ["name", "zone", "region", "working_days", "profession"] {
                if let Some(value) = form.get(name) {
                    asked[name] = json!(value);
                }
            }
            let said: Value = visit.ask("me", asked)?;
            tell("Noted.".to_owned(), numbers(&said["statements"]));
        }
        "set" => set(visit, form.text("key"), &words("value"))?,
        "pack" => set(visit, "pack", &[form.text("pack").to_owned(), form.text("state").to_owned()])?,
        "backup" => {
            let said: Value = visit.ask("backup", json!({ "file": form.text("file") }))?;
            tell(format!("A copy lies at {}.", said["file"].as_str().unwrap_or_default()), String::new());
        }
        "export" => {
            visit.ask::<Value>("export", json!({ "file": form.text("file") }))?;
            tell(format!("Written to {}.", form.text("file")), String::new());
        }
        other => {
            return Err(Error::user(format!("nothing here is called `{other}`"), "go back and try again"));
        }
    }
    Ok(Reply::See("/settings".to_owned()))
}

/// Changes one setting.
fn set(visit: &Visit<'_>, key: &str, value: &[String]) -> Result<()> {
    if value.is_empty() {
        return Err(Error::user(format!("`{key}` was given no value"), "write one, or `default`"));
    }
    let told = value.join(" ");
    let said: Value = visit.ask("settings", json!({ "key": key, "value": value }))?;
    visit.hall.tell(Notice {
        text: format!("Noted: {key} is {told}."),
        follows: Vec::new(),
        undo: said["noted"].as_u64().map(|n| n.to_string()).unwrap_or_default(),
    });
    Ok(())
}
