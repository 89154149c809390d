//! One recognised part of an import on its way into the store, or only looked at.

use crate::context::{Context, Progress};
use crate::error::{Error, Result};
use crate::network::Network;
use crate::screen::Screen;
use crate::when;
use comity_core::{Coverage, Interaction, Moment, Platform, Record, Via};
use comity_import::{Bundle, MeHint, Part, Reason, Settings, Sink, Skipped};
use comity_store::{Hint, NewFile, NewSource};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Recurring events are unrolled so far beyond the present moment.
const AHEAD_SECONDS: i64 = 365 * 86_400;

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
    period: Option<String>,
    #[serde(skip)]
    me_shown: Vec<String>,
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

/// Looks at one part without keeping anything.
///
/// # Errors
/// Fails where it cannot be read at all, and where the face asks to stop.
pub fn look(
    context: &Context,
    network: Option<&Network>,
    bundle: &mut dyn Bundle,
    part: &Part,
) -> Result<Taken> {
    let key = network.map_or([0; 16], |n| n.store.key());
    let mut intake = Intake::begin(context, bundle, part, None);
    let done = (part.source.read)(bundle, &part.recognised, &settings(context, network, key), &mut intake);
    intake.result(done, part)?;
    Ok(intake.taken())
}

/// Takes one part into the network, all of it or nothing.
///
/// # Errors
/// Fails as the store does, where it cannot be read at all, and where the face asks to stop.
pub fn take(context: &Context, network: &Network, bundle: &mut dyn Bundle, part: &Part) -> Result<Taken> {
    let entry = |index: &usize| {
        let entry = &bundle.entries()[*index];
        NewFile { name: entry.name.clone(), bytes: entry.bytes, hash: None }
    };
    let new = NewSource {
        name: part.source.name.to_owned(),
        account: part.recognised.account.clone(),
        what: part.recognised.what.clone(),
        files: part.recognised.entries.iter().map(entry).collect(),
        at: context.now(),
    };
    let import = network.store.begin(&new)?;
    let mut intake = Intake::begin(context, bundle, part, Some(import));
    let done = (part.source.read)(
        bundle,
        &part.recognised,
        &settings(context, Some(network), network.store.key()),
        &mut intake,
    );
    intake.result(done, part)?;
    let mut import = intake.import.take().ok_or_else(|| Error::Internal("an import was lost".into()))?;
    let taken = intake.taken();
    for file in &taken.files {
        import.file_count(&file.file, file.read);
    }
    if taken.records == 0 && taken.interactions == 0 {
        // Nothing to keep: an empty source would only puzzle whoever lists them.
        return Ok(Taken { new_records: Some(0), new_interactions: Some(0), ..taken });
    }
    let summary = import.commit()?;
    Ok(Taken {
        new_records: Some(summary.new_records),
        new_interactions: Some(summary.new_interactions),
        ..taken
    })
}

fn settings(context: &Context, network: Option<&Network>, key: [u8; 16]) -> Settings {
    let zone = context.zone();
    Settings {
        key,
        region: network.and_then(Network::region),
        zone: zone.iana_name().map(str::to_owned),
        until: context.now().order() + AHEAD_SECONDS,
    }
}

/// Where a reader puts what it finds.
struct Intake<'a> {
    context: &'a Context,
    zone: TimeZone,
    import: Option<comity_store::Import<'a>>,
    failed: Option<comity_store::Error>,
    stopped: bool,
    what: String,
    read_bytes: u64,
    all_bytes: u64,
    taken: Taken,
    files: BTreeMap<String, FileTaken>,
    first: Option<Moment>,
    last: Option<Moment>,
    reasons: BTreeMap<Reason, u64>,
    me: BTreeSet<String>,
    me_shown: BTreeSet<String>,
}

impl<'a> Intake<'a> {
    fn begin(
        context: &'a Context,
        bundle: &dyn Bundle,
        part: &Part,
        import: Option<comity_store::Import<'a>>,
    ) -> Self {
        let all_bytes = part.recognised.entries.iter().map(|i| bundle.entries()[*i].bytes).sum();
        let taken = Taken {
            source: part.source.name.to_owned(),
            what: part.recognised.what.clone(),
            ..Taken::default()
        };
        Self {
            context,
            zone: context.zone(),
            import,
            failed: None,
            stopped: false,
            what: format!("reading {}", part.source.name),
            read_bytes: 0,
            all_bytes,
            taken,
            files: BTreeMap::new(),
            first: None,
            last: None,
            reasons: BTreeMap::new(),
            me: BTreeSet::new(),
            me_shown: BTreeSet::new(),
        }
    }

    /// Makes an error of what stood in the way of reading, if anything did.
    fn result(&mut self, done: std::io::Result<()>, part: &Part) -> Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        if self.stopped {
            return Err(Error::Cancelled(format!(
                "nothing of `{}` was kept; what was read before it stays",
                part.recognised.what
            )));
        }
        done.map_err(|e| {
            Error::Data(
                format!("cannot read `{}`: {e}", part.recognised.what),
                "download it again, or leave it out; nothing of it was kept".into(),
            )
        })
    }

    fn file(&mut self, name: &str) -> &mut FileTaken {
        if !self.files.contains_key(name) {
            self.files.insert(name.to_owned(), FileTaken { file: name.to_owned(), ..FileTaken::default() });
        }
        self.files.entry(name.to_owned()).or_default()
    }

    fn put(&mut self, put: impl FnOnce(&mut comity_store::Import<'a>) -> comity_store::Result<()>) {
        if self.failed.is_none()
            && let Some(import) = &mut self.import
        {
            self.failed = put(import).err();
        }
    }

    fn taken(mut self) -> Taken {
        let mut taken = std::mem::take(&mut self.taken);
        taken.files = std::mem::take(&mut self.files).into_values().collect();
        taken.left_out =
            self.reasons.iter().map(|(reason, count)| (word(*reason).to_owned(), *count)).collect();
        taken.me = self.me.into_iter().collect();
        taken.me_shown = self.me_shown.into_iter().collect();
        taken.from = self.first.map(|m| m.to_string());
        taken.to = self.last.map(|m| m.to_string());
        taken.period = self.first.zip(self.last).map(|(first, last)| {
            format!("{} to {}", when::day_shown(first, &self.zone), when::day_shown(last, &self.zone))
        });
        taken
    }
}

impl Sink for Intake<'_> {
    fn record(&mut self, record: Record) {
        self.taken.records += 1;
        let file = self.file(&record.provenance.file);
        file.read += 1;
        file.stored += 1;
        self.put(|import| import.record(record));
    }

    fn interaction(&mut self, interaction: Interaction) {
        self.taken.interactions += 1;
        let file = self.file(&interaction.provenance.file);
        file.read += 1;
        file.stored += 1;
        let at = interaction.at;
        if self.first.is_none_or(|first| at.order() < first.order()) {
            self.first = Some(at);
        }
        if self.last.is_none_or(|last| last.order() < at.order()) {
            self.last = Some(at);
        }
        self.put(|import| import.interaction(interaction));
    }

    fn skipped(&mut self, skipped: Skipped) {
        let seen = self.reasons.entry(skipped.reason).or_default();
        *seen += 1;
        let told = |e: &LeftOut| e.why == skipped.why && e.file == skipped.file;
        // Each thing that goes wrong is shown once for each file; beyond these nobody reads on.
        let show = self.taken.examples.len() < 40 && !self.taken.examples.iter().any(told);
        let file = self.file(&skipped.file);
        file.read += 1;
        match skipped.reason {
            Reason::Copy => file.copies += 1,
            _ => file.skipped += 1,
        }
        let reason = word(skipped.reason);
        if let Some(import) = &mut self.import {
            import.skipped(&skipped.file, skipped.place, reason, &skipped.why);
        }
        if show {
            let Skipped { file, place, why, .. } = skipped;
            self.taken.examples.push(LeftOut { file, place, reason: reason.to_owned(), why });
        }
    }

    fn coverage(&mut self, coverage: Coverage) {
        self.taken.seen.push(Seen {
            platform: coverage.platform.word().to_owned(),
            received: coverage.inbound,
            sent: coverage.outbound,
            from: coverage.from.to_string(),
            to: coverage.to.to_string(),
        });
        if let Some(import) = &mut self.import {
            import.coverage(coverage);
        }
    }

    fn me(&mut self, hint: MeHint) {
        let told = hint.handle.as_ref().map(ToString::to_string).or_else(|| hint.name.clone());
        self.me.extend(told);
        self.me_shown.extend(as_people_say(&hint));
        if let Some(import) = &mut self.import {
            let MeHint { handle, name, because, sure } = hint;
            import.hint(Hint { handle, name, because, sure });
        }
    }

    fn progress(&mut self, bytes: u64) -> bool {
        self.read_bytes = self.read_bytes.saturating_add(bytes);
        let step = Progress { what: &self.what, done: self.read_bytes, total: self.all_bytes, bytes: true };
        if !self.context.face.progress(&step) {
            self.stopped = true;
        }
        !self.stopped && self.failed.is_none()
    }
}

/// Returns the word under which a reason is stored and shown.
const fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::Broken => "broken",
        Reason::NotWanted => "not-wanted",
        Reason::Copy => "copy",
        Reason::Empty => "empty",
        Reason::TooLarge => "too-large",
        Reason::Unsupported => "unsupported",
    }
}

impl Taken {
    /// Writes it for people.
    pub fn show(&self, screen: &mut Screen, dry_run: bool) {
        screen.heading(&self.what);
        let period = self.period.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
        screen.indented(
            2,
            &format!(
                "{} contacts, {} messages, meetings and requests{period}",
                self.records, self.interactions
            ),
        );
        if let (false, Some(records), Some(interactions)) = (dry_run, self.new_records, self.new_interactions)
        {
            let new = records + interactions;
            screen.indented(
                2,
                &match new {
                    0 => "nothing new: all of it was known".to_owned(),
                    _ => format!("new: {records} contacts, {interactions} messages, meetings and requests"),
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
            (true, false) => Some("only what you received, so nobody can tell what went unanswered"),
            (false, true) => Some("only what you sent, so answers are not seen"),
            (false, false) => None,
        };
        ways.into_iter().filter_map(|(platform, way)| Some((platform, said(way)?))).collect()
    }
}

/// Returns whom a hint means as people say it: an address, or a name with its platform.
fn as_people_say(hint: &MeHint) -> Option<String> {
    match &hint.handle {
        Some(handle) if handle.is_name_only() => {
            let name =
                hint.name.clone().unwrap_or_else(|| handle.address().trim_start_matches('~').to_owned());
            Some(format!("{name} on {}", handle.platform().shown()))
        }
        Some(handle) => Some(Via::Handle(handle.clone()).shown()),
        None => hint.name.clone(),
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
