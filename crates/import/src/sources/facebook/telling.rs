//! The second reading of a conversation: every message becomes what happened between people.

use super::message::{Message, is_of_group, message};
use super::reading::{Place, Reading, Room, folded};
use super::threads::Thread;
use crate::hash::keyed;
use crate::source::{Bundle, Reason};
use comity_core::interaction::{Party, PartyRole};
use comity_core::{Act, Handle, Interaction, Moment, Platform};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// So many members of a group are kept; all are counted.
const PARTIES: usize = 50;

/// Tells of every message of a conversation.
pub(super) fn read(reading: &mut Reading<'_>, bundle: &mut dyn Bundle, thread: &Thread) {
    let mut room = Telling::new(reading, thread);
    for &index in &thread.files {
        if !reading.stopped {
            reading.walk(bundle, index, &mut room);
        }
    }
}

struct Telling {
    /// A hash of what both downloads call it.
    conversation: u64,
    direct: bool,
    /// The user comes first, so as to be among those that are kept of a large group.
    members: Vec<Member>,
    /// Members by the name as it is compared.
    by_name: FxHashMap<String, usize>,
    /// How many more there are, whose accounts are closed.
    closed: usize,
}

struct Member {
    name: String,
    handle: Handle,
    own: bool,
    /// The sink has heard of this one.
    told: bool,
}

type Left = (Reason, &'static str);

impl Room for Telling {
    fn item(&mut self, reading: &mut Reading<'_>, key: &str, value: &Value, place: &Place) {
        if key != "messages" || place.number == 0 {
            return;
        }
        match message(value).and_then(|m| Ok((self.interaction(reading, &m, place)?, m))) {
            Ok((interaction, message)) => {
                let reaction = self.reaction(&message, &interaction);
                reading.sink.interaction(interaction);
                reaction.into_iter().for_each(|r| reading.sink.interaction(r));
            }
            Err((reason, why)) => reading.skip(place, reason, why),
        }
    }

    fn share(&self) -> u64 {
        2
    }
}

impl Telling {
    fn new(reading: &Reading<'_>, thread: &Thread) -> Self {
        let member = |name: &String| Member {
            name: name.clone(),
            handle: Handle::named(Platform::Messenger, name),
            own: reading.is_own(name),
            told: false,
        };
        let mut members: Vec<Member> = thread.members.iter().map(member).collect();
        members.sort_by_key(|m| !m.own);
        // Without a sure own name, two members are a conversation of two.
        let others = members.iter().filter(|m| !m.own).count();
        let two = if reading.own.is_some() { others == 1 } else { others == 2 };
        let direct = two && thread.closed == 0;
        let by_name = members.iter().enumerate().map(|(n, m)| (folded(&m.name), n)).collect();
        let conversation = conversation(reading, thread, &by_name, direct);
        Self { conversation, direct, members, by_name, closed: thread.closed }
    }

    fn interaction(
        &mut self,
        reading: &mut Reading<'_>,
        m: &Message,
        place: &Place,
    ) -> Result<Interaction, Left> {
        let sender = folded(&m.sender);
        // The first reading added every sender, so a file that tells another one has changed since.
        let &from =
            self.by_name.get(&sender).ok_or((Reason::Broken, "the file changed while it was read"))?;
        if self.members.len() == 1 {
            return Err((Reason::NotWanted, "a note to oneself, or nobody else is left in the conversation"));
        }
        if !self.direct && m.call.is_none() && is_of_group(&m.text) {
            return Err((Reason::NotWanted, "a line that Messenger wrote"));
        }
        let key = self.key(reading, &sender, m, place)?;
        self.tell_of(reading, from, place);
        let audience = self.members.len() - 1 + self.closed;
        let mut interaction =
            Interaction::message(key, Moment::instant(m.ms.div_euclid(1000)), Platform::Messenger);
        interaction.act = if m.call.is_some() { Act::Call } else { Act::Message };
        interaction.minutes = m.call;
        interaction.from = Some(self.members[from].handle.clone());
        interaction.parties = self.parties(from);
        interaction.audience = u32::try_from(audience).unwrap_or(u32::MAX);
        interaction.thread = Some(self.conversation);
        interaction.text = (!m.text.is_empty()).then(|| keyed(reading.settings.key, &m.text));
        interaction.note = m.note;
        interaction.sent = self.members[from].own;
        interaction.provenance = place.provenance();
        Ok(interaction)
    }

    fn parties(&self, from: usize) -> Vec<Party> {
        let role = if self.direct { PartyRole::To } else { PartyRole::Attendee };
        let others = self.members.iter().enumerate().filter(|(n, _)| *n != from).take(PARTIES);
        others.map(|(_, member)| Party { handle: member.handle.clone(), role }).collect()
    }

    /// Tells of the sender, and of whom a conversation of two is with. The silent ones of a group stay out.
    fn tell_of(&mut self, reading: &mut Reading<'_>, from: usize, place: &Place) {
        let direct = self.direct;
        let heard = self.members.iter_mut().enumerate().filter(|(n, _)| *n == from || direct);
        for (_, member) in heard.filter(|(_, member)| !member.told) {
            member.told = true;
            reading.person(Platform::Messenger, &member.name, place);
        }
    }

    /// Returns a reaction to what the user wrote to one person: that is an answer, in one letter.
    ///
    /// Its time is not told, so it stands right behind what it answers.
    fn reaction(&self, m: &Message, to: &Interaction) -> Option<Interaction> {
        let member = |name: &String| self.by_name.get(&folded(name)).map(|&n| &self.members[n]);
        let them = m.reactors.iter().filter_map(member).find(|member| !member.own)?;
        (self.direct && to.sent).then(|| Interaction {
            key: format!("{}:reaction", to.key),
            act: Act::Message,
            from: Some(them.handle.clone()),
            parties: to.from.iter().map(|me| Party { handle: me.clone(), role: PartyRole::To }).collect(),
            answers: Some(to.key.clone()),
            text: None,
            note: false,
            sent: false,
            minutes: None,
            ..to.clone()
        })
    }

    /// Returns the key of a message, the same in both downloads and in later exports.
    ///
    /// The download of encrypted chats knows no path, and the members of a group change; sender,
    /// millisecond and text do not. For a conversation of two its members are known for good.
    fn key(
        &self,
        reading: &mut Reading<'_>,
        sender: &str,
        m: &Message,
        place: &Place,
    ) -> Result<String, Left> {
        let conversation = if self.direct { self.conversation } else { 0 };
        let what = format!("{conversation:x}\n{sender}\n{}\n{}", m.ms, m.text);
        let what = keyed(reading.settings.key, what);
        match reading.ordinal(what, place.index) {
            Some(1) => Ok(format!("facebook:message:{what:016x}")),
            Some(ordinal) => Ok(format!("facebook:message:{what:016x}#{ordinal}")),
            None => Err((Reason::Copy, "the same message stood in another file")),
        }
    }
}

/// Returns what both downloads call a conversation of two: its members. A group is called by its path.
fn conversation(
    reading: &Reading<'_>,
    thread: &Thread,
    members: &FxHashMap<String, usize>,
    direct: bool,
) -> u64 {
    let mut members: Vec<&str> = members.keys().map(String::as_str).collect();
    members.sort_unstable();
    let id = if direct { members.join("\n") } else { thread.id.clone() };
    keyed(reading.settings.key, format!("facebook thread {direct} {id}"))
}
