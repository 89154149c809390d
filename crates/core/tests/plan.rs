//! Properties of the plan over random histories.

use comity_core::judge::judge;
use comity_core::plan::{Look, Sketch, proposals};
use comity_core::rule::Verdict;
use comity_core::scenario::{Stands, stands};
use comity_core::{Approach, Span};
use jiff::tz::TimeZone;
use proptest::prelude::*;

static UTC: TimeZone = TimeZone::UTC;

/// What Ana may be.
const ABOUT: [&str; 12] = [
    "professional; email ana@firm.example, professional; facebook",
    "personal; email ana@home.example, personal; whatsapp +442079460133, personal",
    "both; email ana@firm.example, professional; email ana@home.example, personal; linkedin",
    "client; email ana@firm.example, professional; facebook; layer 50",
    "family; whatsapp +442079460133, personal; layer 5",
    "stranger; email ana@firm.example, professional; linkedin",
    "stranger; facebook; hoped professional",
    "professional; linkedin; layer 15; separate; zone Europe/Lisbon",
    "professional; email ana@firm.example, professional; twin; layer 150",
    "peer; email ana@firm.example, professional; cadence 20",
    "personal; email ana@home.example, personal; born --03-02; cadence 0",
    "boss; email ana@firm.example, professional; whatsapp +442079460133, personal, unsure",
];

/// What may happen with her on a day.
const HAPPENS: [&str; 22] = [
    "email to ana, ignored",
    "email to ana, replied",
    "email from ana",
    "email from ana re",
    "linkedin request to ana, accepted",
    "linkedin request to ana, pending",
    "facebook request to ana, pending",
    "facebook from ana",
    "whatsapp from ana",
    "whatsapp to ana",
    "met ana at restaurant 2 hours",
    "met ana at office",
    "ana asks to stop",
    "ana declines facebook for connect",
    "ana points from email to linkedin",
    "ana rests until 1 Dec",
    "ana snoozed until 1 Jun",
    "log ana by email for ask, inbound",
    "log ana by email for ask, declined",
    "log ana by in-person for message, promise by 5 May",
    "log ana by in-person for introduce, inbound",
    "hope ana personal",
];

fn history() -> impl Strategy<Value = String> {
    let event = (0..700u32, 0..HAPPENS.len());
    (0..ABOUT.len(), prop::collection::vec(event, 0..25)).prop_map(|(about, events)| {
        let day = |back: u32| {
            let day = jiff::civil::date(2026, 11, 30) - jiff::Span::new().days(i64::from(back));
            day.strftime("%-d %b %Y").to_string()
        };
        let mut text = format!("ana: {}\n", ABOUT[about]);
        for (n, what) in events {
            text.push_str(&format!("{}  {}\n", day(n), HAPPENS[what]));
        }
        text.push_str(&format!("{}  today\n", day(0)));
        text
    })
}

fn look<'a>(one: &'a Stands, is: &'a comity_core::Relationship, days: i64) -> Look<'a> {
    Look {
        at: one.at,
        standing: &one.standing,
        relationship: is,
        settings: &one.settings,
        said: &one.said,
        zone: &UTC,
        ahead: Span::days(days),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_proposed_that_is_not_welcome(text in history(), days in 0..8i64) {
        for one in stands(&text).expect("the history can be read") {
            let is = one.standing.relationship(one.at);
            for proposal in proposals(&look(&one, &is, days)) {
                let via = proposal.door.way();
                let approach = Approach::new(via, proposal.purpose, proposal.at);
                let judged = judge(&approach, &one.standing, &one.settings);
                prop_assert_eq!(judged.verdict, Verdict::Welcome, "{} in\n{}", proposal.id, text);
                prop_assert!(one.at.order() <= proposal.at.order());
                prop_assert!(one.standing.stop.is_none());
                prop_assert!(proposal.terms.worth().is_finite());
            }
        }
    }

    #[test]
    fn a_sketch_never_promises_too_little(text in history()) {
        for one in stands(&text).expect("the history can be read") {
            let is = one.standing.relationship(one.at);
            let sketch = Sketch::of(&one.whole, &one.said, &one.settings);
            // Whom something is still to come with is always looked at.
            if sketch.is_ahead(one.at) {
                continue;
            }
            for proposal in proposals(&look(&one, &is, 0)) {
                let (worth, bound) = (proposal.terms.worth(), sketch.bound(one.at));
                prop_assert!(worth <= bound + 1e-9, "{} is worth {worth}, {bound} in\n{}", proposal.id, text);
            }
        }
    }
}
