//! The oracle: which errors were made in a world, told from the truth by the rule pages alone.
//!
//! INVARIANT: nothing here names `comity_core`; who holds the answers against the truth must not share a mistake
//! with it. A test of the house keeps this.
//!
//! Each person's contacts are walked in the order of time with only the past known. What a file shows without
//! hour or zone, and what the pages leave open, is `Either`: neither asked for nor held against an answer.

mod attempts;
mod case;
mod channel;
mod doors;
mod growth;
mod holds;
mod impatience;
mod life;
mod pile;
mod pushing;
#[cfg(test)]
mod tests;
mod when;

pub(crate) use case::{Answer, Level};
pub(crate) use life::{Key, Lives};
pub(crate) use when::MINUTE;

use case::{Case, Question};
use holds::Holds;
use life::{Event, Life};
use std::collections::BTreeMap;

/// The rules that the oracle knows: code and name.
pub(crate) const RULES: [(&str, &str); 14] = [
    ("WP1", "professional-on-personal-platform"),
    ("WP2", "friend-on-professional-platform"),
    ("WP3", "business-on-personal-platform"),
    ("WP4", "pushing-after-asking"),
    ("WP5", "ignored-redirect"),
    ("WP6", "growth-unlock"),
    ("WP7", "business-in-private-place"),
    ("WP8", "personal-request-across-rank"),
    ("WP11", "too-many-personal-requests"),
    ("IM1", "too-soon"),
    ("IM2", "fourth-try"),
    ("IM3", "one-medium"),
    ("IM4", "gave-up-early"),
    ("HD1", "no-contact"),
];

/// Returns the name of a rule, or the code itself.
pub(crate) fn name(code: &str) -> &str {
    RULES.iter().find(|(c, _)| *c == code).map_or(code, |(_, name)| name)
}

/// An error that was made, or of which the pages leave it open.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    pub(crate) rule: &'static str,
    pub(crate) level: Level,
    /// `None` for what is told of the network as a whole.
    pub(crate) person: Option<u32>,
    pub(crate) at: i64,
    /// The stretch in which the files put it, in seconds since 1970.
    pub(crate) between: (i64, i64),
    pub(crate) key: Key,
    /// The fact that leaves it open; `None` where it must be found.
    pub(crate) open: Option<&'static str>,
}

/// What an oracle says of a world.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    pub(crate) expected: Vec<Expected>,
    /// Cases that one fact kept from being an instance, per rule and fact.
    pub(crate) near: BTreeMap<(&'static str, &'static str), u32>,
}

/// Tells which errors were made.
///
/// `is_stated`: the user told beforehand what each tie was, and since when.
pub(crate) fn ask(lives: &Lives, is_stated: bool) -> Oracle {
    let mut oracle = Oracle::default();
    for life in &lives.lives {
        oracle.walk(lives, life, is_stated);
    }
    oracle.note(&pile::too_many(lives), None, lives.me.now, (lives.me.now, lives.me.now), Key::Rest);
    oracle
}

type Rule = fn(&Case<'_>) -> Option<Question>;

/// The rules that judge a single approach.
const OF_APPROACHES: [Rule; 12] = [
    doors::personal_platform,
    doors::professional_platform,
    doors::private_channel,
    doors::private_place,
    doors::across_rank,
    growth::knocks,
    pushing::after_asking,
    pushing::after_redirect,
    pushing::after_stop,
    impatience::too_soon,
    impatience::fourth_try,
    impatience::one_medium,
];

impl Oracle {
    fn walk(&mut self, lives: &Lives, life: &Life, is_stated: bool) {
        let mut grown = false;
        for (place, event) in life.events.iter().enumerate() {
            let case = Case { lives, life, place, event, is_stated };
            if event.mine {
                let asked = OF_APPROACHES.iter().filter_map(|rule| rule(&case));
                let told: Vec<Question> = asked.collect();
                told.iter().for_each(|q| self.note_event(q, life, event));
            }
            grown = grown || self.look_for_growth(&case);
        }
        self.at_rest(lives, life, is_stated, grown);
    }

    /// Notes the growth of a tie at the event after which it is seen.
    fn look_for_growth(&mut self, case: &Case<'_>) -> bool {
        let brings = case.event.together || case.event.tied || case.event.hears != Holds::No;
        if !brings || !case.life.person.ties.first().is_some_and(|t| t.professional) {
            return false;
        }
        // What it is read from includes the event itself.
        let after = Event {
            when: when::When { from: case.event.when.from + 1, to: case.event.when.to + 1 },
            ..case.event.clone()
        };
        let case = Case { event: &after, place: usize::MAX, ..*case };
        let question = growth::unlocked(&case);
        let told = matches!(question.answer(), Answer::Fires | Answer::Either(_));
        if told {
            self.note_event(&question, case.life, &after);
        }
        question.answer() == Answer::Fires
    }

    fn at_rest(&mut self, lives: &Lives, life: &Life, is_stated: bool, grown: bool) {
        let Some(last) = life.events.last() else { return };
        let now = lives.me.now;
        let end = Event { key: Key::Rest, at: now, when: when::When::exactly(now), ..last.clone() };
        let case = Case { lives, life, place: usize::MAX, event: &end, is_stated };
        let given_up = impatience::gave_up(&case);
        if let Some((event, question)) = &given_up {
            self.note_event(question, life, event);
        }
        for event in attempts::left_alone(life) {
            if given_up.as_ref().is_none_or(|(e, _)| e.key != event.key) {
                let question = Question::new("IM4", Level::Hint).needs("a rest in between", Holds::Either);
                self.note_event(&question, life, event);
            }
        }
        let through_work =
            life.person.ties.first().is_some_and(|t| t.professional && !t.personal && !t.family);
        if !grown && through_work && growth::signs(&case).is_one_short() {
            *self.near.entry(("WP6", "two signs")).or_default() += 1;
        }
    }

    fn note_event(&mut self, question: &Question, life: &Life, event: &Event) {
        let between = (event.when.from, event.when.to);
        self.note(question, Some(life.person.id), event.at, between, event.key);
    }

    fn note(&mut self, question: &Question, person: Option<u32>, at: i64, between: (i64, i64), key: Key) {
        let open = match question.answer() {
            Answer::Fires => None,
            Answer::Either(fact) => Some(fact),
            Answer::Near(fact) => {
                *self.near.entry((question.rule, fact)).or_default() += 1;
                return;
            }
            Answer::No => return,
        };
        self.expected.push(Expected {
            rule: question.rule,
            level: question.level,
            person,
            at,
            between,
            key,
            open,
        });
    }
}
