//! The stand-in for `sendmail`: what is unwelcome does not go, and the reason is told.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A network, and a program that takes what is sent.
struct Post {
    home: tempfile::TempDir,
}

fn recipe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/recipes/comity-sendmail")
}

impl Post {
    fn open() -> Self {
        let post = Self { home: tempfile::tempdir().expect("a folder") };
        let sink = "#!/bin/sh\ncat > \"$POST/sent\"\necho \"$@\" > \"$POST/to\"\n";
        fs::write(post.place("sink"), sink).expect("the sink");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(post.place("sink"), mode).expect("the sink can be run");
        for words in [
            &["add", "Ana Ruiz", "--handle", "ana@firm.example"][..],
            &["add", "Bea Roe", "--handle", "bea@firm.example"],
            &["person", "Ana Ruiz", "--set", "is=professional"],
            &["person", "Bea Roe", "--set", "is=professional"],
            &["log", "bea", "--via", "bea@firm.example", "--outcome", "stop"],
        ] {
            let done = post.run(Command::new(env!("CARGO_BIN_EXE_comity")).args(words), "");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        post
    }

    fn place(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&self, command: &mut Command, input: &str) -> Output {
        let mut child = command
            .env("COMITY_NETWORK", self.place("my.comity"))
            .env("COMITY_NOW", "2026-03-03T10:00:00Z")
            .env("COMITY", env!("CARGO_BIN_EXE_comity"))
            .env("COMITY_SENDMAIL", self.place("sink"))
            .env("POST", self.home.path())
            .env("HOME", self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        use std::io::Write as _;
        // Whoever ends before it has read all is none the worse for it.
        let _ = child.stdin.take().expect("a way in").write_all(input.as_bytes());
        child.wait_with_output().expect("it ends")
    }

    /// Tells whether something was sent since the last look.
    fn sent(&self) -> bool {
        fs::remove_file(self.place("sent")).is_ok()
    }
}

fn mail(to: &str) -> String {
    format!(
        "From: me@work.example\nTo: {to}\nSubject: lunch\nDate: Tue, 3 Mar 2026 10:00:00 +0000\n\nHello.\n"
    )
}

#[test]
fn what_is_welcome_goes_and_what_is_not_stays() {
    let post = Post::open();
    let send = |words: &[&str], mail: &str| post.run(Command::new(recipe()).args(words), mail);
    let told = |done: &Output| String::from_utf8_lossy(&done.stderr).into_owned();

    let done = send(&["-oi", "--", "ana@firm.example"], &mail("ana@firm.example"));
    assert!(done.status.success() && post.sent(), "{}", told(&done));
    let to = fs::read_to_string(post.place("to")).expect("whom it went to");
    assert_eq!(to.trim(), "-oi -- ana@firm.example");

    let done = send(&["--", "bea@firm.example"], &mail("bea@firm.example"));
    assert!(done.status.code() == Some(77) && !post.sent(), "{}", told(&done));
    assert!(told(&done).contains("no-contact"), "{}", told(&done));

    // A hidden copy stands on the command line alone.
    let done = send(&["--", "ana@firm.example", "bea@firm.example"], &mail("ana@firm.example"));
    assert!(done.status.code() == Some(77) && !post.sent(), "{}", told(&done));

    // What cannot be judged goes, and that is said.
    let done = send(&["--"], "no mail at all");
    assert!(done.status.success() && post.sent(), "{}", told(&done));
    assert!(told(&done).contains("could not judge"), "{}", told(&done));
}

#[test]
fn mutt_keeps_what_is_unwelcome() {
    if Command::new("mutt").arg("-v").output().is_err() {
        eprintln!("mutt is not installed, so this was not looked at");
        return;
    }
    let post = Post::open();
    let settings = format!(
        "set sendmail=\"{} -oem -oi\"\nset from=\"me@work.example\"\nset copy=no\n",
        recipe().display()
    );
    fs::write(post.place("muttrc"), settings).expect("the settings");
    let send = |to: &str| {
        let settings = post.place("muttrc");
        let words = ["-s", "lunch", "--", to];
        post.run(Command::new("mutt").arg("-F").arg(settings).args(words), "Hello.\n")
    };
    let done = send("ana@firm.example");
    assert!(done.status.success() && post.sent(), "{}", String::from_utf8_lossy(&done.stderr));
    let done = send("bea@firm.example");
    assert!(!done.status.success() && !post.sent());
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(told.contains("asked not to be") && told.contains("not sent"), "{told}");
}
