//! A calendar, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;

pub(super) const PROPERTY: Property = Property {
    name: "icalendar",
    says: "a calendar is read to its end, and a sound meeting after whatever damage is kept",
    hold: |bytes| {
        export::hold("icalendar", &unpacked(bytes, "calendar.ics"));
        hold_meeting(bytes);
    },
    seeds: || fixtures("icalendar"),
};

const SOUND: &[u8] =
    b"\r\n\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n\
    UID:1@sound.example\r\nDTSTART:20260302T100000Z\r\nDTEND:20260302T110000Z\r\nSUMMARY:x\r\n\
    ORGANIZER:mailto:mira@sound.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@sound.example\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

/// Holds that a meeting is kept, whatever stands before it.
fn hold_meeting(bytes: &[u8]) {
    let file = [b"BEGIN:VCALENDAR\r\n", bytes, SOUND].concat();
    let told = export::hold("icalendar", &vec![("calendar.ics".to_owned(), file)]);
    let is_it =
        |i: &comity_core::Interaction| i.parties.iter().any(|p| p.handle.address() == "tom@sound.example");
    assert!(told.interactions.iter().any(is_it), "a sound meeting was lost");
}
