//! What several pages show: verdicts, doors, findings, days.

use super::Visit;
use crate::verdict::{EvidenceShown, FindingShown, percent};
use comity_core::Via;
use serde::Deserialize;

/// A moment as people say it.
#[derive(Clone, Debug, Default)]
pub struct Day {
    pub shown: String,
    /// With the time of the day, for whoever wants to know.
    pub exact: String,
    pub iso: String,
}

/// Somebody as answers name them.
#[derive(Clone, Debug, Deserialize)]
pub struct Who {
    pub id: Option<String>,
    pub name: String,
}

/// What a finding rests on.
#[derive(Clone, Debug, Deserialize)]
pub struct Evidence {
    at: Option<String>,
    pub what: String,
    pub sure: bool,
    #[serde(skip)]
    pub day: Day,
}

impl Evidence {
    /// Puts the day beside the moment.
    pub fn dated(&mut self, visit: &Visit<'_>) {
        self.day = self.at.as_deref().map(|at| visit.day(at)).unwrap_or_default();
    }
}

/// One finding.
#[derive(Clone, Debug, Deserialize)]
pub struct Finding {
    pub rule: String,
    pub level: String,
    pub message: String,
    pub evidence: Vec<Evidence>,
    pub help: String,
    pub allowed: Option<String>,
}

impl Finding {
    /// Puts days beside moments.
    pub fn dated(&mut self, visit: &Visit<'_>) {
        self.evidence.iter_mut().for_each(|e| e.dated(visit));
    }

    /// Returns a finding as other faces show it.
    pub fn of(f: FindingShown, visit: &Visit<'_>) -> Self {
        let evidence =
            |e: EvidenceShown| Evidence { at: e.at, what: e.what, sure: e.sure, day: Day::default() };
        let mut finding = Self {
            rule: f.rule,
            level: f.level,
            message: f.message,
            evidence: f.evidence.into_iter().map(evidence).collect(),
            help: f.help,
            allowed: f.allowed,
        };
        finding.dated(visit);
        finding
    }

    /// Returns what it says, as a page says it.
    pub fn said(&self) -> String {
        sentence(&self.message)
    }

    /// Tells whether nothing of what it rests on has a day.
    pub fn is_undated(&self) -> bool {
        self.evidence.iter().all(|e| e.day.shown.is_empty())
    }

    /// Returns the verdict to which a finding of this level leads, by which it is coloured.
    pub fn tone(&self) -> &'static str {
        if self.allowed.is_some() { "allowed" } else { tone(&self.level) }
    }
}

/// Returns the verdict to which a level leads.
pub fn tone(level: &str) -> &'static str {
    use comity_core::rule::{Level, Verdict};
    match Level::parse(level).map(Level::verdict) {
        Some(Verdict::Unwelcome) => "unwelcome",
        Some(Verdict::Caution) => "caution",
        _ => "welcome",
    }
}

/// The chance of an answer.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Chance {
    pub p: f64,
    pub answered_here: u32,
    pub asked_here: u32,
}

impl Chance {
    /// Returns it in hundredths.
    pub fn percent(&self) -> u32 {
        percent(self.p)
    }

    /// Returns on what it rests.
    pub fn basis(&self) -> String {
        match self.asked_here {
            0 => "our guess, not your own history".to_owned(),
            here => format!("they answered {} of {here} of yours", self.answered_here),
        }
    }
}

/// One door, judged.
#[derive(Clone, Debug, Deserialize)]
pub struct Door {
    pub channel: String,
    pub sphere: String,
    pub state: String,
    pub verdict: String,
    earliest: Option<String>,
    pub chance: Chance,
    pub because: Vec<String>,
    /// As people name it.
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    pub from: Option<Day>,
    /// Where it is looked at.
    #[serde(skip)]
    pub link: String,
    /// It is the one that is looked at.
    #[serde(skip)]
    pub chosen: bool,
}

impl Door {
    /// Puts names and days to it.
    pub fn named(&mut self, visit: &Visit<'_>) {
        self.name = channel_shown(&self.channel);
        let waits = self.verdict != "welcome";
        self.from = self.earliest.as_deref().filter(|_| waits).map(|at| visit.day(at));
    }

    /// Returns the side of life in a word.
    pub fn side(&self) -> &str {
        match self.sphere.as_str() {
            "professional" => "work",
            "personal" => "private",
            "mixed" => "work and private",
            _ => "side not known",
        }
    }
}

/// Returns a message of the terminal as a page says it: with a capital, and with quotes where the terminal has marks.
pub fn sentence(text: &str) -> String {
    let mut pieces = text.split('`');
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for (n, piece) in pieces.enumerate() {
        shown.push(if n % 2 == 0 { '“' } else { '”' });
        shown.push_str(piece);
    }
    let mut letters = shown.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a channel as people name it.
pub fn channel_shown(channel: &str) -> String {
    Via::from_word(channel).map_or_else(|| channel.to_owned(), |via| first_upper(&via.shown()))
}

/// Returns a word of ours with a capital; addresses keep their letters.
fn first_upper(text: &str) -> String {
    if text.contains(['@', '+', '(']) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a verdict as a sentence begins with it.
pub fn verdict_word(verdict: &str, is_stop: bool) -> &'static str {
    match verdict {
        "welcome" => "Welcome",
        "caution" => "Caution",
        _ if is_stop => "Not welcome",
        _ => "Usually not welcome",
    }
}

/// One choice of a form.
pub struct Choice {
    pub word: &'static str,
    pub shown: &'static str,
    pub chosen: bool,
}

/// Returns choices, of which one is chosen.
pub fn choices(all: &[(&'static str, &'static str)], chosen: &str) -> Vec<Choice> {
    all.iter().map(|(word, shown)| Choice { word, shown, chosen: *word == chosen }).collect()
}

/// What an approach can be for.
pub const PURPOSES: &[(&str, &str)] = &[
    ("message", "Write"),
    ("connect", "Ask to connect"),
    ("reply", "Reply"),
    ("follow-up", "Follow up"),
    ("nudge", "Nudge"),
    ("ask", "Ask for something"),
    ("give", "Give something"),
    ("thank", "Thank"),
    ("congratulate", "Congratulate"),
    ("condole", "Condole"),
    ("introduce", "Introduce"),
    ("invite", "Invite"),
    ("pitch", "Pitch"),
    ("promote", "Promote"),
];
