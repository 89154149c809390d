//! The journeys of people in a real browser, by mouse and by keyboard, with and without a script.
//!
//! Where no browser is installed, each says so and passes; `./test` installs one where it may. `COMITY_AXE` names the
//! file of axe-core, which looks for what keeps people with disabilities out.

use comity::page::ask;
use comity::{Context, Silent};
use comity_bench::browser::{Browser, DARK, Driver, LIGHT, Look, PHONE, PLAIN, Served};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::rc::Rc;
use tempfile::TempDir;

type Done = Result<(), String>;

const ENTER: &str = "\u{e007}";
const CONTROL: char = '\u{e009}';
const ESCAPE: &str = "\u{e00c}";

/// A house of one's own: a served network, and a browser in it.
struct House {
    home: TempDir,
    served: Served,
}

impl House {
    /// Serves a network in which nothing is yet.
    fn empty() -> Result<Self, String> {
        let home = tempfile::tempdir().map_err(|e| e.to_string())?;
        let served = Served::at(&home.path().join("network.comity"), None, home.path())?;
        Ok(Self { home, served })
    }

    /// Serves the network of the demonstration.
    fn demo() -> Result<Self, String> {
        let home = tempfile::tempdir().map_err(|e| e.to_string())?;
        let path = home.path().join("none.comity");
        let mut context =
            Context::new(path, jiff::Timestamp::now(), jiff::tz::TimeZone::UTC, Rc::new(Silent));
        context.scratch = Some(home.path().to_owned());
        let answer: Value = ask(&context, "demo", json!({})).map_err(|e| e.to_string())?;
        let network = PathBuf::from(answer["network"].as_str().unwrap_or_default());
        let served = Served::at(&network, None, home.path())?;
        Ok(Self { home, served })
    }

    fn go(&self, browser: &Browser<'_>, path: &str) -> Done {
        browser.go(&format!("{}{path}", self.served.base))
    }
}

/// Lets a browser in, and goes on a journey with it.
fn journey(house: Result<House, String>, looks: &[Look], journey: impl Fn(&House, &Browser<'_>) -> Done) {
    let Some(driver) = Driver::start().expect("a driver that starts") else {
        eprintln!("no browser is installed: this journey was not made");
        return;
    };
    let house = house.expect("a house");
    for look in looks {
        let browser = driver.browser(*look).expect("a browser");
        let came = browser.go(&house.served.link().expect("a link"));
        if let Err(error) = came.and_then(|()| journey(&house, &browser)) {
            panic!("{}: {error}", look.name);
        }
    }
}

#[test]
fn first_run_with_the_demonstration() {
    journey(House::empty(), &[LIGHT, PLAIN], |_, browser| {
        // Coming in leads on by itself.
        browser.sees("h1", "Good to have you here")?;
        browser.click("button[value=demo]")?;
        browser.sees(".banner", "An invented network")?;
        browser.sees("main", "Amberbank Partners")?;
        browser.click("button[value=home]")?;
        browser.sees("h1", "Good to have you here")
    });
}

#[test]
fn files_are_dropped_and_people_are_seen() {
    let zip = House::demo().expect("a demonstration");
    let exports = zip.home.path().join("demo").join("exports");
    let files: Vec<PathBuf> =
        std::fs::read_dir(&exports).expect("exports").map(|e| e.expect("a file").path()).collect();
    let linkedin = files.iter().find(|f| f.to_string_lossy().to_lowercase().contains("linkedin"));
    let linkedin = linkedin.unwrap_or_else(|| panic!("no archive among {files:?}")).clone();
    let linkedin = if linkedin.is_dir() { None } else { Some(linkedin) };
    let Some(linkedin) = linkedin else { return };
    journey(House::empty(), &[LIGHT], |_, browser| {
        browser.sees("h1", "Good to have you here")?;
        browser.write("#me", "imogen.larkspur@amberbank.example")?;
        browser.write("#files", &linkedin.to_string_lossy())?;
        browser.sees(".target strong", &linkedin.file_name().unwrap_or_default().to_string_lossy())?;
        browser.click(".drop button.primary")?;
        browser.sees("main", "This is what was read")?;
        browser.click(".done a.primary")?;
        browser.sees("h1", "People")?;
        browser.sees("table", "Last contact")
    });
}

#[test]
fn the_better_door_is_taken() {
    journey(House::demo(), &[LIGHT, PHONE, PLAIN], |house, browser| {
        house.go(browser, "/check")?;
        browser.write("#who", "Marguerite Oyelaran")?;
        browser.write("#other", "facebook")?;
        browser.write("#for", "Ask to connect")?;
        browser.click(".ask button.primary")?;
        browser.sees("#verdict", "Usually not welcome")?;
        browser.sees(".verdict", "professional-on-personal-platform")?;
        browser.click(".better a")?;
        browser.sees("#verdict", "Welcome")?;
        browser.sees(".verdict", "Nothing speaks against it")
    });
}

#[test]
fn a_redirect_is_logged_and_the_door_closes() {
    journey(House::demo(), &[LIGHT], |house, browser| {
        house.go(browser, "/person/Marguerite+Oyelaran")?;
        browser.run("document.querySelector('#via').closest('details').open = true")?;
        browser.write("#via", "marguerite")?;
        browser.write("#outcome", "they pointed elsewhere")?;
        browser.write("#redirect", "linkedin")?;
        browser.click("button[value=log]")?;
        browser.sees(".notice", "is closed")?;
        browser.sees(".doorlist .closed", "closed")
    });
}

#[test]
fn ten_questions_are_answered_by_one_key_each_and_one_is_taken_back() {
    journey(House::demo(), &[LIGHT], |house, browser| {
        house.go(browser, "/review")?;
        let open = |browser: &Browser<'_>| -> Result<u32, String> {
            let told = browser.text("h1 .count")?;
            told.split(' ').next().and_then(|n| n.parse().ok()).ok_or(format!("`{told}` is no count"))
        };
        let before = open(browser)?;
        for n in 0..10 {
            let asked = browser.run("return document.querySelector('input[name=question]').value")?;
            browser.press(None, ["1", "2", "3"][n % 3])?;
            let other = format!(
                "const done = arguments[0], since = Date.now(); const look = () => {{ const at = document.querySelector(\
                 'input[name=question]'); at && at.value !== {asked} || Date.now() - since > 15000 ? done(1) : \
                 setTimeout(look, 30); }}; look();"
            );
            // The page that was waited on may go away under it.
            let _ = browser.wait_for(&other);
        }
        let after = open(browser)?;
        if after + 4 > before {
            return Err(format!("{before} were open, and {after} are after ten answers"));
        }
        browser.sees(".notice", "Take it back")?;
        browser.click(".notice button")?;
        browser.sees(".notice", "Taken back")
    });
}

#[test]
fn whoever_goes_ahead_is_warned_the_next_time() {
    journey(House::demo(), &[LIGHT], |house, browser| {
        let check = "/check?who=Marguerite+Oyelaran&via=facebook&for=connect";
        house.go(browser, check)?;
        browser.write("#reason", "she asked me to")?;
        browser.click("button[value=anyway]")?;
        browser.sees(".notice", "is flagged")?;
        house.go(browser, &format!("{check}&at=in+3+weeks"))?;
        browser.sees("main", "pushing-after-asking")
    });
}

#[test]
fn people_are_gone_through_without_a_mouse() {
    journey(House::demo(), &[LIGHT], |house, browser| {
        house.go(browser, "/people")?;
        browser.press(None, "jjjk")?;
        browser.press(None, "x")?;
        let chosen = "return [...document.querySelectorAll('tbody input')].findIndex(box => box.checked)";
        let chosen = browser.run(chosen)?;
        if chosen != 1 {
            return Err(format!("row {chosen} is selected, and not the second"));
        }
        browser.press(None, "?")?;
        browser.sees("#keys", "down and up in a list")?;
        browser.press(None, ESCAPE)?;
        browser.press(None, ENTER)?;
        browser.sees("main", "What happened")?;
        browser.press(Some(CONTROL), "k")?;
        browser.sees("h1", "Is this door yours to knock on?")?;
        browser.write("#who", "Margue")?;
        let offered = "const done = arguments[0]; let n = 0; const look = () => document.querySelector('#people option') || \
            n++ > 200 ? done(document.querySelector('#people option')?.value) : setTimeout(look, 50); look();";
        match browser.wait_for(offered)?.as_str() {
            Some(name) if name.starts_with("Marguerite") => Ok(()),
            other => Err(format!("{other:?} is offered")),
        }
    });
}

/// What is looked at for barriers.
const PAGES: &[&str] = &[
    "/today",
    "/check",
    "/check?who=Marguerite+Oyelaran&via=facebook&for=connect",
    "/people",
    "/person/Marguerite+Oyelaran",
    "/map",
    "/audit",
    "/review",
    "/sources",
    "/rules",
    "/rule/too-soon",
    "/settings",
    "/person/nobody-of-that-name",
];

#[test]
fn nothing_keeps_anybody_out() {
    let Some(axe) = std::env::var_os("COMITY_AXE").and_then(|path| std::fs::read_to_string(path).ok()) else {
        eprintln!("COMITY_AXE names no file: pages were not looked at for barriers");
        return;
    };
    journey(House::demo(), &[LIGHT, DARK, PHONE], |house, browser| {
        for page in PAGES {
            house.go(browser, page)?;
            browser.run(&axe)?;
            let found = browser.wait_for(
                "const done = arguments[0]; axe.run().then(found => done(found.violations.map(v => \
                 v.id + ' (' + v.impact + '): ' + v.nodes[0].html)))",
            )?;
            let wide = browser.run("return document.documentElement.scrollWidth > window.innerWidth")?;
            if found != json!([]) || wide != json!(false) {
                return Err(format!("{page}: {found:#}; wider than the screen: {wide}"));
            }
        }
        Ok(())
    });
}

#[test]
fn nothing_comes_from_elsewhere_and_pages_are_light() {
    journey(House::demo(), &[LIGHT], |house, browser| {
        for page in PAGES {
            house.go(browser, page)?;
            let loaded = browser.run(
                "return [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]\
                 .map(r => [r.name, r.decodedBodySize])",
            )?;
            let loaded = loaded.as_array().cloned().unwrap_or_default();
            let foreign =
                loaded.iter().find(|r| !r[0].as_str().is_some_and(|n| n.starts_with(&house.served.base)));
            let bytes: u64 = loaded.iter().filter_map(|r| r[1].as_u64()).sum();
            if foreign.is_some() || (bytes > 150_000 && *page != "/map") {
                return Err(format!("{page}: {bytes} bytes, from elsewhere: {foreign:?}"));
            }
        }
        Ok(())
    });
}
