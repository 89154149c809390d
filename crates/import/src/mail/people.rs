//! Who wrote and was written to, and which of these addresses are the user's own.

use super::head::Written;
use crate::source::{MeHint, Sink};
use comity_core::address::{DomainKind, Domains, Mailbox};
use comity_core::record::RecordKind;
use comity_core::{Handle, LabelledHandle, Name, Provenance, Record};
use rustc_hash::FxHashMap;

/// Of one address: further ones say nothing new, and forged ones are without end.
const MOST_NAMES: usize = 5;
/// Longer names are sentences.
const LONGEST_NAME: usize = 100;
/// Addresses held by their writing: some 15 MB of them, since most are short.
const MOST_HELD: usize = 100_000;
/// Longer ones are not held: no address may be longer (RFC 5321, 4.5.3.1), and a head may hold much that is none.
const LONGEST_HELD: usize = 320;
/// From as many mails on, the address of nearly all of them is taken for the user's own without asking.
const SURE_SENT: u32 = 5;
/// Mail is delivered to shared addresses as well: it takes more of it.
const SURE_DELIVERED: u32 = 20;

/// The addresses of one source, by address.
#[derive(Default)]
pub(crate) struct People {
    seen: FxHashMap<Box<str>, Seen>,
    kinds: FxHashMap<Box<str>, DomainKind>,
    /// Addresses as they are written, each with its handle: the same few come again and again.
    handles: FxHashMap<Box<str>, Option<Handle>>,
    sent: Tally,
    delivered: Tally,
}

struct Seen {
    /// Each name with how often it was seen.
    names: Vec<(Box<str>, u32)>,
    thing: bool,
    /// Where it was seen first: the number of the file, the place in it.
    first: (u32, u64),
}

/// How often each address stood in one field, and how many mails had that field.
#[derive(Default)]
struct Tally {
    each: FxHashMap<Handle, u32>,
    mails: u32,
}

impl People {
    /// Returns the handle of an address; rewritten addresses and those of relays have none.
    ///
    /// A forwarding server packs the true address into a local part of its own, with an equals sign
    /// (SRS, VERP, BATV); nobody else writes one.
    pub(crate) fn handle(&mut self, written: &Written) -> Option<Handle> {
        if let Some(handle) = self.handles.get(written.address.as_str()) {
            return handle.clone();
        }
        let handle = self.handle_of(&written.address);
        if self.handles.len() < MOST_HELD && written.address.len() <= LONGEST_HELD {
            self.handles.insert(written.address.as_str().into(), handle.clone());
        }
        handle
    }

    fn handle_of(&mut self, address: &str) -> Option<Handle> {
        let handle = Handle::email(address)?;
        let rewritten = handle.address().split('@').next().is_some_and(|local| local.contains('='));
        (!rewritten && self.kind(&handle) != DomainKind::Relay).then_some(handle)
    }

    fn kind(&mut self, handle: &Handle) -> DomainKind {
        let domain = handle.domain().unwrap_or("");
        if let Some(kind) = self.kinds.get(domain) {
            return *kind;
        }
        let kind = Domains::default().kind(domain);
        self.kinds.insert(domain.into(), kind);
        kind
    }

    /// Notes that an address took part in a mail between people.
    pub(crate) fn note(&mut self, handle: &Handle, name: &str, list: bool, first: (u32, u64)) {
        let name = plain_name(name, handle.address());
        if !self.seen.contains_key(handle.address()) {
            let robot = Mailbox::of(handle.address()) == Mailbox::Robot;
            let thing = robot || self.kind(handle) == DomainKind::List;
            self.seen.insert(handle.address().into(), Seen { names: Vec::new(), thing, first });
        }
        let Some(seen) = self.seen.get_mut(handle.address()) else { return };
        seen.thing |= list;
        let Some(name) = name else { return };
        match seen.names.iter().position(|(n, _)| **n == *name) {
            Some(at) => seen.names[at].1 += 1,
            None if seen.names.len() < 2 * MOST_NAMES => seen.names.push((name.into(), 1)),
            None => {}
        }
    }

    /// Notes who wrote a mail that the user sent.
    pub(crate) fn note_sent(&mut self, from: Option<&Handle>) {
        self.sent.add(from);
    }

    /// Notes to whom a mail was delivered.
    pub(crate) fn note_delivered<'a>(&mut self, to: impl IntoIterator<Item = &'a Handle>) {
        self.delivered.add(to);
    }

    /// Tells whether mail was delivered to an address, or sent from it, before.
    pub(crate) fn seems_mine(&self, handle: &Handle) -> bool {
        self.delivered.each.contains_key(handle) || self.sent.each.contains_key(handle)
    }

    /// Gives one record for each address, and hints on who the user is.
    pub(crate) fn finish(mut self, files: &[String], sink: &mut dyn Sink) {
        for hint in self.hints() {
            sink.me(hint);
        }
        let mut seen: Vec<(Box<str>, Seen)> = std::mem::take(&mut self.seen).into_iter().collect();
        seen.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (address, seen) in seen {
            sink.record(record(&address, seen, files));
        }
    }

    fn hints(&mut self) -> Vec<MeHint> {
        let mut handles: Vec<Handle> =
            self.sent.common().into_iter().chain(self.delivered.common()).collect();
        let mut known = Vec::new();
        handles.retain(|h| {
            !known.contains(h) && {
                known.push(h.clone());
                true
            }
        });
        handles.into_iter().map(|handle| self.hint(handle)).collect()
    }

    fn hint(&mut self, handle: Handle) -> MeHint {
        let list = self.kind(&handle) == DomainKind::List;
        let sure = self.sent.is_clear(&handle, SURE_SENT)
            || self.delivered.is_clear(&handle, SURE_DELIVERED) && !list;
        let told = [("From of", &self.sent, "sent mails"), ("Delivered-To of", &self.delivered, "mails")];
        let told = told.into_iter().filter_map(|(field, tally, what)| {
            let count = tally.each.get(&handle)?;
            Some(format!("{field} {count} of {} {what}", tally.mails))
        });
        let because = told.collect::<Vec<_>>().join(", ");
        let names = self.seen.get(handle.address()).map(|seen| by_frequency(seen.names.clone()));
        let name = names.and_then(|names| names.into_iter().next()).map(|n| n.full);
        MeHint { handle: Some(handle), name, because, sure }
    }
}

impl Tally {
    fn add<'a>(&mut self, handles: impl IntoIterator<Item = &'a Handle>) {
        let mut any = false;
        for handle in handles {
            *self.each.entry(handle.clone()).or_default() += 1;
            any = true;
        }
        self.mails += u32::from(any);
    }

    /// Returns the addresses of at least one mail in twenty, commonest first, and no more than five.
    fn common(&self) -> Vec<Handle> {
        let mut all: Vec<_> = self.each.iter().filter(|(_, n)| **n * 20 >= self.mails).collect();
        all.sort_unstable_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        all.into_iter().take(5).map(|(handle, _)| handle.clone()).collect()
    }

    fn is_clear(&self, handle: &Handle, least: u32) -> bool {
        self.each.get(handle).is_some_and(|n| *n >= least && n * 10 >= self.mails * 9)
    }
}

fn record(address: &str, seen: Seen, files: &[String]) -> Record {
    let handle = Handle::normal(comity_core::Platform::Email, address);
    let (file, place) = seen.first;
    Record {
        key: format!("mail:{address}"),
        kind: if seen.thing { RecordKind::Thing } else { RecordKind::Person },
        names: by_frequency(seen.names),
        handles: vec![LabelledHandle::bare(handle)],
        provenance: Provenance { file: files.get(file as usize).cloned().unwrap_or_default(), place },
        ..Record::default()
    }
}

fn by_frequency(mut names: Vec<(Box<str>, u32)>) -> Vec<Name> {
    names.sort_unstable_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    names.iter().take(MOST_NAMES).map(|(name, _)| Name::whole(name)).collect()
}

/// Returns a name without the quotes around it; an address is no name, and "via a list" names two.
fn plain_name(name: &str, address: &str) -> Option<String> {
    let name = name.trim().trim_matches(['\'', '"', '<', '>']).trim();
    let name = name.strip_suffix("(E-mail)").unwrap_or(name).trim();
    let local = address.split('@').next().unwrap_or("");
    let says = name.chars().any(char::is_alphabetic) && name.len() <= LONGEST_NAME;
    (says && !name.contains(['@', '\u{fffd}']) && !name.contains(" via ") && name != local)
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewritten_addresses_are_nobodys() {
        let handle = |address: &str| {
            let written = Written { name: String::new(), address: address.to_owned() };
            People::default().handle(&written).map(|h| h.address().to_owned())
        };
        assert_eq!(handle("Mira@Quillfish.example").as_deref(), Some("mira@quillfish.example"));
        assert_eq!(handle("SRS0=ab=cd=quillfish.example=mira@relay.example"), None);
        assert_eq!(handle("bounce+mira=quillfish.example@lists.example"), None);
        assert_eq!(handle("token@reply.github.com"), None);
        assert_eq!(handle("mira"), None);
    }

    #[test]
    fn names_are_freed_of_what_is_not_a_name() {
        let name = |text: &str| plain_name(text, "mira@quillfish.example");
        assert_eq!(name("'Mira Tolland'").as_deref(), Some("Mira Tolland"));
        assert_eq!(name("Mira Tolland (E-mail)").as_deref(), Some("Mira Tolland"));
        assert_eq!(name("Mira via Tide List"), None);
        assert_eq!(name("mira@quillfish.example"), None);
        assert_eq!(name("mira"), None);
        assert_eq!(name("---"), None);
    }
}
