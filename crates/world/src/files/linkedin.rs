//! The archive of LinkedIn in its form of 2026.

use super::World;
use super::clock::{month, utc};
use super::text;
use crate::cast::{Character, Side};
use crate::chronicle::Entry;
use crate::truth::{Act, Platform, Way};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The last moment of 1979 is the earliest that a zip can say; a fixed one keeps the bytes the same.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(false).unix_permissions(0o644)
}

type Zip = ZipWriter<BufWriter<File>>;

pub(super) fn write(world: &World<'_>, out: BufWriter<File>) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    profile(world, &mut zip)?;
    connections(world, &mut zip)?;
    invitations(world, &mut zip)?;
    messages(world, &mut zip)?;
    zip.finish()?.flush()
}

fn profile(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    let name = &world.cast.my_name;
    zip.start_file("Profile.csv", options())?;
    writeln!(
        zip,
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,\
         Twitter Handles,Websites,Instant Messengers"
    )?;
    let headline = format!("Lawyer at {}", world.cast.me.employer);
    writeln!(
        zip,
        "{},{},,,,{},,Law Practice,,London,,,",
        cell(&name.given),
        cell(&name.family),
        cell(&headline)
    )?;
    zip.start_file("Email Addresses.csv", options())?;
    writeln!(zip, "Email Address,Confirmed,Primary,Updated On")?;
    writeln!(zip, "{},Yes,Yes,Not Available", world.my_mail(Side::Work))?;
    writeln!(zip, "{},Yes,No,Not Available", world.my_mail(Side::Home))
}

fn connections(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    zip.start_file("Connections.csv", options())?;
    writeln!(zip, "Notes:")?;
    writeln!(
        zip,
        "\"When exporting your connection data, you may notice that some of the email addresses are missing. You \
         will only see email addresses for connections who have allowed their connections to see or download their \
         email address.\"\n"
    )?;
    write!(zip, "First Name,Last Name,URL,Email Address,Company,Position,Connected On")?;
    for e in world.shown(Platform::LinkedIn).rev().filter(|e| e.act == Act::Connected) {
        let Some(c) = world.character(e.who) else { continue };
        let t = utc(e.at);
        let on = format!("{:02} {} {}", t.day(), month(t), t.year());
        let mark = world.mark(u64::from(e.who));
        // One in a hundred has closed the profile, and leaves a row with nothing but its day.
        if mark % 100 == 99 && c.person.episode.is_none() {
            write!(zip, "\n,,,,,,{on}")?;
            continue;
        }
        let mail = if mark % 100 < 2 { c.mail(Side::Work).unwrap_or_default() } else { "" };
        let position = world.choose(&POSITIONS, u64::from(e.who));
        write!(
            zip,
            "\n{},{},{},{mail},{},{},{on}",
            cell(&c.name.given),
            cell(&c.name.family),
            url(c),
            cell(c.person.employer.as_deref().unwrap_or_default()),
            cell(position),
        )?;
    }
    Ok(())
}

const POSITIONS: [&str; 12] = [
    "Partner",
    "Associate",
    "General Counsel",
    "Head of Legal",
    "Managing Director",
    "Architect",
    "Analyst",
    "Director, Strategy",
    "Engineer",
    "Editor",
    "Consultant",
    "Chief Financial Officer",
];

fn invitations(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    zip.start_file("Invitations.csv", options())?;
    writeln!(zip, "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl")?;
    for e in world.shown(Platform::LinkedIn).rev().filter(|e| e.act == Act::Request) {
        let Some(c) = world.character(e.who) else { continue };
        let (me, them) = (&world.cast.me.name, &c.person.name);
        let note = if world.mark(u64::from(e.id)).is_multiple_of(3) {
            "It was good to meet you, may we connect?"
        } else {
            ""
        };
        let (from, to, word, inviter, invitee) = match e.way {
            Way::Out => (me, them, "OUTGOING", my_url(world), url(c)),
            _ => (them, me, "INCOMING", url(c), my_url(world)),
        };
        let at = minute(e.at);
        writeln!(zip, "{},{},\"{at}\",{},{word},{inviter},{invitee}", cell(from), cell(to), cell(note))?;
    }
    Ok(())
}

/// Returns `1/29/26, 2:37 PM`.
fn minute(at: i64) -> String {
    let t = utc(at);
    let hour = match t.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if t.hour() < 12 { "AM" } else { "PM" };
    format!("{}/{}/{:02}, {hour}:{:02} {half}", t.month(), t.day(), t.year() % 100, t.minute())
}

fn messages(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    zip.start_file("messages.csv", options())?;
    let header = [
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "RECIPIENT PROFILE URLS",
        "DATE",
        "SUBJECT",
        "CONTENT",
        "FOLDER",
        "ATTACHMENTS",
        "IS MESSAGE DRAFT",
        "IS CONVERSATION DRAFT",
    ];
    quoted_row(zip, &header)?;
    for e in world.shown(Platform::LinkedIn).rev().filter(|e| e.act == Act::Message) {
        let Some(c) = world.character(e.who) else { continue };
        message(world, e, c, zip)?;
    }
    Ok(())
}

fn message(world: &World<'_>, e: &Entry, c: &Character, zip: &mut Zip) -> io::Result<()> {
    let (me, them) = (world.cast.me.name.clone(), c.person.name.clone());
    let (from, to, sender, recipient) = match e.way {
        Way::Out => (me, them, my_url(world), url(c)),
        _ => (them, me, url(c), my_url(world)),
    };
    let conversation = format!("2-{:016x}{:08x}==", world.mark(u64::from(e.who) ^ 0x2222), e.who);
    let date = format!("{} UTC", utc(e.at).strftime("%Y-%m-%d %H:%M:%S"));
    let content = text::chat(world, e);
    let row =
        [&conversation, "", &from, &sender, &to, &recipient, &date, "", &content, "INBOX", "", "No", "No"];
    quoted_row(zip, &row)
}

fn quoted_row(zip: &mut Zip, cells: &[&str]) -> io::Result<()> {
    for (place, text) in cells.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        write!(zip, "{comma}\"{}\"", text.replace('"', "\"\""))?;
    }
    writeln!(zip)
}

fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn url(c: &Character) -> String {
    format!("https://www.linkedin.com/in/{}", c.handle(Platform::LinkedIn).unwrap_or_default())
}

fn my_url(world: &World<'_>) -> String {
    let mine = world.cast.me.handles.iter().find(|h| h.platform == Platform::LinkedIn);
    format!("https://www.linkedin.com/in/{}", mine.map_or("", |h| &h.address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_in_the_american_way() {
        assert_eq!(minute(1_772_532_000), "3/3/26, 10:00 AM");
        assert_eq!(minute(1_772_542_800), "3/3/26, 1:00 PM");
        assert_eq!(minute(1_772_496_300), "3/3/26, 12:05 AM");
    }
}
