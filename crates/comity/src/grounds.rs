//! What speaks for and against two being one person, as every operation shows it.
//!
//! Told are names and handles of the records that were asked about, never anybody else's.

use crate::network::Joined;
use crate::screen::{Ink, Screen};
use comity_core::resolve::{Bits, Contribution, Evidence, Grounds, Why};
use comity_core::{Handle, Platform, Record, Via};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// One thing that speaks for or against two being one person.
#[derive(Serialize, JsonSchema)]
pub struct Ground {
    /// `name`, `mailbox`, `prior`, …
    kind: String,
    /// What it says, in words.
    what: String,
    /// The logarithm to base two of the odds; those of one pair add up.
    bits: f64,
}

/// Two halves of a person who were made one, and why.
#[derive(Serialize, JsonSchema)]
pub struct JoinView {
    /// What tells of the first half, where it meets the second.
    a: String,
    b: String,
    /// Where no evidence was asked: that the user said so, that it is theirs.
    stated: Option<String>,
    /// What all that was known of both halves came to; nothing where it was said.
    bits: Option<f64>,
    grounds: Vec<Ground>,
}

/// Returns what speaks for and against, piece by piece.
pub fn grounds(why: &Why, a: &[&Record], b: &[&Record]) -> Vec<Ground> {
    why.contributions.iter().map(|piece| ground(piece, a, b)).collect()
}

fn ground(piece: &Contribution, a: &[&Record], b: &[&Record]) -> Ground {
    let common = common(piece.kind, a, b);
    let told = piece.kind.told();
    let told = match (piece.kind, &common, piece.what.as_str()) {
        (Evidence::Workplace, ..) if piece.bits < Bits::ZERO => "they are at work in two places".to_owned(),
        (Evidence::Workplace, _, what) => format!("{told} {what}"),
        (Evidence::Birthday | Evidence::Locality | Evidence::Postcode | Evidence::Title, ..) => {
            format!("{told} {}", if piece.bits > Bits::ZERO { "are the same" } else { "are not the same" })
        }
        (_, Some(handle), "") => format!("{told} `{handle}`"),
        (_, Some(handle), what) => format!("{told} `{handle}`, {what}"),
        (_, None, "") => told.to_owned(),
        (_, None, what) => format!("{told}: {what}"),
    };
    Ground { kind: piece.kind.word().to_owned(), what: told, bits: tenths(piece.bits) }
}

/// Returns the address or number of which a piece speaks, where both have one.
fn common(kind: Evidence, a: &[&Record], b: &[&Record]) -> Option<String> {
    let is_meant = |handle: &&Handle| match kind {
        Evidence::Mailbox => handle.platform() == Platform::Email,
        Evidence::Number => handle.platform() == Platform::Phone,
        Evidence::Profile => !matches!(handle.platform(), Platform::Email | Platform::Phone),
        Evidence::SharedIdentifier => true,
        _ => false,
    };
    fn of<'a>(records: &[&'a Record]) -> impl Iterator<Item = &'a Handle> {
        let handles: Vec<&Handle> = records.iter().flat_map(|r| &r.handles).map(|h| &h.handle).collect();
        handles.into_iter()
    }
    let theirs: BTreeSet<String> = of(b).map(Handle::equivalence_key).collect();
    let shared = of(a).filter(is_meant).filter(|handle| theirs.contains(&handle.equivalence_key()));
    shared.min().map(|handle| Via::Handle(handle.clone()).shown())
}

/// Returns bits as they are shown.
pub fn tenths(bits: Bits) -> f64 {
    // Without a sign where nothing is left of it.
    (bits.value() * 10.0).round() / 10.0 + 0.0
}

/// Adds what speaks for and against, and what it comes to.
pub fn show(screen: &mut Screen, grounds: &[Ground], bits: f64) {
    let mut rows: Vec<Vec<String>> =
        grounds.iter().map(|ground| vec![format!("{:>6.1}", ground.bits), ground.what.clone()]).collect();
    rows.push(vec![format!("{bits:>6.1}"), "bits in all".to_owned()]);
    screen.columns(&rows);
}

impl JoinView {
    pub fn of(joined: &Joined) -> Self {
        let Joined { a, b, held } = joined;
        let (bits, stated) = match held.reason {
            Grounds::Likely { bits, .. } => (Some(tenths(bits)), None),
            Grounds::Stated => (None, Some("you said that they are one")),
            Grounds::Mine => (None, Some("both are your own")),
            Grounds::Owns => (None, Some("it is their address, of which you spoke")),
        };
        let grounds = if stated.is_some() { Vec::new() } else { grounds(&held.why, &[a], &[b]) };
        Self { a: shown(a), b: shown(b), stated: stated.map(str::to_owned), bits, grounds }
    }

    /// Returns how little holds the halves together: the least first, what was said last.
    pub fn strength(&self) -> f64 {
        self.bits.unwrap_or(f64::INFINITY)
    }

    pub fn show(&self, screen: &mut Screen) {
        screen.pieces(2, &[(&self.a, Ink::Bold), ("and", Ink::Plain), (&self.b, Ink::Bold)]);
        match (self.bits, &self.stated) {
            (Some(bits), _) => show(screen, &self.grounds, bits),
            (None, stated) => screen.indented(4, stated.as_deref().unwrap_or("")),
        }
    }
}

/// Returns what a record is to people: whom it names, and which source tells it.
fn shown(record: &Record) -> String {
    let handle = || record.handles.first().map(|h| Via::Handle(h.handle.clone()).shown());
    let name = record.names.first().map(|name| name.full.clone()).filter(|name| !name.is_empty());
    let source = record.key.split(':').next().unwrap_or("");
    match (name.or_else(handle), source) {
        (Some(name), "handle" | "") => name,
        (Some(name), source) if source.starts_with('@') => name,
        (Some(name), source) => format!("{name} ({source})"),
        (None, source) => source.to_owned(),
    }
}
