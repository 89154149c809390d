//! iCalendar: events with other people into meetings.
//!
//! A meeting is told as one in person, also when it is online: the core counts it as met either way, and
//! the venue says which. Silence is no meeting that was missed, so calendars cover nothing: a coverage would
//! only make unanswered mails look ignored. Titles, descriptions and places are not kept, and what a calendar
//! holds of nobody else (appointments, tasks, birthdays) is counted and left.

mod clock;
mod diary;
mod event;
mod guest;
mod owner;
mod reader;
mod rule;
mod series;
mod venue;
mod zone;

use crate::content_line::files_beginning;
use crate::source::{Bundle, Recognised, Settings, Sink, Skipped, Source};
use crate::wide::narrowed;
use diary::Diary;
use std::io;

pub(super) const SOURCE: Source = Source {
    name: "icalendar",
    platform: None,
    guide: "Export your calendar as iCalendar (.ics).\n\
            Google: takeout.google.com, Calendar; or calendar settings, Export. Apple: Calendar, File, \
            Export. Outlook: File, Save Calendar, with full details (free and busy times tell nobody). \
            Nextcloud and Thunderbird: Export in the menu of the calendar.",
    by_place: false,
    recognise,
    read,
};

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    // Some programs hand out a bare event.
    let entries = files_beginning(bundle, &[b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"])?;
    let what = match entries.len() {
        0 => return Ok(Vec::new()),
        1 => "calendar as iCalendar".to_owned(),
        files => format!("calendars as iCalendar ({files} files)"),
    };
    Ok(vec![Recognised { entries, what, account: None }])
}

fn read(
    bundle: &mut dyn Bundle,
    recognised: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut diary = Diary::default();
    for &index in &recognised.entries {
        let file = bundle.entries()[index].name.clone();
        let read = bundle.open(index).and_then(narrowed);
        match read.and_then(|input| reader::read(&file, input, settings, &mut diary, sink)) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => sink.skipped(Skipped::torn(&file, &error)),
        }
    }
    diary.tell(settings, sink);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::MemoryBundle;
    use crate::source::{Reason, Told};
    use proptest::prelude::*;

    fn kept(text: &[u8]) -> Told {
        let mut bundle = MemoryBundle::new([("a.ics".to_owned(), text.to_vec())]);
        let recognised = Recognised { entries: vec![0], what: String::new(), account: None };
        let mut kept = Told::default();
        // The last day of 2026.
        let settings = Settings { until: 1_798_675_200, ..Settings::default() };
        read(&mut bundle, &recognised, &settings, &mut kept).unwrap();
        kept
    }

    const GUESTS: &str = "ORGANIZER:mailto:me@firm.example\nATTENDEE:mailto:ana@firm.example\n";

    fn check(events: &[&str], expected: &[&str]) {
        let events: String =
            events.iter().map(|event| format!("BEGIN:VEVENT\n{GUESTS}{event}\nEND:VEVENT\n")).collect();
        let kept = kept(format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").as_bytes());
        let shown: Vec<_> = kept.interactions.iter().map(|i| format!("{} {}", i.key, i.at)).collect();
        assert_eq!(shown, expected);
    }

    const SERIES: &str = "UID:a\nDTSTART:20260302T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3";

    #[test]
    fn changed_occurrences_keep_their_key_wherever_they_stand() {
        let moved = "UID:a\nRECURRENCE-ID:20260309T100000Z\nDTSTART:20260310T140000Z";
        let expected = [
            "event:a:20260302T100000Z 2026-03-02T10:00:00Z",
            "event:a:20260309T100000Z 2026-03-10T14:00:00Z",
            "event:a:20260316T100000Z 2026-03-16T10:00:00Z",
        ];
        check(&[SERIES, moved], &expected);
        check(&[moved, SERIES], &expected);
        check(&[moved], &expected[1..2]);
    }

    #[test]
    fn a_change_may_hold_for_all_later_ones() {
        let moved = "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260309T100000Z\nDTSTART:20260309T150000Z";
        let expected = [
            "event:a:20260302T100000Z 2026-03-02T10:00:00Z",
            "event:a:20260309T100000Z 2026-03-09T15:00:00Z",
            "event:a:20260316T100000Z 2026-03-16T15:00:00Z",
        ];
        check(&[SERIES, moved], &expected);
        check(&[SERIES, &format!("{moved}\nSTATUS:CANCELLED")], &expected[..1]);
    }

    #[test]
    fn dates_are_added_removed_and_cancelled() {
        let expected = ["event:a:20260302T100000Z 2026-03-02T10:00:00Z"];
        check(&[&format!("{SERIES}\nEXDATE:20260309T100000Z,20260316T100000Z")], &expected);
        check(&[&format!("{SERIES}\nEXDATE;VALUE=DATE:20260309\nEXDATE;VALUE=DATE:20260316")], &expected);
        let cancelled = "UID:a\nSTATUS:CANCELLED\nRECURRENCE-ID:20260309T100000Z\nDTSTART:20260309T100000Z";
        check(&[&format!("{SERIES}\nEXDATE:20260316T100000Z"), cancelled], &expected);
        check(&[SERIES, "UID:a\nSEQUENCE:1\nSTATUS:CANCELLED\nDTSTART:20260302T100000Z"], &[]);
        let added = "UID:a\nDTSTART:20260302T100000Z\nRDATE;VALUE=PERIOD:20260401T090000Z/PT1H";
        check(&[added], &[expected[0], "event:a:20260401T090000Z 2026-04-01T09:00:00Z"]);
    }

    #[test]
    fn of_two_versions_the_later_one_stays() {
        let early = "UID:a\nSEQUENCE:1\nDTSTART:20260302T100000Z";
        let late = "UID:a\nSEQUENCE:2\nDTSTART:20260303T100000Z";
        let expected = ["event:a:20260303T100000Z 2026-03-03T10:00:00Z"];
        check(&[early, late], &expected);
        check(&[late, early], &expected);
    }

    #[test]
    fn a_series_that_is_written_out_loses_nothing() {
        let first = "UID:a\nDTSTAMP:20260101T000000Z\nDTSTART:20260302T100000Z";
        let second = "UID:a\nDTSTAMP:20260101T000000Z\nDTSTART:20260309T100000Z";
        let expected = [
            "event:a:20260302T100000Z 2026-03-02T10:00:00Z",
            "event:a:20260309T100000Z 2026-03-09T10:00:00Z",
        ];
        check(&[first, second, second], &expected);
    }

    #[test]
    fn whoever_is_in_every_meeting_is_taken_for_the_owner() {
        let meeting = |n: u32, me: &str| {
            format!(
                "BEGIN:VEVENT\nUID:{n}\nDTSTART:2026030{n}T100000Z\n\
                 ATTENDEE;PARTSTAT={me}:mailto:me@firm.example\nATTENDEE:mailto:other{n}@firm.example\nEND:VEVENT\n"
            )
        };
        let calendar = |events: &[String]| kept(format!("BEGIN:VCALENDAR\n{}", events.concat()).as_bytes());
        let mut events: Vec<String> = (1..5).map(|n| meeting(n, "ACCEPTED")).collect();
        assert_eq!(calendar(&events).me, []);
        events.push(meeting(5, "DECLINED"));
        let kept = calendar(&events);
        assert_eq!(kept.me[0].handle, comity_core::Handle::email("me@firm.example"));
        assert_eq!((kept.interactions.len(), kept.interactions[0].audience, kept.me[0].sure), (4, 1, false));
    }

    #[test]
    fn what_others_hold_without_the_owner_is_no_meeting_of_theirs() {
        let meeting = |n: u32, guests: &str| {
            format!(
                "BEGIN:VEVENT\nUID:{n}\nDTSTART:202603{n:02}T100000Z\nORGANIZER:mailto:boss@firm.example\n\
                 {guests}ATTENDEE:mailto:other{n}@firm.example\nEND:VEVENT\n"
            )
        };
        let met = |with: u32| {
            let mine = (1..=with).map(|n| meeting(n, "ATTENDEE:mailto:me@firm.example\n"));
            let events: String = mine.chain([meeting(20, "")]).collect();
            let kept = kept(format!("BEGIN:VCALENDAR\nX-WR-CALNAME:me@firm.example\n{events}").as_bytes());
            (kept.interactions.len(), kept.skipped.iter().any(|s| s.why.contains("events of others")))
        };
        assert_eq!(met(9), (9, true));
        // Too few to tell whether they are invited by this address at all.
        assert_eq!(met(2), (3, false));
    }

    #[test]
    fn of_a_crowd_some_are_kept_and_all_are_counted() {
        let crowd = (0..80).map(|n| format!("ATTENDEE:mailto:p{n}@firm.example\n")).collect::<String>();
        let rules = "RRULE:FREQ=DAILY;COUNT=2\n".repeat(9);
        let event =
            format!("UID:a\nDTSTART:20260302T100000Z\n{rules}{crowd}ORGANIZER:mailto:me@firm.example");
        let kept = kept(format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n").as_bytes());
        let parties = &kept.interactions[0].parties;
        assert_eq!((kept.interactions.len(), parties.len(), kept.interactions[0].audience), (2, 50, 80));
        assert_eq!(parties[0].handle.address(), "me@firm.example");
        assert_eq!(
            self::kept(b"BEGIN:VEVENT\nDTSTART:00010302T100000Z\nEND:VEVENT\n").skipped[0].reason,
            Reason::Broken
        );
    }

    #[test]
    fn a_series_without_end_is_bounded() {
        let kept = kept(
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{GUESTS}DTSTART:19990101T100000Z\nRRULE:FREQ=DAILY\n")
                .as_bytes(),
        );
        assert_eq!((kept.interactions.len(), kept.skipped.len()), (3_000, 1));
    }

    proptest! {
        #[test]
        fn no_calendar_is_too_strange(
            lines in proptest::collection::vec(
                "(BEGIN:|END:)(VCALENDAR|VEVENT|VTIMEZONE|STANDARD|VALARM|X)|(DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID)(;TZID=.{0,5})?:2026[01][0-9][0-3][0-9](T[0-9]{6}Z?)?.{0,3}|RRULE:FREQ=DAILY;.{0,9}|ATTENDEE;.{0,9}:mailto:a@b.example|ORGANIZER.{0,20}|DURATION:P.{0,4}|TZOFFSETTO:.{0,5}|UID:[ab]|X-WR-TIMEZONE:.{0,9}",
                0..40,
            ),
            noise in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            kept(&[lines.join("\n").as_bytes(), &noise].concat());
        }
    }
}
