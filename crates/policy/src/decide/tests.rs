//! Our tree against Cedar's own evaluator, on random conditions and random facts; and what a missing fact may change.

use super::{Answer, View, Why};
use crate::compile::Compiler;
use crate::fact::{Kind, Value};
use crate::facts::FACTS;
use crate::fault::Source;
use crate::tree::Truth;
use cedar_policy_core::ast::{Context, EntityUID, EntityUIDEntry, PolicySet, Request, RestrictedExpr};
use cedar_policy_core::authorizer::{Authorizer, Decision};
use cedar_policy_core::entities::Entities;
use cedar_policy_core::extensions::Extensions;
use cedar_policy_core::parser::parse_policyset;
use comity_core::Purpose;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::borrow::Cow;

/// What every fact is in one made-up case.
type Values = Vec<Value<'static>>;

const COUNTRIES: [&str; 3] = ["PT", "US", "DE"];
const TAGS: [&str; 3] = ["club", "judge", "client"];

fn words(fact: &'static crate::fact::Fact) -> Vec<&'static str> {
    match fact.kind {
        Kind::Word(words) => words(),
        _ => COUNTRIES.to_vec(),
    }
}

fn value(fact: &'static crate::fact::Fact) -> BoxedStrategy<Value<'static>> {
    match fact.kind {
        Kind::Truth => any::<bool>().prop_map(Value::Truth).boxed(),
        Kind::Number => prop_oneof![-1..6_i64, Just(36_500), Just(i64::MAX)].prop_map(Value::exactly).boxed(),
        Kind::Word(_) | Kind::Country => select(words(fact)).prop_map(Value::Word).boxed(),
        Kind::Tags => vec(select(&TAGS), 0..3)
            .prop_map(|t| Value::Names(t.into_iter().map(Cow::Borrowed).collect()))
            .boxed(),
    }
}

fn values() -> impl Strategy<Value = Values> {
    FACTS.iter().map(value).collect::<Vec<_>>()
}

/// Returns the facts of a kind.
fn facts(is: fn(&Kind) -> bool) -> impl Strategy<Value = &'static crate::fact::Fact> {
    select(FACTS.iter().filter(|f| is(&f.kind)).collect::<Vec<_>>())
}

fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (-3..6_i64).prop_map(|n| if n < 0 { format!("({n})") } else { n.to_string() }),
        facts(|k| matches!(k, Kind::Number)).prop_map(|f| format!("context.{}", f.name)),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), select(&["+", "-", "*"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            inner.prop_map(|a| format!("(-{a})")),
        ]
    })
}

fn word_test() -> impl Strategy<Value = String> {
    let one = facts(|k| matches!(k, Kind::Word(_) | Kind::Country)).prop_flat_map(|fact| {
        (select(words(fact)), select(words(fact)), 0..4_u8).prop_map(move |(a, b, form)| match form {
            0 => format!("context.{} == \"{a}\"", fact.name),
            1 => format!("context.{} != \"{a}\"", fact.name),
            2 => format!("[\"{a}\", \"{b}\"].contains(context.{})", fact.name),
            _ => format!("context.{} like \"{}*\"", fact.name, &a[..1]),
        })
    });
    let many = (select(&TAGS), select(&TAGS), 0..4_u8).prop_map(|(a, b, form)| match form {
        0 => format!("context.tags.contains(\"{a}\")"),
        1 => format!("context.tags.containsAll([\"{a}\", \"{b}\"])"),
        2 => format!("[\"{a}\", \"{b}\"].containsAny(context.tags)"),
        _ => "context.tags.isEmpty()".to_owned(),
    });
    prop_oneof![2 => one, 1 => many]
}

fn condition() -> impl Strategy<Value = String> {
    let compared = (number(), select(&["<", "<=", ">", ">=", "==", "!="]), number());
    let purpose = || select(Purpose::ALL).prop_map(Purpose::word);
    let leaf = prop_oneof![
        3 => facts(|k| matches!(k, Kind::Truth)).prop_map(|f| format!("context.{}", f.name)),
        3 => compared.prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        3 => word_test(),
        1 => (vec(0..6_i64, 1..4), number()).prop_map(|(all, n)| format!("{all:?}.contains({n})")),
        1 => purpose().prop_map(|p| format!("action == Action::\"{p}\"")),
        1 => (purpose(), purpose()).prop_map(|(a, b)| format!("action in [Action::\"{a}\", Action::\"{b}\"]")),
        1 => any::<bool>().prop_map(|yes| yes.to_string()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) && ({b}))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) || ({b}))")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) == ({b}))")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
        ]
    })
}

/// Reads a condition for both judges.
fn read(condition: &str) -> (PolicySet, Truth) {
    let text = format!("permit (principal, action, resource) when {{ {condition} }};");
    let set = parse_policyset(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
    let policy = set.policies().next().expect("one policy");
    let compiler = Compiler { source: Source { file: "random", text: &text }, begin: 0 };
    let expr = policy.non_scope_constraints().expect("a condition");
    let truth = compiler.truth(expr).unwrap_or_else(|fault| panic!("{fault}: {text}"));
    (set, truth)
}

/// Asks Cedar; `None` where it errs.
fn cedar(set: &PolicySet, values: &Values, purpose: Purpose) -> Option<bool> {
    let known = |word: &str, name: &str| {
        EntityUIDEntry::known(EntityUID::with_eid_and_type(word, name).expect("an entity"), None)
    };
    let pairs = FACTS.iter().zip(values).map(|(fact, value)| {
        let told = match value {
            Value::Truth(yes) => RestrictedExpr::val(*yes),
            Value::Number(n, _) => RestrictedExpr::val(*n),
            Value::Word(word) => RestrictedExpr::val(*word),
            Value::Names(names) => RestrictedExpr::set(names.iter().map(|n| RestrictedExpr::val(&**n))),
            Value::Unknown => panic!("Cedar is asked of what is known"),
        };
        (fact.name.into(), told)
    });
    let context = Context::from_pairs(pairs, Extensions::none()).expect("a context");
    let (you, they) = (known("You", "me"), known("Person", "them"));
    let request = Request::new_unchecked(you, known("Action", purpose.word()), they, Some(context));
    let response = Authorizer::new().is_authorized(request, set, &Entities::new());
    response.diagnostics.errors.is_empty().then_some(response.decision == Decision::Allow)
}

fn decide(truth: &Truth, values: &Values, purpose: Purpose) -> Answer {
    View { purpose, values }.decide(truth)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn where_all_is_known_the_tree_says_what_cedar_says(
        condition in condition(), values in values(), purpose in select(Purpose::ALL),
    ) {
        let (set, truth) = read(&condition);
        let ours = decide(&truth, &values, purpose);
        match cedar(&set, &values, purpose) {
            Some(yes) => prop_assert_eq!(ours, yes.into(), "{}", condition),
            // Cedar gives up at the first number that is too big; the tree may still decide by the rest.
            None => prop_assert!(condition.contains(['+', '-', '*']), "{}: {:?}", condition, ours),
        }
        prop_assert!(!matches!(ours, Answer::Unknown(Why::Fact(_))), "{}", condition);
    }

    #[test]
    fn what_is_decided_without_a_fact_stays_so_whatever_the_fact_is(
        condition in condition(), values in values(), others in values(), purpose in select(Purpose::ALL),
        hidden in vec(any::<bool>(), FACTS.len()),
    ) {
        let (_, truth) = read(&condition);
        let missing: Values =
            values.iter().zip(&hidden).map(|(v, hidden)| if *hidden { Value::Unknown } else { v.clone() }).collect();
        let ours = decide(&truth, &missing, purpose);
        let filled: Values = values
            .iter()
            .zip(&others)
            .zip(&hidden)
            .map(|((value, other), hidden)| if *hidden { other.clone() } else { value.clone() })
            .collect();
        if !matches!(ours, Answer::Unknown(_)) {
            for known in [&values, &filled] {
                let told = decide(&truth, known, purpose);
                prop_assert!(told == ours || told == Answer::Unknown(Why::TooBig), "{}: {:?} {:?}", condition, ours, told);
            }
        }
    }

    #[test]
    fn a_number_between_bounds_is_decided_only_as_all_that_lie_between_are(
        a in -5..5_i64, more in 0..4_i64, b in -5..5_i64, op in select(&["<", "<=", ">", ">=", "==", "!="]), k in -2..3_i64,
    ) {
        let condition = format!("context.size * ({k}) - context.circles {op} {b}");
        let (_, truth) = read(&condition);
        let with = |size: Value<'static>| -> Values {
            let of = |f: &crate::fact::Fact| match f.name {
                "size" => size.clone(),
                "circles" => Value::exactly(1),
                _ => Value::Unknown,
            };
            FACTS.iter().map(of).collect()
        };
        let vague = decide(&truth, &with(Value::Number(a, a + more)), Purpose::Ask);
        let all: Vec<Answer> =
            (a..=a + more).map(|n| decide(&truth, &with(Value::exactly(n)), Purpose::Ask)).collect();
        if !matches!(vague, Answer::Unknown(_)) {
            prop_assert!(all.iter().all(|one| *one == vague), "{}: {:?} {:?}", condition, vague, all);
        }
    }
}
