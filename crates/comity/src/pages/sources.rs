//! What was read and how to read more; what is being read now.

use crate::error::{Error, Result};
use crate::page::hall::Notice;
use crate::page::shown::{Day, channel_shown, sentence};
use crate::page::{Frame, Page, Reply, Visit, import, page};
use crate::words::{amount, counted};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const PAGE: Page = Page { path: "/sources", name: "Sources", show, act: Some(act) };

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    frame: Frame,
    /// Nothing is known of the user yet.
    new: bool,
    work: Option<Work>,
    error: Option<(String, String)>,
    done: Option<Done>,
    known: Vec<Source>,
    guide: Vec<Guide>,
}

/// What is being read.
struct Work {
    what: String,
    percent: Option<u64>,
}

/// What came of the last import.
struct Done {
    sources: Vec<Taken>,
    not_read: Vec<NotRead>,
    people: String,
    question: Option<Question>,
}

struct Taken {
    what: String,
    amount: String,
    nothing_new: bool,
    left: String,
    examples: Vec<String>,
}

/// What `import` answers, as far as it is shown.
#[derive(Deserialize)]
struct Imported {
    sources: Vec<ImportedSource>,
    not_read: Vec<NotRead>,
    network: Option<Standing>,
    question: Option<Asked>,
}

#[derive(Deserialize)]
struct ImportedSource {
    what: String,
    records: u64,
    interactions: u64,
    new_records: Option<u64>,
    new_interactions: Option<u64>,
    left_out: BTreeMap<String, u64>,
    examples: Vec<LeftOut>,
}

#[derive(Deserialize)]
struct LeftOut {
    file: String,
    place: u64,
    why: String,
}

#[derive(Deserialize)]
struct NotRead {
    file: String,
    why: String,
}

#[derive(Deserialize)]
struct Standing {
    people: u64,
}

#[derive(Deserialize)]
struct Asked {
    question: String,
    handles: Vec<String>,
}

struct Question {
    question: String,
    handles: Vec<Mine>,
}

struct Mine {
    word: String,
    shown: String,
}

#[derive(Deserialize)]
struct Known {
    sources: Vec<KnownSource>,
}

#[derive(Deserialize)]
struct KnownSource {
    id: u64,
    what: String,
    account: Option<String>,
    imported: String,
    records: u64,
    interactions: u64,
    from: Option<String>,
    to: Option<String>,
}

struct Source {
    id: u64,
    what: String,
    account: Option<String>,
    amount: String,
    period: Option<(Day, Day)>,
    day: Day,
}

#[derive(Deserialize)]
struct Guides {
    guide: Vec<Guide>,
}

#[derive(Deserialize)]
struct Guide {
    source: String,
    how: String,
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let mut frame = visit.frame("Sources");
    let (work, error, done) = {
        let job = visit.hall.job();
        let work = Work { what: job.what.clone(), percent: job.percent };
        (
            visit.hall.is_importing().then_some(work),
            job.error.as_ref().map(|(what, help)| (sentence(what), sentence(help))),
            job.answer.clone(),
        )
    };
    if work.is_some() {
        frame.refresh = 1;
        frame.is_live = true;
    }
    let done = done.map(serde_json::from_value::<Imported>).transpose();
    let done = done.map_err(|e| Error::Internal(format!("what was read cannot be shown: {e}")))?;
    // While files are read, nothing else is asked of the network.
    let open = work.is_none() && visit.context.network_if_any()?.is_some();
    let known = if open { known(visit)? } else { Vec::new() };
    let Guides { guide } = visit.ask("import", json!({ "guide": true }))?;
    page(&SourcesPage { frame, new: !open, work, error, done: done.map(Imported::told), known, guide })
}

fn known(visit: &Visit<'_>) -> Result<Vec<Source>> {
    let Known { sources } = visit.ask("sources", json!({}))?;
    let source = |s: KnownSource| Source {
        id: s.id,
        what: s.what,
        account: s.account,
        amount: amount(s.records, s.interactions),
        period: s.from.zip(s.to).map(|(from, to)| (visit.day(&from), visit.day(&to))),
        day: visit.day(&s.imported),
    };
    Ok(sources.into_iter().map(source).collect())
}

impl Imported {
    fn told(self) -> Done {
        let mine = |word: String| Mine { shown: channel_shown(&word), word };
        Done {
            sources: self.sources.into_iter().map(ImportedSource::told).collect(),
            not_read: self.not_read,
            people: self.network.map_or_else(String::new, |n| match n.people {
                1 => "Your network now holds one person.".to_owned(),
                n => format!("Your network now holds {n} people."),
            }),
            question: self.question.map(|q| Question {
                question: q.question,
                handles: q.handles.into_iter().map(mine).collect(),
            }),
        }
    }
}

impl ImportedSource {
    fn told(self) -> Taken {
        let left = self.left_out.iter().map(|(reason, n)| {
            let reason = match reason.as_str() {
                "not-wanted" => "of no use here",
                "copy" => "copies",
                "broken" => "that cannot be read",
                other => other,
            };
            format!("{n} {reason}")
        });
        let example = |e: &LeftOut| match e.place {
            0 => format!("{}: {}", e.file, e.why),
            place => format!("{}, {place}: {}", e.file, e.why),
        };
        Taken {
            amount: amount(self.records, self.interactions),
            nothing_new: self.new_records == Some(0) && self.new_interactions == Some(0),
            left: left.collect::<Vec<_>>().join(", "),
            examples: self.examples.iter().map(example).collect(),
            what: self.what,
        }
    }
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let here = Ok(Reply::See("/sources".to_owned()));
    if let Some(source) = visit.form.get("remove") {
        let number: u64 = source.parse().map_err(|_| Error::user("there is no such source", ""))?;
        let _: Value =
            visit.ask("sources", json!({ "action": { "remove": { "source": number, "yes": true } } }))?;
        visit
            .hall
            .tell(Notice { text: "Removed, with all that only it told.".to_owned(), ..Notice::default() });
        return here;
    }
    match visit.form.text("do") {
        "stop" => visit.hall.job().stop = true,
        "demo" => {
            import::demo(visit.hall)?;
            return Ok(Reply::See("/people".to_owned()));
        }
        "home" => {
            visit.hall.look_at(None);
            return Ok(Reply::See("/".to_owned()));
        }
        "me" => mine(visit)?,
        other => {
            return Err(Error::user(format!("nothing here is called `{other}`"), "go back and try again"));
        }
    }
    here
}

/// Says which addresses are the user's own.
fn mine(visit: &Visit<'_>) -> Result<()> {
    let mut addresses = visit.form.all("mine");
    addresses.extend(visit.form.text("address").split_whitespace());
    if addresses.is_empty() {
        return Err(Error::user("no address was named", "choose yours, or write it down"));
    }
    let said: Value = visit.ask("me", json!({ "address": addresses, "brief": true }))?;
    visit.hall.job().answer = None;
    visit.hall.tell(Notice {
        text: format!("Noted: {} yours.", counted(addresses.len() as u64, "address is", "addresses are")),
        follows: Vec::new(),
        undo: crate::page::numbers(&said["statements"]),
    });
    Ok(())
}
