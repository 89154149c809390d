//! Random histories, in the notation of scenarios.

use comity_core::{Purpose, Venue};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt;

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

const PACKS: [&str; 5] = ["lawyer-us-model", "judge-and-court", "clinician-uk", "finance-us", "marketing-eu"];

fn purpose() -> impl Strategy<Value = &'static str> {
    select(Purpose::ALL).prop_map(Purpose::word)
}

fn venue() -> impl Strategy<Value = &'static str> {
    select(Venue::ALL).prop_map(Venue::word)
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

/// An approach, as far as it is told.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) channel: &'static str,
    pub(crate) purpose: &'static str,
    pub(crate) size: Option<u8>,
    pub(crate) about: Option<&'static str>,
    pub(crate) venue: Option<&'static str>,
    pub(crate) note: Option<bool>,
    pub(crate) circles: Option<u8>,
    pub(crate) hidden: bool,
    pub(crate) among: Option<u8>,
    pub(crate) draft: Option<&'static str>,
}

/// Writes it as a line, without its day.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "approach ana by {} for {}", self.channel, self.purpose)?;
        let told = [
            self.size.map(|n| format!("size {n}")),
            self.about.map(|about| format!("about {about}")),
            self.venue.map(|venue| format!("at {venue}")),
            self.note.map(|note| if note { "with note" } else { "without note" }.to_owned()),
            self.circles.map(|n| format!("circles {n}")),
            self.hidden.then(|| "hidden".to_owned()),
            // A draft goes to the end of the line, so that nothing can follow it.
            self.draft.map(|draft| format!("draft {draft}")),
            self.among.filter(|_| self.draft.is_none()).map(|n| format!("among {n}")),
        ];
        told.into_iter().flatten().try_for_each(|told| write!(f, " {told}"))
    }
}

fn plan() -> impl Strategy<Value = Plan> {
    let more = (any::<bool>(), of(1..4_u8), of(2..9_u8), of(Just("you never answered my last mail")));
    let told = (of(0..5_u8), of(select(&["work", "life"][..])), of(venue()), of(any::<bool>()));
    (select(&CHANNELS), purpose(), told, more).prop_map(
        |(channel, purpose, (size, about, venue, note), (hidden, circles, among, draft))| Plan {
            channel,
            purpose,
            size,
            about,
            venue,
            note,
            circles,
            hidden,
            among,
            draft,
        },
    )
}

/// A whole history: who Ana is, what happened, and an approach; all at nine in the morning.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) packs: Vec<&'static str>,
    /// What Ana is to the user.
    pub(crate) tie: &'static str,
    /// What else is told of her, each a part of her line.
    pub(crate) parts: Vec<String>,
    /// What happened, each with the days since what was before.
    pub(crate) past: Vec<(u16, String)>,
    /// The days from the last of it to the approach.
    pub(crate) wait: u16,
    pub(crate) plan: Plan,
}

impl Story {
    /// Writes it in the notation of scenarios, with more that happened on the eve of the approach.
    pub(crate) fn text(&self, eve: &[String]) -> String {
        let mut lines: Vec<String> = self.packs.iter().map(|pack| format!("pack {pack}")).collect();
        lines.push(format!("ana: {}; {}", self.tie, self.parts.join("; ")));
        let mut at = 100;
        for (days, event) in &self.past {
            at += days;
            lines.push(format!("{}  {event}", day(at)));
        }
        // Of two things of one day nobody knows which was first.
        at += self.wait + 1;
        lines.extend(eve.iter().map(|event| format!("{}  {event}", day(at))));
        lines.push(format!("{}  {}", day(at + 1), self.plan));
        // All doors that are welcome are told.
        lines.push("=> judged then 1 2 3 4 5 6 7 8 9".to_owned());
        lines.push("=> audit all".to_owned());
        lines.join("\n")
    }
}

/// Returns a day of the year 2025 or 2026, by how many days it lies after the first of January.
fn day(days: u16) -> String {
    let date = jiff::civil::date(2025, 1, 1).checked_add(jiff::Span::new().days(i64::from(days)));
    date.expect("a day").strftime("%-d %b %Y").to_string()
}

pub(crate) fn story() -> impl Strategy<Value = Story> {
    let tags = vec(select(&TAGS).prop_map(|tag| format!("tagged {tag}")), 0..3);
    let told = |all: &'static [&'static str], most| vec(select(all).prop_map(str::to_owned), 0..most);
    let parts = (told(&MORE, 3), told(&HANDLES, 4), tags).prop_map(|(more, mut handles, tags)| {
        handles.sort();
        handles.dedup();
        [more, handles, tags].concat()
    });
    let past = vec((0..20_u16, event()), 0..14);
    (vec(select(&PACKS), 0..3), select(&TIES), parts, past, 0..40_u16, plan())
        .prop_map(|(packs, tie, parts, past, wait, plan)| Story { packs, tie, parts, past, wait, plan })
}
