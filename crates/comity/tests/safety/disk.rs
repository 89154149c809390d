//! Disks that are full, files that may not be written, folders that another program copies elsewhere.

use crate::program::{Home, NOW, Said};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An ordinary user, whom permissions bind.
const NOBODY: u32 = 65_534;

/// Runs a line of a shell that knows the program as `$comity`, in a home.
fn shell(home: &Home, line: &str) -> Said {
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(home)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path(""))
        .env("comity", program(home))
        .env("COMITY_NETWORK", home.path("test.comity"))
        .env("COMITY_NOW", NOW)
        .env("TZ", "UTC")
        .output()
        .expect("a shell runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\n', " ");
    Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Returns the program: the copy in the home, where nobody else can run the one that was built.
fn program(home: &Home) -> PathBuf {
    let copy = home.path("program");
    if copy.exists() { copy } else { PathBuf::from(env!("CARGO_BIN_EXE_comity")) }
}

/// Expects an error that says what, where and what next.
#[track_caller]
fn refused(said: &Said, what: &str) {
    assert_eq!(said.code, 2, "{said:?}");
    let wanted = ["error: cannot use `", "test.comity", what, "help: "];
    assert!(wanted.iter().all(|word| said.err.contains(word)), "{said:?}");
}

fn mailbox(home: &Home, mails: usize) {
    let mut text = String::new();
    for n in 0..mails {
        let _ = write!(
            text,
            "From - Thu Jan  1 00:00:00 1970\nMessage-ID: <{n}@mail.example>\nDate: {} Jan 2025 09:00:00 +0000\n\
             From: Person{n} Falk <person{n}@post.example>\nTo: jo@keller.example\nSubject: Pier {n}\n\nText\n\n",
            n % 28 + 1
        );
    }
    home.write("mail.mbox", &text);
}

#[test]
fn a_disk_without_room_loses_nothing_and_can_be_tried_again() {
    let home = Home::new();
    home.ok(&["add", "Ana Ruiz", "--handle", "ana@firm.example"]);
    home.ok(&["note", "ana", "Said before."]);
    mailbox(&home, 600);
    let kept = home.kept();
    // A file may grow no further; the signal that would tell of it is not wanted, the error is.
    let blocks = fs::metadata(home.path("test.comity")).expect("the network").len() / 512 + 40;
    let said = shell(&home, &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$comity\" import mail.mbox"));
    refused(&said, "the disk failed");
    assert!(said.err.contains("nothing was half done"), "{said:?}");
    assert_eq!(home.kept(), kept);
    home.ok(&["import", "mail.mbox", "--me", "jo@keller.example"]);
    assert_eq!(home.json(&["people"]).1["total"], 601);
    let said =
        shell(&home, "trap '' XFSZ; ulimit -f 60; \"$comity\" backup copy; \"$comity\" export text; ls");
    assert!(!said.out.contains("copy") && !said.out.contains("text"), "half a copy was left: {said:?}");
}

/// Gives a home to an ordinary user, since permissions bind no superuser; returns what a line has to begin with to
/// be that user, and nothing, with a word on it, where nobody can become one.
fn as_nobody(home: &Home) -> Option<String> {
    if fs::metadata(home).expect("a home").uid() != 0 {
        return Some(String::new());
    }
    let user = format!("setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups ");
    let runs = || shell(home, &format!("{user}\"$comity\" --version")).code == 0;
    give_away(home);
    if !runs() {
        // Where the build lies in a folder of the superuser's own, nobody else can run it there.
        fs::copy(program(home), home.path("program")).expect("a program can be copied");
        give_away(home);
    }
    if runs() {
        return Some(user);
    }
    eprintln!("skipped: the superuser may write everywhere, and `setpriv` makes no ordinary user here");
    None
}

fn give_away(home: &Home) {
    for entry in fs::read_dir(home).expect("a home").flatten() {
        chown(entry.path(), Some(NOBODY), Some(NOBODY)).expect("who owns everything gives it away");
    }
    chown(home, Some(NOBODY), Some(NOBODY)).expect("who owns everything gives it away");
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
}

#[test]
fn what_may_not_be_written_is_said_plainly_and_read_where_that_works() {
    let home = Home::new();
    home.ok(&["add", "Ana Ruiz", "--handle", "ana@firm.example"]);
    let Some(user) = as_nobody(&home) else { return };
    let run = |line: &str| shell(&home, &format!("{user}\"$comity\" {line}"));
    let network = home.path("test.comity");
    allow(&network, 0o400);
    assert!(run("people").out.contains("Ana Ruiz"));
    refused(&run("note ana hello"), "cannot be written: the file or its folder is read-only");
    allow(&network, 0o600);
    fs::remove_file(home.path("test.comity-shm")).ok();
    fs::remove_file(home.path("test.comity-wal")).ok();
    allow(home.as_ref(), 0o500);
    refused(&run("note ana hello"), "cannot be written: the file or its folder is read-only");
    allow(home.as_ref(), 0o700);
    assert!(run("note ana hello").out.contains("Noted about Ana Ruiz"));
}

#[test]
fn a_mail_that_vanishes_is_told_and_takes_no_other_along() {
    let home = Home::new();
    let mail = |n: usize| {
        format!(
            "Message-ID: <{n}@mail.example>\nDate: {n} Jan 2025 09:00:00 +0000\nFrom: p{n}@post.example\n\
             To: jo@keller.example\nSubject: Pier\n\nText\n"
        )
    };
    for n in 1..5 {
        home.write(&format!("box/cur/{n}.a:2,S"), &mail(n));
    }
    // As if it had vanished between being listed and being read: it cannot be opened.
    allow(&home.path("box/cur/4.a:2,S"), 0o000);
    let Some(user) = as_nobody(&home) else { return };
    chown(home.path("box/cur/4.a:2,S"), Some(0), Some(0)).ok();
    let said = shell(&home, &format!("{user}\"$comity\" import box --json"));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("\"interactions\": 3") && said.out.contains("4.a:2,S"), "{said:?}");
}

#[test]
fn a_network_that_another_program_copies_is_warned_of_and_not_spoilt() {
    let home = Home::new();
    let network = home.path("Dropbox/jo.comity");
    let at = ["--network", network.to_str().expect("a plain path")];
    let comity = |arguments: &[&str]| home.run(&[&at[..], arguments].concat());
    fs::create_dir(home.path("Dropbox")).expect("a folder can be made");
    assert_eq!(comity(&["add", "Ana Ruiz", "--handle", "ana@firm.example"]).code, 0);
    let start = comity(&[]).out.replace('\n', " ");
    assert!(start.contains("warning: your network lies in `") && start.contains("comity backup"), "{start}");
    fs::copy(&network, home.path("Dropbox/jo (conflicted copy).comity")).expect("a file can be copied");
    assert_eq!(comity(&[]).out.matches("warning:").count(), 2);
    // The log of a process that was killed, and then another file under the network's name.
    let incoming = home.path("Dropbox/incoming");
    fs::copy(&network, &incoming).expect("a file can be copied");
    fs::write(home.path("Dropbox/jo.comity-wal"), "what was said last").expect("a file can be written");
    fs::rename(&incoming, &network).expect("a file can be replaced");
    let before = fs::read(&network).expect("the network");
    let said = comity(&["people"]);
    let told = said.err.replace('\n', " ");
    assert!(said.code == 2 && told.contains("is not the file that `"), "{said:?}");
    assert!(told.contains("help: put the file back that stood there before"), "{told}");
    assert_eq!(fs::read(&network).expect("the network"), before);
}
