//! The address book: vCard 3.0, half as an Apple program writes it and half as Google does.

use super::World;
use crate::cast::Character;
use crate::truth::{Platform, Sphere};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};

pub(super) fn write(world: &World<'_>, mut out: BufWriter<File>) -> io::Result<()> {
    for c in &world.cast.characters {
        let Some(shown) = &c.card else { continue };
        let is_apple = world.mark(u64::from(c.person.id)).is_multiple_of(2);
        let mut card = String::new();
        compose(world, c, shown, is_apple, &mut card).map_err(io::Error::other)?;
        out.write_all(card.replace('\n', "\r\n").as_bytes())?;
    }
    out.flush()
}

fn compose(
    world: &World<'_>,
    c: &Character,
    shown: &str,
    is_apple: bool,
    out: &mut String,
) -> std::fmt::Result {
    let mark = world.mark(u64::from(c.person.id) ^ 0xCA2D);
    writeln!(out, "BEGIN:VCARD\nVERSION:3.0")?;
    if is_apple {
        writeln!(out, "PRODID:-//Apple Inc.//iOS 18.2//EN")?;
    }
    let is_whole = shown == c.person.name;
    let (given, family) = if is_whole { (&*c.name.given, &*c.name.family) } else { split(shown) };
    writeln!(out, "N:{};{};;;", escaped(family), escaped(given))?;
    writeln!(out, "FN:{}", escaped(shown))?;
    if let Some(firm) = c.person.employer.as_deref().filter(|_| c.kind.is_professional()) {
        writeln!(out, "ORG:{}{}", escaped(firm), if is_apple { ";" } else { "" })?;
    }
    // Few people write the address of mail into a card that has a number.
    let has_phone = c.handle(Platform::Phone).is_some();
    if !has_phone || mark % 100 < 55 {
        mails(c, is_apple, out)?;
    }
    phones(c, is_apple, out)?;
    if !is_apple {
        writeln!(
            out,
            "CATEGORIES:myContacts{}",
            if c.kind.is_personal() && mark.is_multiple_of(5) { ",starred" } else { "" }
        )?;
    }
    writeln!(out, "UID:{:016x}-{:04x}\nEND:VCARD", mark, c.person.id)
}

fn mails(c: &Character, is_apple: bool, out: &mut String) -> std::fmt::Result {
    for (place, mail) in c.person.handles.iter().filter(|h| h.platform == Platform::Email).enumerate() {
        let label = if mail.sphere == Sphere::Personal { "HOME" } else { "WORK" };
        match (is_apple, place) {
            (true, 0) => writeln!(out, "EMAIL;type=INTERNET;type={label};type=pref:{}", mail.address)?,
            (true, n) => {
                writeln!(
                    out,
                    "item{n}.EMAIL;type=INTERNET:{}\nitem{n}.X-ABLabel:_$!<Other>!$_",
                    mail.address
                )?;
            }
            (false, _) => writeln!(out, "EMAIL;TYPE=INTERNET;TYPE={label}:{}", mail.address)?,
        }
    }
    Ok(())
}

fn phones(c: &Character, is_apple: bool, out: &mut String) -> std::fmt::Result {
    for phone in c.person.handles.iter().filter(|h| h.platform == Platform::Phone) {
        let is_mobile = phone.address.starts_with("+447") || phone.address.starts_with("+1");
        let label = match (is_mobile, phone.sphere) {
            (true, _) => "CELL",
            (false, Sphere::Personal) => "HOME",
            (false, _) => "WORK",
        };
        if is_apple {
            writeln!(out, "TEL;type={label};type=VOICE:{}", spaced(&phone.address))?;
        } else {
            writeln!(out, "TEL;TYPE={label}:{}", phone.address)?;
        }
    }
    Ok(())
}

/// Returns a British number as it is dialled at home, others as they are.
fn spaced(number: &str) -> String {
    match number.strip_prefix("+44") {
        Some(rest) if rest.starts_with("20") => format!("020 {} {}", &rest[2..6], &rest[6..]),
        Some(rest) => format!("0{} {}", &rest[..4], &rest[4..]),
        None => number.to_owned(),
    }
}

/// Splits what a user calls somebody as programs do: the last word becomes the family name.
fn split(shown: &str) -> (&str, &str) {
    shown.rsplit_once(' ').unwrap_or((shown, ""))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}
