//! BK2: an invitation to somebody whom the user does not know.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::relationship::Level as TieLevel;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::Access;

pub(super) const RULE: Rule = Rule {
    name: "stranger-invitation",
    code: "BK2",
    aliases: &["invited-a-stranger"],
    group: Group::Invitation,
    level: Level::Error,
    grade: "B/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("stranger_invitation.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    if case.approach.purpose != Purpose::Connect || case.level != TieLevel::None {
        return Ruling::Silent;
    }
    let level = match case.door.medium {
        Medium::ProfessionalNetwork => Level::Warn,
        Medium::PersonalNetwork => Level::Error,
        _ => return Ruling::Silent,
    };
    let is = case.relationship;
    let known = is.professional.fact().yes() || is.is_friend() || is.role.is_some();
    let met = case.standing.last_met.is_some() || case.approach.venue.is_some();
    if known || met || case.approach.note == Some(true) || case.door.access == Access::Open {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let strangers = is.professional.stated && is.professional.fact().no() && is.personal.fact().no();
    if !strangers && level == Level::Warn && case.approach.note.is_none() {
        // With a line it is fine in any case, and whether there is one is asked already.
        return Ruling::Silent;
    }
    if !strangers {
        let question = format!("do you know {who}: have you met, or do you share somebody?");
        return lacks("acquaintance", level, question);
    }
    fires(level, format!("{who} would get an invitation from a stranger"))
        .because([Evidence::fact(format!("you said: there is no tie with {who}")), nothing(case)])
        .help("follow, comment, join their group, or ask somebody whom you share for an introduction")
}

fn nothing(case: &Case) -> Evidence {
    Evidence::fact(match case.approach.note {
        Some(_) => "no meeting, no message, and no line with the invitation",
        None => "no meeting and no message before",
    })
}
