//! Why two are one person or two.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::grounds::{Ground, JoinView, grounds, show, tenths};
use crate::network::{Group, Network};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::verdict::PersonShown;
use crate::words::counted;
use clap::Args;
use comity_core::resolve::{Bar, Standing};
use comity_core::{Anchor, Handle, Record};
use comity_store::Person;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Reasons>();

/// Show why two are taken for one person or for two
///
/// Of two people: what speaks for and against, and what it would take. Of two addresses of one person: the joins that
/// lead from the one to the other.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Reasons {
    /// Whom: a name or part of one, an address, a profile URL, a number (`p17`)
    who: String,
    /// And whom else; or another address of theirs
    other: String,
}

/// Why two are one person or two.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReasonsView {
    a: PersonShown,
    b: PersonShown,
    /// `one`; `likely`, which is a question; or `two`.
    standing: String,
    /// What speaks for their being one, against all that speaks against it; the logarithm to base two of the odds.
    bits: f64,
    grounds: Vec<Ground>,
    /// What keeps them from being one without asking.
    because: Vec<Because>,
    /// Of one person: the joins that lead from the one to the other.
    joins: Vec<JoinView>,
    /// The question that settles it, for `review`.
    question: Option<String>,
    #[serde(skip)]
    program: String,
}

/// What keeps two from being one.
#[derive(Serialize, JsonSchema)]
struct Because {
    /// `held-apart`, `too-little`, `rivals`, …
    what: String,
    told: String,
}

impl Operation for Reasons {
    const NAME: &'static str = "why";
    const EFFECT: Effect = Effect::Reads;
    type Answer = ReasonsView;

    fn run(self, context: &Context) -> Result<ReasonsView> {
        let network = context.network()?;
        let (a, b) = (network.find(context, &self.who)?, network.find(context, &self.other)?);
        let (x, y) = self.sides(network, &a, &b)?;
        let anchors =
            |side: &[Record]| side.iter().map(|r| Anchor::Record(r.key.clone())).collect::<Vec<_>>();
        let (between, chain) = network
            .between(&anchors(&x), &anchors(&y))?
            .ok_or_else(|| Error::Internal("who is who is not kept".into()))?;
        let is_theirs = |group: &&Group| group.persons.contains(&a.id) && group.persons.contains(&b.id);
        let question = network.doubts()?.iter().find(is_theirs).map(|group| group.code.clone());
        Ok(ReasonsView {
            standing: match between.standing {
                Standing::One => "one",
                Standing::Likely => "likely",
                Standing::Two => "two",
            }
            .to_owned(),
            bits: tenths(between.why.bits),
            grounds: grounds(&between.why, &x.iter().collect::<Vec<_>>(), &y.iter().collect::<Vec<_>>()),
            because: between.bars.iter().map(because).collect(),
            joins: chain.iter().map(JoinView::of).collect(),
            question: question.filter(|_| a.id != b.id),
            program: context.face.program(),
            a: PersonShown::from(&a),
            b: PersonShown::from(&b),
        })
    }
}

impl Reasons {
    /// Returns the records of either side: of two people all, of one those that name what was asked about.
    fn sides(&self, network: &Network, a: &Person, b: &Person) -> Result<(Vec<Record>, Vec<Record>)> {
        let all = network.told_of(a)?;
        if a.id != b.id {
            return Ok((all, network.told_of(b)?));
        }
        let region = network.region();
        let naming = |text: &str| -> Vec<&Record> {
            let Some(handle) = Handle::parse(text, region.as_deref()) else { return Vec::new() };
            let key = handle.equivalence_key();
            let names = |r: &&Record| r.handles.iter().any(|h| h.handle.equivalence_key() == key);
            all.iter().filter(names).collect()
        };
        let (x, y) = (naming(&self.who), naming(&self.other));
        let rest =
            |of: &[&Record]| all.iter().filter(|r| !of.iter().any(|x| x.key == r.key)).cloned().collect();
        let own = |of: &[&Record]| of.iter().map(|r| (*r).clone()).collect::<Vec<_>>();
        match (x.is_empty(), y.is_empty()) {
            (false, false) => Ok((own(&x), own(&y))),
            (false, true) => Ok((own(&x), rest(&x))),
            (true, false) => Ok((rest(&y), own(&y))),
            (true, true) => Err(Error::user(
                format!("that is one person, {} ({})", a.name, a.id),
                format!("name two addresses of theirs, or see all with `person {} --why`", a.id),
            )),
        }
    }
}

/// Returns what a bar says, for machines and for people.
fn because(bar: &Bar) -> Because {
    let (what, told) = match bar {
        Bar::HeldApart => ("held-apart", "you said that they are two".to_owned()),
        Bar::Mine => ("mine", "one of them is you, and nobody is you by a mere name".to_owned()),
        Bar::SurelyTwo => (
            "surely-two",
            "two rows of one list, two profiles where everybody has one, or father and son".to_owned(),
        ),
        Bar::TooLittle(least) => {
            ("too-little", format!("to be taken for one without asking, it takes {:.1} bits", tenths(*least)))
        }
        Bar::NoFullName => {
            ("no-full-name", "a name is all there is, and they do not tell the same full name".to_owned())
        }
        Bar::Namesakes => ("namesakes", "a name is all there is, and too many here bear it".to_owned()),
        Bar::TwoAccounts => {
            ("two-accounts", "a name is all there is, and each has an account on one platform".to_owned())
        }
        Bar::WorkElsewhere => {
            ("work-elsewhere", "a name is all there is, and they are at work in two places".to_owned())
        }
        Bar::Rivals => ("rivals", "somebody else fits about as well".to_owned()),
    };
    Because { what: what.to_owned(), told }
}

impl Answer for ReasonsView {
    fn show(&self, screen: &mut Screen) {
        let shown = |person: &PersonShown| match &person.id {
            Some(id) => format!("{} ({id})", person.name),
            None => person.name.clone(),
        };
        let (a, b) = (shown(&self.a), shown(&self.b));
        match self.standing.as_str() {
            "one" => {
                let steps = counted(self.joins.len() as u64, "join", "joins");
                screen.line(&format!("Both are {a}. From the one to the other: {steps}."));
                for join in &self.joins {
                    screen.gap();
                    join.show(screen);
                }
                if self.joins.is_empty() {
                    screen.line("One record tells of both.");
                }
                return;
            }
            "likely" => screen.line(&format!("{a} and {b} are more likely one person than two.")),
            _ => screen.line(&format!("{a} and {b} are taken for two people.")),
        }
        show(screen, &self.grounds, self.bits);
        if !self.because.is_empty() {
            screen.heading("What keeps them two");
            self.because.iter().for_each(|because| screen.indented(2, &because.told));
        }
        if let Some(question) = &self.question {
            screen.gap();
            screen.line("Say which it is (same, apart or later):");
            screen.command(&format!("{} review {question} same", self.program));
        }
    }
}
