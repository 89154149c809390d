//! A record, read for comparing: its sketch, and the keys under which it is filed.

use super::Details;
use super::identifier::{Identifier, Kind};
use super::key::{Drawer, Key, hash};
use super::named::Names;
use super::rulings::is_stand_in;
use super::sketch::{Detail, DetailKind, ELSEWHERE, ListKind, Local, MOST, Row, Sketch, UserName};
use super::work::Works;
use crate::address::{DomainKind, Domains, Mailbox, registrable};
use crate::handle::Handle;
use crate::name::{folded, plain_organisation};
use crate::record::{Name, Record, RecordKind};

/// A record, read for comparing.
#[derive(Clone, Debug)]
pub struct Card {
    pub(super) key: Box<str>,
    /// Tells records apart in an order that has nothing to do with when they came.
    pub(super) order: u64,
    pub(super) sketch: Sketch,
}

/// Reads records; equal names and workplaces are read once.
#[derive(Debug, Default)]
pub struct Reader {
    domains: Domains,
    names: Names,
    works: Works,
}

impl Reader {
    /// Returns a reader that knows which domains are anybody's.
    pub fn new(domains: Domains) -> Self {
        Self { domains, ..Self::default() }
    }

    /// Reads a record, with what else its card tells.
    pub fn read(&mut self, record: &Record, details: &Details) -> Card {
        let mut sketch = Sketch { kind: record.kind, ..Sketch::default() };
        self.read_names(record, &mut sketch);
        sketch.identifiers.push(Identifier::new(Kind::Record, hash(&record.key)));
        for (place, labelled) in record.handles.iter().enumerate() {
            let identifier = Identifier::of(&labelled.handle);
            // Each is filed, or nobody could tell whose it is; what else it says of somebody is enough at some point.
            sketch.identifiers.push(identifier);
            if place < MOST {
                self.read_handle(&labelled.handle, identifier, &mut sketch);
            }
        }
        self.leave_out_firms(record, &mut sketch);
        sketch.works.extend(record.organisation.as_deref().and_then(|o| self.works.organisation(o)));
        mark_names(record, &mut sketch);
        let order = order(record);
        sketch.rows.extend(row(record, order));
        read_details(record, details, &mut sketch);
        // What was read is put in order as what is taken in.
        let mut card = Card { key: record.key.as_str().into(), order, sketch: Sketch::default() };
        card.sketch.kind = sketch.kind;
        card.sketch.absorb(&sketch);
        card
    }

    fn read_names(&mut self, record: &Record, sketch: &mut Sketch) {
        if record.kind == RecordKind::Thing {
            return;
        }
        // The first is the one most often seen.
        let mut count = 2;
        for name in record.names.iter().take(MOST) {
            let is_account = is_account(&name.full);
            if is_account {
                sketch.read_account(&name.full);
            }
            // "keziah" may be both; "kez_42" is nobody's name.
            if !is_account || !name.full.contains(|c: char| c == '_' || c.is_ascii_digit()) {
                sketch.names.extend(self.names.of(name).map(|name| (name, count)));
            }
            count = 1;
        }
        let family = record.names.first().and_then(|name| name.family.as_deref());
        for nickname in record.nicknames.iter().take(MOST) {
            let name = self.names.of(&Name::parts(nickname, family.unwrap_or("")));
            sketch.names.extend(name.map(|name| (name, 1)));
        }
    }

    /// Leaves out the names of an office that is called as its firm is.
    fn leave_out_firms(&mut self, record: &Record, sketch: &mut Sketch) {
        if !sketch.identifiers.iter().any(|i| i.kind == Kind::Role) {
            return;
        }
        let mut firms = record.names.iter().filter_map(|name| self.works.organisation(&name.full));
        if firms.any(|firm| sketch.works.iter().any(|work| firm.is_one_with(work))) {
            sketch.names.clear();
        }
    }

    fn read_handle(&mut self, handle: &Handle, identifier: Identifier, sketch: &mut Sketch) {
        match identifier.kind {
            Kind::Mailbox if sketch.kind != RecordKind::Thing => self.read_mailbox(handle, sketch),
            Kind::Role => {
                let root = self.own_root(handle.domain().unwrap_or(""));
                sketch.works.extend(root.and_then(|root| self.works.domain(root)));
            }
            Kind::Profile(_) => sketch.read_account(handle.address()),
            _ => {}
        }
    }

    fn read_mailbox(&mut self, handle: &Handle, sketch: &mut Sketch) {
        let address = handle.address();
        if Mailbox::of(address) != Mailbox::Person {
            return;
        }
        let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
        let local = local.split('+').next().filter(|l| !l.is_empty()).unwrap_or(local);
        let root = self.own_root(handle.domain().unwrap_or(""));
        let letters: String = folded(local).chars().filter(|c| c.is_alphabetic()).collect();
        let digits: String = local.chars().filter(char::is_ascii_digit).collect();
        sketch.locals.push(Local {
            letters: hash(&letters),
            digits: hash(&digits),
            root: root.map_or(0, hash),
            length: letters.len().min(255) as u8,
        });
        // An organisation names its people; what it calls them is in the spelling.
        if root.is_none() && !is_name_like(local) {
            sketch.user_names.extend(user_name(local));
        }
        sketch.works.extend(root.and_then(|root| self.works.domain(root)));
    }

    /// Returns the domain that an organisation registered, where an address is at one.
    fn own_root<'a>(&self, domain: &'a str) -> Option<&'a str> {
        let kind = self.domains.kind(domain);
        let is_own = matches!(kind, DomainKind::Employer | DomainKind::University | DomainKind::Government);
        is_own.then(|| registrable(domain)).flatten()
    }
}

/// Returns a user name that is long enough to be somebody's.
fn user_name(text: &str) -> Option<UserName> {
    let plain = folded(text).replace(' ', "");
    let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    let is_chosen = plain.len() != letters.len();
    // Shorter ones are initials and nicknames of many.
    (plain.len() >= 5).then(|| UserName {
        name: hash(&plain),
        letters: hash(&letters),
        is_chosen,
        is_of_name: false,
    })
}

/// Tells whether a text in the place of a name is a user name.
fn is_account(text: &str) -> bool {
    let is_plain =
        text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-'));
    text.len() >= 5 && is_plain && text.chars().any(|c| c.is_ascii_lowercase())
}

/// Tells whether an account is spelled like a name: words and nothing else.
fn is_name_like(local: &str) -> bool {
    local.contains(['.', '_', '-']) && !local.contains(|c: char| c.is_ascii_digit())
}

impl Sketch {
    /// Takes a user name: what it spells may be a name, and others may go by it.
    fn read_account(&mut self, account: &str) {
        // Services tell namesakes apart by what they hang behind the name.
        let words = account
            .split(['-', '.'])
            .filter(|w| !w.contains(|c: char| c.is_ascii_digit()) || !account.contains('-'));
        let letters: String =
            folded(&words.collect::<String>()).chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() >= 4 {
            let (digits, length) = (hash(""), letters.len().min(255) as u8);
            self.locals.push(Local { letters: hash(&letters), digits, root: ELSEWHERE, length });
        }
        if !is_name_like(account) {
            self.user_names.extend(user_name(account));
        }
    }
}

/// Marks the user names of which a word of the record's names is part.
fn mark_names(record: &Record, sketch: &mut Sketch) {
    let names: Vec<String> =
        record.names.iter().filter(|n| !is_account(&n.full)).map(|n| folded(&n.full)).collect();
    // Shorter ones are part of anything.
    let words = || names.iter().flat_map(|name| name.split(' ')).filter(|word| word.len() >= 3);
    let told = record.names.iter().map(|name| name.full.as_str()).filter(|name| is_account(name));
    for account in record.handles.iter().map(|h| h.handle.address()).chain(told) {
        let local = account.rsplit_once('@').map_or(account, |(local, _)| local);
        let local = local.split('+').next().unwrap_or(local);
        let Some(user) = user_name(local) else { continue };
        let plain = folded(local).replace(' ', "");
        if words().any(|word| plain.contains(word)) {
            let marked = sketch.user_names.iter_mut().filter(|u| u.name == user.name);
            marked.for_each(|u| u.is_of_name = true);
        }
    }
}

/// Returns the place of a record in a list that has everybody once, or in an address book.
fn row(record: &Record, order: u64) -> Option<Row> {
    let kind = match record.key.split(':').next()? {
        "linkedin" | "facebook" | "xing" => ListKind::Once,
        "vcard" => ListKind::Book,
        _ => return None,
    };
    let file = Some(record.provenance.file.as_str()).filter(|file| !file.is_empty())?;
    Some(Row { list: hash(file), record: order, kind })
}

fn read_details(record: &Record, details: &Details, sketch: &mut Sketch) {
    let mut add = |kind: DetailKind, value: Option<u64>| {
        sketch.details.extend(value.map(|value| Detail { kind, value }));
    };
    let text = |text: &Option<String>| {
        let plain = folded(text.as_deref().unwrap_or("")).replace(' ', "");
        (!plain.is_empty()).then(|| hash(&plain))
    };
    add(DetailKind::Birthday, details.birthday.as_deref().and_then(day));
    add(DetailKind::Locality, text(&details.locality));
    add(DetailKind::Postcode, text(&details.postcode));
    let title = record.title.as_ref().or(details.occupation.as_ref());
    add(DetailKind::Title, title.and_then(|t| plain_organisation(t)).map(|t| hash(&t)));
    let number = text(&details.national_number);
    sketch.identifiers.extend(number.map(|n| Identifier::new(Kind::NationalNumber, n)));
}

/// Reads a day into `yyyymmdd`, with year 0 where none is told.
fn day(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        8 => digits.parse().ok(),
        4 => digits.parse().ok(),
        _ => None,
    }
}

fn order(record: &Record) -> u64 {
    let mut parts = vec![hash(&record.key)];
    parts.extend(record.names.iter().map(|name| hash(&name.full)));
    parts.extend(record.handles.iter().map(|h| hash(h.handle.address())));
    let rest = [&record.organisation, &record.title].map(|text| text.as_deref().map_or(0, hash));
    parts.extend([
        rest[0],
        rest[1],
        record.kind as u64,
        hash(&record.provenance.file),
        record.provenance.place,
    ]);
    Drawer::All.key(&parts).0
}

impl Card {
    /// Returns the key of the record.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns what tells records apart in an order that has nothing to do with when they came.
    pub const fn order(&self) -> u64 {
        self.order
    }

    /// Tells whether it was made for a handle of which the user speaks, and is no source's.
    pub(super) fn is_stand_in(&self) -> bool {
        is_stand_in(&self.key)
    }

    /// Tells whether any of these keys is one of its identifiers, or of the records of the user.
    pub(super) fn stands_under_any(&self, keys: &[Key]) -> bool {
        let is_me = self.sketch.kind == RecordKind::Me && keys.contains(&Drawer::Me.key(&[]));
        is_me || keys.iter().any(|key| self.sketch.with_key(*key).next().is_some())
    }

    /// Returns the key under which the record is filed by its own key.
    pub(super) fn record_key(&self) -> Key {
        Identifier::new(Kind::Record, hash(&self.key)).key
    }

    /// Returns the keys whose members are counted, each with what makes two of them one.
    pub fn counted(&self) -> Vec<(Key, u64)> {
        let mut all: Vec<(Key, u64)> =
            self.sketch.names.iter().flat_map(|(name, _)| name.counted()).collect();
        let who = self.sketch.told_name().map_or(self.order, |name| name.id);
        all.extend(self.sketch.works.iter().map(|work| (work.key(), who)));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Returns the keys under which it is found when what is counted there changes.
    pub(super) fn watched(&self) -> Vec<Key> {
        let words = self.sketch.names.iter().flat_map(|(name, _)| name.words());
        let works = self.sketch.works.iter().map(|work| work.key());
        let me = (self.sketch.kind == RecordKind::Me).then(|| Drawer::Me.key(&[]));
        let mut all: Vec<Key> = words.chain(works).chain(me).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
