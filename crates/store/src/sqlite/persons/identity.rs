//! Which id each person gets: the one of the person with whom they share most.

use super::super::handles::{self, Numbers};
use super::next_id;
use crate::error::{Error, Result};
use crate::person::{Derived, Touched};
use comity_core::{Anchor, Handle, Platform};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// A handle or a record, by which a person is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// By its number.
    Handle(i64),
    /// By a keyed hash of its key, since there are hundreds of thousands.
    Record(i64),
}

/// The parts of persons by their ids.
pub(super) type Parts = FxHashMap<u32, Vec<Part>>;

/// Returns the parts of each new person; their handles get numbers.
pub(super) fn parts_of(
    db: &Connection,
    key: [u8; 16],
    numbers: &mut Numbers,
    persons: &[Derived],
) -> Result<Vec<Vec<Part>>> {
    let mut of = |person: &Derived| {
        let handles = person.handles.iter().map(|(handle, _)| numbers.of(db, handle).map(Part::Handle));
        let records = person.records.iter().map(|record| Ok(Part::Record(handles::key_hash(key, record))));
        handles.chain(records).collect()
    };
    persons.iter().map(&mut of).collect()
}

/// Returns the parts of all persons that are stored.
pub(super) fn stored(db: &Connection, key: [u8; 16]) -> Result<Parts> {
    let mut all = Parts::default();
    let mut find = db.prepare("SELECT id FROM person WHERE member = 1")?;
    for id in find.query_map([], |row| row.get(0))? {
        all.insert(id?, Vec::new());
    }
    let mut find = db.prepare("SELECT person, handle FROM person_handle WHERE member = 1")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let part = Part::Handle(row.get(1)?);
        all.entry(row.get(0)?).and_modify(|parts| parts.push(part));
    }
    let mut find = db.prepare("SELECT person, record FROM person_record WHERE member = 1")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let record = row.get_ref(1)?.as_str().map_err(|_| Error::corrupt("record", "of a person"))?;
        let part = Part::Record(handles::key_hash(key, record));
        all.entry(row.get(0)?).and_modify(|parts| parts.push(part));
    }
    Ok(all)
}

/// Returns the parts of the persons that are stored and hold anything of what is touched; `None` where one of them or
/// of the new ones holds anything else.
pub(super) fn stored_with(
    db: &Connection,
    key: [u8; 16],
    touched: &Touched,
    new: &[Vec<Part>],
) -> Result<Option<Parts>> {
    let mut ids: FxHashSet<u32> = FxHashSet::default();
    let mut known: FxHashSet<Part> =
        touched.records.iter().map(|record| Part::Record(handles::key_hash(key, record))).collect();
    let mut find = db.prepare_cached("SELECT person FROM person_handle WHERE member = 1 AND handle = ?1")?;
    for handle in &touched.handles {
        let Some(number) = handles::find(db, handle)? else { continue };
        known.insert(Part::Handle(number));
        for id in find.query_map([number], |row| row.get(0))? {
            ids.insert(id?);
        }
    }
    let mut find = db.prepare_cached("SELECT person FROM person_record WHERE member = 1 AND record = ?1")?;
    for record in &touched.records {
        for id in find.query_map([record], |row| row.get(0))? {
            ids.insert(id?);
        }
    }
    let old = ids.into_iter().map(|id| Ok((id, parts_at(db, key, id)?))).collect::<Result<Parts>>()?;
    let is_whole = old.values().chain(new).flatten().all(|part| known.contains(part));
    Ok(is_whole.then_some(old))
}

fn parts_at(db: &Connection, key: [u8; 16], id: u32) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut find = db.prepare_cached("SELECT handle FROM person_handle WHERE member = 1 AND person = ?1")?;
    for handle in find.query_map([id], |row| row.get(0))? {
        parts.push(Part::Handle(handle?));
    }
    let mut find = db.prepare_cached("SELECT record FROM person_record WHERE member = 1 AND person = ?1")?;
    for record in find.query_map([id], |row| row.get::<_, String>(0))? {
        parts.push(Part::Record(handles::key_hash(key, &record?)));
    }
    Ok(parts)
}

/// An id that leads elsewhere now.
struct Former {
    id: u32,
    now: u32,
    parts: Vec<Part>,
    /// The same in words.
    anchors: Vec<Anchor>,
}

/// Gives each new person an id, and writes down where the ids lead that are not given again.
pub(super) fn assign(db: &Connection, key: [u8; 16], old: &Parts, new: &[Vec<Part>]) -> Result<Vec<u32>> {
    let place = places(new);
    let mut formers = formers(db, key)?;
    // The others lead where they led, from parts that are where they were.
    let held: FxHashSet<Part> = old.values().flatten().copied().collect();
    formers.retain(|f| {
        let is_open = |part: &Part| place.contains_key(part) || held.contains(part);
        old.contains_key(&f.now) || f.parts.iter().any(is_open)
    });
    let mut given: Vec<Option<u32>> = vec![None; new.len()];
    give(&mut given, shares(old.iter().map(|(id, parts)| (*id, parts)), &place, 0));
    // A former id comes back only for more than half of what it stood for.
    give(&mut given, shares(formers.iter().map(|f| (f.id, &f.parts)), &place, 1));
    let ids = given.into_iter().map(|id| id.map_or_else(|| next_id(db), Ok)).collect::<Result<Vec<_>>>()?;
    redirect(db, &ids, old, formers, &place)?;
    Ok(ids)
}

/// Where among the new persons each part is; a part of several is nobody's.
fn places(new: &[Vec<Part>]) -> FxHashMap<Part, usize> {
    let mut places: FxHashMap<Part, Option<usize>> = FxHashMap::default();
    for (place, parts) in new.iter().enumerate() {
        for part in parts {
            places.entry(*part).and_modify(|p| *p = p.filter(|p| *p == place)).or_insert(Some(place));
        }
    }
    places.into_iter().filter_map(|(part, place)| Some((part, place?))).collect()
}

/// How many parts of an id went to which new person.
struct Share {
    count: usize,
    id: u32,
    place: usize,
}

/// Counts the shares, largest first; with `halves` at one, only those above a half.
fn shares<'a>(
    olds: impl Iterator<Item = (u32, &'a Vec<Part>)>,
    places: &FxHashMap<Part, usize>,
    halves: usize,
) -> Vec<Share> {
    let mut shares = Vec::new();
    for (id, parts) in olds {
        for (place, count) in counted(parts, places) {
            if count * 2 > parts.len() * halves {
                shares.push(Share { count, id, place });
            }
        }
    }
    shares.sort_by_key(|s| (Reverse(s.count), s.id, s.place));
    shares
}

fn counted(parts: &[Part], places: &FxHashMap<Part, usize>) -> Vec<(usize, usize)> {
    let mut hits: Vec<usize> = parts.iter().filter_map(|part| places.get(part).copied()).collect();
    hits.sort_unstable();
    hits.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}

fn give(given: &mut [Option<u32>], shares: Vec<Share>) {
    let mut taken: FxHashSet<u32> = given.iter().copied().flatten().collect();
    for share in shares {
        if given[share.place].is_none() && taken.insert(share.id) {
            given[share.place] = Some(share.id);
        }
    }
}

fn formers(db: &Connection, key: [u8; 16]) -> Result<Vec<Former>> {
    let mut all: Vec<Former> = Vec::new();
    let mut find = db.prepare(
        "SELECT f.id, f.now, p.anchor FROM person_former f LEFT JOIN person_former_part p \
         ON p.member = f.member AND p.person = f.id WHERE f.member = 1 ORDER BY f.id, p.anchor",
    )?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if all.last().is_none_or(|f| f.id != id) {
            all.push(Former { id, now: row.get(1)?, parts: Vec::new(), anchors: Vec::new() });
        }
        let anchor: Option<String> = row.get(2)?;
        let anchor = anchor.as_deref().and_then(Anchor::parse);
        if let (Some(former), Some(anchor)) = (all.last_mut(), anchor)
            && let Some(part) = part(db, key, &anchor)?
        {
            former.parts.push(part);
            former.anchors.push(anchor);
        }
    }
    Ok(all)
}

fn part(db: &Connection, key: [u8; 16], anchor: &Anchor) -> Result<Option<Part>> {
    Ok(match anchor {
        Anchor::Record(record) => Some(Part::Record(handles::key_hash(key, record))),
        Anchor::Handle(handle) => handles::find(db, handle)?.map(Part::Handle),
    })
}

/// Returns what a stored person stands for, in words that outlast their row.
fn anchors(db: &Connection, id: u32) -> Result<Vec<Anchor>> {
    let mut all = Vec::new();
    let sql = "SELECT h.platform, h.address FROM person_handle p JOIN handle h \
        ON h.member = p.member AND h.id = p.handle WHERE p.member = 1 AND p.person = ?1";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([id])?;
    while let Some(row) = rows.next()? {
        let platform: String = row.get(0)?;
        let platform = Platform::parse(&platform).ok_or_else(|| Error::corrupt("platform", &platform))?;
        all.push(Anchor::Handle(Handle::normal(platform, row.get::<_, String>(1)?)));
    }
    let sql = "SELECT record FROM person_record WHERE member = 1 AND person = ?1";
    for record in db.prepare_cached(sql)?.query_map([id], |row| row.get(0))? {
        all.push(Anchor::Record(record?));
    }
    Ok(all)
}

/// Writes down where the ids lead that are not given.
fn redirect(
    db: &Connection,
    ids: &[u32],
    old: &Parts,
    formers: Vec<Former>,
    places: &FxHashMap<Part, usize>,
) -> Result<()> {
    let given: FxHashSet<u32> = ids.iter().copied().collect();
    let whose = |part: &Part| places.get(part).map(|place| ids[*place]);
    let mut retired: FxHashMap<u32, u32> = FxHashMap::default();
    for (id, parts) in old.iter().filter(|(id, _)| !given.contains(id)) {
        let Some(now) = most(parts.iter().filter_map(whose)) else { continue };
        retired.insert(*id, now);
        db.prepare_cached("INSERT INTO person_former (id, now) VALUES (?1, ?2)")?.execute([id, &now])?;
        let sql = "INSERT OR IGNORE INTO person_former_part (person, anchor) VALUES (?1, ?2)";
        for anchor in anchors(db, *id)? {
            db.prepare_cached(sql)?.execute(params![id, anchor.to_string()])?;
        }
    }
    for former in formers {
        let mut owners = Vec::new();
        for (part, anchor) in former.parts.iter().zip(&former.anchors) {
            owners.extend(match whose(part) {
                Some(owner) => Some(owner),
                None => bystander(db, old, *part, anchor)?,
            });
        }
        let lives = given.contains(&former.now) || is_bystander(db, old, former.now)?;
        let still = Some(former.now).filter(|_| lives);
        let now = most(owners.into_iter()).or(still).or_else(|| retired.get(&former.now).copied());
        match now.filter(|_| !given.contains(&former.id)) {
            Some(now) if now == former.now => {}
            Some(now) => {
                let sql = "UPDATE person_former SET now = ?2 WHERE member = 1 AND id = ?1";
                db.prepare_cached(sql)?.execute([former.id, now])?;
            }
            None => {
                db.prepare_cached("DELETE FROM person_former WHERE member = 1 AND id = ?1")?
                    .execute([former.id])?;
            }
        }
    }
    Ok(())
}

/// Returns what comes most often; of several the least.
fn most(ids: impl Iterator<Item = u32>) -> Option<u32> {
    let mut ids: Vec<u32> = ids.collect();
    ids.sort_unstable();
    let counted = ids.chunk_by(|a, b| a == b).map(|run| (run.len(), Reverse(run[0])));
    counted.max().map(|(_, Reverse(id))| id)
}

/// Returns whose a part is among the persons that stay as they are; a part of several is nobody's.
fn bystander(db: &Connection, old: &Parts, part: Part, anchor: &Anchor) -> Result<Option<u32>> {
    let owners: Vec<u32> = match (part, anchor) {
        (Part::Record(_), Anchor::Record(key)) => {
            let sql = "SELECT DISTINCT person FROM person_record WHERE member = 1 AND record = ?1";
            db.prepare_cached(sql)?.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        }
        (Part::Handle(handle), _) => {
            let sql = "SELECT DISTINCT person FROM person_handle WHERE member = 1 AND handle = ?1";
            db.prepare_cached(sql)?.query_map([handle], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        }
        _ => Vec::new(),
    };
    let owners: Vec<u32> = owners.into_iter().filter(|id| !old.contains_key(id)).collect();
    Ok(if let [owner] = owners[..] { Some(owner) } else { None })
}

/// Tells whether somebody stays as they are.
fn is_bystander(db: &Connection, old: &Parts, id: u32) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM person WHERE member = 1 AND id = ?1)";
    Ok(!old.contains_key(&id) && db.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}
