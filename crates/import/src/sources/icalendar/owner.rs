//! Whose calendar it is: the address that is in it, whoever else is.

use super::event::Event;
use crate::source::MeHint;
use comity_core::Handle;
use std::collections::BTreeMap;

/// Meetings from which on the calendar itself tells: in fewer, a colleague may be in all of them.
const ENOUGH: usize = 5;

/// Finds the owner: the name of the calendar where that is one address, else who is in nearly every meeting.
pub(super) fn owner<'a>(named: &[Handle], meetings: impl Iterator<Item = &'a Event>) -> Option<MeHint> {
    if let [only] = named {
        return Some(hint(only, "the calendar is named so".to_owned()));
    }
    let mut seen: BTreeMap<&Handle, usize> = BTreeMap::new();
    let mut total = 0;
    for event in meetings.filter(|event| event.guests.len() > 1) {
        total += 1;
        for guest in &event.guests {
            *seen.entry(&guest.handle).or_default() += 1;
        }
    }
    let often: Vec<_> = seen.into_iter().filter(|(_, count)| count * 10 >= total * 9).collect();
    match often[..] {
        [(handle, count)] if total >= ENOUGH => Some(hint(handle, format!("in {count} of {total} meetings"))),
        _ => None,
    }
}

/// Tells whether somebody is in most of the meetings, so that one without them is none of theirs.
///
/// Who is named by the calendar and invited by another address is not.
pub(super) fn is_usual<'a>(me: &Handle, meetings: impl Iterator<Item = &'a Event>) -> bool {
    let (mut with, mut total) = (0_usize, 0_usize);
    for event in meetings.filter(|event| event.guests.len() > 1) {
        total += 1;
        with += usize::from(event.guests.iter().any(|guest| guest.handle == *me));
    }
    total >= ENOUGH && with * 10 >= total * 9
}

/// Never sure: a calendar may be a colleague's that was shared.
fn hint(handle: &Handle, because: String) -> MeHint {
    MeHint { handle: Some(handle.clone()), name: None, because, sure: false }
}
