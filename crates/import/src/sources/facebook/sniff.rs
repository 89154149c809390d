//! What a file of a Meta archive is, from its first keys.

use super::walk::{End, Item, Visit, walk};
use serde_json::Value;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Profile,
    Friends,
    /// Requests that the user made.
    Sent,
    /// Requests to the user.
    Received,
    /// Requests to the user that the user rejected.
    Rejected,
    /// Friends whom the user removed.
    Removed,
    /// A part of a conversation.
    Thread,
    /// A conversation from the download of encrypted chats.
    Encrypted,
    /// People whom Facebook proposes, pages that the user follows: no ties.
    NotWanted,
    /// A page of an archive that was asked for as HTML.
    Page,
    /// A list or profile of Instagram, whose conversations look like Facebook's.
    Instagram,
}

/// Enough for the list of members that stands before the messages of a large group.
const HEAD_BYTES: u64 = 1 << 20;
/// Behind the list of members, one message may be this long: pictures were once written into the text.
const MESSAGE_BYTES: u64 = 64 << 20;
/// Pages begin with their styles, by which they are known.
const PAGE_BYTES: u64 = 64 << 10;

/// Returns what a file is, if it is one of these; reads no further than it must.
pub(super) fn sniff(mut file: impl Read) -> io::Result<Option<Kind>> {
    let mut head = [0; 512];
    let mut len = 0;
    while len < head.len() {
        match file.read(&mut head[len..])? {
            0 => break,
            read => len += read,
        }
    }
    let start = head[..len].trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    match start.first() {
        Some(b'<') => page((&head[..len]).chain(file)),
        Some(b'{') => document((&head[..len]).chain(file)),
        // A bare list is Instagram's followers or one of many logs.
        _ => Ok(None),
    }
}

/// Knows a page of a Meta archive by the class names of its styles, which no other site has.
fn page(file: impl Read) -> io::Result<Option<Kind>> {
    let mut head = Vec::new();
    file.take(PAGE_BYTES).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let styled = ["_a6-g", "_a706", "_2ph_", "_3-95", "_ikh"].iter().any(|class| head.contains(class));
    let ours = head.contains("<html") && styled && !head.contains("instagram");
    Ok(ours.then_some(Kind::Page))
}

fn document(file: impl Read) -> io::Result<Option<Kind>> {
    let mut sniffer = Sniffer { found: None, members: None, left: HEAD_BYTES };
    match (walk(file, &mut sniffer), sniffer.found) {
        (End::Torn(error), None) => Err(error),
        (_, found) => Ok(found),
    }
}

struct Sniffer {
    found: Option<Kind>,
    /// What the members of a conversation look like, once seen.
    members: Option<Kind>,
    left: u64,
}

impl Visit for Sniffer {
    fn item(&mut self, item: Item<'_>) -> ControlFlow<()> {
        match item.key {
            "participants" => {
                let members = item.value.as_ref().ok().and_then(members);
                if self.members.is_none() && members.is_some() {
                    self.left += MESSAGE_BYTES;
                }
                self.members = self.members.or(members);
            }
            "messages" => self.found = self.found.or(self.conversation(&item)),
            key => self.found = self.found.or(item.value.as_ref().ok().and_then(|v| list(key, v))),
        }
        if self.found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn read(&mut self, bytes: u64) -> ControlFlow<()> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }
}

impl Sniffer {
    fn conversation(&self, item: &Item<'_>) -> Option<Kind> {
        let has = |key| item.value.as_ref().is_ok_and(|v| v.get(key).is_some());
        if has("sender_name") || has("timestamp_ms") {
            Some(Kind::Thread)
        } else if has("senderName") && has("timestamp") {
            Some(Kind::Encrypted)
        } else {
            self.members
        }
    }
}

/// Tells the two kinds of conversation apart by one of the members; an empty list tells nothing.
fn members(value: &Value) -> Option<Kind> {
    match value {
        Value::String(_) => Some(Kind::Encrypted),
        Value::Object(member) if member.contains_key("name") => Some(Kind::Thread),
        _ => None,
    }
}

fn list(key: &str, value: &Value) -> Option<Kind> {
    let dated = value.get("name").is_some() && value.get("timestamp").is_some();
    let empty = value.as_array().is_some_and(Vec::is_empty);
    match key {
        "profile_v2" => Some(Kind::Profile),
        "profile" if value.get("name").is_some() => Some(Kind::Profile),
        "profile_user" => Some(Kind::Instagram),
        key if key.starts_with("relationships_") => Some(Kind::Instagram),
        key if NOT_WANTED.iter().any(|start| key.starts_with(start)) => Some(Kind::NotWanted),
        // The older keys are words that anybody may use, so an empty list under one is nobody's.
        key => listed(key).filter(|_| dated || (empty && key.ends_with("_v2"))),
    }
}

/// Returns which list of people stands under a key.
pub(super) fn listed(key: &str) -> Option<Kind> {
    match key {
        "friends_v2" | "friends" => Some(Kind::Friends),
        "sent_requests_v2" | "sent_requests" => Some(Kind::Sent),
        "received_requests_v2" | "received_requests" => Some(Kind::Received),
        "rejected_requests_v2" | "rejected_requests" => Some(Kind::Rejected),
        "deleted_friends_v2" | "deleted_friends" => Some(Kind::Removed),
        _ => None,
    }
}

/// Lists of people and pages with whom they show no tie.
const NOT_WANTED: [&str; 5] =
    ["people_you_may_know", "suggested_friends", "friends_you_see_less", "following_v", "friend_suggestions"];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<Kind>) {
        assert_eq!(sniff(text.as_bytes()).unwrap(), expected, "{text}");
    }

    #[test]
    fn files_are_known_by_their_keys() {
        check(r#"{"friends_v2": []}"#, Some(Kind::Friends));
        check("\u{feff}\n{\"friends\": [{\"name\": \"Ana\", \"timestamp\": 0}]}", Some(Kind::Friends));
        check(r#"{"friends": ["Ana"]}"#, None);
        check(r#"{"deleted_friends_v2": [{"name": "Ana", "timestamp": 1}]}"#, Some(Kind::Removed));
        check(r#"{"people_you_may_know_v2": [{"name": "Ana"}]}"#, Some(Kind::NotWanted));
        check(r#"{"participants": [{"name": "Ana"}], "messages": []}"#, Some(Kind::Thread));
        check(r#"{"participants": ["Ana"], "threadName": "Ana_1", "messages": []}"#, Some(Kind::Encrypted));
        check(r#"{"messages": [{"sender_name": "Ana"}], "participants": []}"#, Some(Kind::Thread));
        check(r#"{"participants": [{"name": "Ana"}]}"#, None);
        check(r#"{"messages": [{"id": 1, "type": "message", "from": "Ana"}]}"#, None);
        check(r#"{"relationships_following": []}"#, Some(Kind::Instagram));
        check("<html><head><style>._a6-g{}</style></head><body>Your friends</body></html>", Some(Kind::Page));
        check("<html><body>Ana</body></html>", None);
        check("", None);
    }

    proptest! {
        #[test]
        fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let mut text = b"{".to_vec();
            text.extend(&bytes);
            sniff(text.as_slice()).unwrap();
            sniff(bytes.as_slice()).unwrap();
        }
    }
}
