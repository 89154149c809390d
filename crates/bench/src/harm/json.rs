//! Files of Facebook's damaged by disks and strangers.

use super::case::{Case, kept};
use super::written::{put, wide};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "json-10000000-deep",
        make: |folder, size| {
            let deep = size.of(10_000, 10_000_000);
            let deep = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
            put(folder, "your_friends.json", list(&[friend(1), deep, friend(2)]))
        },
        kept: |_| kept(2, 2),
        says: &["your_friends.json:2: "],
    },
    Case {
        name: "json-that-is-cut",
        make: |folder, _| {
            let text = list(&[friend(1), friend(2), friend(3)]);
            put(folder, "your_friends.json", &text[..text.len() - 20])
        },
        kept: |_| kept(2, 2),
        says: &["your_friends.json:3: the file is damaged or cut off behind this place"],
    },
    Case {
        name: "json-with-a-text-of-64-mb",
        make: |folder, size| {
            let long = format!(
                r#"{{"name": "{}", "timestamp": 1400000000}}"#,
                "x".repeat(size.of(1 << 20, 64 << 20))
            );
            put(folder, "your_friends.json", list(&[friend(1), long, friend(2)]))
        },
        kept: |_| kept(3, 3),
        says: &[],
    },
    Case {
        name: "json-with-zero-bytes",
        make: |folder, size| {
            let zeros = "\0".repeat(size.of(1 << 10, 1 << 20));
            put(
                folder,
                "your_friends.json",
                list(&[friend(1), format!("{zeros}{}{zeros}", friend(2)), friend(3)]),
            )
        },
        kept: |_| kept(3, 3),
        says: &[],
    },
    Case {
        name: "json-in-utf-16",
        make: |folder, _| {
            put(folder, "your_friends.json", wide(&list(&[friend(1), friend(2)]), u16::to_le_bytes))
        },
        kept: |_| kept(2, 2),
        says: &[],
    },
];

fn friend(number: usize) -> String {
    format!(r#"{{"name": "Ana Ruiz{number}", "timestamp": 140000000{number}}}"#)
}

fn list(friends: &[String]) -> String {
    format!(r#"{{"friends_v2": [{}]}}"#, friends.join(",\n"))
}
