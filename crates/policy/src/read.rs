//! Reading files of rules: bounds, Cedar's own reading, names, types, and what belongs to each rule.

use crate::above::{Told, comment, prose};
use crate::bounds;
use crate::compile::{Compiler, named};
use crate::facts::{FACTS, find};
use crate::fault::{Fault, Source, meant};
use crate::schema::schema;
use crate::set::{Rules, WrittenRule};
use crate::tree::Truth;
use cedar_policy_core::ast::{self, ActionConstraint, Expr, ExprKind, PrincipalOrResourceConstraint};
use cedar_policy_core::extensions::Extensions;
use cedar_policy_core::parser::{Loc, err::ParseErrors, parse_policyset};
use cedar_policy_core::validator::{ValidationMode, ValidationWarning, Validator, ValidatorSchema};
use comity_core::Purpose;
use comity_core::rule::{Eyes, Group, Level, Rule, Ruling};
use miette::Diagnostic;

/// One file of rules: its name as users know it, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub text: String,
}

/// Reads rules from files; their order is that of the files, and in each that of the text.
///
/// # Errors
/// Fails with every mistake of the first file that has any.
pub fn read(files: &[File]) -> Result<Rules, Vec<Fault>> {
    let mut written: Vec<WrittenRule> = Vec::new();
    for file in files {
        let source = Source { file: &file.name, text: &file.text };
        for rule in in_file(source)? {
            let (at, rule) = rule;
            if let Some(twice) = written.iter().find(|w| w.rule.is_called(rule.rule.name)) {
                let what = format!("there are two rules `{}`", twice.rule.name);
                return Err(vec![source.fault(at, what, "give each a name of its own")]);
            }
            written.push(rule);
        }
    }
    Ok(Rules::of(written))
}

/// Returns the comments of a file of rules as a page, each on its own line: prose, and scenarios between fences.
pub fn page(text: &str) -> String {
    let lines = text.lines().map(|line| comment(line).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads the rules of one file, each with its place.
fn in_file(source: Source<'_>) -> Result<Vec<(usize, WrittenRule)>, Vec<Fault>> {
    bounds::check(source).map_err(|fault| vec![fault])?;
    let set = parse_policyset(source.text).map_err(|errors| unreadable(source, &errors))?;
    if let Some(template) = set.templates().next() {
        let what = "a rule with `?principal` or `?resource` is a template";
        return Err(vec![source.fault(
            begin(template.loc()),
            what,
            "write `principal` and `resource` alone",
        )]);
    }
    let mut policies: Vec<&ast::Policy> = set.policies().collect();
    policies.sort_by_key(|policy| begin(policy.loc()));
    let faults: Vec<Fault> = policies.iter().flat_map(|policy| wrong_names(source, policy)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    wrong_types(source, &set)?;
    let (rules, faults): (Vec<_>, Vec<_>) = policies.iter().map(|p| rule(source, p)).partition(Result::is_ok);
    let faults: Vec<Fault> = faults.into_iter().filter_map(Result::err).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let places = policies.iter().map(|policy| begin(policy.loc()));
    Ok(places.zip(rules.into_iter().filter_map(Result::ok)).collect())
}

fn begin(loc: Option<&Loc>) -> usize {
    loc.map_or(0, Loc::start)
}

/// Returns what Cedar could not read.
fn unreadable(source: Source<'_>, errors: &ParseErrors) -> Vec<Fault> {
    errors.iter().map(|error| of_cedar(source, error, &error.to_string())).collect()
}

/// Returns a mistake that Cedar tells, in our words as far as they differ.
fn of_cedar(source: Source<'_>, error: &dyn Diagnostic, what: &str) -> Fault {
    let label = error.labels().and_then(|mut labels| labels.next());
    let at = label.as_ref().map_or(0, miette::LabeledSpan::offset);
    let help = error.help().map(|help| help.to_string());
    let told = label.as_ref().and_then(|label| label.label()).map(str::to_owned);
    let help = help.or(told).unwrap_or_else(|| LISTS.to_owned());
    source.fault(at, in_our_words(what), in_our_words(&help))
}

/// The way out where nothing nearer is known.
const LISTS: &str = "facts are written `context.NAME`; `comity rule facts` lists them with their kinds";

/// Returns a sentence of Cedar's in the words of this house: no policy by number, no type by its inner name.
fn in_our_words(text: &str) -> String {
    let text = match (text.strip_prefix("for policy `"), text.find("`, ")) {
        (Some(_), Some(end)) => &text[end + 3..],
        _ => text,
    };
    let words = [
        ("unexpected type: ", ""),
        ("Set<String>", "a set of words"),
        ("the types ", ""),
        ("Long", "a number"),
        ("String", "a word"),
        ("Bool", "a yes or no"),
        ("policies", "rules"),
        ("policy", "rule"),
    ];
    words.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours)).replace('\n', " ")
}

/// Finds names that are none: of facts, of actions.
fn wrong_names(source: Source<'_>, policy: &ast::Policy) -> Vec<Fault> {
    let Some(expr) = policy.non_scope_constraints() else { return Vec::new() };
    let mut faults = Vec::new();
    for part in expr.subexpressions() {
        let ExprKind::GetAttr { attr, .. } = part.expr_kind() else { continue };
        let end = part.source_loc().map_or(0, Loc::end);
        let at = end.saturating_sub(attr.len());
        match named(part) {
            Some(name) if find(name).is_none() => {
                let help =
                    format!("{} `comity rule facts` lists all", meant(name, FACTS.iter().map(|f| f.name)));
                faults.push(source.fault(at, format!("there is no fact `{name}`"), help));
            }
            None => faults.push(source.fault(at, format!("nothing is called `{attr}` there"), LISTS)),
            Some(_) => {}
        }
    }
    faults
}

/// Finds what Cedar's validator does not take, in its strict mode.
fn wrong_types(source: Source<'_>, set: &ast::PolicySet) -> Result<(), Vec<Fault>> {
    let schema = ValidatorSchema::from_cedarschema_str(&schema(), Extensions::none());
    let (schema, _) =
        schema.map_err(|error| vec![source.fault(0, error.to_string(), "please report this")])?;
    let result = Validator::new(schema).validate(set, ValidationMode::Strict);
    let errors: Vec<Fault> =
        result.validation_errors().map(|e| of_cedar(source, e, &e.to_string())).collect();
    // What is wrong makes what else is doubtful.
    let faults = if errors.is_empty() {
        result.validation_warnings().map(|warning| doubtful(source, set, warning)).collect()
    } else {
        errors
    };
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Returns what Cedar warns of; here it is a mistake.
fn doubtful(source: Source<'_>, set: &ast::PolicySet, warning: &ValidationWarning) -> Fault {
    let ValidationWarning::ImpossiblePolicy(never) = warning else {
        return of_cedar(source, warning, &warning.to_string());
    };
    let policy = set.policies().find(|policy| *policy.id() == never.policy_id);
    let expr = policy.and_then(|policy| policy.non_scope_constraints()).and_then(Expr::source_loc);
    let at = begin(expr);
    source.fault(
        at,
        "the rule can never speak: its condition is false in every case",
        "see which parts of it exclude each other",
    )
}

/// Reads one rule.
fn rule(source: Source<'_>, policy: &ast::Policy) -> Result<WrittenRule, Fault> {
    let told = Told::of(source, policy);
    told.unknown()?;
    let name = told.name()?;
    let code = told.some("code").map_or(Ok(name), |code| told.free("code", code))?;
    let level = told.level(policy.effect())?;
    let message = told.message()?;
    let help = match level {
        Level::Pass => told.some("help").unwrap_or_default(),
        _ => told.one("help", "`@help(\"what one could do today\")`")?,
    };
    let compiler = Compiler { source, begin: told.begin };
    let condition =
        policy.non_scope_constraints().map_or(Ok(Truth::Is(true)), |expr| compiler.truth(expr))?;
    Ok(WrittenRule {
        purposes: head(compiler, policy)?,
        reads: policy.non_scope_constraints().map(reads).unwrap_or_default(),
        condition,
        message,
        help: help.to_owned(),
        rule: kept(Rule {
            name: name.to_owned().leak(),
            code: code.to_owned().leak(),
            aliases: &[],
            group: Group::Written,
            level,
            grade: "your own",
            since: "",
            eyes: Eyes::Sources,
            tags: &[],
            page: prose(source, &told, name, code).leak(),
            check: |_| Ruling::Silent,
            at_rest: None,
            network: None,
        }),
    })
}

/// Keeps a rule for as long as the program runs, as the built-in ones are; whoever reads the same files again and again
/// keeps what was read.
fn kept(rule: Rule) -> &'static Rule {
    Box::leak(Box::new(rule))
}

/// Returns the purposes that the head of a rule tells.
fn head(compiler: Compiler<'_>, policy: &ast::Policy) -> Result<Option<Vec<Purpose>>, Fault> {
    let any =
        |constraint: &PrincipalOrResourceConstraint| matches!(constraint, PrincipalOrResourceConstraint::Any);
    if !any(policy.principal_constraint().as_inner()) || !any(policy.resource_constraint().as_inner()) {
        let what = "nothing is known of `principal` and `resource`";
        let help = "write `(principal, action, resource)`; facts of the person are below `context`";
        return Err(compiler.source.fault(compiler.begin, what, help));
    }
    let purpose = |uid| compiler.purpose(uid, compiler.begin);
    match policy.action_constraint() {
        ActionConstraint::Any => Ok(None),
        ActionConstraint::Eq(uid) => Ok(Some(vec![purpose(uid)?])),
        ActionConstraint::In(uids) => uids.iter().map(|uid| purpose(uid)).collect::<Result<_, _>>().map(Some),
    }
}

/// Returns the facts that a condition reads, each once.
fn reads(expr: &Expr) -> Vec<u8> {
    let mut read: Vec<(usize, u8)> =
        expr.subexpressions().filter_map(|e| Some((begin(e.source_loc()), find(named(e)?)?))).collect();
    read.sort_unstable();
    let mut reads = Vec::new();
    for (_, fact) in read {
        if !reads.contains(&fact) {
            reads.push(fact);
        }
    }
    reads
}
