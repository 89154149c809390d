//! What holds of every reader of exports, whatever lies in the files.
//!
//! What is read is the same twice and through small buffers; keys are unique; whatever came is from a file
//! that was handed in; handles read back; notes carry no text of others.

use crate::archive::{Files, bundle};
use comity_core::{Handle, Moment};
use comity_import::{Bundle, Entry, Recognised, SOURCES, Settings, Skipped, Source, Told, recognise_all};
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader};

/// Reads files with one source and holds against what it told all that holds of every reader.
pub(crate) fn hold(source: &str, files: &Files) -> Told {
    let source = SOURCES.iter().find(|s| s.name == source).expect("a source of the importers");
    let mut told = Told::default();
    for recognised in recognised(source, &mut bundle(files)) {
        told = read(source, &mut bundle(files), &recognised);
        hold_against(&told, files);
        assert!(told == read(source, &mut bundle(files), &recognised), "it reads differently twice");
        // Another small size for every length, so that many files try them all.
        let length: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut chunked = Chunked { inner: bundle(files), size: 1 + length % 61 };
        assert!(told == read(source, &mut chunked, &recognised), "it reads differently in small pieces");
    }
    told
}

/// Reads files with whatever sources know them; every file is named once.
pub(crate) fn hold_all(bundle: &mut dyn Bundle, names: &[String]) {
    let plan = recognise_all(bundle).expect("files in memory can be recognised");
    let entries = |recognised: &Recognised| recognised.entries.clone();
    let taken = plan.parts.iter().flat_map(|part| entries(&part.recognised));
    let mut named: Vec<String> = taken.map(|entry| bundle.entries()[entry].name.clone()).collect();
    named.extend(plan.unclaimed.iter().map(|note| note.file.clone()));
    named.sort();
    let mut names = names.to_vec();
    names.sort();
    assert_eq!(named, names, "a file is named by nobody or twice");
    plan.unclaimed.iter().for_each(hold_note);
    for part in &plan.parts {
        read(part.source, bundle, &part.recognised).skipped.iter().for_each(hold_note);
    }
}

fn recognised(source: &Source, bundle: &mut dyn Bundle) -> Vec<Recognised> {
    (source.recognise)(bundle).expect("files in memory can be recognised")
}

fn read(source: &Source, bundle: &mut dyn Bundle, recognised: &Recognised) -> Told {
    let settings = Settings {
        key: *b"sixteen bytes ok",
        region: Some("GB".to_owned()),
        zone: Some("Europe/London".to_owned()),
        // The first day of 2028, in seconds since 1970.
        until: 1_830_297_600,
    };
    let mut told = Told::default();
    (source.read)(bundle, recognised, &settings, &mut told).expect("files in memory can be read");
    told
}

/// Holds against what one reading told all that holds of every reader.
fn hold_against(told: &Told, files: &Files) {
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let keys: BTreeSet<&str> = told.records.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys.len(), told.records.len(), "two records share a key");
    let keys: BTreeSet<&str> = told.interactions.iter().map(|i| i.key.as_str()).collect();
    assert_eq!(keys.len(), told.interactions.len(), "two interactions share a key");
    for record in &told.records {
        assert!(names.contains(record.provenance.file.as_str()), "a record is from nowhere");
        assert!(record.names.iter().all(|name| !name.full.trim().is_empty()), "a name is empty");
        record.handles.iter().for_each(|labelled| hold_handle(&labelled.handle));
        record.since.into_iter().for_each(hold_moment);
    }
    for interaction in &told.interactions {
        assert!(names.contains(interaction.provenance.file.as_str()), "an interaction is from nowhere");
        hold_moment(interaction.at);
        interaction.from.iter().for_each(hold_handle);
        interaction.parties.iter().for_each(|party| hold_handle(&party.handle));
    }
    for note in &told.skipped {
        assert!(names.contains(note.file.as_str()), "a note is of nowhere");
        hold_note(note);
    }
    for coverage in &told.coverage {
        assert!(coverage.from.earliest() <= coverage.to.latest(), "a coverage ends before it begins");
    }
}

/// Holds that a handle is somebody's, and the same when its key is read back.
pub(crate) fn hold_handle(handle: &Handle) {
    assert!(!handle.address().is_empty(), "a handle has no address");
    assert!(!handle.address().contains(char::is_control), "{handle:?} could command a terminal");
    assert_eq!(Handle::from_key(&handle.to_string()).as_ref(), Some(handle), "a key is read differently");
}

/// Holds that a moment is one that people live in, and the same when it is read back.
pub(crate) fn hold_moment(moment: Moment) {
    let shown = moment.to_string();
    let read = Moment::parse_iso(&shown).unwrap_or_else(|| panic!("`{shown}` cannot be read back"));
    assert_eq!(read.order(), moment.order(), "`{shown}` is read differently");
}

fn hold_note(note: &Skipped) {
    let why = &note.why;
    assert!(why.len() < 300 && !why.contains(char::is_control), "a note says `{why}`");
    assert!(!why.contains('@'), "a note tells an address: `{why}`");
}

/// Files that come in small pieces.
struct Chunked<B> {
    inner: B,
    size: usize,
}

impl<B: Bundle> Bundle for Chunked<B> {
    fn entries(&self) -> &[Entry] {
        self.inner.entries()
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(BufReader::with_capacity(self.size, self.inner.open(index)?)))
    }
}
