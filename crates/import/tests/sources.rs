//! Every source reads its invented files and says exactly what stands beside them.
//!
//! `sources/NAME/CASE/` holds the input of one case and `expected.txt`, what is to come of it;
//! `settings.txt` may set `region`, `zone` and `until`. A single zip is opened as a zip.
//! `UPDATE=1 cargo test -p comity-import --test sources` writes the expected files anew: read them.

mod dump;

use comity_import::bundle::MemoryBundle;
use comity_import::{Bundle, SOURCES, Settings, Source};
use dump::{Found, dump};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_source_reads_its_fixtures() {
    let update = std::env::var_os("UPDATE").is_some();
    let wrong: Vec<String> = SOURCES
        .iter()
        .flat_map(|source| cases(source).into_iter().filter_map(|case| check(source, &case, update).err()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_has_a_folder_and_every_folder_a_source() {
    let folders: BTreeSet<String> = folders(&root()).iter().map(|f| file_name(f)).collect();
    let sources: BTreeSet<String> = SOURCES.iter().map(|s| s.name.to_owned()).collect();
    assert_eq!(folders, sources);
    for source in SOURCES {
        assert!(!cases(source).is_empty(), "`{}` has no case", source.name);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources")
}

fn cases(source: &Source) -> Vec<PathBuf> {
    folders(&root().join(source.name))
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(of).into_iter().flatten().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Reads one case and compares it with its expected text; tells the first line that differs.
fn check(source: &Source, case: &Path, update: bool) -> Result<(), String> {
    let settings = settings(case);
    let shown = dump(&read(source, case, &settings));
    assert_eq!(shown, dump(&read(source, case, &settings)), "{} reads differently twice", case.display());
    let path = case.join("expected.txt");
    if update {
        fs::write(&path, &shown).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let Some(line) = first_difference(&expected, &shown) else { return Ok(()) };
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    Err(format!("{}:{}\n  expected {}\n  read     {}", path.display(), line + 1, at(&expected), at(&shown)))
}

fn first_difference(a: &str, b: &str) -> Option<usize> {
    let lines = a.lines().count().max(b.lines().count());
    (0..lines).find(|&i| a.lines().nth(i) != b.lines().nth(i))
}

fn read(source: &Source, case: &Path, settings: &Settings) -> Found {
    let mut bundle = bundle(case);
    let mut found = Found::default();
    for recognised in (source.recognise)(bundle.as_mut()).unwrap() {
        found.recognised(bundle.as_ref(), &recognised);
        (source.read)(bundle.as_mut(), &recognised, settings, &mut found.told).unwrap();
    }
    found
}

fn bundle(case: &Path) -> Box<dyn Bundle> {
    let mut files = Vec::new();
    gather(case, "", &mut files);
    files.retain(|(name, _)| name != "expected.txt" && name != "settings.txt");
    Box::new(MemoryBundle::new(files))
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", file_name(&path));
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn settings(case: &Path) -> Settings {
    let mut settings = Settings { key: *b"sixteen bytes ok", until: 1_830_297_600, ..Settings::default() };
    for line in fs::read_to_string(case.join("settings.txt")).unwrap_or_default().lines() {
        match line.split_once(" = ").unwrap() {
            ("region", value) => settings.region = Some(value.to_owned()),
            ("zone", value) => settings.zone = Some(value.to_owned()),
            ("until", value) => settings.until = value.parse().unwrap(),
            (other, _) => panic!("`{other}` is not a setting"),
        }
    }
    settings
}
