//! Every property holds for its seeds, for seeds that were damaged, and for everything that a fuzzer found.
//!
//! The fuzzers themselves are in `fuzz/`; CONTRIBUTING.md says how to run them.

use comity_bench::{Numbers, PROPERTIES, Property};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Damaged forms of each property's seeds; as many as take a few seconds together.
const DAMAGED: usize = 60;

#[test]
fn seeds_hold() {
    for property in PROPERTIES {
        let seeds = (property.seeds)();
        assert!(!seeds.is_empty(), "`{}` has no seeds", property.name);
        for seed in &seeds {
            hold(property, seed);
        }
    }
}

#[test]
fn damaged_seeds_hold() {
    for property in PROPERTIES {
        let seeds = (property.seeds)();
        let mut numbers = Numbers::from(7);
        for round in 0..DAMAGED {
            let mut bytes = seeds[numbers.below(seeds.len())].clone();
            for _ in 0..=round % 4 {
                damage(&mut bytes, &mut numbers);
            }
            hold(property, &bytes);
        }
    }
}

#[test]
fn what_was_found_once_holds() {
    for property in PROPERTIES {
        for path in files(&root().join("fuzz/found").join(property.name)) {
            hold(property, &fs::read(&path).expect("what was found"));
        }
    }
}

/// What every fuzz target is.
const TARGET: &str = "#![no_main]

use comity_bench::Property;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| (Property::named(\"NAME\").hold)(bytes));
";

#[test]
fn every_property_has_its_fuzz_target() {
    let targets: BTreeSet<String> =
        files(&root().join("fuzz/fuzz_targets")).iter().map(|p| stem(p)).collect();
    let names: BTreeSet<String> = PROPERTIES.iter().map(|property| property.name.to_owned()).collect();
    assert_eq!(targets, names);
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("the fuzzers' manifest");
    for name in names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "`{name}` is not in fuzz/Cargo.toml");
        // Word for word, since nothing else here builds them: the rest is this crate, which is built.
        let path = root().join(format!("fuzz/fuzz_targets/{name}.rs"));
        let text = fs::read_to_string(&path).expect("a fuzz target");
        assert_eq!(text, TARGET.replace("NAME", &name), "`{}`", path.display());
    }
}

/// Says which bytes they were: a name of a test alone finds nothing again.
#[track_caller]
fn hold(property: &Property, bytes: &[u8]) {
    let held = catch_unwind(AssertUnwindSafe(|| (property.hold)(bytes)));
    assert!(held.is_ok(), "`{}` does not hold for \"{}\"", property.name, bytes.escape_ascii());
}

/// Changes bytes in one of the ways in which files are damaged.
fn damage(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    let to = (at + numbers.below(60)).min(bytes.len());
    match numbers.below(5) {
        0 => bytes.truncate(at),
        1 => drop(bytes.splice(at..at, [numbers.draw() as u8])),
        2 => drop(bytes.drain(at..to)),
        3 => drop(bytes.splice(at..at, bytes[at..to].to_vec())),
        _ => bytes[at..to].iter_mut().for_each(|byte| *byte ^= numbers.draw() as u8),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the files of a folder, in order; none where there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}
