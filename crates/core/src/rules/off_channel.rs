//! HD8: business on a channel that the firm cannot archive.

use crate::approach::{Purpose, Topic};
use crate::handle::{Medium, Platform};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};

pub(super) const RULE: Rule = Rule {
    name: "off-channel",
    code: "HD8",
    aliases: &["unarchived-channel"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("off_channel.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let spoken =
        matches!(case.door.medium, Medium::InPerson | Medium::Phone | Medium::VoiceMail | Medium::Letter);
    if spoken || is_archived(case) || case.approach.purpose == Purpose::Connect {
        return Ruling::Silent;
    }
    let is_polite = matches!(case.approach.purpose, Purpose::Thank | Purpose::Congratulate);
    let (who, place) = (&case.standing.whose.name, case.door.platform.shown());
    match case.approach.topic() {
        Some(Topic::Professional) => {
            fires(Level::Stop, format!("business with {who} by {place}, which your firm does not archive"))
                .because([Evidence::fact("it is not among your approved channels")])
                .help("\"moving this to my work mail\"; forward to the archive what was said here")
        }
        None if !is_polite && case.relationship.professional.fact().yes() && !case.is_friend() => {
            lacks("topic", Level::Stop, format!("is what you write to {who} by {place} about business?"))
        }
        _ => Ruling::Silent,
    }
}

/// Tells whether the firm keeps what is written there: mail, and what the user said is approved.
///
/// Their address does not tell from which of the user's own it goes, and work mail to a private one is archived too.
fn is_archived(case: &Case) -> bool {
    case.door.platform == Platform::Email
        || case.settings.approved.iter().any(|word| word == case.door.platform.word())
}
