//! The questions on who is who whose answers would change most.

mod ask;
mod half;
mod weekly;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{Group, Network};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::{Ink, Screen};
use crate::words::counted;
use clap::Args;
use clap::builder::PossibleValuesParser;
use half::{Half, halves};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Review>();

const ANSWERS: [&str; 3] = ["same", "apart", "later"];

const fn page() -> usize {
    5
}

/// Say of whom it is not sure whether they are one person or two
///
/// The answers that would change most come first. In a terminal each is asked for with one key; nothing that was
/// answered is asked again, and `undo` takes an answer back.
#[derive(Clone, Args, Deserialize, JsonSchema)]
pub(super) struct Review {
    /// The question to answer, by its number (`q3f2a91b0`)
    #[arg(requires = "answer")]
    question: Option<String>,
    /// same: all of it is one person; apart: no two of it are; later: do not ask for now
    #[arg(value_parser = PossibleValuesParser::new(ANSWERS))]
    answer: Option<String>,
    /// Only show the questions
    #[arg(long)]
    #[serde(default)]
    list: bool,
    /// Show what was put off, too
    #[arg(long)]
    #[serde(default)]
    put_off: bool,
    /// Go through the week in five minutes: what came of what you tried, ties at risk, what went wrong, what grew
    #[arg(long, conflicts_with_all = ["question", "put_off"])]
    #[serde(default)]
    weekly: bool,
    /// How many to show or to ask
    #[arg(long, value_name = "N", default_value_t = page())]
    #[serde(default = "page")]
    limit: usize,
}

/// Questions on who is who, or the week.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Reviewed {
    Questions(Questions),
    Week(weekly::Week),
}

impl Answer for Reviewed {
    fn show(&self, screen: &mut Screen) {
        match self {
            Self::Questions(questions) => questions.show(screen),
            Self::Week(week) => week.show(screen),
        }
    }
}

/// Questions on who is who.
#[derive(Serialize, JsonSchema)]
pub(super) struct Questions {
    /// What was noted now, in sentences.
    noted: Vec<String>,
    /// The line that takes that back.
    undo: Option<String>,
    /// The questions, the one whose answer would change most first.
    questions: Vec<Question>,
    /// How many there are in all, without those put off.
    total: usize,
    /// How many were put off.
    put_off: usize,
    #[serde(skip)]
    program: String,
}

/// One question: are these one person?
#[derive(Serialize, JsonSchema)]
struct Question {
    /// `q3f2a91b0`, for the answer; the same as long as the question is.
    question: String,
    /// They are taken for one person now.
    joined: bool,
    /// From 0 to 1: that they are one person.
    chance: f64,
    /// What may be one person, two or more.
    halves: Vec<Half>,
    /// What speaks for it.
    because: Vec<String>,
}

impl Operation for Review {
    const NAME: &'static str = "review";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Reviewed;

    fn run(self, context: &Context) -> Result<Reviewed> {
        match self.weekly {
            true => Ok(Reviewed::Week(weekly::week(context, &self)?)),
            false => Ok(Reviewed::Questions(self.questions(context)?)),
        }
    }
}

impl Review {
    fn questions(&self, context: &Context) -> Result<Questions> {
        let network = context.network()?;
        network.derived(context)?;
        let groups = network.doubts()?;
        let noted = match (&self.question, &self.answer) {
            (Some(code), Some(answer)) => {
                let group = groups.iter().find(|g| g.code == *code).ok_or_else(|| {
                    let help = format!("see those that are open with `{} review`", context.face.program());
                    Error::user(format!("no question is called `{code}`, or it is answered already"), help)
                })?;
                ask::note(context, network, group, answer)?
            }
            _ if self.list => ask::Noted::default(),
            _ => ask::ask(context, network, &self.wanted(&groups))?,
        };
        let groups = if noted.is_empty() { groups } else { network.doubts()? };
        let questions = self.wanted(&groups).into_iter().map(|group| question(context, network, group));
        Ok(Questions {
            undo: crate::noted::undo(context, &noted.said),
            noted: noted.sentences,
            questions: questions.collect::<Result<_>>()?,
            total: groups.iter().filter(|g| !g.put_off).count(),
            put_off: groups.iter().filter(|g| g.put_off).count(),
            program: context.face.program(),
        })
    }

    fn wanted<'a>(&self, groups: &'a [Group]) -> Vec<&'a Group> {
        groups.iter().filter(|g| self.put_off || !g.put_off).take(self.limit).collect()
    }
}

fn question(context: &Context, network: &Network, group: &Group) -> Result<Question> {
    let because = group.doubts.iter().map(|doubt| doubt.because.clone()).filter(|b| !b.is_empty());
    let mut because: Vec<String> = because.collect();
    because.dedup();
    Ok(Question {
        question: group.code.clone(),
        joined: group.joined,
        chance: group.chance(),
        halves: halves(context, network, group)?,
        because,
    })
}

impl Question {
    fn show(&self, screen: &mut Screen) {
        let are =
            if self.joined { "are these one person, as it is taken now?" } else { "are these one person?" };
        let chance = format!("{} in 100", (self.chance * 100.0).round().clamp(1.0, 99.0));
        screen.pieces(0, &[(&self.question, Ink::Code), (are, Ink::Bold), (&chance, Ink::Dim)]);
        screen.columns(&self.halves.iter().map(Half::row).collect::<Vec<_>>());
        for because in &self.because {
            screen.pieces(2, &[("since", Ink::Dim), (because, Ink::Plain)]);
        }
    }
}

impl Questions {
    fn show(&self, screen: &mut Screen) {
        self.noted.iter().for_each(|noted| screen.line(noted));
        if let Some(undo) = &self.undo {
            screen.pieces(0, &[("Take it back with:", Ink::Dim), (undo, Ink::Code)]);
        }
        for question in &self.questions {
            screen.gap();
            question.show(screen);
        }
        screen.gap();
        match (self.total, self.questions.first()) {
            (_, Some(first)) => {
                let open = counted(self.total as u64, "question is open", "questions are open");
                screen.line(&format!("{open}. To answer one (same, apart or later):"));
                screen.command(&format!("{} review {} same", self.program, first.question));
            }
            (0, None) => screen.line("Nothing is in doubt about who is who."),
            (_, None) => {}
        }
        if self.put_off > 0 {
            let put_off = counted(self.put_off as u64, "was put off", "were put off");
            screen.line(&format!("{put_off}; `{} review --put-off` shows them.", self.program));
        }
    }
}
