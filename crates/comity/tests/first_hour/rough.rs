//! Rough ground: files that are none, work that is cut short, two at once.

use crate::exports::{JO, linkedin};
use crate::program::{Home, Said};
use crate::{ANAS, import, names, refuses};
use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts the program and leaves it running.
fn start(home: &Home, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("HOME", home.path(""))
        .env("COMITY_NETWORK", home.path("test.comity"))
        .env("COMITY_NOW", crate::program::NOW)
        .env("TZ", "UTC")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Waits for a program that was started.
fn ended(child: Child) -> Said {
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Writes a mailbox of some size, mails in both directions with many people.
fn large_mailbox(home: &Home, mails: usize) {
    let mut text = String::new();
    for n in 0..mails {
        let other = format!("Person{} Falk <person{}@post{}.example>", n % 150, n % 150, n % 15);
        let own = format!("Jo Keller <{JO}>");
        let (from, to) = if n % 2 == 0 { (&other, &own) } else { (&own, &other) };
        let (day, hour, minute) = (n % 28 + 1, n / 60 % 24, n % 60);
        let _ = write!(
            text,
            "From - Thu Jan  1 00:00:00 1970\nMessage-ID: <{n}@mail.example>\n\
             Date: {day} Jan 2025 {hour:02}:{minute:02}:00 +0000\nFrom: {from}\nTo: {to}\nSubject: Pier {n}\n\nText\n\n"
        );
    }
    home.write("large.mbox", &text);
}

#[test]
fn what_is_no_export_is_told_with_a_way_out() {
    let home = Home::new();
    home.write("empty.mbox", "");
    home.write("torn.zip", "PK\u{3}\u{4} and no more");
    home.write("text.zip", "no zip at all");
    home.write("diary.txt", "Dear diary,\nI met Mira.\n");
    for (path, complaint) in [
        ("nowhere", "cannot read `nowhere`"),
        ("empty.mbox", "`empty.mbox` is an empty file"),
        ("torn.zip", "cannot read `torn.zip`"),
        ("text.zip", "`text.zip` is text of a kind that no source knows"),
        ("diary.txt", "`diary.txt` is text of a kind that no source knows"),
    ] {
        refuses(&home.run(&["import", path]), complaint);
        refuses(&home.run(&["import", path, "--dry-run"]), complaint);
        let (code, answer) = home.json(&["import", path]);
        assert!(code == 2 && answer["error"]["help"].is_string(), "{path}: {answer}");
    }
    refuses(&home.run(&["import"]), "there is nothing to import");
    assert!(!home.path("test.comity").exists(), "a network was made of nothing");
}

#[test]
fn a_dry_run_keeps_nothing() {
    let home = Home::new();
    let sent = [("Oskar Venn", "1/29/26, 2:37 PM")];
    linkedin(&home, "li", &ANAS, &sent);
    let said = home.ok(&["import", "li", "--dry-run"]);
    assert!(said.contains("nothing was kept") && said.contains("LinkedIn archive"), "{said}");
    assert!(said.contains("jo@keller.example") && said.contains("2 Feb 2024 to 29 Jan 2026"), "{said}");
    assert!(!home.path("test.comity").exists(), "a dry run made a network");
    home.ok(&["import", "li"]);
    let kept = home.kept();
    linkedin(&home, "newer", &[("Lena", "Falk", "Harbour", "Mate", "1 Mar 2026")], &sent);
    home.ok(&["import", "newer", "--dry-run"]);
    assert_eq!(home.kept(), kept);
}

#[test]
fn a_broken_row_loses_no_other() {
    let home = Home::new();
    let folder =
        linkedin(&home, "li", &ANAS, &[("Oskar Venn", "1/29/26, 2:37 PM"), ("Lena Falk", "some day")]);
    let said = import(&home, &folder);
    assert!(said.contains("left out: 1 that cannot be read"), "{said}");
    assert!(said.contains("Invitations.csv:3: the time of the invitation cannot be read"), "{said}");
    assert!(names(&home).contains(&"Oskar Venn".to_owned()), "{:?}", names(&home));
    let (_, answer) = home.json(&["import", "li"]);
    let example = &answer["sources"][0]["examples"][0];
    assert_eq!((&example["place"], &example["reason"]), (&3.into(), &"broken".into()));
}

#[test]
fn two_at_once_both_end_well() {
    let home = Home::new();
    import(&home, &linkedin(&home, "li", &ANAS, &[]));
    large_mailbox(&home, 600);
    let importing = start(&home, &["import", "large.mbox", "--me", JO]);
    let checks: Vec<Child> =
        (0..4).map(|_| start(&home, &["check", "Ana Ruiz", "--via", "linkedin"])).collect();
    for check in checks {
        let said = ended(check);
        assert!(said.code == 0 && said.out.starts_with("welcome: Ana Ruiz"), "{said:?}");
    }
    let imported = ended(importing);
    assert_eq!(imported.code, 0, "{imported:?}");
    assert!(imported.out.contains("Your network now holds 153 people."), "{imported:?}");
}

#[test]
fn every_operation_answers_in_json() {
    let home = Home::new();
    import(&home, &linkedin(&home, "li", &ANAS, &[("Oskar Venn", "1/29/26, 2:37 PM")]));
    for asked in [
        &[][..],
        &["people"],
        &["people", "ana"],
        &["people", "nobody"],
        &["person", "Tom Marsh", "--why"],
        &["person", "Tom Marsh", "--set", "role=client"],
        &["check", "Tom Marsh", "--via", "linkedin"],
        &["audit"],
        &["log", "Tom Marsh", "--via", "linkedin", "--outcome", "replied"],
        &["note", "Tom Marsh", "Likes maps."],
        &["tag", "Tom Marsh", "client"],
        &["hope", "Tom Marsh", "both"],
        &["allow", "professional-on-personal-platform", "Tom Marsh", "--because", "he asked"],
        &["add", "Jane Roe"],
        &["history"],
        &["undo"],
        &["sources"],
        &["export"],
        &["import", "li"],
        &["import", "--guide"],
        &["import", "li", "--dry-run"],
        &["sources", "remove", "1", "--yes"],
        &["demo", "--out", "world", "--people", "20"],
    ] {
        let (code, answer) = home.json(asked);
        assert!(code == 0 && answer.is_object(), "{asked:?}: {code} {answer}");
    }
    for wrong in [&["person", "Nobody Here"][..], &["log", "Tom Marsh", "--via", "pigeon"], &["undo", "999"]]
    {
        let (code, answer) = home.json(wrong);
        assert!(code == 2 && answer["error"]["help"].is_string(), "{wrong:?}: {answer}");
    }
}

/// Whoever reads may have had enough (`comity people | head -1`).
#[test]
fn a_reader_that_leaves_is_no_mistake() {
    let home = Home::new();
    let many: Vec<String> = (0..400).map(|n| format!("Person{n}")).collect();
    let many: Vec<_> = many.iter().map(|n| (n.as_str(), "Falk", "Harbour", "Mate", "15 Jan 2025")).collect();
    import(&home, &linkedin(&home, "li", &many, &[]));
    for asked in [&["people", "--limit", "400"][..], &["export"]] {
        let mut child = start(&home, asked);
        drop(child.stdout.take());
        let said = ended(child);
        assert!(said.code == 0 && said.err.is_empty(), "{asked:?}: {said:?}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_import_is_taken_back_and_can_be_repeated() {
    let home = Home::new();
    import(&home, &linkedin(&home, "li", &ANAS, &[]));
    large_mailbox(&home, 12_000);
    let kept = home.kept();
    let child = start(&home, &["import", "large.mbox", "--me", JO]);
    let id = child.id().to_string();
    while !home.path("test.comity-wal").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(200));
    let pressed = Instant::now();
    let kill = Command::new("kill").args(["-INT", &id]).status().expect("a signal can be sent");
    assert!(kill.success());
    let said = ended(child);
    // Far from what it takes: on a busy machine nothing is soon.
    assert!(pressed.elapsed() < Duration::from_secs(10), "{:?}", pressed.elapsed());
    assert!(said.code == 2 && said.err.contains("cancelled:") && said.err.contains("nothing of"), "{said:?}");
    assert_eq!(home.kept(), kept);
    home.ok(&["import", "large.mbox", "--me", JO]);
    assert_eq!(names(&home).len(), 20, "a page of people");
    let (_, answer) = home.json(&["people"]);
    assert_eq!(answer["total"], 153);
}
