//! The census: how many people share a mail domain or a family name, and under which names they go.

use super::Store;
use crate::error::{Error, Result};
use comity_core::portrait::{Census, Wanted};
use rusqlite::{Connection, Params};

impl Store {
    /// Returns the whole census.
    pub fn census(&self) -> Result<Census> {
        let tx = self.read()?;
        let mut census = Census::of_so_many(people(&tx)?);
        count_at(&tx, &mut census, "1", [])?;
        count_bearers(&tx, &mut census, "surname <> ''", [])?;
        Ok(census)
    }

    /// Returns the parts of the census that are wanted.
    pub fn census_of(&self, wanted: &Wanted) -> Result<Census> {
        let tx = self.read()?;
        let mut census = Census::of_so_many(people(&tx)?);
        for domain in &wanted.domains {
            count_at(&tx, &mut census, "domain = ?1", [domain])?;
        }
        for surname in &wanted.surnames {
            count_bearers(&tx, &mut census, "surname = ?1", [surname])?;
        }
        Ok(census)
    }

    /// Returns how many people there are, as of the last deriving: neither the user nor what is no person counts.
    pub fn person_count(&self) -> Result<u64> {
        people(&self.db)
    }

    /// Shows the names under which people go, each once, in no order that means anything.
    pub fn each_name(&self, mut show: impl FnMut(&str)) -> Result<()> {
        let tx = self.read()?;
        let sql = "SELECT name FROM person_name WHERE member = 1 GROUP BY surname, name";
        let mut find = tx.prepare_cached(sql)?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            show(row.get_ref(0)?.as_str().map_err(|_| Error::Corrupt("a name is no text".into()))?);
        }
        Ok(())
    }
}

fn people(db: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(derived_people, 0) FROM network";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
}

fn count_at(db: &Connection, census: &mut Census, which: &str, wanted: impl Params) -> Result<()> {
    let sql = format!(
        "SELECT domain, count(*), max(spelled) FROM person_domain WHERE member = 1 AND {which} GROUP BY domain"
    );
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query(wanted)?;
    while let Some(row) = rows.next()? {
        census.add_at(row.get(0)?, row.get(1)?, row.get(2)?);
    }
    Ok(())
}

fn count_bearers(db: &Connection, census: &mut Census, which: &str, wanted: impl Params) -> Result<()> {
    let sql = format!(
        "SELECT surname, name, count(*) FROM person_name WHERE member = 1 AND {which} GROUP BY surname, name"
    );
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query(wanted)?;
    while let Some(row) = rows.next()? {
        census.add_bearers(row.get(0)?, &row.get::<_, String>(1)?, row.get(2)?);
    }
    Ok(())
}
