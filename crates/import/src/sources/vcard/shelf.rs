//! The cards of an import, each once, with the groups that name them.

use super::card::{Card, Group, LIMIT_LINES, Lines, card, has};
use crate::hash::keyed;
use crate::source::{Reason, Settings, Sink, Skipped};
use comity_core::{Handle, Platform, Provenance, Record};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Holds the records until all files are read, because a card may stand in several of them.
pub(super) struct Shelf<'a> {
    settings: &'a Settings,
    records: Vec<Record>,
    by_key: FxHashMap<String, usize>,
    groups: Vec<Group>,
    /// How many cards of a file stood before: Google writes each once for every group that it is in.
    copies: BTreeMap<String, u64>,
}

impl<'a> Shelf<'a> {
    /// Returns an empty shelf.
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            records: Vec::new(),
            by_key: FxHashMap::default(),
            groups: Vec::new(),
            copies: BTreeMap::new(),
        }
    }

    /// Takes a card; what of it is left out is told to the sink.
    pub(super) fn put(&mut self, lines: &Lines, at: Provenance, sink: &mut dyn Sink) {
        let mut skip = |reason, why: &str| {
            sink.skipped(Skipped { file: at.file.clone(), place: at.place, reason, why: why.to_owned() });
        };
        match card(lines, self.settings.region.as_deref()) {
            Card::Group(group) => self.groups.push(group),
            Card::Empty => skip(Reason::Empty, "a card without any name or handle"),
            Card::One(record, unread) => {
                unread.into_iter().for_each(|(reason, why)| skip(reason, why));
                let key = self.key(lines, &record);
                match self.by_key.get(&key) {
                    Some(&index) => {
                        if !join(&mut self.records[index], record) {
                            skip(Reason::TooLarge, "a card that adds to one that names too much already");
                        }
                        *self.copies.entry(at.file).or_default() += 1;
                    }
                    None => {
                        self.by_key.insert(key.clone(), self.records.len());
                        self.records.push(Record { key, provenance: at, ..record });
                    }
                }
            }
        }
    }

    /// Tells the records in the order in which they came, with the groups as tags.
    pub(super) fn tell(mut self, sink: &mut dyn Sink) {
        self.tag();
        self.drop_shared_pages();
        self.records.into_iter().for_each(|record| sink.record(record));
        for (file, count) in self.copies {
            let why = format!("cards that stood before; their tags and handles were added: {count}");
            sink.skipped(Skipped { file, place: 0, reason: Reason::Copy, why });
        }
    }

    /// Returns the key of a card: its identifier, else a keyed hash of what it tells.
    fn key(&self, lines: &Lines, record: &Record) -> String {
        if let Some(uid) = lines.uid() {
            return format!("vcard:{uid}");
        }
        let mut told: Vec<String> = record.handles.iter().map(|h| h.handle.to_string()).collect();
        told.retain(|key| key.starts_with("email:") || key.starts_with("phone:"));
        told.sort();
        told.extend(record.names.first().map(|name| name.full.clone()));
        told.extend(record.names.is_empty().then(|| record.nicknames.join(" ")));
        format!("vcard:~{:016x}", keyed(self.settings.key, told.join("\n")))
    }

    fn tag(&mut self) {
        let mut by_handle: FxHashMap<&Handle, Vec<usize>> = FxHashMap::default();
        for (index, record) in self.records.iter().enumerate() {
            record.handles.iter().for_each(|h| by_handle.entry(&h.handle).or_default().push(index));
        }
        let mut tags = Vec::new();
        for group in self.groups.iter().filter(|group| !group.name.is_empty()) {
            let by_uid = group.uids.iter().filter_map(|uid| self.by_key.get(&format!("vcard:{uid}")));
            let by_handle = group.handles.iter().filter_map(|h| by_handle.get(h)).flatten();
            tags.extend(by_uid.chain(by_handle).map(|&index| (index, group.name.clone())));
        }
        tags.into_iter().for_each(|(index, tag)| add(&mut self.records[index].tags, [tag]));
    }

    /// Takes away pages that several cards name: they are a firm's, and no handle of one person.
    fn drop_shared_pages(&mut self) {
        let mut seen: FxHashMap<Handle, u32> = FxHashMap::default();
        let pages = self.records.iter().flat_map(|r| &r.handles);
        for h in pages.filter(|h| h.handle.platform() == Platform::Website) {
            *seen.entry(h.handle.clone()).or_default() += 1;
        }
        for record in &mut self.records {
            record.handles.retain(|h| seen.get(&h.handle).is_none_or(|&count| count == 1));
        }
    }
}

/// Adds to a record what the same card tells in another place, unless it holds more than any card does.
fn join(record: &mut Record, other: Record) -> bool {
    let Record { names, nicknames, handles, tags, .. } = record;
    if names.len() + nicknames.len() + handles.len() + tags.len() > LIMIT_LINES {
        return false;
    }
    add(&mut record.tags, other.tags);
    add(&mut record.nicknames, other.nicknames);
    add(&mut record.names, other.names);
    for h in other.handles {
        if !has(&record.handles, &h.handle) {
            record.handles.push(h);
        }
    }
    record.organisation = record.organisation.take().or(other.organisation);
    record.title = record.title.take().or(other.title);
    true
}

fn add<T: PartialEq>(to: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for item in more {
        if !to.contains(&item) {
            to.push(item);
        }
    }
}
