//! The archive of Facebook and Messenger, as JSON: friends, requests, conversations.
//!
//! Facebook tells people by name alone, so a handle here is a name. Folders and file names changed three
//! times since 2018 and bear the user's language; files are known by their keys. Recent chats come in a
//! second download, which is read together with the first.

mod cover;
mod lists;
mod me;
mod message;
mod mojibake;
mod reading;
mod sniff;
mod telling;
mod threads;
mod walk;

use crate::source::{Bundle, Reason, Recognised, Settings, Sink, Skipped, Source, Told};
use crate::wide::narrowed;
use comity_core::Platform;
use reading::{Place, Reading};
use sniff::{Kind, sniff};
use std::io;

pub(crate) const SOURCE: Source = Source {
    name: "facebook",
    platform: Some(Platform::Facebook),
    guide: "\
Facebook: Settings > Accounts Centre > Your information and permissions > Download your information.
Choose all time and the format JSON (not HTML); friends, messages and profile are enough.
Messenger's encrypted chats come apart: in Messenger, Settings > Privacy & safety >
End-to-end encrypted chats > Message storage > Download secure storage data.
Import all zips together.",
    by_place: false,
    recognise,
    read,
};

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let all: Vec<usize> = (0..bundle.entries().len()).collect();
    // What cannot be read is known by nobody, and that is told where it is planned.
    let (files, _) = kinds(bundle, &all);
    let (pages, files): (Vec<_>, Vec<_>) = ours(bundle, files).into_iter().partition(|f| f.1 == Kind::Page);
    let mut found = Vec::new();
    if !files.is_empty() {
        let what = format!("Facebook archive ({})", contents(&files));
        found.push(Recognised { entries: indices(&files), what, account: account(bundle, &files) });
    }
    if !pages.is_empty() {
        let what = "Facebook archive as web pages, which are not read: ask for JSON".to_owned();
        found.push(Recognised { entries: indices(&pages), what, account: None });
    }
    Ok(found)
}

/// Files of the archive, by index.
type Known = Vec<(usize, Kind)>;

/// Returns what each file is that is one of these, and those that cannot be read.
fn kinds(bundle: &mut dyn Bundle, entries: &[usize]) -> (Known, Vec<(usize, io::Error)>) {
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for &index in entries {
        match bundle.open(index).and_then(narrowed).and_then(sniff) {
            Ok(kind) => found.extend(kind.map(|kind| (index, kind))),
            Err(error) => failed.push((index, error)),
        }
    }
    (found, failed)
}

/// Leaves out what is Instagram's, whose conversations have the same shape.
fn ours(bundle: &dyn Bundle, mut files: Vec<(usize, Kind)>) -> Vec<(usize, Kind)> {
    let is_list = |kind| !matches!(kind, Kind::Thread | Kind::Page | Kind::Instagram | Kind::NotWanted);
    let instagram = files.iter().any(|f| f.1 == Kind::Instagram) && !files.iter().any(|f| is_list(f.1));
    let theirs = |index: usize| bundle.entries()[index].name.to_lowercase().contains("instagram");
    files.retain(|&(index, kind)| {
        kind != Kind::Instagram
            && !(matches!(kind, Kind::Thread | Kind::Page) && (instagram || theirs(index)))
    });
    files
}

fn indices(files: &[(usize, Kind)]) -> Vec<usize> {
    files.iter().map(|f| f.0).collect()
}

fn contents(files: &[(usize, Kind)]) -> String {
    let has = |kinds: &[Kind]| files.iter().any(|f| kinds.contains(&f.1));
    let parts = [
        (has(&[Kind::Profile]), "profile"),
        (has(&[Kind::Friends, Kind::Removed]), "friends"),
        (has(&[Kind::Sent, Kind::Received, Kind::Rejected]), "requests"),
        (has(&[Kind::Thread]), "messages"),
        (has(&[Kind::Encrypted]), "encrypted messages"),
        (has(&[Kind::NotWanted]), "suggestions"),
    ];
    parts.iter().filter(|part| part.0).map(|part| part.1).collect::<Vec<_>>().join(", ")
}

fn account(bundle: &mut dyn Bundle, files: &[(usize, Kind)]) -> Option<String> {
    let settings = Settings::default();
    me::profile(&mut Reading::new(&settings, &mut Told::default()), bundle, files).account()
}

fn read(
    bundle: &mut dyn Bundle,
    recognised: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let (files, failed) = kinds(bundle, &recognised.entries);
    let mut reading = Reading::new(settings, sink);
    for (index, error) in &failed {
        reading.sink.skipped(Skipped::torn(&bundle.entries()[*index].name, error));
    }
    refuse(&mut reading, bundle, &files);
    let profile = me::profile(&mut reading, bundle, &files);
    let threads = threads::survey(&mut reading, bundle, &files);
    me::tell(&mut reading, &profile, &threads);
    lists::read(&mut reading, bundle, &files);
    for thread in &threads {
        telling::read(&mut reading, bundle, thread);
    }
    if !reading.stopped && failed.is_empty() {
        cover::tell(&mut reading, bundle, &threads);
    }
    Ok(())
}

/// Notes the files of which nothing is read.
fn refuse(reading: &mut Reading<'_>, bundle: &dyn Bundle, files: &[(usize, Kind)]) {
    for &(index, kind) in files {
        let (reason, why) = match kind {
            Kind::Page => (Reason::Unsupported, "a web page; ask Facebook for JSON instead of HTML"),
            Kind::NotWanted => (Reason::NotWanted, "it lists people and pages with whom it shows no tie"),
            _ => continue,
        };
        let place = Place { index, file: bundle.entries()[index].name.clone(), number: 0 };
        reading.skip(&place, reason, why);
    }
}
