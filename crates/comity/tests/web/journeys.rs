//! What people come for, from page to page, as a browser without a script goes.

use crate::house::House;
use axum::http::StatusCode;

/// Follows where a form led, which must have been somewhere.
fn follow(house: &House, path: &str, fields: &str) -> String {
    let got = house.post(path, fields);
    assert_eq!(got.code, StatusCode::SEE_OTHER, "{path}: {}", got.text);
    house.get(got.header("location")).text
}

#[test]
fn the_first_run_asks_who_one_is_and_takes_the_files() {
    let house = House::empty();
    assert!(house.get("/").text.contains("Who are you?"));
    assert_eq!(house.get("/people").header("location"), "/");
    let card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Keller\r\nEMAIL:jo@keller.example\r\nEND:VCARD\r\n";
    let got = house.drop(
        &house.token,
        &[("../../cards.vcf", card)],
        &[("me", "me@home.example"), ("name", "Me Myself")],
    );
    assert_eq!((got.code, got.header("location")), (StatusCode::SEE_OTHER, "/sources"), "{}", got.text);
    let news = house.get("/sources/progress");
    assert!(
        news.header("content-type") == "text/event-stream"
            && news.text.ends_with("event: end\ndata: end\n\n")
    );
    let page = house.read();
    assert!(page.contains("This is what was read") && page.contains("holds one person"), "{page}");
    assert!(house.get("/people").text.contains("Jo Keller"));
    assert_eq!(house.get("/").header("location"), "/today");
    assert!(house.ask("me", serde_json::json!({}))["names"].to_string().contains("Me Myself"));
    assert_eq!(house.left(), 0);
}

#[test]
fn the_demonstration_is_looked_at_and_left_again() {
    let mut house = House::empty();
    let people = follow(&house, "/sources", "do=demo");
    house.token = house.form_token();
    assert!(people.contains("An invented network") && people.contains("data-list"), "{people}");
    assert!(!house.home.path().join("network.comity").exists());
    let verdict = house.get("/check?who=Marguerite+Oyelaran&via=facebook&for=connect").text;
    assert!(verdict.contains("Usually not welcome") && verdict.contains("Better doors"), "{verdict}");
    let got = house.post("/sources", "do=home");
    assert_eq!(got.header("location"), "/");
    assert!(house.get("/").text.contains("Who are you?"));
}

#[test]
fn the_better_door_is_taken_and_noted() {
    let house = House::of_two();
    let doors = house.get("/check?who=Ana&for=ask").text;
    assert!(doors.contains("ana@firm.example") && doors.contains("LinkedIn (ana-ruiz)"), "{doors}");
    let got = house.post("/check", "who=Ana&for=connect&other=facebook");
    assert_eq!(got.header("location"), "/check?who=Ana&via=facebook&for=connect");
    let verdict = house.get(got.header("location")).text;
    assert!(verdict.contains("sually not welcome") && verdict.contains("professional-on-personal-platform"));
    let better = verdict.split("class=\"better\"").nth(1).expect("better doors");
    let link = better.split("href=\"").nth(1).and_then(|l| l.split('"').next()).expect("a link");
    let better = house.get(&link.replace("&#38;", "&").replace("&amp;", "&")).text;
    assert!(better.contains(">Welcome<"), "{better}");
    let person = follow(&house, "/check", "do=log&who=p1&via=email:ana@firm.example&for=connect");
    assert!(person.contains("Noted: Ana Ruiz") && person.contains("Take it back"), "{person}");
}

#[test]
fn a_redirect_closes_the_door() {
    let house = House::of_two();
    let person =
        follow(&house, "/person/p2", "do=log&via=facebook:ben.okoro&outcome=redirected&redirect=phone");
    assert!(person.contains("class=\"closed\""), "{person}");
    let verdict = house.get("/check?who=p2&via=facebook:ben.okoro").text;
    assert!(!verdict.contains("id=\"verdict\">Welcome<"), "{verdict}");
}

#[test]
fn whoever_goes_ahead_all_the_same_is_warned_the_next_time() {
    let house = House::of_two();
    assert_eq!(
        house.post("/check", "do=anyway&who=p1&via=facebook&for=connect").code,
        StatusCode::BAD_REQUEST
    );
    let person = follow(&house, "/check", "do=anyway&who=p1&via=facebook&for=connect&reason=she+asked");
    assert!(person.contains("is flagged"), "{person}");
    let again = house.get("/check?who=p1&via=facebook&for=connect&at=2026-03-20").text;
    assert!(again.contains("pushing-after-asking"), "{again}");
}

#[test]
fn a_draft_is_read_and_stands_in_no_address() {
    let house = House::of_two();
    let got = house
        .post("/check", "who=p1&via=email:ana@firm.example&for=nudge&draft=Why+did+you+not+answer+me%3F%3F");
    assert_eq!(got.code, StatusCode::OK);
    assert!(got.text.contains("id=\"verdict\"") && got.text.contains("Why did you not answer me??"));
    assert!(!got.text.contains("draft="));
}

#[test]
fn a_stranger_is_judged_on_what_is_said_and_kept_where_that_is_wanted() {
    let house = House::of_two();
    let page = house.get("/check?who=Jane+Roe,+managing+partner&via=facebook&for=ask").text;
    assert!(page.contains("not in your network"), "{page}");
    let page = follow(&house, "/check", "do=add&who=Jane+Roe,+managing+partner");
    assert!(page.contains("Noted") || page.contains("Jane Roe"), "{page}");
    let found = house.get("/people?q=jane").text;
    assert!(found.contains("Jane Roe") && found.contains(r#"<span class="dim count">1</span>"#), "{found}");
}

#[test]
fn whoever_may_be_meant_is_a_choice() {
    let house = House::of_two();
    house.add("Ana Lima", &["lima@other.example"]);
    let got = house.get("/check?who=Ana&via=linkedin");
    assert_eq!(got.code, StatusCode::CONFLICT);
    assert!(
        got.text.contains("Ana Ruiz") && got.text.contains("/check?via=linkedin&#38;who=p"),
        "{}",
        got.text
    );
    assert_eq!(house.get("/person/nobody").code, StatusCode::BAD_REQUEST);
}

#[test]
fn what_was_said_is_taken_back_by_a_button() {
    let house = House::of_two();
    let page = follow(&house, "/people", "do=tag&tag=choir&who=p1&who=p2");
    assert!(page.contains("2 people are now tagged choir"), "{page}");
    let undo =
        page.split("name=\"entries\" value=\"").nth(1).and_then(|v| v.split('"').next()).expect("a button");
    let page = follow(&house, "/undo", &format!("entries={}&back=/people", undo.replace(' ', "+")));
    assert!(!page.contains("choir</bdi></a>"), "{page}");
}

#[test]
fn another_process_may_change_the_network_meanwhile() {
    let house = House::of_two();
    assert!(house.get("/people").text.contains("Ana Ruiz"));
    house.add("Cleo Park", &["cleo@firm.example"]);
    assert!(house.get("/people").text.contains("Cleo Park"));
    house.ask("forget", serde_json::json!({ "who": "Cleo Park", "yes": true }));
    assert!(!house.get("/people").text.contains("Cleo Park"));
}

#[test]
fn two_are_made_one_and_two_again() {
    let house = House::of_two();
    house.add("Ana R.", &["ana.private@mail.example"]);
    let page = house.get("/merge?a=p1&b=ana.private@mail.example").text;
    assert!(page.contains("bits in all") && page.contains("They are one person"), "{page}");
    let page = follow(&house, "/merge", "a=p1&b=ana.private@mail.example");
    assert!(page.contains("are one person") && page.contains("via=email%3Aana.private"), "{page}");
    let undo =
        page.split("name=\"entries\" value=\"").nth(1).and_then(|v| v.split('"').next()).expect("a button");
    let page = follow(&house, "/undo", &format!("entries={}&back=/person/p1", undo.replace(' ', "+")));
    assert!(!page.contains("via=email%3Aana.private"), "{page}");
    let page = follow(&house, "/person/p1", "do=split&channel=linkedin:ana-ruiz");
    assert!(
        page.contains("what you named is not Ana Ruiz") && !page.contains("via=linkedin%3Aana-ruiz"),
        "{page}"
    );
    let page = follow(&house, "/person/p1", "side=personal&channel=email:ana@firm.example");
    assert!(page.contains("private · unknown"), "{page}");
}

#[test]
fn whoever_is_forgotten_is_gone_from_every_page() {
    let house = House::of_two();
    assert_eq!(house.post("/person/p2", "do=forget").code, StatusCode::BAD_REQUEST);
    let people = follow(&house, "/person/p2", "do=forget&sure=yes");
    assert!(people.contains("Ben Okoro is forgotten") && !people.contains("ben.okoro"), "{people}");
    for path in ["/people", "/map", "/today", "/check?who=p2", "/people/names?q=ben"] {
        assert!(!house.get(path).text.contains("Ben Okoro"), "{path}");
    }
}

#[test]
fn a_form_of_one_network_changes_no_other() {
    let mut house = House::of_two();
    let own = house.token.clone();
    house.post("/people", "do=tag&tag=choir&who=p1");
    follow(&house, "/sources", "do=demo");
    assert_eq!(house.post("/people", "do=tag&tag=stray&who=p1").code, StatusCode::CONFLICT);
    house.token = house.form_token();
    let demo = house.token.clone();
    let card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Keller\r\nEND:VCARD\r\n";
    assert_eq!(house.drop(&demo, &[("a.vcf", card)], &[]).code, StatusCode::CONFLICT);
    assert_eq!(house.left(), 0);
    let got = house.post("/people", "do=tag&tag=stray&who=p1");
    assert_eq!(got.code, StatusCode::SEE_OTHER);
    house.post("/sources", "do=home");
    // What was noted of the demonstration is not offered to be taken back here.
    let people = house.get("/people").text;
    assert!(people.contains("Ana Ruiz") && !people.contains("Take it back") && !people.contains("stray"));
    for token in [own, demo] {
        house.token = token;
        for path in ["/people", "/undo", "/person/p1"] {
            let got = house.post(path, "do=tag&tag=stray&who=p1&entries=1");
            assert_eq!(got.code, StatusCode::CONFLICT, "{path}");
        }
        assert_eq!(house.drop(&house.token, &[("a.vcf", card)], &[]).code, StatusCode::CONFLICT);
    }
    assert!(!house.get("/people").text.contains("stray"));
}

#[test]
fn the_page_that_leads_in_is_for_the_user_alone_and_goes_away() {
    let house = House::empty();
    let link = house.app.link().expect("a link");
    let page = house.app.door(&link).expect("a page");
    assert!(std::fs::read_to_string(&page).expect("words").contains(&link));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&page).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    house.get(link.split(crate::house::HOST).nth(1).expect("a path"));
    assert!(!page.exists());
}
