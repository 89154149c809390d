//! Files of any kind side by side, as they lie in a folder of downloads.

use crate::archive::{bundle, fixtures, unpacked};
use crate::export;
use crate::property::Property;
use comity_import::SOURCES;

pub(super) const PROPERTY: Property = Property {
    name: "exports",
    says: "of any files each is taken by one source or noted, whatever stands in them",
    hold: |bytes| {
        let files = unpacked(bytes, "file");
        let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        export::hold_all(&mut bundle(&files), &names);
    },
    seeds: || SOURCES.iter().flat_map(|source| fixtures(source.name)).collect(),
};
