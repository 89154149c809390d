//! What the past shows.

use crate::context::Context;
use crate::error::Result;
use crate::network::{Audited, Found};
use crate::operation::{Answer, Effect, Entry, Exit, Operation, entry};
use crate::rulebook;
use crate::screen::{Ink, Screen};
use crate::verdict::{self, EvidenceShown, PersonShown};
use crate::when;
use crate::words::counted;
use clap::Args;
use comity_core::Moment;
use comity_core::rule::{Level, Rule, Verdict};
use comity_core::settings::Settings;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) const OPERATION: Entry = entry::<Audit>();

fn shown_by_default() -> usize {
    5
}

/// Walk through the past and say which approaches were errors
///
/// Every approach is judged with what could be known before it. Grouped by rule, the gravest first; exit code
/// 1 where something is of level warn or graver.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Audit {
    /// Only from this day on
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only this rule, by name or code; may be given several times
    #[arg(long, value_name = "RULE")]
    #[serde(default)]
    rule: Vec<String>,
    /// Only this person
    #[arg(long, value_name = "WHO")]
    person: Option<String>,
    /// How many findings of each rule to show
    #[arg(long, value_name = "N", default_value_t = shown_by_default())]
    #[serde(default = "shown_by_default")]
    show: usize,
    /// Show those as well that you allowed
    #[arg(long)]
    #[serde(default)]
    allowed: bool,
}

/// What the audit found.
#[derive(Serialize, JsonSchema)]
pub(super) struct AuditShown {
    /// People who were approached.
    people: u32,
    /// Approaches that were judged, from the day on that was asked for.
    approaches: u32,
    /// Of these, how many of which no source would show an answer: their silence is not judged.
    unwatched: u32,
    /// How many findings of each level, those not allowed.
    levels: BTreeMap<String, usize>,
    /// By rule, the gravest first.
    rules: Vec<RuleShown>,
    /// Questions that would decide cases.
    missing: Vec<MissingCount>,
    /// Rules that were asked for and are turned off, by name: nothing is found of them.
    off: Vec<String>,
    #[serde(skip)]
    show: usize,
    #[serde(skip)]
    grave: bool,
    #[serde(skip)]
    program: String,
}

/// The findings of one rule.
#[derive(Serialize, JsonSchema)]
struct RuleShown {
    rule: String,
    code: String,
    /// The gravest level among the findings.
    level: String,
    /// Newest first.
    findings: Vec<AuditedShown>,
    #[serde(skip)]
    gravest: Option<Level>,
}

/// One finding of the past.
#[derive(Serialize, JsonSchema)]
struct AuditedShown {
    /// When the approach was made; as precisely as the source tells it.
    at: String,
    /// Whom it is about; nothing where it is about the whole network.
    person: Option<PersonShown>,
    level: String,
    message: String,
    evidence: Vec<EvidenceShown>,
    help: String,
    /// Why the user said that it is fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<String>,
    #[serde(skip)]
    day: String,
}

/// A question, and how many approaches wait for its answer.
#[derive(Serialize, JsonSchema)]
struct MissingCount {
    rule: String,
    fact: String,
    approaches: u32,
}

impl Operation for Audit {
    const NAME: &'static str = "audit";
    const EFFECT: Effect = Effect::Reads;
    type Answer = AuditShown;

    fn run(self, context: &Context) -> Result<AuditShown> {
        let network = context.network()?;
        let settings = &network.held()?.settings;
        let wanted = self.rules(settings)?;
        let since = self.since.as_deref().map(|text| when::read_since(context, text)).transpose()?;
        let person = self.person.as_deref().map(|who| network.find(context, who)).transpose()?;
        let only = person.map(|person| [person.id]);
        let found = network.audit(context, only.as_ref().map(<[_; 1]>::as_slice), since)?;
        let off = |r: &&&Rule| settings.level(r.name) == Some(None);
        let off: Vec<String> = wanted.iter().filter(off).map(|r| r.name.to_owned()).collect();
        let keep = |a: &Audited| {
            let rule = wanted.is_empty() || wanted.iter().any(|r| r.name == a.found.finding.rule);
            let late = since.is_none_or(|s: Moment| s.order() <= a.found.at.order());
            rule && late && (self.allowed || a.found.allowed.is_none())
        };
        Ok(AuditShown { off, ..self.shown(found, keep, (&wanted, settings), context) })
    }
}

impl Audit {
    /// Returns an audit of everything that shows so many findings of each rule.
    pub(super) const fn of_everything(show: usize) -> Self {
        Self { since: None, rule: Vec::new(), person: None, show, allowed: false }
    }

    fn rules(&self, settings: &Settings) -> Result<Vec<&'static Rule>> {
        self.rule.iter().map(|name| rulebook::named(name, settings)).collect()
    }

    fn shown(
        &self,
        found: Found,
        keep: impl Fn(&Audited) -> bool,
        (wanted, settings): (&[&Rule], &Settings),
        context: &Context,
    ) -> AuditShown {
        let zone = context.zone();
        let mut by_rule: BTreeMap<usize, RuleShown> = BTreeMap::new();
        let mut levels: BTreeMap<String, usize> = BTreeMap::new();
        let mut grave = false;
        for audited in found.findings.iter().rev().filter(|a| keep(a)) {
            let finding = &audited.found.finding;
            if audited.found.allowed.is_none() {
                *levels.entry(finding.level.word().to_owned()).or_default() += 1;
                grave |= finding.level.verdict() > Verdict::Welcome;
            }
            let place = settings.rules().position(|r| r.name == finding.rule).unwrap_or(usize::MAX);
            let rule = by_rule.entry(place).or_insert_with(|| RuleShown {
                rule: finding.rule.to_owned(),
                code: finding.code.to_owned(),
                level: String::new(),
                findings: Vec::new(),
                gravest: None,
            });
            rule.gravest = rule.gravest.max(Some(finding.level));
            rule.findings.push(shown(audited, &zone));
        }
        let mut rules: Vec<RuleShown> = by_rule.into_values().collect();
        for rule in &mut rules {
            rule.level = rule.gravest.map_or("", Level::word).to_owned();
        }
        // Stable: within a level the order of precedence stays.
        rules.sort_by_key(|r| std::cmp::Reverse(r.gravest));
        let about = |rule: &str| wanted.is_empty() || wanted.iter().any(|r| r.name == rule);
        let missing = found.missing.into_values().filter(|(missing, _)| about(missing.rule));
        let missing = missing.map(|(missing, approaches)| MissingCount {
            rule: missing.rule.to_owned(),
            fact: missing.fact.to_owned(),
            approaches,
        });
        AuditShown {
            people: found.people,
            approaches: found.approaches,
            unwatched: found.unwatched,
            levels,
            rules,
            missing: missing.collect(),
            off: Vec::new(),
            show: self.show,
            grave,
            program: context.face.program(),
        }
    }
}

fn shown(audited: &Audited, zone: &TimeZone) -> AuditedShown {
    let finding = verdict::finding(&audited.found.finding, audited.found.allowed.as_deref(), zone);
    AuditedShown {
        at: audited.found.at.to_string(),
        person: audited
            .person
            .as_ref()
            .map(|(id, name)| PersonShown { id: Some(id.to_string()), name: name.clone() }),
        level: finding.level,
        message: finding.message,
        evidence: finding.evidence,
        help: finding.help,
        allowed: finding.allowed,
        day: when::day_shown(audited.found.at, zone),
    }
}

impl Answer for AuditShown {
    fn show(&self, screen: &mut Screen) {
        for rule in &self.rules {
            self.show_rule(screen, rule);
        }
        screen.gap();
        let count: usize = self.levels.values().sum();
        let levels: Vec<String> = Level::ALL
            .iter()
            .rev()
            .filter_map(|l| self.levels.get(l.word()).map(|n| format!("{n} {}", l.word())))
            .collect();
        let told = if count == 0 { "nothing found".to_owned() } else { levels.join(", ") };
        for rule in &self.off {
            screen.line(&format!("`{rule}` is turned off; to look for it again:"));
            screen.command(&format!("{} settings rule {rule} default", self.program));
        }
        screen.line(&format!(
            "{} to {}: {told}.",
            counted(self.approaches.into(), "approach", "approaches"),
            counted(self.people.into(), "person", "people"),
        ));
        if self.unwatched > 0 {
            let told = "of them no source shows what came back; whether they met silence is not judged.";
            screen.line(&format!("For {} {told}", self.unwatched));
        }
        self.show_missing(screen);
        if let Some(rule) = self.rules.first() {
            screen.line("To learn why a rule is there:");
            screen.command(&format!("{} rule {}", self.program, rule.rule));
        }
    }

    fn exit(&self) -> Exit {
        if self.grave { Exit::Unwelcome } else { Exit::Fine }
    }
}

/// Returns what a missing fact is about, as people say it.
fn lacking(fact: &str) -> &str {
    match fact {
        "same-person" => "who is who",
        "personal-tie" | "tie" => "whether the tie is private or work",
        "both-sides" => "whether the tie is both",
        "handle-sphere" => "whether an address is private or for work",
        "answer-expected" => "whether an answer was expected",
        "purpose" => "what it was for",
        "matter" | "topic" => "what it was about",
        "country" | "zone" => "where they are",
        "consent" => "whether they said yes",
        "acquaintance" => "whether you knew whom you invited",
        other => other,
    }
}

impl AuditShown {
    /// Says what too little is known to be judged, and for lack of what, the commonest first.
    fn show_missing(&self, screen: &mut Screen) {
        let mut by_fact: BTreeMap<&str, u32> = BTreeMap::new();
        for missing in &self.missing {
            *by_fact.entry(lacking(&missing.fact)).or_default() += missing.approaches;
        }
        let mut facts: Vec<(&str, u32)> = by_fact.into_iter().collect();
        facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        if facts.is_empty() {
            return;
        }
        let told: Vec<String> = facts.iter().map(|(what, count)| format!("{what} ({count})")).collect();
        screen.line(&format!("Not judged, since it is not known: {}.", told.join(", ")));
    }

    fn show_rule(&self, screen: &mut Screen, rule: &RuleShown) {
        screen.gap();
        let ink = rule.gravest.map_or(Ink::Plain, verdict::level_ink);
        let count = match rule.findings.len() {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        screen.pieces(0, &[(&format!("{}[{}]", rule.level, rule.rule), ink), (&count, Ink::Bold)]);
        for finding in rule.findings.iter().take(self.show) {
            screen.pieces(2, &[(&finding.day, Ink::Dim), (&finding.message, Ink::Plain)]);
            for evidence in finding.evidence.iter().take(4) {
                screen.indented(6, &format!("{} {}", evidence.day, evidence.what));
            }
            if let Some(because) = &finding.allowed {
                screen.indented(6, &format!("allowed: {because}"));
            }
        }
        if rule.findings.len() > self.show {
            let more = rule.findings.len() - self.show;
            screen.indented(
                2,
                &format!("… and {more} more (`--rule {} --show {}`)", rule.code, rule.findings.len()),
            );
        }
        if let Some(help) = rule.findings.first().map(|f| &f.help).filter(|h| !h.is_empty()) {
            screen.pieces(2, &[("help:", Ink::Code), (help, Ink::Plain)]);
        }
    }
}
