//! The floor: the least work that gives the same rows.
//!
//! mail-parser cuts the mailboxes and reads the heads; every row that Comity would keep goes by one prepared
//! insert into tables of the same making, in one transaction, and what is an index is built at the end. No
//! copies are looked for, nothing is skipped, nobody else may read meanwhile, and nobody can stop it: all that
//! is Comity's own to pay. Shares no code with `comity-import` and `comity-store`.

mod head;
mod tables;

use crate::{Outcome, Result};
use clap::Args;
use head::Mail;
use mail_parser::MessageParser;
use mail_parser::mailbox::mbox::MessageIterator;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use tables::{Place, Tables};

/// What to read, and where to.
#[derive(Args)]
pub(crate) struct Floor {
    /// Mailbox files
    pub(super) files: Vec<PathBuf>,
    /// An empty network: its tables and its key are taken over
    #[arg(long, value_name = "FILE")]
    pub(super) like: PathBuf,
    /// A new file for the rows
    #[arg(long, value_name = "FILE")]
    pub(super) into: PathBuf,
}

impl Floor {
    pub(crate) fn run(&self) -> Result<Outcome> {
        let mut tables = Tables::like(&self.like, &self.into)?;
        let parser = MessageParser::new();
        let mut people: BTreeMap<String, Seen> = BTreeMap::new();
        for (file, path) in (1..).zip(&self.files) {
            let input = BufReader::with_capacity(1 << 20, File::open(path)?);
            for (place, message) in (1..).zip(MessageIterator::new(input)) {
                let message = message.map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
                let parsed = parser.parse_headers(message.contents()).ok_or("a mail without a head")?;
                let mail = Mail::of(&parsed)?;
                let place = Place { file, place };
                tables.mail(&mail, place)?;
                for (address, name) in mail.people() {
                    note(&mut people, address, name, mail.is_list(), place);
                }
            }
        }
        for (address, seen) in people {
            tables.record(&address, &seen)?;
        }
        tables.finish()?;
        Ok(Outcome::Met)
    }
}

/// What is kept of an address beside its handle.
struct Seen {
    /// Each name with how often it was seen.
    names: Vec<(String, u32)>,
    thing: bool,
    first: Place,
}

fn note(people: &mut BTreeMap<String, Seen>, address: &str, name: &str, thing: bool, first: Place) {
    if !people.contains_key(address) {
        people.insert(address.to_owned(), Seen { names: Vec::new(), thing: false, first });
    }
    let Some(seen) = people.get_mut(address) else { return };
    seen.thing |= thing;
    match seen.names.iter_mut().find(|(n, _)| n == name) {
        Some((_, count)) => *count += 1,
        None if name.is_empty() => {}
        None => seen.names.push((name.to_owned(), 1)),
    }
}
