//! The chance that an approach is answered: a table of guesses, corrected by what happened.

use crate::approach::Purpose;
use crate::handle::Sphere;
use crate::relationship::{Fact, Level};
use crate::time::{Moment, Span};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is about to be asked, of whom, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub purpose: Purpose,
    /// The sphere of the door.
    pub sphere: Sphere,
    pub level: Level,
    pub professional: Fact,
    pub personal: Fact,
    /// Which attempt it is, counted from one.
    pub attempt: u32,
}

/// What came of approaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub answered: u32,
    pub asked: u32,
}

impl Past {
    fn count(&mut self, answered: bool) {
        self.answered = self.answered.saturating_add(u32::from(answered));
        self.asked = self.asked.saturating_add(1);
    }
}

/// What kind of approach one was: a row of the table, and which attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(u8);

/// The first, the second, and any later attempt.
const ATTEMPTS: usize = 3;

impl Kind {
    /// Returns the kind of an approach.
    pub fn of(asked: &Asked) -> Self {
        let attempt = (asked.attempt.max(1) as usize - 1).min(ATTEMPTS - 1);
        Self((row(asked) * ATTEMPTS + attempt) as u8)
    }

    /// Returns the guess for the kind, before anything is known of the user, and how many approaches it is worth.
    ///
    /// A third attempt, and any later one, has half the chance of the first.
    fn guess(self) -> (f64, f64) {
        let patience = [1.0, 0.75, 0.5][usize::from(self.0) % ATTEMPTS];
        let prior = PRIORS.get(usize::from(self.0) / ATTEMPTS).unwrap_or(&LAST);
        (prior.p * patience, prior.weight)
    }
}

/// What came of all that the user tried, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History(BTreeMap<Kind, Past>);

impl History {
    /// Counts one attempt; the order of counting does not matter.
    pub fn count(&mut self, kind: Kind, answered: bool) {
        self.0.entry(kind).or_default().count(answered);
    }

    /// Returns what came of one kind.
    pub fn past(&self, kind: Kind) -> Past {
        self.0.get(&kind).copied().unwrap_or_default()
    }

    /// Returns by how much this user is answered more or less often than the guesses say, in log-odds.
    ///
    /// Some are answered by nearly everybody they write to; that shows in kinds that they never tried.
    fn shift(&self) -> f64 {
        let (mut answered, mut asked, mut guessed) = (0.0, 0.0, 0.0);
        for (kind, past) in &self.0 {
            answered += f64::from(past.answered);
            asked += f64::from(past.asked);
            guessed += f64::from(past.asked) * kind.guess().0;
        }
        if asked == 0.0 {
            return 0.0;
        }
        let usual = guessed / asked;
        log_odds((answered + OWNER * usual) / (asked + OWNER)) - log_odds(usual)
    }
}

/// One attempt of which it is known what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    pub kind: Kind,
    /// It was a request to connect.
    pub connect: bool,
    /// The sphere of the door.
    pub sphere: Sphere,
    pub at: Moment,
    /// When it was known: the answer's moment, or the end of patience.
    pub settled: Moment,
    pub answered: bool,
}

/// The chance of an answer with its basis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    pub p: f64,
    /// How many of the user's own approaches of this kind were answered.
    pub k: u32,
    /// How many there were.
    pub n: u32,
    /// What came of those to this person, by doors of the same sphere, whichever attempt they were.
    pub here: Past,
}

impl Chance {
    /// Tells whether too few approaches of the user's own stand behind it to be more than a guess.
    pub const fn is_guess(&self) -> bool {
        self.n + self.here.asked < 5
    }
}

/// How long an answer is waited for before it counts as none: nine of ten answers come within a day
/// (Kooti and others, 2015), and who answers within a week answers.
pub const PATIENCE: Span = Span::days(7);

/// An invitation waits longer: it is seen when somebody looks at the network.
pub const PATIENCE_CONNECT: Span = Span::days(30);

/// How many approaches the guesses as a whole are worth against what the user is used to.
const OWNER: f64 = 4.0;

/// How many approaches to somebody the kind is worth against what came of those to them: between two and three
/// were best on the mail of a firm, walked forward.
const KIND: f64 = 2.0;

/// What came of an attempt counts half as much after so many later ones: people change.
const HALF_LIFE_TRIES: f64 = 20.0;

/// Returns the chance of an answer: a guess for the kind, corrected by how the user fares in general, by what
/// came of the user's own approaches of the kind, and by what came of those to this person.
///
/// A hierarchy of Beta-Binomials, each level worth a few approaches to the next. `theirs` comes oldest first;
/// who answers by work mail has said nothing of Facebook, so only doors of the same sphere count.
pub fn chance(asked: &Asked, own: &History, theirs: &[Tried]) -> Chance {
    of_kind(Kind::of(asked), asked.purpose == Purpose::Connect, asked.sphere, own, theirs)
}

/// Returns the chance that an approach of a kind is answered, by a door of a sphere; the same as [`chance`].
pub fn of_kind(kind: Kind, connect: bool, sphere: Sphere, own: &History, theirs: &[Tried]) -> Chance {
    let (guess, weight) = kind.guess();
    let past = own.past(kind);
    let usual = 1.0 / (1.0 + (-(log_odds(guess) + own.shift())).exp());
    let of_kind = (usual * weight + f64::from(past.answered)) / (weight + f64::from(past.asked));
    let (mut answered, mut tried, mut here) = (0.0, 0.0, Past::default());
    let fading = (-1.0 / HALF_LIFE_TRIES).exp2();
    for one in theirs.iter().filter(|one| one.connect == connect && one.sphere == sphere) {
        answered = answered * fading + f64::from(u8::from(one.answered));
        tried = tried * fading + 1.0;
        here.count(one.answered);
    }
    let p = (of_kind * KIND + answered) / (KIND + tried);
    Chance { p: (p * 1_000.0).round() / 1_000.0, k: past.answered, n: past.asked, here }
}

fn log_odds(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
struct Prior {
    what: Option<What>,
    sphere: Option<Sphere>,
    tie: Option<TieKind>,
    p: f64,
    weight: f64,
}

/// Invitations apart from everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Connect,
    Message,
}

/// How well the two know each other, as far as the table tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TieKind {
    Stranger,
    Known,
    Active,
    Friend,
}

static PRIORS: LazyLock<Vec<Prior>> = LazyLock::new(|| read(include_str!("../../data/priors.csv")));

/// Returns the place of the first row that fits; past the end where none does.
fn row(asked: &Asked) -> usize {
    let what = if asked.purpose == Purpose::Connect { What::Connect } else { What::Message };
    let tie = match asked.level {
        _ if asked.personal.yes() => TieKind::Friend,
        Level::None => TieKind::Stranger,
        Level::Known => TieKind::Known,
        Level::Active | Level::Close => TieKind::Active,
    };
    let fits = |p: &Prior| {
        p.what.is_none_or(|w| w == what)
            && p.sphere.is_none_or(|s| s == asked.sphere)
            && p.tie.is_none_or(|t| t == tie)
    };
    PRIORS.iter().position(fits).unwrap_or(PRIORS.len())
}

/// The table ends with a row that fits everything; this stands in for it where it was edited away.
static LAST: Prior = Prior { what: None, sphere: None, tie: None, p: 0.2, weight: 2.0 };

/// Reads the table; the first row that fits is the one that counts.
fn read(text: &str) -> Vec<Prior> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).filter_map(prior).collect()
}

fn prior(line: &str) -> Option<Prior> {
    let mut cells = line.split(',').map(str::trim);
    let what = match cells.next()? {
        "connect" => Some(What::Connect),
        "message" => Some(What::Message),
        "any" => None,
        _ => return None,
    };
    let sphere = match cells.next()? {
        "any" => None,
        word => Some(Sphere::parse(word)?),
    };
    let tie = match cells.next()? {
        "stranger" => Some(TieKind::Stranger),
        "known" => Some(TieKind::Known),
        "active" => Some(TieKind::Active),
        "friend" => Some(TieKind::Friend),
        "any" => None,
        _ => return None,
    };
    Some(Prior { what, sphere, tie, p: cells.next()?.parse().ok()?, weight: cells.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(purpose: &str, sphere: &str, level: Level, attempt: u32) -> Asked {
        Asked {
            purpose: Purpose::parse(purpose).unwrap(),
            sphere: Sphere::parse(sphere).unwrap(),
            level,
            professional: Fact::Unknown,
            personal: Fact::Unknown,
            attempt,
        }
    }

    fn history(kind: Kind, (answered, asked): (u32, u32)) -> History {
        let mut history = History::default();
        (0..asked).for_each(|n| history.count(kind, n < answered));
        history
    }

    fn check(purpose: &str, sphere: &str, level: Level, attempt: u32, past: (u32, u32), expected: f64) {
        let asked = asked(purpose, sphere, level, attempt);
        let chance = chance(&asked, &history(Kind::of(&asked), past), &[]);
        assert!((chance.p - expected).abs() < 0.0005, "{purpose} {sphere} {level:?} {attempt}: {}", chance.p);
        assert_eq!((chance.k, chance.n), past);
    }

    #[test]
    fn the_table_speaks_until_the_user_s_own_count_does() {
        check("ask", "professional", Level::None, 1, (0, 0), 0.06);
        check("ask", "professional", Level::None, 2, (0, 0), 0.045);
        check("ask", "professional", Level::None, 3, (0, 0), 0.03);
        check("connect", "professional", Level::None, 1, (0, 0), 0.25);
        check("connect", "professional", Level::Known, 1, (0, 0), 0.6);
        check("connect", "personal", Level::Known, 1, (0, 0), 0.4);
        check("message", "professional", Level::Active, 1, (0, 0), 0.5);
        check("connect", "professional", Level::None, 1, (3, 12), 0.25);
        check("connect", "professional", Level::None, 1, (12, 12), 0.953);
    }

    #[test]
    fn what_came_of_attempts_to_this_person_counts_most() {
        let asked = asked("message", "professional", Level::Active, 1);
        let tried = |answered| Tried {
            kind: Kind::of(&asked),
            connect: false,
            sphere: Sphere::Professional,
            at: Moment::instant(0),
            settled: Moment::instant(9),
            answered,
        };
        let of = |theirs: &[Tried]| chance(&asked, &History::default(), theirs).p;
        assert!(of(&[tried(true); 6]) > 0.8 && of(&[tried(false); 6]) < 0.2);
        // The later word counts a little more.
        assert!(of(&[tried(false), tried(true)]) > of(&[tried(true), tried(false)]));
        let told = chance(&asked, &History::default(), &[tried(true), tried(false)]);
        assert_eq!((told.here, told.is_guess()), (Past { answered: 1, asked: 2 }, true));
        let elsewhere = Asked { sphere: Sphere::Personal, ..asked };
        assert_eq!(chance(&elsewhere, &History::default(), &[tried(true)]).here, Past::default());
    }

    #[test]
    fn who_is_answered_by_everybody_is_answered_elsewhere_too() {
        let (tried, new) =
            (asked("ask", "professional", Level::None, 1), asked("connect", "personal", Level::None, 1));
        let lucky = history(Kind::of(&tried), (20, 20));
        assert!(chance(&new, &lucky, &[]).p > chance(&new, &History::default(), &[]).p);
    }

    #[test]
    fn every_row_is_read_and_none_weighs_more_than_four() {
        let text = include_str!("../../data/priors.csv");
        let rows = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).count();
        assert_eq!(PRIORS.len(), rows);
        assert!(rows <= 12);
        assert!(PRIORS.iter().all(|p| p.weight <= 4.0 && p.p > 0.0 && p.p < 1.0));
    }
}
