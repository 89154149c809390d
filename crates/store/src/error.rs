//! What can go wrong, one variant for each thing that a caller can act on.

use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no network at `{}`", .0.display())]
    NotFound(PathBuf),
    #[error("`{}` is not a network of Comity", .0.display())]
    NotANetwork(PathBuf),
    /// Made by a later release; its name is the second field.
    #[error("`{}` was written by Comity {release}, which is newer than this one", path.display())]
    Newer { path: PathBuf, release: String },
    /// Another import, removal or writer is at work on the same file.
    #[error("another program is changing this network")]
    Busy,
    /// Persons were derived meanwhile by a program that knew more; what was derived here is out of date.
    #[error("another program derived from more than was known here")]
    Overtaken,
    #[error("`{}` exists already", .0.display())]
    Exists(PathBuf),
    /// The file is damaged, or a row says what no release writes.
    #[error("the network is damaged: {0}")]
    Corrupt(String),
    #[error("the disk is full")]
    Full,
    #[error("the network cannot be written: the file or its folder is read-only")]
    ReadOnly,
    /// Another file, or none, stands where the network was when it was opened.
    #[error("`{}` was moved, replaced or deleted while it was in use", .0.display())]
    Moved(PathBuf),
    /// A write-ahead log lies beside the network and is that of another file, which stood there before.
    #[error("`{}` is not the file that `{}` beside it belongs to", path.display(), log.display())]
    Stray { path: PathBuf, log: PathBuf },
    /// The system could not read or write, for another reason than room.
    #[error("the disk failed: {0}")]
    Disk(String),
    #[error("there is no {what} `{which}`")]
    NoSuch { what: &'static str, which: String },
    /// The statement was undone before.
    #[error("statement {0} is already undone")]
    AlreadyUndone(u64),
    #[error("cannot use `{}`", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("the network could not be read or written")]
    Sql(#[source] rusqlite::Error),
    #[error("the tables of the network could not be brought up to date")]
    Migration(#[source] refinery::Error),
}

impl Error {
    /// Returns what the user could do about it, where there is something.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotFound(_) => {
                "make one with `comity import`, `comity add` or `comity demo`, or name another with `--network`"
                    .into()
            }
            Self::NotANetwork(_) => "name another file with `--network`".into(),
            Self::Newer { release, .. } => format!("use Comity {release}, or one that is newer still"),
            Self::Busy => "wait until the other program is done, then do the same again".into(),
            Self::Exists(_) => "name a file that does not exist yet, or move this one away".into(),
            Self::Corrupt(_) => "bring back a backup with `comity restore`".into(),
            Self::Full => "make room, then do the same again; nothing was half done".into(),
            Self::ReadOnly => "give yourself the right to write there, or copy the network elsewhere".into(),
            Self::Moved(_) => "see what stands there now (a program that synchronises leaves conflicted copies), put \
                the right file back, then do the same again"
                .into(),
            Self::Stray { log, .. } => format!(
                "put the file back that stood there before (a program that synchronises leaves conflicted copies); or \
                 move `{}` away to go on with this one, without what was said last",
                log.display()
            ),
            Self::Disk(_) => "see that the disk is there, is whole and has room (a quota counts), then do the same \
                again; nothing was half done"
                .into(),
            Self::Io { .. } => "see that it is there and that you may read and write it".into(),
            Self::Sql(_) | Self::Migration(_) => "if the file may be damaged, bring back a backup with `comity \
                restore`; if not, this is a mistake in Comity: please report it"
                .into(),
            Self::AlreadyUndone(_) => "`comity history` shows what stands".into(),
            _ => return None,
        })
    }

    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            io::ErrorKind::NotFound => Self::NotFound(path),
            io::ErrorKind::StorageFull => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io { path, source },
        }
    }

    pub(crate) fn corrupt(what: &str, word: &str) -> Self {
        Self::Corrupt(plain(&format!("`{word}` is no {what}")))
    }

    /// Returns the error of a value that no release writes, if that is what it is.
    fn unwritten(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        let code = error.sqlite_error().map(|e| e.extended_code);
        let is_value = matches!(
            error,
            Sql::InvalidColumnType(..)
                | Sql::IntegralValueOutOfRange(..)
                | Sql::FromSqlConversionFailure(..)
                | Sql::Utf8Error(..)
                | Sql::QueryReturnedNoRows
        );
        // Every statement fits the tables that releases make: what it does not find was lost.
        let is_table = code == Some(rusqlite::ffi::SQLITE_ERROR) && error.to_string().contains("no such ");
        if is_value || is_table { Self::Corrupt(plain(&error.to_string())) } else { Self::Sql(error) }
    }
}

/// Letters of a damaged file that are shown: enough to tell what it is about.
const SHOWN: usize = 200;

/// Returns a text that may hold anything as one short line that commands no terminal.
pub(crate) fn plain(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Corrupt(plain(&error.to_string()))
            }
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(plain(&error.to_string())),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            _ => Self::unwritten(error),
        }
    }
}

/// What the store returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn what_a_damaged_file_says_is_one_short_line() {
        let error = Error::corrupt("kind of record", &format!("per\u{1b}[2J\nson{}", "x".repeat(9_000)));
        let told = error.to_string();
        assert!(told.starts_with("the network is damaged: `per [2J son"), "{told}");
        assert!(told.len() < 300 && error.help().is_some(), "{told}");
    }

    #[test]
    fn what_is_lost_or_no_value_is_damage() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE network (key BLOB); INSERT INTO network VALUES ('text')").unwrap();
        let error = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(Error::from);
        for sql in ["SELECT key FROM network", "SELECT id FROM source", "SELECT key FROM network WHERE 0"] {
            assert!(matches!(error(sql), Err(Error::Corrupt(_))), "{sql}");
        }
        assert!(matches!(error("SELECT FROM"), Err(Error::Sql(_))));
    }
}
