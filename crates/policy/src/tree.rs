//! The condition of a written rule as it is judged: small trees of three kinds, whose types were checked.

use cedar_policy_core::ast::Pattern;
use comity_core::Purpose;

/// The place of a fact in the list of facts.
pub(crate) type Place = u8;

/// What is true, false or not known.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    Is(bool),
    Fact(Place),
    /// The approach is for one of these purposes.
    For(Vec<Purpose>),
    Not(Box<Truth>),
    And(Box<Truth>, Box<Truth>),
    Or(Box<Truth>, Box<Truth>),
    If(Box<Truth>, Box<Truth>, Box<Truth>),
    Same(Box<Truth>, Box<Truth>),
    Equal(Number, Number),
    Less(Number, Number),
    LessOrEqual(Number, Number),
    SameWord(Word, Word),
    Like(Word, Pattern),
    OneOf(Word, Names),
    OneOfNumbers(Number, Vec<i64>),
    AllIn(Names, Names),
    AnyIn(Names, Names),
    Empty(Names),
}

/// A whole number, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Is(i64),
    Fact(Place),
    Minus(Box<Number>),
    Sum(Box<Number>, Box<Number>),
    Difference(Box<Number>, Box<Number>),
    Product(Box<Number>, Box<Number>),
}

/// A word.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    Is(Box<str>),
    Fact(Place),
}

/// Some words.
#[derive(Clone, Debug)]
pub(crate) enum Names {
    Are(Vec<Box<str>>),
    Fact(Place),
}
