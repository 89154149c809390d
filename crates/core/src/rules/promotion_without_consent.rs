//! HD9: promotional mail without a lawful basis.

use super::added_to_list::{Answer, answer};
use crate::approach::Purpose;
use crate::handle::Medium;
use crate::relationship::Role;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::gesture::Kind;
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "promotion-without-consent",
    code: "HD9",
    aliases: &["no-consent-basis"],
    group: Group::Duty,
    level: Level::Stop,
    grade: "B",
    since: "0.1",
    eyes: Eyes::Asked("--for promote"),
    tags: &[COMPANY],
    page: include_str!("promotion_without_consent.md"),
    check,
    at_rest: None,
    network: None,
};

/// The UK's rules on mail spare companies as such.
const COMPANY: &str = "company-address";

const CANADA: &str = "marketing-ca";
const UK: &str = "marketing-uk";
const EU: &str = "marketing-eu";
/// The member states, and those of the European Economic Area that keep the same law.
const MEMBERS: [&str; 30] = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT",
    "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
];

/// Canada: implied consent lasts six months after an enquiry and 24 after a purchase.
const ENQUIRY: Span = Span::days(183);
const PURCHASE: Span = Span::days(730);

fn check(case: &Case) -> Ruling {
    let spoken =
        matches!(case.door.medium, Medium::InPerson | Medium::Phone | Medium::VoiceMail | Medium::Letter);
    if case.approach.purpose != Purpose::Promote || spoken {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let packs = &case.settings.packs;
    let country = case.standing.clock.country();
    match answer(case) {
        Some(Answer::Yes) => return Ruling::Silent,
        // An objection holds everywhere, whichever of the packs is on.
        Some(Answer::No(no)) => {
            return fires(Level::Stop, format!("a promotion to {who}, who objected to it"))
                .because([no])
                .by_pack(country.and_then(pack_of).filter(|pack| packs.contains(*pack)))
                .help("take them off the list at once");
        }
        None => {}
    }
    let Some(country) = country else {
        // In the USA nothing is asked beforehand.
        let matters = [CANADA, UK, EU].iter().any(|pack| packs.contains(*pack));
        return match matters {
            true => lacks("country", Level::Stop, format!("in which country is {who}?")),
            false => Ruling::Silent,
        };
    };
    match pack_of(country).filter(|pack| packs.contains(*pack)) {
        Some(CANADA) => canada(case),
        Some(UK) if is_client(case) || case.standing.is_tagged(COMPANY) => Ruling::Silent,
        Some(EU) if is_client(case) => Ruling::Silent,
        Some(UK | EU) => ask(case),
        _ => Ruling::Silent,
    }
}

/// Returns the pack that tells the law of a country; there is none for most of the world.
fn pack_of(country: &str) -> Option<&'static str> {
    match country {
        "CA" => Some(CANADA),
        "GB" => Some(UK),
        "US" => Some("marketing-us"),
        _ => MEMBERS.contains(&country).then_some(EU),
    }
}

fn ask(case: &Case) -> Ruling {
    lacks("consent", Level::Stop, format!("did {} say yes to such mailings?", case.standing.whose.name))
}

fn canada(case: &Case) -> Ruling {
    // What they last bought is not known: their last word or meeting is the latest day on which they can have.
    let seen = [case.standing.last_in, case.standing.last_met];
    let seen = seen.into_iter().flatten().max_by_key(|at| at.order());
    if is_client(case) && seen.is_some_and(|last| last.shortest_until(case.approach.at) <= PURCHASE) {
        return Ruling::Silent;
    }
    let asks = case.standing.gestures.told.iter().rev();
    let enquiry = asks.filter(|g| g.theirs && g.kind == Kind::Ask).map(|g| g.at).next();
    match enquiry {
        None => ask(case),
        Some(at) if at.shortest_until(case.approach.at) <= ENQUIRY => Ruling::Silent,
        Some(at) => fires(
            Level::Stop,
            format!("a promotion to {}, whose enquiry is too old", case.standing.whose.name),
        )
        .because([Evidence::dated(at, "they enquired; that holds for six months")])
        .by_pack(Some(CANADA))
        .help("ask for an express yes first, by a way other than a promotion"),
    }
}

fn is_client(case: &Case) -> bool {
    case.relationship.role == Some(Role::Client)
}
