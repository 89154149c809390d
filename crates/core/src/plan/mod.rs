//! The plan: few approaches that are worth making, each judged Welcome before it is proposed.
//!
//! An occasion says why now ([`occasion`]), the judge finds the door, [`worth`] says how much is at stake, and
//! [`choose`] takes a handful that are not all of one kind. [`Sketch`] is what is kept of a person so that nobody
//! has to be folded who cannot be among them. How it is counted stands in `docs/nurture.md`.

pub mod choose;
pub mod occasion;
pub mod sketch;
pub mod worth;

pub use choose::choose;
pub use occasion::{Found, Occasion, occasions};
pub use sketch::Sketch;
pub use worth::Terms;

use crate::approach::{Approach, Purpose, Via};
use crate::handle::Platform;
use crate::infer::Chance;
use crate::judge::{JudgedDoor, Judgement, judge};
use crate::relationship::Relationship;
use crate::rule::{Evidence, Level, Verdict};
use crate::settings::Settings;
use crate::standing::{Access, Door, Standing};
use crate::statement::{Said, Statement};
use crate::time::{Moment, Span};
use jiff::tz::TimeZone;

/// One person at one moment, as the plan looks at them.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub at: Moment,
    pub standing: &'a Standing,
    pub relationship: &'a Relationship,
    pub settings: &'a Settings,
    /// What the user said about the person, oldest first.
    pub said: &'a [Statement],
    /// Where the user is, for days such as a birthday.
    pub zone: &'a TimeZone,
    /// How far ahead a moment may lie to be proposed.
    pub ahead: Span,
}

impl<'a> Look<'a> {
    /// Returns what the user said and still stands, newest first.
    pub(crate) fn said(&self) -> impl Iterator<Item = &'a Said> {
        self.said.iter().rev().filter(|s| s.stands()).map(|s| &s.said)
    }

    /// Tells whether the user wants nothing proposed about the person for now.
    fn is_snoozed(&self) -> bool {
        let until = self.said().find_map(|said| match said {
            Said::Snooze(until) => Some(*until),
            _ => None,
        });
        until.is_some_and(|until| self.at.surely_before(until))
    }

    fn is_skipped(&self, id: &str) -> bool {
        self.said().any(|said| matches!(said, Said::Skip(skipped) if skipped == id))
    }
}

/// One approach that is worth making.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The same for as long as the occasion is the same: `reply-1f2e3d4c`.
    pub id: String,
    pub occasion: Occasion,
    /// Somebody surely waits for it.
    pub is_owed: bool,
    pub purpose: Purpose,
    /// The best door that is Welcome.
    pub door: Door,
    /// One sentence; lower case, no full stop.
    pub reason: String,
    /// What it rests on.
    pub because: Vec<Evidence>,
    /// What not to do, a phrase each.
    pub avoid: Vec<String>,
    /// What a rule would have the user think of, though nothing stands against it.
    pub hints: Vec<String>,
    /// The earliest decent moment: now, or the one that was judged.
    pub at: Moment,
    pub chance: Chance,
    pub terms: Terms,
}

/// Returns what is worth doing with a person, best first; nothing that is not Welcome at its moment.
pub fn proposals(look: &Look<'_>) -> Vec<Proposal> {
    if look.is_snoozed() || look.standing.stop.is_some() {
        return Vec::new();
    }
    let found = occasions(look).into_iter().filter(|found| !look.is_skipped(&found.id));
    let mut proposals: Vec<Proposal> = found.filter_map(|found| proposal(look, found)).collect();
    proposals.sort_by(|a, b| b.terms.worth().total_cmp(&a.terms.worth()).then(a.id.cmp(&b.id)));
    proposals
}

/// Finds a door for an occasion.
fn proposal(look: &Look<'_>, found: Found) -> Option<Proposal> {
    let at = if look.at.order() < found.due.order() { found.due } else { look.at };
    let all = judge(&Approach::new(Via::Mail(None), found.purpose, at), look.standing, look.settings);
    let (at, judged) = match doors(&all, &found).find_map(|door| judged(look, &found, door, at)) {
        Some(judged) => (at, judged),
        None => later(look, &found, &all, at)?,
    };
    let terms = Terms::of(look, &found, &judged);
    let hints = judged.opinion.findings.iter().filter(|f| f.level == Level::Hint);
    Some(Proposal {
        hints: hints.map(|f| f.message.clone()).collect(),
        avoid: avoid(&all),
        id: found.id,
        occasion: found.occasion,
        is_owed: found.is_owed,
        purpose: found.purpose,
        reason: found.reason,
        because: found.because,
        at,
        chance: judged.chance,
        door: judged.door,
        terms,
    })
}

/// Returns the doors by which something can be sent, best first: what they asked for, then what the two use.
fn doors<'a>(all: &'a Judgement, found: &Found) -> impl Iterator<Item = &'a JudgedDoor> {
    let mut doors: Vec<&JudgedDoor> = all.doors.iter().filter(|d| can_be_sent(&d.door)).collect();
    let answers = found.occasion == Occasion::Reply;
    let used = |door: &Door| match answers {
        true => door.last_in,
        false => [door.last_in, door.last_out].into_iter().flatten().max_by_key(|at| at.order()),
    };
    // A stable sort: where nothing tells two apart, the judge's order stays.
    doors.sort_by_key(|d| {
        let used = used(&d.door).map(Moment::order);
        (!answers && !d.door.wished, std::cmp::Reverse(used))
    });
    doors.into_iter()
}

fn can_be_sent(door: &Door) -> bool {
    let by_hand = matches!(door.platform, Platform::InPerson | Platform::Letter | Platform::Website);
    // The judge names a professional network as a better door whether or not they are there.
    let known = door.handle.is_some() || door.access == Access::Open;
    let used = door.last_in.is_some() || door.last_out.is_some();
    !by_hand && (known || used) && door.sure && door.bounced.is_none() && door.access != Access::Closed
}

/// Returns the judgement of a door, where it is Welcome at a moment and no grave question is open.
fn judged(look: &Look<'_>, found: &Found, door: &JudgedDoor, at: Moment) -> Option<Judgement> {
    let via = door.door.way();
    let judged = judge(&Approach::new(via, found.purpose, at), look.standing, look.settings);
    let grave = judged.opinion.missing.iter().any(|missing| missing.could_be >= Level::Error);
    (judged.verdict == Verdict::Welcome && !grave).then_some(judged)
}

/// Returns the first moment within reach at which a door is Welcome.
fn later(look: &Look<'_>, found: &Found, all: &Judgement, at: Moment) -> Option<(Moment, Judgement)> {
    let end = look.at.plus(look.ahead);
    let mut moments: Vec<(Moment, &JudgedDoor)> = doors(all, found)
        .filter_map(|door| Some((door.earliest?, door)))
        .filter(|(moment, _)| at.order() < moment.order() && moment.order() <= end.order())
        .collect();
    moments.sort_by_key(|(moment, _)| moment.order());
    moments.into_iter().find_map(|(moment, door)| Some((moment, judged(look, found, door, moment)?)))
}

/// More are no advice any more.
const AVOID: usize = 2;

/// Returns which doors to leave alone, and why.
fn avoid(all: &Judgement) -> Vec<String> {
    let closed = all.doors.iter().filter(|d| d.door.access == Access::Closed);
    let told = closed.map(|d| {
        let because = d.door.because.first().map_or("it is closed", |e| e.what.as_str());
        format!("not by {}: {because}", d.door.via.shown())
    });
    let private = all.doors.iter().filter(|d| {
        let unwelcome = d.verdict == Verdict::Unwelcome && d.door.access != Access::Closed;
        unwelcome && d.door.is_personal() && d.door.handle.is_some()
    });
    let usually = private.map(|d| format!("not by {}: a private door", d.door.via.shown()));
    told.chain(usually).take(AVOID).collect()
}
