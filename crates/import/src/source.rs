//! What a source is, and what comes out of one.

use comity_core::{Coverage, Interaction, Platform, Record};
use std::io::{self, BufRead};

/// The named files of one import: a folder, a zip, or a single file.
///
/// This crate opens no file itself; the program hands in something that can, and may have it read on another
/// thread than the one that made it.
pub trait Bundle: Send {
    /// Returns the entries, in a fixed order, with forward slashes and without the name of a root folder.
    fn entries(&self) -> &[Entry];

    /// Opens one entry for reading from its start; may be asked for any number of times.
    ///
    /// # Errors
    /// Fails where the entry cannot be read, or is larger than it may be.
    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>>;

    /// Returns what stands in the bundle and is not among its entries, with the reason (a link, a locked
    /// file, a name that leads out of the archive).
    fn refused(&self) -> &[Skipped] {
        &[]
    }
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// Its size when unpacked, as far as it is told.
    pub bytes: u64,
}

/// What may be asked for while reading.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The key of the network for keyed hashes.
    pub key: [u8; 16],
    /// Default region of phone numbers (`GB`).
    pub region: Option<String>,
    /// The zone of the user, for times without one in calendars.
    pub zone: Option<String>,
    /// Last day to which recurring events are unrolled, in seconds since 1970.
    pub until: i64,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It could not be read as what it should be.
    Broken,
    /// It is of a kind that Comity leaves out on purpose (a draft, spam, a system line, a hidden profile).
    NotWanted,
    /// The very same thing stood in this source before.
    Copy,
    /// It tells nobody or no time.
    Empty,
    /// The limit on size, depth or number was reached.
    TooLarge,
    /// A form that is known and not read (HTML instead of JSON), or is not known.
    Unsupported,
}

/// One thing that was left out, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub file: String,
    /// Line, row or message, counted from one; zero for the whole file.
    pub place: u64,
    pub reason: Reason,
    /// A short sentence without names, addresses or text.
    pub why: String,
}

impl Skipped {
    /// Returns the note that a file cannot be read to its end; what was read until there stands.
    pub(crate) fn torn(file: &str, error: &io::Error) -> Self {
        let why = format!("the file cannot be read to its end: {error}");
        Self { file: file.to_owned(), place: 0, reason: Reason::Broken, why }
    }
}

/// Who the source seems to belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct MeHint {
    pub handle: Option<comity_core::Handle>,
    pub name: Option<String>,
    /// What speaks for it, for showing ("9 of 9 outgoing invitations").
    pub because: String,
    /// Sure enough to be taken without asking.
    pub sure: bool,
}

/// Where a reader puts what it finds, as it finds it.
pub trait Sink {
    /// Takes one contact.
    fn record(&mut self, record: Record);
    /// Takes one thing that happened.
    fn interaction(&mut self, interaction: Interaction);
    /// Takes a note of one thing left out.
    fn skipped(&mut self, skipped: Skipped);
    /// Takes what the source can have seen; several calls for one platform are stretches of time, and
    /// between two of them nothing was seen.
    fn coverage(&mut self, coverage: Coverage);
    /// Takes a hint on who the user is.
    fn me(&mut self, hint: MeHint);
    /// Says how many further bytes were read; `false` asks the reader to stop at once.
    fn progress(&mut self, bytes: u64) -> bool;
}

/// Keeps all that a reader finds, in the order in which it comes, and never asks it to stop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub records: Vec<Record>,
    pub interactions: Vec<Interaction>,
    pub skipped: Vec<Skipped>,
    pub coverage: Vec<Coverage>,
    pub me: Vec<MeHint>,
}

impl Sink for Told {
    fn record(&mut self, record: Record) {
        self.records.push(record);
    }

    fn interaction(&mut self, interaction: Interaction) {
        self.interactions.push(interaction);
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.skipped.push(skipped);
    }

    fn coverage(&mut self, coverage: Coverage) {
        self.coverage.push(coverage);
    }

    fn me(&mut self, hint: MeHint) {
        self.me.push(hint);
    }

    fn progress(&mut self, _bytes: u64) -> bool {
        true
    }
}

/// What a source made of the entries of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Entries that belong to it, by index; one source may take many.
    pub entries: Vec<usize>,
    /// A line for people: "LinkedIn archive, 2026 (Connections, Invitations, messages)".
    pub what: String,
    /// What tells accounts of one service apart, where the files show it (so two exports of one account agree).
    pub account: Option<String>,
}

/// One export format.
pub struct Source {
    /// The word under which `sources` lists it (`linkedin`, `mbox`, `vcard`).
    pub name: &'static str,
    /// The platform whose ties and messages it holds, where there is one.
    pub platform: Option<Platform>,
    /// How to obtain the export, for `import --guide`.
    pub guide: &'static str,
    /// Knows where its files lie before it looks into them, and is asked first; of a hundred thousand mails,
    /// each with a file of its own, the other sources then need open none.
    pub by_place: bool,
    /// Finds its files by content, never by name alone; each result is read by itself.
    pub recognise: fn(&mut dyn Bundle) -> io::Result<Vec<Recognised>>,
    /// Reads what it recognised; stops early, without error, when the sink says so.
    pub read: fn(&mut dyn Bundle, &Recognised, &Settings, &mut dyn Sink) -> io::Result<()>,
}
