//! Honest lines of each format, of which the cases are made.

use std::fs;
use std::io;
use std::path::Path;

/// The header of LinkedIn's connections.
pub(super) const HEADER: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

/// Returns a connection of LinkedIn's.
pub(super) fn row(number: usize) -> String {
    format!("Ana,Ruiz{number},https://www.linkedin.com/in/ana-{number},,Quill,Baker,22 Nov 2025\n")
}

/// Returns the connections from the first number up to the second.
pub(super) fn rows(from: usize, to: usize) -> String {
    (from..to).map(row).collect()
}

/// Returns a mail of an mbox, from Ana to Tom, with more fields and a body.
pub(super) fn mail(number: usize, fields: &str, body: &str) -> String {
    let (minute, second) = (number / 60 % 60, number % 60);
    format!(
        "From ana@firm.example Mon Mar 03 11:20:34 2025\nFrom: Ana Ruiz <ana@firm.example>\n\
         To: tom@firm.example\nDate: Mon, 3 Mar 2025 11:{minute:02}:{second:02} +0000\n\
         Message-ID: <{number}@firm.example>\nSubject: Hello {number}\n{fields}\n{body}\n\n"
    )
}

/// Returns a card with more lines, which end in a line break.
pub(super) fn card(number: usize, lines: &str) -> String {
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ruiz{number}\r\nN:Ruiz{number};Ana;;;\r\n\
         EMAIL:ana{number}@firm.example\r\n{lines}END:VCARD\r\n"
    )
}

/// Returns a meeting of Ana and Tom with more lines, which end in a line break.
pub(super) fn event(number: usize, lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{number}@firm.example\r\nSUMMARY:x\r\nORGANIZER:mailto:ana@firm.example\r\n\
         ATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@firm.example\r\n{lines}END:VEVENT\r\n"
    )
}

/// Returns a calendar of events.
pub(super) fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n")
}

/// Writes a file, with the folders above it.
pub(super) fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, bytes)
}

/// Returns a text in UTF-16 without a mark.
pub(super) fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}
