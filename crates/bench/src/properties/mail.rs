//! Single mails and Maildirs, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;

pub(super) const PROPERTY: Property = Property {
    name: "mail",
    says: "a mail in a file of its own is told or noted once, in a Maildir or alone",
    hold: |bytes| {
        let files = unpacked(bytes, "cur/1.m1.host.example:2,S");
        for source in ["maildir", "eml"] {
            let told = export::hold(source, &files);
            assert!(told.interactions.len() + told.skipped.len() <= files.len(), "a mail was told twice");
        }
    },
    seeds: || [fixtures("maildir"), fixtures("eml")].concat(),
};
