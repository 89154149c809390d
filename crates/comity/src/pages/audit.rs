//! What the past shows: by rule, by month, down to the evidence.

use crate::error::Result;
use crate::network::Audited;
use crate::page::fields::Fields;
use crate::page::kept::past;
use crate::page::picture::{Month, months};
use crate::page::shown::{Finding, tone};
use crate::page::{Frame, Page, Reply, Visit, local, page};
use crate::verdict;
use crate::words::counted;
use askama::Template;
use comity_core::rule::{Level, Verdict};
use comity_core::rules;
use serde_json::json;
use std::collections::BTreeMap;

pub(super) const PAGE: Page = Page { path: "/audit", name: "Audit", show, act: Some(act) };

/// Findings on one page.
const SHOWN: usize = 25;

/// Three years: older errors teach nothing new.
const MONTHS: usize = 36;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    frame: Frame,
    under_way: Option<u64>,
    /// What was judged, in a sentence; empty where nothing was walked through yet.
    summary: String,
    /// What became better or worse.
    change: String,
    picture: String,
    rules: Vec<OfRule>,
    chosen: Vec<Chosen>,
    /// Where hints are shown as well; empty where they are.
    hints: String,
    findings: Vec<OfPast>,
    next: String,
    /// How many fit what is chosen.
    count: usize,
}

/// One rule and how often it speaks.
struct OfRule {
    name: &'static str,
    tone: &'static str,
    count: usize,
    link: String,
    here: bool,
}

/// What is chosen, and the way without it.
struct Chosen {
    shown: String,
    without: String,
}

/// One finding of the past, with the person whom it is about.
struct OfPast {
    finding: Finding,
    who: Option<(String, String)>,
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    let past = past(visit.hall, visit.context)?;
    let mut frame = visit.frame("Audit");
    frame.refresh = if past.under_way.is_some() { 2 } else { 0 };
    let Some(found) = past.found else {
        return page(&AuditPage {
            frame,
            under_way: past.under_way,
            summary: String::new(),
            change: String::new(),
            picture: String::new(),
            rules: Vec::new(),
            chosen: Vec::new(),
            hints: String::new(),
            findings: Vec::new(),
            next: String::new(),
            count: 0,
        });
    };
    let (rule, month) = (visit.asked.text("rule"), visit.asked.text("month"));
    let here = Fields::default().with("rule", rule).with("month", month);
    let here = here.with("hints", visit.asked.text("hints"));
    let zone = visit.context.zone();
    let open: Vec<(&Audited, String)> = found
        .findings
        .iter()
        .rev()
        .filter(|a| a.found.allowed.is_none())
        .map(|a| (a, a.found.at.day_in(&zone).strftime("%Y-%m").to_string()))
        .collect();
    // Hints are for whoever asks for them, or for their rule.
    let hints = visit.asked.get("hints").is_some() || !rule.is_empty();
    let fits = |(a, m): &&(&Audited, String)| {
        let fits = (rule.is_empty() || a.found.finding.rule == rule) && (month.is_empty() || m == month);
        fits && (hints || is_grave(a))
    };
    let fitting: Vec<&(&Audited, String)> = open.iter().filter(fits).collect();
    let from: usize = visit.asked.text("from").parse().unwrap_or(0);
    let next = from + SHOWN < fitting.len();
    let now = visit.context.now().day_in(&zone);
    page(&AuditPage {
        frame,
        under_way: past.under_way,
        summary: format!(
            "{} to {}, each judged with what could be known before it.",
            counted(found.approaches.into(), "approach", "approaches"),
            counted(found.people.into(), "person", "people"),
        ),
        change: change(&open, now),
        picture: months(&by_month(&open, now, &here, month)),
        rules: by_rule(&open, &here, rule),
        chosen: chosen(&here, rule, month),
        hints: if hints { String::new() } else { here.with("hints", "yes").link("/audit") },
        count: fitting.len(),
        findings: of_page(fitting.iter().skip(from).take(SHOWN).map(|(a, _)| *a), visit)?,
        next: if next {
            here.with("from", &(from + SHOWN).to_string()).link("/audit")
        } else {
            String::new()
        },
    })
}

fn is_grave(audited: &Audited) -> bool {
    audited.found.finding.level.verdict() > Verdict::Welcome
}

/// Says how the last twelve months compare with those before.
fn change(open: &[(&Audited, String)], now: jiff::civil::Date) -> String {
    let year = |back: i32| {
        let month = |years: i32| {
            now.checked_sub(jiff::Span::new().years(years)).unwrap_or(now).strftime("%Y-%m").to_string()
        };
        let (from, to) = (month(back + 1), month(back));
        open.iter().filter(|(a, m)| is_grave(a) && from < *m && *m <= to).count()
    };
    let (last, before) = (year(0), year(1));
    match (last, before) {
        (0, 0) => "Nothing of two years calls for a second thought.".to_owned(),
        (last, 0) => format!(
            "{last} in the last twelve months that call for a second thought, none in the year before."
        ),
        (last, before) if last < before => {
            format!(
                "{last} in the last twelve months that call for a second thought, {before} in the year before: better."
            )
        }
        (last, before) => {
            format!(
                "{last} in the last twelve months that call for a second thought, {before} in the year before."
            )
        }
    }
}

fn by_month(open: &[(&Audited, String)], now: jiff::civil::Date, here: &Fields, chosen: &str) -> Vec<Month> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (audited, month) in open {
        let count = counts.entry(month).or_default();
        match audited.found.finding.level.verdict() {
            Verdict::Unwelcome => count.0 += 1,
            Verdict::Caution => count.1 += 1,
            Verdict::Welcome => {}
        }
    }
    let first = now.first_of_month();
    let month = |back: usize| {
        let back = jiff::Span::new().months(i64::try_from(back).unwrap_or(0));
        let day = first.checked_sub(back).unwrap_or(first);
        let key = day.strftime("%Y-%m").to_string();
        let (unwelcome, caution) = counts.get(key.as_str()).copied().unwrap_or_default();
        Month {
            name: day.strftime("%b %Y").to_string(),
            link: here.with("month", &key).with("from", "").link("/audit"),
            is_first: day.month() == 1,
            here: key == chosen,
            unwelcome,
            caution,
        }
    };
    (0..MONTHS).rev().map(month).collect()
}

fn by_rule(open: &[(&Audited, String)], here: &Fields, chosen: &str) -> Vec<OfRule> {
    let mut counts: BTreeMap<&'static str, (Level, usize)> = BTreeMap::new();
    for (audited, _) in open {
        let finding = &audited.found.finding;
        let of = counts.entry(finding.rule).or_insert((finding.level, 0));
        *of = (of.0.max(finding.level), of.1 + 1);
    }
    let place = |name: &str| rules::RULES.iter().position(|r| r.name == name);
    let mut all: Vec<(&'static str, (Level, usize))> = counts.into_iter().collect();
    all.sort_by_key(|(name, (level, _))| (std::cmp::Reverse(*level), place(name)));
    all.into_iter()
        .map(|(name, (level, count))| OfRule {
            name,
            tone: tone(level.word()),
            count,
            link: here.with("rule", name).link("/audit"),
            here: name == chosen,
        })
        .collect()
}

fn chosen(here: &Fields, rule: &str, month: &str) -> Vec<Chosen> {
    let named = |name: &str, shown: &str| Chosen {
        shown: shown.to_owned(),
        without: here.with(name, "").link("/audit"),
    };
    let both = [("rule", rule), ("month", month)];
    both.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| named(name, value)).collect()
}

/// Returns the findings of a page, without those about somebody who was forgotten since they were found.
fn of_page<'a>(all: impl Iterator<Item = &'a Audited>, visit: &Visit<'_>) -> Result<Vec<OfPast>> {
    let network = visit.context.network()?;
    let mut shown = Vec::new();
    for audited in all {
        let is_there = match &audited.person {
            Some((id, _)) => network.store.person(*id)?.is_some(),
            None => true,
        };
        shown.extend(is_there.then(|| of_past(audited, visit)));
    }
    Ok(shown)
}

fn of_past(audited: &Audited, visit: &Visit<'_>) -> OfPast {
    let zone = visit.context.zone();
    let shown = verdict::finding(&audited.found.finding, audited.found.allowed.as_deref(), &zone);
    OfPast {
        finding: Finding::of(shown, visit),
        who: audited.person.as_ref().map(|(id, name)| (id.to_string(), name.clone())),
    }
}

fn act(visit: &Visit<'_>) -> Result<Reply> {
    let form = &visit.form;
    let asked =
        json!({ "rule": form.text("rule"), "who": form.text("who"), "because": form.text("because") });
    visit.note("allow", asked)?;
    Ok(Reply::See(local(form.text("back"), "/audit")))
}
