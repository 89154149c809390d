//! One recognised part of an import on its way into the store, or only looked at.

mod aside;
mod taken;
mod taking;

pub use taken::{FileTaken, LeftOut, Seen, Taken};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use comity_import::{Bundle, Part, Settings};
use comity_store::{NewFile, NewSource};
use taking::Intake;

/// Recurring events are unrolled so far beyond the present moment.
const AHEAD_SECONDS: i64 = 365 * 86_400;

/// Looks at one part without keeping anything.
///
/// # Errors
/// Fails where it cannot be read at all, and where the face asks to stop.
pub fn look(
    context: &Context,
    network: Option<&Network>,
    bundle: &mut dyn Bundle,
    part: &Part,
) -> Result<Taken> {
    let key = network.map_or([0; 16], |n| n.store.key());
    let mut intake = Intake::begin(context, bundle, part, None);
    let done = (part.source.read)(bundle, &part.recognised, &settings(context, network, key), &mut intake);
    intake.result(done, part)?;
    Ok(intake.taken())
}

/// Takes one part into the network, all of it or nothing.
///
/// # Errors
/// Fails as the store does, where it cannot be read at all, and where the face asks to stop.
pub fn take(context: &Context, network: &Network, bundle: &mut dyn Bundle, part: &Part) -> Result<Taken> {
    let entry = |index: &usize| {
        let entry = &bundle.entries()[*index];
        NewFile { name: entry.name.clone(), bytes: entry.bytes, hash: None }
    };
    let new = NewSource {
        name: part.source.name.to_owned(),
        account: part.recognised.account.clone(),
        what: part.recognised.what.clone(),
        files: part.recognised.entries.iter().map(entry).collect(),
        at: context.now(),
    };
    let import = network.store.begin(&new)?;
    let mut intake = Intake::begin(context, bundle, part, Some(import));
    let done = aside::read(bundle, part, &settings(context, Some(network), network.store.key()), &mut intake);
    intake.result(done, part)?;
    let mut import = intake.import.take().ok_or_else(|| Error::Internal("an import was lost".into()))?;
    let taken = intake.taken();
    for file in &taken.files {
        import.file_count(&file.file, file.read);
    }
    if taken.records == 0 && taken.interactions == 0 {
        // Nothing to keep: an empty source would only puzzle whoever lists them.
        return Ok(Taken { new_records: Some(0), new_interactions: Some(0), ..taken });
    }
    let summary = import.commit()?;
    Ok(Taken {
        new_records: Some(summary.new_records),
        new_interactions: Some(summary.new_interactions),
        ..taken
    })
}

fn settings(context: &Context, network: Option<&Network>, key: [u8; 16]) -> Settings {
    let zone = context.zone();
    Settings {
        key,
        region: network.and_then(Network::region),
        zone: zone.iana_name().map(str::to_owned),
        until: context.now().order() + AHEAD_SECONDS,
    }
}
