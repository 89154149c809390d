//! `audit`: the findings of whole worlds held against an oracle.

mod finding;
mod score;

use crate::ground::{self, Ground};
use crate::oracle::{self, Lives};
use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity::replay;
use comity_world::Plan;
use finding::{Doubted, Finding};
use score::{RuleScore, Score};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// What to invent and to audit.
#[derive(Args)]
pub(crate) struct Audit {
    /// The seeds of the worlds: `7`, or `1..10` with both ends
    #[arg(long, value_name = "SEEDS", default_value = "1..10", value_parser = seeds)]
    seeds: RangeInclusive<u64>,
    /// People in each world
    #[arg(long, default_value_t = 1_000)]
    people: usize,
    /// Messages in each world, about
    #[arg(long, default_value_t = 40_000)]
    messages: usize,
    /// State relationships, spheres and merges first, as a careful user would
    #[arg(long)]
    stated: bool,
    /// How many false and missed cases of each rule to show
    #[arg(long, default_value_t = 5)]
    show: usize,
    /// Leave each world and its network in this folder, to look into
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only this rule, by code
    #[arg(long, value_name = "CODE")]
    rule: Option<String>,
}

/// Reads `7` or `1..10`.
pub(crate) fn seeds(text: &str) -> std::result::Result<RangeInclusive<u64>, String> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no seed"));
    match text.split_once("..") {
        Some((from, to)) => Ok(number(from)?..=number(to.trim_start_matches('='))?),
        None => number(text).map(|seed| seed..=seed),
    }
}

/// All that was measured.
#[derive(Serialize)]
struct Report {
    seeds: (u64, u64),
    people: usize,
    messages: usize,
    stated: bool,
    rules: BTreeMap<&'static str, RuleScore>,
    /// Found of rules that the oracle does not know.
    beside: BTreeMap<&'static str, Vec<String>>,
    /// Questions that hold up a judgement, by rule and fact.
    asked: BTreeMap<String, u64>,
    /// Interactions that were read, in all worlds.
    interactions: u64,
    missed_bars: Vec<String>,
}

impl Audit {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let mut score = Score::new(self.show);
        let mut asked: BTreeMap<String, u64> = BTreeMap::new();
        let mut interactions = 0;
        for seed in self.seeds.clone() {
            let plan = Plan::sized(self.people, self.messages, seed);
            interactions += self.world(&plan, &mut score, &mut asked)?;
        }
        let (mut rules, mut beside) = (score.rules, score.beside);
        if let Some(only) = &self.rule {
            rules.retain(|code, _| code == only);
            beside.retain(|code, _| code == only);
        }
        let missed_bars = rules.iter().flat_map(|(code, rule)| rule.missed_bars(code, self.stated)).collect();
        let report = Report {
            seeds: (*self.seeds.start(), *self.seeds.end()),
            people: self.people,
            messages: self.messages,
            stated: self.stated,
            rules,
            beside,
            asked,
            interactions,
            missed_bars,
        };
        if json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            report.show(self.show);
        }
        Ok(if report.missed_bars.is_empty() { Outcome::Met } else { Outcome::Missed })
    }

    /// Audits one world, and returns how many interactions were read.
    fn world(&self, plan: &Plan, score: &mut Score, asked: &mut BTreeMap<String, u64>) -> Result<u64> {
        let ground = match &self.keep {
            Some(folder) => Ground::kept(plan, folder)?,
            None => Ground::of(plan)?,
        };
        let (context, taken) = ground.import()?;
        let network = context.network()?;
        ground::say_me(&context, network, &ground.truth)?;
        network.derived(&context)?;
        if self.stated {
            ground::say_everything(network, &ground.truth)?;
            network.derived(&context)?;
        }
        replay::replay(network, &ground.truth.people, &ground.truth.stated)?;
        let found = network.audit(&context, None, None)?;
        for ((rule, fact), (_, count)) in &found.missing {
            let code = oracle::RULES.iter().find(|(_, name)| name == rule).map_or(*rule, |(code, _)| *code);
            *asked.entry(format!("{code} {fact}")).or_default() += u64::from(*count);
        }
        let findings = Finding::all(&found, network, &ground.truth)?;
        let lives = Lives::of(ground.lines()?).ok_or("the truth does not say who the user is")?;
        let expected = oracle::ask(&lives, self.stated);
        let doubted = Doubted::all(&found, network, &ground.truth)?;
        score.add(plan.seed, &lives, &expected, findings, &doubted);
        Ok(taken.iter().map(|t| t.interactions).sum())
    }
}

impl Report {
    fn show(&self, show: usize) {
        let mut table = Table::of(&[
            "rule",
            "instances",
            "near",
            "found",
            "true",
            "false",
            "missed",
            "asked",
            "open",
            "unsure",
            "level",
            "precision",
            "recall",
        ]);
        for (code, rule) in &self.rules {
            let counts = [
                rule.instances,
                rule.near,
                rule.found,
                rule.right,
                rule.wrong,
                rule.missed,
                rule.asked,
                rule.open,
                rule.unsure,
                rule.other_level,
            ];
            let shares = [rule.precision().shown(), rule.recall().shown()];
            table.row(std::iter::once((*code).to_owned()).chain(counts.map(|n| n.to_string())).chain(shares));
        }
        println!("{table}");
        println!(
            "open: of these the files or the pages leave it open whether they are errors; they count for nothing."
        );
        println!("asked: not judged, since it is not sure who is who; these count for nothing either.");
        println!(
            "unsure: findings that rest on an unsure merge. level: found, at another level than the page says."
        );
        if !self.asked.is_empty() {
            let asked: Vec<String> = self.asked.iter().map(|(what, n)| format!("{n} {what}")).collect();
            println!("asked instead of judged: {}", asked.join(", "));
        }
        for (code, rule) in &self.rules {
            for (fact, count) in &rule.near_facts {
                println!("near {code}: {count} times but for `{fact}`");
            }
        }
        for (code, rule) in &self.rules {
            rule.wrong_cases.iter().for_each(|case| println!("false {code}: {case}"));
            rule.missed_cases.iter().for_each(|case| println!("missed {code}: {case}"));
            rule.level_cases.iter().for_each(|case| println!("level {code}: {case}"));
        }
        for (code, cases) in &self.beside {
            println!("found of {code}, which the oracle does not know: {}", cases.len());
            cases.iter().take(show).for_each(|case| println!("found {code}: {case}"));
        }
        self.missed_bars.iter().for_each(|bar| println!("below the bar: {bar}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_read_with_both_ends() {
        assert_eq!(seeds("1..10"), Ok(1..=10));
        assert_eq!(seeds("1..=3"), Ok(1..=3));
        assert_eq!(seeds("7"), Ok(7..=7));
        assert!(seeds("few").is_err());
    }
}
