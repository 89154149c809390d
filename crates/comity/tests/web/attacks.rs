//! What other sites, other programs and other people try.

use crate::house::{HOST, House};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use comity::pages::PAGES;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn paths() -> Vec<String> {
    let mut paths: Vec<String> = PAGES.iter().map(|page| page.path.replace("{who}", "p1")).collect();
    paths.extend(["/people/names?q=ana", "/check?who=p1&via=facebook"].map(str::to_owned));
    paths
}

#[test]
fn a_foreign_name_of_this_server_is_refused_before_anything_is_looked_at() {
    let house = House::of_two();
    for path in paths() {
        for host in ["rebound.example:2664", "rebound.example", "192.0.2.1:2664", "127.0.0.1:80"] {
            let request = Request::builder().uri(&path).header("host", host).header("cookie", &house.cookie);
            let got = house.send(request.body(Body::empty()).unwrap());
            assert_eq!(got.code, StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            assert!(!got.text.contains("Ana"), "{path}");
        }
        let two = house.request("GET", &path).header("host", HOST).body(Body::empty()).unwrap();
        assert_eq!(house.send(two).code, StatusCode::MISDIRECTED_REQUEST, "two names");
    }
}

#[test]
fn without_its_cookie_nobody_sees_anything() {
    let mut house = House::of_two();
    let cookie = std::mem::take(&mut house.cookie);
    for cookie in
        ["", "comity-2664=", "comity-2664=0", &cookie[..cookie.len() - 1], &cookie.replace("2664", "2665")]
    {
        house.cookie = cookie.to_owned();
        for path in paths() {
            let got = house.get(&path);
            assert_eq!(got.code, StatusCode::UNAUTHORIZED, "{path}");
            assert!(!got.text.contains("Ana") && !got.text.contains("token"), "{path}");
        }
        assert_eq!(house.post("/people", "do=tag&tag=x&who=p1").code, StatusCode::UNAUTHORIZED);
    }
}

#[test]
fn a_link_lets_in_once_and_its_cookie_is_for_here_alone() {
    let house = House::empty();
    let link = house.app.link().unwrap();
    let path = link.split(HOST).nth(1).unwrap();
    let ahead = house.request("GET", path).header("sec-purpose", "prefetch").body(Body::empty()).unwrap();
    assert_eq!(house.send(ahead).code, StatusCode::FORBIDDEN);
    let head = house.request("HEAD", path).body(Body::empty()).unwrap();
    assert_eq!(house.send(head).code, StatusCode::FORBIDDEN);
    let got = house.get(path);
    assert_eq!(got.code, StatusCode::OK);
    let cookie = got.header("set-cookie");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"), "{cookie}");
    assert_eq!(house.get(path).code, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/enter?key=").code, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_form_of_another_site_changes_nothing() {
    let house = House::of_two();
    let body = format!("token={}&do=tag&tag=owned&who=p1", house.token);
    for (origin, site) in [
        ("http://evil.example", "cross-site"),
        ("null", "cross-site"),
        ("http://127.0.0.1:8080", "same-site"),
        ("http://localhost:2664", "same-site"),
    ] {
        let request = house
            .request("POST", "/people")
            .header("origin", origin)
            .header("sec-fetch-site", site)
            .header("content-type", "application/x-www-form-urlencoded");
        let got = house.send(request.body(Body::from(body.clone())).unwrap());
        assert_eq!(got.code, StatusCode::FORBIDDEN, "{origin}");
    }
    assert!(!house.get("/people").text.contains("owned"));
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    let house = House::of_two();
    for token in ["", "token=&", "token=0&", &format!("token={}&", house.cookie.split('=').nth(1).unwrap())] {
        for path in ["/people", "/check", "/person/p1", "/sources", "/undo", "/theme"] {
            let body = format!("{token}do=tag&tag=owned&who=p1&entries=1&theme=dark");
            let got = house.send(house.form(path).body(Body::from(body)).unwrap());
            assert_eq!(got.code, StatusCode::FORBIDDEN, "{path} {token}");
        }
    }
    assert!(!house.get("/people").text.contains("owned"));
    let plain = house.request("POST", "/people").header("content-type", "text/plain");
    let got = house.send(plain.body(Body::from(format!("token={}&do=tag", house.token))).unwrap());
    assert_eq!(got.code, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
        let got = house.send(house.request(method, "/people").body(Body::empty()).unwrap());
        assert_eq!(got.code, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    for path in ["/undo", "/theme", "/sources/drop"] {
        assert_eq!(house.get(path).code, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[test]
fn no_path_leads_to_a_file_or_out_of_the_house() {
    let house = House::of_two();
    for path in [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/style.css/../../Cargo.toml",
        "/assets/style.css",
        "/person/..%2f..%2f..%2fetc%2fpasswd",
        "/sources/",
        "/.git/config",
        "/network.comity",
        "//evil.example/",
    ] {
        let got = house.get(path);
        assert!(got.code.is_client_error(), "{path}: {}", got.code);
        assert!(!got.text.contains("root:") && !got.text.contains("[package]"), "{path}");
    }
    for back in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let got = house.post("/theme", &format!("theme=dark&back={back}"));
        assert_eq!((got.code, got.header("location")), (StatusCode::SEE_OTHER, "/"), "{back}");
    }
}

#[test]
fn what_is_too_large_is_refused_and_leaves_nothing_behind() {
    let house = House::of_two();
    let long = "a".repeat(300 << 10);
    assert_eq!(house.post("/person/p1", &format!("do=note&text={long}")).code, StatusCode::PAYLOAD_TOO_LARGE);
    let large = vec![b'a'; 100 << 10];
    let got = house.drop(&house.token, &[("large.vcf", &large)], &[]);
    assert_eq!(got.code, StatusCode::PAYLOAD_TOO_LARGE, "{}", got.text);
    assert_eq!(house.left(), 0);
    for token in ["", "0"] {
        let got = house.drop(token, &[("a.vcf", b"BEGIN:VCARD")], &[]);
        assert_eq!(got.code, StatusCode::FORBIDDEN);
    }
    assert!(!house.app.hall().is_importing());
}

#[test]
fn what_others_wrote_stays_text() {
    let house = House::empty();
    let names = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(2)>",
        "' onmouseover='alert(3)",
        "אביגיל \u{202e}gnihsihp\u{202c} כהן",
        "Zoë 👩🏽‍💻 {{7*7}}",
    ];
    for name in names {
        house.add(name, &[]);
        house.ask("tag", json!({ "who": name, "tags": ["<b>bold</b>"] }));
        house.ask("note", json!({ "who": name, "text": format!("</textarea><script>alert(4)</script>{}", "x".repeat(5_000)) }));
        house.ask("person", json!({ "who": name, "set": [format!("employer={}<i>", "Firm ".repeat(60))] }));
    }
    for path in [
        "/people",
        "/people?q=%3Cscript%3Ealert(5)%3C/script%3E&tag=%3Cb%3E",
        "/check?who=p1&via=%3Cscript%3E",
    ] {
        let text = house.get(path).text;
        assert!(
            !text.contains("<script>alert") && !text.contains("<img src=x") && !text.contains("<b>"),
            "{path}"
        );
    }
    for (n, name) in names.iter().enumerate() {
        let text = house.get(&format!("/person/p{}", n + 1)).text;
        assert!(
            !text.contains("<script>alert") && !text.contains("<img src=x") && !text.contains("<b>bold"),
            "{name}"
        );
        assert!(!text.contains(" onmouseover='"), "{name}");
        assert!(text.contains("<bdi>"), "{name}");
    }
    assert!(house.get("/people").text.contains("&#60;script&#62;alert(1)&#60;/script&#62;"));
}

#[test]
fn every_answer_forbids_the_browser_what_it_need_not_do() {
    let house = House::of_two();
    let mut all = paths();
    all.extend(["/style.css", "/script.js", "/nowhere", "/enter?key=x"].map(str::to_owned));
    for path in all {
        let got = house.get(&path);
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("referrer-policy"), "same-origin", "{path}");
        assert!(!got.header("content-type").is_empty(), "{path}");
        assert!(path.contains('.') || got.header("cache-control") == "no-store", "{path}");
        for bad in [" style=", " onclick=", "javascript:", "<style", "http://", "https://"] {
            let own = got.text.replace("http://www.w3.org/2000/svg", "");
            assert!(path.contains('.') || path == "/sources" || !own.contains(bad), "{path} has {bad}");
        }
    }
}

#[test]
fn whoever_dawdles_is_hung_up_on() {
    let house = House::of_two();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (app, stopped) = (house.app.clone(), Arc::clone(&stop));
    let server = std::thread::spawn(move || app.answer(listener, &stopped).unwrap());
    for sent in ["", "GET / HTTP/1.1\r\nhost: 127.0.0.1", "GET / HTTP/1.1\r\nhost: 127.0.0.1:2664\r\nx: "] {
        let mut line = TcpStream::connect(address).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        line.write_all(sent.as_bytes()).unwrap();
        let started = Instant::now();
        let mut answer = String::new();
        // Hung up on with a word or without one.
        let _ = line.read_to_string(&mut answer);
        assert!(started.elapsed() < Duration::from_secs(5), "after {:?}", started.elapsed());
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    let slow = format!(
        "POST /people HTTP/1.1\r\nhost: {HOST}\r\ncookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: 100\r\n\r\ntoken=",
        house.cookie
    );
    let mut line = TcpStream::connect(address).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    line.write_all(slow.as_bytes()).unwrap();
    let mut answer = vec![0; 64];
    let read = line.read(&mut answer).unwrap_or(0);
    assert!(String::from_utf8_lossy(&answer[..read]).contains("408"), "{}", String::from_utf8_lossy(&answer));
    stop.store(true, Ordering::Relaxed);
    server.join().unwrap();
}

/// Returns the code and the words with which a start of the server ends.
fn started(typed: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_comity"))
        .arg("--network")
        .arg(home.path().join("network.comity"))
        .args(["serve", "--no-open", "--port", "0"])
        .args(typed)
        .output()
        .unwrap();
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn beyond_this_machine_it_listens_only_with_a_flag_and_a_password() {
    let home = tempfile::tempdir().unwrap();
    let short = home.path().join("short");
    std::fs::write(&short, "secret\n").unwrap();
    let short = short.to_string_lossy().into_owned();
    for (typed, said) in [
        (vec!["--listen", "0.0.0.0"], "can be reached by others"),
        (vec!["--listen", "0.0.0.0", "--let-others-in"], "--password-file"),
        (vec!["--listen", "0.0.0.0", "--password-file", &short], "too short"),
        (vec!["--listen", "0.0.0.0", "--let-others-in", "--password-file", &short], "too short"),
    ] {
        let (code, words) = started(&typed);
        assert_eq!(code, Some(2), "{typed:?}: {words}");
        assert!(words.contains(said), "{typed:?}: {words}");
    }
}

#[test]
fn a_password_lets_in_and_a_wrong_one_does_not() {
    let house = House::guarded("a long enough password");
    assert_eq!(house.get("/people").code, StatusCode::UNAUTHORIZED);
    let guess = |word: &str| {
        let body = Body::from(format!("password={word}"));
        house.send(house.form("/enter").body(body).unwrap())
    };
    assert_eq!(guess("a+long+enough+passwore").code, StatusCode::UNAUTHORIZED);
    assert_eq!(guess("").code, StatusCode::UNAUTHORIZED);
    let got = guess("a+long+enough+password");
    assert_eq!(got.code, StatusCode::OK);
    assert!(got.header("set-cookie").contains("HttpOnly"));
    let none = House::empty();
    let body = Body::from("password=");
    assert_eq!(none.send(none.form("/enter").body(body).unwrap()).code, StatusCode::UNAUTHORIZED);
}
