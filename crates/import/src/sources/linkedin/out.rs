//! What goes out of the archive: keys made unique, things told twice left out, and what it can have seen.

use crate::hash::keyed;
use crate::source::{Bundle, MeHint, Reason, Settings, Sink, Skipped};
use crate::sources::linkedin::files::{Archive, Kind};
use crate::sources::linkedin::names::{Names, is_hidden};
use crate::sources::linkedin::owner::Owner;
use comity_core::record::LabelledHandle;
use comity_core::{Coverage, Handle, Interaction, Moment, Name, Platform, Provenance, Record};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io;

/// The sink with all that was learnt about the archive so far.
pub(super) struct Out<'a> {
    sink: &'a mut dyn Sink,
    pub(super) settings: &'a Settings,
    pub(super) owner: &'a Owner,
    pub(super) names: &'a Names,
    file: String,
    stopped: bool,
    /// Something could not be read, and may have been an answer.
    lost: bool,
    /// Keys of the whole archive; a copy of a file in the same folder tells nothing new.
    keys: FxHashSet<u64>,
    /// Profiles whose names went out.
    told: FxHashSet<Handle>,
    /// Rows of this file.
    here: FxHashSet<u64>,
    /// How often each key was wanted in this file.
    wanted: FxHashMap<u64, u32>,
    seen: Seen,
}

/// The times that the archive tells.
#[derive(Default)]
struct Seen {
    message: bool,
    /// The first message or invitation.
    first: Option<Moment>,
    /// The latest instant at which anything in any file surely had happened.
    newest: Option<i64>,
}

impl<'a> Out<'a> {
    pub(super) fn new(
        sink: &'a mut dyn Sink,
        settings: &'a Settings,
        owner: &'a Owner,
        names: &'a Names,
    ) -> Self {
        Self {
            sink,
            settings,
            owner,
            names,
            file: String::new(),
            stopped: false,
            lost: false,
            keys: FxHashSet::default(),
            told: FxHashSet::default(),
            here: FxHashSet::default(),
            wanted: FxHashMap::default(),
            seen: Seen::default(),
        }
    }

    /// Begins a file; ordinals are counted anew, so that a copy of a file gets the same keys.
    pub(super) fn begin(&mut self, file: &str) {
        file.clone_into(&mut self.file);
        self.here.clear();
        self.wanted.clear();
    }

    /// Passes on how much was read, and returns whether to go on.
    pub(super) fn progress(&mut self, bytes: u64) -> bool {
        self.stopped |= !self.sink.progress(bytes);
        !self.stopped
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    pub(super) fn skip(&mut self, place: u64, reason: Reason, why: &str) {
        self.lost |= matches!(reason, Reason::Broken | Reason::TooLarge);
        self.sink.skipped(Skipped { file: self.file.clone(), place, reason, why: why.to_owned() });
    }

    /// Says of the file that the rest of it cannot be read.
    pub(super) fn torn(&mut self, error: &io::Error) {
        self.lost = true;
        self.sink.skipped(Skipped::torn(&self.file, error));
    }

    /// Says of a whole file that it is known and left out.
    pub(super) fn not_wanted(&mut self, bundle: &dyn Bundle, index: usize) {
        self.begin(&bundle.entries()[index].name);
        self.skip(0, Reason::NotWanted, "a file of the archive that says little about who knows whom");
    }

    pub(super) fn me(&mut self, hint: MeHint) {
        self.sink.me(hint);
    }

    /// Returns the keyed hash of a text.
    pub(super) fn hash(&self, text: &str) -> u64 {
        keyed(self.settings.key, text)
    }

    pub(super) fn provenance(&self, line: u64) -> Provenance {
        Provenance { file: self.file.clone(), place: line }
    }

    /// Tells whether this file had no row with this content before.
    pub(super) fn is_first(&mut self, content: &str) -> bool {
        let hash = self.hash(content);
        self.here.insert(hash)
    }

    /// Returns the key with an ordinal where this file has it already (`key#2`).
    fn ordinal(&mut self, key: String) -> String {
        let hash = self.hash(&key);
        let count = self.wanted.entry(hash).or_insert(0);
        *count += 1;
        if *count == 1 { key } else { format!("{key}#{count}") }
    }

    /// Hands over a record; one that another file of the archive told is a copy.
    pub(super) fn record(&mut self, mut record: Record) {
        record.key = self.ordinal(record.key);
        let hash = self.hash(&record.key);
        if self.keys.insert(hash) {
            self.sink.record(record);
        } else {
            self.skip(record.provenance.place, Reason::Copy, "another file of the archive tells the same");
        }
    }

    /// Hands over who has a profile, once, where no connection tells it: an address alone is no name.
    pub(super) fn person(&mut self, name: &str, handle: &Handle, line: u64) {
        let told = !name.trim().is_empty() && !is_hidden(name) && !handle.is_name_only();
        if !told
            || self.own() == Some(handle)
            || self.owner.is_named(name)
            || !self.told.insert(handle.clone())
        {
            return;
        }
        self.sink.record(Record {
            key: format!("linkedin:profile:{}", handle.address()),
            names: vec![Name::whole(name)],
            handles: vec![LabelledHandle::bare(handle.clone())],
            provenance: self.provenance(line),
            ..Record::default()
        });
    }

    /// Notes that a connection tells who has a profile.
    pub(super) fn is_told(&mut self, handle: &Handle) {
        self.told.insert(handle.clone());
    }

    /// Hands over something that happened; what another file of the archive told is left out in silence,
    /// for its row may tell something else that is new.
    pub(super) fn interaction(&mut self, mut interaction: Interaction) {
        interaction.key = self.ordinal(interaction.key);
        let hash = self.hash(&interaction.key);
        if self.keys.insert(hash) {
            self.sink.interaction(interaction);
        }
    }

    /// Notes a moment of any row.
    pub(super) fn saw(&mut self, at: Moment) {
        self.seen.newest = self.seen.newest.max(Some(at.earliest()));
    }

    /// Notes a moment at which somebody wrote or asked.
    pub(super) fn saw_contact(&mut self, at: Moment, message: bool) {
        self.saw(at);
        self.seen.message |= message;
        if self.seen.first.is_none_or(|first| at.earliest() < first.earliest()) {
            self.seen.first = Some(at);
        }
    }

    /// Says what the archive can have seen.
    ///
    /// Nothing is claimed without messages, for then no answer can show itself, nor where a row or the rest of a
    /// file could not be read, for the answer may stand there. An archive with invitations
    /// and without connections does not show who accepted, so it claims what the member sent and not what
    /// came back. The archive was made after the newest thing in it, and nobody knows how long after: the
    /// claim ends there, at the earliest instant that a bare day or a clock without a zone can mean.
    pub(super) fn finish(&mut self, archive: &Archive) {
        let has = |kind| archive.iter().any(|(_, k)| *k == kind);
        let (Some(from), Some(newest)) = (self.seen.first, self.seen.newest) else { return };
        if !self.seen.message || self.stopped || self.lost {
            return;
        }
        let inbound = has(Kind::Connections) || !has(Kind::Invitations);
        let to = Moment::instant(newest);
        self.sink.coverage(Coverage { platform: Platform::LinkedIn, inbound, outbound: true, from, to });
    }

    /// Returns the member's own handle, where it is known.
    pub(super) fn own(&self) -> Option<&'a Handle> {
        self.owner.handle.as_ref()
    }
}
