//! Single mails and Maildirs, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;
use comity_import::Reason;

pub(super) const PROPERTY: Property = Property {
    name: "mail",
    says: "a mail in a file of its own is told or noted once, in a Maildir or alone",
    hold: |bytes| {
        let files = unpacked(bytes, "cur/1.m1.host.example:2,S");
        for source in ["maildir", "eml"] {
            let told = export::hold(source, &files);
            // Only mails in a mailbox have places, and only a head that is cut is told beside its mail.
            let alone = told.interactions.iter().filter(|i| i.provenance.place == 0).count();
            let notes = told.skipped.iter().filter(|s| s.place == 0 && s.reason != Reason::TooLarge).count();
            assert!(alone + notes <= files.len(), "a mail was told twice");
        }
    },
    seeds: || [fixtures("maildir"), fixtures("eml")].concat(),
};
