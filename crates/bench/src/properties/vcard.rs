//! An address book, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;

pub(super) const PROPERTY: Property = Property {
    name: "vcard",
    says: "an address book is read to its end, and a sound card after whatever damage is kept",
    hold: |bytes| {
        export::hold("vcard", &unpacked(bytes, "contacts.vcf"));
        hold_card(bytes);
    },
    seeds: || fixtures("vcard"),
};

/// An empty line first: in quoted-printable the line before may end in a mark that it goes on.
const SOUND: &[u8] = b"\r\n\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mira Tolland\r\nN:Tolland;Mira;;;\r\n\
    EMAIL:mira@sound.example\r\nEND:VCARD\r\n";

/// Holds that a card is kept, whatever stands before it.
fn hold_card(bytes: &[u8]) {
    let file = [b"BEGIN:VCARD\r\n", bytes, SOUND].concat();
    let told = export::hold("vcard", &vec![("contacts.vcf".to_owned(), file)]);
    let is_it =
        |r: &comity_core::Record| r.handles.iter().any(|h| h.handle.address() == "mira@sound.example");
    assert!(told.records.iter().any(is_it), "a sound card was lost");
}
