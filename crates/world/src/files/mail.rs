//! Mailboxes in the dialect mboxrd, what was sent and what came in one file.

use super::clock::{Zones, envelope_date, mail_date};
use super::{World, text, truths};
use crate::cast::Side;
use crate::chronicle::{Entry, NONE};
use crate::truth::{Automation, Platform, Way};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};

pub(super) fn write(world: &World<'_>, side: Side, mut out: BufWriter<File>) -> io::Result<()> {
    let mut zones = Zones::default();
    let mut mail = String::new();
    for entry in world.shown(Platform::Email).filter(|e| e.mine == side) {
        mail.clear();
        compose(world, entry, &mut zones, &mut mail).map_err(io::Error::other)?;
        out.write_all(mail.as_bytes())?;
    }
    out.flush()
}

/// One mail, with the line before it and the empty line behind it.
fn compose(world: &World<'_>, e: &Entry, zones: &mut Zones, out: &mut String) -> std::fmt::Result {
    let them = truths::handle(world, e);
    let me = world.my_mail(e.mine);
    let sender = sender(world, e, &them, me);
    writeln!(
        out,
        "From {} {}",
        if sender.is_empty() { "MAILER-DAEMON" } else { &sender },
        envelope_date(e.at)
    )?;
    writeln!(out, "Return-Path: <{sender}>")?;
    if e.way == Way::In {
        writeln!(out, "Delivered-To: {me}")?;
    }
    people(world, e, &them, me, out)?;
    writeln!(out, "Date: {}", mail_date(zones.local(e.at, zone(world, e))))?;
    writeln!(out, "Message-ID: <{}>", message_id(world, e.id))?;
    references(world, e, out)?;
    writeln!(out, "Subject: {}", subject(world, e))?;
    machine_headers(world, e, &them, out)?;
    content(world, e, &them, out)
}

/// Returns the envelope's sender; empty for notices of failure.
fn sender(world: &World<'_>, e: &Entry, them: &str, me: &str) -> String {
    match (e.way, e.automation) {
        (_, Automation::Bounce) => String::new(),
        (Way::Out, _) => me.to_owned(),
        (_, Automation::Bulk | Automation::List) => {
            format!(
                "bounce-{}@{}",
                world.mark(u64::from(e.id)) % 100_000,
                them.rsplit('@').next().unwrap_or(them)
            )
        }
        _ => them.to_owned(),
    }
}

fn zone<'w>(world: &'w World<'_>, e: &Entry) -> &'w str {
    let theirs = world.character(e.who).filter(|_| e.way == Way::In);
    theirs.map_or(&world.cast.me.zone, |c| &c.person.zone)
}

/// From, To and Cc.
fn people(world: &World<'_>, e: &Entry, them: &str, me: &str, out: &mut String) -> std::fmt::Result {
    let mine = mailbox(&my_name(world, e), me);
    let theirs = mailbox(&their_name(world, e), them);
    let others = world.chronicle.others(e).iter().filter_map(|id| world.character(*id));
    let others: Vec<String> =
        others.filter_map(|c| Some(mailbox(c.mail_name(Side::Work), c.mail(Side::Work)?))).collect();
    let (from, to) = if e.way == Way::Out { (mine, theirs) } else { (theirs, mine) };
    let from = match e.automation {
        Automation::Bounce => "Mail Delivery Subsystem <mailer-daemon@relay.example>".to_owned(),
        _ => from,
    };
    writeln!(out, "From: {from}")?;
    let in_to = if e.is_copied { &[] } else { others.as_slice() };
    let to: Vec<&str> = std::iter::once(to.as_str()).chain(in_to.iter().map(String::as_str)).collect();
    writeln!(out, "To: {}", to.join(",\n "))?;
    if e.is_copied && !others.is_empty() {
        writeln!(out, "Cc: {}", others.join(",\n "))?;
    }
    Ok(())
}

/// The user's mail program at work writes the family name first.
fn my_name(world: &World<'_>, e: &Entry) -> String {
    let name = &world.cast.my_name;
    if e.mine == Side::Work && world.mark(u64::from(e.thread)).is_multiple_of(4) {
        name.reversed()
    } else {
        name.whole()
    }
}

fn their_name(world: &World<'_>, e: &Entry) -> String {
    match world.character(e.who) {
        Some(c) => c.mail_name(e.theirs).to_owned(),
        None => world.machine(e.who).map(|m| m.name.clone()).unwrap_or_default(),
    }
}

/// Returns a mailbox as RFC 5322 and RFC 2047 write it.
fn mailbox(name: &str, address: &str) -> String {
    if name.is_empty() {
        return address.to_owned();
    }
    let is_atoms = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'');
    match name {
        _ if !name.is_ascii() => format!("{} <{address}>", encoded(name)),
        _ if name.chars().all(is_atoms) => format!("{name} <{address}>"),
        _ => format!("\"{name}\" <{address}>"),
    }
}

/// Returns an encoded word (RFC 2047, section 4.2).
fn encoded(text: &str) -> String {
    let mut word = String::from("=?UTF-8?Q?");
    for byte in text.bytes() {
        match byte {
            b' ' => word.push('_'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => word.push(char::from(byte)),
            _ => {
                let _ = write!(word, "={byte:02X}");
            }
        }
    }
    word.push_str("?=");
    word
}

fn message_id(world: &World<'_>, id: u32) -> String {
    format!("{id:x}.{:08x}@ids.example", world.mark(u64::from(id)) >> 32)
}

fn references(world: &World<'_>, e: &Entry, out: &mut String) -> std::fmt::Result {
    if e.thread == e.id {
        return Ok(());
    }
    let parent = if e.answers == NONE { e.thread } else { e.answers };
    writeln!(out, "In-Reply-To: <{}>", message_id(world, parent))?;
    write!(out, "References: <{}>", message_id(world, e.thread))?;
    if parent != e.thread {
        write!(out, "\n <{}>", message_id(world, parent))?;
    }
    out.push('\n');
    Ok(())
}

fn subject(world: &World<'_>, e: &Entry) -> String {
    if world.character(e.who).is_none() {
        return format!("{} no. {}", text::subject(world, e.who, false), e.id % 977);
    }
    let base = text::subject(world, e.thread, truths::is_private(e));
    match e.automation {
        Automation::Bounce => format!("Undeliverable: {base}"),
        Automation::Away => format!("Automatic reply: {base}"),
        _ if e.thread == e.id => base,
        _ => format!("Re: {base}"),
    }
}

fn machine_headers(world: &World<'_>, e: &Entry, them: &str, out: &mut String) -> std::fmt::Result {
    let domain = them.rsplit('@').next().unwrap_or(them);
    match e.automation {
        Automation::Human => Ok(()),
        Automation::List => {
            writeln!(out, "List-Id: Notices <notices.{domain}>\nList-Post: <mailto:{them}>\nPrecedence: list")
        }
        Automation::Bulk => {
            let mark = world.mark(u64::from(e.id));
            writeln!(out, "List-Unsubscribe: <https://{domain}/u/{mark:x}>\nPrecedence: bulk")
        }
        Automation::Bounce | Automation::Away => writeln!(out, "Auto-Submitted: auto-replied"),
        Automation::Robot => writeln!(out, "Auto-Submitted: auto-generated"),
    }
}

fn content(world: &World<'_>, e: &Entry, them: &str, out: &mut String) -> std::fmt::Result {
    writeln!(out, "MIME-Version: 1.0")?;
    if e.automation == Automation::Bounce {
        writeln!(out, "X-Failed-Recipients: {them}")?;
        writeln!(out, "Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\"\n")?;
        writeln!(
            out,
            "--part\nContent-Type: text/plain; charset=utf-8\n\nYour message could not be delivered.\n"
        )?;
        writeln!(
            out,
            "--part\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n"
        )?;
        return writeln!(out, "Final-Recipient: rfc822; {them}\nAction: failed\nStatus: 5.1.1\n\n--part--\n");
    }
    writeln!(out, "Content-Type: text/plain; charset=utf-8\n")?;
    for row in text::body(world, e).lines() {
        // mboxrd: every line that could be the line between two mails gains a sign.
        let escape = if row.trim_start_matches('>').starts_with("From ") { ">" } else { "" };
        writeln!(out, "{escape}{row}")?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_written_as_the_standards_say() {
        assert_eq!(mailbox("", "a@b.example"), "a@b.example");
        assert_eq!(mailbox("Oskar Venn", "a@b.example"), "Oskar Venn <a@b.example>");
        assert_eq!(mailbox("Venn, Oskar", "a@b.example"), "\"Venn, Oskar\" <a@b.example>");
        assert_eq!(mailbox("Zoë Venn", "a@b.example"), "=?UTF-8?Q?Zo=C3=AB_Venn?= <a@b.example>");
    }
}
