//! What came of attempts: the user's own record with one person, from which the chance of an answer is learnt.

use super::{Attempt, Standing};
use crate::approach::Purpose;
use crate::handle::Sphere;
use crate::infer::chance::{Kind, PATIENCE, PATIENCE_CONNECT};
use crate::infer::{Asked, History, Tried};
use crate::relationship::Relationship;
use crate::time::{Moment, Span};
use crate::timeline::Contact;
use std::sync::Arc;

impl Standing {
    /// Returns the standing of somebody whose user has this record with everybody.
    #[must_use]
    pub fn with_history(mut self, history: Arc<History>) -> Self {
        self.history = history;
        self
    }

    /// Returns what came of the user's attempts with everybody.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Returns the attempts of which it is known at a moment what came, oldest first.
    ///
    /// A meeting settles nothing, a bounce is no attempt, and a refusal is no answer.
    pub fn tried(&self, at: Moment) -> Vec<Tried> {
        let open = self.passed_over.iter().chain(&self.cycle).filter_map(|a| self.settled(a, at, Came::No));
        self.tried.iter().copied().chain(open).collect()
    }

    /// Notes what came of the attempts that wait, now that they made contact.
    ///
    /// A word in another conversation ends the waiting and is no answer; an answer may still come.
    pub(super) fn settle(&mut self, at: Moment, word: Option<&Contact>) {
        let waiting: Vec<Attempt> = self.passed_over.drain(..).chain(self.cycle.iter().cloned()).collect();
        for attempt in waiting {
            let came = if word.is_none_or(|c| answers(c, &attempt)) { Came::Yes } else { Came::No };
            match self.settled(&attempt, at, came) {
                Some(tried) => self.tried.push(tried),
                None if attempt.last.shortest_until(at) <= patience(&attempt) => {
                    self.passed_over.push(attempt);
                }
                None => {}
            }
        }
        self.cycle.clear();
    }

    /// Notes what came of the attempts that wait, now that a long time has passed.
    pub(super) fn give_up(&mut self, at: Moment) {
        let waiting = self.passed_over.drain(..).chain(self.cycle.iter().cloned());
        let waiting: Vec<Attempt> = waiting.collect();
        let settled: Vec<Tried> = waiting.iter().filter_map(|a| self.settled(a, at, Came::No)).collect();
        self.tried.extend(settled);
    }

    /// Notes that the open attempts were refused.
    pub(super) fn refuse(&mut self, at: Moment) {
        let refused: Vec<Tried> = self.cycle.iter().map(|a| self.tried_by(a, at, false)).collect();
        self.tried.extend(refused);
    }

    /// Returns what came of an attempt up to a moment, if that is known.
    fn settled(&self, attempt: &Attempt, at: Moment, came: Came) -> Option<Tried> {
        let patience = patience(attempt);
        if came == Came::Yes && attempt.last.shortest_until(at) <= patience {
            return Some(self.tried_by(attempt, at, true));
        }
        let is_over = attempt.last.longest_until(at) > patience;
        let is_known = is_over && attempt.silence_is_known(&self.coverage, at, patience);
        is_known.then(|| self.tried_by(attempt, attempt.last.plus(patience), false))
    }

    fn tried_by(&self, attempt: &Attempt, settled: Moment, answered: bool) -> Tried {
        Tried {
            kind: attempt.kind,
            connect: attempt.purpose == Some(Purpose::Connect),
            sphere: self.sphere_of(attempt.platform, attempt.handle.as_ref()),
            at: attempt.first,
            settled,
            answered,
        }
    }

    /// Returns what kind of approach an attempt is, by what is known before it counts.
    pub(super) fn kind_of(&self, attempt: &Attempt, tie: &Relationship, sphere: Sphere) -> Kind {
        let earlier = if self.has_long_rested(attempt.first) { 0 } else { self.cycle.len() };
        Kind::of(&Asked {
            purpose: attempt.purpose.unwrap_or(Purpose::Message),
            sphere,
            level: attempt.level_then,
            professional: tie.professional.fact(),
            personal: tie.personal.fact(),
            attempt: u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1),
        })
    }

    fn has_long_rested(&self, at: Moment) -> bool {
        self.cycle.last().is_some_and(|a| a.last.longest_until(at) >= self.rest)
    }
}

/// Tells whether what they wrote answers an attempt, and not something else.
///
/// Where either is of no conversation, as in chats and by hand, any word of theirs is an answer.
fn answers(word: &Contact, attempt: &Attempt) -> bool {
    let theirs: Vec<u64> = word.thread.into_iter().chain(word.subject).collect();
    word.answers.as_ref() == Some(&attempt.key)
        || theirs.is_empty()
        || attempt.conversation.is_none_or(|talk| theirs.contains(&talk))
}

/// Whether the moment is one at which they made contact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Yes,
    No,
}

fn patience(attempt: &Attempt) -> Span {
    if attempt.purpose == Some(Purpose::Connect) { PATIENCE_CONNECT } else { PATIENCE }
}

#[cfg(test)]
mod tests {
    use crate::coverage::Coverage;
    use crate::infer::Tried;
    use crate::interaction::{Interaction, Party, PartyRole};
    use crate::settings::Settings;
    use crate::standing::{Person, Standing, fold};
    use crate::time::Moment;
    use crate::timeline::{Frame, Whose, timeline};
    use crate::{Handle, Platform};

    /// Reads days: `o` is a mail of the user's, `i` one of theirs; the mailbox is known up to `until`.
    fn tried(history: &str, until: i64, at: i64) -> Vec<(bool, i64)> {
        let ana = Handle::normal(Platform::Email, "ana@firm.example");
        let day = |n: i64| Moment::instant(1_750_000_000 + n * 86_400);
        let mail = |(n, word): (usize, &str)| {
            let (who, when) = word.split_at(1);
            let told = Interaction::message(format!("m{n}"), day(when.parse().unwrap()), Platform::Email);
            let party = vec![Party { handle: ana.clone(), role: PartyRole::To }];
            match who {
                "o" => Interaction { parties: party, sent: true, audience: 1, ..told },
                _ => Interaction { from: Some(ana.clone()), audience: 1, ..told },
            }
        };
        let told: Vec<Interaction> = history.split(' ').enumerate().map(mail).collect();
        let whose = Whose { name: "Ana".to_owned(), handles: vec![(ana.clone(), true)] };
        let events = timeline(&whose, &Frame::default(), &told, &[]);
        let person = Person { whose, ..Person::default() };
        let (from, to) = (day(0), day(until));
        let coverage = Coverage { platform: Platform::Email, inbound: true, outbound: true, from, to };
        let standing = Standing::begin(&person, vec![coverage].into(), &[], &Settings::default());
        let short = |t: &Tried| (t.answered, t.settled.order().div_euclid(86_400) - 1_750_000_000 / 86_400);
        fold(standing, &events, day(at)).tried(day(at)).iter().map(short).collect()
    }

    #[test]
    fn an_answer_settles_and_so_does_the_end_of_patience() {
        assert_eq!(tried("o1 i3", 90, 4), [(true, 3)]);
        assert_eq!(tried("o1 i20", 90, 30), [(false, 8)]);
        assert_eq!(tried("o1 o9 i12", 90, 30), [(false, 8), (true, 12)]);
        assert_eq!(tried("o1", 90, 5), []);
        assert_eq!(tried("o1", 90, 9), [(false, 8)]);
        // After the end of the mailbox an answer would not be seen.
        assert_eq!(tried("o1", 4, 30), []);
    }
}
