//! Calendars damaged by programs, disks and strangers.

use super::case::{Case, kept};
use super::written::{calendar, event, put};

const AT: &str = "DTSTART:20200302T100000Z\r\nDTEND:20200302T110000Z\r\n";

pub(super) const CASES: &[Case] = &[
    Case {
        name: "series-without-end",
        make: |folder, _| {
            let rules = [
                "FREQ=SECONDLY",
                "FREQ=DAILY",
                "FREQ=DAILY;COUNT=1000000000",
                "FREQ=DAILY;UNTIL=99991231T235959Z",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=99999999999999999999",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
                "FREQ=DAILY;BYSETPOS=-366",
                "FREQ=",
            ];
            let events: String = rules
                .iter()
                .enumerate()
                .map(|(n, rule)| event(n, &format!("{AT}RRULE:{rule}\r\n")))
                .collect();
            put(folder, "calendar.ics", calendar(&events))
        },
        // Three are unrolled up to a year from now, of the seven others the first occurrence is kept.
        kept: |_| kept(2, 3 * 2_558 + 7),
        says: &["calendar.ics: series whose rule cannot be read; the first occurrence is kept: "],
    },
    Case {
        name: "1000-series-without-end",
        make: |folder, size| {
            let start = "DTSTART:19000302T100000Z\r\nDTEND:19000302T110000Z\r\nRRULE:FREQ=DAILY\r\n";
            let events: String = (0..size.of(1, 1_000)).map(|n| event(n, start)).collect();
            put(folder, "calendar.ics", calendar(&events))
        },
        kept: |size| kept(2, size.of(3_000, 100_000)),
        says: &["calendar.ics: series with too many occurrences; the first are kept: "],
    },
    Case {
        name: "zone-without-end",
        make: |folder, size| {
            let lines = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETTO:+0100\r\n"
                .repeat(size.of(1_000, 300_000));
            let zone = format!("BEGIN:VTIMEZONE\r\nTZID:Ours\r\n{lines}");
            put(folder, "calendar.ics", calendar(&format!("{zone}{}", event(1, AT))))
        },
        kept: |_| kept(2, 1),
        says: &[],
    },
    Case {
        name: "events-on-impossible-days",
        make: |folder, _| {
            let starts = [
                "00000101T000000Z",
                "999990101T000000Z",
                "-0010101T000000Z",
                "20250231T100000Z",
                "",
                "99999999",
            ];
            let events: String =
                starts.iter().enumerate().map(|(n, at)| event(n, &format!("DTSTART:{at}\r\n"))).collect();
            put(folder, "calendar.ics", calendar(&format!("{events}{}", event(9, AT))))
        },
        kept: |_| kept(2, 1),
        says: &["calendar.ics: events without a time that can be read: 6"],
    },
    Case {
        name: "meeting-of-100000-people",
        make: |folder, size| {
            let guests: String = (0..size.of(1_000, 100_000))
                .map(|n| format!("ATTENDEE:mailto:p{n}@crowd.example\r\n"))
                .collect();
            put(
                folder,
                "calendar.ics",
                calendar(&format!("{}{}", event(1, &format!("{AT}{guests}")), event(2, AT))),
            )
        },
        kept: |_| kept(50, 2),
        says: &[],
    },
    Case {
        name: "calendar-10000-deep",
        make: |folder, size| {
            let deep = "BEGIN:X-DEEP\r\n".repeat(size.of(1_000, 10_000));
            put(folder, "calendar.ics", calendar(&format!("{}{deep}{}", event(1, AT), event(2, AT))))
        },
        kept: |_| kept(2, 2),
        says: &[],
    },
];
