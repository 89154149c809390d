//! What people write: little, and always the same for the same conversation.

use super::World;
use crate::chronicle::Entry;

const MATTERS: [&str; 24] = [
    "Lease review",
    "Draft agreement",
    "Shareholder letter",
    "Board papers",
    "Hearing bundle",
    "Engagement terms",
    "Disclosure list",
    "Supply contract",
    "Introduction",
    "Fee proposal",
    "Panel on arbitration",
    "Conference slides",
    "Settlement figures",
    "Witness statement",
    "Licence renewal",
    "Due diligence list",
    "Audit questions",
    "Partnership deed",
    "Trade mark filing",
    "Data room access",
    "Planning appeal",
    "Term sheet",
    "Seminar in the spring",
    "Reference for a colleague",
];
const PLACES: [&str; 24] = [
    "Aldmere",
    "Brackwater",
    "Corrin Street",
    "Dunholme",
    "Eastry",
    "Fennel Row",
    "Garrow",
    "Hallam Yard",
    "Ivelside",
    "Jarrow Lane",
    "Kestrel Wharf",
    "Lorne",
    "Marlpit",
    "Netherby",
    "Orchard Mill",
    "Penhallow",
    "Quarry Hill",
    "Rushmoor",
    "Saltway",
    "Thornbeck",
    "Ullscar",
    "Verity House",
    "Wexcombe",
    "Yarrow Dock",
];
const PRIVATE: [&str; 24] = [
    "Sunday?",
    "photos",
    "hi",
    "the garden",
    "tickets",
    "next week",
    "Leo's birthday",
    "the car",
    "recipe",
    "choir",
    "the dog again",
    "holidays",
    "weekend",
    "your visit",
    "news",
    "a book for you",
    "dinner",
    "the roof",
    "school play",
    "Easter",
    "train times",
    "the party",
    "key",
    "walk on Saturday",
];
const LINES: [&str; 12] = [
    "Would Thursday suit you?",
    "Thank you for this.",
    "I have read it and have two remarks.",
    "Could you send me the second part?",
    "That works for me.",
    "Let me come back to you tomorrow.",
    "We should talk about this in person.",
    "Here is what I promised.",
    "I hope all is well with you.",
    "No need to answer at once.",
    "The figures are on the last page.",
    "It was good to see you.",
];
/// Where a line begins like the line between two mails, and has to be escaped.
const FROM_LINE: &str = "From next week on I am back in the office.";

/// Returns the subject of a conversation, without "Re:".
pub(super) fn subject(world: &World<'_>, thread: u32, is_private: bool) -> String {
    let thread = u64::from(thread);
    if is_private {
        return world.choose(&PRIVATE, thread).to_owned();
    }
    format!("{}, {}", world.choose(&MATTERS, thread), world.choose(&PLACES, thread ^ 0xABCD))
}

/// Returns the text of one message, one to three lines.
pub(super) fn body(world: &World<'_>, entry: &Entry) -> String {
    let id = u64::from(entry.id);
    let mark = world.mark(id ^ 0x5EED);
    let mut text = world.choose(&LINES, id).to_owned();
    for more in 1..=mark % 3 {
        text.push('\n');
        text.push_str(world.choose(&LINES, id ^ (more << 40)));
    }
    if mark.is_multiple_of(41) {
        text.push('\n');
        text.push_str(FROM_LINE);
    }
    text
}

/// Returns the text of a chat message; a few hold letters beyond ASCII.
pub(super) fn chat(world: &World<'_>, entry: &Entry) -> String {
    let id = u64::from(entry.id);
    let line = world.choose(&LINES, id);
    match world.mark(id ^ 0xC4A7) % 9 {
        0 => format!("{line} 🎉"),
        1 => format!("Café? {line}"),
        _ => line.to_owned(),
    }
}
