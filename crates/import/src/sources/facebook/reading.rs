//! What is known while one archive is read: whose it is, what was seen, where things go.

use super::walk::{Damage, End, Visit, walk};
use crate::source::{Bundle, Reason, Settings, Sink, Skipped};
use crate::wide::narrowed;
use comity_core::record::{LabelledHandle, Provenance};
use comity_core::{Handle, Name, Platform, Record};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// One archive on its way into the sink.
pub(super) struct Reading<'a> {
    pub(super) settings: &'a Settings,
    pub(super) sink: &'a mut dyn Sink,
    /// The user's name, where it is sure.
    pub(super) own: Option<String>,
    pub(super) newest_tie: Option<i64>,
    pub(super) stopped: bool,
    told: FxHashMap<u64, Told>,
    known: FxHashSet<String>,
}

/// How often one thing was told.
#[derive(Clone, Copy, Default)]
struct Told {
    file: usize,
    /// How often in that file.
    here: u16,
    /// How often in the file that told it most often.
    most: u16,
}

/// Where in the bundle something stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) index: usize,
    pub(super) file: String,
    pub(super) number: u64,
}

impl Place {
    pub(super) fn provenance(&self) -> Provenance {
        Provenance { file: self.file.clone(), place: self.number }
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(settings: &'a Settings, sink: &'a mut dyn Sink) -> Self {
        Self {
            settings,
            sink,
            own: None,
            newest_tie: None,
            stopped: false,
            told: FxHashMap::default(),
            known: FxHashSet::default(),
        }
    }

    /// Returns how often the same thing now stands in its file; `None` for what another file told already.
    ///
    /// Two equal messages of one second in one file are two. The parts of an export overlap, and the two
    /// downloads tell some chats twice: there the same thing is one.
    pub(super) fn ordinal(&mut self, what: u64, file: usize) -> Option<u16> {
        let told = self.told.entry(what).or_default();
        if told.file != file {
            (told.file, told.here) = (file, 0);
        }
        told.here = told.here.saturating_add(1);
        if told.here <= told.most {
            return None;
        }
        told.most = told.here;
        Some(told.here)
    }

    pub(super) fn skip(&mut self, place: &Place, reason: Reason, why: &str) {
        let (file, place) = (place.file.clone(), place.number);
        self.sink.skipped(Skipped { file, place, reason, why: why.to_owned() });
    }

    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own.as_ref().is_some_and(|own| folded(own) == folded(name))
    }

    /// Tells of a person who is no friend, the first time that the name comes on a platform.
    pub(super) fn person(&mut self, platform: Platform, name: &str, place: &Place) {
        let handle = Handle::named(platform, name);
        if self.is_own(name) || !self.known.insert(handle.to_string()) {
            return;
        }
        self.sink.record(Record {
            key: format!("facebook:name:{handle}"),
            names: vec![Name::whole(name)],
            handles: vec![LabelledHandle::bare(handle)],
            provenance: place.provenance(),
            ..Record::default()
        });
    }

    /// Reads one file and says how that went; what cannot be opened is a note.
    pub(super) fn walk(&mut self, bundle: &mut dyn Bundle, index: usize, room: &mut dyn Room) {
        let mut place = Place { index, file: bundle.entries()[index].name.clone(), number: 0 };
        let end = match bundle.open(index).and_then(narrowed) {
            Ok(file) => self.walk_open(file, &place, room),
            Err(error) => End::Torn(error),
        };
        match end {
            End::Whole => {}
            End::Stopped => self.stopped = true,
            End::Damaged(number) => {
                place.number = number;
                room.skip(self, &place, Reason::Broken, "the file is damaged or cut off behind this place");
            }
            End::Torn(error) => room.skip(self, &place, Reason::Broken, &unreadable(&error)),
        }
    }

    fn walk_open(&mut self, file: Box<dyn BufRead + '_>, place: &Place, room: &mut dyn Room) -> End {
        let mut visit = Entering { reading: self, room, place: place.clone(), broken: None };
        walk(file, &mut visit)
    }
}

/// Takes the items of the files of one kind.
pub(super) trait Room {
    /// Takes one item that could be read.
    fn item(&mut self, reading: &mut Reading<'_>, key: &str, value: &serde_json::Value, place: &Place);

    /// Takes a note of what could not be read.
    fn skip(&mut self, reading: &mut Reading<'_>, place: &Place, reason: Reason, why: &str) {
        reading.skip(place, reason, why);
    }

    /// Returns by how much what was read counts, for files that are read more than once.
    fn share(&self) -> u64 {
        1
    }
}

struct Entering<'r, 'a> {
    reading: &'r mut Reading<'a>,
    room: &'r mut dyn Room,
    place: Place,
    broken: Option<u64>,
}

impl Visit for Entering<'_, '_> {
    fn item(&mut self, item: super::walk::Item<'_>) -> ControlFlow<()> {
        self.place.number = item.place;
        match item.value {
            Ok(value) => self.room.item(self.reading, item.key, &value, &self.place),
            Err(damage) => {
                // One lost bracket makes many broken items in a row, and one note is enough.
                if self.broken.is_none_or(|last| last + 1 != item.place) {
                    let (reason, why) = told(damage);
                    self.room.skip(self.reading, &self.place, reason, why);
                }
                self.broken = Some(item.place);
            }
        }
        ControlFlow::Continue(())
    }

    fn read(&mut self, bytes: u64) -> ControlFlow<()> {
        let go_on = self.reading.sink.progress(bytes / self.room.share());
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

fn told(damage: Damage) -> (Reason, &'static str) {
    match damage {
        Damage::NotJson => (Reason::Broken, "it is damaged"),
        Damage::TooLarge => (Reason::TooLarge, "it is larger than anything that Facebook writes"),
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("the file cannot be read: {}", error.kind())
}

/// Returns a name as it is compared.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
