//! Messages and InMail, each with its sender, its recipients and its second.
//!
//! Files from before mid-2023 name recipients without their profiles. A name is taken for the one profile
//! that has it among connections, invitations and senders; a name of several people, or of nobody known,
//! stays a mere name.

use crate::csv_table::{Row, Table};
use crate::source::{Bundle, Reason};
use crate::sources::linkedin::out::Out;
use crate::sources::linkedin::{dates, files, names};
use comity_core::interaction::{PartyRole, SubjectMark};
use comity_core::{Handle, Interaction, Party, Platform};

struct Columns {
    conversation: Option<usize>,
    from: Option<usize>,
    sender: Option<usize>,
    to: Option<usize>,
    recipients: Option<usize>,
    date: Option<usize>,
    subject: Option<usize>,
    content: Option<usize>,
    folder: Option<usize>,
    attachments: Option<usize>,
    drafts: [Option<usize>; 2],
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            conversation: table.column("CONVERSATION ID"),
            from: table.column("FROM"),
            sender: table.column("SENDER PROFILE URL"),
            to: table.column("TO"),
            recipients: table.column("RECIPIENT PROFILE URLS"),
            date: table.column("DATE"),
            subject: table.column("SUBJECT"),
            content: table.column("CONTENT"),
            folder: table.column("FOLDER"),
            attachments: table.column("ATTACHMENTS"),
            drafts: ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"].map(|name| table.column(name)),
        }
    }
}

/// So many recipients are kept; all are counted.
const PARTIES: usize = 50;

/// How the body of an advertisement begins that is sent as if it were a message.
const SPONSORED: &str = "<p class=\"spinmail-quill-editor";

pub(super) fn read(bundle: &mut dyn Bundle, index: usize, out: &mut Out<'_>) {
    files::each_row(bundle, index, out, Columns::of, message);
}

fn message(out: &mut Out<'_>, columns: &Columns, row: &Row) {
    let at = dates::of_message(row.cell(columns.date));
    if let Some(at) = at {
        out.saw_contact(at, true);
    }
    if let Some(why) = unwanted(columns, row) {
        return out.skip(row.line, Reason::NotWanted, why);
    }
    let Some(at) = at else {
        return out.skip(row.line, Reason::Broken, "the time of the message cannot be read");
    };
    let Some(from) = sender(out, columns, row) else {
        return out.skip(row.line, Reason::NotWanted, "from a page, not a person");
    };
    let own = out.own() == Some(&from);
    out.person(row.cell(columns.from), &from, row.line);
    // Under the member's name and without a profile, in an archive that does not tell which is theirs.
    let sent = out.own().is_none() && from.is_name_only() && out.owner.is_named(row.cell(columns.from));
    let (parties, audience) = recipients(out, columns, row, &from, own || sent);
    if parties.is_empty() && (own || sent) {
        return out.skip(
            row.line,
            Reason::NotWanted,
            "to nobody who can be told: hidden profiles, or a page",
        );
    }
    let content = row.cell(columns.content);
    let (mark, subject) = unmarked(row.cell(columns.subject));
    let thread = out.hash(row.cell(columns.conversation));
    let text = out.hash(content);
    // Not the sender: who renames their profile would send everything a second time.
    let key = format!("linkedin:msg:{thread:016x}:{at}:{text:016x}");
    out.interaction(Interaction {
        from: Some(from),
        parties,
        audience,
        thread: Some(thread),
        subject: (!subject.is_empty()).then(|| out.hash(subject)),
        mark,
        text: (!content.is_empty()).then_some(text),
        note: !row.cell(columns.attachments).is_empty(),
        sent,
        provenance: out.provenance(row.line),
        ..Interaction::message(key, at, Platform::LinkedIn)
    });
}

/// Returns why a message is left out, if it is of no use whoever wrote it.
fn unwanted(columns: &Columns, row: &Row) -> Option<&'static str> {
    let yes = |cell: &str| cell.eq_ignore_ascii_case("yes") || cell.eq_ignore_ascii_case("true");
    if columns.drafts.iter().any(|draft| yes(row.cell(*draft))) {
        return Some("a draft, never sent");
    }
    if row.cell(columns.folder).eq_ignore_ascii_case("spam") {
        return Some("in the folder of unwanted mail");
    }
    if !row.cell(columns.sender).is_empty() {
        return None;
    }
    if row.cell(columns.content).starts_with(SPONSORED) {
        return Some("an advertisement");
    }
    let from = row.cell(columns.from);
    (from.is_empty() || names::is_hidden(from)).then_some("from a member whose profile is hidden")
}

/// Returns who wrote it; nothing where a firm's page did.
fn sender(out: &Out<'_>, columns: &Columns, row: &Row) -> Option<Handle> {
    let (url, name) = (row.cell(columns.sender), row.cell(columns.from));
    if !url.is_empty() {
        return names::profile(url);
    }
    match out.own() {
        Some(own) if out.owner.is_named(name) => Some(own.clone()),
        _ => Some(out.names.handle(name)),
    }
}

/// Returns everybody to whom it was sent but the sender, and how many they are.
fn recipients(
    out: &mut Out<'_>,
    columns: &Columns,
    row: &Row,
    from: &Handle,
    outgoing: bool,
) -> (Vec<Party>, u32) {
    let urls = row.cell(columns.recipients);
    let mut handles = names::profiles(urls);
    if let ([handle], [name]) = (&handles[..], &out.names.cut(row.cell(columns.to))[..]) {
        out.person(name, handle, row.line);
    }
    if urls.is_empty() {
        let to = out.names.cut(row.cell(columns.to));
        let known = to.iter().filter(|name| !names::is_hidden(name));
        handles = known.map(|name| addressee(out, name, outgoing)).collect();
    }
    handles.retain(|handle| handle != from);
    if handles.is_empty() && !outgoing {
        handles.extend(out.own().cloned());
    }
    let audience = u32::try_from(handles.len()).unwrap_or(u32::MAX).max(1);
    if handles.len() > PARTIES {
        // The member first, so as to be among those that are kept.
        handles.sort_by_key(|handle| Some(handle) != out.own());
        handles.truncate(PARTIES);
    }
    (handles.into_iter().map(|handle| Party { handle, role: PartyRole::To }).collect(), audience)
}

/// Returns whom a name in TO means: what others write under the member's name is to the member.
fn addressee(out: &Out<'_>, name: &str, outgoing: bool) -> Handle {
    match out.own() {
        Some(own) if !outgoing && out.owner.is_named(name) => own.clone(),
        _ => out.names.handle(name),
    }
}

/// Returns the subject without the marks of answers and forwards; only InMail has one.
fn unmarked(subject: &str) -> (SubjectMark, &str) {
    let marks = [("re:", SubjectMark::Reply), ("fwd:", SubjectMark::Forward), ("fw:", SubjectMark::Forward)];
    let (mut found, mut rest) = (SubjectMark::None, subject.trim());
    let starts =
        |text: &str, mark: &str| text.get(..mark.len()).is_some_and(|t| t.eq_ignore_ascii_case(mark));
    while let Some((mark, kind)) = marks.iter().find(|(mark, _)| starts(rest, mark)) {
        rest = rest[mark.len()..].trim_start();
        if found == SubjectMark::None {
            found = *kind;
        }
    }
    (found, rest)
}
