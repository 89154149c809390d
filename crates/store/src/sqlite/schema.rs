//! Versions of the tables, and how a file becomes one of them.

use crate::error::{Error, Result, plain};
use refinery::{Migration, Runner};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::path::Path;
use std::time::Duration;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// "Cmty" in the header of the file, so that `file` and others can tell what it is.
pub(super) const APPLICATION: i32 = 0x436d_7479;

/// The release that this code is.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// Returns the migrations of this release, oldest first.
pub(super) fn migrations() -> Vec<Migration> {
    embedded::migrations::runner().get_migrations().clone()
}

/// Returns the number of the newest table version among the migrations.
fn newest(migrations: &[Migration]) -> i32 {
    migrations.iter().map(Migration::version).max().unwrap_or(0)
}

/// How a file's tables stand to this release.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Age {
    Same,
    /// Made by an earlier release, with that table version.
    Older(i32),
}

/// Tells how old the tables are.
///
/// # Errors
/// Refuses what is not a network, and what a newer release wrote.
pub(super) fn age(db: &Connection, path: &Path, migrations: &[Migration]) -> Result<Age> {
    let application = db.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
    let application = match application {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => 0,
        other => other?,
    };
    if application != APPLICATION {
        return Err(Error::NotANetwork(path.to_owned()));
    }
    let found = version(db)?;
    let wanted = newest(migrations);
    if found > wanted {
        return Err(newer(db, path));
    }
    Ok(if found == wanted { Age::Same } else { Age::Older(found) })
}

/// Returns the number of a file's tables.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Returns the error that names the release which changed the file.
pub(super) fn newer(db: &Connection, path: &Path) -> Error {
    let release: rusqlite::Result<String> = db.query_row("SELECT release FROM network", [], |row| row.get(0));
    let release = match release {
        // Two builds of one release: the number alone would say nothing.
        Ok(same) if same == RELEASE => format!("{same} of a later date"),
        Ok(release) => plain(&release),
        Err(_) => "of a later date".to_owned(),
    };
    Error::Newer { path: path.to_owned(), release }
}

/// Brings the tables to the newest version, in one transaction.
pub(super) fn migrate(db: &mut Connection, migrations: &[Migration]) -> Result<()> {
    Runner::new(migrations).set_grouped(true).run(db).map_err(Error::Migration)?;
    // The number comes last: who finds it finds all the rest done.
    sign(db)?;
    Ok(db.pragma_update(None, "user_version", newest(migrations))?)
}

/// Notes which release the tables and what was derived into them come from.
pub(super) fn sign(db: &Connection) -> Result<()> {
    db.execute("UPDATE network SET release = ?1", [RELEASE])?;
    Ok(())
}

/// Makes the tables of an empty file, with a new random key.
pub(super) fn found(db: &mut Connection) -> Result<()> {
    db.pragma_update(None, "application_id", APPLICATION)?;
    migrate(db, &migrations())?;
    // SQLite seeds `randomblob` from the operating system.
    db.execute("INSERT INTO network (member, key, release) VALUES (1, randomblob(16), ?1)", [RELEASE])?;
    Ok(())
}

/// How long one write waits for another: any single one takes a part of this.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Settings that each connection needs anew.
pub(super) fn tune(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(128);
    // Else SQLite plans a statement anew for every value that it is given.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Full: what was acknowledged survives a power cut, not only a killed process.
    for (name, value) in
        [("synchronous", "FULL"), ("foreign_keys", "ON"), ("secure_delete", "ON"), ("cache_size", "-65536")]
    {
        db.pragma_update(None, name, value)?;
    }
    Ok(())
}

/// Sees to it that changes go into a log ahead of the file, so that readers never wait for writers.
///
/// A backup that was being brought back when its process was killed may have been left without. Where it cannot be
/// done now (a read-only disk, other readers), reading works all the same.
pub(super) fn log_ahead(db: &Connection) {
    let mode: rusqlite::Result<String> = db.pragma_query_value(None, "journal_mode", |row| row.get(0));
    if mode.is_ok_and(|mode| mode != "wal") {
        let _ = db.pragma_update(None, "journal_mode", "WAL");
    }
}
