//! Invitations: requests to connect, sent and received; whether one was accepted stands in Connections.

use crate::csv_table::{Row, Table};
use crate::source::{Bundle, Reason};
use crate::sources::linkedin::out::Out;
use crate::sources::linkedin::{dates, files, names};
use comity_core::interaction::PartyRole;
use comity_core::{Act, Handle, Interaction, Moment, Party, Platform};

struct Columns {
    from: Option<usize>,
    to: Option<usize>,
    at: Option<usize>,
    note: Option<usize>,
    direction: Option<usize>,
    inviter: Option<usize>,
    invitee: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            from: table.column("From"),
            to: table.column("To"),
            at: table.column("Sent At"),
            note: table.column("Message"),
            direction: table.column("Direction"),
            inviter: table.column("inviterProfileUrl"),
            invitee: table.column("inviteeProfileUrl"),
        }
    }
}

/// Who asked: the member, or the other one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Out,
    In,
}

pub(super) fn read(bundle: &mut dyn Bundle, index: usize, out: &mut Out<'_>) {
    files::each_row(bundle, index, out, Columns::of, invitation);
}

fn invitation(out: &mut Out<'_>, columns: &Columns, row: &Row) {
    let direction = match row.cell(columns.direction).to_uppercase().as_str() {
        "OUTGOING" => Direction::Out,
        "INCOMING" => Direction::In,
        _ => return out.skip(row.line, Reason::Broken, "it does not tell who asked whom"),
    };
    let inviter = (row.cell(columns.from), row.cell(columns.inviter));
    let invitee = (row.cell(columns.to), row.cell(columns.invitee));
    let (own, (name, url)) =
        if direction == Direction::Out { (inviter, invitee) } else { (invitee, inviter) };
    let profile = names::profile(url);
    if profile.is_none() && (name.is_empty() || names::is_hidden(name)) {
        return out.skip(row.line, Reason::NotWanted, "a hidden profile");
    }
    let Some(at) = dates::of_invitation(row.cell(columns.at)) else {
        return out.skip(row.line, Reason::Broken, "the time of the invitation cannot be read");
    };
    out.saw_contact(at, false);
    let note = row.cell(columns.note);
    let way = if direction == Direction::Out { "out" } else { "in" };
    if !out.is_first(&[way, url, name, &at.to_string()].join("\n")) {
        return out.skip(row.line, Reason::Copy, "the file tells this invitation before");
    }
    let other = profile.unwrap_or_else(|| out.names.handle(name));
    out.person(name, &other, row.line);
    let mine = names::profile(own.1).or_else(|| out.own().cloned());
    // Name and time stand in archives of all years, addresses of profiles only in newer ones.
    let who = if name.is_empty() { other.address().to_owned() } else { names::in_key(name) };
    let text = (!note.is_empty()).then(|| out.hash(note));
    let (from, to) = if direction == Direction::Out { (mine, Some(other)) } else { (Some(other), mine) };
    out.interaction(Interaction {
        text,
        note: !note.is_empty(),
        provenance: out.provenance(row.line),
        ..request(format!("linkedin:inv:{way}:{who}:{at}"), at, direction, from, to)
    });
}

fn request(
    key: String,
    at: Moment,
    direction: Direction,
    from: Option<Handle>,
    to: Option<Handle>,
) -> Interaction {
    Interaction {
        act: Act::Request,
        from,
        parties: to.into_iter().map(|handle| Party { handle, role: PartyRole::To }).collect(),
        audience: 1,
        // The file itself says so, whether or not the member's own profile is known.
        sent: direction == Direction::Out,
        ..Interaction::message(key, at, Platform::LinkedIn)
    }
}
