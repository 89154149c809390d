//! The components of a calendar file, and what of them is read.

use super::clock::Zones;
use super::diary::Diary;
use super::event::{Draft, is_read};
use super::zone::Explained;
use crate::content_line::{Property, Unfold};
use crate::source::{Settings, Sink};
use comity_core::{Handle, Provenance};
use std::io::{self, BufRead};

/// Components that are open inside one another; real ones are three deep.
const LIMIT_DEPTH: usize = 16;

/// Reads one file into the diary; false when the sink wants no more.
pub(super) fn read<R: BufRead>(
    file: &str,
    input: R,
    settings: &Settings,
    diary: &mut Diary,
    sink: &mut dyn Sink,
) -> io::Result<bool> {
    diary.open(file);
    let mut lines = Unfold::new(input);
    let mut reader = Reader {
        diary,
        settings,
        file,
        events: 0,
        open: Vec::new(),
        calendar: Calendar::of_user(settings),
        draft: None,
        zone: None,
    };
    while let Some(line) = lines.next_line()? {
        if let Some(property) = reader.wants(line) {
            reader.take(&property);
        }
        // Asked every now and then: lines are short.
        if lines.read_so_far() > 1 << 16 && !sink.progress(lines.take_read()) {
            return Ok(false);
        }
    }
    reader.close(0);
    diary.close();
    Ok(sink.progress(lines.take_read()))
}

/// What a file is being read into.
struct Reader<'a> {
    diary: &'a mut Diary,
    settings: &'a Settings,
    file: &'a str,
    events: u64,
    /// The components that are open, outermost first.
    open: Vec<String>,
    calendar: Calendar,
    draft: Option<Draft>,
    zone: Option<Explained>,
}

/// What holds for all events of one calendar.
struct Calendar {
    zones: Zones,
    /// What an invitation is about: `REQUEST`, `CANCEL`, `REPLY`.
    method: String,
}

impl Calendar {
    fn of_user(settings: &Settings) -> Self {
        Self { zones: Zones::of_user(settings.zone.as_deref()), method: String::new() }
    }
}

impl Reader<'_> {
    /// Reads a line where it is one that matters there.
    fn wants(&self, line: &[u8]) -> Option<Property> {
        let end = line.iter().position(|b| matches!(b, b':' | b';'))?;
        let head = String::from_utf8_lossy(&line[..end.min(60)]).trim().to_uppercase();
        let head = head.trim_start_matches('\u{feff}');
        let wanted = match self.open.last().map(String::as_str) {
            _ if matches!(head, "BEGIN" | "END") => true,
            Some("VEVENT") => is_read(head),
            Some("VCALENDAR") => matches!(head, "METHOD" | "X-WR-TIMEZONE" | "TIMEZONE-ID" | "X-WR-CALNAME"),
            Some("VTIMEZONE" | "STANDARD" | "DAYLIGHT") => true,
            _ => false,
        };
        wanted.then(|| Property::parse(line))?
    }

    fn take(&mut self, p: &Property) {
        match (p.name.as_str(), self.open.last().map(String::as_str)) {
            ("BEGIN", _) => self.begin(&p.text().to_uppercase()),
            ("END", _) => {
                let name = p.text().to_uppercase();
                if let Some(depth) = self.open.iter().rposition(|open| *open == name) {
                    self.close(depth);
                }
            }
            (_, Some("VEVENT")) => {
                if let Some(draft) = &mut self.draft {
                    draft.take(p, &mut self.calendar.zones);
                }
            }
            ("METHOD", Some("VCALENDAR")) => self.calendar.method = p.text().to_uppercase(),
            ("X-WR-CALNAME", Some("VCALENDAR")) => self.diary.named(Handle::email(&p.text())),
            (_, Some("VCALENDAR")) => self.calendar.zones.set_default(&p.text()),
            _ => {
                if let Some(zone) = &mut self.zone {
                    zone.take(p);
                }
            }
        }
    }

    fn begin(&mut self, name: &str) {
        // What stands inside something else than a calendar, stands behind it, and its end is missing.
        match name {
            "VCALENDAR" => self.close(0),
            "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY" | "VTIMEZONE" => {
                let calendar = self.open.iter().rposition(|open| open == "VCALENDAR");
                self.close(calendar.map_or(0, |depth| depth + 1));
            }
            _ => {}
        }
        match name {
            "VCALENDAR" => self.calendar = Calendar::of_user(self.settings),
            "VEVENT" => self.draft = Some(Draft::default()),
            "VTODO" | "VJOURNAL" => self.diary.saw_task(),
            "VFREEBUSY" => self.diary.saw_busy_times(),
            "VTIMEZONE" => self.zone = Some(Explained::default()),
            "STANDARD" | "DAYLIGHT" => {
                if let Some(zone) = &mut self.zone {
                    zone.begin(name == "DAYLIGHT");
                }
            }
            _ => {}
        }
        if self.open.len() < LIMIT_DEPTH {
            self.open.push(name.to_owned());
        }
    }

    /// Closes the components from a depth on, as if each had its end.
    fn close(&mut self, depth: usize) {
        for name in self.open.split_off(depth.min(self.open.len())) {
            match name.as_str() {
                "VEVENT" => self.event(),
                "VTIMEZONE" => {
                    if let Some(zone) = self.zone.take() {
                        self.calendar.zones.explain(&zone.name, zone.place.as_deref(), zone.zone());
                    }
                }
                _ => {}
            }
        }
    }

    fn event(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        self.events += 1;
        // An answer names only who answers; the event itself is told elsewhere.
        if matches!(self.calendar.method.as_str(), "REPLY" | "REFRESH" | "COUNTER" | "DECLINECOUNTER") {
            return self.diary.saw_answer();
        }
        let at = Provenance { file: self.file.to_owned(), place: self.events };
        self.diary.take(draft.done(self.calendar.method == "CANCEL", at), self.settings);
    }
}
