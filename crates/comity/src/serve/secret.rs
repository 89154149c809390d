//! Words that nobody can guess: links that open the door once, sessions, and the tokens of forms.

use crate::error::Result;
use crate::random;
use axum::http::StatusCode;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Sixteen bytes are 2^128 guesses; twice that costs nothing.
const BYTES: usize = 32;

/// How long a link waits to be used; long enough to change to another window, too short to be found later.
const LINK_LASTS: Duration = Duration::from_secs(15 * 60);

/// More browsers than this at once are not one person's; the oldest leaves.
const SESSIONS: usize = 16;

/// A word that nobody can guess.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    /// Returns a new one.
    ///
    /// # Errors
    /// Fails where the system gives nothing that cannot be guessed.
    pub(super) fn new() -> Result<Self> {
        Ok(Self(random::word(BYTES)?))
    }

    pub(super) fn word(&self) -> &str {
        &self.0
    }

    /// Tells whether a text is the word, in a time that says nothing of where it differs.
    pub(super) fn is(&self, text: &str) -> bool {
        same(self.0.as_bytes(), text.as_bytes())
    }
}

/// Tells whether two are the same, in a time that depends on their lengths alone.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// One browser that came in.
#[derive(Clone)]
pub(super) struct Session {
    cookie: Secret,
    /// What every form in this browser has to carry.
    token: Secret,
}

impl Session {
    /// Returns what a form carries that is made while one network is looked at, by the count of those before it.
    pub(super) fn token(&self, switches: u64) -> String {
        format!("{}-{switches}", self.token.word())
    }

    /// Tells whether a form was made in this browser, and for the network that is looked at.
    pub(super) fn made(&self, token: &str, switches: u64) -> Made {
        let (word, told) = token.split_once('-').unwrap_or_default();
        match self.token.is(word) {
            true if told.parse() == Ok(switches) => Made::Here,
            true => Made::Before,
            false => Made::Elsewhere,
        }
    }
}

/// Where a form was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Here,
    /// For this browser, when another network was looked at.
    Before,
    Elsewhere,
}

impl Made {
    /// Returns why a form is not taken; nothing where it is.
    pub(super) const fn refusal(self) -> Option<(StatusCode, &'static str)> {
        match self {
            Self::Here => None,
            Self::Before => Some((
                StatusCode::CONFLICT,
                "this page was made when another network was looked at: load it again",
            )),
            Self::Elsewhere => Some((StatusCode::FORBIDDEN, "this form was not made by Comity")),
        }
    }
}

/// Who may come in.
#[derive(Default)]
pub(super) struct Doorkeeper {
    link: Mutex<Option<(Secret, Instant)>>,
    sessions: Mutex<Vec<Session>>,
}

impl Doorkeeper {
    /// Returns the key of a new link; an older one that was not used opens nothing any more.
    pub(super) fn link(&self) -> Result<String> {
        let key = Secret::new()?;
        let word = key.word().to_owned();
        *held(&self.link) = Some((key, Instant::now()));
        Ok(word)
    }

    /// Lets in whoever holds the key, once, and returns the word of their cookie.
    pub(super) fn enter(&self, key: &str) -> Result<Option<String>> {
        let mut link = held(&self.link);
        if !link.as_ref().is_some_and(|(k, since)| k.is(key) && since.elapsed() < LINK_LASTS) {
            return Ok(None);
        }
        *link = None;
        drop(link);
        self.admit().map(Some)
    }

    /// Lets somebody in who proved themself, and returns the word of their cookie.
    pub(super) fn admit(&self) -> Result<String> {
        let session = Session { cookie: Secret::new()?, token: Secret::new()? };
        let word = session.cookie.word().to_owned();
        let mut sessions = held(&self.sessions);
        if sessions.len() >= SESSIONS {
            sessions.remove(0);
        }
        sessions.push(session);
        Ok(word)
    }

    /// Returns the session to which a cookie belongs.
    pub(super) fn session(&self, cookie: &str) -> Option<Session> {
        held(&self.sessions).iter().find(|s| s.cookie.is(cookie)).cloned()
    }
}

/// What a panic left behind is still a list of sessions.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_once_and_only_the_newest_does() {
        let keeper = Doorkeeper::default();
        let old = keeper.link().unwrap();
        let new = keeper.link().unwrap();
        assert_ne!(old, new);
        assert!(keeper.enter(&old).unwrap().is_none());
        let cookie = keeper.enter(&new).unwrap().unwrap();
        assert!(keeper.enter(&new).unwrap().is_none());
        assert!(keeper.session(&cookie).is_some());
        assert!(keeper.session("").is_none());
        assert!(keeper.session(&cookie[1..]).is_none());
    }
}
