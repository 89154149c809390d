//! An audit as people read it.

use super::{AuditShown, MissingCount, RuleShown};
use crate::audited::trend::Month;
use crate::operation::{Answer, Exit};
use crate::screen::{Ink, Screen};
use crate::verdict;
use crate::words::counted;
use comity_core::rule::Level;
use std::collections::BTreeMap;

/// So many months are shown on a screen; a report has all.
const LATELY: usize = 6;

impl Answer for AuditShown {
    fn show(&self, screen: &mut Screen) {
        for rule in &self.rules {
            self.show_rule(screen, rule);
        }
        self.show_months(screen);
        screen.gap();
        let count: usize = self.levels.values().sum();
        let levels: Vec<String> = Level::ALL
            .iter()
            .rev()
            .filter_map(|l| self.levels.get(l.word()).map(|n| format!("{n} {}", l.word())))
            .collect();
        let told = match (count, &self.change) {
            (0, Some(_)) => "nothing new".to_owned(),
            (0, None) => "nothing found".to_owned(),
            _ => levels.join(", "),
        };
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
        self.show_change(screen);
        self.show_missing(screen);
        for path in &self.wrote {
            screen.line(&format!("Wrote {}.", path.display()));
        }
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

/// Returns for lack of what how many approaches are not judged, the commonest first.
pub(super) fn by_fact(missing: &[MissingCount]) -> Vec<(&str, u32)> {
    let mut by_fact: BTreeMap<&str, u32> = BTreeMap::new();
    for missing in missing {
        *by_fact.entry(lacking(&missing.fact)).or_default() += missing.approaches;
    }
    let mut facts: Vec<(&str, u32)> = by_fact.into_iter().collect();
    facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facts
}

impl AuditShown {
    /// Says how it went by month, lately.
    fn show_months(&self, screen: &mut Screen) {
        // One month is no course of things.
        if self.brief || self.months.len() < 2 {
            return;
        }
        let lately = &self.months[self.months.len().saturating_sub(LATELY)..];
        let row = |m: &Month| {
            let found = counted(m.findings.into(), "finding", "findings");
            let hints = if m.hints > 0 { counted(m.hints.into(), "hint", "hints") } else { String::new() };
            vec![m.shown(), counted(m.approaches.into(), "approach", "approaches"), found, hints]
        };
        screen.heading("By month (warn or graver; hints beside)");
        screen.columns(&lately.iter().map(row).collect::<Vec<_>>());
        screen.gap();
    }

    /// Says what changed since an earlier audit.
    fn show_change(&self, screen: &mut Screen) {
        let Some(change) = &self.change else { return };
        let new = counted(change.new.into(), "finding is new", "findings are new");
        screen.line(&format!(
            "Since the audit of {}: {new}, {} gone, {} there as before.",
            self.earlier, change.gone, change.same
        ));
        screen.line(&change.improvement());
    }

    /// Says what too little is known to be judged, and for lack of what, the commonest first.
    fn show_missing(&self, screen: &mut Screen) {
        let facts = by_fact(&self.missing);
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
