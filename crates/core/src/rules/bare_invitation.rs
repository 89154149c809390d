//! BK1: an invitation without a line to somebody who may not place the user.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::Access;
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "bare-invitation",
    code: "BK1",
    aliases: &["invitation-without-note"],
    group: Group::Invitation,
    level: Level::Hint,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("bare_invitation.md"),
    check,
    at_rest: None,
    network: None,
};

/// Who met the user within a month still places them.
const FRESH: Span = Span::days(30);

fn check(case: &Case) -> Ruling {
    let network = case.door.medium == Medium::ProfessionalNetwork;
    if case.approach.purpose != Purpose::Connect || !network || case.approach.note == Some(true) {
        return Ruling::Silent;
    }
    let met = case.standing.last_met.is_some_and(|met| met.shortest_until(case.approach.at) <= FRESH);
    let placed = met || case.level.is_alive() || case.is_friend() || case.relationship.role.is_some();
    if placed || case.door.wished || case.door.access == Access::Open {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    if case.approach.note.is_none() {
        return lacks("note", Level::Hint, format!("does a line go with it that tells {who} who you are?"));
    }
    fires(Level::Hint, format!("an invitation without a line, and {who} may not place you"))
        .because([Evidence::fact("no note, no meeting within a month, and no touch lately")])
        .help("say in a line where you met, or why you write")
}
