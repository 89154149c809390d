//! BK5: a mailing to somebody who has not said yes.

use crate::approach::Purpose;
use crate::rule::{Eyes, Case, Evidence, Group, Level, Rule, Ruling, fires};
use crate::standing::Refusal;

pub(super) const RULE: Rule = Rule {
    name: "added-to-list",
    code: "BK5",
    aliases: &["newsletter-without-yes"],
    group: Group::Invitation,
    level: Level::Error,
    grade: "C/C",
    since: "0.1",
    eyes: Eyes::Asked("--for promote"),
    page: include_str!("added_to_list.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const YES: &str = "newsletter";
const NO: &str = "no-newsletter";

fn check(case: &Case) -> Ruling {
    if case.approach.purpose != Purpose::Promote || case.standing.is_tagged(YES) {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let refused = |r: &&Refusal| r.purpose == Some(Purpose::Promote);
    let no = case.standing.refusals.iter().rev().find(refused).map(|r| Evidence::dated(r.at, "they declined"));
    let no = no.or(case.standing.is_tagged(NO).then(|| Evidence::fact(format!("you tagged {who} `{NO}`"))));
    match no {
        Some(no) => fires(Level::Error, format!("a mailing to {who}, who said no to mailings"))
            .because([no])
            .help("take them off the list"),
        None => fires(Level::Warn, format!("a mailing to {who} without a yes that you noted"))
            .because([Evidence::fact(format!("there is no tag `{YES}`"))])
            .help(format!("ask in one line, and send only on a yes; then tag them `{YES}`")),
    }
}
