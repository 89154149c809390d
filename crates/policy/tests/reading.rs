//! What is read, and what is refused with its place.

use comity_core::rule::{Group, Level};
use comity_core::written::WrittenRules;
use comity_policy::{File, Rules, page, read};

const HEAD: &str = "@name(\"pitch-by-chat\")\n@level(\"error\")\n@message(\"a pitch to {who} by {channel}\")\n\
                    @help(\"write a mail\")\n";

fn file(text: &str) -> File {
    File { name: "firm.cedar".to_owned(), text: text.to_owned() }
}

/// Holds a text to the first mistake that is told of it; nothing where there is none.
#[track_caller]
fn refuses(text: &str, expected: &str) {
    let faults = read(&[file(text)]).err().unwrap_or_default();
    let told = faults.first().map(|f| format!("{}:{}: {}; {}", f.line, f.column, f.what, f.help));
    assert_eq!(told.unwrap_or_default(), expected, "{text}");
}

/// Holds a condition to the same; it stands on the sixth line of the text.
#[track_caller]
fn refuses_condition(condition: &str, expected: &str) {
    refuses(&format!("{HEAD}forbid (principal, action, resource) when {{\n{condition}\n}};"), expected);
}

/// Holds what is written above a rule to the same.
#[track_caller]
fn refuses_head(head: &str, expected: &str) {
    refuses(&format!("{head}\nforbid (principal, action, resource) when {{ context.hidden }};"), expected);
}

#[test]
fn a_name_that_is_none_is_told_with_its_place_and_the_nearest_right_one() {
    let lists = "`comity rule facts` lists all";
    refuses_condition(
        "context.personl",
        &format!("6:9: there is no fact `personl`; did you mean `personal`? {lists}"),
    );
    refuses_condition(
        "context.personal &&\n  context.chanel == \"xing\"",
        &format!("7:11: there is no fact `chanel`; did you mean `channel`? {lists}"),
    );
    refuses_condition(
        "context.channel == \"whatsap\"",
        "6:20: `channel` is never `whatsap`; did you mean `whatsapp`?",
    );
    refuses_condition(
        "[\"xing\", \"linkdin\"].contains(context.channel)",
        "6:10: `channel` is never `linkdin`; did you mean `linkedin`?",
    );
    refuses_condition(
        "context.country == \"pt\"",
        "6:20: `country` is never `pt`; a country is two capital letters, as in `PT`",
    );
    refuses_condition(
        "context.tags.contains(\"Client\")",
        "6:23: `tags` is never `Client`; tags are compared in small letters: `client`",
    );
    refuses_condition(
        "action == Action::\"pich\"",
        "6:11: unrecognized action `Action::\"pich\"`; did you mean `Action::\"pitch\"`?",
    );
    refuses_condition(
        "context.channel.name == \"x\"",
        "6:17: nothing is called `name` there; facts are written `context.NAME`; `comity rule facts` lists them with \
         their kinds",
    );
}

#[test]
fn types_are_checked() {
    let lists = "facts are written `context.NAME`; `comity rule facts` lists them with their kinds";
    refuses_condition(
        "context.unanswered == \"three\"",
        "6:1: a number and a word are not compatible; both operands to a `==` expression must have compatible types. \
         Types must be exactly equal to be compatible",
    );
    refuses_condition("context.unanswered", &format!("6:1: expected a yes or no but saw a number; {lists}"));
    refuses_condition(
        "context.unanswered < 3 &&\n context.channel",
        &format!("7:2: expected a yes or no but saw a word; {lists}"),
    );
}

#[test]
fn what_cedar_takes_and_rules_do_not_is_refused() {
    refuses_condition(
        "context has personal && context.personal",
        "6:1: `has` is not taken here; leave it out: where a fact is not known, the rule is not judged and the user is \
         asked",
    );
    let nobody = "nothing is known of `principal` and `resource`; all facts are below `context`; `comity rule facts` \
                  lists them";
    refuses_condition("principal == You::\"me\"", &format!("6:1: {nobody}"));
    refuses_condition("resource is Person", &format!("6:1: {nobody}"));
    refuses_condition(
        "context.tags == [\"a\"]",
        "6:1: sets of words cannot be compared with `==`; use `containsAll` or `containsAny`",
    );
    refuses_condition(
        "ip(\"127.0.0.1\").isLoopback()",
        "6:1: this is not taken here; compare a fact (`context.…`) with a word, a number or a set of words",
    );
    refuses_condition(
        "context.hidden && false",
        "6:1: the rule can never speak: its condition is false in every case; see which parts of it exclude each other",
    );
}

#[test]
fn what_belongs_above_a_rule_is_asked_for() {
    refuses_head("", "2:1: the rule has no name; write `@name(\"the-error-in-kebab-case\")` above it");
    refuses_head("@name(\"a-b\")", "1:1: the rule has no level; write `@level(\"warn\")` above it");
    let head = "@name(\"a-b\") @level(\"warn\")";
    refuses_head(
        head,
        "1:1: the rule has no message; write `@message(\"what is wrong with the approach\")` above it",
    );
    refuses_head(
        &format!("{head} @message(\"x\")"),
        "1:1: the rule has no help; write `@help(\"what one could do today\")` above it",
    );
    refuses_head(
        &format!("{head} @message(\"{{whom}}\")"),
        "1:29: there is no fact `whom`; did you mean `who`?",
    );
    refuses_head("@name(\"a-b\") @levl(\"warn\")", "1:14: `@levl` says nothing here; did you mean `level`?");
    refuses_head("@name(\"a-b\") @level(\"wrn\")", "1:14: `wrn` is no level; did you mean `warn`?");
    refuses_head("@name(\"too-soon\")", "1:1: `too-soon` is a built-in rule; choose another name");
    refuses_head(
        "@name(\"Two Words\")",
        "1:1: `Two Words` is no name of a rule; use small letters, digits and single hyphens: `writing-at-night`",
    );
    refuses_head(
        "@name(\"a-b\") @level(\"pass\")",
        "1:14: `forbid` says that something is not fine; write `permit`, or one of `hint`, `warn`, `error`, `stop`",
    );
    let twice = "@name(\"a-b\") @level(\"hint\") @message(\"x\") @help(\"y\")\nforbid (principal, action, resource);\n";
    refuses(&twice.repeat(2), "3:1: there are two rules `a-b`; give each a name of its own");
}

#[test]
fn what_cannot_be_read_or_seems_to_have_no_end_is_told_with_its_place() {
    let head = "forbid (principal, action, resource)";
    refuses(head, "1:37: unexpected end of input; expected `;` or identifier");
    refuses(
        &format!("{head} when {{ \"abc }};"),
        "1:45: invalid token; try checking that all strings are closed properly",
    );
    let deep = "the expression goes deeper than 40 levels and seems to have no end; close the brackets, or write it as \
                several rules";
    refuses(&format!("{head} when {{ {}true }};", "(".repeat(100_000)), &format!("1:84: {deep}"));
    refuses(&format!("{head} when {{ {}true }};", "!".repeat(100_000)), &format!("1:85: {deep}"));
    refuses(
        &format!("{head} when {{ {}true }};", "true &&\n".repeat(1_000)),
        "331:1: the rule is longer than 1000 words and seems to have no end; end it with `;`, or write it as several \
         rules",
    );
    refuses(&"// much\n".repeat(40_000), "1:1: the file is longer than 256 KiB; keep rules in several files");
}

/// Reads a text that has no mistake.
#[track_caller]
fn rules(text: &str) -> Rules {
    read(&[file(text)]).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn a_rule_has_what_built_in_ones_have() {
    let text = format!(
        "// About the firm.\n\n// Deals belong elsewhere.\n//\n// **When it is fine.** Never.\n{HEAD}@code(\"F1\")\n\
         @source(\"handbook\")\nforbid (principal, action, resource) when {{ context.medium == \"chat\" }};"
    );
    let rules = rules(&text);
    let [rule] = rules.rules() else { panic!("one rule") };
    assert_eq!(
        (rule.name, rule.code, rule.level, rule.group),
        ("pitch-by-chat", "F1", Level::Error, Group::Written)
    );
    assert!(rule.is_called("f1") && rule.is_called("pitch-by-chat"));
    assert_eq!(
        rule.page,
        "# pitch-by-chat (F1)\n\nDeals belong elsewhere.\n\n**When it is fine.** Never.\n\n**Source.** handbook\n"
    );
    assert_eq!(page(&text).lines().nth(2), Some("Deals belong elsewhere."), "the page keeps its lines");
    assert!(read(&[]).is_ok_and(|rules| rules.is_empty()));
    assert!(read(&[file("// nothing yet\n")]).is_ok_and(|rules| rules.is_empty()));
}
