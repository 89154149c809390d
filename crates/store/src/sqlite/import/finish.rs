//! Bringing an import into sight.

use super::super::{revise, row};
use super::{Import, incoming};
use crate::error::Result;
use crate::source::{FileCount, NewFile, Summary};
use comity_core::{Coverage, Platform};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

impl Import<'_> {
    /// Brings everything into sight at once; it is on disk when this returns.
    ///
    /// Notes on what was left out stand for the last import of a source; the coverage of earlier ones stays.
    pub fn commit(mut self) -> Result<Summary> {
        self.flush()?;
        self.drop_silent_files();
        self.index.flush(self.store)?;
        let tx = self.store.write()?;
        incoming::give_way(&tx, &self.incoming)?;
        let covered = self.put_coverage(&tx)?;
        self.put_source(&tx)?;
        self.put_files(&tx)?;
        self.put_notes(&tx)?;
        let sql =
            "UPDATE network SET horizon = last_interaction, record_horizon = last_record WHERE member = 1";
        tx.execute(sql, [])?;
        let summary = &self.summary;
        let changed = summary.new_records + summary.changed_records + self.incoming.added.cast_unsigned();
        if changed > 0 || summary.changed_interactions > 0 || covered {
            revise(&tx)?;
        }
        tx.commit()?;
        self.done = true;
        let mut summary = std::mem::take(&mut self.summary);
        summary.files = self.file_counts();
        Ok(summary)
    }

    /// Lets go of the names of files that told of nobody but the forgotten.
    fn drop_silent_files(&mut self) {
        let silent = self.incoming.silent_files();
        if silent.is_empty() {
            return;
        }
        let files = &mut self.files;
        let is_silent = |name: &str| files.by_name.get(name).is_some_and(|id| silent.contains(id));
        self.skipped.retain(|skip| !is_silent(&skip.file));
        self.new.files.retain(|file| !is_silent(&file.name));
        files.added.retain(|id, _| !silent.contains(id));
        files.rows.retain(|id, _| !silent.contains(id));
    }

    fn file_counts(&self) -> Vec<FileCount> {
        let rows = |name: &str| {
            let id = self.files.by_name.get(name)?;
            self.files.rows.get(id).copied()
        };
        let mut counts: Vec<FileCount> = self
            .new
            .files
            .iter()
            .map(|f| FileCount { name: f.name.clone(), bytes: Some(f.bytes), rows: rows(&f.name) })
            .collect();
        let named: BTreeSet<&str> = self.new.files.iter().map(|f| f.name.as_str()).collect();
        for name in self.files.added.values().filter(|name| !named.contains(name.as_str())) {
            counts.push(FileCount { name: name.clone(), bytes: None, rows: rows(name) });
        }
        counts
    }

    fn put_source(&self, db: &Connection) -> Result<()> {
        let new = &self.new;
        let at = row::moment_text(new.at);
        let added = self.incoming.added - self.incoming.replaced.len() as i64;
        let (first, last) = self.incoming.period.unzip();
        if self.again {
            let sql = "UPDATE source SET what = ?2, imported = ?3, interactions = interactions + ?4, \
                first = min(coalesce(first, ?5), coalesce(?5, first)), \
                last = max(coalesce(last, ?6), coalesce(?6, last)) WHERE member = 1 AND id = ?1";
            db.execute(sql, params![self.source, new.what, at, added, first, last])?;
        } else {
            let sql = "INSERT INTO source (id, name, account, fingerprint, what, imported, records, interactions, \
                first, last) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9)";
            let (name, account) = (&new.name, &new.account);
            db.execute(
                sql,
                params![self.source, name, account, self.fingerprint, new.what, at, added, first, last],
            )?;
        }
        let sql = "UPDATE source SET records = \
            (SELECT count(*) FROM record r WHERE r.member = 1 AND r.source = ?1) WHERE member = 1 AND id = ?1";
        db.execute(sql, [self.source])?;
        Ok(())
    }

    fn put_files(&self, db: &Connection) -> Result<()> {
        let files = &self.files;
        let rows = |id| files.rows.get(id).map(|rows| rows.cast_signed());
        let named: FxHashMap<&str, &NewFile> = self.new.files.iter().map(|f| (f.name.as_str(), f)).collect();
        // One statement for each: a mail folder may have a file for each message.
        let sql = "INSERT INTO file (source, id, name, bytes, hash, rows) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = db.prepare_cached(sql)?;
        for (id, name) in &files.added {
            let (bytes, hash) = named.get(name.as_str()).map(|f| (f.bytes.cast_signed(), &f.hash)).unzip();
            insert.execute(params![self.source, id, name, bytes, hash.and_then(Option::as_ref), rows(id)])?;
        }
        let sql = "UPDATE file SET bytes = ?3, hash = ?4 WHERE member = 1 AND source = ?1 AND id = ?2";
        let mut size = db.prepare_cached(sql)?;
        for file in &self.new.files {
            let id = files.by_name.get(&file.name).filter(|id| !files.added.contains_key(*id));
            if let Some(id) = id {
                size.execute(params![self.source, id, file.bytes.cast_signed(), file.hash])?;
            }
        }
        let sql = "UPDATE file SET rows = ?3 WHERE member = 1 AND source = ?1 AND id = ?2";
        let mut count = db.prepare_cached(sql)?;
        for id in files.rows.keys().filter(|id| !files.added.contains_key(*id)) {
            count.execute(params![self.source, id, rows(id)])?;
        }
        Ok(())
    }

    fn put_notes(&self, db: &Connection) -> Result<()> {
        for table in ["skipped", "skipped_count", "hint"] {
            db.execute(&format!("DELETE FROM {table} WHERE member = 1 AND source = ?1"), [self.source])?;
        }
        let sql = "INSERT INTO skipped (source, n, file, place, reason, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = db.prepare_cached(sql)?;
        for (n, skip) in (0_i64..).zip(&self.skipped) {
            let place = skip.place.cast_signed();
            insert.execute(params![self.source, n, skip.file, place, skip.reason, skip.why])?;
        }
        let sql = "INSERT INTO skipped_count (source, reason, count) VALUES (?1, ?2, ?3)";
        let mut insert = db.prepare_cached(sql)?;
        for (reason, count) in &self.summary.skipped {
            insert.execute(params![self.source, reason, count.cast_signed()])?;
        }
        let sql = "INSERT INTO hint (source, n, handle, name, because, sure) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = db.prepare_cached(sql)?;
        for (n, hint) in (0_i64..).zip(&self.hints) {
            let handle = hint.handle.as_ref().map(ToString::to_string);
            insert.execute(params![self.source, n, handle, hint.name, hint.because, hint.sure])?;
        }
        Ok(())
    }

    /// Adds the coverage of this import to that of earlier ones, and tells whether that changed anything.
    fn put_coverage(&self, db: &Connection) -> Result<bool> {
        let before = coverages_of(db, self.source)?;
        let mut all = before.clone();
        for coverage in &self.coverages {
            join(&mut all, *coverage);
        }
        if all == before {
            return Ok(false);
        }
        db.execute("DELETE FROM coverage WHERE member = 1 AND source = ?1", [self.source])?;
        let sql = "INSERT INTO coverage (source, n, platform, inbound, outbound, first, last) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = db.prepare_cached(sql)?;
        for (n, c) in (0_i64..).zip(&all) {
            let (first, last) = (row::moment_text(c.from), row::moment_text(c.to));
            insert.execute(params![self.source, n, c.platform.word(), c.inbound, c.outbound, first, last])?;
        }
        Ok(true)
    }
}

/// Adds a coverage; those that overlap become one, those with a gap between stay two.
fn join(all: &mut Vec<Coverage>, mut new: Coverage) {
    let alike = |a: &Coverage, b: &Coverage| {
        a.platform == b.platform && (a.inbound, a.outbound) == (b.inbound, b.outbound)
    };
    let overlap =
        |a: &Coverage, b: &Coverage| a.from.earliest() <= b.to.latest() && b.from.earliest() <= a.to.latest();
    while let Some(place) = all.iter().position(|c| alike(c, &new) && overlap(c, &new)) {
        new = all.remove(place).union(new);
    }
    all.push(new);
    all.sort_by_key(|c| (c.platform, c.inbound, c.outbound, c.from.earliest(), c.to.latest()));
}

/// Reads what one source covers.
pub(in super::super) fn coverages_of(db: &Connection, source: i64) -> Result<Vec<Coverage>> {
    let sql = "SELECT platform, inbound, outbound, first, last FROM coverage \
        WHERE member = 1 AND source = ?1 ORDER BY n";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([source])?;
    let mut coverages = Vec::new();
    while let Some(row) = rows.next()? {
        let platform: String = row.get(0)?;
        coverages.push(Coverage {
            platform: Platform::parse(&platform)
                .ok_or_else(|| crate::Error::corrupt("platform", &platform))?,
            inbound: row.get(1)?,
            outbound: row.get(2)?,
            from: row::moment_from(&row.get::<_, String>(3)?)?,
            to: row::moment_from(&row.get::<_, String>(4)?)?,
        });
    }
    Ok(coverages)
}
