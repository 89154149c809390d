//! The calendar, as RFC 5545 writes it.

use super::clock::{Zones, compact, utc};
use super::{World, truths};
use crate::cast::Side;
use crate::chronicle::Entry;
use crate::truth::{Platform, Venue};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};

pub(super) fn write(world: &World<'_>, mut out: BufWriter<File>) -> io::Result<()> {
    row(&mut out, "BEGIN:VCALENDAR")?;
    row(&mut out, "VERSION:2.0")?;
    row(&mut out, "PRODID:-//Invented//Calendar 1.0//EN")?;
    row(&mut out, &format!("X-WR-CALNAME:{}", world.my_mail(Side::Work)))?;
    row(&mut out, &format!("X-WR-TIMEZONE:{}", world.cast.me.zone))?;
    let mut zones = Zones::default();
    for entry in world.shown(Platform::InPerson) {
        event(world, entry, &mut zones, &mut out)?;
    }
    row(&mut out, "END:VCALENDAR")?;
    out.flush()
}

fn event(world: &World<'_>, e: &Entry, zones: &mut Zones, out: &mut BufWriter<File>) -> io::Result<()> {
    let (summary, location) = place(e.venue.unwrap_or(Venue::Office));
    let end = e.at + i64::from(e.minutes) * 60;
    row(out, "BEGIN:VEVENT")?;
    row(out, &format!("UID:{:x}-{:08x}@calendar.example", e.id, world.mark(u64::from(e.id)) >> 32))?;
    row(out, &format!("DTSTAMP:{}Z", compact(utc(e.at - 5 * 86_400))))?;
    // Both forms of a time occur in one file.
    if e.id.is_multiple_of(2) {
        row(out, &format!("DTSTART:{}Z", compact(utc(e.at))))?;
        row(out, &format!("DTEND:{}Z", compact(utc(end))))?;
    } else {
        let zone = &world.cast.me.zone;
        row(out, &format!("DTSTART;TZID={zone}:{}", compact(zones.local(e.at, zone).0)))?;
        row(out, &format!("DTEND;TZID={zone}:{}", compact(zones.local(end, zone).0)))?;
    }
    row(out, &format!("SUMMARY:{summary}"))?;
    row(out, &format!("LOCATION:{location}"))?;
    row(out, "STATUS:CONFIRMED")?;
    guests(world, e, out)?;
    row(out, "END:VEVENT")
}

fn guests(world: &World<'_>, e: &Entry, out: &mut BufWriter<File>) -> io::Result<()> {
    let me = (world.cast.me.name.as_str(), world.my_mail(e.mine).to_owned());
    let name = world.character(e.who).map_or("", |c| c.person.name.as_str());
    let them = (name, truths::handle(world, e));
    let mine = world.mark(u64::from(e.id)).is_multiple_of(2);
    let host = if mine { &me } else { &them };
    row(out, &format!("ORGANIZER;CN={}:mailto:{}", quoted(host.0), host.1))?;
    let others = world.chronicle.others(e).iter().filter_map(|id| world.character(*id));
    let others = others.filter_map(|c| Some((c.person.name.as_str(), c.mail(Side::Work)?.to_owned())));
    for (name, address) in [me.clone(), them.clone()].into_iter().chain(others) {
        let guest =
            format!("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={}", quoted(name));
        row(out, &format!("{guest}:mailto:{address}"))?;
    }
    Ok(())
}

fn quoted(name: &str) -> String {
    if name.contains([',', ';', ':']) { format!("\"{name}\"") } else { name.to_owned() }
}

/// What people write into title and place; commas are escaped.
const fn place(venue: Venue) -> (&'static str, &'static str) {
    match venue {
        Venue::Office => ("Case conference", "Office\\, Room 3"),
        Venue::Online => ("Video call", "Zoom"),
        Venue::Event => ("Conference reception", "Conference centre\\, Hall B"),
        Venue::Restaurant => ("Dinner", "Restaurant Lumo"),
        Venue::Home => ("Supper at home", "Home"),
        Venue::FamilyEvent => ("Family birthday party", "Village hall"),
        Venue::Gym => ("Squash", "Gym"),
        Venue::Worship => ("Service", "Church"),
        Venue::Funeral => ("Funeral", "Chapel"),
    }
}

/// Writes one content line, folded at 75 octets and never inside a letter (RFC 5545, section 3.1).
fn row(out: &mut BufWriter<File>, text: &str) -> io::Result<()> {
    let mut width = 0;
    let mut folded = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if width + c.len_utf8() > 75 {
            folded.push_str("\r\n ");
            width = 1;
        }
        folded.push(c);
        width += c.len_utf8();
    }
    folded.push_str("\r\n");
    out.write_all(folded.as_bytes())
}
