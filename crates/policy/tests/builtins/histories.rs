//! Random histories, in the notation of scenarios.

use comity_core::{Purpose, Venue};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const CHANNELS: [&str; 9] =
    ["email", "private-mail", "linkedin", "facebook", "whatsapp", "phone", "xing", "in-person", "letter"];
const TIES: [&str; 10] =
    ["professional", "personal", "both", "family", "none", "stranger", "client", "boss", "report", "peer"];
const MORE: [&str; 12] = [
    "separate",
    "twin",
    "hoped professional",
    "hoped personal",
    "layer 15",
    "layer 5",
    "zone Europe/Lisbon",
    "country PT",
    "wish linkedin",
    "wish email",
    "unknown purpose",
    "unknown personal-tie",
];
const HANDLES: [&str; 7] = [
    "email ana@firm.example, professional",
    "email ana@post.example, personal",
    "email ana@else.example, unknown",
    "linkedin ana",
    "facebook ana",
    "whatsapp ana",
    "phone +442079460001, professional, unsure",
];
const TAGS: [&str; 14] = [
    "represented",
    "counsel-agrees",
    "judge",
    "evaluator",
    "patient",
    "pupil",
    "student",
    "covenant",
    "sensitive",
    "open-to-introductions",
    "newsletter",
    "no-newsletter",
    "in-need",
    "lawyer",
];

fn purpose() -> impl Strategy<Value = &'static str> {
    select(Purpose::ALL).prop_map(Purpose::word)
}

fn venue() -> impl Strategy<Value = &'static str> {
    select(Venue::ALL).prop_map(Venue::word)
}

/// Returns who Ana is.
fn who() -> impl Strategy<Value = String> {
    (select(&TIES), vec(select(&MORE), 0..3), vec(select(&HANDLES), 0..4), vec(select(&TAGS), 0..3)).prop_map(
        |(tie, more, mut handles, tags)| {
            handles.dedup();
            let tags = tags.into_iter().map(|tag| format!("tagged {tag}"));
            let parts = [tie].into_iter().chain(more).chain(handles).map(str::to_owned);
            format!("ana: {}", parts.chain(tags).collect::<Vec<_>>().join("; "))
        },
    )
}

/// Returns one thing that happens, without its day.
fn event() -> impl Strategy<Value = String> {
    let channel = || select(&CHANNELS);
    prop_oneof![
        3 => (channel(), select(&["", ", ignored", ", replied", ", re", ", among 3", ", about deal"][..]))
            .prop_map(|(channel, after)| format!("{channel} to ana{after}")),
        2 => channel().prop_map(|channel| format!("{channel} from ana")),
        1 => (select(&["linkedin", "facebook", "xing"]), select(&["", ", accepted", ", pending", ", note"][..]))
            .prop_map(|(channel, after)| format!("{channel} request to ana{after}")),
        1 => (venue(), 1..60_u8).prop_map(|(venue, hours)| format!("met ana at {venue} {hours} hours")),
        1 => (channel(), purpose()).prop_map(|(channel, what)| format!("ana declines {channel} for {what}")),
        1 => (channel(), channel()).prop_map(|(from, to)| format!("ana points from {from} to {to}")),
        1 => channel().prop_map(|channel| format!("ana wishes {channel}")),
        1 => Just("ana rests until 1 Jun".to_owned()),
        1 => (channel(), purpose(), select(&["", ", accepted", ", inbound", ", ignored", ", anyway"][..]))
            .prop_map(|(channel, what, after)| format!("log ana by {channel} for {what}{after}")),
        1 => Just("hope ana professional".to_owned()),
        1 => Just("ana asks to stop".to_owned()),
    ]
}

/// Returns an approach, without its day.
fn approach() -> impl Strategy<Value = String> {
    let flags =
        (any::<bool>(), of(1..4_u8), of(2..9_u8), of(select(&["", "you never answered my last mail"][..])));
    (
        select(&CHANNELS),
        purpose(),
        of(0..5_u8),
        of(select(&["work", "life"][..])),
        of(venue()),
        of(any::<bool>()),
        flags,
    )
        .prop_map(|(channel, what, size, about, venue, note, (hidden, circles, among, draft))| {
            let part = |told: Option<String>| told.map_or_else(String::new, |told| format!(" {told}"));
            let draft = draft.filter(|draft| !draft.is_empty());
            // A draft goes to the end of the line, so that nothing can follow it.
            let among = among.filter(|_| draft.is_none());
            format!(
                "approach ana by {channel} for {what}{}{}{}{}{}{}{}{}",
                part(size.map(|n| format!("size {n}"))),
                part(about.map(|about| format!("about {about}"))),
                part(venue.map(|venue| format!("at {venue}"))),
                part(note.map(|note| if note { "with note" } else { "without note" }.to_owned())),
                part(circles.map(|n| format!("circles {n}"))),
                part(hidden.then(|| "hidden".to_owned())),
                part(draft.map(|draft| format!("draft {draft}"))),
                part(among.map(|n| format!("among {n}"))),
            )
        })
}

/// Returns a day of the year 2025 or 2026, by how many days it lies after the first of January.
fn day(days: u16) -> String {
    let date = jiff::civil::date(2025, 1, 1).checked_add(jiff::Span::new().days(i64::from(days)));
    date.expect("a day").strftime("%-d %b %Y").to_string()
}

/// Returns a whole history: who Ana is, what happened, and approaches, all at nine in the morning.
pub(crate) fn history() -> impl Strategy<Value = String> {
    (who(), vec((0..20_u16, event()), 0..14), vec((0..40_u16, approach()), 1..4)).prop_map(
        |(who, events, approaches)| {
            let mut lines = vec![who];
            let mut at = 100;
            for (days, event) in events {
                at += days;
                lines.push(format!("{}  {event}", day(at)));
            }
            for (days, approach) in approaches {
                at += days;
                lines.push(format!("{}  {approach}", day(at)));
                lines.push("=> judged".to_owned());
            }
            lines.push("=> audit all".to_owned());
            lines.join("\n")
        },
    )
}
