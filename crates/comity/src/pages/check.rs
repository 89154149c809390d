//! Is this door yours to knock on: asked before, and noted after.

use crate::asked;
use crate::error::{Error, Result};
use crate::page::fields::Fields;
use crate::page::shown::{Chance, Choice, Door, Finding, PURPOSES, Who, choices, sentence, verdict_word};
use crate::page::{Frame, Page, Reply, Visit, page};
use crate::words::purpose_in_words;
use askama::Template;
use comity_core::{Moment, Via};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/check", name: "Check", show, act: Some(act) };

/// What was asked, as it was asked.
#[derive(Default)]
struct Asked {
    who: String,
    purpose: String,
    topic: String,
    at: String,
    /// The door: an address, a platform, a word.
    via: String,
    /// The same, where it is none of their doors.
    other: String,
    draft: String,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: Frame,
    asked: Asked,
    purposes: Vec<Choice>,
    topics: Vec<Choice>,
    channels: Vec<&'static str>,
    person: Option<Person>,
    doors: Vec<Door>,
    answer: Option<Answer>,
    /// The finding that decides, which the verdict tells at once.
    first: Option<Finding>,
    findings: Vec<Finding>,
    missing: Vec<Question>,
    known: Vec<String>,
    better: Vec<Door>,
}

struct Person {
    name: String,
    id: String,
}

impl Person {
    fn link(&self) -> &str {
        &self.id
    }
}

struct Answer {
    verdict: String,
    word: &'static str,
    person: Who,
    through: String,
    via: String,
    purpose: &'static str,
    why: &'static str,
    is_stop: bool,
    back: String,
}

/// A question that would settle it, with the answers that can be given in one gesture.
struct Question {
    question: String,
    who: String,
    answers: Vec<Said>,
}

struct Said {
    set: String,
    shown: &'static str,
}

/// What `check` answers, as far as it is shown.
#[derive(Deserialize)]
struct Checked {
    verdict: String,
    person: Who,
    approach: Approach,
    findings: Vec<Finding>,
    missing: Vec<Missing>,
    chance: Chance,
    doors: Vec<Door>,
    earliest: Option<String>,
    away_until: Option<String>,
    nothing_since: Option<String>,
    address: Option<Address>,
}

#[derive(Deserialize)]
struct Approach {
    via: String,
    at: String,
}

#[derive(Deserialize)]
struct Missing {
    fact: String,
    question: String,
}

#[derive(Deserialize)]
struct Address {
    whose: String,
}

/// What `doors` answers.
#[derive(Deserialize)]
struct AllDoors {
    person: Who,
    doors: Vec<Door>,
}

const TOPICS: &[(&str, &str)] =
    &[("", "as it comes"), ("professional", "work"), ("personal", "private life")];

impl Asked {
    fn of(fields: &Fields) -> Self {
        let text = |name| fields.text(name).to_owned();
        let via = fields.get("via").or(fields.get("other")).unwrap_or_default().to_owned();
        Self {
            who: text("who"),
            purpose: fields.get("for").unwrap_or("message").to_owned(),
            topic: text("topic"),
            at: text("at"),
            other: text("other"),
            draft: text("draft"),
            via,
        }
    }

    /// Returns where the same is looked at; a draft is told nowhere.
    fn link(&self) -> String {
        let fields = Fields::default().with("who", &self.who).with("via", &self.via);
        let purpose = if self.purpose == "message" { "" } else { &self.purpose };
        fields.with("for", purpose).with("topic", &self.topic).with("at", &self.at).link("/check")
    }

    fn json(&self) -> Value {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        json!({
            "who": self.who, "via": self.via, "for": self.purpose, "topic": some(&self.topic),
            "at": some(&self.at), "draft_text": some(&self.draft),
        })
    }
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    shown(visit, Asked::of(&visit.asked))
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let asked = Asked::of(&visit.form);
    let log = json!({ "who": asked.who, "via": asked.via, "for": asked.purpose });
    let mut log = log;
    if !asked.topic.is_empty() {
        log["topic"] = json!(asked.topic);
    }
    match visit.form.text("do") {
        "log" => visit.note("log", log)?,
        "anyway" => {
            let reason = visit.form.get("reason");
            let reason = reason.ok_or_else(|| Error::user("no reason was given", "say why you did it"))?;
            log["override"] = json!(reason);
            visit.note("log", log)?;
        }
        "add" => {
            let (name, title) = asked.who.split_once(',').unwrap_or((&asked.who, ""));
            let title = Some(title.trim()).filter(|t| !t.is_empty());
            visit.note("add", json!({ "name": name.trim(), "title": title }))?;
            return Ok(Reply::See(asked.link()));
        }
        _ if asked.draft.is_empty() => return Ok(Reply::See(asked.link())),
        // A draft is not to stand in an address, where it would be remembered.
        _ => return shown(visit, asked),
    }
    Ok(Reply::See(format!("/person/{}", asked.who)))
}

fn shown(visit: &Visit<'_>, mut asked: Asked) -> Result<Reply> {
    let mut person = None;
    let mut doors = Vec::new();
    if !asked.who.is_empty() {
        match all_doors(visit, &asked) {
            Ok(all) => {
                person = all.person.id.clone().map(|id| Person { name: all.person.name.clone(), id });
                doors = all.doors;
            }
            // Strangers are judged on what is said, where a door is named.
            Err(Error::Nobody(_) | Error::NoNetwork(_)) => {}
            Err(error) => return Err(error),
        }
        if let Some(person) = &person {
            asked.who.clone_from(&person.id);
        }
    }
    for door in &mut doors {
        door.named(visit);
        door.chosen = door.channel == asked.via;
    }
    if asked.other.is_empty() && !asked.via.is_empty() && !doors.iter().any(|d| d.chosen) {
        asked.other.clone_from(&asked.via);
    }
    let mut page_shown = CheckPage {
        frame: visit.frame("Check"),
        purposes: choices(PURPOSES, &asked.purpose),
        topics: choices(TOPICS, &asked.topic),
        channels: channels(),
        person,
        doors,
        answer: None,
        first: None,
        findings: Vec::new(),
        missing: Vec::new(),
        known: Vec::new(),
        better: Vec::new(),
        asked,
    };
    if !page_shown.asked.who.is_empty() && (!page_shown.asked.via.is_empty() || page_shown.person.is_none()) {
        if page_shown.asked.via.is_empty() {
            page_shown.known.clear();
            "mail".clone_into(&mut page_shown.asked.via);
        }
        page_shown.judged(visit)?;
    }
    if let Some(person) = &page_shown.person {
        // Whoever looks knows them by name, not by number.
        page_shown.asked.who = person.name.clone();
        page_shown.frame.title = format!("Check {}", person.name);
    }
    page(&page_shown)
}

fn all_doors(visit: &Visit<'_>, asked: &Asked) -> Result<AllDoors> {
    let topic = Some(asked.topic.as_str()).filter(|t| !t.is_empty());
    visit.ask("doors", json!({ "who": asked.who, "for": asked.purpose, "topic": topic }))
}

impl CheckPage {
    /// Puts the verdict on the page.
    fn judged(&mut self, visit: &Visit<'_>) -> Result<()> {
        let checked: Checked = visit.ask("check", self.asked.json())?;
        let is_stop = checked.findings.iter().any(|f| f.level == "stop");
        let back = self.asked.link();
        self.known = checked.known(visit);
        let rank = |verdict: &str| ["welcome", "caution", "unwelcome"].iter().position(|v| *v == verdict);
        let own = rank(&checked.verdict);
        self.better = checked.doors.into_iter().filter(|d| rank(&d.verdict) < own).collect();
        for door in &mut self.better {
            door.named(visit);
            door.link = Asked { via: door.channel.clone(), ..self.asked.plain() }.link();
        }
        self.findings = checked.findings;
        self.findings.iter_mut().for_each(|f| f.dated(visit));
        let speaks = |f: &Finding| f.allowed.is_none() && f.tone() == checked.verdict;
        self.first = self.findings.iter().position(speaks).map(|place| self.findings.remove(place));
        let why = match (checked.missing.first(), checked.verdict.as_str()) {
            (Some(_), "caution") => "One answer would settle it.",
            (_, "welcome") => "Nothing speaks against it.",
            _ => "",
        };
        self.missing = checked.missing.iter().map(|m| question(m, checked.person.id.as_deref())).collect();
        self.answer = Some(Answer {
            word: verdict_word(&checked.verdict, is_stop),
            verdict: checked.verdict,
            person: checked.person,
            through: Via::from_word(&checked.approach.via).map_or_else(String::new, |via| via.by()),
            via: checked.approach.via,
            purpose: asked::read(&self.asked.purpose).map_or("", purpose_in_words),
            why,
            is_stop,
            back,
        });
        Ok(())
    }
}

impl Asked {
    /// Returns the same without the draft and the door.
    fn plain(&self) -> Self {
        Self {
            who: self.who.clone(),
            purpose: self.purpose.clone(),
            topic: self.topic.clone(),
            at: self.at.clone(),
            ..Self::default()
        }
    }
}

impl Checked {
    /// Returns the platform of the approach as people name it.
    fn platform(&self) -> &'static str {
        Via::from_word(&self.approach.via).map_or("this channel", |via| via.platform().shown())
    }

    /// Tells whether a moment lies after the approach.
    fn is_later(&self, moment: &str) -> bool {
        let order = |text: &str| Moment::parse_iso(text).map(Moment::order);
        order(&self.approach.at) < order(moment)
    }

    /// Returns what else is known, and what is not.
    fn known(&self, visit: &Visit<'_>) -> Vec<String> {
        let mut known = Vec::new();
        if self.address.as_ref().is_some_and(|a| a.whose == "unknown") {
            known.push("That address is not known to be theirs; this takes your word for it.".to_owned());
        }
        if let Some(until) = &self.away_until {
            known.push(format!("They are away until {}, as you noted.", visit.day(until).shown));
        }
        if let Some(since) = &self.nothing_since {
            known.push(format!(
                "What your sources hold of {} ends on {}.",
                self.platform(),
                visit.day(since).shown
            ));
        }
        if let Some(earliest) = self.earliest.as_ref().filter(|e| self.is_later(e)) {
            known.push(format!("By this door it is welcome from {}.", visit.day(earliest).shown));
        }
        if !self.findings.iter().any(|f| f.level == "stop") {
            let chance = self.chance;
            known.push(format!(
                "Chance of an answer: about {} in 100 ({}).",
                chance.percent(),
                chance.basis()
            ));
        }
        known
    }
}

/// Returns a question with the answers that one gesture gives.
fn question(missing: &Missing, who: Option<&str>) -> Question {
    let said: &[(&str, &str)] = match missing.fact.as_str() {
        "personal-tie" | "tie" | "acquaintance" => &[
            ("is=professional", "Work"),
            ("is=personal", "Private"),
            ("is=both", "Both"),
            ("is=none", "Neither"),
        ],
        _ => &[],
    };
    let said = if who.is_some() { said } else { &[] };
    Question {
        question: sentence(&missing.question),
        who: who.unwrap_or_default().to_owned(),
        answers: said.iter().map(|(set, shown)| Said { set: (*set).to_owned(), shown }).collect(),
    }
}

/// Returns the words for channels that can be typed.
fn channels() -> Vec<&'static str> {
    let platforms = comity_core::Platform::ALL.iter().map(|p| p.word());
    crate::channel::WORDS.iter().copied().chain(platforms).collect()
}
