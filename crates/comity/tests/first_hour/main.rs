//! The first hour of somebody new, each thing that happens in it from outside: with no data, with a stranger,
//! with names that fit two, with inferences and joins that are wrong, with archives that come again.

mod exports;
#[path = "../program/mod.rs"]
mod program;
mod rough;
mod trust;

use exports::{Connection, JO, card, facebook, linkedin, mail, mail_in, mbox};
use program::{Home, Said};
use serde_json::Value;
use std::path::Path;

const ANAS: [Connection<'_>; 3] = [
    ("Ana", "Ruiz", "Lanternworks", "Buyer", "15 Jan 2025"),
    ("Ana", "Ruzicka", "Harbour", "Pilot", "3 Mar 2024"),
    ("Tom", "Marsh", "Pier House", "Cook", "2 Feb 2024"),
];

/// Imports a path and expects that to end well.
#[track_caller]
fn import(home: &Home, path: &Path) -> String {
    home.ok(&["import", path.to_str().expect("paths here are plain"), "--me", JO])
}

/// Returns the names in `people`, in order.
#[track_caller]
fn names(home: &Home) -> Vec<String> {
    let (_, answer) = home.json(&["people"]);
    let mut names: Vec<_> = every(&answer["people"], "name");
    names.sort_unstable();
    names
}

/// Returns one field of every member of a list.
fn every(list: &Value, field: &str) -> Vec<String> {
    let members = list.as_array().expect("a list").iter();
    members.map(|m| m[field].as_str().unwrap_or_default().to_owned()).collect()
}

/// Expects the program to say what is wrong and what to do.
#[track_caller]
fn refuses(said: &Said, complaint: &str) {
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.out.is_empty(), "{said:?}");
    assert!(said.err.starts_with("error: ") && said.err.contains("\nhelp: "), "{said:?}");
    assert!(said.err.replace('\n', " ").contains(complaint), "{said:?}");
}

#[test]
fn without_data_everything_says_what_to_do_next() {
    let home = Home::new();
    let start = home.ok(&[]);
    assert_eq!(start.lines().filter(|l| l.starts_with("    ")).count(), 3, "three next steps: {start}");
    for asked in [&["people"][..], &["person", "Ana"], &["audit"], &["sources"], &["history"], &["export"]] {
        refuses(&home.run(asked), "there is no network at");
        assert_eq!(home.json(asked).1["error"]["kind"], "config");
    }
    let check = |via: &str, is: &str| home.run(&["check", "Jane Roe", "--via", via, "--is", is]).code;
    let codes = [check("work-mail", "professional"), check("facebook", "professional")];
    assert_eq!((codes, home.run(&["check", "Jane Roe", "--via", "facebook"]).code), ([0, 1], 3));
    let left = std::fs::read_dir(&home).expect("a folder").count();
    assert_eq!(left, 0, "asking made something");
}

#[test]
fn a_stranger_is_judged_by_what_is_said_of_them() {
    let home = Home::new();
    let ask = ["check", "Jane Roe, managing partner", "--via", "facebook", "--for", "ask"];
    let said = home.run(&ask);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.out.starts_with("caution: Jane Roe, Facebook"), "{said:?}");
    assert!(said.out.contains("question: is Jane Roe a friend in private life"), "{said:?}");
    assert!(said.out.contains("add \"Jane Roe\" --title \"managing partner\""), "{said:?}");
    let (_, answer) = home.json(&ask);
    assert_eq!(answer["verdict"], "caution");
    assert_eq!(answer["missing"][0]["fact"], "personal-tie");
    assert!(answer["person"]["id"].is_null());

    let (code, answer) = home.json(&[&ask[..], &["--is", "professional"]].concat());
    assert_eq!((code, &answer["verdict"]), (1, &Value::from("unwelcome")));
    assert_eq!(answer["findings"][0]["rule"], "professional-on-personal-platform");
    assert_eq!(answer["doors"][0]["channel"], "work-mail");
    for more in [&["--is", "personal"][..], &["--they-wrote-first"]] {
        let (code, answer) = home.json(&[&ask[..], more].concat());
        assert_eq!((code, &answer["verdict"]), (0, &Value::from("welcome")), "{more:?}");
    }

    home.ok(&["add", "Jane Roe", "--title", "managing partner"]);
    let (code, answer) = home.json(&ask);
    assert_eq!(
        (code, &answer["person"]["id"]),
        (3, &Value::from("p1")),
        "the same words find whom was added"
    );
    let (_, answer) = home.json(&["check", "Jane Roe, nurse", "--via", "facebook"]);
    assert!(answer["person"]["id"].is_null(), "a namesake with other work was taken for her");
}

#[test]
fn a_name_that_fits_two_is_never_guessed() {
    let home = Home::new();
    import(&home, &linkedin(&home, "li", &ANAS, &[]));
    refuses(&home.run(&["person", "Ana"]), "`Ana` may mean 2 people");
    let (code, answer) = home.json(&["check", "Ana", "--via", "linkedin"]);
    let error = &answer["error"];
    assert_eq!((code, &error["kind"]), (2, &Value::from("ambiguous")));
    assert_eq!(every(&error["candidates"], "name"), ["Ana Ruiz", "Ana Ruzicka"]);
    assert!(error["candidates"][0]["about"].as_str().is_some_and(|a| a.contains("Lanternworks")));
    for (id, name) in every(&error["candidates"], "id").iter().zip(["Ana Ruiz", "Ana Ruzicka"]) {
        assert_eq!(home.json(&["person", id]).1["name"], name);
    }
    for (more, name) in
        [("ana rui", "Ana Ruiz"), ("Ruzicka", "Ana Ruzicka"), ("ana lanternworks", "Ana Ruiz")]
    {
        assert_eq!(home.json(&["person", more]).1["name"], name, "{more}");
    }
}

#[test]
fn what_the_user_says_of_somebody_wins_for_good() {
    let home = Home::new();
    let archive = linkedin(&home, "li", &ANAS, &[]);
    let cards = home.write("all.vcf", &card("Tom Marsh", "Pier House", "tom@pierhouse.example"));
    import(&home, &archive);
    import(&home, &cards);
    let is = |tie: &str| {
        let (_, person) = home.json(&["person", "Tom Marsh"]);
        let belief = &person["relationship"][tie];
        (belief["probability"].as_f64().expect("a chance"), belief["stated"] == true)
    };
    let sphere = || {
        let (_, person) = home.json(&["person", "Tom Marsh"]);
        let doors = person["doors"].as_array().expect("doors");
        let door = doors.iter().find(|d| d["channel"] == "email:tom@pierhouse.example").expect("his mail");
        door["sphere"].as_str().unwrap_or_default().to_owned()
    };
    let facebook = || home.run(&["check", "Tom Marsh", "--via", "facebook", "--topic", "personal"]).code;
    let before = (is("personal"), is("professional"), facebook());
    assert!(before.0.0 < 0.2 && before.2 == 1, "taken for a tie of work: {before:?}");
    assert_eq!(sphere(), "professional");

    home.ok(&["person", "Tom Marsh", "--set", "is=personal"]);
    home.ok(&["person", "Tom Marsh", "--handle", "tom@pierhouse.example", "--sphere", "personal"]);
    let corrected = ((1.0, true), (0.0, true), 0, "personal".to_owned());
    let now = || (is("personal"), is("professional"), facebook(), sphere());
    assert_eq!(now(), corrected);
    import(&home, &archive);
    import(&home, &cards);
    assert_eq!(now(), corrected, "an import said otherwise");

    home.ok(&["undo"]);
    assert_eq!(sphere(), "professional");
    home.ok(&["undo"]);
    assert_eq!((is("personal"), is("professional"), facebook()), before);
}

#[test]
fn the_same_archive_twice_changes_nothing() {
    let home = Home::new();
    let folder = home.path("exports");
    let sent = [("Oskar Venn", "1/29/26, 2:37 PM")];
    linkedin(&home, "exports/li", &ANAS, &sent);
    mbox(
        &home,
        "exports/mail.mbox",
        &[mail("Mira <mira@quillfish.example>", JO, "Mon, 2 Feb 2026 09:00:00 +0000")],
    );
    home.write("exports/all.vcf", &card("Tom Marsh", "Pier House", "tom@pierhouse.example"));
    exports::calendar(&home, "exports/work.ics", "Mira Tolland:mailto:mira@quillfish.example", "20260210");
    facebook(&home, "exports/fb", &[("Una Dahl", 1_600_000_000)]);
    let first = import(&home, &folder);
    assert!(!first.contains("nothing new"), "{first}");
    let (kept, people) = (home.kept(), home.ok(&["people"]));
    let again = home.ok(&["import", "exports"]);
    assert_eq!(again.matches("nothing new: all of it was known").count(), 5, "{again}");
    assert_eq!((home.kept(), home.ok(&["people"])), (kept, people));
}

#[test]
fn a_newer_archive_adds_what_is_new_and_accepts_what_was_pending() {
    let home = Home::new();
    let sent = [("Oskar Venn", "1/29/26, 2:37 PM"), ("Lena Falk", "2/2/26, 9:00 AM")];
    import(&home, &linkedin(&home, "old", &ANAS, &sent));
    let waits =
        |name: &str| !home.json(&["person", name]).1["waiting"].as_array().expect("a list").is_empty();
    let id = |name: &str| home.json(&["person", name]).1["id"].clone();
    assert!(waits("Oskar Venn") && waits("Lena Falk"));
    let before: Vec<Value> =
        ["Ana Ruiz", "Ana Ruzicka", "Tom Marsh", "Oskar Venn", "Lena Falk"].map(id).into();
    let kept = home.kept();

    let more = [
        ("Oskar", "Venn", "Chart House", "Surveyor", "20 Feb 2026"),
        ("Ilse", "Brandt", "Harbour", "Mate", "21 Feb 2026"),
    ];
    let said = import(&home, &linkedin(&home, "new", &[&ANAS[..], &more].concat(), &sent));
    assert!(said.contains("new: 2 contacts, 2 messages, meetings and requests"), "{said}");
    let after: Vec<Value> =
        ["Ana Ruiz", "Ana Ruzicka", "Tom Marsh", "Oskar Venn", "Lena Falk"].map(id).into();
    assert_eq!(after, before, "people changed their numbers");
    let lost: Vec<&str> =
        kept.lines().filter(|l| l.starts_with("interaction") && !home.kept().contains(l)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(!waits("Oskar Venn") && waits("Lena Falk"), "accepted, and still pending");
    let (_, oskar) = home.json(&["person", "Oskar Venn"]);
    assert_eq!(
        (&oskar["doors"][0]["state"], &oskar["organisation"]),
        (&"open".into(), &"Chart House".into())
    );
}

#[test]
fn an_inbox_alone_says_nothing_of_silence() {
    let home = Home::new();
    let days = ["Mon, 6 Oct 2025", "Mon, 13 Oct 2025", "Mon, 20 Oct 2025"];
    let from =
        |day: &&str| mail("Mira Tolland <mira@quillfish.example>", JO, &format!("{day} 09:00:00 +0000"));
    let inbox = mbox(&home, "Inbox.mbox", &days.iter().map(from).collect::<Vec<_>>());
    let said = import(&home, &inbox);
    assert!(said.contains("not all that you sent"), "{said}");
    assert!(!said.contains("only what you sent"), "{said}");
    let (code, audit) = home.json(&["audit"]);
    assert_eq!((code, &audit["rules"], &audit["approaches"]), (0, &Value::Array(Vec::new()), &0.into()));
    let person = home.ok(&["person", "Mira Tolland"]);
    for claim in ["one-sided", "unanswered", "no reply", "Waiting", "never answered"] {
        assert!(!person.contains(claim), "{claim}: {person}");
    }
    let (_, person) = home.json(&["person", "Mira Tolland"]);
    assert_eq!(
        (&person["waiting"], &person["doors"][0]["state"]),
        (&Value::from(Vec::<Value>::new()), &"open".into())
    );
}

#[test]
fn what_was_sent_alone_says_nothing_of_answers() {
    let home = Home::new();
    let days = ["Mon, 6 Oct 2025", "Mon, 13 Oct 2025", "Mon, 20 Oct 2025"];
    let to = |day: &&str| {
        mail_in(
            "Sent",
            &format!("Jo Keller <{JO}>"),
            "Mira Tolland <mira@quillfish.example>",
            &format!("{day} 09:00:00 +0000"),
        )
    };
    import(&home, &mbox(&home, "Sent.mbox", &days.iter().map(to).collect::<Vec<_>>()));
    assert_eq!(home.run(&["audit"]).code, 0);
    let person = home.ok(&["person", "Mira Tolland"]);
    for claim in ["one-sided", "unanswered", "no reply", "Waiting", "never answered"] {
        assert!(!person.contains(claim), "{claim}: {person}");
    }
}

#[test]
fn a_wrong_join_is_undone_and_notes_follow_the_right_half() {
    let home = Home::new();
    import(&home, &linkedin(&home, "li", &ANAS, &[]));
    let ids = || ["Ana Ruiz", "Ana Ruzicka"].map(|name| home.json(&["person", name]).1["id"].clone());
    let notes = |name: &str| every(&home.json(&["note", name]).1["notes"], "text");
    home.ok(&["note", "Ana Ruiz", "Sails on Sundays."]);
    home.ok(&["note", "Ana Ruzicka", "Dislikes maps."]);
    let (before, people) = (ids(), home.ok(&["people"]));

    home.ok(&["merge", "Ana Ruiz", "Ana Ruzicka"]);
    assert_eq!(names(&home).len(), 2);
    assert_eq!(ids()[0], ids()[1], "both names lead to the one");
    let former = before.clone().map(|id| home.json(&["person", id.as_str().expect("an id")]).1["id"].clone());
    assert_eq!(former[0], former[1], "and so do both numbers");
    assert_eq!(notes("Ana Ruiz"), ["Dislikes maps.", "Sails on Sundays."]);
    home.ok(&["note", "linkedin:ana-ruzicka", "Said while they were one."]);

    home.ok(&["undo"]);
    home.ok(&["undo"]);
    assert_eq!((ids(), home.ok(&["people"])), (before, people));
    assert_eq!(notes("Ana Ruiz"), ["Sails on Sundays."]);
    assert_eq!(notes("Ana Ruzicka"), ["Dislikes maps."]);
}

#[test]
fn a_second_own_address_is_proposed_and_then_nobody_else() {
    const SECOND: &str = "j.keller77@post.example";
    let home = Home::new();
    let jo = |address: &str| format!("Jo Keller <{address}>");
    let (mira, tom) = ("Mira Tolland <mira@quillfish.example>", "Tom Marsh <tom@pierhouse.example>");
    let said = import(
        &home,
        &mbox(
            &home,
            "All mail.mbox",
            &[
                mail_in("Sent", &jo(JO), mira, "Mon, 2 Feb 2026 09:00:00 +0000"),
                mail(mira, &jo(JO), "Mon, 2 Feb 2026 11:00:00 +0000"),
                mail_in("Sent", &jo(SECOND), tom, "Sat, 7 Feb 2026 19:00:00 +0000"),
                mail(tom, &jo(SECOND), "Sun, 8 Feb 2026 11:00:00 +0000"),
                mail(&jo(SECOND), tom, "Sun, 8 Feb 2026 19:00:00 +0000"),
            ],
        ),
    );
    assert!(said.contains(&format!("question: Is {SECOND} yours too?")), "{said}");
    let (_, me) = home.json(&["me"]);
    assert_eq!(
        (every(&me["handles"], "handle"), &me["names"][0]),
        (vec![format!("email:{JO}")], &"Jo Keller".into())
    );
    assert_eq!(every(&me["proposals"], "handle"), [format!("email:{SECOND}")]);
    let directions = || every(&home.json(&["person", "Tom Marsh"]).1["timeline"], "direction");
    assert_eq!(directions(), ["in", "out"], "the last of three is not known to be Jo's");
    assert_ne!(home.json(&["person", SECOND]).1["relationship"]["family"], true);

    home.ok(&["me", "--address", SECOND]);
    assert_eq!(directions(), ["out", "in", "out"]);
    assert_eq!(names(&home), ["Mira Tolland", "Tom Marsh"]);
    let (_, me) = home.json(&["me"]);
    assert_eq!(me["proposals"], Value::Array(Vec::new()));
    let said = home.run(&["tag", SECOND, "client"]);
    refuses(&said, "is you");
}

#[test]
fn whoever_is_forgotten_stays_so_and_the_others_stay() {
    let home = Home::new();
    let archive = linkedin(&home, "li", &ANAS, &[]);
    let cards = [("Tom Marsh", "tom@pierhouse.example"), ("Mira Tolland", "mira@quillfish.example")];
    let cards =
        home.write("all.vcf", &cards.map(|(name, address)| card(name, "Pier House", address)).concat());
    let day = "Mon, 2 Feb 2026 09:00:00 +0000";
    let both = mail("Tom Marsh <tom@pierhouse.example>", &format!("{JO}, mira@quillfish.example"), day);
    let mailbox = mbox(&home, "mail.mbox", &[both]);
    let all = || [&archive, &cards, &mailbox].map(|path| import(&home, path));
    all();
    home.ok(&["note", "Tom Marsh", "Cooks for the Marshes."]);
    let others = ["Ana Ruiz", "Ana Ruzicka", "Mira Tolland"];
    assert_eq!(names(&home).len(), 4);

    refuses(&home.run(&["forget", "Tom Marsh"]), "was not confirmed");
    assert_eq!(names(&home).len(), 4);
    home.ok(&["forget", "Tom Marsh", "--yes"]);
    let gone = || {
        assert_eq!(names(&home), others);
        for asked in ["Tom Marsh", "marsh", "tom@pierhouse.example"] {
            refuses(&home.run(&["person", asked]), "nobody in your network is called");
            assert_eq!(home.json(&["people", asked]).1["people"], Value::Array(Vec::new()), "{asked}");
        }
        let told = (home.kept() + &home.ok(&["history"])).to_lowercase();
        assert!(!told.contains("marsh") && !told.contains("pierhouse"), "{told}");
    };
    gone();
    all();
    gone();
}
