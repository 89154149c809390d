//! What happened, one small entry for each contact, so that millions fit into memory.

use crate::cast::Side;
use crate::truth::{Act, Automation, Platform, Venue, Way};

/// No entry.
pub(crate) const NONE: u32 = u32::MAX;

/// One contact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) at: i64,
    /// Of a request: when it was accepted; zero where it was not.
    pub(crate) accepted: i64,
    pub(crate) id: u32,
    /// The first entry of the conversation.
    pub(crate) thread: u32,
    /// The entry that this one answers.
    pub(crate) answers: u32,
    /// The person or the machine, by id.
    pub(crate) who: u32,
    /// The others who are there, as a place among the rounds.
    pub(crate) round: u32,
    pub(crate) minutes: u16,
    pub(crate) platform: Platform,
    pub(crate) way: Way,
    pub(crate) act: Act,
    pub(crate) automation: Automation,
    pub(crate) venue: Option<Venue>,
    /// Which of the user's own addresses it went by.
    pub(crate) mine: Side,
    /// Which of theirs.
    pub(crate) theirs: Side,
    /// The others stand in Cc, not in To.
    pub(crate) is_copied: bool,
    /// No file shows it.
    pub(crate) is_hidden: bool,
}

impl Entry {
    /// Returns a message by hand between the user and one person, which opens a conversation.
    pub(crate) const fn message(at: i64, who: u32, platform: Platform, way: Way) -> Self {
        Self {
            at,
            accepted: 0,
            id: NONE,
            thread: NONE,
            answers: NONE,
            who,
            round: NONE,
            minutes: 0,
            platform,
            way,
            act: Act::Message,
            automation: Automation::Human,
            venue: None,
            mine: Side::Work,
            theirs: Side::Work,
            is_copied: false,
            is_hidden: false,
        }
    }
}

/// All that happened.
#[derive(Default)]
pub(crate) struct Chronicle {
    pub(crate) entries: Vec<Entry>,
    /// Others who were in To, in Cc or in the room.
    pub(crate) rounds: Vec<Box<[u32]>>,
}

impl Chronicle {
    /// Takes an entry and returns its id; an entry without a thread begins one.
    pub(crate) fn add(&mut self, mut entry: Entry) -> u32 {
        entry.id = self.entries.len() as u32;
        if entry.thread == NONE {
            entry.thread = entry.id;
        }
        self.entries.push(entry);
        entry.id
    }

    /// Takes an answer to an entry and returns its id: the same conversation, by the same addresses.
    pub(crate) fn answer(&mut self, to: u32, at: i64, way: Way) -> u32 {
        let asked = self.entries[to as usize];
        self.add(Entry { at, way, answers: to, minutes: 0, ..asked })
    }

    /// Takes a round of others and returns its place.
    pub(crate) fn round(&mut self, others: Vec<u32>) -> u32 {
        self.rounds.push(others.into_boxed_slice());
        (self.rounds.len() - 1) as u32
    }

    /// Returns the others of an entry.
    pub(crate) fn others(&self, entry: &Entry) -> &[u32] {
        self.rounds.get(entry.round as usize).map_or(&[], |round| round)
    }

    /// Puts all entries into the order of time.
    ///
    /// Ids stay as they are, so that answers and threads keep their meaning.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_unstable_by_key(|e| (e.at, e.id));
    }
}
