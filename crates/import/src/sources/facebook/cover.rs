//! What an archive can have seen, and a word where recent chats are missing.

use super::reading::{Place, Reading};
use super::threads::Thread;
use crate::source::{Bundle, Reason};
use comity_core::{Coverage, Moment, Platform};

/// On 6 December 2023 Messenger began to encrypt chats; from then on the archive lacks more and more of them.
const ENCRYPTED_SINCE: i64 = 1_701_820_800;

/// So many seconds without a message, while ties were still made, are too many: three months.
const QUIET: i64 = 90 * 86_400;

/// Tells what was covered, on the safe side: silence outside of it accuses nobody.
///
/// Lists of friends and requests alone cover nothing. They would show that a request was accepted, but who
/// is asked may also answer by a message, and these lists do not hold it. The archive covers messages from
/// its first to its last, and no longer than until chats were encrypted; together with the download of
/// encrypted chats it reaches as far as both do. That download alone lacks all chats that are not encrypted.
/// What could not be read may have been an answer, so damage in any conversation leaves nothing covered.
pub(super) fn tell(reading: &mut Reading<'_>, bundle: &dyn Bundle, threads: &[Thread]) {
    let span = |encrypted| {
        let seen = threads.iter().filter(|t| t.encrypted == encrypted).filter_map(|t| t.seen);
        seen.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    };
    let Some((from, last)) = span(false) else { return };
    let whole = threads.iter().all(|t| !t.damaged);
    let newest = reading.newest_tie.unwrap_or(last).max(last);
    let to = match span(true) {
        // Whatever is newest in the archive was there when it was made, and so were its messages.
        Some((_, encrypted)) => newest.min(encrypted).max(last.min(ENCRYPTED_SINCE)),
        None => last.min(ENCRYPTED_SINCE),
    };
    if whole && from <= to {
        reading.sink.coverage(Coverage {
            platform: Platform::Messenger,
            inbound: true,
            outbound: true,
            from: Moment::instant(from),
            to: Moment::instant(to),
        });
    }
    // Who stopped writing before that lacks nothing.
    if span(true).is_none() && newest > ENCRYPTED_SINCE && (newest - last > QUIET || last > ENCRYPTED_SINCE) {
        warn(reading, bundle, threads, (newest - last) / (30 * 86_400));
    }
}

fn warn(reading: &mut Reading<'_>, bundle: &dyn Bundle, threads: &[Thread], months: i64) {
    let latest = threads.iter().filter(|t| !t.encrypted).max_by_key(|t| t.seen.map(|seen| seen.1));
    let Some(index) = latest.map(Thread::first_file) else { return };
    let place = Place { index, file: bundle.entries()[index].name.clone(), number: 0 };
    let gap = if months > 2 {
        format!("the newest message is {months} months older than the newest tie: ")
    } else {
        String::new()
    };
    let why = format!(
        "{gap}chats that are encrypted are not in this archive; \
         Messenger gives them as a second zip, to be imported together with it"
    );
    reading.skip(&place, Reason::Unsupported, &why);
}
