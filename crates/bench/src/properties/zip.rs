//! A zip, damaged or made to harm.

use crate::export;
use crate::property::Property;
use comity_import::Bundle;
use comity_import::bundle::{Limits, ZipBundle};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const PROPERTY: Property = Property {
    name: "zip",
    says: "what is taken out of a zip stays below its limits and within its folder, and each entry is named once",
    hold,
    seeds,
};

const LIMITS: Limits = Limits { entries: 1000, total_bytes: 16 << 20, ratio: 200, nested_bytes: 1 << 20 };

fn hold(bytes: &[u8]) {
    let open = || ZipBundle::new(Cursor::new(bytes.to_vec()), LIMITS);
    let Ok(mut bundle) = open() else { return };
    let entries = bundle.entries().to_vec();
    for entry in &entries {
        let climbs = entry.name.split('/').any(|part| part == ".." || part.is_empty());
        assert!(!climbs && !entry.name.contains(['\0', '\\']), "`{:?}` leads elsewhere", entry.name);
    }
    let names: Vec<String> = entries.iter().map(|e| e.name.clone()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "two entries share a name");
    for (index, entry) in entries.iter().enumerate() {
        let read = bundle.open(index).and_then(|file| {
            let mut bytes = Vec::new();
            file.take(LIMITS.total_bytes).read_to_end(&mut bytes)
        });
        // One that is damaged fails by itself.
        assert!(read.is_err() || read.is_ok_and(|read| read as u64 <= entry.bytes), "more than was told");
    }
    let again = open().expect("it could be opened before");
    assert!(again.entries() == bundle.entries() && again.refused() == bundle.refused());
    let refused = bundle.refused().iter().map(|note| note.file.clone());
    let names: Vec<String> = names.into_iter().chain(refused).collect();
    export::hold_all(&mut bundle, &names);
}

/// Returns small archives of each kind that the reader tells apart.
fn seeds() -> Vec<Vec<u8>> {
    let plain =
        zipped(&[("a.csv", b"First Name,Last Name\n"), ("b/c.json", b"{}")], CompressionMethod::Stored);
    let packed = zipped(&[("export/a.csv", b"aaaaaaaaaaaaaaaaaaaaaaaaaa")], CompressionMethod::Deflated);
    let nested = zipped(&[("part-1.zip", &packed), ("part-2.zip", &plain)], CompressionMethod::Stored);
    let strange = zipped(&[("../up", b"1"), ("/abs", b"2"), ("x\\y", b"3")], CompressionMethod::Stored);
    vec![plain, packed, nested, strange, zipped(&[], CompressionMethod::Stored)]
}

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT.compression_method(method);
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("memory has room");
        writer.write_all(bytes).expect("memory has room");
    }
    writer.finish().expect("memory has room").into_inner()
}
