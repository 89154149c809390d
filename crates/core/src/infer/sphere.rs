//! Which side of life a handle belongs to.

use crate::address::{DomainKind, Domains, Mailbox, registrable};
use crate::handle::{Handle, Platform, Sphere};
use crate::name::is_spelled_by;
use crate::record::Label;
use crate::relationship::Contribution;

/// The sphere of one handle, how likely it is, and what speaks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SphereBelief {
    pub sphere: Sphere,
    /// How likely the handle lies on this side, 0 to 1; 1 where the user stated it. Of a mixed or unknown
    /// handle, how likely it is on the likelier side.
    pub probability: f64,
    pub evidence: Vec<Contribution>,
}

impl SphereBelief {
    /// Returns what the user stated.
    pub fn stated(sphere: Sphere) -> Self {
        let evidence = vec![Contribution { what: "you said so".to_owned(), log_odds: 0.0 }];
        Self { sphere, probability: 1.0, evidence }
    }
}

/// How a handle is used with the user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Messages between it and the user's own work addresses.
    pub to_work: u32,
    /// Messages between it and the user's own private addresses.
    pub to_private: u32,
    /// Messages in which others wrote from addresses of organisations.
    pub with_organisations: u32,
    /// Messages whose writer's hour is known, and those of them outside office hours.
    pub hours_known: u32,
    pub off_hours: u32,
}

/// One handle of one person, with all that speaks for its side.
#[derive(Clone, Copy, Debug)]
pub struct HandleFacts<'a> {
    pub handle: &'a Handle,
    /// What the sources call it.
    pub labels: &'a [Label],
    /// What the user said.
    pub stated: Option<Sphere>,
    /// The organisation that the person's records name.
    pub organisation: Option<&'a str>,
    pub family_name: Option<&'a str>,
    /// How many people of the network have an address at its domain.
    pub people_at_domain: u32,
    /// The person also has an address that is surely for work.
    pub has_work_address: bool,
    /// What else is known of whose number a telephone number is.
    pub number: Number,
    pub usage: Usage,
}

/// What is known of somebody with a telephone number, beside the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// The card with the number names an employer; `None` where no card has it.
    pub card_names_work: Option<bool>,
    /// They are tied with the user on a network of private life, or have a private address of mail.
    pub private_signs: u32,
}

impl<'a> HandleFacts<'a> {
    /// Returns the facts of a handle of which nothing else is known.
    pub fn bare(handle: &'a Handle) -> Self {
        Self {
            handle,
            labels: &[],
            stated: None,
            organisation: None,
            family_name: None,
            people_at_domain: 0,
            has_work_address: false,
            number: Number::default(),
            usage: Usage::default(),
        }
    }
}

/// What speaks for the personal side (above zero) or the professional one, in thousandths of log-odds.
type Weighed = (i32, String);

/// From this probability on a side is told, on either axis of the design: yes from 0.8.
const TOLD: f64 = 0.8;

/// Strong evidence both ways makes a handle mixed rather than unknown.
const STRONG: i32 = 1_700;

/// Very strong evidence both ways makes it mixed, whichever side has more.
const VERY_STRONG: i32 = 2_200;

/// Returns which side of life a handle belongs to.
pub fn handle_sphere(facts: &HandleFacts<'_>, domains: &Domains) -> SphereBelief {
    if let Some(sphere) = facts.stated {
        return SphereBelief::stated(sphere);
    }
    let mut weighed: Vec<Weighed> = Vec::new();
    weigh_platform(facts.handle.platform(), &mut weighed);
    weigh_labels(facts.labels, &mut weighed);
    if let Some(domain) = facts.handle.domain() {
        weigh_domain(facts, domain, domains, &mut weighed);
    }
    if facts.handle.platform() == Platform::Phone {
        weigh_number(facts.number, facts.labels.contains(&Label::Mobile), &mut weighed);
    }
    weigh_usage(&facts.usage, &mut weighed);
    belief(weighed, facts.handle.platform())
}

fn belief(weighed: Vec<Weighed>, platform: Platform) -> SphereBelief {
    let sum: i32 = weighed.iter().map(|(w, _)| w).sum();
    let personal = 1.0 / (1.0 + (-f64::from(sum) / 1000.0).exp());
    let for_personal: i32 = weighed.iter().map(|(w, _)| (*w).max(0)).sum();
    let for_work: i32 = weighed.iter().map(|(w, _)| (-*w).max(0)).sum();
    let contested = for_personal >= STRONG && for_work >= STRONG;
    let sphere = match platform.usual_sphere() {
        _ if for_personal >= VERY_STRONG && for_work >= VERY_STRONG => Sphere::Mixed,
        _ if personal >= TOLD => Sphere::Personal,
        _ if personal <= 1.0 - TOLD => Sphere::Professional,
        Sphere::Mixed => Sphere::Mixed,
        _ if contested => Sphere::Mixed,
        _ => Sphere::Unknown,
    };
    // Evidence is told for the side that it is about: what speaks against that side is below zero.
    let sign = if sum < 0 { -1.0 } else { 1.0 };
    let contribution = |(w, what): Weighed| Contribution { what, log_odds: sign * f64::from(w) / 1000.0 };
    SphereBelief {
        sphere,
        probability: personal.max(1.0 - personal),
        evidence: weighed.into_iter().map(contribution).collect(),
    }
}

fn weigh_platform(platform: Platform, weighed: &mut Vec<Weighed>) {
    let weight = match (platform.usual_sphere(), platform) {
        (Sphere::Professional, _) => -2500,
        // Many firms write to each other there; a person's own use shows in labels and traffic.
        (Sphere::Personal, Platform::WhatsApp | Platform::Signal | Platform::Sms | Platform::IMessage) => {
            1700
        }
        (Sphere::Personal, _) => 2500,
        _ => return,
    };
    let side = platform.usual_sphere().word();
    weighed.push((weight, format!("{} is {side} for most people", platform.shown())));
}

fn weigh_labels(labels: &[Label], weighed: &mut Vec<Weighed>) {
    let mut seen: Vec<&str> = Vec::new();
    for label in labels {
        let word = label.word();
        let weight = match label {
            Label::Work => -3000,
            Label::Home => 3000,
            Label::Other(word) => own_label(word),
            Label::Mobile | Label::None => 0,
        };
        if weight != 0 && !seen.contains(&word) {
            weighed.push((weight, format!("your address book calls it `{word}`")));
            seen.push(word);
        }
    }
}

/// Returns the sphere that a label speaks for, the user's own words among them ("Privat", "oficina").
pub fn label_sphere(label: &Label) -> Sphere {
    match label {
        Label::Other(word) if own_label(word) < 0 => Sphere::Professional,
        Label::Other(word) if own_label(word) > 0 => Sphere::Personal,
        other => other.sphere(),
    }
}

/// Weighs the user's own word for a handle, in a few languages.
fn own_label(word: &str) -> i32 {
    const WORK: [&str; 14] = [
        "work",
        "office",
        "business",
        "arbeit",
        "büro",
        "geschäftlich",
        "dienstlich",
        "firma",
        "trabajo",
        "oficina",
        "travail",
        "bureau",
        "lavoro",
        "ufficio",
    ];
    const HOME: [&str; 12] = [
        "home",
        "private",
        "personal",
        "privat",
        "zuhause",
        "casa",
        "particular",
        "maison",
        "domicile",
        "perso",
        "privé",
        "privato",
    ];
    let lower = word.to_lowercase();
    let has = |list: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w));
    match (has(&WORK), has(&HOME)) {
        (true, false) => -2500,
        (false, true) => 2500,
        _ => 0,
    }
}

fn weigh_domain(facts: &HandleFacts<'_>, domain: &str, domains: &Domains, weighed: &mut Vec<Weighed>) {
    if Mailbox::of(facts.handle.address()) != Mailbox::Person {
        weighed.push((-3000, "it is the mailbox of an office or a machine".to_owned()));
    }
    match domains.kind(domain) {
        DomainKind::FreeMail => {
            // Weak: officials have run whole states from free mail.
            weighed.push((500, format!("anybody can have an address at {domain}")));
            if facts.has_work_address {
                weighed.push((1_000, "they have another address for work".to_owned()));
            }
        }
        DomainKind::University => weighed.push((-1500, format!("{domain} is a school or university"))),
        DomainKind::Government => weighed.push((-2200, format!("{domain} is an office of state"))),
        DomainKind::Employer | DomainKind::List | DomainKind::Relay => {
            weigh_own_domain(facts, domain, weighed)
        }
    }
}

fn weigh_own_domain(facts: &HandleFacts<'_>, domain: &str, weighed: &mut Vec<Weighed>) {
    let name = registrable(domain).unwrap_or(domain).split('.').next().unwrap_or(domain);
    let organisation = facts.organisation.is_some_and(|o| is_spelled_by(name, o));
    let is_family = |f: &str| f.chars().count() >= 3 && bears(name, f);
    if facts.family_name.is_some_and(is_family) && facts.people_at_domain <= 2 && !organisation {
        // A sole practice or a family: either may be meant.
        weighed.push((-600, format!("{domain} bears their own family name")));
    } else {
        weighed.push((-2000, format!("{domain} belongs to an organisation or to themself")));
    }
    if organisation {
        weighed.push((-1500, "it is the domain of their organisation".to_owned()));
    }
    if facts.people_at_domain >= 3 {
        let n = facts.people_at_domain;
        weighed.push((-700, format!("{n} people whom you know have an address there")));
    }
}

/// Weighs what is known beside a number. A label decides where there is one.
fn weigh_number(number: Number, is_mobile: bool, weighed: &mut Vec<Weighed>) {
    if is_mobile {
        weighed.push((300, "a mobile number goes wherever they go".to_owned()));
    }
    match number.card_names_work {
        Some(true) => weighed.push((-1_100, "the card with it names their employer".to_owned())),
        Some(false) => weighed.push((1_100, "the card with it names no employer".to_owned())),
        None => {}
    }
    match number.private_signs {
        0 => weighed.push((-500, "nothing else of theirs is of private life".to_owned())),
        1 => weighed.push((800, "something else of theirs is of private life".to_owned())),
        n => weighed.push((1_600, format!("{n} other things of theirs are of private life"))),
    }
}

/// Tells whether a domain's name holds a family name; "oe" and "o" may stand for one letter.
fn bears(domain: &str, family: &str) -> bool {
    let plain = |text: &str| letters(text).replace("ae", "a").replace("oe", "o").replace("ue", "u");
    plain(domain).contains(&plain(family))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn weigh_usage(usage: &Usage, weighed: &mut Vec<Weighed>) {
    let total = usage.to_work + usage.to_private;
    if total > 0 {
        // Laplace's rule: one message by the other address happens to everybody, ten of one side are much.
        let (private, work) = (f64::from(usage.to_private) + 1.0, f64::from(usage.to_work) + 1.0);
        let weight = ((private / work).ln() * 2_400.0).round().clamp(-3_000.0, 3_000.0) as i32;
        let (n, which) = if weight >= 0 { (usage.to_private, "private") } else { (usage.to_work, "work") };
        weighed.push((weight, format!("{n} of {total} messages go by your own {which} address")));
    }
    if usage.with_organisations >= 2 {
        let n = usage.with_organisations;
        weighed.push((-900, format!("others wrote from organisations in {n} of its messages")));
    }
    // Twenty: a share of fewer messages is noise. Hours of the day say next to nothing.
    if usage.hours_known >= 20 && usage.off_hours * 2 > usage.hours_known {
        weighed.push((150, "most of its messages come outside office hours".to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `label work; org Bright Legal; people 4; family Ruiz; also-work; usage 1 9; card work; signs 1`.
    fn check(key: &str, facts: &str, expected: Sphere) {
        let handle = Handle::from_key(key).unwrap();
        let (mut labels, mut organisation, mut family) = (Vec::new(), None, None);
        let mut found = HandleFacts::bare(&handle);
        for fact in facts.split(';').map(str::trim).filter(|f| !f.is_empty()) {
            let (word, rest) = fact.split_once(' ').unwrap_or((fact, ""));
            match word {
                "label" => labels.push(Label::parse(rest)),
                "org" => organisation = Some(rest),
                "family" => family = Some(rest),
                "people" => found.people_at_domain = rest.parse().unwrap(),
                "also-work" => found.has_work_address = true,
                "usage" => {
                    let (work, private) = rest.split_once(' ').unwrap();
                    found.usage.to_work = work.parse().unwrap();
                    found.usage.to_private = private.parse().unwrap();
                }
                "card" => found.number.card_names_work = Some(rest == "work"),
                "signs" => found.number.private_signs = rest.parse().unwrap(),
                "said" => found.stated = Sphere::parse(rest),
                other => panic!("{other}"),
            }
        }
        let found = HandleFacts { labels: &labels, organisation, family_name: family, ..found };
        let belief = handle_sphere(&found, &Domains::with_free_mail(["post.example".to_owned()]));
        assert_eq!(belief.sphere, expected, "{key} {facts}: {belief:?}");
        if found.stated.is_none() {
            let sum: f64 = belief.evidence.iter().map(|c| c.log_odds).sum();
            assert!((1.0 / (1.0 + (-sum).exp()) - belief.probability).abs() < 1e-9, "{belief:?}");
        }
    }

    #[test]
    fn labels_domains_and_use_tell_the_side() {
        use Sphere::*;
        check("linkedin:ana", "", Professional);
        check("facebook:~ana ruiz", "", Personal);
        check("whatsapp:+442079460123", "", Personal);
        check("whatsapp:+442079460123", "label work", Mixed);
        check("x:ana", "", Mixed);
        check("phone:+442079460123", "", Unknown);
        check("phone:+442079460123", "label work", Professional);
        check("phone:+442079460123", "label home", Personal);
        check("phone:+442079460123", "label Privat Handy", Personal);
        check("email:ana@firm.example", "", Professional);
        check("email:ana@firm.example", "label home", Mixed);
        check("email:ana@ruiz.example", "family Ruiz; people 1", Unknown);
        check("email:ana@ruiz.example", "family Ruiz; org Ruiz Consulting; people 1", Professional);
        check("email:ana@post.example", "", Unknown);
        check("email:ana@post.example", "also-work", Personal);
        check("email:ana@post.example", "usage 0 9", Personal);
        check("email:ana@post.example", "usage 1 0", Unknown);
        check("email:ana@post.example", "usage 9 0", Professional);
        check("email:ana@firm.example", "usage 0 1", Unknown);
        check("email:ana@firm.example", "usage 1 9", Mixed);
        check("email:ana@firm.example", "usage 5 5", Professional);
        check("email:ana@firm.example", "label work; usage 1 9", Mixed);
        check("email:ana@ruiz.example", "family Ruiz; usage 0 9", Personal);
        check("phone:+442079460123", "label mobile; card work", Unknown);
        check("phone:+442079460123", "card work", Professional);
        check("phone:+442079460123", "card none", Unknown);
        check("phone:+442079460123", "label mobile; card none; signs 1", Personal);
        check("phone:+442079460123", "card work; signs 1", Unknown);
        check("email:ana@post.example", "label work", Professional);
        check("email:ana@physics.campus.edu", "", Professional);
        check("email:ana@firm.example", "said personal", Personal);
    }
}
