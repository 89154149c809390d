//! Commands, one on each line, as users and agents type them.

use crate::property::Property;
use comity::context::{Context, Silent};
use comity::operations::OPERATIONS;
use comity::screen::Screen;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

pub(super) const PROPERTY: Property = Property {
    name: "commands",
    says: "any commands are done or refused in words, and nothing that was typed commands the terminal",
    hold,
    seeds: || SEEDS.iter().map(|lines| lines.as_bytes().to_vec()).collect(),
};

const SEEDS: &[&str] = &[
    "check \"Ana Ruiz\" --via facebook --for connect --at \"tomorrow 9:00\" --size 2",
    "log ana --via work-mail --for ask --at 2026-03-01 --outcome redirected --redirect linkedin\nundo\naudit",
    "log ana@firm.example --via in-person --at yesterday --hours 3\nperson ana",
    "log Tom --via +442079460123 --in --until 2026-04-01 --outcome away\nhistory",
    "person tom --set is=both --set role=client --set wish=mail --set rest-until=2026-05-01\ndoors tom",
    "settings gap-days 9\nsettings rule too-soon off\nsettings free-mail post.example\nsettings",
    "me --address me@firm.example --zone Europe/London\nme",
    "tag ana choir work\nnote ana \"likes boats\"\npeople choir\nallow too-soon ana --because \"she asked\"",
    "merge \"Ana Ruiz\" tom\nsplit tom@firm.example\nhope ana both\nforget tom\nexport",
    "add \"Mira Tolland\" --handle mira@quillfish.example\nrule too-soon",
];

/// Those that read or write files of the user's are tried elsewhere.
const LEFT_OUT: &[&str] = &["demo", "import", "backup", "restore", "export", "rule"];

/// More lines try nothing new, and take long.
const LINES: usize = 12;

/// A Tuesday, in seconds since 1970.
const NOW: i64 = 1_772_532_000;

fn hold(bytes: &[u8]) {
    let home = tempfile::tempdir().expect("a folder of its own");
    let path = home.path().join("test.comity");
    fs::write(&path, begun()).expect("a file of its own");
    for line in String::from_utf8_lossy(bytes).lines().take(LINES) {
        run(&path, &typed(line));
    }
}

/// Runs one command as the terminal would, and holds that what it says is fit to be shown.
fn run(path: &Path, typed: &[String]) {
    let Some(name) = typed.first().filter(|name| !LEFT_OUT.contains(&name.as_str())) else { return };
    let Some(entry) = OPERATIONS.iter().find(|entry| entry.name == name) else { return };
    let Ok(matches) = (entry.command)().try_get_matches_from(typed) else { return };
    let now = Timestamp::from_second(NOW).expect("a moment that people live in");
    let context = Context::new(path.to_owned(), now, TimeZone::UTC, Rc::new(Silent));
    context.network().expect("a network that was begun");
    match (entry.run)(&matches, &context) {
        Ok(answer) => {
            let mut screen = Screen::new(80, false);
            answer.show(&mut screen);
            let text = screen.into_text();
            let wrong = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(wrong, None, "{typed:?} could command the terminal");
            answer.json().expect("every answer can be written as JSON");
        }
        Err(error) => assert_ne!(error.kind(), comity::Kind::Internal, "{typed:?}: {error}"),
    }
}

/// Returns the words of a line; double quotes hold several together.
fn typed(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("one is always there").push(c),
        }
    }
    words
}

/// Returns a network in which two people are.
fn begun() -> &'static [u8] {
    static BEGUN: OnceLock<Vec<u8>> = OnceLock::new();
    BEGUN.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder of its own");
        let path = home.path().join("begun.comity");
        drop(comity_store::Store::create(&path).expect("a new network"));
        for line in [
            "add \"Ana Ruiz\" --handle ana@firm.example --handle https://www.linkedin.com/in/ana-ruiz",
            "add \"Tom Marsh\" --handle +442079460123 --handle tom@post.example",
        ] {
            run(&path, &typed(line));
        }
        fs::read(&path).expect("the network's file")
    })
}
