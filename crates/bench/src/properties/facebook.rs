//! An archive of Facebook, damaged anyhow.

use crate::archive::{fixtures, unpacked};
use crate::export;
use crate::property::Property;

pub(super) const PROPERTY: Property = Property {
    name: "facebook",
    says: "an archive of Facebook is read to its end, the same each time, and nothing that came of it is out of place",
    hold: |bytes| {
        export::hold("facebook", &unpacked(bytes, "messages/inbox/x_1/message_1.json"));
    },
    seeds: || fixtures("facebook"),
};
