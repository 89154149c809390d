//! The programs beside which Comity is measured, where they are installed.
//!
//! Both read whole mails and index every word of them; Comity reads heads and keeps no text.

use crate::Result;
use crate::timed::{self, Run};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// One program that makes an index of a Maildir.
pub(super) struct Peer {
    pub(super) name: &'static str,
    /// The package of Debian in which it comes.
    pub(super) package: &'static str,
    pub(super) does: &'static str,
    /// Prepares an empty index in a folder, and returns the command that fills it.
    prepare: fn(&Path, &Path) -> Result<Command>,
}

pub(super) const PEERS: [Peer; 2] = [
    Peer {
        name: "notmuch new",
        package: "notmuch",
        does: "heads and every word of the text, threads, tags (Xapian)",
        prepare: notmuch,
    },
    Peer {
        name: "mu index",
        package: "maildir-utils",
        does: "heads and every word of the text, a store of heads, addresses (Xapian)",
        prepare: mu,
    },
];

impl Peer {
    /// Returns the version that is installed, if any is.
    pub(super) fn version(&self) -> Option<String> {
        let program = self.name.split(' ').next()?;
        let said = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let words = said.lines().next()?.split_whitespace();
        words.into_iter().find(|w| w.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
    }

    /// Indexes a Maildir from nothing.
    ///
    /// # Errors
    /// Fails as the program does.
    pub(super) fn run(&self, maildir: &Path) -> Result<Run> {
        let home = tempfile::tempdir()?;
        timed::run(&mut (self.prepare)(maildir, home.path())?)
    }
}

fn notmuch(maildir: &Path, home: &Path) -> Result<Command> {
    let (config, index) = (home.join("config"), home.join("index"));
    fs::create_dir(&index)?;
    fs::write(
        &config,
        format!(
            "[database]\npath={}\nmail_root={}\n[user]\nname=Bench\nprimary_email=bench@post.example\n",
            index.display(),
            maildir.display()
        ),
    )?;
    let mut command = Command::new("notmuch");
    command.args(["new", "--quiet"]).env("NOTMUCH_CONFIG", config);
    Ok(command)
}

fn mu(maildir: &Path, home: &Path) -> Result<Command> {
    let place = format!("--muhome={}", home.join("index").display());
    let mut begin = Command::new("mu");
    begin.args(["init", "--quiet", &place]).arg(format!("--maildir={}", maildir.display()));
    timed::run(&mut begin)?;
    let mut command = Command::new("mu");
    command.args(["index", "--quiet", &place]);
    Ok(command)
}
