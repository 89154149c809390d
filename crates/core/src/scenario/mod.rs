//! The notation in which rule pages and tests tell a history and what should come of it.
//!
//! ```text
//! ana: client; email ana@example.org, professional
//! 1 Mar  email to ana, ignored
//! 6 Mar  approach ana by email
//! => caution too-soon
//! ```
//!
//! The lines become interactions and statements and go the same way as a user's own: timeline, fold,
//! judge. `CONTRIBUTING.md` lists all forms.

mod read;

use crate::audit::{Audit, audit, audit_network};
use crate::coverage::Coverage;
use crate::handle::{Platform, Sphere};
use crate::infer::SphereBelief;
use crate::interaction::Interaction;
use crate::judge::{Judgement, judge};
use crate::plan::choose::Candidate;
use crate::plan::{Look, choose, proposals};
use crate::relationship::Contribution;
use crate::rule::{Level, Network, Verdict};
use crate::settings::Settings;
use crate::standing::{Person, Standing, fold};
use crate::statement::Statement;
use crate::time::{Moment, Span};
use crate::timeline::{Event, Frame, Mine, timeline};
use crate::written::Written;
use crate::{Approach, Handle};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One scenario of a page, with the line on which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub line: usize,
    pub text: String,
}

/// One expectation of a scenario and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The line inside the scenario, counted from one.
    pub line: usize,
    pub expected: String,
    pub got: String,
}

impl Outcome {
    /// Tells whether what came is what was expected.
    pub fn holds(&self) -> bool {
        self.expected == self.got
    }
}

/// Returns the scenarios of a page: its fenced blocks with the word `scenario`.
pub fn scenarios(page: &str) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut open: Option<Scenario> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.trim()) {
            (None, "```scenario") => open = Some(Scenario { line: number + 2, text: String::new() }),
            (Some(_), "```") => found.extend(open.take()),
            (Some(scenario), _) => {
                scenario.text.push_str(line);
                scenario.text.push('\n');
            }
            _ => {}
        }
    }
    found
}

/// Runs a scenario and returns each of its expectations with what came.
///
/// # Errors
/// Fails with the line and the words that could not be understood.
pub fn run(text: &str) -> Result<Vec<Outcome>, String> {
    run_beside(text, &Written::default())
}

/// Runs a scenario as [`run`] does, with rules that users wrote beside the built-in ones.
///
/// # Errors
/// Fails as [`run`] does.
pub fn run_beside(text: &str, written: &Written) -> Result<Vec<Outcome>, String> {
    let mut stage = Stage::default();
    stage.settings.written = written.clone();
    let mut outcomes = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        if let Some(expected) = line.strip_prefix("=>") {
            let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
            let got = stage.answer(&expected).map_err(|why| format!("line {}: {why}", number + 1))?;
            outcomes.push(Outcome { line: number + 1, expected, got });
            continue;
        }
        stage.take(line).map_err(|why| format!("line {}: {why}", number + 1))?;
    }
    Ok(outcomes)
}

/// Somebody as they stand at the end of a scenario.
#[derive(Clone, Debug)]
pub struct Stands {
    pub standing: Standing,
    /// The whole timeline was folded, what is still to come included.
    pub whole: Standing,
    pub said: Vec<Statement>,
    pub settings: Settings,
    pub at: Moment,
}

/// Returns everybody as they stand at the last moment of a history; expectations are passed over.
///
/// # Errors
/// Fails as [`run`] does.
pub fn stands(text: &str) -> Result<Vec<Stands>, String> {
    let mut stage = Stage::default();
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['#', '=']));
    lines.clone().try_for_each(|line| stage.take(line))?;
    let one = |(who, actor): (&String, &Actor)| {
        let (standing, events) = stage.begin(who)?;
        Ok(Stands {
            whole: fold(standing.clone(), &events, Moment::instant(4_000_000_000)),
            standing: fold(standing, &events, stage.last),
            said: actor.said.clone(),
            settings: stage.settings.clone(),
            at: stage.last,
        })
    };
    stage.actors.iter().map(one).collect()
}

/// One person of a scenario.
#[derive(Clone, Debug, Default)]
struct Actor {
    person: Person,
    interactions: Vec<Interaction>,
    said: Vec<Statement>,
}

/// What a scenario has told so far.
#[derive(Clone, Debug)]
struct Stage {
    actors: BTreeMap<String, Actor>,
    coverage: Vec<Coverage>,
    settings: Settings,
    /// The approach that the next expectation is about.
    approach: Option<(String, Approach)>,
    last: Moment,
    count: u64,
}

impl Default for Stage {
    fn default() -> Self {
        let always = |platform: &Platform| Coverage {
            platform: *platform,
            inbound: true,
            outbound: true,
            from: Moment::instant(0),
            to: Moment::instant(4_000_000_000),
        };
        Self {
            actors: BTreeMap::new(),
            coverage: Platform::ALL.iter().map(always).collect(),
            settings: Settings::default(),
            approach: None,
            last: Moment::instant(0),
            count: 0,
        }
    }
}

/// The user's own address in every scenario.
fn me(platform: Platform) -> Handle {
    Handle::normal(platform, if platform == Platform::Email { "me@example.com" } else { "me" })
}

/// The user's own address for work.
fn at_work() -> Handle {
    Handle::normal(Platform::Email, "me@work.example")
}

impl Stage {
    fn begin(&self, who: &str) -> Result<(Standing, Vec<Event>), String> {
        let actor = self.actors.get(who).ok_or_else(|| format!("nobody is called `{who}`"))?;
        let mut mine = Mine::default();
        for platform in Platform::ALL {
            mine.add(me(*platform), None, None);
        }
        mine.add(at_work(), None, None);
        let sides = std::iter::once((at_work(), Sphere::Professional)).collect();
        let frame = Frame { mine, coverage: self.coverage.clone(), sides };
        let said: Vec<&Statement> = actor.said.iter().collect();
        let coverage: Arc<[Coverage]> = self.coverage.clone().into();
        let events = timeline(&actor.person.whose, &frame, &actor.interactions, &said);
        Ok((Standing::begin(&actor.person, coverage, &said, &self.settings), events))
    }

    fn answer(&self, expected: &str) -> Result<String, String> {
        if expected.starts_with("audit") {
            return self.audited();
        }
        if expected.starts_with("plan") {
            return self.planned();
        }
        let (who, approach) = self.approach.as_ref().ok_or("no approach was told before `=>`")?;
        let (standing, events) = self.begin(who)?;
        let standing = fold(standing, &events, approach.at);
        Ok(told(&judge(approach, &standing, &self.settings), expected))
    }

    /// Tells what the plan proposes at the last moment, best first.
    fn planned(&self) -> Result<String, String> {
        let mut candidates = Vec::new();
        for (who, actor) in &self.actors {
            let (standing, events) = self.begin(who)?;
            let standing = fold(standing, &events, self.last);
            let look = Look {
                at: self.last,
                relationship: &standing.relationship(self.last),
                standing: &standing,
                settings: &self.settings,
                said: &actor.said,
                zone: &TimeZone::UTC,
                ahead: Span::days(0),
            };
            let best = proposals(&look).into_iter().next();
            let circle = String::new();
            candidates.extend(best.map(|proposal| Candidate { person: who.clone(), circle, proposal }));
        }
        let told = choose(candidates, usize::MAX).into_iter().map(|c| {
            let (occasion, platform) = (c.proposal.occasion.word(), c.proposal.door.platform.word());
            format!("{} {occasion} by {platform}", c.person)
        });
        let told: Vec<String> = told.collect();
        Ok(format!("plan {}", if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }))
    }

    fn audited(&self) -> Result<String, String> {
        let mut whole = Audit::default();
        let mut network = Network::default();
        for who in self.actors.keys() {
            let (standing, events) = self.begin(who)?;
            let (one, _) = audit(standing, &events, self.last, &self.settings);
            whole.join_network(&one.network);
            whole.findings.extend(one.findings);
        }
        network.clone_from(&whole.network);
        whole.findings.extend(audit_network(&network, self.last, &self.settings));
        let mut names: Vec<String> = whole
            .findings
            .iter()
            .filter(|f| f.allowed.is_none())
            .map(|f| match f.finding.level {
                Level::Hint => format!("{} (hint)", f.finding.rule),
                _ => f.finding.rule.to_owned(),
            })
            .collect();
        names.sort();
        if names.is_empty() {
            names.push("nothing".to_owned());
        }
        Ok(format!("audit {}", names.join(", ")))
    }
}

/// Tells a judgement in the words of an expectation; what was not expected to be told is left out.
fn told(judgement: &Judgement, expected: &str) -> String {
    let mut words = vec![judgement.verdict.word().to_owned()];
    words.extend(judgement.opinion.findings.iter().map(|f| f.rule.to_owned()));
    for missing in &judgement.opinion.missing {
        words.push(format!("asking {}", missing.fact));
    }
    words.extend(judgement.opinion.allowed.iter().map(|(f, _)| format!("allowed {}", f.rule)));
    if expected.contains(" from ") {
        let day = judgement.earliest.map(|m| m.wall().date().strftime("%-d %b").to_string());
        words.push(format!("from {}", day.unwrap_or_else(|| "never".to_owned())));
    }
    if let Some((_, rest)) = expected.split_once(" then ") {
        let wanted = rest.split_whitespace().count();
        let welcome = judgement.doors.iter().filter(|d| d.verdict == Verdict::Welcome);
        let doors: Vec<&str> = welcome.map(|d| d.door.platform.word()).take(wanted).collect();
        words.push(format!("then {}", doors.join(" ")));
    }
    words.join(" ")
}

/// Returns the belief of a sphere that a scenario states.
fn stated(sphere: Sphere) -> SphereBelief {
    let evidence = vec![Contribution { what: "as told".to_owned(), log_odds: 0.0 }];
    SphereBelief { sphere, probability: 1.0, evidence }
}
