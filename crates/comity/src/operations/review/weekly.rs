//! The week in five minutes: a ritual that ends.

use super::{Question, Questions, Review};
use crate::context::Context;
use crate::error::Result;
use crate::network::{Network, Room};
use crate::screen::{Ink, Screen};
use crate::verdict::PersonShown;
use crate::when;
use comity_core::plan::Occasion;
use comity_core::plan::sketch::Open;
use comity_core::{Moment, Span, Via};
use comity_store::PersonId;
use schemars::JsonSchema;
use serde::Serialize;

/// More of one kind is no ritual any more.
const FEW: usize = 5;

const WEEK: Span = Span::days(7);

/// What one noted and never closed is asked for so long.
const RECENT: Span = Span::days(60);

/// The week.
#[derive(Serialize, JsonSchema)]
pub(in crate::operations) struct Week {
    /// What you noted, and of which nobody knows yet what came.
    outcomes: Vec<Outcome>,
    /// Questions on who is who, the one whose answer would change most first.
    questions: Vec<Question>,
    /// Ties that run past their rhythm, and a word to them is welcome now.
    at_risk: Vec<Tie>,
    /// What the audit finds in the last seven days.
    errors: Vec<Erred>,
    /// Ties that have become personal too.
    grown: Vec<PersonShown>,
    #[serde(skip)]
    program: String,
}

/// One approach that waits for its outcome.
#[derive(Serialize, JsonSchema)]
struct Outcome {
    person: PersonShown,
    /// The door.
    channel: String,
    at: String,
    /// The line that tells what came of it, but for the word.
    log: String,
    #[serde(skip)]
    shown: String,
}

/// One tie at risk.
#[derive(Serialize, JsonSchema)]
struct Tie {
    person: PersonShown,
    reason: String,
}

/// One finding of the week.
#[derive(Serialize, JsonSchema)]
struct Erred {
    person: Option<String>,
    rule: String,
    message: String,
}

/// Goes through the week.
pub(super) fn week(context: &Context, asked: &Review) -> Result<Week> {
    let network = context.network()?;
    let sketches = network.sketches(context)?;
    let now = context.now();
    let since = |span: Span| now.order() - span.0;
    let touched = |span: Span| {
        let within =
            move |last: Option<i64>| last.is_some_and(|last| last >= since(span) && last <= now.order());
        sketches.iter().filter(move |(_, s)| within(s.last))
    };
    let tried: Vec<PersonId> =
        touched(RECENT).filter(|(_, s)| s.open.has(Open::TRY)).map(|(id, _)| *id).collect();
    let active: Vec<PersonId> = touched(WEEK).map(|(id, _)| *id).collect();
    let plan = network.plan(context, Room { now: FEW * 2, later: 0, ahead: Span::days(0) })?;
    let at_risk = plan.now.iter().filter(|p| {
        matches!(p.candidate.proposal.occasion, Occasion::Keep | Occasion::Hope | Occasion::Revive)
    });
    let at_risk = at_risk.take(FEW).map(|p| Tie {
        person: PersonShown::from(&p.told.person),
        reason: p.candidate.proposal.reason.clone(),
    });
    let Questions { mut questions, .. } = Review { list: true, ..asked.clone() }.questions(context)?;
    questions.truncate(3);
    Ok(Week {
        outcomes: outcomes(context, network, &tried)?,
        questions,
        at_risk: at_risk.collect(),
        errors: errors(context, network, &active)?,
        grown: plan.grown.iter().map(|(told, _)| PersonShown::from(&told.person)).collect(),
        program: context.face.program(),
    })
}

/// Returns what the user noted and whose answer only the user knows.
fn outcomes(context: &Context, network: &Network, tried: &[PersonId]) -> Result<Vec<Outcome>> {
    let (now, zone) = (context.now(), context.zone());
    let mut found = Vec::new();
    for id in tried {
        let Some(told) = network.told(*id)? else { continue };
        let standing = told.standing(now);
        let mut noted =
            standing.cycle.iter().filter(|a| a.stated && !a.ignored && a.last.longest_until(now) <= RECENT);
        let Some(attempt) = noted.next_back() else { continue };
        let person = PersonShown::from(&told.person);
        let via = attempt.handle.clone().map_or(Via::Platform(attempt.platform), Via::Handle);
        let typed = match &via {
            Via::Handle(handle) if !handle.is_name_only() => handle.address().to_owned(),
            _ => attempt.platform.word().to_owned(),
        };
        let who = person.id.clone().unwrap_or_default();
        found.push(Outcome {
            log: format!("{} log {who} --via {typed} --outcome", context.face.program()),
            person,
            channel: via.to_string(),
            at: attempt.last.to_string(),
            shown: format!("{}, {}", when::day_shown(attempt.last, &zone), via.by()),
        });
    }
    found.truncate(FEW);
    Ok(found)
}

fn errors(context: &Context, network: &Network, active: &[PersonId]) -> Result<Vec<Erred>> {
    let since = Moment::instant(context.now().order() - WEEK.0);
    let found = network.audit(context, Some(active), Some(since))?;
    let of_the_week = found.findings.into_iter().filter(|f| {
        f.found.allowed.is_none() && f.found.approach.is_some() && since.order() <= f.found.at.order()
    });
    let erred = of_the_week.map(|f| Erred {
        person: f.person.map(|(_, name)| name),
        rule: f.found.finding.rule.to_owned(),
        message: f.found.finding.message,
    });
    Ok(erred.take(FEW).collect())
}

impl Week {
    /// Writes it for people.
    pub(super) fn show(&self, screen: &mut Screen) {
        if !self.outcomes.is_empty() {
            screen.heading("What came of it?");
        }
        for outcome in &self.outcomes {
            screen.pieces(2, &[(&outcome.person.name, Ink::Bold), (&outcome.shown, Ink::Plain)]);
            screen.command(&format!("{} replied (or declined, ignored)", outcome.log));
        }
        if !self.questions.is_empty() {
            screen.heading("Questions");
        }
        for (n, question) in self.questions.iter().enumerate() {
            if n > 0 {
                screen.gap();
            }
            question.show(screen);
            screen.command(&format!("{} review {} same (or apart, later)", self.program, question.question));
        }
        if !self.at_risk.is_empty() {
            screen.heading("Ties at risk");
        }
        for tie in &self.at_risk {
            screen.indented(2, &tie.reason);
        }
        screen.heading("This week");
        if self.errors.is_empty() {
            screen.indented(2, "No error that anybody could see.");
        }
        for erred in &self.errors {
            screen.indented(2, &format!("{}: {}", erred.rule, erred.message));
        }
        for grown in &self.grown {
            screen.indented(2, &format!("Your tie with {} has become personal too.", grown.name));
        }
        screen.gap();
        screen.line("That's all.");
    }
}
