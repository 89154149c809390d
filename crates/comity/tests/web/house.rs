//! A network of a few people, served, and somebody who calls.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use comity::page::ask;
use comity::page::hall::Given;
use comity::serve::{App, Outside};
use comity::{Context, Silent};
use serde_json::{Value, json};
use std::future::Future;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const HOST: &str = "127.0.0.1:2664";

/// A Wednesday morning.
const NOW: &str = "2026-03-04T09:00:00Z";

/// A served network, and the browser that came in.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) home: TempDir,
    pub(crate) cookie: String,
    pub(crate) token: String,
}

/// What came back.
pub(crate) struct Got {
    pub(crate) code: StatusCode,
    pub(crate) text: String,
    pub(crate) headers: axum::http::HeaderMap,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

/// Runs what waits.
pub(crate) fn run<T>(waits: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(waits)
}

impl House {
    /// Serves a network in which nothing is yet.
    pub(crate) fn empty() -> Self {
        let mut house = Self::served(Outside::default());
        let link = house.app.link().expect("a link");
        let path = link.split(HOST).nth(1).expect("a path").to_owned();
        let entered = house.get(&path);
        assert_eq!(entered.code, StatusCode::OK, "{}", entered.text);
        house.cookie = entered.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        house.token = house.form_token();
        house
    }

    /// Returns the token that a form of this moment carries.
    pub(crate) fn form_token(&self) -> String {
        let page = self.get("/sources").text;
        let form = page.split("name=\"token\" value=\"").nth(1).expect("a form");
        form.split('"').next().expect("a token").to_owned()
    }

    /// Counts what lies in the folder for files that were handed over.
    pub(crate) fn left(&self) -> usize {
        let within = |path: PathBuf| std::fs::read_dir(path).into_iter().flatten().flatten();
        let servers = within(self.home.path().join("scratch").join("dropped"));
        servers.flat_map(|server| within(server.path())).filter(|entry| entry.path().is_dir()).count()
    }

    /// Serves an empty network behind a password, to a browser that has not come in.
    pub(crate) fn guarded(password: &str) -> Self {
        Self::served(Outside { password: Some(password.to_owned()), name: None })
    }

    fn served(outside: Outside) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let given = Given {
            path: home.path().join("network.comity"),
            now: Some(NOW.parse().expect("a moment")),
            zone: jiff::tz::TimeZone::UTC,
            scratch: home.path().join("scratch"),
            rules: None,
            program: "comity".to_owned(),
            upload: 64 << 10,
            patience: Duration::from_millis(300),
        };
        let app = App::new(given, HOST.parse().expect("an address"), outside, None).expect("an application");
        Self { app, home, cookie: String::new(), token: String::new() }
    }

    /// Serves a network of Ana, known through work, and of Ben, a friend.
    pub(crate) fn of_two() -> Self {
        let house = Self::empty();
        house.add("Ana Ruiz", &["ana@firm.example", "https://www.linkedin.com/in/ana-ruiz"]);
        house.add("Ben Okoro", &["+44 20 7946 0123", "https://www.facebook.com/ben.okoro"]);
        house.ask("person", json!({ "who": "Ana Ruiz", "set": ["is=professional"] }));
        house.ask("person", json!({ "who": "Ben Okoro", "set": ["is=personal"] }));
        house
    }

    pub(crate) fn add(&self, name: &str, handles: &[&str]) {
        self.ask("add", json!({ "name": name, "handle": handles }));
    }

    /// Asks an operation as another process would.
    pub(crate) fn ask(&self, name: &str, asked: Value) -> Value {
        let path: PathBuf = self.home.path().join("network.comity");
        let now = NOW.parse().expect("a moment");
        let mut context = Context::new(path, now, jiff::tz::TimeZone::UTC, Rc::new(Silent));
        context.is_told = true;
        ask(&context, name, asked).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Returns a request of the browser that came in.
    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("host", HOST);
        if self.cookie.is_empty() { request } else { request.header("cookie", &self.cookie) }
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Got {
        let router = self.app.router();
        run(async {
            let response: Response<Body> = router.oneshot(request).await.expect("an answer");
            let (head, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body");
            Got {
                code: head.status,
                text: String::from_utf8_lossy(&bytes).into_owned(),
                headers: head.headers,
            }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Got {
        self.send(self.request("GET", path).body(Body::empty()).expect("a request"))
    }

    /// Sends a form as a page of ours would; `fields` are encoded already.
    pub(crate) fn post(&self, path: &str, fields: &str) -> Got {
        let body = format!("token={}&{fields}", self.token);
        self.send(self.form(path).body(Body::from(body)).expect("a request"))
    }

    pub(crate) fn form(&self, path: &str) -> axum::http::request::Builder {
        self.request("POST", path)
            .header("origin", format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
    }

    /// Sends files as a page of ours would.
    pub(crate) fn drop(&self, token: &str, files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Got {
        let mut body = Vec::new();
        let mut part = |head: String, bytes: &[u8]| {
            body.extend_from_slice(
                format!("--line\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        if !token.is_empty() {
            part("name=\"token\"".to_owned(), token.as_bytes());
        }
        fields.iter().for_each(|(name, value)| part(format!("name=\"{name}\""), value.as_bytes()));
        files.iter().for_each(|(name, bytes)| part(format!("name=\"files\"; filename=\"{name}\""), bytes));
        body.extend_from_slice(b"--line--\r\n");
        let request = self
            .request("POST", "/sources/drop")
            .header("origin", format!("http://{HOST}"))
            .header("content-type", "multipart/form-data; boundary=line");
        self.send(request.body(Body::from(body)).expect("a request"))
    }

    /// Waits for the end of an import, and returns the page of sources.
    pub(crate) fn read(&self) -> String {
        for _ in 0..600 {
            if !self.app.hall().is_importing() {
                return self.get("/sources").text;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the import does not end");
    }
}
