//! Several programs on one network, and programs that are killed.

use crate::told::*;
use comity_core::{Said, Tie};
use comity_store::{Error, Store};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Set for the copy of this test program that is to be killed: the network to import into.
const VICTIM: &str = "COMITY_STORE_TEST_VICTIM";

fn large() -> Told {
    let mut told = linkedin("1 Mar");
    told.source.account = Some("large".into());
    for n in 0..50_000 {
        let other = format!("linkedin:person{}", n % 700);
        told.interactions.push(message(&format!("big:{n}"), "2026-02-05T10:00:00Z", "linkedin:maya", &other));
    }
    told
}

#[test]
fn others_read_and_speak_while_one_imports() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let store = Store::create(&path).unwrap();
    import(&store, &linkedin("1 Mar"));
    let before = all(&store).len();
    std::thread::scope(|scope| {
        let importing = scope.spawn(|| import(&Store::open(&path).unwrap(), &large()));
        let mut said = 0;
        while !importing.is_finished() {
            let begun = Instant::now();
            let statement =
                store.say(at("2026-03-01T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Both)).unwrap();
            assert_eq!(store.statement(statement.id).unwrap().unwrap(), statement);
            assert!(begun.elapsed() < Duration::from_secs(5));
            let told = store.interactions_of(&[handle("linkedin:maya")]).unwrap().len();
            assert!(told == before || told == before + 50_000, "half an import is in sight: {told}");
            said += 1;
        }
        assert!(said > 0);
    });
    assert_eq!(all(&store).len(), before + 50_000);
}

#[test]
fn one_import_runs_at_a_time() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let (one, two) = (Store::create(&path).unwrap(), Store::open(&path).unwrap());
    let import = one.begin(&source("mbox", None)).unwrap();
    assert!(matches!(two.begin(&source("mbox", None)), Err(Error::Busy)));
    assert!(matches!(two.remove_source(1), Err(Error::Busy)));
    assert!(matches!(two.forget(&[]), Err(Error::Busy)));
    drop(import);
    two.begin(&source("mbox", None)).unwrap().commit().unwrap();
    assert_eq!(one.sources().unwrap().len(), 1);
}

#[test]
fn what_was_derived_from_less_never_replaces_what_was_derived_from_more() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let (slow, quick) = (Store::create(&path).unwrap(), Store::open(&path).unwrap());
    let early = slow.mark().unwrap();
    quick.say(at("2026-03-01T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Both)).unwrap();
    let ana = derived("Ana Ruiz", &["email:ana@firm.example"], &[]);
    let ids = quick.save_persons(quick.mark().unwrap(), 1, &[ana]).unwrap();
    assert!(matches!(slow.save_persons(early, 1, &[]), Err(Error::Overtaken)));
    assert_eq!(slow.persons().unwrap().iter().map(|p| p.id).collect::<Vec<_>>(), ids);
}

#[test]
fn a_killed_import_leaves_nothing_and_can_be_done_again() {
    if let Ok(path) = std::env::var(VICTIM) {
        import(&Store::open(path).unwrap(), &large());
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let whole = Store::in_memory().unwrap();
    import(&whole, &linkedin("1 Mar"));
    let before = exported(&whole);
    import(&whole, &large());
    let after = exported(&whole);
    let store = Store::create(&path).unwrap();
    import(&store, &linkedin("1 Mar"));
    for wait in [0, 150, 400, 700, 1100, 1600] {
        kill_after(&path, Duration::from_millis(wait));
        let seen = exported(&Store::open(&path).unwrap());
        assert!(seen == before || seen == after, "after {wait} ms");
    }
    import(&store, &large());
    assert_eq!(exported(&store), after);
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Ok(path) = std::env::var(VICTIM) {
        return speak_until_killed(Path::new(&path));
    }
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    drop(Store::create(&path).unwrap());
    let mut said = 0;
    for wait in [300, 500, 800] {
        let mut victim = victim("together::what_was_acknowledged_survives_a_kill", &path);
        std::thread::sleep(Duration::from_millis(wait));
        victim.kill().unwrap();
        let output = String::from_utf8(victim.wait_with_output().unwrap().stdout).unwrap();
        let acknowledged = output.lines().filter_map(|line| line.strip_prefix("said ")?.parse::<u64>().ok());
        said = acknowledged.max().unwrap_or(said).max(said);
        let store = Store::open(&path).unwrap();
        let log = store.statements().unwrap();
        assert!(said == 0 || log.iter().any(|s| s.id == said), "statement {said} is lost after {wait} ms");
        assert!(log.iter().zip(1..).all(|(s, id)| s.id == id));
        // Persons are those of one moment or none.
        let persons = store.persons().unwrap();
        assert!(persons.is_empty() || persons.len() == 300, "{} persons", persons.len());
    }
    assert!(said > 0);
}

fn speak_until_killed(path: &Path) {
    let store = Store::open(path).unwrap();
    for turn in 0.. {
        let statement = store.say(at("2026-03-01T09:00:00Z"), &you(), &[], Said::Hoped(Tie::Both)).unwrap();
        println!("\nsaid {}", statement.id);
        let name = format!("Turn {turn}");
        let persons: Vec<_> =
            (0..300).map(|n| derived(&name, &[&format!("email:p{n}@firm.example")], &[])).collect();
        store.save_persons(store.mark().unwrap(), 1, &persons).unwrap();
    }
}

fn kill_after(path: &Path, wait: Duration) {
    let mut victim = victim("together::a_killed_import_leaves_nothing_and_can_be_done_again", path);
    std::thread::sleep(wait);
    victim.kill().unwrap();
    victim.wait().unwrap();
}

/// Starts this very test program again, with one test that sees that it is the victim.
fn victim(test: &str, path: &Path) -> Child {
    let mut victim = Command::new(std::env::current_exe().unwrap());
    victim.args(["--exact", test, "--nocapture"]).env(VICTIM, path);
    victim.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}
