//! What all visits share: which network is looked at, what was just noted, what is being read.

use super::import::Job;
use super::kept::{Kept, Walk};
use crate::context::{Context, Face};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a server is given once, at its start.
#[derive(Clone, Debug)]
pub struct Given {
    /// The user's own network.
    pub path: PathBuf,
    /// The moment that the user told; otherwise the clock's.
    pub now: Option<Timestamp>,
    /// The zone of this machine.
    pub zone: TimeZone,
    /// The user's own folder for what can be made again at any time.
    pub scratch: PathBuf,
    /// Where the user's own rules lie, where there are any.
    pub rules: Option<PathBuf>,
    /// How the user calls the program.
    pub program: String,
    /// The largest upload, in bytes.
    pub upload: u64,
    /// How long a caller may dawdle over the head of a request, over a form, and between two pieces of a file.
    pub patience: Duration,
}

/// What was just noted, for the next page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub follows: Vec<String>,
    /// The numbers of what it added to the log, by which it is taken back.
    pub undo: String,
}

/// What all visits share.
pub struct Hall {
    pub given: Given,
    /// The network of a demonstration, while that is looked at.
    demo: Mutex<Option<PathBuf>>,
    /// How often it changed which network is looked at: a form made before the last change was made for another one.
    switches: AtomicU64,
    notice: Mutex<Option<Notice>>,
    /// An import is at work.
    pub is_importing: AtomicBool,
    /// The import that is at work, or the last one.
    job: Mutex<Job>,
    kept: Mutex<Kept>,
    walk: Mutex<Walk>,
}

impl Hall {
    /// Returns a hall in which nothing happened yet.
    pub fn new(given: Given) -> Self {
        Self {
            given,
            demo: Mutex::default(),
            switches: AtomicU64::new(0),
            notice: Mutex::default(),
            is_importing: AtomicBool::new(false),
            job: Mutex::default(),
            kept: Mutex::default(),
            walk: Mutex::default(),
        }
    }

    /// Returns the network that is looked at.
    pub fn path(&self) -> PathBuf {
        held(&self.demo).clone().unwrap_or_else(|| self.given.path.clone())
    }

    /// Tells whether a demonstration is looked at.
    pub fn is_demo(&self) -> bool {
        held(&self.demo).is_some()
    }

    /// Tells whether an import is at work.
    pub fn is_importing(&self) -> bool {
        self.is_importing.load(Ordering::Relaxed)
    }

    /// Looks at a demonstration, or at the user's own network again.
    pub fn look_at(&self, demo: Option<PathBuf>) {
        let mut looked_at = held(&self.demo);
        *looked_at = demo;
        self.switches.fetch_add(1, Ordering::SeqCst);
        drop(looked_at);
        // What was noted was noted of the other one, and is taken back there alone.
        *held(&self.notice) = None;
        self.kept().clear();
        self.walk().clear();
    }

    /// Returns how often it changed which network is looked at.
    pub fn switches(&self) -> u64 {
        self.switches.load(Ordering::SeqCst)
    }

    /// Returns what tells whether the user's own rules are still the same: their files, sizes and moments.
    pub fn rules_stamp(&self) -> String {
        self.given.rules.as_deref().map(stamp).unwrap_or_default()
    }

    /// Keeps what was noted for the next page.
    pub fn tell(&self, notice: Notice) {
        *held(&self.notice) = Some(notice);
    }

    /// Returns what was noted, once.
    pub fn told(&self) -> Option<Notice> {
        held(&self.notice).take()
    }

    /// Returns the present moment.
    pub fn now(&self) -> Timestamp {
        self.given.now.unwrap_or_else(Timestamp::now)
    }

    /// Returns a context of the network that is looked at.
    pub fn context(&self, face: Rc<dyn Face>) -> Context {
        self.context_of(self.path(), face)
    }

    /// Returns a context of a network, whichever is looked at.
    pub fn context_of(&self, path: PathBuf, face: Rc<dyn Face>) -> Context {
        let mut context = Context::new(path, self.now(), self.given.zone.clone(), face);
        context.is_told = self.given.now.is_some();
        context.scratch = Some(self.given.scratch.clone());
        context.rules.clone_from(&self.given.rules);
        context
    }

    /// Returns the answers that still hold.
    pub fn kept(&self) -> MutexGuard<'_, Kept> {
        held(&self.kept)
    }

    /// Returns the walk through the past.
    pub fn walk(&self) -> MutexGuard<'_, Walk> {
        held(&self.walk)
    }

    /// Returns the import.
    pub fn job(&self) -> MutexGuard<'_, Job> {
        held(&self.job)
    }
}

fn stamp(rules: &Path) -> String {
    let within = std::fs::read_dir(rules).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = within.chain([rules.to_owned()]).collect();
    files.sort();
    let told = files.iter().map(|file| {
        let found = std::fs::metadata(file).map(|found| (found.modified().ok(), found.len())).ok();
        format!("{file:?} {found:?}")
    });
    told.collect::<Vec<_>>().join("\n")
}

/// What a panic left behind is still the last that was known.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_rule_changes_the_stamp() {
        let rules = tempfile::tempdir().unwrap();
        let empty = stamp(rules.path());
        let file = rules.path().join("own.toml");
        std::fs::write(&file, "a").unwrap();
        let one = stamp(rules.path());
        assert!(one != empty && one == stamp(rules.path()));
        std::fs::write(&file, "ab").unwrap();
        assert_ne!(stamp(rules.path()), one);
        assert!(stamp(&file) != one && stamp(&file) == stamp(&file));
    }
}
