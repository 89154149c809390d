//! Single mails in files of their own (RFC 5322), as people save them; Apple Mail's `.emlx` as well.
//!
//! Somebody chose them, so they stand for no period: nothing follows from a mail that is not there.

use crate::mail::{Claims, Folder, Place, Reading, is_head};
use crate::source::{Bundle, Recognised, Settings, Sink, Source};
use comity_core::Platform;
use std::io::{self, Read};

pub(super) const SOURCE: Source = Source {
    name: "eml",
    platform: Some(Platform::Email),
    guide: "Drag mails out of the mail program into a folder, or save them one by one as .eml files, and \
        import the folder.",
    by_place: false,
    recognise,
    read,
};

/// The fields of transport come first and may be long; those that every mail has follow.
const ENOUGH: u64 = 16 << 10;

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let mut entries = Vec::new();
    for index in 0..bundle.entries().len() {
        let mut start = Vec::new();
        bundle.open(index)?.take(ENOUGH).read_to_end(&mut start)?;
        if is_head(&start) {
            entries.push(index);
        }
    }
    let what = match entries.len() {
        0 => return Ok(Vec::new()),
        1 => "mail, one file".to_owned(),
        n => format!("mail, {n} single files"),
    };
    Ok(vec![Recognised { entries, what, account: None }])
}

fn read(
    bundle: &mut dyn Bundle,
    what: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut reading = Reading::new(settings);
    for &index in &what.entries {
        let entry = bundle.entries()[index].clone();
        let folder = entry.name.rsplit_once('/').map_or(Folder::Other, |(above, _)| Folder::at(above));
        let place = Place { file: &entry.name, place: 0, folder, delivered: None };
        reading.single(bundle.open(index), place, sink);
        if !sink.progress(entry.bytes) {
            return Ok(());
        }
    }
    reading.finish(Claims::Nothing, sink);
    Ok(())
}
