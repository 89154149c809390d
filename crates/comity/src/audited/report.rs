//! The audit as one page that stands alone: no file beside it, no network, fit for paper.

use super::baseline::Change;
use super::trend::Month;
use crate::error::{Error, Result};
use askama::Template;
use comity_core::rule;

/// What a report tells.
pub struct Report<'a> {
    /// The day of the audit.
    pub day: String,
    pub people: u32,
    pub approaches: u32,
    pub unwatched: u32,
    /// How many findings of each level, the gravest first.
    pub levels: Vec<(&'static str, usize)>,
    pub months: &'a [Month],
    /// What changed since an earlier audit, and its day.
    pub change: Option<(&'a Change, &'a str)>,
    pub rules: Vec<Rule>,
    /// For lack of what how many approaches are not judged.
    pub missing: Vec<(&'a str, u32)>,
}

/// One rule and what was found of it.
pub struct Rule {
    pub name: String,
    pub code: String,
    pub level: String,
    /// What it is about, in a sentence.
    pub about: String,
    pub help: String,
    /// How many there are.
    pub count: usize,
    /// The newest of them.
    pub findings: Vec<Finding>,
}

/// One finding.
pub struct Finding {
    pub day: String,
    pub level: String,
    pub message: String,
    pub evidence: Vec<String>,
    /// Why the user said that it is fine; empty where they did not.
    pub allowed: String,
}

/// Returns what a rule is about: the first sentence of its page that is no title.
pub fn about(rule: &rule::Rule) -> String {
    let mut paragraphs = rule.page.split("\n\n").filter(|p| !p.starts_with('#') && !p.starts_with("```"));
    paragraphs.next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// More findings of one rule would make a page that nobody reads; JSON has all.
pub const MOST: usize = 200;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a Report<'a>,
    improvement: String,
    /// The bars of the months, and of the rules.
    months: Chart,
    rules: Chart,
}

/// A chart of bars, in the units of its own picture.
struct Chart {
    width: usize,
    height: usize,
    /// What the longest bar stands for.
    most: u32,
    bars: Vec<Bar>,
}

/// One bar: how much there was, and how much of it was found fault with.
struct Bar {
    label: String,
    /// Told on hovering, and by screen readers.
    says: String,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    /// The part that was found fault with.
    part: usize,
    /// The label is drawn: not all have room.
    named: bool,
}

impl Report<'_> {
    /// Returns the page.
    ///
    /// # Errors
    /// Fails where the template does, which would be a mistake.
    pub fn page(&self) -> Result<String> {
        let page = Page {
            report: self,
            improvement: self.change.map(|(change, _)| change.improvement()).unwrap_or_default(),
            months: self.by_month(),
            rules: self.by_rule(),
        };
        page.render().map_err(|e| Error::Internal(format!("the report cannot be written: {e}")))
    }

    /// Draws approaches by month, and what was found of them.
    fn by_month(&self) -> Chart {
        // Ten years fit on the width of a page; older ones are in the table.
        let months = &self.months[self.months.len().saturating_sub(120)..];
        let (wide, tall) = (720, 180);
        let step = (wide / months.len().max(1)).clamp(6, 60);
        let most = months.iter().map(|m| m.approaches.max(m.findings)).max().unwrap_or(1).max(1);
        let high = |n: u32| scaled(n, most, tall);
        let every = 1 + 64 / step;
        let bars = months.iter().enumerate().map(|(place, month)| Bar {
            label: month.shown(),
            says: format!(
                "{}: {} approaches, {} findings, {} hints",
                month.shown(),
                month.approaches,
                month.findings,
                month.hints
            ),
            x: place * step,
            y: tall - high(month.approaches),
            width: (step * 4 / 5).max(1),
            height: high(month.approaches),
            part: high(month.findings),
            named: place % every == 0,
        });
        Chart { width: (step * months.len()).max(60), height: tall, most, bars: bars.collect() }
    }

    /// Draws how often each rule speaks.
    fn by_rule(&self) -> Chart {
        let most = self.rules.iter().map(|r| r.count).max().unwrap_or(1).max(1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let bars = self.rules.iter().enumerate().map(|(place, rule)| Bar {
            label: rule.name.clone(),
            says: format!("{}: {}", rule.name, rule.count),
            x: 0,
            y: place * 24,
            width: scaled(count(rule.count), count(most), 380).max(2),
            height: 16,
            part: 0,
            named: true,
        });
        Chart { width: 720, height: self.rules.len() * 24, most: count(most), bars: bars.collect() }
    }
}

/// Returns a share of a length, at least one where there is anything.
fn scaled(n: u32, most: u32, length: usize) -> usize {
    let share = length.saturating_mul(n as usize) / (most as usize).max(1);
    if n == 0 { 0 } else { share.max(1) }
}
