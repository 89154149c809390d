//! `truth.jsonl`: everything, in the words of [`crate::truth`].

use super::{World, line};
use crate::cast::Side;
use crate::chronicle::{Entry, NONE};
use crate::truth::{Act, Contact, Line, Platform, Shown, Truth, Way};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};

pub(super) fn write(world: &World<'_>, truth: &Truth, mut out: BufWriter<File>) -> io::Result<()> {
    line(&mut out, &Line::Me(truth.me.clone()))?;
    for archive in &truth.archives {
        line(&mut out, &Line::Archive(archive.clone()))?;
    }
    for person in &truth.people {
        line(&mut out, &Line::Person(person.clone()))?;
    }
    for machine in &truth.machines {
        line(&mut out, &Line::Machine(machine.clone()))?;
    }
    for stated in &truth.stated {
        line(&mut out, &Line::Stated(stated.clone()))?;
    }
    for entry in &world.chronicle.entries {
        line(&mut out, &Line::Contact(contact(world, entry)))?;
    }
    out.flush()
}

fn contact(world: &World<'_>, e: &Entry) -> Contact {
    let others = world.chronicle.others(e);
    let (mut with, mut cc) = (vec![e.who], Vec::new());
    if e.is_copied { &mut cc } else { &mut with }.extend_from_slice(others);
    let is_mail = matches!(e.platform, Platform::Email | Platform::InPerson);
    let to_others = if e.is_copied { 0 } else { others.len() as u32 };
    let some = |id: u32| (id != NONE).then_some(u64::from(id));
    Contact {
        id: u64::from(e.id),
        at: e.at,
        shown: shown(e),
        with,
        cc,
        way: e.way,
        platform: e.platform,
        handle: handle(world, e),
        mine: is_mail.then(|| world.my_mail(e.mine).to_owned()),
        act: e.act,
        audience: 1 + to_others,
        answers: some(e.answers),
        thread: u64::from(e.thread),
        automation: e.automation,
        venue: e.venue,
        minutes: (e.minutes > 0).then_some(u32::from(e.minutes)),
        accepted: (e.accepted != 0).then_some(e.accepted),
        hidden: e.is_hidden,
    }
}

fn shown(e: &Entry) -> Shown {
    match (e.platform, e.act) {
        (Platform::LinkedIn, Act::Request) => Shown::Minute,
        (Platform::LinkedIn, Act::Connected) => Shown::Day,
        _ => Shown::Instant,
    }
}

/// Returns the address of the other side that an entry went by.
pub(super) fn handle(world: &World<'_>, e: &Entry) -> String {
    let Some(c) = world.character(e.who) else {
        return world.machine(e.who).map(|m| m.address.clone()).unwrap_or_default();
    };
    let address = match e.platform {
        Platform::LinkedIn => c.handle(Platform::LinkedIn),
        Platform::Facebook | Platform::Messenger => c.handle(Platform::Facebook),
        _ => c.mail(e.theirs),
    };
    address.unwrap_or_default().to_owned()
}

/// Returns the side of an entry's own address: mail by the private account is private talk.
pub(super) const fn is_private(e: &Entry) -> bool {
    matches!(e.mine, Side::Home) && !matches!(e.way, Way::Both)
}
