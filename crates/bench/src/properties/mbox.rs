//! A mailbox in one file, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;
use comity_import::{Reason, Told};
use std::collections::BTreeSet;

pub(super) const PROPERTY: Property = Property {
    name: "mbox",
    says: "every mail of a mailbox is told or noted, and a sound one after whatever damage is kept",
    hold: |bytes| {
        export::hold("mbox", &unpacked(bytes, "all.mbox"));
        hold_mail(bytes);
    },
    seeds: || fixtures("mbox"),
};

const FIRST: &[u8] = b"From mira@sound.example Mon Mar 03 11:20:34 2025\nFrom: Mira <mira@sound.example>\n";
const SOUND: &[u8] = b"\n\nFrom mira@sound.example Tue Mar 04 11:20:34 2025\n\
    From: Mira Tolland <mira@sound.example>\nTo: tom@sound.example\nDate: Tue, 4 Mar 2025 11:20:34 +0000\n\
    Message-ID: <1@sound.example>\nSubject: Hello\n\nA few words.\n";

/// Holds that a mail is kept, whatever stands before it, and that all before it are accounted for.
fn hold_mail(bytes: &[u8]) {
    // A length that is told may reach over whatever it likes, up to the end of the file.
    let length = b"content-length";
    if bytes.windows(length.len()).any(|part| part.eq_ignore_ascii_case(length)) {
        return;
    }
    let file = [FIRST, bytes, SOUND].concat();
    let told = export::hold("mbox", &vec![("all.mbox".to_owned(), file)]);
    let places = places(&told);
    let last = places.last().copied().unwrap_or(0);
    assert_eq!(places.len() as u64, last, "a mail is neither told nor noted");
    let kept = told.interactions.iter().any(|i| i.provenance.place == last);
    let known = told.skipped.iter().any(|s| s.place == last && s.reason == Reason::Copy);
    assert!(last >= 2 && (kept || known), "a sound mail was lost");
}

/// Returns the numbers of the mails that were told or noted; zero is the whole file.
fn places(told: &Told) -> BTreeSet<u64> {
    let kept = told.interactions.iter().map(|i| i.provenance.place);
    kept.chain(told.skipped.iter().map(|s| s.place)).filter(|place| *place > 0).collect()
}
