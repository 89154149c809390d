//! HD9: promotional mail without a lawful basis.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::relationship::Role;
use crate::rule::{Eyes, Case, Evidence, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::gesture::Kind;
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "promotion-without-consent",
    code: "HD9",
    aliases: &["no-consent-basis"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Asked("--for promote"),
    page: include_str!("promotion_without_consent.md"),
    check,
    at_rest: None,
    network: None,
};

/// The user's words for it.
const YES: &str = "newsletter";
const NO: &str = "no-newsletter";
/// The UK's rules on mail spare companies as such.
const COMPANY: &str = "company-address";

/// Canada: implied consent lasts six months after an enquiry and 24 after a purchase.
const ENQUIRY: Span = Span::days(183);
const PURCHASE: Span = Span::days(730);

fn check(case: &Case) -> Ruling {
    let spoken = matches!(case.door.medium, Medium::InPerson | Medium::Phone | Medium::VoiceMail | Medium::Letter);
    if case.approach.purpose != Purpose::Promote || spoken {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    if let Some(no) = objection(case) {
        return fires(Level::Stop, format!("a promotion to {who}, who objected to it"))
            .because([no])
            .help("take them off the list at once");
    }
    if case.standing.is_tagged(YES) {
        return Ruling::Silent;
    }
    let Some(country) = case.standing.clock.country() else {
        return lacks("country", Level::Stop, format!("in which country is {who}?"));
    };
    match country {
        "US" => Ruling::Silent,
        "CA" => canada(case),
        "GB" if client(case).is_some() || case.standing.is_tagged(COMPANY) => Ruling::Silent,
        "GB" => ask(case),
        _ if client(case).is_some() => Ruling::Silent,
        _ => ask(case),
    }
}

fn ask(case: &Case) -> Ruling {
    lacks("consent", Level::Stop, format!("did {} say yes to such mailings?", case.standing.whose.name))
}

fn objection(case: &Case) -> Option<Evidence> {
    let refused = case.standing.refusals.iter().rev().find(|r| r.purpose == Some(Purpose::Promote));
    let tagged = || Evidence::fact(format!("you tagged {} `{NO}`", case.standing.whose.name));
    let no = refused.map(|r| Evidence::dated(r.at, "they declined mailings"));
    no.or_else(|| case.standing.is_tagged(NO).then(tagged))
}

fn canada(case: &Case) -> Ruling {
    if client(case).is_some_and(|last| last.shortest_until(case.approach.at) <= PURCHASE) {
        return Ruling::Silent;
    }
    let asks = case.standing.gestures.told.iter().rev();
    let enquiry = asks.filter(|g| g.theirs && g.kind == Kind::Ask).map(|g| g.at).next();
    match enquiry {
        None => ask(case),
        Some(at) if at.shortest_until(case.approach.at) <= ENQUIRY => Ruling::Silent,
        Some(at) => {
            fires(Level::Stop, format!("a promotion to {}, whose enquiry is too old", case.standing.whose.name))
                .because([Evidence::dated(at, "they enquired; that holds for six months")])
                .help("ask for an express yes first, by a way other than a promotion")
        }
    }
}

/// Returns the last contact with a client.
fn client(case: &Case) -> Option<Moment> {
    (case.relationship.role == Some(Role::Client)).then(|| case.standing.last_contact()).flatten()
}
