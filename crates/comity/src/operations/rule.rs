//! The rules: the list, one page, and the scenarios of pages as tests.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::operation::{Answer, Effect, Entry, Exit, Operation, entry};
use crate::rulebook;
use crate::screen::{Ink, Screen};
use crate::tested::{self, Differs, Tested};
use crate::verdict::level_ink;
use crate::written;
use clap::{Args, ValueHint};
use comity_core::packs;
use comity_core::rule::{self, Eyes, Group};
use comity_core::settings::Settings;
use comity_core::{Said, Statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

pub(super) const OPERATION: Entry = entry::<Rule>();

/// Show the rules, the page of one, or test pages with their scenarios
///
/// `comity rule test FILE…` runs the scenarios of your own pages and files of rules and prints what differs (exit
/// code 1); without files, those of the built-in pages and of the rules that you have. `comity rule facts` lists what
/// rules of your own may look at.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Rule {
    /// Which rule: its name or code; or the word `test`, or `facts`
    name: Option<String>,
    /// With `test`: the pages, or files of rules
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[serde(default)]
    files: Vec<PathBuf>,
}

/// What was asked of the rules.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Rules {
    /// All rules, in the order of precedence.
    List { rules: Vec<OneRule> },
    /// One rule with its page, in Markdown.
    Page { rule: OneRule, page: String },
    /// What rules of your own may look at.
    Facts { facts: Vec<FactShown> },
    /// What came of the scenarios.
    Tested {
        /// How many expectations were looked at.
        expectations: usize,
        /// Those that came otherwise.
        differs: Vec<Differs>,
    },
}

/// One thing that a rule of your own may look at.
#[derive(Serialize, JsonSchema)]
pub(super) struct FactShown {
    /// As written after `context.`.
    fact: &'static str,
    /// What it can be: a number, yes or no, or one of these words.
    kind: String,
    /// What it says.
    about: &'static str,
}

/// One rule.
#[derive(Serialize, JsonSchema)]
pub(super) struct OneRule {
    /// The permanent name.
    rule: String,
    /// The second key.
    code: String,
    /// `hard`, `wrong-platform`, `impatience`.
    group: String,
    /// The gravest level that it gives: `stop`, `error`, `warn`, `hint`, `pass`; `off` where you turned it off.
    level: String,
    /// You set the level.
    set: bool,
    /// How well the rule and its number are supported, from A to D.
    grade: String,
    /// What it is about, in a sentence.
    about: String,
    /// Your tags that it reads.
    tags: &'static [&'static str],
    /// What would open its eyes, where it cannot see in this network as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    blind: Option<String>,
}

impl Operation for Rule {
    const NAME: &'static str = "rule";
    const EFFECT: Effect = Effect::Reads;
    type Answer = Rules;

    fn run(self, context: &Context) -> Result<Rules> {
        match (self.name.as_deref(), self.files.as_slice()) {
            (Some("test"), []) => return Ok(of(everything(context)?)),
            (Some("test"), files) => {
                return Ok(of(tested::files(files, || Ok(context.settings()?.written))?));
            }
            (Some("facts"), []) => return Ok(facts()),
            _ => {}
        }
        if !self.files.is_empty() {
            return Err(Error::user(
                "one rule at a time has a page",
                "for your own pages, say `comity rule test FILE`",
            ));
        }
        let held = context.network_if_any()?.map(Network::held).transpose()?;
        let settings = context.settings()?;
        let said = held.as_ref().map_or(&[][..], |held| held.statements.as_slice());
        let one = |rule| OneRule { blind: blind(rule, &settings, said), ..one(rule, &settings) };
        Ok(match &self.name {
            None => Rules::List { rules: settings.rules().map(one).collect() },
            Some(name) => {
                let rule = rulebook::named(name, &settings)?;
                Rules::Page { rule: one(rule), page: rule.page.to_owned() }
            }
        })
    }
}

/// Tests all that there is: the built-in pages and the user's own rules.
fn everything(context: &Context) -> Result<Tested> {
    let own = context.rules.as_deref().map(written::texts).transpose()?.unwrap_or_default();
    tested::everything(&own, &context.settings()?.written)
}

fn of(tested: Tested) -> Rules {
    Rules::Tested { expectations: tested.expectations, differs: tested.differs }
}

fn facts() -> Rules {
    let facts = written::facts().into_iter();
    Rules::Facts { facts: facts.map(|(fact, kind, about)| FactShown { fact, kind, about }).collect() }
}

fn one(rule: &rule::Rule, settings: &Settings) -> OneRule {
    let set = settings.level(rule.name).filter(|_| rule.group != Group::Refused);
    OneRule {
        rule: rule.name.to_owned(),
        code: rule.code.to_owned(),
        group: rule.group.word().to_owned(),
        level: set.map_or(rule.level.word(), |s| s.map_or("off", rule::Level::word)).to_owned(),
        set: set.is_some(),
        grade: rule.grade.to_owned(),
        about: paragraphs(rule.page).get(1).cloned().unwrap_or_default(),
        tags: rule.tags,
        blind: None,
    }
}

/// Returns what a rule must be told before it can see, where nobody told it yet.
fn blind(rule: &rule::Rule, settings: &Settings, said: &[Statement]) -> Option<String> {
    if rule.group == Group::Duty && settings.pack_for(rule).is_none() {
        let packs = packs::all().iter().filter(|p| p.rules.iter().any(|name| name == rule.name));
        let packs: Vec<String> = packs.map(|p| format!("`comity settings pack {} on`", p.name)).collect();
        return Some(packs.join(" or "));
    }
    let told = |is: &dyn Fn(&Said) -> bool| said.iter().any(|s| s.stands() && is(&s.said));
    match rule.eyes {
        Eyes::Sources => None,
        Eyes::Notes => {
            let noted = told(&|s| matches!(s, Said::Log(l) if l.purpose.is_some() || l.promise.is_some()));
            (!noted).then(|| "`comity log WHO --for ask`, `--in --for give`, `--promise TEXT`".to_owned())
        }
        Eyes::Rings => {
            let ringed = told(&|s| matches!(s, Said::Layer(_) | Said::Hoped(_)));
            (!ringed)
                .then(|| "`comity person WHO --set layer=15` or `comity hope WHO professional`".to_owned())
        }
        Eyes::Tags => {
            let tags = rule.tags;
            let is = |tag: &String| tags.iter().any(|t| t.eq_ignore_ascii_case(tag));
            let tagged = told(&|s| matches!(s, Said::Tag(tag) if is(tag)));
            (!tagged).then(|| format!("`comity tag WHO {}`", tags.join("` or `")))
        }
        Eyes::Asked(argument) => Some(format!("`comity check WHO {argument}`")),
    }
}

/// Returns the paragraphs of a page, each in one line; scenarios are left out.
fn paragraphs(page: &str) -> Vec<String> {
    let blocks = blocks(page);
    blocks.into_iter().filter(|(code, _)| !code).map(|(_, lines)| lines.join(" ")).collect()
}

/// Returns the blocks of a page: whether each is a scenario, and its lines.
fn blocks(page: &str) -> Vec<(bool, Vec<&str>)> {
    let mut blocks: Vec<(bool, Vec<&str>)> = Vec::new();
    let (mut code, mut open) = (false, false);
    for line in page.lines() {
        if line.starts_with("```") {
            (code, open) = (!code, false);
        } else if line.trim().is_empty() && !code {
            open = false;
        } else {
            match blocks.last_mut().filter(|_| open) {
                Some((_, lines)) => lines.push(line),
                None => blocks.push((code, vec![line])),
            }
            open = true;
        }
    }
    blocks
}

impl Answer for Rules {
    fn show(&self, screen: &mut Screen) {
        match self {
            Self::List { rules } => show_list(screen, rules),
            Self::Page { rule, page } => show_page(screen, rule, page),
            Self::Facts { facts } => show_facts(screen, facts),
            Self::Tested { expectations, differs } => show_tested(screen, *expectations, differs),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Tested { differs, .. } if !differs.is_empty() => Exit::Unwelcome,
            _ => Exit::Fine,
        }
    }
}

fn show_list(screen: &mut Screen, rules: &[OneRule]) {
    for group in Group::ALL {
        let title = match group {
            Group::Refused => "Where a person has decided",
            Group::Duty => "Law and conduct, each with its pack (`comity settings pack`)",
            Group::Platform => "The wrong door",
            Group::Stale => "What is no longer so",
            Group::Impatience => "Impatience",
            Group::Giving => "Giving and asking",
            Group::Invitation => "Invitations",
            Group::Time => "Time and attention",
            Group::Written => "Your own",
        };
        if group == &Group::Written && !rules.iter().any(|r| r.group == group.word()) {
            continue;
        }
        screen.heading(title);
        let rows: Vec<Vec<String>> = rules
            .iter()
            .filter(|r| r.group == group.word())
            .map(|r| {
                let set = if r.set { " (as you set it)" } else { "" };
                vec![r.code.clone(), r.rule.clone(), format!("{}{set}", r.level)]
            })
            .collect();
        screen.columns(&rows);
    }
    let blind: Vec<Vec<String>> =
        rules.iter().filter_map(|r| Some(vec![r.code.clone(), r.blind.clone()?])).collect();
    if !blind.is_empty() {
        screen.heading("Blind as things are, and what would open their eyes");
        screen.columns(&blind);
    }
    screen.gap();
    screen.line("`comity rule NAME` shows what a rule means, why, and when it is fine.");
}

fn show_page(screen: &mut Screen, rule: &OneRule, page: &str) {
    let level = rule::Level::parse(&rule.level);
    let ink = level.map_or(Ink::Dim, level_ink);
    let set = if rule.set { ", as you set it" } else { "" };
    let about = format!("({}, evidence {}{set})", rule.code, rule.grade);
    screen.pieces(0, &[(&format!("{}[{}]", rule.level, rule.rule), ink), (&about, Ink::Dim)]);
    if let Some(eyes) = &rule.blind {
        screen.line(&format!("Blind as things are; it sees with {eyes}."));
    }
    if !rule.tags.is_empty() {
        screen.line(&format!("It reads your tags: {}.", rule.tags.join(", ")));
    }
    // The title is told by the line above.
    for (code, lines) in blocks(page).into_iter().skip(1) {
        screen.gap();
        if code {
            lines.iter().for_each(|line| screen.indented(4, line));
            continue;
        }
        let text = lines.join(" ");
        match text.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
            Some((head, rest)) => screen.pieces(0, &[(head, Ink::Bold), (rest, Ink::Plain)]),
            None => screen.line(&text),
        }
    }
}

fn show_facts(screen: &mut Screen, facts: &[FactShown]) {
    for fact in facts {
        screen.pieces(0, &[(&format!("context.{}", fact.fact), Ink::Bold), (fact.about, Ink::Plain)]);
        screen.indented(6, &fact.kind);
    }
}

fn show_tested(screen: &mut Screen, expectations: usize, differs: &[Differs]) {
    for d in differs {
        screen.pieces(0, &[("differs:", Ink::Bad), (&format!("{}, line {}", d.page, d.line), Ink::Bold)]);
        if d.expected.is_empty() {
            screen.indented(2, &d.got);
        } else {
            screen.indented(2, &format!("the page says  {}", d.expected));
            screen.indented(2, &format!("Comity says    {}", d.got));
        }
    }
    match differs.len() {
        0 => screen.line(&format!("All {expectations} expectations hold.")),
        1 => screen.line(&format!("1 differs; expectations looked at: {expectations}.")),
        count => screen.line(&format!("{count} differ; expectations looked at: {expectations}.")),
    }
}
