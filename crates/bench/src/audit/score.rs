//! Findings matched with what an oracle expects, rule by rule.

use super::finding::{Doubted, Finding};
use crate::oracle::{Expected, Key, Level, Lives, MINUTE, Oracle, RULES};
use crate::proportion::Proportion;
use comity_core::rule;
use serde::Serialize;
use std::collections::BTreeMap;

/// How one rule did.
#[derive(Default, Serialize)]
pub(super) struct RuleScore {
    /// Errors that were made and must be found.
    pub(super) instances: u64,
    /// Cases that one fact kept from being an instance.
    pub(super) near: u64,
    pub(super) found: u64,
    pub(super) right: u64,
    pub(super) wrong: u64,
    pub(super) missed: u64,
    /// Asked about, because who is who is not sure; these count for nothing.
    pub(super) asked: u64,
    /// Found where the files or the pages leave it open.
    pub(super) open: u64,
    /// Of those found: they rest on an unsure merge.
    pub(super) unsure: u64,
    pub(super) other_level: u64,
    pub(super) near_facts: BTreeMap<&'static str, u64>,
    pub(super) wrong_cases: Vec<String>,
    pub(super) missed_cases: Vec<String>,
    pub(super) level_cases: Vec<String>,
}

/// The rules that say what is on record; the others rest on what is inferred.
const OF_RECORD: [&str; 7] = ["IM1", "IM2", "IM3", "IM4", "WP4", "WP5", "HD1"];

/// So many instances, and as many near misses, are needed before a share says anything.
const ENOUGH: u64 = 30;

impl RuleScore {
    pub(super) fn precision(&self) -> Proportion {
        Proportion { hits: self.right, of: self.right + self.wrong }
    }

    pub(super) fn recall(&self) -> Proportion {
        Proportion { hits: self.right, of: self.instances - self.asked }
    }

    /// Returns what this rule falls short of.
    pub(super) fn missed_bars(&self, code: &str, is_stated: bool) -> Vec<String> {
        let is_strict = is_stated || OF_RECORD.contains(&code);
        let precision = if is_strict { 0.98 } else { 0.95 };
        let mut missed = Vec::new();
        if self.precision().of > 0 && !self.precision().reaches(precision) {
            missed.push(format!("{code} precision {} < {precision}", self.precision().shown()));
        }
        if is_strict && !self.recall().reaches(0.98) {
            missed.push(format!("{code} recall {} < 0.98", self.recall().shown()));
        }
        // Of the network as a whole there is one instance or one near miss in each world.
        if code != "WP11" && (self.instances < ENOUGH || self.near < ENOUGH) {
            missed.push(format!(
                "{code} has {} instances and {} near misses, {ENOUGH} are enough",
                self.instances, self.near
            ));
        }
        missed
    }
}

/// What is expected of each rule and person, and whether it was found.
type Wanted<'a> = BTreeMap<(&'a str, Option<u32>), Vec<(&'a Expected, bool)>>;

/// How all rules did, over all worlds.
pub(super) struct Score {
    pub(super) rules: BTreeMap<&'static str, RuleScore>,
    /// What was found of rules that the oracle does not know, to be read by hand.
    pub(super) beside: BTreeMap<&'static str, Vec<String>>,
    show: usize,
}

impl Score {
    pub(super) fn new(show: usize) -> Self {
        let rules = RULES.iter().map(|(code, _)| (*code, RuleScore::default())).collect();
        Self { rules, beside: BTreeMap::new(), show }
    }

    /// Adds what was found in one world.
    pub(super) fn add(
        &mut self,
        seed: u64,
        lives: &Lives,
        oracle: &Oracle,
        findings: Vec<Finding>,
        doubted: &[Doubted],
    ) {
        for ((code, fact), count) in &oracle.near {
            let rule = self.rules.entry(code).or_default();
            rule.near += u64::from(*count);
            *rule.near_facts.entry(fact).or_default() += u64::from(*count);
        }
        let mut wanted = Wanted::new();
        for expected in &oracle.expected {
            self.rules.entry(expected.rule).or_default().instances += u64::from(expected.open.is_none());
            wanted.entry((expected.rule, expected.person)).or_default().push((expected, false));
        }
        for finding in findings {
            self.judge(seed, lives, &mut wanted, &finding);
        }
        for (expected, _) in wanted.into_values().flatten().filter(|(e, taken)| !taken && e.open.is_none()) {
            let show = self.show;
            let rule = self.rules.entry(expected.rule).or_default();
            if doubted.iter().any(|d| is_asked(d, expected)) {
                rule.asked += 1;
                continue;
            }
            rule.missed += 1;
            if rule.missed_cases.len() < show {
                rule.missed_cases.push(format!("seed {seed} {}", case(lives, expected)));
            }
        }
    }

    fn judge(&mut self, seed: u64, lives: &Lives, wanted: &mut Wanted<'_>, finding: &Finding) {
        let show = self.show;
        if !RULES.iter().any(|(code, _)| *code == finding.code) {
            let about = finding.people.iter().map(|id| lives.about(*id)).collect::<Vec<_>>().join(" + ");
            let told = format!("seed {seed} {} {} <{about}>", finding.level.word(), finding.told);
            self.beside.entry(finding.code).or_default().push(told);
            return;
        }
        let rule = self.rules.entry(finding.code).or_default();
        rule.found += 1;
        rule.unsure += u64::from(finding.is_unsure);
        let people: Vec<Option<u32>> = if finding.code == "WP11" {
            vec![None]
        } else {
            finding.people.iter().map(|p| Some(*p)).collect()
        };
        let place = people.into_iter().map(|person| (finding.code, person)).find_map(|key| {
            let place = nearest(wanted.get(&key)?, finding)?;
            Some((key, place))
        });
        let best = place.and_then(|(key, place)| wanted.get_mut(&key)?.get_mut(place));
        match best {
            None => {
                rule.wrong += 1;
                if rule.wrong_cases.len() < show {
                    let people =
                        finding.people.iter().map(|id| lives.about(*id)).collect::<Vec<_>>().join(" + ");
                    rule.wrong_cases.push(format!("seed {seed} {} <{people}>", finding.told));
                }
            }
            Some((expected, taken)) => {
                *taken = true;
                if expected.open.is_some() {
                    rule.open += 1;
                    return;
                }
                rule.right += 1;
                if !is_same_level(expected.level, finding.level) {
                    rule.other_level += 1;
                    if rule.level_cases.len() < show {
                        rule.level_cases.push(format!(
                            "seed {seed} {:?} is expected, {} was found: {}",
                            expected.level,
                            finding.level.word(),
                            finding.told
                        ));
                    }
                }
            }
        }
    }
}

/// Tells whether Comity asks about a case instead of judging it.
fn is_asked(doubted: &Doubted, expected: &Expected) -> bool {
    let (from, to) = expected.between;
    let code = RULES.iter().find(|(_, name)| *name == doubted.rule).map_or("", |(code, _)| code);
    // One question on who is who holds up all that rests on silence.
    let is_rule = code == expected.rule || (code.starts_with("IM") && expected.rule.starts_with("IM"));
    is_rule
        && expected.person.is_some_and(|id| doubted.people.contains(&id))
        && doubted.between.0 <= to + MINUTE
        && from - MINUTE <= doubted.between.1
}

/// Returns the place of what a finding means: what must be found before what may be, the nearest first.
fn nearest(list: &[(&Expected, bool)], finding: &Finding) -> Option<usize> {
    let fits = |expected: &Expected| {
        // Growth is told once, whenever it is seen; and a pile is of no moment.
        let timeless = matches!(finding.code, "WP6" | "WP11");
        let (from, to) = expected.between;
        timeless || (finding.between.0 <= to + MINUTE && from - MINUTE <= finding.between.1)
    };
    let far = |expected: &Expected| {
        (finding.between.0 + finding.between.1 - expected.between.0 - expected.between.1).abs()
    };
    let free = list.iter().enumerate().filter(|(_, (e, taken))| !taken && fits(e));
    free.min_by_key(|(_, (e, _))| (e.open.is_some(), far(e))).map(|(place, _)| place)
}

fn is_same_level(expected: Level, found: rule::Level) -> bool {
    matches!(
        (expected, found),
        (Level::Hint, rule::Level::Hint)
            | (Level::Warn, rule::Level::Warn)
            | (Level::Error, rule::Level::Error)
            | (Level::Stop, rule::Level::Stop)
    )
}

fn case(lives: &Lives, expected: &Expected) -> String {
    let at = jiff::Timestamp::from_second(expected.at).map_or_else(|_| String::new(), |t| t.to_string());
    let who = expected.person.map_or_else(|| "everybody".to_owned(), |id| lives.about(id));
    let what = match expected.key {
        Key::Contact(id) => format!("contact {id}"),
        Key::Acceptance(id) => format!("the acceptance of {id}"),
        Key::Said(place) => format!("statement {place}"),
        Key::Rest => "at rest".to_owned(),
    };
    format!("{at} <{who}> {what}")
}
