//! What the user said, in words: for the history, for what was just noted and for what is taken back.

use crate::when;
use comity_core::statement::{Logged, Me};
use comity_core::{Anchor, Medium, Outcome, Purpose, Said, Venue, Via};
use jiff::tz::TimeZone;

/// More anchors than this are counted instead of named.
const NAMED: usize = 3;

/// What is said where something was removed and its bytes are not all gone from the file yet.
pub const NOT_SWEPT: &str =
    "Another program was reading, or the disk had no room; the next start wipes the last bytes.";

/// How the log begins what it notes where the user did not want to say yet who is one person; an anchor follows.
pub const PUT_OFF: &str = "one-person-with ";

/// Returns a phrase as the beginning of a sentence.
pub fn capital(text: &str) -> String {
    // An address keeps its letters.
    if text.contains(['@', '+', '(']) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a number with the word for one or for many.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Returns how much a source tells: "2 contacts, 1 message, meeting or request".
pub fn amount(records: u64, interactions: u64) -> String {
    let contacts = counted(records, "contact", "contacts");
    let rest = counted(interactions, "message, meeting or request", "messages, meetings and requests");
    format!("{contacts}, {rest}")
}

/// Returns what was said as one phrase: lower case, no full stop, dates as people say them.
pub fn said_in_words(said: &Said, zone: &TimeZone) -> String {
    let day = |m| when::day_shown(m, zone);
    match said {
        Said::Add { name, handles, .. } if handles.is_empty() => format!("added {name}"),
        Said::Add { name, handles, .. } => {
            let handles: Vec<Anchor> = handles.iter().cloned().map(Anchor::Handle).collect();
            format!("added {name} ({})", anchors_in_words(&handles))
        }
        Said::Same(anchors) => format!("one person with {}", anchors_in_words(anchors)),
        Said::Apart(anchors) => format!("not the same person as {}", anchors_in_words(anchors)),
        Said::Shared(handle) => format!("{} is used by several people", address(handle)),
        Said::NotAPerson => "not a person".to_owned(),
        Said::HandleSphere { handle, sphere } => format!("{} is {}", address(handle), sphere.word()),
        Said::Is { tie, since: Some(since) } => format!("the tie is {} since {}", tie.word(), day(*since)),
        Said::Is { tie, since: None } => format!("the tie is {}", tie.word()),
        Said::Hoped(tie) => format!("hoped: {}", tie.word()),
        Said::Role(role) => format!("role: {}", role.map_or("none", comity_core::Role::word)),
        Said::Separate(true) => "keeps work and private life apart".to_owned(),
        Said::Separate(false) => "does not keep work and private life apart".to_owned(),
        Said::Wish(via) => format!("asked for {}", via.shown()),
        Said::Layer(layer) => format!("one of the inner {layer}"),
        Said::Cadence(0) => "no reminders to keep in touch".to_owned(),
        Said::Cadence(days) => format!("a word every {days} days"),
        Said::Snooze(until) => format!("nothing to be proposed until {}", day(*until)),
        Said::Skip(id) => format!("skipped {id}"),
        Said::Zone(value) => format!("zone: {value}"),
        Said::Country(value) => format!("country: {value}"),
        Said::Employer(value) => format!("employer: {value}"),
        Said::Birthday(value) => format!("birthday: {value}"),
        Said::RestUntil(until) => format!("rests until {}", day(*until)),
        Said::Tag(tag) => format!("tagged {tag}"),
        Said::Untag(tag) => format!("no longer tagged {tag}"),
        Said::Note(text) => format!("note: {text}"),
        Said::Log(logged) => logged_in_words(logged, zone),
        Said::Allow { rule, because, until } => match until {
            Some(until) => format!("allowed {rule} until {}: {because}", day(*until)),
            None => format!("allowed {rule}: {because}"),
        },
        Said::DoNotKnow(fact) => match fact.strip_prefix(PUT_OFF).and_then(Anchor::parse) {
            Some(other) => format!("put off whether they are one person with {}", anchors_in_words(&[other])),
            None => format!("not known: {fact}"),
        },
        Said::Me(me) => me_in_words(me, zone),
        Said::Setting { key, value } => format!("set {key} to {value}"),
        Said::Undo(id) => format!("took back {id}"),
    }
}

/// Returns a logged contact as a phrase without the person's name: "you wrote by LinkedIn, to ask: declined".
pub fn logged_in_words(logged: &Logged, zone: &TimeZone) -> String {
    let day = |m| when::day_shown(m, zone);
    let mut words = contact(logged);
    if let Some(venue) = logged.venue {
        words.push_str(&format!(" {}", venue_in_words(venue)));
    }
    if let Some(purpose) = logged.purpose.filter(|p| !matches!(p, Purpose::Connect | Purpose::Message)) {
        words.push_str(&format!(", {}", purpose_in_words(purpose)));
    }
    if let Some(outcome) = logged.outcome {
        words.push_str(&format!(": {}", outcome_in_words(outcome)));
    }
    if let Some(to) = &logged.redirect {
        let pointed = if logged.outcome == Some(Outcome::Redirected) { " to" } else { ", they pointed to" };
        words.push_str(&format!("{pointed} {}", to.shown()));
    }
    if let Some(until) = logged.until {
        words.push_str(&format!(" until {}", day(until)));
    }
    if let Some(hours) = logged.hours {
        words.push_str(&format!(", {hours} {}", if hours == 1 { "hour" } else { "hours" }));
    }
    if let Some(promise) = &logged.promise {
        let due = logged.due.map_or_else(String::new, |due| format!(" by {}", day(due)));
        words.push_str(&format!("; promised: {promise}{due}"));
    }
    if let Some(reason) = &logged.override_reason {
        words.push_str(&format!("; in spite of Comity: {reason}"));
    }
    words
}

/// Returns who did what by which channel: "you called", "they wrote by mail".
fn contact(logged: &Logged) -> String {
    let who = if logged.inbound { "they" } else { "you" };
    let by = logged.via.shown();
    match (&logged.via, logged.via.medium()) {
        (Via::InPerson, _) if logged.inbound => "they came to you".to_owned(),
        (Via::InPerson, _) => "you met".to_owned(),
        _ if logged.purpose == Some(Purpose::Connect) => format!("{who} asked to connect by {by}"),
        (Via::Letter, _) => format!("{who} sent a letter"),
        (Via::VoiceMail, _) => format!("{who} left a voice mail"),
        (Via::Phone(None), _) => format!("{who} called"),
        (_, Medium::Phone) => format!("{who} called by {by}"),
        _ => format!("{who} wrote by {by}"),
    }
}

/// Returns what an approach was for: "to connect".
pub const fn purpose_in_words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Connect => "to connect",
        Purpose::Message => "with a message",
        Purpose::Reply => "to reply",
        Purpose::FollowUp => "to follow up",
        Purpose::Nudge => "to nudge",
        Purpose::Ask => "to ask",
        Purpose::Give => "to give",
        Purpose::Thank => "to thank",
        Purpose::Congratulate => "to congratulate",
        Purpose::Condole => "to condole",
        Purpose::Introduce => "to introduce",
        Purpose::Invite => "to invite",
        Purpose::Pitch => "to pitch",
        Purpose::Promote => "to promote",
    }
}

const fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Replied => "they replied",
        Outcome::Accepted => "accepted",
        Outcome::Ignored => "no answer",
        Outcome::Declined => "declined",
        Outcome::Redirected => "redirected",
        Outcome::Bounced => "it came back",
        Outcome::Away => "away",
        Outcome::Met => "met",
        Outcome::Stop => "they asked not to be contacted",
    }
}

const fn venue_in_words(venue: Venue) -> &'static str {
    match venue {
        Venue::Office => "at an office",
        Venue::Event => "at an event",
        Venue::Restaurant => "at a restaurant",
        Venue::Home => "at home",
        Venue::FamilyEvent => "at a family event",
        Venue::Gym => "at a gym",
        Venue::Worship => "at a place of worship",
        Venue::Funeral => "at a funeral",
        Venue::Street => "in the street",
        Venue::Online => "online",
    }
}

fn me_in_words(me: &Me, zone: &TimeZone) -> String {
    let day = |m: &comity_core::Moment| when::day_shown(*m, zone);
    match me {
        Me::Mine { handle, from, until } => {
            let from = from.as_ref().map_or_else(String::new, |m| format!(" from {}", day(m)));
            let until = until.as_ref().map_or_else(String::new, |m| format!(" until {}", day(m)));
            format!("yours: {}{from}{until}", address(handle))
        }
        Me::NotMine(handle) => format!("not yours: {}", address(handle)),
        Me::Name(value) => format!("your name: {value}"),
        Me::Zone(value) => format!("your zone: {value}"),
        Me::Region(value) => format!("your region: {value}"),
        Me::WorkingDays(value) => format!("your working days: {value}"),
        Me::Profession(value) => format!("your profession: {value}"),
    }
}

fn anchors_in_words(anchors: &[Anchor]) -> String {
    let mut words: Vec<String> = anchors
        .iter()
        .take(NAMED)
        .map(|anchor| match anchor {
            Anchor::Handle(handle) => address(handle),
            Anchor::Record(key) => match key.strip_prefix("added:") {
                Some(entry) => format!("entry {entry}"),
                None => format!("record {key}"),
            },
        })
        .collect();
    if anchors.len() > NAMED {
        words.push(format!("{} more", anchors.len() - NAMED));
    }
    words.join(", ")
}

fn address(handle: &comity_core::Handle) -> String {
    Via::Handle(handle.clone()).shown()
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::statement::Fields;

    fn check(verb: &str, fields: &[(&str, &str)], expected: &str) {
        let fields: Fields = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let said = Said::read(verb, &fields).unwrap_or_else(|| panic!("{verb}"));
        assert_eq!(said_in_words(&said, &TimeZone::UTC), expected);
    }

    #[test]
    fn what_was_said_is_told_in_words() {
        check(
            "add",
            &[("name", "Ana Ruiz"), ("handle.000", "email:ana@firm.example")],
            "added Ana Ruiz (ana@firm.example)",
        );
        let four = [
            ("anchor.0", "@email:a@firm.example"),
            ("anchor.1", "#c:1"),
            ("anchor.2", "@facebook:ana"),
            ("anchor.3", "#c:2"),
        ];
        check("same", &[("anchor.0", "#added:7")], "one person with entry 7");
        check("same", &four, "one person with a@firm.example, record c:1, Facebook (ana), 1 more");
        check("role", &[("value", "none")], "role: none");
        check(
            "me",
            &[("fact", "mine"), ("value", "email:me@firm.example"), ("until", "2025-12-31")],
            "yours: me@firm.example until 31 Dec 2025",
        );
        check(
            "allow",
            &[("rule", "too-soon"), ("because", "she asked"), ("until", "2026-04-01")],
            "allowed too-soon until 1 Apr 2026: she asked",
        );
    }

    #[test]
    fn a_logged_contact_is_told_in_words() {
        let day = ("at", "2026-03-03");
        let asked = [
            day,
            ("via", "facebook"),
            ("inbound", "false"),
            ("purpose", "connect"),
            ("outcome", "redirected"),
            ("redirect", "linkedin"),
        ];
        check("log", &asked, "you asked to connect by Facebook: redirected to LinkedIn");
        let declined = [
            day,
            ("via", "facebook"),
            ("inbound", "false"),
            ("outcome", "declined"),
            ("redirect", "linkedin"),
        ];
        check("log", &declined, "you wrote by Facebook: declined, they pointed to LinkedIn");
        let met = [
            day,
            ("via", "in-person"),
            ("inbound", "true"),
            ("venue", "restaurant"),
            ("hours", "1"),
            ("promise", "the slides"),
            ("due", "2026-03-10"),
        ];
        check("log", &met, "they came to you at a restaurant, 1 hour; promised: the slides by 10 Mar 2026");
    }
}
