//! What the past shows.

mod show;

use crate::audited::baseline::{Baseline, Change};
use crate::audited::report::{self, Report};
use crate::audited::trend::{Month, months};
use crate::context::Context;
use crate::error::Result;
use crate::files;
use crate::network::{Audited, Found};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::rulebook;
use crate::verdict::{self, EvidenceShown, PersonShown};
use crate::when;
use clap::{Args, ValueHint};
use comity_core::Moment;
use comity_core::audit::day;
use comity_core::rule::{Level, Rule, Verdict};
use comity_core::settings::Settings;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// Only what an earlier audit, kept with `--save`, did not find; and what improved since
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    new: Option<PathBuf>,
    /// Keep what was found in a new file, for `--new`; it holds marks and counts, and nobody's name
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    save: Option<PathBuf>,
    /// Write it as a page with charts into a new file, which needs no network
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    html: Option<PathBuf>,
    /// Part of something longer.
    #[arg(skip)]
    #[serde(skip)]
    brief: bool,
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
    /// By month, from the first with anything to the last.
    months: Vec<Month>,
    /// How it differs from the earlier audit that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    /// Questions that would decide cases.
    missing: Vec<MissingCount>,
    /// Files that were written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wrote: Vec<PathBuf>,
    /// Rules that were asked for and are turned off, by name: nothing is found of them.
    off: Vec<String>,
    #[serde(skip)]
    show: usize,
    #[serde(skip)]
    grave: bool,
    #[serde(skip)]
    program: String,
    /// The day of the earlier audit.
    #[serde(skip)]
    earlier: String,
    /// Part of something longer.
    #[serde(skip)]
    brief: bool,
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
    const EFFECT: Effect = Effect::Writes;
    type Answer = AuditShown;

    fn run(self, context: &Context) -> Result<AuditShown> {
        let network = context.network()?;
        let settings = &network.held()?.settings;
        let wanted = self.rules(settings)?;
        let since = self.since.as_deref().map(|text| when::read_since(context, text)).transpose()?;
        let person = self.person.as_deref().map(|who| network.find(context, who)).transpose()?;
        let only = person.map(|person| [person.id]);
        let earlier = self.new.as_deref().map(Baseline::read).transpose()?;
        let found = network.audit(context, only.as_ref().map(<[_; 1]>::as_slice), since)?;
        let off = |r: &&&Rule| settings.level(r.name) == Some(None);
        let off: Vec<String> = wanted.iter().filter(off).map(|r| r.name.to_owned()).collect();
        let asked = |a: &&Audited| {
            let rule = wanted.is_empty() || wanted.iter().any(|r| r.name == a.found.finding.rule);
            let late = since.is_none_or(|s: Moment| s.order() <= a.found.at.order());
            rule && late
        };
        let all = || found.findings.iter().filter(asked).map(|a| &a.found);
        let change = earlier.as_ref().map(|earlier| earlier.compared(&found.days, all()));
        let keep = |a: &Audited| {
            let new = earlier.as_ref().is_none_or(|earlier| !earlier.knows(&a.found));
            asked(&a) && new && (self.allowed || a.found.allowed.is_none())
        };
        let zone = context.zone();
        let day_shown = |day| when::day_shown(Moment::Date { day }, &zone);
        let mut shown = AuditShown {
            off,
            months: months(&found.days, all()),
            earlier: change.as_ref().map(|change| day_shown(change.day)).unwrap_or_default(),
            change,
            ..self.shown(&found, keep, (&wanted, settings), context)
        };
        if let Some(path) = &self.save {
            Baseline::of(day(context.now()), all()).save(path)?;
            shown.wrote.push(path.clone());
        }
        if let Some(path) = &self.html {
            files::write_new(path, shown.report(day_shown(day(context.now())), settings)?.as_bytes())?;
            shown.wrote.push(path.clone());
        }
        Ok(shown)
    }
}

impl Audit {
    /// Returns an audit of everything that shows so many findings of each rule.
    pub(super) const fn of_everything(show: usize) -> Self {
        Self {
            since: None,
            rule: Vec::new(),
            person: None,
            show,
            allowed: false,
            new: None,
            save: None,
            html: None,
            brief: true,
        }
    }

    fn rules(&self, settings: &Settings) -> Result<Vec<&'static Rule>> {
        self.rule.iter().map(|name| rulebook::named(name, settings)).collect()
    }

    fn shown(
        &self,
        found: &Found,
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
        let missing = found.missing.values().filter(|(missing, _)| about(missing.rule));
        let missing = missing.map(|&(ref missing, approaches)| MissingCount {
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
            months: Vec::new(),
            change: None,
            missing: missing.collect(),
            wrote: Vec::new(),
            off: Vec::new(),
            show: self.show,
            grave,
            program: context.face.program(),
            earlier: String::new(),
            brief: self.brief,
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

impl AuditShown {
    /// Returns the whole of it as a page that stands alone.
    fn report(&self, day: String, settings: &Settings) -> Result<String> {
        let rules = self.rules.iter().map(|rule| report::Rule {
            name: rule.rule.clone(),
            code: rule.code.clone(),
            level: rule.level.clone(),
            about: settings.rule(&rule.rule).map(report::about).unwrap_or_default(),
            help: rule.findings.first().map(|f| f.help.clone()).unwrap_or_default(),
            count: rule.findings.len(),
            findings: rule.findings.iter().take(report::MOST).map(AuditedShown::reported).collect(),
        });
        let levels = Level::ALL.iter().rev().filter_map(|level| {
            let count = self.levels.get(level.word())?;
            Some((level.word(), *count))
        });
        Report {
            day,
            people: self.people,
            approaches: self.approaches,
            unwatched: self.unwatched,
            levels: levels.collect(),
            months: &self.months,
            change: self.change.as_ref().map(|change| (change, self.earlier.as_str())),
            rules: rules.collect(),
            missing: show::by_fact(&self.missing),
        }
        .page()
    }
}

impl AuditedShown {
    fn reported(&self) -> report::Finding {
        report::Finding {
            day: self.day.clone(),
            level: self.level.clone(),
            message: self.message.clone(),
            evidence: self
                .evidence
                .iter()
                .map(|e| format!("{} {}", e.day, e.what).trim().to_owned())
                .collect(),
            allowed: self.allowed.clone().unwrap_or_default(),
        }
    }
}
