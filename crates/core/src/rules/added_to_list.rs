//! BK5: a mailing to somebody who has not said yes.

use crate::approach::Purpose;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::Refusal;
use crate::time::Moment;

pub(super) const RULE: Rule = Rule {
    name: "added-to-list",
    code: "BK5",
    aliases: &["newsletter-without-yes"],
    group: Group::Invitation,
    level: Level::Error,
    grade: "C/C",
    since: "0.1",
    eyes: Eyes::Asked("--for promote"),
    tags: &[YES, NO],
    page: include_str!("added_to_list.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const YES: &str = "newsletter";
const NO: &str = "no-newsletter";

fn check(case: &Case) -> Ruling {
    if case.approach.purpose != Purpose::Promote {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    match answer(case) {
        Some(Answer::Yes) => Ruling::Silent,
        Some(Answer::No(no)) => fires(Level::Error, format!("a mailing to {who}, who said no to mailings"))
            .because([no])
            .help("take them off the list"),
        None => fires(Level::Warn, format!("a mailing to {who} without a yes that you noted"))
            .because([Evidence::fact(format!("there is no tag `{YES}`"))])
            .help(format!("ask in one line, and send only on a yes; then tag them `{YES}`")),
    }
}

/// What somebody said of mailings, as far as the user noted it.
pub(super) enum Answer {
    Yes,
    No(Evidence),
}

/// Returns what they last said of mailings: a yes that the user noted after a no takes it back.
pub(super) fn answer(case: &Case) -> Option<Answer> {
    let standing = case.standing;
    let refused = |r: &&Refusal| r.purpose == Some(Purpose::Promote);
    let declined = standing.refusals.iter().rev().find(refused).map(|r| r.at);
    let (yes, tagged) = (standing.tagged_at(YES), standing.tagged_at(NO));
    let stands = |no: &Moment| yes.is_none_or(|yes| yes.order() <= no.order());
    let who = &standing.whose.name;
    let no = declined.filter(stands).map(|at| Evidence::dated(at, "they declined mailings"));
    let no = no.or_else(|| tagged.filter(stands).map(|_| Evidence::fact(format!("you tagged {who} `{NO}`"))));
    no.map(Answer::No).or_else(|| yes.map(|_| Answer::Yes))
}
