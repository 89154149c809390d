//! What a change re-opens: records come, go or change, and only what they touch is done again.
//!
//! INVARIANT: after any row of steps the shelf holds what it would hold had all records come at once.

use super::blocking::{BLOCK, Filed, candidates, window};
use super::card::Card;
use super::compare::Facts;
use super::components::{Solved, solve};
use super::desk::{Desk, people, state_on, step};
use super::identifier::Identifier;
use super::key::{Drawer, Key};
use super::rulings::Rulings;
use super::shelf::{Edge, RecordNo, Shelf};
use super::whole::in_parts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// A record that came, or that goes. A record that changed goes and comes.
#[derive(Clone, Debug)]
pub enum Change {
    /// It is on the shelf under its number, and filed nowhere.
    Came(RecordNo, Arc<Card>),
    /// Its card as it was; it is taken from under its keys here and may then be dropped.
    Goes(RecordNo, Arc<Card>),
}

/// Whom a change touches.
#[derive(Debug, Default)]
struct Touched {
    /// These may meet others than before, or mean more to them: they are compared again.
    compared: FxHashSet<RecordNo>,
    /// These may meet fewer than before, since others came: what is between them and others may go, nothing can come.
    thinned: FxHashSet<RecordNo>,
    /// A word of these means less than before: what is between them and others is weighed again, and nothing new can be.
    ///
    /// Of the greater number of them nothing leads to anybody, and their cards are never asked for.
    weighed: FxHashSet<RecordNo>,
}

impl Touched {
    /// Returns where those go whom a record meets that comes, or that goes.
    const fn met(&mut self, came: bool) -> &mut FxHashSet<RecordNo> {
        if came { &mut self.thinned } else { &mut self.compared }
    }
}

/// What a step came to.
#[derive(Clone, Debug, Default)]
pub struct Stepped {
    /// Components that were solved again: all records whose person may be another one now.
    pub solved: Vec<Solved>,
    /// Who names what a change names, or stands where the user's word changed: what they hold may be others' now, also
    /// where they come to the same persons as before.
    pub named: FxHashSet<RecordNo>,
    /// How many people there are changed so much that everything has to be compared again; nothing is solved.
    pub everything: bool,
}

/// What is known before a change and held against what is known after it.
#[derive(Default)]
struct Before {
    tallies: FxHashMap<Key, u32>,
    states: FxHashMap<Key, (Identifier, super::state::State)>,
}

/// Takes changes, and works out again who is who among all that they touch.
///
/// # Errors
/// Fails as the shelf does.
pub fn update<S: Shelf>(shelf: &mut S, rulings: &Rulings, changes: &[Change]) -> Result<Stepped, S::Error> {
    update_since(shelf, rulings, rulings, changes)
}

/// Takes changes as [`update`] does, where the user's word was another one before as well.
///
/// # Errors
/// Fails as the shelf does.
pub fn update_since<S: Shelf>(
    shelf: &mut S,
    before: &Rulings,
    rulings: &Rulings,
    changes: &[Change],
) -> Result<Stepped, S::Error> {
    let Some(unlike) = rulings.unlike(before) else {
        return Ok(Stepped { everything: true, ..Stepped::default() });
    };
    let Some(mut touched) = file_all(shelf, rulings, changes)? else {
        return Ok(Stepped { everything: true, ..Stepped::default() });
    };
    touched.compared.extend(under(shelf, &unlike.compared)?);
    let of = |came: bool| changes.iter().filter(move |c| c.came() == came).map(|c| c.both().0);
    let came: FxHashSet<RecordNo> = of(true).collect();
    let gone: FxHashSet<RecordNo> = of(false).filter(|no| !came.contains(no)).collect();
    touched.compared.retain(|no| !gone.contains(no));
    let mut desk = Desk::of(shelf)?;
    let mut open = compare(shelf, rulings, &mut desk, &touched.compared)?;
    for no in &gone {
        open.extend(cut_off(shelf, *no)?);
    }
    open.extend(thin(shelf, &touched)?);
    touched.weighed.retain(|no| !touched.compared.contains(no));
    open.extend(weigh_again(shelf, rulings, &mut desk, &touched.weighed)?);
    let held = held_by_word(shelf, rulings)?;
    open.extend(touched.weighed.iter().filter(|no| held.contains(no)));
    open.extend(&touched.compared);
    let mut named: FxHashSet<RecordNo> = under(shelf, &unlike.compared)?.into_iter().collect();
    named.extend(under(shelf, &unlike.solved)?);
    for change in changes {
        named.extend(who_names(shelf, change.both().1)?);
        named.extend(held_with(shelf, rulings, change.both().1)?);
    }
    open.extend(&named);
    open.retain(|no| !gone.contains(no));
    let solved = solve_around(shelf, rulings, &mut desk, open)?;
    Ok(Stepped { solved, named, everything: false })
}

/// Files all that came, takes out all that went, and returns whom that touches; `None` where it is everybody.
fn file_all<S: Shelf>(
    shelf: &mut S,
    rulings: &Rulings,
    changes: &[Change],
) -> Result<Option<Touched>, S::Error> {
    let all = Drawer::All.key(&[]);
    let people_before = people(shelf.tally(all)?);
    let mut touched = Touched::default();
    let mut before = Before::default();
    for change in changes {
        let (no, card) = change.both();
        before.note(shelf, rulings, card)?;
        if !change.came() {
            neighbours(shelf, no, card, touched.met(false))?;
        }
        file(shelf, no, card, change.came(), touched.met(change.came()))?;
        shelf.recount(all, change.came())?;
    }
    if people(shelf.tally(all)?) != people_before {
        return Ok(None);
    }
    before.reopen(shelf, rulings, &mut touched)?;
    for change in changes.iter().filter(|change| change.came()) {
        let (no, card) = change.both();
        touched.compared.insert(no);
        neighbours(shelf, no, card, touched.met(true))?;
    }
    Ok(Some(touched))
}

/// Returns whoever is filed under any of these keys.
fn under<S: Shelf>(shelf: &S, keys: &[Key]) -> Result<Vec<RecordNo>, S::Error> {
    let mut all = Vec::new();
    keys.iter().try_for_each(|key| shelf.holders(*key, &mut all))?;
    Ok(all)
}

/// Returns all who name what a card names: whose it is may be another one now.
fn who_names<S: Shelf>(shelf: &S, card: &Card) -> Result<Vec<RecordNo>, S::Error> {
    let mut all = Vec::new();
    for identifier in &card.sketch.identifiers {
        shelf.holders(identifier.key, &mut all)?;
    }
    Ok(all)
}

/// Returns all whom the user's word holds together with a record.
fn held_with<S: Shelf>(shelf: &S, rulings: &Rulings, card: &Card) -> Result<Vec<RecordNo>, S::Error> {
    let mut all = Vec::new();
    for group in rulings.held_together().into_iter().filter(|group| card.stands_under_any(group)) {
        for key in group {
            shelf.holders(key, &mut all)?;
        }
    }
    Ok(all)
}

/// Returns all whom the user's word may join with others, though nothing leads from one to the other.
fn held_by_word<S: Shelf>(shelf: &S, rulings: &Rulings) -> Result<FxHashSet<RecordNo>, S::Error> {
    let mut keys: Vec<Key> = rulings.held_together().into_iter().flatten().collect();
    keys.extend(&rulings.spoken_of);
    Ok(under(shelf, &keys)?.into_iter().collect())
}

impl Change {
    /// Returns the number of the record that came or goes.
    pub const fn record(&self) -> RecordNo {
        self.both().0
    }

    const fn both(&self) -> (RecordNo, &Arc<Card>) {
        match self {
            Self::Came(no, card) | Self::Goes(no, card) => (*no, card),
        }
    }

    const fn came(&self) -> bool {
        matches!(self, Self::Came(..))
    }
}

impl Before {
    fn note<S: Shelf>(&mut self, shelf: &S, rulings: &Rulings, card: &Card) -> Result<(), S::Error> {
        for key in card.watched() {
            if let Entry::Vacant(free) = self.tallies.entry(key) {
                free.insert(shelf.tally(key)?);
            }
        }
        for identifier in &card.sketch.identifiers {
            if let Entry::Vacant(free) = self.states.entry(identifier.key) {
                free.insert((*identifier, state_on(shelf, rulings, *identifier)?));
            }
        }
        Ok(())
    }

    /// Adds whoever is filed where a count or a state is another one now.
    fn reopen<S: Shelf>(self, shelf: &S, rulings: &Rulings, touched: &mut Touched) -> Result<(), S::Error> {
        let (mut compared, mut weighed) = (Vec::new(), Vec::new());
        for (key, was) in self.tallies {
            match step(shelf.tally(key)?).cmp(&step(was)) {
                Ordering::Less => shelf.holders(key, &mut compared)?,
                Ordering::Equal => {}
                Ordering::Greater => shelf.holders(key, &mut weighed)?,
            }
        }
        for (key, (identifier, was)) in self.states {
            if state_on(shelf, rulings, identifier)? != was {
                shelf.holders(key, &mut compared)?;
            }
        }
        touched.compared.extend(compared);
        touched.weighed.extend(weighed);
        Ok(())
    }
}

/// Adds those who are found beside a record where a block is too large even in parts: a window moves when one comes or
/// goes.
fn neighbours<S: Shelf>(
    shelf: &S,
    no: RecordNo,
    card: &Card,
    touched: &mut FxHashSet<RecordNo>,
) -> Result<(), S::Error> {
    let mut near = Vec::new();
    for filed in card.filed() {
        if shelf.count(filed.key)? > BLOCK {
            for key in card.split(filed) {
                if shelf.count(key)? > BLOCK {
                    window(shelf, key, no, card, &mut near)?;
                }
            }
        }
    }
    touched.extend(near.into_iter().filter(|other| *other != no));
    Ok(())
}

/// Files a record, or takes it from where it is filed, and counts what it has.
fn file<S: Shelf>(
    shelf: &mut S,
    no: RecordNo,
    card: &Card,
    came: bool,
    touched: &mut FxHashSet<RecordNo>,
) -> Result<(), S::Error> {
    let mut parts = Vec::new();
    for filed in card.filed() {
        let before = shelf.count(filed.key)?;
        put(shelf, filed.key, no, card.order, came)?;
        let after = if came { before + 1 } else { before - 1 };
        if before > BLOCK || after > BLOCK {
            for part in split(shelf, no, card, filed, came)? {
                shelf.holders(part, &mut parts)?;
            }
        }
        if (before > BLOCK) != (after > BLOCK) {
            resplit(shelf, filed, came, touched)?;
        }
    }
    touched.extend(parts);
    for key in card.watched() {
        put(shelf, key, no, card.order, came)?;
    }
    for (key, one) in card.counted() {
        let seen = shelf.recount(Drawer::Counted.key(&[key.0, one]), came)?;
        if seen == u32::from(came) {
            shelf.recount(key, came)?;
        }
    }
    Ok(())
}

fn put<S: Shelf>(shelf: &mut S, key: Key, no: RecordNo, order: u64, came: bool) -> Result<(), S::Error> {
    if came { shelf.file(key, no, order) } else { shelf.unfile(key, no, order) }
}

/// Files a record in the parts of a block, and returns those parts that it makes too large or no longer so.
fn split<S: Shelf>(
    shelf: &mut S,
    no: RecordNo,
    card: &Card,
    filed: Filed,
    came: bool,
) -> Result<Vec<Key>, S::Error> {
    let mut turned = Vec::new();
    for part in card.split(filed) {
        let before = shelf.count(part)?;
        put(shelf, part, no, card.order, came)?;
        if (before > BLOCK) != (shelf.count(part)? > BLOCK) {
            turned.push(part);
        }
    }
    Ok(turned)
}

/// Splits a block that has grown too large, or joins one that no longer is; all its members are open then.
fn resplit<S: Shelf>(
    shelf: &mut S,
    filed: Filed,
    came: bool,
    touched: &mut FxHashSet<RecordNo>,
) -> Result<(), S::Error> {
    let mut members = Vec::new();
    shelf.holders(filed.key, &mut members)?;
    for member in members {
        if let Some(card) = shelf.card(member)? {
            split(shelf, member, &card, filed, came)?;
        }
        touched.insert(member);
    }
    Ok(())
}

/// Compares records again, keeps their edges on both sides, and returns whose edges changed.
fn compare<S: Shelf>(
    shelf: &mut S,
    rulings: &Rulings,
    desk: &mut Desk,
    touched: &FxHashSet<RecordNo>,
) -> Result<FxHashSet<RecordNo>, S::Error> {
    let mut open = FxHashSet::default();
    for no in touched {
        let edges = desk.edges(shelf, rulings, *no)?;
        let was = shelf.edges(*no)?;
        for gone in was.iter().filter(|e| !edges.iter().any(|n| n.other == e.other)) {
            turn(shelf, gone.other, *no, None)?;
            open.insert(gone.other);
        }
        for edge in edges.iter().filter(|e| !was.contains(e)) {
            turn(shelf, edge.other, *no, Some(*edge))?;
            open.insert(edge.other);
        }
        shelf.set_edges(*no, edges)?;
    }
    Ok(open)
}

/// Forgets what is between those who are not worth comparing any more, and returns them.
fn thin<S: Shelf>(shelf: &mut S, touched: &Touched) -> Result<Vec<RecordNo>, S::Error> {
    let mut open = Vec::new();
    for no in touched.thinned.difference(&touched.compared) {
        let was = shelf.edges(*no)?;
        let Some(card) = (if was.is_empty() { None } else { shelf.card(*no)? }) else { continue };
        let worth = candidates(shelf, *no, &card)?;
        let (edges, gone): (Vec<Edge>, Vec<Edge>) =
            was.into_iter().partition(|edge| worth.binary_search(&edge.other).is_ok());
        if gone.is_empty() {
            continue;
        }
        for edge in gone {
            turn(shelf, edge.other, *no, None)?;
            open.push(edge.other);
        }
        shelf.set_edges(*no, edges)?;
        open.push(*no);
    }
    Ok(open)
}

/// Weighs again what is between records and others, and returns those between whom and others there is anything.
fn weigh_again<S: Shelf>(
    shelf: &mut S,
    rulings: &Rulings,
    desk: &mut Desk,
    touched: &FxHashSet<RecordNo>,
) -> Result<Vec<RecordNo>, S::Error> {
    let mut open = Vec::new();
    for no in touched {
        let was = shelf.edges(*no)?;
        if was.is_empty() {
            continue;
        }
        open.push(*no);
        let mut edges = Vec::with_capacity(was.len());
        for old in &was {
            let edge = desk.edge(shelf, rulings, *no, old.other)?;
            if edge.as_ref() != Some(old) {
                turn(shelf, old.other, *no, edge)?;
                open.push(old.other);
            }
            edges.extend(edge);
        }
        if edges != was {
            shelf.set_edges(*no, edges)?;
        }
    }
    Ok(open)
}

/// Writes one edge as the other side sees it.
fn turn<S: Shelf>(shelf: &mut S, side: RecordNo, no: RecordNo, edge: Option<Edge>) -> Result<(), S::Error> {
    let mut edges = shelf.edges(side)?;
    edges.retain(|e| e.other != no);
    edges.extend(edge.map(|edge| Edge { other: no, ..edge }));
    shelf.set_edges(side, edges)
}

/// Takes all edges from a record that goes, and returns whom they led to.
fn cut_off<S: Shelf>(shelf: &mut S, no: RecordNo) -> Result<Vec<RecordNo>, S::Error> {
    let others: Vec<RecordNo> = shelf.edges(no)?.into_iter().map(|edge| edge.other).collect();
    for other in &others {
        turn(shelf, *other, no, None)?;
    }
    shelf.set_edges(no, Vec::new())?;
    Ok(others)
}

/// Solves the components in which any of these records is.
pub(super) fn solve_around<S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    desk: &mut Desk,
    open: FxHashSet<RecordNo>,
) -> Result<Vec<Solved>, S::Error> {
    let reached = reach(shelf, rulings, desk, open)?;
    let desk = &*desk;
    let one = |reached: &Reached| solve(reached.members.clone(), |no| reached.edges_of(no), rulings, desk);
    // For a few, a second thread costs more than it saves.
    let is_much = reached.iter().map(|reached| reached.members.len()).sum::<usize>() > MUCH;
    Ok(if is_much { in_parts(&reached, one) } else { reached.iter().map(one).collect() })
}

/// More records than this are solved on two processors.
const MUCH: usize = 1_000;

/// All who hang together by edges, by what one person has, and by the user's word.
#[derive(Debug, Default)]
pub(super) struct Reached {
    pub(super) members: Vec<(RecordNo, Arc<Card>)>,
    pub(super) edges: FxHashMap<RecordNo, Vec<Edge>>,
}

impl Reached {
    pub(super) fn edges_of(&self, no: RecordNo) -> Vec<Edge> {
        self.edges.get(&no).cloned().unwrap_or_default()
    }
}

/// Returns the components in which any of these records is.
pub(super) fn reach<S: Shelf>(
    shelf: &S,
    rulings: &Rulings,
    desk: &mut Desk,
    open: FxHashSet<RecordNo>,
) -> Result<Vec<Reached>, S::Error> {
    let stated = stated(shelf, rulings)?;
    let mut seen: FxHashSet<RecordNo> = FxHashSet::default();
    let mut taken: FxHashSet<Key> = FxHashSet::default();
    let mut all = Vec::new();
    for start in open {
        if !seen.insert(start) {
            continue;
        }
        let mut next = vec![start];
        let mut reached = Reached::default();
        while let Some(no) = next.pop() {
            let Some(card) = desk.card(shelf, rulings, no)? else { continue };
            let near = shelf.edges(no)?;
            let mut beside: Vec<RecordNo> = near.iter().map(|edge| edge.other).collect();
            beside.extend(stated.get(&no).into_iter().flatten());
            // Whoever names what is one person's, or what the user speaks of, is in one component with all who do: whose
            // it is, is decided there.
            for identifier in &card.sketch.identifiers {
                let key = identifier.key;
                let is_decided = desk.state(*identifier).is_personal() || rulings.spoken_of.contains(&key);
                if is_decided && taken.insert(key) {
                    shelf.holders(identifier.key, &mut beside)?;
                }
            }
            next.extend(beside.into_iter().filter(|other| seen.insert(*other)));
            reached.members.push((no, card));
            reached.edges.insert(no, near);
        }
        all.push(reached);
    }
    Ok(all)
}

/// Returns the records that the user's word holds together, whatever speaks for them.
fn stated<S: Shelf>(shelf: &S, rulings: &Rulings) -> Result<FxHashMap<RecordNo, Vec<RecordNo>>, S::Error> {
    let mut stated: FxHashMap<RecordNo, Vec<RecordNo>> = FxHashMap::default();
    for group in rulings.held_together() {
        let mut members = Vec::new();
        for key in group {
            shelf.holders(key, &mut members)?;
        }
        for pair in members.windows(2) {
            stated.entry(pair[0]).or_default().push(pair[1]);
            stated.entry(pair[1]).or_default().push(pair[0]);
        }
    }
    Ok(stated)
}

#[cfg(test)]
mod tests;
