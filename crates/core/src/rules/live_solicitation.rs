//! HD3: paid work sought live from somebody known to need it.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::relationship::{Level as TieLevel, Role, Tie};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "live-solicitation",
    code: "HD3",
    aliases: &["solicitation"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Asked("--for pitch"),
    tags: &[NEED, LAWYER],
    page: include_str!("live_solicitation.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it: they need this very service; they are lawyers themselves.
const NEED: &str = "in-need";
const LAWYER: &str = "lawyer";

fn check(case: &Case) -> Ruling {
    let live = matches!(case.door.medium, Medium::InPerson | Medium::Phone) || case.approach.venue.is_some();
    if case.approach.purpose != Purpose::Pitch {
        return Ruling::Silent;
    }
    let (who, is) = (&case.standing.whose.name, case.relationship);
    if is.family || is.role == Some(Role::Client) || case.standing.is_tagged(LAWYER) {
        return Ruling::Silent;
    }
    // Who declines a lunch has declined no lawyer.
    let refusal = case.standing.refusals.iter().rev().find(|r| r.purpose == Some(Purpose::Pitch));
    if let Some(refusal) = refusal {
        return fires(Level::Stop, format!("work is sought from {who}, who has declined"))
            .because([Evidence::dated(refusal.at, "they declined")])
            .help("leave it; general information to everybody stays fine");
    }
    // A bare connection on a platform is no tie from before.
    let told = case.standing.stated_tie(case.approach.at).is_some_and(Tie::is_professional);
    let prior = case.level != TieLevel::None || told || is.role.is_some();
    if !live || prior || case.is_friend() {
        return Ruling::Silent;
    }
    if !case.standing.is_tagged(NEED) {
        return lacks("known-need", Level::Stop, format!("do you know that {who} needs this very service?"));
    }
    fires(Level::Stop, format!("work is sought live from {who}, who is known to need it"))
        .because([Evidence::fact(format!("you tagged {who} `{NEED}`"))])
        .help("general information, a letter, or waiting to be asked")
}
