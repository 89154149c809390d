//! What the long runs of `kill` and `together` show, in seconds: the same code, fewer and smaller.

use std::process::Command;

/// Runs the bench and expects it to find nothing wrong.
#[track_caller]
fn bench(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_comity-bench")).args(arguments).output().expect("the bench runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn whatever_is_killed_can_be_done_again() {
    let said = bench(&["kill", "--moments", "2", "--people", "14", "--messages", "120"]);
    for what in ["import", "derive", "log", "merge", "migration", "restore", "forget", "remove", "backup"] {
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn four_processes_get_on_with_one_network() {
    // How long they take is measured elsewhere; here they only have to agree.
    let said =
        bench(&["together", "--seconds", "4", "--people", "20", "--messages", "250", "--longest", "600"]);
    for what in ["import", "check", "note", "list"] {
        assert!(said.contains(what), "{said}");
    }
}
