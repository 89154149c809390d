//! One person: the tie, the doors, what happened, what is worth a thought.

use crate::error::{Error, Result};
use crate::page::fields::Fields;
use crate::page::hall::Notice;
use crate::page::picture::{self, Fall};
use crate::page::shown::{Choice, Day, Door, Finding, channel_shown, choices};
use crate::page::{Frame, Page, Reply, Visit, local, numbers, page};
use crate::verdict::percent;
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PAGE: Page = Page { path: "/person/{who}", name: "", show, act: Some(act) };

/// What fits a screen without scrolling for long; the rest is one link away.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    p: Known,
    work: String,
    picture: String,
    ties: Vec<String>,
    ties_said: Vec<Choice>,
    sides: Vec<Choice>,
    falls: Vec<Fall>,
    doors: Vec<Door>,
    wish: Option<String>,
    waiting: Vec<Open>,
    promises: Vec<Open>,
    findings: Vec<Finding>,
    media: Vec<Medium>,
    timeline: Vec<Happened>,
    more: String,
    outcomes: Vec<Choice>,
    notes: Vec<Note>,
}

/// What `person` answers, as far as it is shown.
#[derive(Deserialize)]
struct Known {
    id: String,
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    tags: Vec<String>,
    relationship: Relationship,
    closeness: Closeness,
    wish: Option<String>,
    waiting: Vec<Open>,
    promises: Vec<Open>,
    timeline: Vec<Happened>,
    events: usize,
}

#[derive(Deserialize)]
struct Relationship {
    professional: picture::Belief,
    personal: picture::Belief,
    family: bool,
    role: Option<String>,
    hoped: Option<String>,
    separate: bool,
}

#[derive(Deserialize)]
struct Closeness {
    words: String,
}

/// What is open: an attempt that waits, something promised.
#[derive(Deserialize)]
struct Open {
    at: String,
    what: String,
    due: Option<String>,
    #[serde(default)]
    overdue: bool,
    #[serde(skip)]
    day: Day,
}

/// One thing that happened.
#[derive(Clone, Deserialize)]
struct Happened {
    at: String,
    direction: String,
    what: String,
    medium: Option<String>,
    #[serde(skip)]
    day: Day,
    #[serde(skip)]
    waits: bool,
}

/// A medium by which things happened, to look at those alone.
struct Medium {
    name: String,
    link: String,
    here: bool,
}

#[derive(Deserialize)]
struct Notes {
    notes: Vec<Note>,
}

#[derive(Deserialize)]
struct Note {
    id: u64,
    at: String,
    text: String,
    #[serde(skip)]
    day: Day,
}

#[derive(Deserialize)]
struct AllDoors {
    doors: Vec<Door>,
}

#[derive(Deserialize)]
struct Audited {
    rules: Vec<OfRule>,
}

#[derive(Deserialize)]
struct OfRule {
    rule: String,
    findings: Vec<Value>,
}

const TIES: &[(&str, &str)] = &[
    ("professional", "Work"),
    ("personal", "Private"),
    ("both", "Both"),
    ("family", "Family"),
    ("none", "Neither"),
];

const SIDES: &[(&str, &str)] = &[("professional", "Work"), ("personal", "Private"), ("mixed", "Both")];

const OUTCOMES: &[(&str, &str)] = &[
    ("replied", "they replied"),
    ("accepted", "they accepted"),
    ("ignored", "no answer"),
    ("declined", "they declined"),
    ("redirected", "they pointed elsewhere"),
    ("met", "we met"),
    ("bounced", "it came back"),
    ("away", "they are away"),
    ("stop", "they asked to stop"),
];

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let all = visit.asked.get("show") == Some("all");
    let only = visit.asked.get("by");
    let wanted = if all || only.is_some() { usize::MAX } else { SHOWN };
    let mut p: Known = visit.ask("person", json!({ "who": visit.who, "show": wanted }))?;
    let AllDoors { mut doors } = visit.ask("doors", json!({ "who": p.id }))?;
    for door in &mut doors {
        door.named(visit);
        door.link = Fields::default().with("who", &p.id).with("via", &door.channel).link("/check");
    }
    let Notes { mut notes } = visit.ask("note", json!({ "who": p.id }))?;
    notes.iter_mut().for_each(|n| n.day = visit.day(&n.at));
    let media = media(&p.timeline, visit, only);
    let timeline = timeline(&mut p, visit, only, all);
    let more = p.events > SHOWN && !all && only.is_none();
    let more = if more { visit.asked.with("show", "all").link(visit.path) } else { String::new() };
    let dated = |open: Vec<Open>, visit: &Visit<'_>, due: bool| -> Vec<Open> {
        let dated = |o: Open| Open {
            day: if due {
                o.due.as_deref().map(|d| visit.day(d)).unwrap_or_default()
            } else {
                visit.day(&o.at)
            },
            ..o
        };
        open.into_iter().map(dated).collect()
    };
    let (waiting, promises) = (std::mem::take(&mut p.waiting), std::mem::take(&mut p.promises));
    page(&PersonPage {
        frame: visit.frame(&p.name),
        work: [&p.title, &p.organisation].into_iter().flatten().cloned().collect::<Vec<_>>().join(", "),
        picture: picture::two_axes(
            &p.relationship.professional,
            &p.relationship.personal,
            p.relationship.hoped.as_deref(),
        ),
        ties: ties(&p.relationship),
        sides: choices(SIDES, ""),
        ties_said: choices(TIES, p.relationship.hoped.as_deref().unwrap_or_default()),
        falls: vec![
            Fall::of("professional", &p.relationship.professional),
            Fall::of("personal", &p.relationship.personal),
        ],
        doors,
        wish: p.wish.as_deref().map(channel_shown),
        waiting: dated(waiting, visit, false),
        promises: dated(promises, visit, true),
        findings: findings(visit, &p.id)?,
        media,
        timeline,
        more,
        outcomes: choices(OUTCOMES, ""),
        notes,
        p,
    })
}

/// Returns the media by which things happened, the whole first.
fn media(timeline: &[Happened], visit: &Visit<'_>, only: Option<&str>) -> Vec<Medium> {
    let mut names: Vec<&str> = timeline.iter().filter_map(|h| h.medium.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let medium = |name: &str| Medium {
        name: if name.is_empty() { "all".to_owned() } else { name.replace('-', " ") },
        link: visit.asked.with("by", name).link(visit.path),
        here: name == only.unwrap_or_default(),
    };
    std::iter::once("").chain(names).map(medium).collect()
}

fn timeline(p: &mut Known, visit: &Visit<'_>, only: Option<&str>, all: bool) -> Vec<Happened> {
    let of = |h: &Happened| only.is_none_or(|only| h.medium.as_deref() == Some(only));
    let most = if all { usize::MAX } else { SHOWN * 5 };
    let mut shown: Vec<Happened> =
        std::mem::take(&mut p.timeline).into_iter().filter(of).take(most).collect();
    for h in &mut shown {
        h.day = visit.day(&h.at);
        h.waits = h.direction == "out" && p.waiting.iter().any(|w| w.at == h.at);
    }
    shown
}

/// Returns what was found of the past, the gravest first.
fn findings(visit: &Visit<'_>, id: &str) -> Result<Vec<Finding>> {
    let audited: Audited = visit.ask("audit", json!({ "person": id, "show": 1 }))?;
    let mut all = Vec::new();
    for rule in audited.rules {
        for mut finding in rule.findings {
            finding["rule"] = json!(rule.rule);
            let mut finding: Finding =
                serde_json::from_value(finding).map_err(|e| Error::Internal(e.to_string()))?;
            finding.dated(visit);
            all.push(finding);
        }
    }
    // More would be a wall; the audit has them all.
    all.truncate(6);
    Ok(all)
}

fn ties(r: &Relationship) -> Vec<String> {
    let side = |belief: &picture::Belief, name: &str| {
        let chance = percent(belief.probability);
        match (belief.stated, belief.taken.as_str()) {
            (true, "yes") => format!("{name}, as you said"),
            (true, _) => format!("not {name}, as you said"),
            (false, "yes") => format!("{name} ({chance} in 100)"),
            (false, "no") => format!("hardly {name} ({chance} in 100)"),
            (false, _) if (20..80).contains(&chance) => format!("perhaps {name} ({chance} in 100)"),
            (false, _) => format!("not known whether {name} ({chance} in 100)"),
        }
    };
    let mut ties = match r.family {
        true => vec!["family, as you said".to_owned()],
        false => vec![side(&r.professional, "professional"), side(&r.personal, "personal")],
    };
    ties.extend(r.role.as_ref().map(|role| format!("your {role}")));
    ties.extend(r.hoped.as_ref().map(|h| format!("you hope for: {h}")));
    ties.extend(r.separate.then(|| "keeps work and private life apart".to_owned()));
    ties
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let (who, form) = (visit.who, &visit.form);
    let here = format!("/person/{who}");
    let back = local(form.text("back"), &here);
    if let Some(tag) = form.get("untag") {
        visit.note("tag", json!({ "who": who, "tags": [tag], "remove": true }))?;
        return Ok(Reply::See(back));
    }
    if let Some(side) = form.get("side") {
        let asked = json!({ "who": who, "handle": form.text("channel"), "sphere": side, "show": 0 });
        let said: Value = visit.ask("person", asked)?;
        told(visit, format!("Noted: that door is {}.", side_shown(side)), &said);
        return Ok(Reply::See(back));
    }
    match form.text("do") {
        "split" => {
            let said: Value = visit.ask("split", json!({ "who": who, "off": [form.text("channel")] }))?;
            told(visit, said["noted"].as_str().unwrap_or("Noted.").to_owned(), &said);
        }
        "forget" if form.get("sure").is_some() => {
            let said: Value = visit.ask("forget", json!({ "who": who, "yes": true }))?;
            let name = said["person"]["name"].as_str().unwrap_or("They").to_owned();
            visit.hall.kept().clear();
            visit.hall.walk().clear();
            visit.hall.tell(Notice { text: format!("{name} is forgotten."), ..Notice::default() });
            return Ok(Reply::See("/people".to_owned()));
        }
        "set" => {
            let said: Value =
                visit.ask("person", json!({ "who": who, "set": [form.text("set")], "show": 0 }))?;
            let name = said["name"].as_str().unwrap_or_default();
            told(visit, format!("Noted: {name}, {}.", form.text("set").replace('=', ": ")), &said);
        }
        "note" => {
            let text = form.get("text").ok_or_else(|| Error::user("the note is empty", "write something"))?;
            visit.ask::<Value>("note", json!({ "who": who, "text": text }))?;
        }
        "tag" => {
            let tag = form.get("tag").ok_or_else(|| Error::user("no tag was named", "say which tag"))?;
            visit.note("tag", json!({ "who": who, "tags": [tag] }))?;
        }
        "log" => visit.note("log", logged(who, form))?,
        other => {
            return Err(Error::user(format!("nothing here is called `{other}`"), "go back and try again"));
        }
    }
    Ok(Reply::See(back))
}

/// Keeps what was noted for the next page.
fn told(visit: &Visit<'_>, text: String, said: &Value) {
    visit.hall.tell(Notice { text, follows: Vec::new(), undo: numbers(&said["statements"]) });
}

fn side_shown(side: &str) -> &'static str {
    SIDES.iter().find(|(word, _)| *word == side).map_or("noted", |(_, shown)| shown)
}

fn logged(who: &str, form: &Fields) -> Value {
    let mut log = json!({ "who": who, "via": form.text("via"), "in": form.get("in").is_some() });
    for name in ["outcome", "at", "redirect", "for"] {
        if let Some(value) = form.get(name) {
            log[name] = json!(value);
        }
    }
    log
}
