//! BK6: an introduction before both agreed.

use crate::approach::Purpose;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "surprise-introduction",
    code: "BK6",
    aliases: &["single-opt-in"],
    group: Group::Invitation,
    level: Level::Warn,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Asked("--recipients N"),
    tags: &[TAG],
    page: include_str!("surprise_introduction.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's word for a standing permission.
const TAG: &str = "open-to-introductions";

fn check(case: &Case) -> Ruling {
    if case.approach.purpose != Purpose::Introduce || case.standing.is_tagged(TAG) {
        return Ruling::Silent;
    }
    let lasts = Span::days(case.settings.intro_consent_days);
    let fresh = |at: &Moment| at.shortest_until(case.approach.at) <= lasts;
    if case.standing.gestures.agreed.as_ref().is_some_and(fresh) || case.approach.audience <= 1 {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let old = case.standing.gestures.agreed.map(|at| Evidence::dated(at, "they agreed, long ago"));
    let none = Evidence::fact(format!("no yes of {who} is noted"));
    fires(Level::Warn, format!("an introduction that {who} has not agreed to"))
        .because([old.unwrap_or(none)])
        .help("ask each alone first, with a few lines that can be passed on; introduce on two yeses")
}
