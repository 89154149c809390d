//! A set of written rules that is ready to be judged.

use crate::decide::{Answer, View, Why};
use crate::fact::Value;
use crate::facts::FACTS;
use crate::tree::{Place, Truth};
use comity_core::Purpose;
use comity_core::rule::{Case, Level, Rule, Ruling, fires, lacks};
use comity_core::written::WrittenRules;

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The name of the person.
    Who,
    Fact(Place),
}

/// One rule that was written.
pub(crate) struct WrittenRule {
    pub(crate) rule: &'static Rule,
    pub(crate) condition: Truth,
    /// The purposes in its head; all where it tells none.
    pub(crate) purposes: Option<Vec<Purpose>>,
    /// The facts that it reads, in the order in which it does.
    pub(crate) reads: Vec<Place>,
    pub(crate) message: Vec<Piece>,
    pub(crate) help: String,
}

/// A set of written rules.
pub struct Rules {
    names: Vec<&'static Rule>,
    written: Vec<WrittenRule>,
    /// For each purpose, in the order of the words: the rules that may speak, and one bit for each fact they read.
    slices: Vec<(Vec<usize>, u64)>,
}

impl Rules {
    pub(crate) fn of(written: Vec<WrittenRule>) -> Self {
        let slice = |purpose: &Purpose| {
            let is_for = |rule: &WrittenRule| rule.purposes.as_ref().is_none_or(|p| p.contains(purpose));
            let rules: Vec<usize> = (0..written.len()).filter(|place| is_for(&written[*place])).collect();
            let reads = rules.iter().flat_map(|place| written[*place].needs());
            let reads = reads.fold(0, |bits, fact| bits | 1_u64 << fact);
            (rules, reads)
        };
        let slices = Purpose::ALL.iter().map(slice).collect();
        Self { names: written.iter().map(|w| w.rule).collect(), written, slices }
    }

    /// Returns how many there are.
    pub const fn len(&self) -> usize {
        self.written.len()
    }

    /// Tells whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.written.is_empty()
    }
}

impl WrittenRule {
    /// Returns the facts that it reads or shows.
    fn needs(&self) -> impl Iterator<Item = Place> + '_ {
        let shown = self.message.iter().filter_map(|piece| match piece {
            Piece::Fact(fact) => Some(*fact),
            _ => None,
        });
        self.reads.iter().copied().chain(shown)
    }

    fn say(&self, case: &Case<'_>, values: &[Value<'_>]) -> Ruling {
        let value = |place: &Place| values.get(usize::from(*place)).unwrap_or(&Value::Unknown);
        let pieces = self.message.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Who => case.standing.whose.name.clone(),
            Piece::Fact(place) => value(place).shown(),
        });
        let message: String = pieces.collect();
        let evidence = self.reads.iter().filter_map(|place| {
            let fact = FACTS.get(usize::from(*place))?;
            Some(fact.told(case, value(place)))
        });
        fires(self.rule.level, message).because(evidence.flatten()).help(self.help.clone())
    }

    fn ask(&self, case: &Case<'_>, why: Why) -> Ruling {
        let level = self.rule.level;
        // What is fine is said where it is known, and asks nothing.
        if level == Level::Pass {
            return Ruling::Silent;
        }
        let fact = match why {
            Why::Fact(place) => FACTS.get(usize::from(place)),
            Why::TooBig => None,
        };
        match fact.map(|fact| fact.asked(case)) {
            Some(asked) => lacks(asked.fact, level, asked.asks.replace("{who}", &case.standing.whose.name)),
            None => {
                let question =
                    format!("what `{}` counts is beyond all bounds; is the rule right?", self.rule.name);
                lacks("rule", level, question)
            }
        }
    }
}

impl WrittenRules for Rules {
    fn rules(&self) -> &[&'static Rule] {
        &self.names
    }

    fn look(&self, case: &Case<'_>, say: &mut dyn FnMut(&'static Rule, Ruling)) {
        let purpose = case.approach.purpose;
        let Some((rules, reads)) = self.slices.get(purpose as usize).filter(|(rules, _)| !rules.is_empty())
        else {
            return;
        };
        let value = |(place, fact): (usize, &crate::fact::Fact)| match reads >> place & 1 {
            1 => fact.value(case),
            _ => Value::Unknown,
        };
        let values: Vec<Value<'_>> = FACTS.iter().enumerate().map(value).collect();
        let view = View { purpose, values: &values };
        for place in rules {
            let written = &self.written[*place];
            match view.decide(&written.condition) {
                Answer::No => {}
                Answer::Yes => say(written.rule, written.say(case, &values)),
                Answer::Unknown(why) => say(written.rule, written.ask(case, why)),
            }
        }
    }
}
