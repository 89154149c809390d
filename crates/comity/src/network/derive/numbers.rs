//! All records that say who is who, and the numbers under which they are known.
//!
//! A record of a source has the number of its row. A handle that no record names has a record made for it, and the
//! handle's number above [`STRANGERS`]; what the user added and spoke of has numbers above [`MADE`].

use crate::error::Result;
use crate::network::Network;
use comity_core::record::{LabelledHandle, RecordKind};
use comity_core::resolve::{Decisions, RecordNo, stand_ins};
use comity_core::{Handle, Name, Platform, Record};
use rustc_hash::FxHashSet;

/// Above it are the numbers of handles.
pub(super) const STRANGERS: RecordNo = 1 << 31;

/// Above it are the numbers of what rests on the user's word.
pub(super) const MADE: RecordNo = 3 << 30;

/// Returns all records, in order of their numbers.
pub(super) fn all(network: &Network, decisions: &Decisions) -> Result<(Vec<RecordNo>, Vec<Record>)> {
    let (mut numbers, mut records) = (Vec::new(), Vec::new());
    network.store.numbered_records(|number, record| -> Result<()> {
        numbers.push(number);
        records.push(record);
        Ok(())
    })?;
    let known: FxHashSet<Handle> =
        records.iter().flat_map(|record| &record.handles).map(|labelled| labelled.handle.clone()).collect();
    for (number, handle) in network.store.touched()?.into_iter().filter(|(_, handle)| !known.contains(handle))
    {
        numbers.push(STRANGERS | number);
        records.push(stranger(handle));
    }
    for (number, record) in (MADE..).zip(made(decisions)) {
        numbers.push(number);
        records.push(record);
    }
    Ok((numbers, records))
}

/// Returns the records that rest on the user's word: whom they added, and the handles of which they spoke.
pub(super) fn made(decisions: &Decisions) -> impl Iterator<Item = Record> {
    decisions.added.iter().cloned().chain(stand_ins(decisions))
}

/// Returns the handle's number of a stranger.
pub(super) fn of_stranger(no: RecordNo) -> Option<u32> {
    (STRANGERS..MADE).contains(&no).then_some(no & !STRANGERS)
}

/// Returns a record for a handle that took part in something and that no source names.
pub(super) fn stranger(handle: Handle) -> Record {
    Record {
        key: format!("handle:{handle}"),
        names: handle.is_name_only().then(|| Name::whole(&titled(handle.address()))).into_iter().collect(),
        // Mail names everybody who took part by hand; who is left over only ever came up beside machines.
        kind: if handle.platform() == Platform::Email { RecordKind::Thing } else { RecordKind::Person },
        handles: vec![LabelledHandle::bare(handle)],
        ..Record::default()
    }
}

/// Returns a folded name with capitals again.
fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.trim_start_matches('~').split(' ').map(word).collect::<Vec<_>>().join(" ")
}
