//! Which files of a bundle are LinkedIn's, told by their headers, and which of them are one archive.

use crate::bundle::is_left_by_system;
use crate::csv_table::{Row, Table};
use crate::source::Bundle;
use crate::sources::linkedin::out::Out;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

/// What a file of the archive holds, in the order in which files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Connections,
    Invitations,
    Messages,
    Profile,
    Emails,
    Phones,
    Positions,
    /// An address book that the member once uploaded: people, and no ties.
    Contacts,
    /// Known, and of no use here.
    Other,
}

/// The cells that tell each kind of file, in the order in which a header is held against them.
///
/// Connections with addresses of profiles come before those without: where an archive holds both, the
/// fuller telling is read first.
const HEADERS: &[(Kind, &[&str])] = &[
    (Kind::Connections, &["First Name", "Last Name", "URL", "Connected On"]),
    (Kind::Connections, &["First Name", "Last Name", "Connected On"]),
    (Kind::Invitations, &["From", "To", "Sent At", "Direction"]),
    (Kind::Messages, &["CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "DATE", "CONTENT"]),
    (Kind::Profile, &["First Name", "Last Name", "Headline", "Industry"]),
    (Kind::Emails, &["Email Address", "Confirmed", "Primary"]),
    (Kind::Phones, &["Extension", "Number", "Type"]),
    (Kind::Positions, &["Company Name", "Title", "Started On", "Finished On"]),
    (Kind::Contacts, &["FirstName", "LastName", "Emails", "PhoneNumbers", "CreatedAt"]),
    (Kind::Other, &["Endorsement Date", "Skill Name", "Endorsement Status"]),
    (Kind::Other, &["First Name", "Last Name", "Company", "Job Title", "Text", "Status"]),
    (Kind::Other, &["Organization", "Followed On"]),
    (Kind::Other, &["Date", "Status", "FullName"]),
    (Kind::Other, &["School Name", "Degree Name"]),
    (Kind::Other, &["Event Name", "Event Time", "Status"]),
    (Kind::Other, &["Connection First Name", "Connection Last Name", "Note"]),
    (Kind::Other, &["Date", "Type", "Link"]),
    (Kind::Other, &["Date", "Link", "Message"]),
    (Kind::Other, &["Date", "ShareLink", "ShareCommentary"]),
    (Kind::Other, &["Date", "Link", "OptionText"]),
    (Kind::Other, &["Date/Time", "Media Description", "Media Link"]),
    (Kind::Other, &["Member Age", "Company Names"]),
    (Kind::Other, &["Registered At", "Registration Ip"]),
    (Kind::Other, &["Application Date", "Company Name", "Job Title"]),
    (Kind::Other, &["Saved Date", "Job Url", "Job Title"]),
];

/// What people call each kind of file.
const SHOWN: [(Kind, &str); 8] = [
    (Kind::Connections, "Connections"),
    (Kind::Invitations, "Invitations"),
    (Kind::Messages, "messages"),
    (Kind::Profile, "Profile"),
    (Kind::Emails, "Email Addresses"),
    (Kind::Phones, "PhoneNumbers"),
    (Kind::Positions, "Positions"),
    (Kind::Contacts, "Contacts"),
];

/// Conversations with machines, whose headers are those of messages.
const MACHINE_TALK: [&str; 2] = ["guide_messages", "learning_"];

/// Bytes in which a header must stand; its lines take a thousand.
const HEAD_BYTES: u64 = 64 << 10;

/// The files of one archive, in the order in which they are read.
pub(super) type Archive = Vec<(usize, Kind)>;

/// Returns the archives of a bundle: the files of one folder, where at least one is LinkedIn's alone.
///
/// # Errors
/// Fails where an entry cannot be opened.
pub(super) fn archives(bundle: &mut dyn Bundle) -> io::Result<Vec<Archive>> {
    let mut folders: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for index in 0..bundle.entries().len() {
        let name = bundle.entries()[index].name.clone();
        if is_left_by_system(&name) {
            continue;
        }
        if let Some(header) = header(bundle.open(index)?, &name)? {
            folders.entry(home(&name).to_owned()).or_default().push((header, index));
        }
    }
    let alone = |kind| !matches!(kind, Kind::Phones | Kind::Positions | Kind::Other);
    let mut found: Vec<_> = folders.into_values().collect();
    found.retain(|files| files.iter().any(|(header, _)| alone(HEADERS[*header].0)));
    Ok(found.into_iter().map(in_order).collect())
}

/// Returns the folder of the archive that a file belongs to; its own sub-folder is part of it.
fn home(name: &str) -> &str {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    if last.eq_ignore_ascii_case("jobs") { above } else { folder }
}

/// Returns the kinds of files that were recognised before, and those that cannot be opened any more.
pub(super) fn kinds(bundle: &mut dyn Bundle, entries: &[usize]) -> (Archive, Vec<(usize, io::Error)>) {
    let (mut files, mut failed) = (Vec::new(), Vec::new());
    for &index in entries {
        let name = bundle.entries()[index].name.clone();
        match bundle.open(index).and_then(|reader| header(reader, &name)) {
            Ok(found) => files.push((found.unwrap_or(HEADERS.len() - 1), index)),
            Err(error) => failed.push((index, error)),
        }
    }
    (in_order(files), failed)
}

fn in_order(mut files: Vec<(usize, usize)>) -> Archive {
    files.sort_by_key(|(header, index)| (HEADERS[*header].0, *header, *index));
    files.into_iter().map(|(header, index)| (index, HEADERS[header].0)).collect()
}

/// Returns a line for people: what of use the archive holds.
pub(super) fn described(archive: &Archive) -> String {
    let has = |kind| archive.iter().any(|(_, k)| *k == kind);
    let shown: Vec<&str> = SHOWN.iter().filter(|(kind, _)| has(*kind)).map(|(_, name)| *name).collect();
    format!("LinkedIn archive ({})", shown.join(", "))
}

/// Finds which header a file has.
fn header(mut reader: Box<dyn BufRead + '_>, name: &str) -> io::Result<Option<usize>> {
    if reader.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let cells: Vec<&[&str]> = HEADERS.iter().map(|(_, cells)| *cells).collect();
    let found = Table::find(Box::new(reader.take(HEAD_BYTES)), &cells)?.map(|(_, header)| header);
    let last = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let machine = MACHINE_TALK.iter().any(|start| last.starts_with(start));
    Ok(found.map(|header| match HEADERS[header].0 {
        Kind::Messages if machine => HEADERS.len() - 1,
        _ => header,
    }))
}

/// Hands over every row of a file that can be read, with its columns; the others are told.
///
/// A file that fails on the way is told as well, and what was read until then stands.
pub(super) fn each_row<C>(
    bundle: &mut dyn Bundle,
    index: usize,
    out: &mut Out<'_>,
    columns: impl Fn(&Table<'_>) -> C,
    mut each: impl FnMut(&mut Out<'_>, &C, &Row),
) {
    out.begin(&bundle.entries()[index].name);
    let read = rows(bundle, index, columns, |columns, row, bytes| {
        match row {
            Ok(row) => each(out, columns, &row),
            Err(bad) => out.skip(bad.line, bad.reason, &bad.why),
        }
        out.progress(bytes)
    });
    if let Err(error) = read {
        out.torn(&error);
    }
}

/// Hands over every row of a file until it is told to stop; for looking at what is read later.
///
/// # Errors
/// Fails where the file does.
pub(super) fn rows<C>(
    bundle: &mut dyn Bundle,
    index: usize,
    columns: impl Fn(&Table<'_>) -> C,
    mut each: impl FnMut(&C, Result<Row, crate::csv_table::BadRow>, u64) -> bool,
) -> io::Result<()> {
    let cells: Vec<&[&str]> = HEADERS.iter().map(|(_, cells)| *cells).collect();
    let Some((mut table, _)) = Table::find(bundle.open(index)?, &cells)? else { return Ok(()) };
    let columns = columns(&table);
    while let Some(row) = table.next()? {
        let bytes = table.taken_bytes();
        if !each(&columns, row, bytes) {
            break;
        }
    }
    Ok(())
}
