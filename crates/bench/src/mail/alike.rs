//! Whether two networks hold the same rows.

use crate::Result;
use rusqlite::Connection;
use serde::Serialize;
use std::path::Path;

/// The tables that grow with the mails; the others have a row for each file or source.
const TABLES: [&str; 8] =
    ["handle", "record", "record_name", "record_handle", "shape", "interaction", "interaction_key", "touch"];

/// The rows of one table in both networks.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Alike {
    table: &'static str,
    pub(super) rows: u64,
    /// Rows that only one of the two has.
    pub(super) unlike: u64,
}

/// Compares all large tables, row by row and field by field.
///
/// # Errors
/// Fails where one of the files cannot be read.
pub(super) fn compare(one: &Path, other: &Path) -> Result<Vec<Alike>> {
    let db = Connection::open(one)?;
    let path = other.to_str().ok_or("a path that is no text")?;
    db.execute("ATTACH ?1 AS other", [path])?;
    let count = |sql: String| db.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned);
    let alike = |table| {
        let missing = |here: &str, there: &str| {
            count(format!(
                "SELECT count(*) FROM (SELECT * FROM {here}.{table} EXCEPT SELECT * FROM {there}.{table})"
            ))
        };
        let rows = count(format!("SELECT count(*) FROM main.{table}"))?;
        Ok(Alike { table, rows, unlike: missing("main", "other")? + missing("other", "main")? })
    };
    TABLES.into_iter().map(alike).collect()
}
