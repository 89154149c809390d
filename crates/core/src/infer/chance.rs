//! The chance that an approach is answered: a table of guesses, corrected by what happened.

use crate::approach::Purpose;
use crate::handle::Sphere;
use crate::relationship::{Fact, Level};
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

/// What came of the user's own approaches of the same kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub answered: u32,
    pub asked: u32,
}

/// The chance of an answer with its basis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    pub p: f64,
    /// How many of the user's own approaches of this kind were answered.
    pub k: u32,
    /// How many there were.
    pub n: u32,
}

impl Chance {
    /// Tells whether too few approaches of the user's own stand behind it to be more than a guess.
    pub const fn is_guess(&self) -> bool {
        self.n < 5
    }
}

/// Returns the chance of an answer.
///
/// The prior weighs as much as the table says, four approaches at most; a third attempt, and any later
/// one, has half the chance of the first, in the prior: the user's own count is of the same attempt.
pub fn chance(asked: &Asked, past: Past) -> Chance {
    let row = prior(asked);
    let patience = match asked.attempt {
        0 | 1 => 1.0,
        2 => 0.75,
        _ => 0.5,
    };
    let (p, weight) = (row.p * patience, row.weight);
    let p = (p * weight + f64::from(past.answered)) / (weight + f64::from(past.asked));
    Chance { p: (p * 1000.0).round() / 1000.0, k: past.answered, n: past.asked }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
struct Prior {
    kind: Option<Kind>,
    sphere: Option<Sphere>,
    tie: Option<TieKind>,
    p: f64,
    weight: f64,
}

/// Invitations apart from everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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

fn prior(asked: &Asked) -> &'static Prior {
    let kind = if asked.purpose == Purpose::Connect { Kind::Connect } else { Kind::Message };
    let tie = match asked.level {
        _ if asked.personal.yes() => TieKind::Friend,
        Level::None => TieKind::Stranger,
        Level::Known => TieKind::Known,
        Level::Active | Level::Close => TieKind::Active,
    };
    let fits = |p: &&Prior| {
        p.kind.is_none_or(|k| k == kind)
            && p.sphere.is_none_or(|s| s == asked.sphere)
            && p.tie.is_none_or(|t| t == tie)
    };
    PRIORS.iter().find(fits).unwrap_or(&LAST)
}

/// The table ends with a row that fits everything; this stands in for it where it was edited away.
static LAST: Prior = Prior { kind: None, sphere: None, tie: None, p: 0.2, weight: 2.0 };

/// Reads the table; the first row that fits is the one that counts.
fn read(text: &str) -> Vec<Prior> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).filter_map(row).collect()
}

fn row(line: &str) -> Option<Prior> {
    let mut cells = line.split(',').map(str::trim);
    let kind = match cells.next()? {
        "connect" => Some(Kind::Connect),
        "message" => Some(Kind::Message),
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
    Some(Prior { kind, sphere, tie, p: cells.next()?.parse().ok()?, weight: cells.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(purpose: &str, sphere: &str, level: Level, attempt: u32, past: (u32, u32), expected: f64) {
        let asked = Asked {
            purpose: Purpose::parse(purpose).unwrap(),
            sphere: Sphere::parse(sphere).unwrap(),
            level,
            professional: Fact::Unknown,
            personal: Fact::Unknown,
            attempt,
        };
        let chance = chance(&asked, Past { answered: past.0, asked: past.1 });
        assert!((chance.p - expected).abs() < 0.0005, "{purpose} {sphere} {level:?} {attempt}: {}", chance.p);
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
        check("connect", "professional", Level::None, 1, (12, 12), 0.813);
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
