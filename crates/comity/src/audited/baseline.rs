//! An earlier audit, kept in a file of the user's own: what was found then, as marks that tell nobody's name.

use crate::error::{Error, Result};
use crate::files;
use comity_core::audit::{Audited, day};
use comity_core::rule::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;
use std::path::Path;

/// What an audit found, as far as a later one is compared with it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The form of the file.
    comity_audit: u32,
    /// The day of the audit, in days since 1970.
    pub day: i32,
    /// How many findings of each rule, those not allowed.
    pub rules: BTreeMap<String, u32>,
    /// A mark for each finding.
    findings: BTreeSet<String>,
}

/// The form that is written.
const FORM: u32 = 1;

impl Baseline {
    /// Returns what an audit of a day found.
    pub fn of<'a>(day: i32, found: impl Iterator<Item = &'a Audited>) -> Self {
        let mut baseline =
            Self { comity_audit: FORM, day, rules: BTreeMap::new(), findings: BTreeSet::new() };
        for one in found.filter(|one| one.allowed.is_none()) {
            *baseline.rules.entry(one.finding.rule.to_owned()).or_default() += 1;
            baseline.findings.insert(mark(one));
        }
        baseline
    }

    /// Reads an earlier audit.
    ///
    /// # Errors
    /// Fails where the file cannot be read, or holds something else.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
        let read: Option<Self> = serde_json::from_str(&text).ok();
        read.filter(|baseline| baseline.comity_audit == FORM).ok_or_else(|| {
            Error::Data(
                format!("`{}` is no audit that was kept", path.display()),
                "make one with `comity audit --save FILE`".to_owned(),
            )
        })
    }

    /// Writes it into a new file.
    ///
    /// # Errors
    /// Fails where the file is there already, or cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|e| Error::Internal(format!("an audit cannot be written as JSON: {e}")))?;
        files::write_new(path, format!("{text}\n").as_bytes())
    }

    /// Tells whether a finding was there already.
    pub fn knows(&self, one: &Audited) -> bool {
        self.findings.contains(&mark(one))
    }

    /// Compares what was found now with what was found then.
    pub fn compared<'a>(
        &self,
        days: &BTreeMap<i32, u32>,
        found: impl Iterator<Item = &'a Audited> + Clone,
    ) -> Change {
        let now = Self::of(self.day, found.clone());
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let grave = |one: &&Audited| {
            one.approach.is_some() && one.allowed.is_none() && one.finding.level.verdict() > Verdict::Welcome
        };
        let since = |at: i32| at > self.day;
        let (after, before): (Vec<&Audited>, Vec<&Audited>) =
            found.filter(grave).partition(|one| since(day(one.at)));
        let approaches = |is: bool| days.iter().filter(|(day, _)| since(**day) == is).map(|(_, n)| n).sum();
        let fewer = self.rules.iter().filter_map(|(rule, then)| {
            let now = now.rules.get(rule).copied().unwrap_or(0);
            (now < *then).then(|| Improved { rule: rule.clone(), then: *then, now })
        });
        Change {
            new: count(now.findings.difference(&self.findings).count()),
            gone: count(self.findings.difference(&now.findings).count()),
            same: count(now.findings.intersection(&self.findings).count()),
            improved: fewer.collect(),
            before: Share { approaches: approaches(false), findings: count(before.len()) },
            since: Share { approaches: approaches(true), findings: count(after.len()) },
            day: self.day,
        }
    }
}

/// How an audit differs from an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Findings that were not there.
    pub new: u32,
    /// Findings that are there no longer: mended, allowed, or no longer so.
    pub gone: u32,
    pub same: u32,
    /// Rules of which fewer is found.
    pub improved: Vec<Improved>,
    /// Approaches up to the earlier audit, and what is found of them that is warn or graver.
    pub before: Share,
    /// Approaches after it.
    pub since: Share,
    #[serde(skip)]
    pub day: i32,
}

/// A rule of which fewer is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Improved {
    pub rule: String,
    pub then: u32,
    pub now: u32,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    pub approaches: u32,
    pub findings: u32,
}

impl Share {
    /// Returns it of a hundred; nothing where there was nothing.
    pub fn of_hundred(self) -> Option<f64> {
        (self.approaches > 0).then(|| 100.0 * f64::from(self.findings) / f64::from(self.approaches))
    }
}

impl Change {
    /// Says what improved, in a sentence.
    pub fn improvement(&self) -> String {
        let told: Vec<String> =
            self.improved.iter().map(|i| format!("{} ({} then, {} now)", i.rule, i.then, i.now)).collect();
        let fewer = match told.is_empty() {
            true => String::new(),
            false => format!("fewer of {}", told.join(", ")),
        };
        let rate = match (self.before.of_hundred(), self.since.of_hundred()) {
            (Some(before), Some(since)) if since < before => {
                format!("{since:.0} findings for 100 approaches since then, {before:.0} before")
            }
            _ => String::new(),
        };
        let parts: Vec<String> = [rate, fewer].into_iter().filter(|part| !part.is_empty()).collect();
        match parts.is_empty() {
            true => "Nothing improved since then.".to_owned(),
            false => format!("What improved: {}.", parts.join("; ")),
        }
    }
}

/// Returns the mark of a finding: the same in each audit, and nothing that can be read.
///
/// Numbers in what is said of things at rest grow by the day, so that they do not count.
fn mark(one: &Audited) -> String {
    let mut hasher = SipHasher13::new();
    let mut take = |text: &str| {
        hasher.write(text.as_bytes());
        hasher.write_u8(0);
    };
    take(one.finding.rule);
    take(&one.key);
    match one.approach {
        Some(_) => {
            take(&one.at.order().to_string());
            take(&one.finding.message);
        }
        None => take(&one.finding.message.replace(|c: char| c.is_ascii_digit(), "")),
    }
    format!("{:016x}", hasher.finish())
}
