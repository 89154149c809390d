//! Persons derived from what is kept, whenever that has changed.

mod facts;
mod numbers;
mod part;
mod persons;
#[cfg(test)]
mod tests;
mod why;

pub use why::Joined;

use super::Network;
use crate::context::Progress;
use crate::error::{Error, Result};
use comity_core::resolve::{Book, Card, Decisions, Details, Reader, RecordNo, Rulings};
use comity_core::{Record, Said, Statement};
use comity_store::{Changes, Shelf};

/// The version of the code that derives persons; a network derived by another is derived again.
///
/// It goes up with every change of `resolve`, of how names are read and of what is stored with a person.
pub const VERSION: u32 = 10;

/// Persons are saved and their facts are not: whoever is stopped in between derives again the next time.
const UNFINISHED: u32 = 0;

/// The stored fact that holds when the last contact by hand was, in seconds since 1970.
pub const LAST: &str = "last-contact";

/// The stored fact that counts the contacts by hand.
pub const CONTACTS: &str = "contacts";

type Watch<'a> = &'a dyn Fn(&Progress<'_>) -> bool;

/// Derives persons again, where something changed that decides who is who.
pub(super) fn where_needed(network: &Network, watch: Watch<'_>) -> Result<()> {
    while !is_current(network)? {
        match again(network, watch) {
            // Another program knew more, and what it saved may do by now.
            Err(Error::Store(comity_store::Error::Overtaken)) => {}
            other => return other,
        }
    }
    Ok(())
}

/// Derives whom a change touches, and everybody where that cannot be told.
fn again(network: &Network, watch: Watch<'_>) -> Result<()> {
    let is_ours = network.store.derived()?.is_some_and(|derivation| derivation.version == VERSION);
    if is_ours && part::in_part(network, watch)? { Ok(()) } else { everything(network, watch) }
}

fn is_current(network: &Network) -> Result<bool> {
    let Some(derivation) = network.store.derived()?.filter(|d| d.version == VERSION) else {
        return Ok(false);
    };
    Ok(derivation.current || !decides(&network.store.changes()?))
}

/// Tells whether a change decides who is who; most of what the user says does not.
fn decides(changes: &Changes) -> bool {
    let word = |s: &Statement| match &s.said {
        // Whether a domain is a firm's or anybody's tells colleagues from strangers.
        Said::Setting { key, .. } => key == "free-mail",
        said => matches!(
            said,
            Said::Add { .. }
                | Said::Same(_)
                | Said::Apart(_)
                | Said::Shared(_)
                | Said::NotAPerson
                | Said::Me(_)
                | Said::Undo(_)
        ),
    };
    changes.everything
        || !changes.handles.is_empty()
        || !changes.records.is_empty()
        || changes.statements.iter().any(word)
}

/// Derives all persons.
fn everything(network: &Network, watch: Watch<'_>) -> Result<()> {
    step(watch, 0)?;
    let mark = network.store.mark()?;
    let (persons, mut packed) = {
        let decisions = decisions(network)?;
        let (numbers, records) = numbers::all(network, &decisions)?;
        let mut book = Book::of(cards(&records, &decisions), Rulings::of(&decisions));
        book.compare();
        let solved = book.solve();
        let mut packed = book.into_packed(&numbers);
        packed.settle_all(&solved, |no| numbers[no as usize]);
        let record = |no: RecordNo| records.get(no as usize);
        (persons::persons(&solved, record, &decisions), packed)
    };
    step(watch, 1)?;
    let shelf = Shelf { runs: Some(packed.runs()), changes: packed.changes() };
    drop(packed);
    network.store.save_persons_and_shelf(mark, UNFINISHED, &persons, &shelf)?;
    drop((persons, shelf));
    network.changed();
    step(watch, 2)?;
    network.store.save_person_facts(mark, VERSION, &facts::all(network)?)?;
    step(watch, 3)
}

/// Returns the user's word on who is who.
fn decisions(network: &Network) -> Result<Decisions> {
    // What was read before may lack what another program said since, and the mark would say that it is in.
    network.changed();
    let held = network.held()?;
    let mut decisions = Decisions::of(&held.statements);
    held.member.decide(&mut decisions);
    Ok(decisions)
}

fn cards(records: &[Record], decisions: &Decisions) -> Vec<Card> {
    let mut reader = Reader::new(decisions.domains());
    records.iter().map(|record| reader.read(record, &Details::default())).collect()
}

/// Tells how far it has come, of three.
fn step(watch: Watch<'_>, done: u64) -> Result<()> {
    match watch(&Progress { what: "working out who is who", done, total: 3, bytes: false }) {
        true => Ok(()),
        false => Err(Error::Cancelled("who is who will be worked out the next time".into())),
    }
}
