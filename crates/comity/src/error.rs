//! Why an operation could not do what it was asked, one variant for each thing that a caller can act on.

use crate::operation::Exit;
use schemars::JsonSchema;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong, for scripts and agents; each face makes of it a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What was asked makes no sense as it stands.
    User,
    /// The machine or the settings are not as they need to be.
    Config,
    /// What was read is not what it should be.
    Data,
    /// Several people are meant.
    Ambiguous,
    /// Another program is at work on the network.
    Busy,
    /// The user ended it.
    Cancelled,
    /// Comity will not do this.
    Refused,
    /// A mistake in Comity.
    Internal,
}

/// One person whom an ambiguous name may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Candidate {
    /// The short number of the person (`p17`), accepted wherever a name is.
    pub id: String,
    pub name: String,
    /// Organisation or an address, to tell namesakes apart.
    pub about: String,
}

/// Why an operation could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked makes no sense; the second field is the way out.
    #[error("{0}")]
    User(String, String),
    #[error("there is no network at `{}`", .0.display())]
    NoNetwork(PathBuf),
    #[error("nobody in your network is called `{0}`")]
    Nobody(String),
    #[error("`{who}` may mean {} people", candidates.len())]
    Ambiguous { who: String, candidates: Vec<Candidate> },
    #[error("cannot read `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// What was found there cannot be used; the second field is the way out.
    #[error("{0}")]
    Data(String, String),
    #[error("cancelled: {0}")]
    Cancelled(String),
    #[error("{0}")]
    Refused(String, String),
    #[error(transparent)]
    Store(#[from] comity_store::Error),
    /// The store could not do it, and does not know of which file that is to be said.
    #[error("cannot use `{}`", path.display())]
    At { path: PathBuf, source: comity_store::Error },
    #[error("{0}")]
    Internal(String),
}

/// What operations return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns an error about what was asked, with the way out.
    pub fn user(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::User(message.into(), help.into())
    }

    /// Returns what makes an error of reading a file.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    /// Returns what makes an error of writing a file.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// Returns the error with the file that it is about, where the store alone does not say.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        use comity_store::Error as Store;
        match self {
            Self::Store(
                source @ (Store::Full
                | Store::ReadOnly
                | Store::Disk(_)
                | Store::Busy
                | Store::Corrupt(_)
                | Store::Sql(_)
                | Store::Migration(_)),
            ) => Self::At { path: path.to_owned(), source },
            other => other,
        }
    }

    /// Returns the error of writing a file that is not the network with that file; what is wrong with the network
    /// itself stays as it is.
    #[must_use]
    pub fn writing(self, path: &Path) -> Self {
        if matches!(self.store(), Some(comity_store::Error::Corrupt(_))) { self } else { self.at(path) }
    }

    /// Returns what the store said, if it was the store.
    const fn store(&self) -> Option<&comity_store::Error> {
        match self {
            Self::Store(source) | Self::At { source, .. } => Some(source),
            _ => None,
        }
    }

    /// Returns the kind, by which each face chooses its code.
    pub fn kind(&self) -> Kind {
        match self.store() {
            Some(source) => of_store(source),
            None => self.own_kind(),
        }
    }

    const fn own_kind(&self) -> Kind {
        match self {
            Self::User(..) | Self::Nobody(_) => Kind::User,
            Self::NoNetwork(_) => Kind::Config,
            Self::Ambiguous { .. } => Kind::Ambiguous,
            Self::Read { .. } | Self::Write { .. } => Kind::Config,
            Self::Data(..) => Kind::Data,
            Self::Cancelled(_) => Kind::Cancelled,
            Self::Refused(..) => Kind::Refused,
            Self::Internal(_) => Kind::Internal,
            Self::Store(_) | Self::At { .. } => Kind::Config,
        }
    }

    /// Returns what the user could do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::User(_, help) | Self::Data(_, help) | Self::Refused(_, help) => {
                (!help.is_empty()).then(|| help.clone())
            }
            Self::NoNetwork(_) => Some(
                "make one with `comity import PATH` or `comity add NAME`, or look at `comity demo` first"
                    .into(),
            ),
            Self::Nobody(_) => Some("look with `comity people`, or add them with `comity add`".into()),
            Self::Ambiguous { .. } => {
                Some("say it again with more of the name, an address, or the number".into())
            }
            Self::Store(error) | Self::At { source: error, .. } => error.help(),
            Self::Internal(_) => Some("this is a mistake in Comity; please report it".into()),
            Self::Read { .. } | Self::Write { .. } => {
                Some("see that it is there and that you may use it".into())
            }
            Self::Cancelled(_) => None,
        }
    }

    /// Returns the code with which the program ends; it is the same for all kinds.
    pub const fn exit(&self) -> Exit {
        Exit::CouldNotRun
    }

    /// Returns the people who may be meant, where the name was ambiguous.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Ambiguous { candidates, .. } => candidates,
            _ => &[],
        }
    }
}

const fn of_store(error: &comity_store::Error) -> Kind {
    use comity_store::Error as Store;
    match error {
        Store::Busy => Kind::Busy,
        Store::Corrupt(_) | Store::NotANetwork(_) => Kind::Data,
        Store::NoSuch { .. } | Store::AlreadyUndone(_) | Store::Exists(_) => Kind::User,
        Store::Sql(_) | Store::Migration(_) => Kind::Internal,
        _ => Kind::Config,
    }
}
