//! Written rules beside the built-in ones: levels, leave, questions.

use comity_core::Platform;
use comity_core::scenario::run_beside;
use comity_core::written::Written;
use comity_policy::{File, read};
use std::sync::Arc;

/// A rule of a level with a condition; `pass` is a permission.
fn rule(level: &str, condition: &str) -> Written {
    let effect = if level == "pass" { "permit" } else { "forbid" };
    let text = format!(
        "@name(\"own\") @level(\"{level}\") @message(\"{{who}} by {{channel}}\") @help(\"do not\")\n\
         {effect} (principal, action, resource) when {{ {condition} }};"
    );
    let rules = read(&[File { name: "own.cedar".to_owned(), text }]);
    Written::of(Arc::new(rules.unwrap_or_else(|faults| panic!("{faults:?}"))))
}

/// Holds a scenario to its expectations, with one rule.
#[track_caller]
fn check((level, condition): (&str, &str), scenario: &str) {
    let outcomes = run_beside(scenario, &rule(level, condition)).unwrap_or_else(|why| panic!("{why}"));
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        assert_eq!(outcome.got, outcome.expected, "{condition}\n{scenario}");
    }
}

const ANA: &str = "ana: professional; email ana@firm.example, professional\n";

#[test]
fn each_level_gives_its_verdict() {
    for (level, verdict) in [
        ("pass", "welcome"),
        ("hint", "welcome"),
        ("warn", "caution"),
        ("error", "unwelcome"),
        ("stop", "unwelcome"),
    ] {
        check(
            (level, "context.medium == \"mail\""),
            &format!("{ANA}2 Mar approach ana by email\n=> {verdict} own"),
        );
    }
}

#[test]
fn a_written_rule_is_switched_off_set_to_another_level_and_allowed() {
    let error = ("error", "context.medium == \"mail\"");
    check(error, &format!("{ANA}rule own off\n2 Mar approach ana by email\n=> welcome"));
    check(error, &format!("{ANA}rule own warn\n2 Mar approach ana by email\n=> caution own"));
    check(
        error,
        "ana: professional; email ana@firm.example, professional; allow own because told\n\
         2 Mar approach ana by email\n=> welcome allowed own",
    );
    check(("pass", "true"), &format!("{ANA}rule own error\n2 Mar approach ana by email\n=> welcome own"));
}

#[test]
fn what_is_not_known_is_asked_and_is_neither_fine_nor_unwelcome() {
    let topic = "context.topic == \"professional\"";
    let approach = "2 Mar approach ana by email";
    check(("error", topic), &format!("{ANA}{approach}\n=> caution asking topic"));
    check(("stop", &format!("!({topic})")), &format!("{ANA}{approach}\n=> caution asking topic"));
    check(("warn", topic), &format!("{ANA}{approach}\n=> welcome asking topic"));
    check(("pass", topic), &format!("{ANA}{approach}\n=> welcome"));
    check(("error", topic), &format!("{ANA}{approach} about work\n=> unwelcome own"));
    check(("error", topic), &format!("{ANA}{approach} about life\n=> welcome"));
    check(("error", topic), &format!("{ANA}rule own off\n{approach}\n=> welcome"));
}

#[test]
fn what_is_not_known_does_not_matter_where_the_rest_decides() {
    let (no, yes) = ("context.medium == \"chat\"", "context.medium == \"mail\"");
    let topic = "context.topic == \"professional\"";
    let says = |condition: String, told: &str| {
        check(("error", &condition), &format!("{ANA}2 Mar approach ana by email\n=> {told}"));
    };
    says(format!("{topic} && {no}"), "welcome");
    says(format!("{no} && {topic}"), "welcome");
    says(format!("{topic} || {yes}"), "unwelcome own");
    says(format!("{yes} || {topic}"), "unwelcome own");
    says(format!("if {topic} then {yes} else {yes}"), "unwelcome own");
    says(format!("if {topic} then {yes} else {no}"), "caution asking topic");
    says(format!("!({topic}) && {yes}"), "caution asking topic");
    says(format!("({topic}) == ({yes})"), "caution asking topic");
    says("context.size + 9223372036854775807 > 0".to_owned(), "unwelcome own");
    says("context.recipients + 9223372036854775807 > 0".to_owned(), "caution asking rule");
}

#[test]
fn a_number_that_is_told_vaguely_counts_only_if_every_reading_does() {
    let told = "ana: professional; email ana@firm.example, professional; zone Europe/Lisbon\n";
    check(
        ("hint", "context.hour >= 22"),
        &format!("{told}2 Mar 22:30 approach ana by email\n=> welcome off-hours own"),
    );
    check(
        ("hint", "context.hour >= 22"),
        &format!("{ANA}2 Mar 22:30 approach ana by email\n=> welcome asking zone"),
    );
    check(
        ("hint", "context.hour < 24"),
        &format!("{told}2 Mar 22:30 approach ana by email\n=> welcome off-hours own"),
    );
    check(
        ("hint", "context.weekday == \"monday\" && !context.weekend"),
        &format!("{told}2 Mar approach ana by email\n=> welcome own"),
    );
}

#[test]
fn what_counts_words_is_asked_of_somebody_who_may_be_two() {
    let twin = "ana: professional; email ana@firm.example, professional; twin\n";
    let known = "ana: professional; email ana@firm.example, professional\n";
    let story = "1 Feb  email to ana\n2 Feb  approach ana by email for thank\n";
    check(("error", "context.days_since_yours < 3"), &format!("{known}{story}=> unwelcome own"));
    check(("error", "context.days_since_yours < 3"), &format!("{twin}{story}=> caution asking same-person"));
    check(("error", "context.medium == \"mail\""), &format!("{twin}{story}=> unwelcome own"));
}

#[test]
fn an_audit_walks_written_rules_too() {
    let story = "1 Feb  email to ana\n2 Feb  email from ana\n3 Feb  email to ana\n4 Feb  linkedin to ana\n";
    check(("warn", "context.channel == \"linkedin\""), &format!("{ANA}{story}=> audit own"));
    check(("hint", "context.channel == \"linkedin\""), &format!("{ANA}{story}=> audit own (hint)"));
}

#[test]
fn what_no_source_would_show_is_asked_and_not_taken_for_silence() {
    let ends = |rest: &str| {
        format!("{ANA}covered email from 1 Jan to 20 Feb\n1 Feb  email from ana\n2 Feb  email to ana\n{rest}")
    };
    // Inside what is covered it is known.
    check(("error", "context.wrote_here"), &ends("10 Feb  approach ana by email\n=> unwelcome own"));
    check(("error", "!context.wrote_here"), &ends("10 Feb  approach ana by email\n=> welcome"));
    // A door on a platform whose source has ended: that they did not use it is not known.
    check(
        ("error", "!context.wrote_here"),
        "ana: professional; email ana@firm.example, professional\ncovered email from 1 Jan to 20 Feb\n\
         9 Mar  approach ana by email\n=> caution asking wrote-here",
    );
    check(
        ("pass", "!context.wrote_here"),
        "ana: professional; email ana@firm.example, professional\ncovered email from 1 Jan to 20 Feb\n\
         9 Mar  approach ana by email\n=> welcome",
    );
}

#[test]
fn after_the_end_of_all_sources_days_are_known_as_a_stretch_alone() {
    // Every source ends on the twentieth.
    let ended: String =
        Platform::ALL.iter().map(|p| format!("covered {} from 1 Jan to 20 Feb\n", p.word())).collect();
    let story = |told: &str| format!("{ANA}{ended}1 Feb  email from ana\n2 Feb  email to ana\n{told}");
    let judged = |level: &str, condition: &str, told: &str| {
        check((level, condition), &story(&format!("9 Mar  approach ana by email for thank\n=> {told}")));
    };
    // 36 days, if nothing came since.
    judged("error", "context.days_since_theirs > 30", "caution asking their-last-word");
    judged("pass", "context.days_since_theirs > 30", "welcome");
    judged("error", "context.days_since_theirs > 40", "welcome");
    judged("error", "context.days_since_theirs < 40", "unwelcome own");
    judged("error", "context.days_since_yours > 30", "caution asking your-last-word");
    judged("error", "context.days_since_met == 36500", "caution asking last-meeting");
    // Inside of it all is known, but for what was before its beginning.
    let known = |condition: &str, told: &str| {
        check(("error", condition), &story(&format!("10 Feb  approach ana by email for thank\n=> {told}")));
    };
    known("context.days_since_theirs == 9", "unwelcome own");
    known("context.days_since_met > 30", "unwelcome own");
    known("context.days_since_met > 300", "caution asking last-meeting");
}
