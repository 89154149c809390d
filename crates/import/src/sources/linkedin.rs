//! The archive that LinkedIn gives its members: connections, invitations, messages, and who the member is.
//!
//! Every file is told by its header, so that archives of all years, single files and renamed ones are read.
//! An older file names people by name alone where a newer one gives the address of their profile. Keys of
//! ties and invitations hold name and time, which stand in both, so that a later archive tells the same
//! things once and more fully.

mod connections;
mod contacts;
mod dates;
mod files;
mod invitations;
mod messages;
mod names;
mod out;
mod owner;
mod profile;

use crate::source::{Bundle, Recognised, Settings, Sink, Source};
use comity_core::Platform;
use files::Kind;
use out::Out;
use owner::Survey;
use std::io;

pub(super) const SOURCE: Source = Source {
    name: "linkedin",
    platform: Some(Platform::LinkedIn),
    guide: "On linkedin.com: Me, Settings & Privacy, Data privacy, Get a copy of your data. Ask for the larger \
        archive. A first mail comes within minutes, a second one with the complete archive within a day; \
        hand both zips to Comity as they are.",
    by_place: false,
    recognise,
    read,
};

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let mut found = Vec::new();
    for archive in files::archives(bundle)? {
        let survey = Survey::for_account(bundle, &archive);
        found.push(Recognised {
            entries: archive.iter().map(|(index, _)| *index).collect(),
            what: files::described(&archive),
            account: survey.owner().handle.map(|handle| handle.address().to_owned()),
        });
    }
    Ok(found)
}

fn read(
    bundle: &mut dyn Bundle,
    recognised: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let (archive, failed) = files::kinds(bundle, &recognised.entries);
    let survey = Survey::for_reading(bundle, &archive);
    let owner = survey.owner();
    let names = survey.names(&owner);
    let mut out = Out::new(sink, settings, &owner, &names);
    for (index, error) in &failed {
        out.begin(&bundle.entries()[*index].name);
        out.torn(error);
    }
    profile::read(bundle, &archive, &mut out);
    for &(index, kind) in &archive {
        match kind {
            Kind::Connections => connections::read(bundle, index, &mut out),
            Kind::Invitations => invitations::read(bundle, index, &mut out),
            Kind::Messages => messages::read(bundle, index, &mut out),
            Kind::Contacts => contacts::read(bundle, index, &mut out),
            Kind::Other => out.not_wanted(bundle, index),
            Kind::Profile | Kind::Emails | Kind::Phones | Kind::Positions => {}
        }
        if out.stopped() {
            return Ok(());
        }
    }
    out.finish(&archive);
    Ok(())
}

#[cfg(test)]
mod tests;
