//! `screenshots`: pictures of all pages as users see them, of the invented network.

use crate::{Outcome, Result};
use clap::Args;
use comity::page::ask;
use comity::{Context, Silent};
use comity_bench::browser::{Browser, DARK, Driver, LIGHT, Look, PHONE, Served};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::rc::Rc;

/// Where to.
#[derive(Args)]
pub(crate) struct Screenshots {
    /// The folder for the pictures; made if it is not there
    folder: PathBuf,
    /// Of this network and not of the invented one
    #[arg(long, value_name = "FILE")]
    network: Option<PathBuf>,
}

/// The pages, as what they are called and where they are.
const PAGES: &[(&str, &str)] = &[
    ("today", "/today"),
    ("check", "/check?who=Marguerite+Oyelaran&via=facebook&for=connect"),
    ("people", "/people"),
    ("person", "/person/Marguerite+Oyelaran"),
    ("map", "/map"),
    ("audit", "/audit"),
    ("review", "/review"),
    ("sources", "/sources"),
    ("rules", "/rules"),
    ("rule", "/rule/professional-on-personal-platform"),
    ("settings", "/settings"),
];

const PHONE_DARK: Look = Look { name: "phone-dark", is_dark: true, ..PHONE };

impl Screenshots {
    pub(crate) fn run(&self) -> Result<Outcome> {
        std::fs::create_dir_all(&self.folder)?;
        let scratch = tempfile::tempdir()?;
        let network = match &self.network {
            Some(network) => network.clone(),
            None => invented(scratch.path())?,
        };
        let driver =
            Driver::start()?.ok_or("there is no `chromedriver`: install chromium and chromium-driver")?;
        let served = Served::at(&network, None, scratch.path())?;
        let nobody = Served::at(&scratch.path().join("nobody.comity"), None, scratch.path())?;
        for look in [LIGHT, DARK, PHONE, PHONE_DARK] {
            let browser = driver.browser(look)?;
            browser.go(&nobody.link()?)?;
            self.take(&browser, &nobody.base, ("welcome", "/"), look)?;
            browser.go(&served.link()?)?;
            for page in PAGES {
                self.take(&browser, &served.base, *page, look)?;
            }
        }
        println!("{} pages, each in four looks, are in {}.", PAGES.len() + 1, self.folder.display());
        Ok(Outcome::Met)
    }

    fn take(&self, browser: &Browser<'_>, base: &str, (name, path): (&str, &str), look: Look) -> Result<()> {
        browser.go(&format!("{base}{path}"))?;
        // The mark of where one types blinks, and pictures are to be the same each time.
        browser.run("document.activeElement?.blur()")?;
        std::fs::write(self.folder.join(format!("{name}-{}.png", look.name)), browser.picture()?)?;
        Ok(())
    }
}

/// Makes the network of the demonstration, and returns where it lies.
fn invented(scratch: &std::path::Path) -> Result<PathBuf> {
    let path = scratch.join("none.comity");
    let mut context = Context::new(path, jiff::Timestamp::now(), jiff::tz::TimeZone::UTC, Rc::new(Silent));
    context.scratch = Some(scratch.to_owned());
    let answer: Value = ask(&context, "demo", json!({}))?;
    Ok(PathBuf::from(answer["network"].as_str().ok_or("the demonstration made no network")?))
}
