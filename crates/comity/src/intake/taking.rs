//! Where a reader puts what it finds: counted for the user, and into the store.

use super::taken::{FileTaken, LeftOut, Seen, Taken};
use crate::context::{Context, Progress};
use crate::error::{Error, Result};
use crate::when;
use comity_core::{Coverage, Interaction, Moment, Record, Via};
use comity_import::{Bundle, MeHint, Part, Reason, Sink, Skipped};
use comity_store::Hint;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Where a reader puts what it finds.
pub(super) struct Intake<'a> {
    context: &'a Context,
    zone: TimeZone,
    pub(super) import: Option<comity_store::Import<'a>>,
    failed: Option<comity_store::Error>,
    stopped: bool,
    what: String,
    read_bytes: u64,
    all_bytes: u64,
    taken: Taken,
    files: Vec<FileTaken>,
    by_name: FxHashMap<String, usize>,
    /// The file of the last find, which most often is that of the next.
    file: usize,
    first: Option<Moment>,
    last: Option<Moment>,
    reasons: BTreeMap<Reason, u64>,
    me: BTreeSet<String>,
    me_shown: BTreeSet<String>,
}

impl<'a> Intake<'a> {
    pub(super) fn begin(
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
            files: Vec::new(),
            by_name: FxHashMap::default(),
            file: 0,
            first: None,
            last: None,
            reasons: BTreeMap::new(),
            me: BTreeSet::new(),
            me_shown: BTreeSet::new(),
        }
    }

    /// Makes an error of what stood in the way of reading, if anything did.
    pub(super) fn result(&mut self, done: std::io::Result<()>, part: &Part) -> Result<()> {
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
        if self.files.get(self.file).is_none_or(|last| last.file != name) {
            self.file = self.by_name.get(name).copied().unwrap_or(self.files.len());
        }
        if self.file == self.files.len() {
            self.by_name.insert(name.to_owned(), self.file);
            self.files.push(FileTaken { file: name.to_owned(), ..FileTaken::default() });
        }
        &mut self.files[self.file]
    }

    fn put(&mut self, put: impl FnOnce(&mut comity_store::Import<'a>) -> comity_store::Result<()>) {
        if self.failed.is_none()
            && let Some(import) = &mut self.import
        {
            self.failed = put(import).err();
        }
    }

    pub(super) fn taken(mut self) -> Taken {
        let mut taken = std::mem::take(&mut self.taken);
        taken.files = std::mem::take(&mut self.files);
        taken.files.sort_by(|a, b| a.file.cmp(&b.file));
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
