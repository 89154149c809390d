//! A browser without a window, driven by the protocol that all browsers speak (WebDriver), and the web face served to it.
//!
//! Spoken by hand over a line within this machine: a client of others would bring TLS, which nothing here may have.

use comity::serve::{App, Given, Outside, PATIENCE, UPLOAD};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

/// What drives and what is driven; Debian's packages `chromium-driver` and `chromium`.
const DRIVER: &str = "chromedriver";

/// A slow machine starts a browser in this time.
const STARTS: Duration = Duration::from_secs(30);

/// How long a page may take to show what is waited for, while other tests run.
const WAITS: Duration = Duration::from_secs(20);

type Result<T> = std::result::Result<T, String>;

/// The program that drives browsers; it ends with this.
pub struct Driver {
    child: Child,
    port: u16,
}

/// How a browser looks at pages.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    pub is_dark: bool,
    pub has_script: bool,
}

/// On a desk, by day.
pub const LIGHT: Look = Look { name: "light", width: 1280, height: 860, is_dark: false, has_script: true };
/// On a desk, by night.
pub const DARK: Look = Look { name: "dark", is_dark: true, ..LIGHT };
/// On a small telephone.
pub const PHONE: Look = Look { name: "phone", width: 360, height: 780, ..LIGHT };
/// Without a script.
pub const PLAIN: Look = Look { name: "plain", has_script: false, ..LIGHT };

impl Driver {
    /// Starts the driver; nothing where none is installed.
    ///
    /// # Errors
    /// Fails where one is installed and does not start.
    pub fn start() -> Result<Option<Self>> {
        let free =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?;
        let port = free.port();
        let quiet = Stdio::null;
        let started = Command::new(DRIVER)
            .arg(format!("--port={port}"))
            .arg("--log-level=OFF")
            .stdout(quiet())
            .stderr(quiet())
            .spawn();
        let Ok(child) = started else { return Ok(None) };
        let mut driver = Self { child, port };
        let since = Instant::now();
        while driver.call("GET", "/status", None).is_err() {
            let ended = driver.child.try_wait().is_ok_and(|ended| ended.is_some());
            if ended || since.elapsed() > STARTS {
                return Err(format!("`{DRIVER}` does not start"));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(Some(driver))
    }

    /// Opens a browser.
    ///
    /// # Errors
    /// Fails where there is none to drive.
    pub fn browser(&self, look: Look) -> Result<Browser<'_>> {
        let size = format!("--window-size={},{}", look.width, look.height + 143);
        let mut options = json!({
            // Root may not run it otherwise, and what it looks at is ours.
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en-GB", size],
            "prefs": { "profile.managed_default_content_settings.javascript": if look.has_script { 1 } else { 2 } },
        });
        if look.width < 500 {
            let metrics = json!({ "width": look.width, "height": look.height, "pixelRatio": 2.0 });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let session = self.call("POST", "/session", Some(&wanted))?;
        let session = session["sessionId"].as_str().unwrap_or_default().to_owned();
        let browser = Browser { driver: self, session };
        let scheme = if look.is_dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.devtools("Emulation.setEmulatedMedia", &features)?;
        Ok(browser)
    }

    fn call(&self, method: &str, path: &str, sent: Option<&Value>) -> Result<Value> {
        let said = |e: std::io::Error| format!("{method} {path}: {e}");
        let mut line = TcpStream::connect(("127.0.0.1", self.port)).map_err(said)?;
        line.set_read_timeout(Some(Duration::from_secs(120))).map_err(said)?;
        let body = sent.map_or_else(String::new, Value::to_string);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.port,
            body.len()
        );
        line.write_all((head + &body).as_bytes()).map_err(said)?;
        let mut line = BufReader::new(line);
        let mut length = 0;
        loop {
            let mut header = String::new();
            if line.read_line(&mut header).map_err(said)? == 0 || header == "\r\n" {
                break;
            }
            if let Some(told) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = told.trim().parse().unwrap_or(0);
            }
        }
        let mut bytes = vec![0; length];
        line.read_exact(&mut bytes).map_err(said)?;
        let answer: Value = serde_json::from_slice(&bytes).map_err(|e| e.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => {
                Err(format!("{path}: {error}: {}", answer["value"]["message"].as_str().unwrap_or("")))
            }
            None => Ok(answer["value"].clone()),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One browser; it is closed with this.
pub struct Browser<'a> {
    driver: &'a Driver,
    session: String,
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        let _ = self.driver.call("DELETE", &format!("/session/{}", self.session), None);
    }
}

/// Under which key the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser<'_> {
    fn call(&self, method: &str, path: &str, sent: Option<&Value>) -> Result<Value> {
        self.driver.call(method, &format!("/session/{}{path}", self.session), sent)
    }

    fn devtools(&self, command: &str, asked: &Value) -> Result<Value> {
        self.call("POST", "/goog/cdp/execute", Some(&json!({ "cmd": command, "params": asked })))
    }

    /// Opens a page.
    ///
    /// # Errors
    /// Fails where nobody answers.
    pub fn go(&self, url: &str) -> Result<()> {
        self.call("POST", "/url", Some(&json!({ "url": url }))).map(drop)
    }

    /// Returns where the browser is.
    ///
    /// # Errors
    /// Fails where the browser is gone.
    pub fn place(&self) -> Result<String> {
        Ok(self.call("GET", "/url", None)?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for an element, and returns its key.
    fn find(&self, css: &str) -> Result<String> {
        let since = Instant::now();
        loop {
            let found =
                self.call("POST", "/element", Some(&json!({ "using": "css selector", "value": css })));
            match found {
                Ok(found) => return Ok(found[ELEMENT].as_str().unwrap_or_default().to_owned()),
                Err(_) if since.elapsed() < WAITS => sleep(Duration::from_millis(50)),
                Err(error) => return Err(format!("{error}; at {}: {}", self.place()?, self.text("body")?)),
            }
        }
    }

    /// Clicks on what a selector finds first.
    ///
    /// # Errors
    /// Fails where it does not come up, or cannot be clicked on.
    pub fn click(&self, css: &str) -> Result<()> {
        let element = self.find(css)?;
        self.call("POST", &format!("/element/{element}/click"), Some(&json!({}))).map(drop)
    }

    /// Types into what a selector finds first; a file is chosen by typing its path.
    ///
    /// # Errors
    /// Fails as [`Browser::click`] does.
    pub fn write(&self, css: &str, text: &str) -> Result<()> {
        let element = self.find(css)?;
        self.call("POST", &format!("/element/{element}/value"), Some(&json!({ "text": text }))).map(drop)
    }

    /// Presses keys, one after the other, with one held down where that is told.
    ///
    /// # Errors
    /// Fails where the browser is gone.
    pub fn press(&self, held: Option<char>, keys: &str) -> Result<()> {
        let act = |kind: &str, key: char| json!({ "type": kind, "value": key });
        let mut all: Vec<Value> = held.iter().map(|key| act("keyDown", *key)).collect();
        all.extend(keys.chars().flat_map(|key| [act("keyDown", key), act("keyUp", key)]));
        all.extend(held.iter().map(|key| act("keyUp", *key)));
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": all }] });
        self.call("POST", "/actions", Some(&actions)).map(drop)
    }

    /// Returns the text that a selector finds first, as it is seen.
    ///
    /// # Errors
    /// Fails where it is not there.
    pub fn text(&self, css: &str) -> Result<String> {
        let found = self.call("POST", "/element", Some(&json!({ "using": "css selector", "value": css })))?;
        let element = found[ELEMENT].as_str().unwrap_or_default().to_owned();
        Ok(self
            .call("GET", &format!("/element/{element}/text"), None)?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Waits until a text is seen where a selector finds something.
    ///
    /// # Errors
    /// Fails with what is seen instead.
    pub fn sees(&self, css: &str, text: &str) -> Result<()> {
        let since = Instant::now();
        loop {
            let seen = self.text(css).unwrap_or_default();
            if seen.contains(text) {
                return Ok(());
            }
            if since.elapsed() > WAITS {
                return Err(format!("`{text}` is not seen at {} but: {seen}", self.place()?));
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// Runs a script in the page and returns what it gives back.
    ///
    /// # Errors
    /// Fails as the script does.
    pub fn run(&self, script: &str) -> Result<Value> {
        self.call("POST", "/execute/sync", Some(&json!({ "script": script, "args": [] })))
    }

    /// Runs a script that calls its only argument with what comes of it.
    ///
    /// # Errors
    /// Fails as the script does.
    pub fn wait_for(&self, script: &str) -> Result<Value> {
        self.call("POST", "/execute/async", Some(&json!({ "script": script, "args": [] })))
    }

    /// Takes a picture of what is seen, as a PNG.
    ///
    /// # Errors
    /// Fails where the browser is gone.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let taken = self.call("GET", "/screenshot", None)?;
        Ok(unpacked(taken.as_str().unwrap_or_default()))
    }
}

/// Reads base 64.
fn unpacked(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xFF) as u8);
        }
    }
    bytes
}

/// The web face of a network, answering until this ends.
pub struct Served {
    app: App,
    /// `http://127.0.0.1:…`.
    pub base: String,
    stop: Arc<AtomicBool>,
    answers: Option<JoinHandle<()>>,
}

impl Served {
    /// Serves the network at a path, at a moment, with a folder for what can be made again.
    ///
    /// # Errors
    /// Fails where it cannot listen.
    pub fn at(path: &Path, now: Option<&str>, scratch: &Path) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let given = Given {
            path: path.to_owned(),
            now: now.map(|now| now.parse().map_err(|_| format!("`{now}` is no moment"))).transpose()?,
            zone: jiff::tz::TimeZone::UTC,
            scratch: scratch.to_owned(),
            rules: None,
            program: "comity".to_owned(),
            upload: UPLOAD,
            patience: PATIENCE,
        };
        let app = App::new(given, address, Outside::default(), None).map_err(|e| e.to_string())?;
        let stop = Arc::new(AtomicBool::new(false));
        let (answering, stopped) = (app.clone(), Arc::clone(&stop));
        let answers = std::thread::spawn(move || drop(answering.answer(listener, &stopped)));
        Ok(Self { app, base: format!("http://{address}"), stop, answers: Some(answers) })
    }

    /// Returns a link that lets one browser in, once.
    ///
    /// # Errors
    /// Fails where the system gives no random bytes.
    pub fn link(&self) -> Result<String> {
        self.app.link().map_err(|e| e.to_string())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.answers.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    #[test]
    fn base_64_is_read() {
        for (packed, plain) in [("", ""), ("Q29t", "Com"), ("Q29taXR5", "Comity"), ("Q29taQ==", "Comi")] {
            assert_eq!(unpacked(packed), plain.as_bytes());
        }
    }
}
