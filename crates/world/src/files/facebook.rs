//! The archive of Facebook in its form of 2023 to 2026, whose letters beyond ASCII are written byte by byte,
//! and the later one of encrypted chats.

use super::linkedin::options;
use super::{World, text};
use crate::chronicle::Entry;
use crate::truth::{Act, Platform, Way};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use zip::ZipWriter;

type Zip = ZipWriter<BufWriter<File>>;

pub(super) fn write(world: &World<'_>, out: BufWriter<File>) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    profile(world, &mut zip)?;
    let friends = "connections/friends/your_friends.json";
    list(world, &mut zip, friends, "friends_v2", |e| e.act == Act::Connected)?;
    let sent = "connections/friends/sent_friend_requests.json";
    list(world, &mut zip, sent, "sent_requests_v2", |e| e.act == Act::Request && e.way == Way::Out)?;
    let received = "connections/friends/received_friend_requests.json";
    list(world, &mut zip, received, "received_requests_v2", |e| e.act == Act::Request && e.way == Way::In)?;
    threads(world, &mut zip)?;
    zip.finish()?.flush()
}

fn profile(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    zip.start_file("personal_information/profile_information/profile_information.json", options())?;
    let me = &world.cast.my_name;
    let private = world.my_mail(crate::cast::Side::Home);
    write!(
        zip,
        "{{\n  \"profile_v2\": {{\n    \"name\": {{\n      \"full_name\": {},\n      \"first_name\": {},\n      \
         \"last_name\": {}\n    }},\n    \"emails\": {{\n      \"emails\": [\n        {}\n      ]\n    }}\n  }}\n}}",
        json(&me.whole()),
        json(&me.given),
        json(&me.family),
        json(private),
    )
}

/// One list of names with their moments, newest first.
fn list(
    world: &World<'_>,
    zip: &mut Zip,
    path: &str,
    key: &str,
    wanted: fn(&Entry) -> bool,
) -> io::Result<()> {
    zip.start_file(path, options())?;
    write!(zip, "{{\n  \"{key}\": [")?;
    for (place, e) in world.shown(Platform::Facebook).rev().filter(|e| wanted(e)).enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let name = json(&name(world, e.who));
        write!(zip, "{comma}\n    {{\n      \"name\": {name},\n      \"timestamp\": {}\n    }}", e.at)?;
    }
    write!(zip, "\n  ]\n}}")
}

/// From 6 December 2023 on chats are encrypted, and come in an archive of their own.
pub(super) const ENCRYPTED_SINCE: i64 = 1_701_820_800;

/// Returns the chats before or after that day: all messages of one person after the other, newest first.
fn chats<'w>(world: &'w World<'_>, are_encrypted: bool) -> Vec<&'w Entry> {
    let wanted = |e: &&Entry| (e.at >= ENCRYPTED_SINCE) == are_encrypted;
    let mut messages: Vec<&Entry> = world.shown(Platform::Messenger).filter(wanted).collect();
    messages.sort_by_key(|e| (e.who, std::cmp::Reverse((e.at, e.id))));
    messages
}

/// One folder for each chat.
fn threads(world: &World<'_>, zip: &mut Zip) -> io::Result<()> {
    chats(world, false).chunk_by(|a, b| a.who == b.who).try_for_each(|chat| thread(world, chat, zip))
}

fn thread(world: &World<'_>, chat: &[&Entry], zip: &mut Zip) -> io::Result<()> {
    let Some(first) = chat.first() else { return Ok(()) };
    let them = name(world, first.who);
    // Sixteen digits, as the service has them.
    let number = 1_000_000_000_000_000 + world.mark(u64::from(first.who)) % 1_000_000_000_000_000;
    let folder = format!("{}_{number}", crate::names::plain(&them));
    let path = format!("your_facebook_activity/messages/inbox/{folder}");
    zip.start_file(format!("{path}/message_1.json"), options())?;
    let (me, them) = (json(&world.cast.me.name), json(&them));
    write!(
        zip,
        "{{\n  \"participants\": [\n    {{\"name\": {them}}},\n    {{\"name\": {me}}}\n  ],\n  \"messages\": ["
    )?;
    for (place, e) in chat.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let sender = if e.way == Way::Out { &me } else { &them };
        let content = json(&text::chat(world, e));
        write!(
            zip,
            "{comma}\n    {{\"sender_name\": {sender}, \"timestamp_ms\": {}, \"content\": {content}, \
             \"is_geoblocked_for_viewer\": false}}",
            e.at * 1_000
        )?;
    }
    write!(
        zip,
        "\n  ],\n  \"title\": {them},\n  \"is_still_participant\": true,\n  \"thread_path\": \"inbox/{folder}\"\n}}"
    )
}

/// Writes the archive of encrypted chats: one file for each, flat, and its letters whole.
pub(super) fn write_encrypted(world: &World<'_>, out: BufWriter<File>) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    for chat in chats(world, true).chunk_by(|a, b| a.who == b.who) {
        encrypted_thread(world, chat, &mut zip)?;
    }
    zip.finish()?.flush()
}

fn encrypted_thread(world: &World<'_>, chat: &[&Entry], zip: &mut Zip) -> io::Result<()> {
    let Some(first) = chat.first() else { return Ok(()) };
    let them = name(world, first.who);
    let title = format!("{}_{}", crate::names::plain(&them), first.who + 1);
    let me = &world.cast.me.name;
    let message = |e: &&Entry| {
        serde_json::json!({
            "isUnsent": false,
            "media": [],
            "reactions": [],
            "senderName": if e.way == Way::Out { me } else { &them },
            "text": text::chat(world, e),
            "timestamp": e.at * 1_000,
            "type": "text",
        })
    };
    let thread = serde_json::json!({
        "messages": chat.iter().map(message).collect::<Vec<_>>(),
        "participants": [&them, me],
        "threadName": &title,
    });
    zip.start_file(format!("{title}.json"), options())?;
    serde_json::to_writer_pretty(zip, &thread).map_err(io::Error::from)
}

fn name(world: &World<'_>, who: u32) -> String {
    let shown = world.character(who).and_then(|c| c.handle(Platform::Facebook));
    shown.unwrap_or_default().to_owned()
}

/// Returns a JSON string as this service writes it: each byte beyond ASCII as an escape of its own.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_beyond_ascii_fall_apart_into_bytes() {
        assert_eq!(json("Zoë \"x\""), "\"Zo\\u00c3\\u00ab \\\"x\\\"\"");
    }
}
