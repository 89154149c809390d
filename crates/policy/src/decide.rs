//! Deciding a condition in one case, with three answers.
//!
//! What is not known stays so unless the rest decides: `not known && false` is false. So a rule speaks only where it
//! holds whatever the unknown facts are, and is silent only where it does not hold whatever they are.

use crate::fact::Value;
use crate::tree::{Names, Number, Place, Truth, Word};
use comity_core::Purpose;
use std::borrow::Cow;
use std::ops::Not;

/// Why an answer is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Fact(Place),
    /// A number grew beyond all bounds.
    TooBig,
}

/// One of three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    Unknown(Why),
}

/// A number between two bounds, and why they differ.
#[derive(Clone, Copy)]
struct Between {
    least: i64,
    most: i64,
    why: Why,
}

/// What a condition is decided over.
pub(crate) struct View<'v, 'a> {
    pub(crate) purpose: Purpose,
    /// The values of the facts that the loaded rules read, by place; others are not known.
    pub(crate) values: &'v [Value<'a>],
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl Not for Answer {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            unknown @ Self::Unknown(_) => unknown,
        }
    }
}

impl<'v, 'a: 'v> View<'v, 'a> {
    /// Decides a condition.
    pub(crate) fn decide(&self, truth: &'v Truth) -> Answer {
        match truth {
            Truth::Is(yes) => (*yes).into(),
            Truth::Fact(place) => match self.value(*place) {
                Value::Truth(yes) => (*yes).into(),
                _ => Answer::Unknown(Why::Fact(*place)),
            },
            Truth::For(purposes) => purposes.contains(&self.purpose).into(),
            Truth::Not(inner) => !self.decide(inner),
            Truth::And(a, b) => match self.decide(a) {
                Answer::No => Answer::No,
                Answer::Yes => self.decide(b),
                unknown => {
                    if self.decide(b) == Answer::No {
                        Answer::No
                    } else {
                        unknown
                    }
                }
            },
            Truth::Or(a, b) => match self.decide(a) {
                Answer::Yes => Answer::Yes,
                Answer::No => self.decide(b),
                unknown => {
                    if self.decide(b) == Answer::Yes {
                        Answer::Yes
                    } else {
                        unknown
                    }
                }
            },
            Truth::If(test, then, other) => match self.decide(test) {
                Answer::Yes => self.decide(then),
                Answer::No => self.decide(other),
                unknown => {
                    let (then, other) = (self.decide(then), self.decide(other));
                    if then == other { then } else { unknown }
                }
            },
            Truth::Same(a, b) => match (self.decide(a), self.decide(b)) {
                (unknown @ Answer::Unknown(_), _) | (_, unknown @ Answer::Unknown(_)) => unknown,
                (a, b) => (a == b).into(),
            },
            Truth::Equal(a, b) => self.compare(a, b, |a, b| (a.most < b.least || b.most < a.least, a.is(b))),
            Truth::Less(a, b) => self.compare(a, b, |a, b| (a.least >= b.most, a.most < b.least)),
            Truth::LessOrEqual(a, b) => self.compare(a, b, |a, b| (a.least > b.most, a.most <= b.least)),
            Truth::SameWord(a, b) => self.both(a, b, |a, b| a == b),
            Truth::Like(word, pattern) => self.one(word, |word| pattern.wildcard_match(word)),
            Truth::OneOf(word, names) => match self.names(names) {
                Ok(names) => self.one(word, |word| names.has(word)),
                Err(why) => Answer::Unknown(why),
            },
            Truth::OneOfNumbers(number, all) => self.among(number, all),
            Truth::AllIn(all, few) => self.sets(all, few, |all, few| few.iter().all(|w| all.has(w))),
            Truth::AnyIn(a, b) => self.sets(a, b, |a, b| b.iter().any(|w| a.has(w))),
            Truth::Empty(names) => match self.names(names) {
                Ok(names) => names.is_empty().into(),
                Err(why) => Answer::Unknown(why),
            },
        }
    }

    fn value(&self, place: Place) -> &'v Value<'a> {
        self.values.get(usize::from(place)).unwrap_or(&Value::Unknown)
    }

    fn number(&self, number: &Number) -> Result<Between, Why> {
        let two = |a: &Number, b: &Number| Ok::<_, Why>((self.number(a)?, self.number(b)?));
        match number {
            Number::Is(n) => Ok(Between { least: *n, most: *n, why: Why::TooBig }),
            Number::Fact(place) => match self.value(*place) {
                Value::Number(least, most) => {
                    Ok(Between { least: *least, most: *most, why: Why::Fact(*place) })
                }
                _ => Err(Why::Fact(*place)),
            },
            Number::Minus(a) => {
                let a = self.number(a)?;
                a.spanning([a.least.checked_neg(), a.most.checked_neg()], a)
            }
            Number::Sum(a, b) => {
                let (a, b) = two(a, b)?;
                a.spanning([a.least.checked_add(b.least), a.most.checked_add(b.most)], b)
            }
            Number::Difference(a, b) => {
                let (a, b) = two(a, b)?;
                a.spanning([a.least.checked_sub(b.most), a.most.checked_sub(b.least)], b)
            }
            Number::Product(a, b) => {
                let (a, b) = two(a, b)?;
                let corner = |a: i64, b: i64| a.checked_mul(b);
                let corners = [
                    corner(a.least, b.least),
                    corner(a.least, b.most),
                    corner(a.most, b.least),
                    corner(a.most, b.most),
                ];
                a.spanning(corners, b)
            }
        }
    }

    /// Compares two numbers by a test that says whether surely not, and whether surely.
    fn compare(&self, a: &Number, b: &Number, test: impl Fn(Between, Between) -> (bool, bool)) -> Answer {
        let (a, b) = match (self.number(a), self.number(b)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(why), _) | (_, Err(why)) => return Answer::Unknown(why),
        };
        match test(a, b) {
            (true, _) => Answer::No,
            (_, true) => Answer::Yes,
            _ => Answer::Unknown(if a.least == a.most { b.why } else { a.why }),
        }
    }

    fn among(&self, number: &Number, all: &[i64]) -> Answer {
        match self.number(number) {
            Ok(n) if n.least == n.most => all.contains(&n.least).into(),
            Ok(n) if all.iter().any(|one| (n.least..=n.most).contains(one)) => Answer::Unknown(n.why),
            Ok(_) => Answer::No,
            Err(why) => Answer::Unknown(why),
        }
    }

    fn word(&self, word: &'v Word) -> Result<&'v str, Why> {
        match word {
            Word::Is(word) => Ok(word),
            Word::Fact(place) => match self.value(*place) {
                Value::Word(word) => Ok(word),
                _ => Err(Why::Fact(*place)),
            },
        }
    }

    fn one(&self, word: &'v Word, test: impl Fn(&str) -> bool) -> Answer {
        self.word(word).map_or_else(Answer::Unknown, |word| test(word).into())
    }

    fn both(&self, a: &'v Word, b: &'v Word, test: impl Fn(&str, &str) -> bool) -> Answer {
        match (self.word(a), self.word(b)) {
            (Ok(a), Ok(b)) => test(a, b).into(),
            (Err(why), _) | (_, Err(why)) => Answer::Unknown(why),
        }
    }

    fn names(&self, names: &'v Names) -> Result<Several<'v>, Why> {
        match names {
            Names::Are(words) => Ok(Several::Told(words)),
            Names::Fact(place) => match self.value(*place) {
                Value::Names(words) => Ok(Several::Known(words)),
                _ => Err(Why::Fact(*place)),
            },
        }
    }

    fn sets(&self, a: &'v Names, b: &'v Names, test: impl Fn(Several<'v>, Several<'v>) -> bool) -> Answer {
        match (self.names(a), self.names(b)) {
            (Ok(a), Ok(b)) => test(a, b).into(),
            (Err(why), _) | (_, Err(why)) => Answer::Unknown(why),
        }
    }
}

impl Between {
    /// Tells whether both are one and the same number.
    fn is(self, other: Self) -> bool {
        self.least == self.most && other.least == other.most && self.least == other.least
    }

    /// Returns the stretch that holds all of these numbers, for the reason of whichever of the two is not exact.
    fn spanning<const N: usize>(self, numbers: [Option<i64>; N], other: Self) -> Result<Self, Why> {
        let why = if self.least == self.most { other.why } else { self.why };
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for number in numbers {
            let number = number.ok_or(Why::TooBig)?;
            (least, most) = (least.min(number), most.max(number));
        }
        Ok(Self { least, most, why })
    }
}

/// Words, as the rule tells them or as the case has them.
#[derive(Clone, Copy)]
enum Several<'v> {
    Told(&'v [Box<str>]),
    Known(&'v [Cow<'v, str>]),
}

impl<'v> Several<'v> {
    fn has(self, word: &str) -> bool {
        match self {
            Self::Told(words) => words.iter().any(|w| **w == *word),
            Self::Known(words) => words.iter().any(|w| *w == word),
        }
    }

    fn is_empty(self) -> bool {
        match self {
            Self::Told(words) => words.is_empty(),
            Self::Known(words) => words.is_empty(),
        }
    }

    fn iter(self) -> impl Iterator<Item = &'v str> {
        let (told, known): (&[Box<str>], &[Cow<'_, str>]) = match self {
            Self::Told(words) => (words, &[]),
            Self::Known(words) => (&[], words),
        };
        told.iter().map(|w| &**w).chain(known.iter().map(|w| &**w))
    }
}

#[cfg(test)]
mod tests;
