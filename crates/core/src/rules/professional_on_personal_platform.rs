//! WP1: approaching a professional on a personal platform.

use crate::handle::{Medium, Sphere};
use crate::infer::USUAL;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::{Access, Door};

pub(super) const RULE: Rule = Rule {
    name: "professional-on-personal-platform",
    code: "WP1",
    aliases: &["personal-platform"],
    group: Group::Platform,
    level: Level::Error,
    grade: "C/A-",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("professional_on_personal_platform.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let (standing, door, is) = (case.standing, case.door, case.relationship);
    let another_speaks =
        is.role.is_some() || standing.redirect_of(door).is_some() || standing.has_grown(case.settings);
    let friends = is.is_friend();
    if another_speaks || friends || door.access == Access::Open {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    let place = door.platform.shown();
    match (door.sphere, is.personal.fact().no()) {
        // That an address lies with a provider for everybody says little of its owner.
        (Sphere::Personal, true) if guessed(door) && !is.personal.stated => {
            let question = format!("is {who} a friend in private life, or only known through work?");
            lacks("personal-tie", Level::Error, question)
        }
        (Sphere::Personal, true) if !is.professional.fact().no() || is.professional.stated => {
            let mut evidence = vec![Evidence::fact(format!("{place} is a channel of private life"))];
            // The base rate says nothing of this person, and what speaks the other way did not decide.
            let against = is.personal.evidence.iter().filter(|c| c.what != USUAL && c.log_odds <= 0.0);
            evidence.extend(against.map(|c| Evidence::fact(c.what.clone())));
            fires(
                Level::Error,
                format!(
                    "{place} is usually not the place to approach {who}, whom you know through work at most"
                ),
            )
            .because(evidence)
            .help("use work mail, work phone, a professional body or LinkedIn")
        }
        (Sphere::Personal, _) => {
            let question = format!("is {who} a friend in private life, or only known through work?");
            lacks("personal-tie", Level::Error, question)
        }
        (Sphere::Unknown, _) if is.professional.fact().yes() => match &door.handle {
            Some(handle) => {
                let question =
                    format!("is `{}` a private address of {who}, or one for work?", handle.address());
                lacks("handle-sphere", Level::Error, question)
            }
            None => Ruling::Silent,
        },
        _ => Ruling::Silent,
    }
}

/// Tells whether the side of a door was worked out from a mail address or a number alone.
fn guessed(door: &Door) -> bool {
    matches!(door.medium, Medium::Mail | Medium::Phone | Medium::VoiceMail)
}
