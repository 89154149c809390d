//! A world from the outside: its files, its truth, and whether it looks like life.

use comity_world::truth::{self, Act, Automation, Contact, Line, Person, Platform, Said, Truth, Way};
use comity_world::{Plan, RULES, write};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// One world in a folder of its own, with all lines of its truth.
struct Lived {
    folder: tempfile::TempDir,
    truth: Truth,
    lines: Vec<Line>,
}

fn lived(plan: &Plan) -> Lived {
    let folder = tempfile::tempdir().unwrap();
    let truth = write(plan, folder.path()).unwrap();
    let lines = truth::read(&folder.path().join("truth.jsonl")).unwrap();
    Lived { folder, truth, lines }
}

impl Lived {
    fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.lines.iter().filter_map(|line| match line {
            Line::Contact(contact) => Some(contact),
            _ => None,
        })
    }

    fn person(&self, id: u32) -> Option<&Person> {
        self.truth.people.get(id as usize)
    }
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|e| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap()))
        .collect()
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_does_not() {
    let one = bytes(lived(&Plan::sized(200, 3_000, 5)).folder.path());
    let again = bytes(lived(&Plan::sized(200, 3_000, 5)).folder.path());
    let other = bytes(lived(&Plan::sized(200, 3_000, 6)).folder.path());
    assert_eq!(one.len(), 8);
    assert!(one == again, "the bytes differ");
    assert!(one["mail.mbox"] != other["mail.mbox"]);
}

#[test]
fn every_file_shows_what_it_is() {
    let world = lived(&Plan::story());
    assert_eq!(world.truth.files.len(), 7);
    let files = bytes(world.folder.path());
    for (name, content) in &files {
        let magic: &[u8] = match name.rsplit('.').next().unwrap() {
            "zip" => b"PK\x03\x04",
            "vcf" => b"BEGIN:VCARD\r\n",
            "mbox" => b"From ",
            "ics" => b"BEGIN:VCALENDAR\r\n",
            "jsonl" => b"{\"line\":\"me\"",
            other => panic!("{other}"),
        };
        assert!(content.starts_with(magic), "{name}");
    }
    assert!(files.contains_key("Complete_LinkedInDataExport_03-03-2026.zip"));
    assert!(files.contains_key("facebook-imogenlarkspur-2026-03-03-Qx7Lm2.zip"));
}

fn entry(world: &Lived, start: &str, name: &str) -> String {
    let path = world.truth.files.iter().find(|p| p.file_name().unwrap().to_string_lossy().starts_with(start));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path.unwrap()).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn archives_hold_what_the_truth_says() {
    let world = lived(&Plan::sized(300, 6_000, 2));
    let count = |platform, act, way: Option<Way>| {
        let shown = |c: &&Contact| !c.hidden && c.platform == platform && c.act == act;
        world.contacts().filter(shown).filter(|c| way.is_none_or(|w| c.way == w)).count()
    };
    let linkedin = |name| entry(&world, "Complete", name);
    // A preamble of two lines and an empty one, then the header.
    assert_eq!(
        linkedin("Connections.csv").lines().count() - 4,
        count(Platform::LinkedIn, Act::Connected, None)
    );
    assert_eq!(
        linkedin("Invitations.csv").lines().count() - 1,
        count(Platform::LinkedIn, Act::Request, None)
    );
    assert_eq!(linkedin("messages.csv").lines().count() - 1, count(Platform::LinkedIn, Act::Message, None));
    let facebook = |name| {
        let text = entry(&world, "facebook", name);
        text.matches("\"timestamp\"").count()
    };
    assert_eq!(
        facebook("connections/friends/your_friends.json"),
        count(Platform::Facebook, Act::Connected, None)
    );
    assert_eq!(
        facebook("connections/friends/sent_friend_requests.json"),
        count(Platform::Facebook, Act::Request, Some(Way::Out))
    );
    let mails: usize = ["mail.mbox", "private.mbox"]
        .iter()
        .map(|name| std::fs::read_to_string(world.folder.path().join(name)).unwrap())
        .map(|text| text.lines().filter(|line| line.starts_with("Message-ID:")).count())
        .sum();
    assert_eq!(mails, count(Platform::Email, Act::Message, None));
    let calendar = std::fs::read_to_string(world.folder.path().join("calendar.ics")).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), count(Platform::InPerson, Act::Meeting, None));
}

#[test]
fn the_truth_reads_back_and_is_of_one_piece() {
    let world = lived(&Plan::sized(400, 8_000, 3));
    let contacts: Vec<_> = world.contacts().collect();
    assert_eq!(contacts.len() as u64, world.truth.contacts);
    assert!(contacts.is_sorted_by_key(|c| c.at));
    let by_id: BTreeMap<u64, &Contact> = contacts.iter().map(|c| (c.id, *c)).collect();
    for contact in &contacts {
        assert!(contact.at < world.truth.me.now, "{contact:?} is later than the exports");
        assert!(!contact.handle.is_empty(), "{contact:?} went by no address");
        if let Some(asked) = contact.answers.map(|id| by_id[&id]) {
            assert!(
                asked.at < contact.at && asked.with[0] == contact.with[0],
                "{contact:?} answers {asked:?}"
            );
        }
    }
    let people = world.lines.iter().filter(|line| matches!(line, Line::Person(_))).count();
    assert_eq!(people, 400);
}

#[test]
fn every_rule_has_instances_and_near_misses() {
    for (seed, people, least) in [(1, 1_000, 5), (2, 1_000, 5), (4, 250, 2)] {
        let world = lived(&Plan::sized(people, people * 4, seed));
        let count = |rule: &str, near: bool| {
            let plays =
                |p: &&Person| p.episode.as_ref().is_some_and(|e| e.rule == rule && e.near_miss == near);
            world.truth.people.iter().filter(plays).count()
        };
        for rule in RULES.iter().filter(|rule| **rule != "WP11") {
            assert!(count(rule, false) >= least, "{rule}, seed {seed}");
            assert!(count(rule, true) >= least, "near {rule}, seed {seed}");
        }
    }
}

#[test]
fn the_pile_of_requests_is_high_in_even_worlds_alone() {
    for seed in 1..=4 {
        let world = lived(&Plan::sized(1_000, 4_000, seed));
        let waits =
            |c: &&Contact| c.platform == Platform::Facebook && c.act == Act::Request && c.way == Way::Out;
        let open = world.contacts().filter(waits).filter(|c| c.accepted.is_none());
        let strangers =
            open.filter(|c| world.person(c.with[0]).unwrap().tie(c.at).is_none_or(|t| !t.personal)).count();
        assert_eq!(strangers > 5, seed % 2 == 0, "{strangers} wait in the world of seed {seed}");
        assert!(strangers >= 3, "{strangers} are too few for a near miss");
    }
}

/// Tells how well a figure separates two groups: .5 is not at all.
fn auc(yes: &[f64], no: &[f64]) -> f64 {
    let wins: f64 = yes
        .iter()
        .flat_map(|y| {
            no.iter().map(move |n| {
                if y > n {
                    1.0
                } else if y < n {
                    0.0
                } else {
                    0.5
                }
            })
        })
        .sum();
    wins / (yes.len() * no.len()) as f64
}

/// Tells whether a moment is outside of office hours, by the clock in UTC.
fn is_off_hours(at: i64) -> bool {
    let (hour, weekday) = (at.rem_euclid(86_400) / 3_600, (at.div_euclid(86_400) + 3).rem_euclid(7));
    weekday >= 5 || !(8..18).contains(&hour)
}

/// What the mails with one person look like.
#[derive(Default)]
struct Mails {
    count: f64,
    off_hours: f64,
    free: f64,
}

const FREE: [&str; 4] = ["freemail.example", "postfach.example", "courriel.example", "webpost.example"];

fn mails(world: &Lived) -> BTreeMap<u32, Mails> {
    let mut mails: BTreeMap<u32, Mails> = BTreeMap::new();
    let by_hand = |c: &&Contact| c.platform == Platform::Email && c.automation == Automation::Human;
    for c in world.contacts().filter(by_hand) {
        let domain = c.handle.rsplit('@').next().unwrap();
        for id in &c.with {
            let mails = mails.entry(*id).or_default();
            mails.count += 1.0;
            mails.off_hours += f64::from(u8::from(is_off_hours(c.at)));
            mails.free += f64::from(u8::from(FREE.contains(&domain)));
        }
    }
    mails
}

#[test]
fn weak_cues_are_as_weak_as_among_people() {
    for seed in 1..=3 {
        let world = lived(&Plan::sized(1_000, 40_000, seed));
        let mails = mails(&world);
        let is_here = |p: &&Person| p.employer.as_deref() == Some(&world.truth.me.employer);
        let tie = |p: &Person| *p.ties.last().unwrap();
        let group = |wanted: &dyn Fn(&Person) -> bool| -> Vec<&Mails> {
            let outside = world.truth.people.iter().filter(|p| !is_here(p) && wanted(p));
            outside.filter_map(|p| mails.get(&p.id)).filter(|m| m.count >= 3.0).collect()
        };
        let values =
            |group: &[&Mails], of: fn(&Mails) -> f64| -> Vec<f64> { group.iter().map(|m| of(m)).collect() };
        let free = |group: &[&Mails]| {
            group.iter().filter(|m| m.free * 2.0 > m.count).count() as f64 / group.len() as f64
        };
        let check = |what: &str, figure: f64, low: f64, high: f64| {
            assert!((low..=high).contains(&figure), "seed {seed}: {what} {figure}");
        };
        // Relatives against everybody else outside, and friends and relatives against the rest.
        let (family, others) = (group(&|p| tie(p).family), group(&|p| !tie(p).family));
        let (personal, work) = (group(&|p| tie(p).personal), group(&|p| !tie(p).personal));
        check("free mail, family", free(&family), 0.30, 0.45);
        check("free mail, others", free(&others), 0.10, 0.20);
        check("free mail, personal", free(&personal), 0.30, 0.45);
        check("free mail, work", free(&work), 0.05, 0.20);
        let off = |m: &Mails| m.off_hours / m.count;
        check("off-hours, family", auc(&values(&family, off), &values(&others, off)), 0.48, 0.58);
        check("off-hours, personal", auc(&values(&personal, off), &values(&work, off)), 0.48, 0.58);
        let volume = |m: &Mails| m.count;
        check("volume, family", auc(&values(&family, volume), &values(&others, volume)), 0.48, 0.70);
        let here: Vec<_> =
            world.truth.people.iter().filter(is_here).filter(|p| tie(p).professional).collect();
        let both = here.iter().filter(|p| tie(p).personal).count() as f64 / here.len() as f64;
        check("both", both, 0.20, 0.40);
    }
}

#[test]
fn a_world_is_as_large_as_its_plan() {
    let world = lived(&Plan::sized(600, 16_000, 9));
    let messages = world.contacts().filter(|c| c.act == Act::Message).count();
    assert!((15_200..=16_800).contains(&messages), "{messages} messages");
    let answered = |c: &&Contact| c.answers.is_some() && c.automation == Automation::Human;
    let by_id: BTreeMap<u64, i64> = world.contacts().map(|c| (c.id, c.at)).collect();
    let mut delays: Vec<i64> =
        world.contacts().filter(answered).map(|c| c.at - by_id[&c.answers.unwrap()]).collect();
    delays.sort_unstable();
    let median = delays[delays.len() / 2] / 60;
    assert!((40..=80).contains(&median), "the median answer takes {median} minutes");
    assert!(delays[delays.len() * 85 / 100] <= 86_400, "most answers come within a day");
}

#[test]
fn the_story_has_its_cast_and_its_words() {
    use comity_world::story::{PROTAGONIST, UNWELCOME, WELCOME};
    let world = lived(&Plan::story());
    assert_eq!(world.truth.me.name, PROTAGONIST);
    for check in [UNWELCOME, WELCOME] {
        assert_eq!(world.truth.people.iter().filter(|p| p.name == check.name).count(), 1, "{}", check.name);
    }
    assert!(world.truth.stated.iter().any(|s| matches!(s.said, Said::Log(_))));
}
