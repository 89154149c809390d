//! What came of one source, for people and for machines.

use crate::screen::Screen;
use crate::words::amount;
use comity_core::Platform;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What came of one source.
#[derive(Default, Serialize, JsonSchema)]
pub struct Taken {
    /// The word of the format (`linkedin`, `mbox`).
    pub source: String,
    /// What it was recognised as.
    pub what: String,
    /// Whose it seems to be.
    pub me: Vec<String>,
    pub records: u64,
    pub interactions: u64,
    /// Of those, how many were not known before; nothing in a dry run.
    pub new_records: Option<u64>,
    pub new_interactions: Option<u64>,
    /// The day of the first and of the last interaction.
    pub from: Option<String>,
    pub to: Option<String>,
    pub files: Vec<FileTaken>,
    /// How many things were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Where and why, the first few of each reason.
    pub examples: Vec<LeftOut>,
    /// What the source can have seen.
    pub seen: Vec<Seen>,
    #[serde(skip)]
    pub(super) period: Option<String>,
    #[serde(skip)]
    pub(super) me_shown: Vec<String>,
}

/// What came of one file: `read` is the sum of the other three.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct FileTaken {
    pub file: String,
    pub read: u64,
    pub stored: u64,
    /// The same thing stood in this source before.
    pub copies: u64,
    pub skipped: u64,
}

/// One thing that was left out.
#[derive(Serialize, JsonSchema)]
pub struct LeftOut {
    pub file: String,
    /// Line, row or message, counted from one; zero for the whole file.
    pub place: u64,
    pub reason: String,
    pub why: String,
}

/// What a source can have seen of a platform.
#[derive(Serialize, JsonSchema)]
pub struct Seen {
    pub platform: String,
    pub received: bool,
    pub sent: bool,
    pub from: String,
    pub to: String,
}

impl Taken {
    /// Writes it for people.
    pub fn show(&self, screen: &mut Screen, dry_run: bool) {
        screen.heading(&self.what);
        let period = self.period.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
        screen.indented(2, &format!("{}{period}", amount(self.records, self.interactions)));
        if let (false, Some(records), Some(interactions)) = (dry_run, self.new_records, self.new_interactions)
        {
            let new = records + interactions;
            screen.indented(
                2,
                &match new {
                    0 => "nothing new: all of it was known".to_owned(),
                    _ => format!("new: {}", amount(records, interactions)),
                },
            );
        }
        if !self.me_shown.is_empty() {
            let shown: Vec<&str> = self.me_shown.iter().take(4).map(String::as_str).collect();
            screen.indented(2, &format!("seems to be of {}", shown.join(", ")));
        }
        for (platform, ways) in self.ways() {
            let shown = Platform::parse(platform).map_or(platform, |p| p.shown());
            screen.indented(2, &format!("{shown}: {ways}"));
        }
        if !self.left_out.is_empty() {
            let parts: Vec<String> =
                self.left_out.iter().map(|(reason, n)| format!("{n} {}", said(reason))).collect();
            screen.indented(2, &format!("left out: {}", parts.join(", ")));
        }
        let wrong = self
            .examples
            .iter()
            .filter(|e| matches!(e.reason.as_str(), "broken" | "too-large" | "unsupported"));
        for example in wrong.take(5) {
            let place = if example.place == 0 { String::new() } else { format!(":{}", example.place) };
            screen.indented(4, &format!("{}{place}: {}", example.file, example.why));
        }
    }
}

impl Taken {
    /// Returns, for each platform, in which directions it was seen.
    fn ways(&self) -> Vec<(&str, &'static str)> {
        let mut ways: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for seen in &self.seen {
            let way = ways.entry(&seen.platform).or_default();
            *way = (way.0 || seen.received, way.1 || seen.sent);
        }
        let said = |(received, sent)| match (received, sent) {
            (true, true) => Some("what you sent and received"),
            (true, false) => Some("not all that you sent, so nobody can tell what went unanswered"),
            (false, true) => Some("only what you sent, so answers are not seen"),
            (false, false) => None,
        };
        ways.into_iter().filter_map(|(platform, way)| Some((platform, said(way)?))).collect()
    }
}

/// Returns a reason as people say it.
fn said(reason: &str) -> &str {
    match reason {
        "not-wanted" => "of no use here",
        "copy" => "copies",
        "broken" => "that cannot be read",
        other => other,
    }
}
