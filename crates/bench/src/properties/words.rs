//! Channels and moments, as users write them.

use crate::property::Property;
use comity::context::{Context, Silent};
use comity::{channel, when};
use comity_core::Via;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::rc::Rc;

pub(super) const PROPERTY: Property = Property {
    name: "words",
    says: "any words are a channel or none, a moment or none, and what they are can be written and read back",
    hold,
    seeds: || SEEDS.iter().map(|text| text.as_bytes().to_vec()).collect(),
};

const SEEDS: &[&str] = &[
    "tomorrow 9:00",
    "yesterday at 5pm",
    "last friday",
    "in 2 weeks",
    "3 days ago",
    "next month",
    "Dec 24",
    "3rd March, 2026",
    "2026-03-29T02:30",
    "2026-03-03T10:00:00+05:45",
    "work mail",
    "In person",
    "twitter",
    "Ana@Firm.example",
    "020 7946 0123",
    "https://www.linkedin.com/in/ana-ruiz/",
];

/// A Tuesday, in seconds since 1970.
const NOW: i64 = 1_772_532_000;

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(via) = channel::read(&text, Some("GB")) {
        let written = via.to_string();
        assert_eq!(Via::from_word(&written), Some(via), "`{written}` is another channel");
    }
    for zone in ["Europe/Berlin", "Pacific/Apia", "America/New_York"] {
        let context = context(zone);
        for read in [when::read, when::read_past] {
            let Ok(moment) = read(&context, &text) else { continue };
            let written = moment.to_string();
            let again = when::read(&context, &written).expect("what is written can be read");
            assert_eq!(again, moment, "`{written}` is another moment");
            assert!(!when::shown(moment, &context.zone()).is_empty());
        }
    }
}

fn context(zone: &str) -> Context {
    let now = Timestamp::from_second(NOW).expect("a moment that people live in");
    let zone = TimeZone::get(zone).expect("a zone of the bundled database");
    Context::new(PathBuf::from("nowhere.comity"), now, zone, Rc::new(Silent))
}
