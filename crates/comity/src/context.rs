//! What an operation may use of the outer world: the network's file, the time, and the face that asked.

use crate::error::{Error, Result};
use crate::network::Network;
use comity_core::settings::Settings;
use comity_core::{Author, Moment};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;

/// The side of a face that long work and open questions turn to.
pub trait Face {
    /// Tells how far long work has come; `false` asks it to stop at once.
    fn progress(&self, step: &Progress<'_>) -> bool;

    /// Asks the user to choose one of several, where somebody is there to ask; `None` where nobody is.
    fn choose(&self, question: &str, choices: &[String]) -> Option<usize>;

    /// Shows a text and asks for one of some keys, each with what it means; `None` where nobody is there to ask.
    fn key(&self, _text: &str, _keys: &[(char, &str)]) -> Option<char> {
        None
    }

    /// Returns how wide a text for [`Face::key`] may be, in columns.
    fn width(&self) -> usize {
        80
    }

    /// Returns how the user calls the program, for lines that they are to type.
    fn program(&self) -> String {
        "comity".to_owned()
    }
}

/// How far long work has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// What is being done: "reading mail.mbox".
    pub what: &'a str,
    pub done: u64,
    /// Zero where it is not known.
    pub total: u64,
    /// Done and total are bytes; otherwise they are things.
    pub bytes: bool,
}

/// A face that shows nothing and asks nobody.
pub struct Silent;

impl Face for Silent {
    fn progress(&self, _step: &Progress<'_>) -> bool {
        true
    }

    fn choose(&self, _question: &str, _choices: &[String]) -> Option<usize> {
        None
    }
}

/// What an operation may use of the outer world.
pub struct Context {
    /// Where the network lies, or is to lie.
    pub path: PathBuf,
    /// The present moment, fixed for the whole operation.
    pub clock: Timestamp,
    /// The user named the network on the command line.
    pub is_named: bool,
    /// The user told the moment; it then holds even where a demonstration stands still at another.
    pub is_told: bool,
    /// The zone of this machine, in which dates are read and shown where the user set none.
    pub machine_zone: TimeZone,
    /// In whose name statements are made.
    pub author: Author,
    pub face: Rc<dyn Face>,
    /// The user's own folder for what can be made again at any time, where the platform has one.
    pub scratch: Option<PathBuf>,
    /// The folder or the file of the user's own rules, where there is one.
    pub rules: Option<PathBuf>,
    network: OnceCell<Network>,
}

impl Context {
    /// Returns a context in which nothing was opened yet.
    pub fn new(path: PathBuf, clock: Timestamp, machine_zone: TimeZone, face: Rc<dyn Face>) -> Self {
        Self {
            path,
            clock,
            is_named: false,
            is_told: false,
            machine_zone,
            author: Author("you".to_owned()),
            face,
            scratch: None,
            rules: None,
            network: OnceCell::new(),
        }
    }

    /// Returns the network, which must exist.
    ///
    /// # Errors
    /// Fails with [`Error::NoNetwork`] where there is none, and as the store does.
    pub fn network(&self) -> Result<&Network> {
        self.opened(|path| match Network::open(path) {
            Err(Error::Store(comity_store::Error::NotFound(path))) => Err(Error::NoNetwork(path)),
            other => other,
        })
    }

    /// Returns the network, made now if there is none.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn network_or_new(&self) -> Result<&Network> {
        self.opened(Network::open_or_create)
    }

    /// Returns the network if there is one: what works without data asks for this.
    ///
    /// # Errors
    /// Fails where a file is there and cannot be used.
    pub fn network_if_any(&self) -> Result<Option<&Network>> {
        if self.network.get().is_none() && !self.path.exists() {
            return Ok(None);
        }
        self.network().map(Some)
    }

    fn opened(&self, open: impl FnOnce(&std::path::Path) -> Result<Network>) -> Result<&Network> {
        if let Some(network) = self.network.get() {
            return Ok(network);
        }
        let mut network = open(&self.path)?;
        network.rules.clone_from(&self.rules);
        Ok(self.network.get_or_init(|| network))
    }

    /// Returns the settings of the network; where there is none, those of the house with the user's own rules.
    ///
    /// # Errors
    /// Fails as the store does, and where a rule of the user's has a mistake.
    pub fn settings(&self) -> Result<Settings> {
        if let Some(network) = self.network_if_any()? {
            return Ok(network.held()?.settings.clone());
        }
        let written = self.rules.as_deref().map(crate::written::load).transpose()?.unwrap_or_default();
        Ok(Settings { written, ..Settings::default() })
    }

    /// Returns the present instant: the clock's, or the one at which a demonstration stands still.
    pub fn instant(&self) -> Timestamp {
        let fixed = self.network.get().filter(|_| !self.is_told).and_then(Network::fixed_moment);
        fixed.unwrap_or(self.clock)
    }

    /// Returns the present moment, with the offset of the user's zone.
    pub fn now(&self) -> Moment {
        let zone = self.zone();
        let at = self.instant();
        Moment::Instant {
            at: at.as_second(),
            offset: Some(comity_core::time::offset_in(&zone, at.as_second())),
        }
    }

    /// Returns the zone in which the user lives: as they said, else the machine's.
    pub fn zone(&self) -> TimeZone {
        self.network.get().and_then(Network::zone).unwrap_or_else(|| self.machine_zone.clone())
    }
}
