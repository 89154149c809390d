//! The people of an event, as far as a calendar tells who comes.

use crate::content_line::Property;
use comity_core::{Handle, Party, PartyRole};

/// So many of a meeting are kept; all are counted. Who sits among more is nobody's contact by that.
const PARTIES: usize = 50;

/// Somebody whom an event names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Guest {
    pub(super) handle: Handle,
    /// The name beside the address, unless it is the address again.
    pub(super) name: Option<String>,
    pub(super) role: PartyRole,
    pub(super) organizer: bool,
    /// Said no, or sent somebody else: is not there.
    pub(super) absent: bool,
}

/// What an `ATTENDEE` or `ORGANIZER` is.
pub(super) enum Named {
    Guest(Guest),
    Room,
    /// A list, or somebody without any address.
    Nobody,
}

/// Reads an `ATTENDEE` or `ORGANIZER`.
pub(super) fn named(p: &Property) -> Named {
    let organizer = p.name == "ORGANIZER";
    let kind = p.param("CUTYPE").unwrap_or_default().to_uppercase();
    let Some(handle) = handle(p) else { return if is_room(&kind) { Named::Room } else { Named::Nobody } };
    let domain = handle.domain().unwrap_or_default();
    if is_room(&kind) || domain == "resource.calendar.google.com" {
        return Named::Room;
    }
    // The address of a shared calendar stands for whoever keeps it.
    if kind == "GROUP" || domain.ends_with("group.calendar.google.com") || domain == "imip.me.com" {
        return Named::Nobody;
    }
    let status = p.param("PARTSTAT").unwrap_or_default().to_uppercase();
    let absent = matches!(status.as_str(), "DECLINED" | "DELEGATED");
    let name = p.param("CN").map(|cn| cn.trim_matches(['\'', ' ']).to_owned());
    let name = name
        .filter(|cn| !cn.is_empty() && !cn.contains('@') && Some(cn) != Some(&handle.address().to_owned()));
    Named::Guest(Guest { role: role(p, &status, organizer), handle, name, organizer, absent })
}

fn is_room(kind: &str) -> bool {
    matches!(kind, "ROOM" | "RESOURCE")
}

/// Tells who was there from who was only asked.
fn role(p: &Property, status: &str, organizer: bool) -> PartyRole {
    let informed = p.param("ROLE").is_some_and(|role| role.eq_ignore_ascii_case("NON-PARTICIPANT"));
    match status {
        _ if organizer => PartyRole::Attendee,
        "ACCEPTED" | "TENTATIVE" | "COMPLETED" | "IN-PROCESS" => PartyRole::Attendee,
        // Calendars that keep no answers name those who come.
        "" if !informed => PartyRole::Attendee,
        _ => PartyRole::Invited,
    }
}

/// Reads the address; where it is none, the parameter that some calendars put beside it.
fn handle(p: &Property) -> Option<Handle> {
    let address = |text: &str| {
        let text = text.trim();
        let start = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
        let bare = if start { &text[7..] } else { text };
        match text.get(..4) {
            Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => Handle::phone(&text[4..], None),
            _ if bare.contains(':') => None,
            _ => Handle::email(bare),
        }
    };
    address(&p.value).or_else(|| address(p.param("EMAIL")?))
}

/// Joins the guest with what another line of the event says of the same address.
pub(super) fn add(guests: &mut Vec<Guest>, guest: Guest) {
    let Some(known) = guests.iter_mut().find(|known| known.handle == guest.handle) else {
        return guests.push(guest);
    };
    // What they answered says more than that they once organised it.
    let answered = if known.organizer { &guest } else { &*known };
    (known.role, known.absent) = (answered.role.min(guest.role).min(known.role), answered.absent);
    known.organizer |= guest.organizer;
    known.name = known.name.take().or(guest.name);
}

/// Returns those of a meeting who are kept; of too many the first, the user and who organised it among them.
pub(super) fn kept<'a>(there: &[&'a Guest], me: Option<&Handle>) -> Vec<&'a Guest> {
    let mut kept = there.to_vec();
    if kept.len() > PARTIES {
        kept.sort_by_key(|guest| (Some(&guest.handle) != me, !guest.organizer));
        kept.truncate(PARTIES);
    }
    kept
}

/// Returns the parties of a meeting.
pub(super) fn parties(kept: &[&Guest]) -> Vec<Party> {
    kept.iter().map(|guest| Party { handle: guest.handle.clone(), role: guest.role }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let mut guests = Vec::new();
        let mut other = Vec::new();
        for line in lines {
            match named(&Property::parse(line.as_bytes()).unwrap()) {
                Named::Guest(guest) => add(&mut guests, guest),
                Named::Room => other.push("room".to_owned()),
                Named::Nobody => other.push("nobody".to_owned()),
            }
        }
        let shown = guests.iter().map(|g| {
            let absent = if g.absent { " absent" } else { "" };
            format!("{} {}{absent} {}", g.handle.address(), g.role.word(), g.name.as_deref().unwrap_or("-"))
        });
        assert_eq!(shown.chain(other).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn who_comes_is_told_by_what_they_answered() {
        check(
            &["ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana Ruiz:mailto:Ana@firm.example"],
            &["ana@firm.example attendee Ana Ruiz"],
        );
        check(
            &["ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=ana@firm.example:MAILTO:ana@firm.example"],
            &["ana@firm.example invited -"],
        );
        check(&["ATTENDEE:ana@firm.example"], &["ana@firm.example attendee -"]);
        check(&["ATTENDEE;ROLE=NON-PARTICIPANT:mailto:ana@firm.example"], &["ana@firm.example invited -"]);
        check(
            &["ATTENDEE;PARTSTAT=DECLINED:mailto:ana@firm.example"],
            &["ana@firm.example invited absent -"],
        );
        check(&["ATTENDEE;EMAIL=ana@firm.example:invalid:nomail"], &["ana@firm.example attendee -"]);
        check(&["ATTENDEE;CN=\"Ruiz, Ana\":invalid:nomail"], &["nobody"]);
    }

    #[test]
    fn rooms_and_lists_are_nobody() {
        check(&["ATTENDEE;CUTYPE=ROOM;CN=Room 2:mailto:room2@firm.example"], &["room"]);
        check(&["ATTENDEE;CUTYPE=INDIVIDUAL:mailto:c_1@resource.calendar.google.com"], &["room"]);
        check(&["ORGANIZER;CN=Team:mailto:x@group.calendar.google.com"], &["nobody"]);
        check(&["ATTENDEE;CUTYPE=GROUP:mailto:all@firm.example"], &["nobody"]);
    }

    #[test]
    fn an_organizer_who_declined_is_not_there() {
        let organizer = "ORGANIZER;CN=Ana Ruiz:mailto:ana@firm.example";
        let declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@firm.example";
        let waits = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@firm.example";
        check(&[organizer, declined], &["ana@firm.example attendee absent Ana Ruiz"]);
        check(&[declined, organizer], &["ana@firm.example attendee absent Ana Ruiz"]);
        check(&[waits, organizer], &["ana@firm.example attendee Ana Ruiz"]);
    }
}
