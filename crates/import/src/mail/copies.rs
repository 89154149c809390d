//! One mail, one key: what tells mails apart, and finds the same one again.
//!
//! The key is made of the Message-ID, so that it is the same in every folder, program and import, and so
//! that an answer can name the mail that it answers, whichever is read first and even where that one
//! comes with another import. No second pass and no table of ids is needed for it.
//!
//! Programs that convert mailboxes give the same mail several ids. Therefore mails of one sender, date,
//! subject and set of recipients are one within a source, whatever their ids; and where an id is known to
//! be invented, or there is none, the key is made of these, so that copies are one over imports too.

use super::head::Head;
use super::subject;
use crate::hash::{keyed, keyed_together};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Marks of ids that were made by whoever collected the mails, a new one for each copy.
///
/// The first published the mails of one firm; its dates have the zone of its own machine, too.
const INVENTED: &[&str] = &[".JavaMail.evans@thyme"];

/// What was read of one source: about 60 bytes for each mail.
pub(crate) struct Copies {
    key: [u8; 16],
    /// Each id, with the low half of its date.
    ids: FxHashMap<u64, u32>,
    /// Each sender, date, subject and set of recipients, with the key of its first mail.
    contents: FxHashMap<u64, u64>,
    /// Ids of mails that were read before under another one.
    renamed: FxHashMap<u64, u64>,
    /// Mails without a date, which are left out, and once for each.
    undated: FxHashSet<u64>,
}

impl Copies {
    pub(crate) fn new(key: [u8; 16]) -> Self {
        let (ids, contents, renamed, undated) = Default::default();
        Self { key, ids, contents, renamed, undated }
    }

    /// Returns the key of a mail, or nothing where the same mail was read before.
    pub(crate) fn key(&mut self, head: &Head, at: i64) -> Option<String> {
        let content = keyed(self.key, content(head, at));
        let id = head.id.as_deref().filter(|id| is_honest(id)).map(|id| self.hash_of(id));
        // An id that comes back with another date is one that a broken program gives to all its mails.
        let id = match id.and_then(|id| self.ids.get(&id)) {
            Some(&date) if date == at as u32 => return None,
            Some(_) => None,
            None => id,
        };
        if let Some(id) = id {
            self.ids.insert(id, at as u32);
        }
        if let Some(&first) = self.contents.get(&content) {
            id.map(|id| self.renamed.insert(id, first));
            return None;
        }
        let key = id.unwrap_or(content);
        self.contents.insert(content, key);
        Some(shown(key))
    }

    /// Tells whether a mail without a date was read before.
    pub(crate) fn knows_undated(&mut self, head: &Head) -> bool {
        !self.undated.insert(keyed(self.key, content(head, i64::MIN)))
    }

    /// Returns the key of the mail that this one answers.
    pub(crate) fn answered(&self, head: &Head) -> Option<String> {
        let id = self.answered_id(head)?;
        Some(shown(self.renamed.get(&id).copied().unwrap_or(id)))
    }

    /// Returns the id of the mail that this one answers, as a hash; invented ids tell nothing.
    pub(crate) fn answered_id(&self, head: &Head) -> Option<u64> {
        let last = head.references.as_ref().map(|(_, last)| last);
        head.in_reply_to.as_ref().or(last).filter(|id| is_honest(id)).map(|id| self.hash_of(id))
    }

    /// Tells whether the mail of an id was read.
    pub(crate) fn knows(&self, id: u64) -> bool {
        self.ids.contains_key(&id) || self.renamed.contains_key(&id)
    }

    /// Returns the conversation: what Gmail calls it, else the mail that began it.
    pub(crate) fn thread(&self, head: &Head) -> Option<u64> {
        if let Some(thread) = &head.gmail_thread {
            return Some(keyed_together(self.key, &["thread ", thread]));
        }
        let first = head.references.as_ref().map(|(first, _)| first);
        let root = first.or(head.in_reply_to.as_ref()).or(head.id.as_ref());
        root.filter(|id| is_honest(id)).map(|id| self.hash_of(id))
    }

    fn hash_of(&self, id: &str) -> u64 {
        keyed_together(self.key, &["id ", id])
    }
}

/// Tells whether an id was given by the program that sent the mail.
pub(crate) fn is_honest(id: &str) -> bool {
    !INVENTED.iter().any(|mark| id.ends_with(mark))
}

fn shown(hash: u64) -> String {
    format!("mail:{hash:016x}")
}

/// Returns what copies of a mail have in common; Bcc is not, for only the sender's copy shows it.
fn content(head: &Head, at: i64) -> String {
    let mut to: Vec<Cow<'_, str>> = head.to.iter().chain(&head.cc).map(|w| lower(&w.address)).collect();
    to.sort_unstable();
    to.dedup();
    let from = head.from.first().map_or(Cow::Borrowed(""), |w| lower(&w.address));
    let subject = subject::folded(subject::base(&head.subject).0);
    let mut text = format!("content {at}\n{from}\n{subject}");
    for address in to {
        text.push('\n');
        text.push_str(&address);
    }
    text
}

/// Returns a text in lower case, which most addresses are already.
fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, to: &str) -> Head {
        Head::read(format!("Message-ID: <{id}>\nFrom: mira@quillfish.example\nTo: {to}\n").as_bytes())
    }

    #[test]
    fn copies_are_found_by_id_and_by_content() {
        let mut copies = Copies::new([7; 16]);
        let first = copies.key(&head("1@x", "a@post.example, b@post.example"), 100);
        assert!(first.is_some());
        assert_eq!(copies.key(&head("1@x", "changed@post.example"), 100), None);
        assert_eq!(copies.key(&head("2@x", "B@post.example, a@post.example"), 100), None);
        assert!(copies.key(&head("3@x", "a@post.example"), 100).is_some());
        let answer = Head::read(b"In-Reply-To: <2@x>\n");
        assert_eq!(copies.answered(&answer), first);
    }

    #[test]
    fn an_id_given_to_all_mails_loses_none() {
        let mut copies = Copies::new([7; 16]);
        let one = copies.key(&head("always@x", "a@post.example"), 100);
        let two = copies.key(&head("always@x", "a@post.example"), 200);
        assert!(one.is_some() && two.is_some() && one != two);
    }

    #[test]
    fn invented_ids_give_the_same_key_to_every_copy() {
        let key = |id| Copies::new([7; 16]).key(&head(id, "a@post.example"), 100);
        assert_eq!(key("1.2.JavaMail.evans@thyme"), key("3.4.JavaMail.evans@thyme"));
        assert_ne!(key("1@x"), key("3@x"));
    }
}
