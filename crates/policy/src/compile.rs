//! From what Cedar read to the tree that is judged.
//!
//! Types were checked before; what is left is what this program does not take: other variables, `has`, records.

use crate::fact::Kind;
use crate::facts::{FACTS, find};
use crate::fault::{Fault, Source, meant};
use crate::tree::{Names, Number, Place, Truth, Word};
use cedar_policy_core::ast::{BinaryOp, EntityUID, Expr, ExprKind, Literal, UnaryOp, Var};
use cedar_policy_core::parser::Loc;
use comity_core::Purpose;

/// Makes trees of the conditions of one file.
#[derive(Clone, Copy)]
pub(crate) struct Compiler<'t> {
    pub(crate) source: Source<'t>,
    /// Where the rule begins, for what has no place of its own.
    pub(crate) begin: usize,
}

type Made<T> = Result<T, Fault>;

/// Which tree a fact belongs into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Truth,
    Number,
    Word,
    Names,
}

impl Compiler<'_> {
    /// Makes a condition.
    pub(crate) fn truth(self, expr: &Expr) -> Made<Truth> {
        let truth = |e: &Expr| self.truth(e).map(Box::new);
        Ok(match expr.expr_kind() {
            ExprKind::Lit(Literal::Bool(yes)) => Truth::Is(*yes),
            ExprKind::And { left, right } => Truth::And(truth(left)?, truth(right)?),
            ExprKind::Or { left, right } => Truth::Or(truth(left)?, truth(right)?),
            ExprKind::If { test_expr, then_expr, else_expr } => {
                Truth::If(truth(test_expr)?, truth(then_expr)?, truth(else_expr)?)
            }
            ExprKind::UnaryApp { op: UnaryOp::Not, arg } => Truth::Not(truth(arg)?),
            ExprKind::UnaryApp { op: UnaryOp::IsEmpty, arg } => Truth::Empty(self.names(arg)?),
            ExprKind::BinaryApp { op, arg1, arg2 } => self.binary(expr, *op, arg1, arg2)?,
            ExprKind::Like { expr: word, pattern } => Truth::Like(self.word(word)?, pattern.clone()),
            ExprKind::GetAttr { .. } => Truth::Fact(self.fact(expr, Sort::Truth)?),
            _ => return Err(self.odd(expr)),
        })
    }

    fn binary(self, expr: &Expr, op: BinaryOp, a: &Expr, b: &Expr) -> Made<Truth> {
        Ok(match op {
            BinaryOp::Eq | BinaryOp::In if is_action(a) => Truth::For(self.purposes(b)?),
            BinaryOp::Eq if is_action(b) => Truth::For(self.purposes(a)?),
            BinaryOp::Eq => self.equal(a, b)?,
            BinaryOp::Less => Truth::Less(self.number(a)?, self.number(b)?),
            BinaryOp::LessEq => Truth::LessOrEqual(self.number(a)?, self.number(b)?),
            BinaryOp::Contains => self.contains(a, b)?,
            BinaryOp::ContainsAll => Truth::AllIn(self.names(a)?, self.names(b)?),
            BinaryOp::ContainsAny => Truth::AnyIn(self.names(a)?, self.names(b)?),
            _ => return Err(self.odd(expr)),
        })
    }

    fn equal(self, a: &Expr, b: &Expr) -> Made<Truth> {
        Ok(match sort(a).or_else(|| sort(b)) {
            Some(Sort::Number) => Truth::Equal(self.number(a)?, self.number(b)?),
            Some(Sort::Word) => {
                self.of_the_list(a, b)?;
                self.of_the_list(b, a)?;
                Truth::SameWord(self.word(a)?, self.word(b)?)
            }
            Some(Sort::Names) => {
                let what = "sets of words cannot be compared with `==`";
                return Err(self.source.fault(self.at(a), what, "use `containsAll` or `containsAny`"));
            }
            _ => Truth::Same(Box::new(self.truth(a)?), Box::new(self.truth(b)?)),
        })
    }

    fn contains(self, all: &Expr, one: &Expr) -> Made<Truth> {
        let ExprKind::Set(elements) = all.expr_kind() else {
            self.of_the_list(all, one)?;
            return Ok(Truth::OneOf(self.word(one)?, self.names(all)?));
        };
        if sort(one) == Some(Sort::Number) {
            let numbers: Made<Vec<i64>> = elements.iter().map(|e| self.exactly(e)).collect();
            return Ok(Truth::OneOfNumbers(self.number(one)?, numbers?));
        }
        elements.iter().try_for_each(|element| self.of_the_list(one, element))?;
        Ok(Truth::OneOf(self.word(one)?, self.names(all)?))
    }

    fn number(self, expr: &Expr) -> Made<Number> {
        let number = |e: &Expr| self.number(e).map(Box::new);
        Ok(match expr.expr_kind() {
            ExprKind::Lit(Literal::Long(n)) => Number::Is(*n),
            ExprKind::UnaryApp { op: UnaryOp::Neg, arg } => Number::Minus(number(arg)?),
            ExprKind::BinaryApp { op: BinaryOp::Add, arg1, arg2 } => {
                Number::Sum(number(arg1)?, number(arg2)?)
            }
            ExprKind::BinaryApp { op: BinaryOp::Sub, arg1, arg2 } => {
                Number::Difference(number(arg1)?, number(arg2)?)
            }
            ExprKind::BinaryApp { op: BinaryOp::Mul, arg1, arg2 } => {
                Number::Product(number(arg1)?, number(arg2)?)
            }
            ExprKind::GetAttr { .. } => Number::Fact(self.fact(expr, Sort::Number)?),
            _ => return Err(self.odd(expr)),
        })
    }

    /// Returns a number that the rule tells.
    fn exactly(self, expr: &Expr) -> Made<i64> {
        match expr.expr_kind() {
            ExprKind::Lit(Literal::Long(n)) => Ok(*n),
            _ => Err(self.odd(expr)),
        }
    }

    fn word(self, expr: &Expr) -> Made<Word> {
        Ok(match expr.expr_kind() {
            ExprKind::Lit(Literal::String(word)) => Word::Is(word.as_str().into()),
            ExprKind::GetAttr { .. } => Word::Fact(self.fact(expr, Sort::Word)?),
            _ => return Err(self.odd(expr)),
        })
    }

    fn names(self, expr: &Expr) -> Made<Names> {
        Ok(match expr.expr_kind() {
            ExprKind::Set(elements) => {
                let words = elements.iter().map(|e| match e.expr_kind() {
                    ExprKind::Lit(Literal::String(word)) => Ok(word.as_str().into()),
                    _ => Err(self.odd(e)),
                });
                Names::Are(words.collect::<Made<_>>()?)
            }
            ExprKind::GetAttr { .. } => Names::Fact(self.fact(expr, Sort::Names)?),
            _ => return Err(self.odd(expr)),
        })
    }

    fn fact(self, expr: &Expr, wanted: Sort) -> Made<Place> {
        match named(expr).and_then(find).filter(|_| sort(expr) == Some(wanted)) {
            Some(place) => Ok(place),
            None => Err(self.odd(expr)),
        }
    }

    /// Checks that a word told beside a fact is one that the fact can be.
    fn of_the_list(self, fact: &Expr, word: &Expr) -> Made<()> {
        let ExprKind::Lit(Literal::String(word_told)) = word.expr_kind() else { return Ok(()) };
        let Some(fact) = named(fact).and_then(find).and_then(|place| FACTS.get(usize::from(place))) else {
            return Ok(());
        };
        let wrong = |help| {
            let what = format!("`{}` is never `{word_told}`", fact.name);
            Err(self.source.fault(self.at(word), what, help))
        };
        match fact.kind {
            Kind::Word(words) => {
                let words = words();
                if words.contains(&word_told.as_str()) { Ok(()) } else { wrong(meant(word_told, words)) }
            }
            Kind::Country if word_told.len() != 2 || !word_told.bytes().all(|b| b.is_ascii_uppercase()) => {
                wrong("a country is two capital letters, as in `PT`".to_owned())
            }
            Kind::Tags if word_told.chars().any(char::is_uppercase) => {
                wrong(format!("tags are compared in small letters: `{}`", word_told.to_lowercase()))
            }
            _ => Ok(()),
        }
    }

    fn purposes(self, expr: &Expr) -> Made<Vec<Purpose>> {
        match expr.expr_kind() {
            ExprKind::Lit(Literal::EntityUID(uid)) => Ok(vec![self.purpose(uid, self.at(expr))?]),
            ExprKind::Set(elements) => {
                let purposes: Made<Vec<Vec<Purpose>>> = elements.iter().map(|e| self.purposes(e)).collect();
                Ok(purposes?.concat())
            }
            _ => Err(self.odd(expr)),
        }
    }

    /// Returns the purpose that an action stands for.
    pub(crate) fn purpose(self, uid: &EntityUID, at: usize) -> Made<Purpose> {
        let word: &str = uid.eid().as_ref();
        let at = uid.loc().map_or(at, Loc::start);
        if uid.entity_type().to_string() != "Action" {
            return Err(self.source.fault(at, format!("`{uid}` is no action"), "write `Action::\"ask\"`"));
        }
        Purpose::parse(word).ok_or_else(|| {
            let help = meant(word, Purpose::ALL.iter().map(|p| p.word()));
            self.source.fault(at, format!("there is no action `{word}`"), help)
        })
    }

    fn at(self, expr: &Expr) -> usize {
        expr.source_loc().map_or(self.begin, Loc::start)
    }

    /// Says that something is none of what rules here are made of.
    fn odd(self, expr: &Expr) -> Fault {
        let (what, help) = match expr.expr_kind() {
            ExprKind::HasAttr { .. } | ExprKind::ExtHasAttr { .. } => (
                "`has` is not taken here",
                "leave it out: where a fact is not known, the rule is not judged and the user is asked",
            ),
            ExprKind::Var(Var::Principal | Var::Resource) | ExprKind::Is { .. } => (
                "nothing is known of `principal` and `resource`",
                "all facts are below `context`; `comity rule facts` lists them",
            ),
            ExprKind::If { .. } => {
                ("`if` is taken here for a condition alone", "write one rule for each case")
            }
            _ => (
                "this is not taken here",
                "compare a fact (`context.…`) with a word, a number or a set of words",
            ),
        };
        self.source.fault(self.at(expr), what, help)
    }
}

fn is_action(expr: &Expr) -> bool {
    matches!(expr.expr_kind(), ExprKind::Var(Var::Action))
}

/// Returns the name of the fact that is read, if one is.
pub(crate) fn named(expr: &Expr) -> Option<&str> {
    match expr.expr_kind() {
        ExprKind::GetAttr { expr, attr } if matches!(expr.expr_kind(), ExprKind::Var(Var::Context)) => {
            Some(attr.as_str())
        }
        _ => None,
    }
}

/// Returns which tree an expression belongs into, where it says so itself.
fn sort(expr: &Expr) -> Option<Sort> {
    match expr.expr_kind() {
        ExprKind::Lit(Literal::Bool(_)) => Some(Sort::Truth),
        ExprKind::Lit(Literal::Long(_)) => Some(Sort::Number),
        ExprKind::Lit(Literal::String(_)) => Some(Sort::Word),
        ExprKind::Set(_) => Some(Sort::Names),
        ExprKind::UnaryApp { op: UnaryOp::Neg, .. }
        | ExprKind::BinaryApp { op: BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul, .. } => Some(Sort::Number),
        ExprKind::GetAttr { .. } => {
            let fact = FACTS.get(usize::from(named(expr).and_then(find)?))?;
            Some(match fact.kind {
                Kind::Truth => Sort::Truth,
                Kind::Number => Sort::Number,
                Kind::Word(_) | Kind::Country => Sort::Word,
                Kind::Tags => Sort::Names,
            })
        }
        _ => None,
    }
}
