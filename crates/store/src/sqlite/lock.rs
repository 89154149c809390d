//! Who may do what nobody else may do at the same time: import, remove, migrate, bring back a backup.

use super::place::{beside, private, real};
use crate::error::{Error, Result};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// Held while one import, removal or migration runs; the system lets go of it when the process ends.
pub(super) struct Lock(#[expect(dead_code, reason = "held for its lock only")] File);

/// Takes the lock beside a network.
///
/// A file of its own: closing another handle on the network itself would drop SQLite's locks.
pub(super) fn lock(path: &Path) -> Result<Lock> {
    let path = beside(&real(path), "-lock");
    let file = private().create(true).truncate(false).open(&path).map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Busy),
        Err(TryLockError::Error(e)) => Err(Error::io(&path)(e)),
    }
}

/// Tries until it is no longer another program's turn, or for so long.
pub(super) fn patiently<T>(patience: Duration, mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    const STEP: Duration = Duration::from_millis(20);
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(Error::Busy) if begun.elapsed() < patience => std::thread::sleep(STEP),
            other => return other,
        }
    }
}
