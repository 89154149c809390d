//! One mailbox, mail by mail: heads in, interactions out, and at its end all that the whole tells.

use super::copies::{Copies, is_honest};
use super::folder::Folder;
use super::head::{Head, Written};
use super::held::{Held, Holes, Told};
use super::people::People;
use super::single::head_of;
use super::span::Span;
use super::split::Splitter;
use super::{automation, separator, subject, when};
use crate::hash::keyed;
use crate::source::{Reason, Settings, Sink, Skipped};
use comity_core::{
    Automation, Coverage, Handle, Interaction, Moment, Party, PartyRole, Platform, Provenance,
};
use std::io::{self, BufRead, Read};

/// Of one mail; of a mailing to more people, a longer list tells nothing.
const MOST_PARTIES: usize = 50;
/// `X-Mozilla-Status`: moved or deleted, and not yet taken out of the file.
const EXPUNGED: u32 = 0x0008;

/// Why one mail is left out, and how that is said.
type Left = (Reason, &'static str);

const COPY: Left = (Reason::Copy, "a copy of a mail read before");
const CUT: Left =
    (Reason::TooLarge, "the head of this mail is too long; what goes beyond a megabyte was not read");
/// Mail programs give the date on sending.
const UNDATED: Left = (Reason::Empty, "a mail that tells no time: most often a draft that was never sent");

/// Where a mail stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) place: u64,
    pub(crate) folder: Folder,
    /// When its separator says that it was delivered, in seconds since 1970, in an unknown zone.
    pub(crate) delivered: Option<i64>,
}

/// What was read of one mailbox so far.
pub(crate) struct Reading {
    key: [u8; 16],
    copies: Copies,
    people: People,
    held: Held,
    files: Vec<String>,
    inbound: Span,
    outbound: Span,
    /// A file could not be read to its end, and an answer may stand there.
    torn: bool,
}

impl Reading {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            key: settings.key,
            copies: Copies::new(settings.key),
            people: People::default(),
            held: Held::default(),
            files: Vec::new(),
            inbound: Span::default(),
            outbound: Span::default(),
            torn: false,
        }
    }

    /// Reads one mail by its head.
    fn mail(&mut self, head: &[u8], place: Place<'_>, sink: &mut dyn Sink) {
        let head = Head::read(head);
        match self.interaction(&head, place) {
            Ok(interaction) => sink.interaction(interaction),
            Err((reason, why)) => skip(place.file, place.place, reason, why, sink),
        }
    }

    /// Reads a file of one mail.
    pub(crate) fn single(&mut self, file: io::Result<impl BufRead>, place: Place<'_>, sink: &mut dyn Sink) {
        match file.and_then(head_of) {
            Ok(head) => {
                self.mail(&head.bytes, place, sink);
                note_cut(head.cut, place, sink);
            }
            // It may have been given another name or filed elsewhere just now; the others are still there.
            Err(error) => self.torn(place.file, &error, sink),
        }
    }

    /// Reads a file of many mails; tells whether to go on.
    pub(crate) fn many(
        &mut self,
        input: io::Result<impl Read>,
        file: &str,
        folder: Folder,
        sink: &mut dyn Sink,
    ) -> bool {
        let result = input.and_then(|input| self.pieces(Splitter::new(input), file, folder, sink));
        result.unwrap_or_else(|error| {
            self.torn(file, &error, sink);
            true
        })
    }

    fn pieces(
        &mut self,
        mut mails: Splitter<impl Read>,
        file: &str,
        folder: Folder,
        sink: &mut dyn Sink,
    ) -> io::Result<bool> {
        let (mut head, mut place) = (Vec::new(), 0);
        while let Some(piece) = mails.next(&mut head, sink)? {
            if piece.stray {
                skip(file, 0, Reason::Broken, "text before the first mail", sink);
                continue;
            }
            place += 1;
            let delivered = separator::date(mails.separator());
            let place = Place { file, place, folder, delivered };
            self.mail(&head, place, sink);
            note_cut(piece.cut, place, sink);
        }
        Ok(!mails.stopped())
    }

    /// Notes that the rest of a file cannot be read.
    fn torn(&mut self, file: &str, error: &io::Error, sink: &mut dyn Sink) {
        self.torn = true;
        sink.skipped(Skipped::torn(file, error));
    }

    fn interaction(&mut self, head: &Head, place: Place<'_>) -> Result<Interaction, Left> {
        let folder = folder(head, place.folder);
        unwanted(head, folder)?;
        let Some(at) = when::written(head, place.delivered) else {
            return Err(if self.copies.knows_undated(head) { COPY } else { UNDATED });
        };
        let at = if head.id.as_deref().is_none_or(is_honest) { at } else { Moment::instant(at.order()) };
        let sent = folder == Folder::Sent;
        let automation = automation::of(head, sent);
        let (from, parties) = self.handles(head, automation);
        let answers = self.copies.answered(head);
        if from.is_none() && parties.is_empty() && answers.is_none() {
            return Err((Reason::Empty, "a mail that names nobody"));
        }
        let key = self.copies.key(head, at.order()).ok_or(COPY)?;
        let (base, mark) = subject::base(&head.subject);
        let mut interaction = Interaction::message(key, at, Platform::Email);
        interaction.subject = (!base.is_empty()).then(|| keyed(self.key, subject::folded(base)));
        interaction.letters = Some(subject::letters(base));
        interaction.thread = self.copies.thread(head);
        interaction.audience = u32::try_from(head.to.len()).unwrap_or(u32::MAX);
        interaction.provenance = Provenance { file: place.file.to_owned(), place: place.place };
        let interaction = Interaction { automation, from, parties, answers, mark, sent, ..interaction };
        self.note(head, &interaction);
        Ok(interaction)
    }

    /// Returns who wrote it and who else takes part in it.
    fn handles(&mut self, head: &Head, automation: Automation) -> (Option<Handle>, Vec<Party>) {
        if automation == Automation::Bounce {
            return (None, self.parties(&[(PartyRole::To, &head.failed)]));
        }
        let from = head.from.iter().chain(&head.sender).find_map(|w| self.people.handle(w));
        let list = automation == Automation::List && !head.list_post.is_empty();
        let parties = if list {
            self.parties(&[(PartyRole::To, &head.list_post)])
        } else {
            self.parties(&[(PartyRole::To, &head.to), (PartyRole::Cc, &head.cc), (PartyRole::Bcc, &head.bcc)])
        };
        (from, parties)
    }

    fn parties(&mut self, fields: &[(PartyRole, &[Written])]) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        let all = fields.iter().flat_map(|(role, all)| all.iter().map(|w| (*role, w)));
        for (role, written) in all {
            if parties.len() == MOST_PARTIES {
                break;
            }
            let handle = self.people.handle(written);
            parties.extend(
                handle
                    .filter(|h| parties.iter().all(|p| p.handle != *h))
                    .map(|handle| Party { handle, role }),
            );
        }
        parties
    }

    /// Notes what a mail adds to the picture of the whole mailbox.
    fn note(&mut self, head: &Head, interaction: &Interaction) {
        let delivered: Vec<Handle> =
            head.delivered_to.iter().take(1).filter_map(|w| self.people.handle(w)).collect();
        let mine = interaction.from.as_ref().is_some_and(|h| self.people.seems_mine(h));
        if interaction.sent {
            self.people.note_sent(interaction.from.as_ref());
        } else {
            self.people.note_delivered(&delivered);
        }
        let own = interaction.sent || mine;
        let span = if own { &mut self.outbound } else { &mut self.inbound };
        span.add(interaction.at);
        self.held.add(&Told {
            at: interaction.at.order(),
            own,
            subject: interaction.subject,
            mark: interaction.mark,
            answers: self.copies.answered_id(head),
        });
        self.note_people(head, interaction);
    }

    fn note_people(&mut self, head: &Head, interaction: &Interaction) {
        let list = interaction.automation == Automation::List;
        let first = (self.file(&interaction.provenance.file), interaction.provenance.place);
        if list && !head.list_post.is_empty() {
            for party in &interaction.parties {
                self.people.note(&party.handle, "", true, first);
            }
        }
        if interaction.automation != Automation::Human {
            return;
        }
        let named = |handle: &Handle| {
            let all = head.from.iter().chain(&head.sender).chain(&head.to).chain(&head.cc).chain(&head.bcc);
            let mut same = all.filter(|w| w.address.eq_ignore_ascii_case(handle.address()));
            same.find(|w| !w.name.is_empty()).map_or("", |w| w.name.as_str())
        };
        for handle in interaction.from.iter().chain(interaction.parties.iter().map(|p| &p.handle)) {
            self.people.note(handle, named(handle), false, first);
        }
    }

    fn file(&mut self, name: &str) -> u32 {
        if self.files.last().is_none_or(|last| last != name) {
            self.files.push(name.to_owned());
        }
        self.files.len() as u32 - 1
    }

    /// Gives what the whole tells: who is in it, who the user seems to be, and what it can have seen.
    pub(crate) fn finish(self, claims: Claims, sink: &mut dyn Sink) {
        let holes = self.held.holes(&self.copies);
        let spans = [(&self.inbound, &holes, true, false), (&self.outbound, &Holes::default(), false, true)];
        let claims = claims == Claims::Period && !self.torn;
        for (span, holes, inbound, outbound) in spans.into_iter().filter(|_| claims) {
            for (from, to) in span.stretches(holes) {
                sink.coverage(Coverage { platform: Platform::Email, inbound, outbound, from, to });
            }
        }
        self.people.finish(&self.files, sink);
    }
}

/// What the mails of a source stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claims {
    /// All that a mailbox held from its first to its last mail.
    Period,
    /// Only themselves: somebody saved them one by one.
    Nothing,
}

/// Notes one mail that was left out.
pub(crate) fn skip(file: &str, place: u64, reason: Reason, why: &str, sink: &mut dyn Sink) {
    sink.skipped(Skipped { file: file.to_owned(), place, reason, why: why.to_owned() });
}

fn note_cut(cut: bool, place: Place<'_>, sink: &mut dyn Sink) {
    if cut {
        skip(place.file, place.place, CUT.0, CUT.1, sink);
    }
}

/// Returns the kind of folder in which a mail lay, by its file, its labels, and what collectors say.
fn folder(head: &Head, file: Folder) -> Folder {
    if head.labels.is_empty() && head.folders.is_empty() {
        return file;
    }
    let labels = head.labels.split(',').map(Folder::named);
    let folders = head.folders.iter().map(|path| Folder::at(path));
    let told: Vec<Folder> = std::iter::once(file).chain(labels).chain(folders).collect();
    let has = |folder| told.contains(&folder);
    *[Folder::Junk, Folder::Drafts, Folder::Sent].iter().find(|f| has(**f)).unwrap_or(&Folder::Other)
}

/// Tells why a mail is left out on purpose.
fn unwanted(head: &Head, folder: Folder) -> Result<(), Left> {
    let label = |names: &[&str]| head.labels.split(',').any(|l| names.contains(&l.trim()));
    let why = match () {
        () if head.signals.folder_data && head.subject.starts_with("DON'T DELETE THIS MESSAGE") => {
            "a note that a mail program keeps for itself"
        }
        () if head.status & EXPUNGED != 0 => "deleted, and not yet taken out of the file",
        () if folder == Folder::Drafts => "a draft",
        () if folder == Folder::Junk => "spam",
        () if label(&["Chat", "Chats"]) => "a line of a chat among the mails",
        () => return Ok(()),
    };
    Err((Reason::NotWanted, why))
}
