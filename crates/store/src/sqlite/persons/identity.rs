//! Which id each person gets: the one of the person with whom they share most.

use super::next_id;
use super::stored::Stored;
use crate::error::{Error, Result};
use comity_core::{Anchor, Handle, Platform};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// A handle or a record, by which a person is known again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Handle(i64),
    Record(String),
}

fn parts(person: &Stored) -> impl Iterator<Item = Part> {
    let handles = person.handles.iter().map(|(handle, _)| Part::Handle(*handle));
    handles.chain(person.records.iter().cloned().map(Part::Record))
}

/// An id that leads elsewhere now.
struct Former {
    id: u32,
    now: u32,
    parts: Vec<Part>,
}

/// Gives each new person an id, and writes down where the ids lead that are not given again.
pub(super) fn assign(db: &Connection, old: &FxHashMap<u32, Stored>, new: &[Stored]) -> Result<Vec<u32>> {
    let place = places(new);
    let formers = formers(db)?;
    let mut given: Vec<Option<u32>> = vec![None; new.len()];
    let live = old.iter().map(|(id, person)| (*id, parts(person).collect::<Vec<_>>()));
    let live: Vec<(u32, Vec<Part>)> = live.collect();
    give(&mut given, shares(&live, &place, 0));
    // A former id comes back only for more than half of what it stood for.
    let past: Vec<(u32, Vec<Part>)> = formers.iter().map(|f| (f.id, f.parts.clone())).collect();
    give(&mut given, shares(&past, &place, 1));
    let ids = given.into_iter().map(|id| id.map_or_else(|| next_id(db), Ok)).collect::<Result<Vec<_>>>()?;
    redirect(db, &ids, &live, formers, &place)?;
    Ok(ids)
}

/// Where among the new persons each part is; a part of several is nobody's.
fn places(new: &[Stored]) -> FxHashMap<Part, usize> {
    let mut places: FxHashMap<Part, Option<usize>> = FxHashMap::default();
    for (place, person) in new.iter().enumerate() {
        for part in parts(person) {
            places.entry(part).and_modify(|p| *p = p.filter(|p| *p == place)).or_insert(Some(place));
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
fn shares(olds: &[(u32, Vec<Part>)], places: &FxHashMap<Part, usize>, halves: usize) -> Vec<Share> {
    let mut shares = Vec::new();
    for (id, parts) in olds {
        for (place, count) in counted(parts, places) {
            if count * 2 > parts.len() * halves {
                shares.push(Share { count, id: *id, place });
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

fn formers(db: &Connection) -> Result<Vec<Former>> {
    let mut all: Vec<Former> = Vec::new();
    let mut find = db.prepare(
        "SELECT f.id, f.now, p.anchor FROM person_former f LEFT JOIN person_former_part p \
         ON p.member = f.member AND p.person = f.id WHERE f.member = 1 ORDER BY f.id, p.anchor",
    )?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if all.last().is_none_or(|f| f.id != id) {
            all.push(Former { id, now: row.get(1)?, parts: Vec::new() });
        }
        let anchor: Option<String> = row.get(2)?;
        if let (Some(former), Some(anchor)) = (all.last_mut(), anchor) {
            former.parts.extend(part(db, &anchor)?);
        }
    }
    Ok(all)
}

fn part(db: &Connection, anchor: &str) -> Result<Option<Part>> {
    Ok(match Anchor::parse(anchor) {
        Some(Anchor::Record(key)) => Some(Part::Record(key)),
        Some(Anchor::Handle(handle)) => super::handles::find(db, &handle)?.map(Part::Handle),
        None => None,
    })
}

fn anchor(db: &Connection, part: &Part) -> Result<Option<Anchor>> {
    match part {
        Part::Record(key) => Ok(Some(Anchor::Record(key.clone()))),
        Part::Handle(id) => {
            let sql = "SELECT platform, address FROM handle WHERE member = 1 AND id = ?1";
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            let Some((platform, address)) = db.prepare_cached(sql)?.query_row([id], read).optional()? else {
                return Ok(None);
            };
            let platform = Platform::parse(&platform).ok_or_else(|| Error::corrupt("platform", &platform))?;
            Ok(Some(Anchor::Handle(Handle::normal(platform, address))))
        }
    }
}

/// Writes down where the ids lead that are not given.
fn redirect(
    db: &Connection,
    ids: &[u32],
    live: &[(u32, Vec<Part>)],
    formers: Vec<Former>,
    places: &FxHashMap<Part, usize>,
) -> Result<()> {
    let given: FxHashSet<u32> = ids.iter().copied().collect();
    let leads = |parts: &[Part]| {
        let best = counted(parts, places).into_iter().max_by_key(|(place, count)| (*count, Reverse(*place)));
        best.map(|(place, _)| ids[place])
    };
    let mut retired: FxHashMap<u32, u32> = FxHashMap::default();
    for (id, parts) in live.iter().filter(|(id, _)| !given.contains(id)) {
        let Some(now) = leads(parts) else { continue };
        retired.insert(*id, now);
        db.prepare_cached("INSERT INTO person_former (id, now) VALUES (?1, ?2)")?.execute([id, &now])?;
        let sql = "INSERT OR IGNORE INTO person_former_part (person, anchor) VALUES (?1, ?2)";
        for part in parts {
            if let Some(anchor) = anchor(db, part)? {
                db.prepare_cached(sql)?.execute(params![id, anchor.to_string()])?;
            }
        }
    }
    for former in formers {
        let still = Some(former.now).filter(|now| given.contains(now));
        let now = leads(&former.parts).or(still).or_else(|| retired.get(&former.now).copied());
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
