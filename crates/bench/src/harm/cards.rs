//! Address books damaged by programs, disks and strangers.

use super::case::{Case, kept};
use super::written::{card, put, wide};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "card-with-a-picture-of-50-mb",
        make: |folder, size| {
            let line = format!(" {}\r\n", "QUJD".repeat(18));
            let photo =
                format!("PHOTO;ENCODING=b:QUJD\r\n{}", line.repeat(size.of(1 << 20, 50 << 20) / line.len()));
            put(folder, "contacts.vcf", format!("{}{}{}", card(1, ""), card(2, &photo), card(3, "")))
        },
        kept: |_| kept(3, 0),
        says: &[],
    },
    Case {
        name: "card-with-a-picture-in-one-line",
        make: |folder, size| {
            let photo = format!("PHOTO;ENCODING=b:{}\r\n", "QUJD".repeat(size.of(1 << 18, 50 << 18)));
            put(folder, "contacts.vcf", format!("{}{}{}", card(1, ""), card(2, &photo), card(3, "")))
        },
        kept: |_| kept(3, 0),
        says: &[],
    },
    Case {
        name: "card-without-end",
        make: |folder, size| {
            let lines: String =
                (0..size.of(3_000, 300_000)).map(|n| format!("TEL:+44207946{n:06}\r\n")).collect();
            put(
                folder,
                "contacts.vcf",
                format!("{}{}", card(1, ""), card(2, &lines).replace("END:VCARD", "X:")),
            )
        },
        kept: |_| kept(2, 0),
        says: &["contacts.vcf:2: a card with too many lines; the first were read"],
    },
    Case {
        name: "cards-in-utf-16",
        make: |folder, _| {
            let text = format!("{}{}", card(1, "ORG:Qu\u{ed}ll\r\n"), card(2, ""));
            put(folder, "a.vcf", wide(&text, u16::to_le_bytes))?;
            put(folder, "b.vcf", wide(&format!("\u{feff}{}", card(3, "")), u16::to_be_bytes))
        },
        kept: |_| kept(3, 0),
        says: &[],
    },
    Case {
        name: "cards-in-encodings-of-one-country",
        make: |folder, _| {
            let named = |number: usize, name: &[u8]| {
                let text = card(number, "").replace(&format!("FN:Ana Ruiz{number}"), "FN:@");
                let (before, after) = text.split_once("FN:@").unwrap_or((&text, ""));
                [before.as_bytes(), name, after.as_bytes()].concat()
            };
            let cards = [
                named(1, b"FN:Ren\xe9e"),
                named(2, b"FN:O\x92Neil"),
                named(3, b"FN;CHARSET=SHIFT_JIS:\x8eR\x93c"),
                named(4, b"FN;CHARSET=UTF-8:\x8eR\x93c"),
                named(5, b"FN;CHARSET=no-such:Ana"),
            ];
            put(folder, "contacts.vcf", cards.concat())
        },
        kept: |_| kept(5, 0),
        says: &[],
    },
    Case {
        name: "cards-with-strange-names",
        make: |folder, size| {
            let long = "Ana ".repeat(size.of(1 << 14, 1 << 18));
            let names = [
                long.as_str(),
                "Ana \u{1b}[2J\u{1b}]0;owned\u{7}",
                "Ana \u{9b}31m Ruiz",
                "\u{202e}ziuR anA\u{202c}",
                "A\u{200b}n\u{200d}a\u{2060} R\u{feff}uiz",
                "\0\0\0",
            ];
            let named = |(n, name): (usize, &&str)| {
                card(n, &format!("NICKNAME:{name}\r\nORG:{name}\r\nTITLE:{name}\r\nCATEGORIES:{name}\r\nURL:https://t.me/{n}{name}\r\n")).replace(&format!("Ana Ruiz{n}"), name)
            };
            put(folder, "contacts.vcf", names.iter().enumerate().map(named).collect::<String>())
        },
        kept: |_| kept(6, 0),
        says: &[],
    },
    Case {
        name: "cards-with-zero-bytes",
        make: |folder, size| {
            let zeros = "\0".repeat(size.of(1 << 10, 1 << 20));
            let text =
                format!("{}{zeros}\r\n{}{zeros}", card(1, &format!("X:{zeros}\r\n{zeros}\r\n")), card(2, ""));
            put(folder, "contacts.vcf", text)
        },
        kept: |_| kept(2, 0),
        says: &[],
    },
    Case {
        name: "cards-that-are-cut",
        make: |folder, _| {
            let text = format!("{}{}{}", card(1, ""), card(2, "").replace("END:VCARD\r\n", ""), card(3, ""));
            put(folder, "contacts.vcf", &text[..text.len() - 20])
        },
        kept: |_| kept(3, 0),
        says: &[],
    },
];
