//! An archive of LinkedIn, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;

pub(super) const PROPERTY: Property = Property {
    name: "linkedin",
    says: "an archive of LinkedIn is read to its end, and sound rows after whatever damage are kept",
    hold: |bytes| {
        export::hold("linkedin", &unpacked(bytes, "Connections.csv"));
        hold_rows(bytes);
    },
    seeds: || fixtures("linkedin"),
};

const HEAD: &[u8] = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
const SOUND: &[u8] = b"\nMira,Tolland,https://www.linkedin.com/in/sound-one,,Quill,Baker,22 Nov 2025\n\
    Tom,Marsh,https://www.linkedin.com/in/sound-two,,Quill,Baker,23 Nov 2025\n";

/// Holds that rows without a quote are kept, whatever stands between them and the header.
fn hold_rows(bytes: &[u8]) {
    let file = [HEAD, bytes, SOUND].concat();
    let told = export::hold("linkedin", &vec![("Connections.csv".to_owned(), file)]);
    for address in ["sound-one", "sound-two"] {
        let is_it = |r: &comity_core::Record| r.handles.iter().any(|h| h.handle.address() == address);
        assert!(told.records.iter().any(is_it), "a sound row was lost");
    }
}
