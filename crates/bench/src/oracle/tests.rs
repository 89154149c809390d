//! The scenarios of the rule pages, told as truth; what the pages leave open is not asked for.

use super::when::DAY;
use super::{Lives, ask};
use comity_world::truth::{
    Act, Archive, Automation, Contact, Handle, Line, Log, Me, Outcome, Person, Platform, Purpose, Role, Said,
    Shown, Spell, Sphere, Stated, Tie, Topic, Venue, Way,
};

/// The first of March 2026, nine o'clock UTC; days are counted from here.
const MARCH: i64 = 1_772_355_600;

/// A truth in the making: one person, `1`, unless told otherwise.
struct Tale {
    lines: Vec<Line>,
    ids: u64,
}

fn handle(platform: Platform, address: &str, sphere: Sphere) -> Handle {
    Handle { platform, address: address.to_owned(), sphere, has_others: false }
}

/// Returns an address of the first person, or the like of another.
fn address(id: u32, first: &str) -> String {
    if id == 1 { first.to_owned() } else { format!("{id}{first}") }
}

impl Tale {
    /// Begins with a person of one tie, who can be reached by work mail, private mail, LinkedIn and Facebook.
    fn of(professional: bool, personal: bool) -> Self {
        let me = Me {
            name: "Imogen Larkspur".to_owned(),
            variants: Vec::new(),
            handles: Vec::new(),
            employer: String::new(),
            profession: String::new(),
            zone: "Europe/London".to_owned(),
            region: "GB".to_owned(),
            now: MARCH + 400 * DAY,
        };
        let mut tale = Self { lines: vec![Line::Me(me)], ids: 0 };
        let platforms = [Platform::Email, Platform::LinkedIn, Platform::Facebook, Platform::Messenger];
        for platform in platforms {
            tale.lines.push(Line::Archive(Archive {
                file: String::new(),
                platform,
                of: None,
                from: MARCH - 400 * DAY,
                to: MARCH + 400 * DAY,
                inbound: true,
                outbound: true,
            }));
        }
        tale.meet(1, professional, personal);
        tale
    }

    fn meet(&mut self, id: u32, professional: bool, personal: bool) {
        self.lines.push(Line::Person(Person {
            id,
            name: format!("Ana {id}"),
            variants: Vec::new(),
            handles: vec![
                handle(Platform::Email, &address(id, "ana@firm.example"), Sphere::Professional),
                handle(Platform::Email, &address(id, "ana@home.example"), Sphere::Personal),
                handle(Platform::LinkedIn, &address(id, "ana"), Sphere::Professional),
                handle(Platform::Facebook, &address(id, "Ana"), Sphere::Personal),
            ],
            ties: vec![Spell { from: 0, professional, personal, family: false }],
            role: None,
            employer: None,
            layer: 500,
            zone: "Europe/London".to_owned(),
            keeps_separate: false,
            hoped: None,
            episode: None,
        }));
    }

    fn contact(&mut self, day: i64, way: Way, channel: &str, act: Act) -> &mut Contact {
        let (platform, handle) = match channel {
            "mail" => (Platform::Email, "ana@firm.example"),
            "home" => (Platform::Email, "ana@home.example"),
            "linkedin" => (Platform::LinkedIn, "ana"),
            "messenger" => (Platform::Messenger, "Ana"),
            "facebook" => (Platform::Facebook, "Ana"),
            other => (Platform::InPerson, other),
        };
        self.ids += 1;
        self.lines.push(Line::Contact(Contact {
            id: self.ids,
            at: MARCH + day * DAY,
            shown: Shown::Instant,
            with: vec![1],
            cc: Vec::new(),
            way,
            platform,
            handle: handle.to_owned(),
            mine: None,
            act,
            audience: 1,
            answers: None,
            thread: self.ids,
            automation: Automation::Human,
            venue: None,
            minutes: None,
            accepted: None,
            hidden: false,
        }));
        match self.lines.last_mut() {
            Some(Line::Contact(contact)) => contact,
            _ => unreachable!("it was put there"),
        }
    }

    fn out(&mut self, day: i64, channel: &str) -> &mut Contact {
        self.contact(day, Way::Out, channel, Act::Message)
    }

    fn hear(&mut self, day: i64, channel: &str) -> &mut Contact {
        self.contact(day, Way::In, channel, Act::Message)
    }

    fn request(&mut self, day: i64, channel: &str) -> &mut Contact {
        self.contact(day, Way::Out, channel, Act::Request)
    }

    fn met(&mut self, day: i64, venue: Venue, minutes: u32) {
        let contact = self.contact(day, Way::Both, "in-person", Act::Meeting);
        (contact.venue, contact.minutes) = (Some(venue), Some(minutes));
    }

    fn say(&mut self, day: i64, said: Said) {
        self.lines.push(Line::Stated(Stated { at: MARCH + day * DAY, person: 1, said }));
    }

    fn log(&mut self, day: i64, via: &str, outcome: Option<Outcome>, log: Log) {
        let log = Log { via: via.to_owned(), at: MARCH + day * DAY, outcome, ..log };
        self.say(day, Said::Log(log));
    }

    /// Holds what must be found, in the order of the rules' codes, against what is wanted.
    #[track_caller]
    fn check(self, wanted: &[&str]) {
        let lives = Lives::of(self.lines).expect("a user");
        let mut found: Vec<&str> =
            ask(&lives, false).expected.iter().filter(|e| e.open.is_none()).map(|e| e.rule).collect();
        found.sort_unstable();
        assert_eq!(found, wanted);
    }
}

#[test]
fn a_request_of_private_life_to_a_business_contact() {
    let mut tale = Tale::of(true, false);
    tale.request(0, "facebook");
    tale.check(&["WP1"]);

    let mut tale = Tale::of(true, true);
    tale.request(0, "facebook");
    tale.check(&[]);

    let mut tale = Tale::of(true, false);
    tale.hear(0, "messenger");
    tale.out(5, "messenger");
    tale.check(&[]);

    let mut tale = Tale::of(true, false);
    tale.say(-1, Said::Allow { rule: "WP1".to_owned(), because: "she asked me".to_owned() });
    tale.request(0, "facebook");
    tale.check(&[]);
}

#[test]
fn with_a_role_another_rule_speaks() {
    let mut tale = Tale::of(true, false);
    tale.say(-1, Said::Role { role: Role::Report });
    tale.request(0, "facebook");
    tale.check(&["WP8"]);

    let mut tale = Tale::of(true, false);
    tale.say(-1, Said::Role { role: Role::Client });
    tale.contact(0, Way::In, "facebook", Act::Request);
    tale.out(1, "messenger");
    tale.check(&[]);
}

#[test]
fn friends_who_keep_work_apart() {
    let mut tale = Tale::of(false, true);
    tale.say(-1, Said::Separate);
    tale.request(0, "linkedin");
    tale.check(&["WP2"]);

    let mut tale = Tale::of(false, true);
    tale.say(-9, Said::Separate);
    tale.contact(-5, Way::Both, "linkedin", Act::Connected);
    tale.out(0, "linkedin");
    tale.hear(1, "linkedin");
    tale.check(&[]);
}

#[test]
fn business_through_a_private_door() {
    let pitch = || Log { purpose: Some(Purpose::Pitch), ..Log::default() };
    let mut tale = Tale::of(false, true);
    tale.log(0, "whatsapp", None, pitch());
    tale.check(&["WP3"]);

    let mut tale = Tale::of(false, true);
    tale.say(-1, Said::Hoped { tie: Tie::Professional });
    tale.out(0, "messenger");
    tale.check(&["WP3"]);

    let mut tale = Tale::of(true, true);
    tale.log(0, "whatsapp", None, pitch());
    tale.check(&[]);
}

#[test]
fn the_same_request_again() {
    let mut tale = Tale::of(false, true);
    tale.request(0, "facebook");
    tale.request(31, "facebook");
    tale.check(&["WP4"]);

    let mut tale = Tale::of(true, false);
    tale.log(2, "mail", Some(Outcome::Declined), Log { purpose: Some(Purpose::Invite), ..Log::default() });
    tale.log(8, "linkedin", None, Log { purpose: Some(Purpose::Invite), ..Log::default() });
    tale.check(&["WP4"]);

    let mut tale = Tale::of(true, false);
    tale.log(2, "mail", Some(Outcome::Declined), Log { purpose: Some(Purpose::Invite), ..Log::default() });
    tale.hear(19, "mail");
    tale.log(24, "mail", None, Log { purpose: Some(Purpose::Invite), ..Log::default() });
    tale.check(&[]);
}

#[test]
fn a_redirect_and_a_stop() {
    let to = |via: &str| Log { redirect: Some(via.to_owned()), ..Log::default() };
    let mut tale = Tale::of(true, false);
    tale.log(1, "facebook", Some(Outcome::Redirected), to("linkedin"));
    tale.out(8, "messenger");
    tale.check(&["WP5"]);

    let mut tale = Tale::of(true, false);
    tale.log(1, "facebook", Some(Outcome::Redirected), to("linkedin"));
    tale.hear(4, "messenger");
    tale.out(5, "messenger").answers = Some(1);
    tale.check(&[]);

    let mut tale = Tale::of(true, false);
    tale.log(0, "mail", Some(Outcome::Stop), Log::default());
    tale.out(33, "mail");
    tale.check(&["HD1"]);

    let mut tale = Tale::of(true, false);
    tale.log(0, "mail", Some(Outcome::Stop), Log::default());
    tale.hear(69, "mail");
    tale.out(70, "mail").answers = Some(1);
    tale.check(&[]);
}

#[test]
fn growth_is_told_once() {
    let mut tale = Tale::of(true, false);
    tale.met(-30, Venue::Restaurant, 120);
    tale.met(0, Venue::Restaurant, 120);
    tale.hear(4, "messenger");
    tale.hear(9, "messenger");
    tale.check(&["WP6"]);

    let mut tale = Tale::of(true, false);
    tale.met(-30, Venue::Restaurant, 120);
    tale.met(0, Venue::Restaurant, 120);
    tale.check(&[]);
}

#[test]
fn business_in_a_private_place() {
    let at = |venue, purpose| Log { venue: Some(venue), purpose: Some(purpose), ..Log::default() };
    let mut tale = Tale::of(true, false);
    tale.log(0, "in-person", None, at(Venue::Gym, Purpose::Pitch));
    tale.log(20, "in-person", None, at(Venue::Event, Purpose::Pitch));
    tale.log(40, "in-person", None, at(Venue::Funeral, Purpose::Condole));
    tale.log(60, "in-person", None, Log { topic: Some(Topic::Personal), ..at(Venue::Gym, Purpose::Message) });
    tale.check(&["WP7"]);
}

#[test]
fn impatience() {
    let mails = |days: &[i64]| {
        let mut tale = Tale::of(false, false);
        for day in days {
            tale.out(*day, "mail");
        }
        tale
    };
    mails(&[380]).check(&["IM4"]);
    mails(&[0, 3]).check(&["IM1"]);
    mails(&[0, 8]).check(&[]);
    mails(&[0, 8, 17]).check(&["IM3"]);
    mails(&[0, 8, 17, 29]).check(&["IM2", "IM3"]);
    mails(&[0, 8, 17, 230]).check(&["IM3", "IM4"]);

    let mut tale = mails(&[0, 8, 17]);
    tale.met(19, Venue::Event, 60);
    tale.out(29, "mail");
    tale.hear(30, "mail");
    tale.check(&["IM3"]);

    // An active tie is free to write.
    let mut tale = Tale::of(true, false);
    tale.hear(-20, "mail");
    tale.out(-19, "mail");
    tale.out(0, "mail");
    tale.out(2, "mail");
    tale.check(&[]);
}

#[test]
fn what_a_file_leaves_open_is_not_asked_for() {
    let mut tale = Tale::of(false, false);
    tale.out(0, "linkedin").shown = Shown::Minute;
    tale.out(7, "linkedin").shown = Shown::Minute;
    tale.check(&[]);
}

#[test]
fn whom_a_mere_name_means_is_open() {
    let mut tale = Tale::of(true, false);
    tale.meet(1, true, false);
    tale.request(0, "facebook");
    tale.check(&[]);
}

#[test]
fn a_pile_is_more_than_five() {
    let pile = |count: u32| {
        let mut tale = Tale::of(false, false);
        for id in 2..count + 2 {
            tale.meet(id, true, false);
            let request = tale.request(0, "facebook");
            (request.with, request.handle) = (vec![id], address(id, "Ana"));
        }
        tale
    };
    pile(5).check(&["WP1"; 5]);
    pile(6).check(&["WP1", "WP1", "WP1", "WP1", "WP1", "WP1", "WP11"]);
}

#[test]
fn near_misses_differ_by_one_fact() {
    let mut tale = Tale::of(false, false);
    tale.out(0, "mail");
    tale.out(8, "mail");
    let near = ask(&Lives::of(tale.lines).expect("a user"), false).near;
    assert_eq!(near.get(&("IM1", "within a week")), Some(&1));
    let mut tale = Tale::of(true, true);
    tale.request(0, "facebook");
    let near = ask(&Lives::of(tale.lines).expect("a user"), false).near;
    assert_eq!(near.get(&("WP1", "no private tie")), Some(&1));
}
