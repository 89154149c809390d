//! Mails damaged by programs, disks and strangers.

use super::case::{Case, kept};
use super::written::{mail, put, wide};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "mbox-without-a-final-line-end",
        make: |folder, _| {
            put(folder, "all.mbox", format!("{}{}", mail(1, "", "Text."), mail(2, "", "Text.").trim_end()))
        },
        kept: |_| kept(2, 2),
        says: &[],
    },
    Case {
        name: "mail-with-a-header-of-32-mib",
        make: |folder, size| {
            let long = format!("X-Long: {}\n", "x".repeat(size.of(2 << 20, 32 << 20)));
            put(folder, "all.mbox", format!("{}{}{}", mail(1, "", ""), mail(2, &long, ""), mail(3, "", "")))
        },
        kept: |_| kept(2, 3),
        says: &["all.mbox:2: the head of this mail is too long"],
    },
    Case {
        name: "mail-with-a-folded-header-of-32-mib",
        make: |folder, size| {
            let long = format!("X-Long: x\n{}", " xxxxxxxxxxxxxxx\n".repeat(size.of(2 << 20, 32 << 20) / 17));
            put(folder, "all.mbox", format!("{}{}{}", mail(1, "", ""), mail(2, &long, ""), mail(3, "", "")))
        },
        kept: |_| kept(2, 3),
        says: &["all.mbox:2: the head of this mail is too long"],
    },
    Case {
        name: "mail-to-100000-people",
        make: |folder, size| {
            let all: Vec<String> =
                (0..size.of(1_000, 100_000)).map(|n| format!("p{n}@crowd.example")).collect();
            let to = format!("Cc: {}\n", all.join(",\n "));
            put(folder, "all.mbox", format!("{}{}{}", mail(1, "", ""), mail(2, &to, ""), mail(3, "", "")))
        },
        // Of a mailing to a crowd, fifty are kept: Tom and those after him. Ana wrote it.
        kept: |_| kept(51, 3),
        says: &[],
    },
    Case {
        name: "mime-10000-deep",
        make: |folder, size| {
            let deep = size.of(500, 10_000);
            let part = |n: usize| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1);
            let body: String = (0..deep).map(part).collect();
            let kind = "Content-Type: multipart/mixed; boundary=b0\n";
            put(folder, "all.mbox", format!("{}{}", mail(1, kind, &body), mail(2, "", "")))?;
            put(folder, "saved.eml", mail(3, kind, &body).split_once('\n').map_or("", |(_, mail)| mail))
        },
        // Ana and Tom are told by the mailbox, and by the single mail.
        kept: |_| kept(4, 3),
        says: &[],
    },
    Case {
        name: "references-to-10000-mails",
        make: |folder, size| {
            let all: Vec<String> =
                (0..size.of(1_000, 10_000)).map(|n| format!("<{n}@firm.example>")).collect();
            let fields = format!("References: {}\n", all.join("\n "));
            put(folder, "all.mbox", format!("{}{}", mail(1, "", ""), mail(2, &fields, "")))
        },
        kept: |_| kept(2, 2),
        says: &[],
    },
    Case {
        name: "mbox-with-zero-bytes",
        make: |folder, size| {
            let body = "\0".repeat(size.of(1 << 12, 1 << 16));
            let mails: String = (0..size.of(10, 500)).map(|n| mail(n, "X-Zero: \0\0\n", &body)).collect();
            put(folder, "all.mbox", mails)
        },
        kept: |size| kept(2, size.of(10, 500)),
        says: &[],
    },
    Case {
        name: "mails-of-impossible-days",
        make: |folder, _| {
            let dated = |n: usize, date: &str| {
                let text = mail(n, "", "");
                let (before, rest) = text.split_once("Date: ").unwrap_or((&text, ""));
                let after = rest.split_once('\n').map_or("", |(_, after)| after);
                // The separator has a date of its own, which would stand in.
                format!("{before}Date: {date}\n{after}")
                    .replace("Mon Mar 03 11:20:34 2025", "Mon Mar 99 11:20:34 2025")
            };
            let dates = [
                "Mon, 3 Mar 0000 11:20:34 +0000",
                "Mon, 3 Mar 99999 11:20:34 +0000",
                "Mon, 3 Mar -1 11:20:34 +0000",
                "Mon, 31 Feb 2025 11:20:34 +0000",
                "Mon, 3 Mar 2025 99:99:99 +9999",
                "",
            ];
            for (n, date) in dates.iter().enumerate() {
                put(
                    folder,
                    &format!("{n}.eml"),
                    dated(n, date).split_once('\n').map_or("", |(_, mail)| mail),
                )?;
            }
            put(folder, "sound.eml", mail(9, "", "").split_once('\n').map_or("", |(_, mail)| mail))
        },
        kept: |_| kept(2, 1),
        says: &["0.eml: a mail that tells no time"],
    },
    Case {
        name: "mails-from-strange-names",
        make: |folder, size| {
            let from = |n: usize, name: &str| {
                let text = mail(n, "", "");
                text.replace("Ana Ruiz <ana@firm.example>", &format!("{name} <ana{n}@firm.example>"))
            };
            let long = "Ana ".repeat(size.of(1 << 14, 1 << 18));
            let names = [
                long.as_str(),
                "Ana \u{1b}[2J\u{1b}]0;owned\u{7}",
                "Ana \u{9b}31m Ruiz",
                "\u{202e}ziuR anA\u{202c}",
                "A\u{200b}n\u{200d}a\u{2060} R\u{feff}uiz",
                "Ana\u{2028}Ruiz\u{2029}\u{61c}",
                "=?utf-8?q?Ana_=1B[2J?=",
            ];
            let mails: String = names.iter().enumerate().map(|(n, name)| from(n, name)).collect();
            put(folder, "all.mbox", mails)
        },
        // A name of a megabyte is cut off, and the address behind it with it; that is told.
        kept: |size| kept(size.of(8, 7), 7),
        says: &[],
    },
    Case {
        name: "mails-to-strange-addresses",
        make: |folder, _| {
            let to = |n: usize, to: &str| mail(n, &format!("Cc: {to}\n"), "");
            let all = [
                "\"ana ruiz\"@firm.example",
                "\"quoted@sign\"@firm.example",
                "ana@m\u{fc}nchen.example",
                "ana@xn--mnchen-3ya.example",
                "Ana (a comment (nested) here) <ana@firm.example> (more)",
                "<@relay.example:ana@firm.example>",
                "undisclosed-recipients:;",
                "ana@@firm.example, @, <>, \"",
            ];
            put(folder, "all.mbox", all.iter().enumerate().map(|(n, one)| to(n, one)).collect::<String>())
        },
        kept: |_| kept(5, 8),
        says: &[],
    },
    Case {
        name: "mbox-that-is-cut",
        make: |folder, _| {
            let text = format!("{}{}{}", mail(1, "", "Text."), mail(2, "", "Text."), mail(3, "", ""));
            let fields = text.rfind("Date: ").unwrap_or(0);
            put(folder, "all.mbox", &text[..fields + 9])?;
            put(folder, "empty.mbox", "")
        },
        kept: |_| kept(2, 3),
        says: &["empty.mbox: an empty file"],
    },
    Case {
        name: "mbox-in-utf-16",
        make: |folder, _| put(folder, "all.mbox", wide(&mail(1, "", "Text."), u16::to_le_bytes)),
        kept: |_| kept(0, 0),
        says: &["all.mbox: text of a kind that no source knows"],
    },
];
