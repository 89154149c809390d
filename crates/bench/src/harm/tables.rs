//! Tables damaged by spreadsheets, disks and strangers.

use super::case::{Case, kept};
use super::written::{HEADER, put, row, rows, wide};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "csv-with-a-broken-quote",
        make: |folder, size| {
            let (half, all) = (size.of(50, 50_000), size.of(100, 100_000));
            let broken = row(half).replace("Quill", "\"Quill");
            put(
                folder,
                "Connections.csv",
                format!("{HEADER}{}{broken}{}", rows(0, half), rows(half + 1, all)),
            )
        },
        kept: |size| kept(size.of(99, 99_999), size.of(99, 99_999)),
        says: &["Connections.csv:"],
    },
    Case {
        name: "csv-with-a-header-of-32-mib",
        make: |folder, size| {
            let more = ",Column".repeat(size.of(2 << 20, 32 << 20) / 7);
            let header = format!("{}{more}\n", HEADER.trim_end());
            put(folder, "Connections.csv", format!("{header}{}", rows(0, 2)))
        },
        kept: |_| kept(2, 2),
        says: &[],
    },
    Case {
        name: "csv-with-a-row-of-32-mib",
        make: |folder, size| {
            let long = row(1).replace("Quill", &"x".repeat(size.of(2 << 20, 32 << 20)));
            put(folder, "Connections.csv", format!("{HEADER}{}{long}{}", row(0), row(2)))
        },
        kept: |_| kept(2, 2),
        says: &["Connections.csv:3: the row is longer than any row can be"],
    },
    Case {
        name: "csv-of-one-quote-and-no-line-end",
        make: |folder, size| {
            let rest = "x,\"\" ".repeat(size.of(1 << 20, 32 << 20) / 5);
            put(folder, "Connections.csv", format!("{HEADER}{}\"{rest}", rows(0, 2)))
        },
        kept: |_| kept(2, 2),
        says: &["Connections.csv:4: the row is longer than any row can be"],
    },
    Case {
        name: "csv-with-names-of-1-mb",
        make: |folder, size| {
            let long = |n: usize| {
                row(n).replace("Ana", &format!("Ana {}", "Ana ".repeat(size.of(1 << 12, 240_000))))
            };
            put(folder, "Connections.csv", format!("{HEADER}{}", (0..4).map(long).collect::<String>()))
        },
        kept: |_| kept(4, 4),
        says: &[],
    },
    Case {
        name: "csv-with-zero-bytes",
        make: |folder, size| {
            let rows: String = (0..size.of(20, 10_000)).map(row).map(|r| r.replace(",,", ",\0\0,")).collect();
            put(folder, "Connections.csv", format!("{HEADER}{rows}"))
        },
        kept: |size| kept(size.of(20, 10_000), size.of(20, 10_000)),
        says: &[],
    },
    Case {
        name: "csv-of-zero-bytes",
        make: |folder, size| put(folder, "Connections.csv", vec![0; size.of(1 << 16, 64 << 20)]),
        kept: |_| kept(0, 0),
        says: &["Connections.csv: a picture, film, program or document that no source knows"],
    },
    Case {
        name: "csv-in-utf-16-without-a-mark",
        make: |folder, size| {
            let text = format!("{HEADER}{}", rows(0, size.of(20, 100_000)));
            put(folder, "little/Connections.csv", wide(&text, u16::to_le_bytes))?;
            put(folder, "big/Connections.csv", wide(&format!("{HEADER}{}", rows(0, 2)), u16::to_be_bytes))
        },
        kept: |size| kept(size.of(22, 100_002), size.of(22, 100_002)),
        says: &[],
    },
    Case {
        name: "csv-in-encodings-of-one-country",
        make: |folder, _| {
            let with = |name: &[u8]| {
                let before: &[u8] = b",Tolland,https://www.linkedin.com/in/x,,Quill,Baker,22 Nov 2025\n";
                [HEADER.as_bytes(), name, before].concat()
            };
            put(folder, "latin-1/Connections.csv", with(b"Ren\xe9e"))?;
            put(folder, "windows-1252/Connections.csv", with(b"O\x92Neil"))?;
            // "Yamada" in Shift-JIS, whose second bytes may be those of ASCII.
            put(folder, "shift-jis/Connections.csv", with(b"\x8eR\x93c"))
        },
        kept: |_| kept(3, 3),
        says: &[],
    },
    Case {
        name: "csv-that-is-cut",
        make: |folder, _| {
            let text = format!("{HEADER}{}", rows(0, 3));
            put(folder, "Connections.csv", &text[..text.len() - 40])?;
            put(folder, "header/Connections.csv", HEADER)?;
            put(folder, "empty/Connections.csv", "")
        },
        kept: |_| kept(2, 2),
        says: &["Connections.csv:4: the row has", "empty/Connections.csv: an empty file"],
    },
];
