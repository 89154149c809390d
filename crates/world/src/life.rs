//! The ordinary days: what goes to and fro with everybody who carries no episode.

use crate::Plan;
use crate::cast::{Cast, Character, Kind, Side};
use crate::chronicle::{Chronicle, Entry, NONE};
use crate::dice::Dice;
use crate::truth::{Act, Automation, MachineKind, Platform, Venue, Way};

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

/// How long an answer takes: median fifty minutes, nine of ten within a day.
/// After Kooti and others, 2015 (pairs who write to each other).
pub(crate) const DELAY: [i64; 11] = [
    30,
    3 * MINUTE,
    8 * MINUTE,
    16 * MINUTE,
    30 * MINUTE,
    50 * MINUTE,
    90 * MINUTE,
    3 * HOUR,
    8 * HOUR,
    23 * HOUR,
    8 * DAY,
];

/// Chat that goes on within two weeks of their last word is an answer to it.
const CHAT: i64 = 14 * DAY;

/// One in eight messages is made by a machine.
const MACHINES: usize = 8;

/// Lives all ordinary days of a world.
pub(crate) fn live(plan: &Plan, cast: &Cast, chronicle: &mut Chronicle) {
    let mut dice = Dice::new(plan.seed, 2);
    let turns = std::array::from_fn(|_| dice.below(64));
    let mut life = Life { plan, cast, chronicle, dice, turns, colleagues: colleagues(cast) };
    let by_machines = plan.messages / MACHINES;
    let scale = life.scale(plan.messages - by_machines);
    for character in cast.characters.iter().filter(|c| c.person.episode.is_none()) {
        life.ties(character);
        life.talk(character, scale);
        life.meet(character);
    }
    life.machines(by_machines);
}

const fn is_weekend(at: i64) -> bool {
    // The first of January 1970 was a Thursday.
    (at.div_euclid(DAY) + 3).rem_euclid(7) >= 5
}

const fn is_off_hours(at: i64) -> bool {
    is_weekend(at) || at.rem_euclid(DAY) < 8 * HOUR || at.rem_euclid(DAY) >= 18 * HOUR
}

fn colleagues(cast: &Cast) -> Vec<u32> {
    let free = |c: &&Character| c.firm == Some(0) && c.person.episode.is_none();
    cast.characters.iter().filter(free).map(|c| c.person.id).collect()
}

struct Life<'a> {
    plan: &'a Plan,
    cast: &'a Cast,
    chronicle: &'a mut Chronicle,
    dice: Dice,
    /// Of each kind, where the spread of off-hours stands.
    turns: [usize; 7],
    /// Those of the user's own firm who may stand in copy.
    colleagues: Vec<u32>,
}

/// In a thousand messages there are so many talks.
const TALKS: usize = 530;

/// What the user sent last and they did not answer.
#[derive(Default)]
struct Silence {
    tries: usize,
    since: i64,
}

impl Silence {
    fn note(&mut self, way: Way, at: i64) {
        self.tries = if way == Way::Out { self.tries + 1 } else { 0 };
        self.since = at;
    }
}

/// In how many talks, by which door, and how often somebody answers.
struct Manner {
    platform: Platform,
    mine: Side,
    theirs: Side,
    /// In a hundred: of what opens, and of what goes on.
    answered: usize,
    went_on: usize,
}

impl Life<'_> {
    /// Returns how many messages one unit of weight stands for, in thousandths.
    fn scale(&self, messages: usize) -> usize {
        let known = |c: &&Character| c.kind != Kind::Stranger;
        let free = || self.cast.characters.iter().filter(|c| c.person.episode.is_none());
        let weights: usize = free().filter(known).map(|c| c.weight).sum();
        let strangers = free().filter(|c| !known(c)).count();
        // Strangers have a message and a half each.
        messages.saturating_sub(strangers * 3 / 2) * 1_000 / weights.max(1)
    }

    /// The ties on platforms, and the requests that led to them.
    fn ties(&mut self, c: &Character) {
        let tie = |at, platform| Entry {
            act: Act::Connected,
            ..Entry::message(at, c.person.id, platform, Way::Both)
        };
        if let Some(at) = c.linked {
            let asked = at - self.dice.quantile(&[HOUR, 5 * HOUR, DAY, 3 * DAY, 20 * DAY]);
            let way = match self.dice.below(10) {
                0..=3 => Some(Way::Out),
                4..=7 => Some(Way::In),
                // The archive often lacks the row.
                _ => None,
            };
            if let Some(way) = way.filter(|_| asked > self.plan.from) {
                self.request(c, asked, Platform::LinkedIn, way, at);
            }
            self.chronicle.add(tie(at, Platform::LinkedIn));
        }
        if let Some(at) = c.befriended {
            // Somebody asked, but the archive forgets requests that were accepted.
            let way = if self.dice.percent(50) { Way::Out } else { Way::In };
            self.chronicle.add(Entry {
                act: Act::Request,
                accepted: at,
                is_hidden: true,
                ..Entry::message(at - 5 * HOUR, c.person.id, Platform::Facebook, way)
            });
            self.chronicle.add(tie(at, Platform::Facebook));
        }
        if c.kind.is_personal() && c.befriended.is_none() && self.dice.percent(4) {
            let at = self.dice.between(c.since, self.plan.now);
            let way = if self.dice.percent(50) { Way::Out } else { Way::In };
            self.request(c, at, Platform::Facebook, way, 0);
        }
    }

    fn request(&mut self, c: &Character, at: i64, platform: Platform, way: Way, accepted: i64) {
        self.chronicle.add(Entry {
            act: Act::Request,
            accepted,
            ..Entry::message(at, c.person.id, platform, way)
        });
    }

    fn talk(&mut self, c: &Character, scale: usize) {
        if c.kind == Kind::Stranger {
            return self.stranger(c);
        }
        // Fractions of a message add up over many people; a talk has two messages, nearly.
        let wanted = (c.weight * scale + self.dice.below(1_000)) / 1_000;
        let talks = (wanted * TALKS + self.dice.below(1_000)) / 1_000;
        let off_hours = self.off_hours(c.kind, talks);
        let until =
            if self.dice.percent(15) { self.dice.between(c.since, self.plan.now) } else { self.plan.now };
        let mut days = self.days(c, until, talks);
        days.sort_unstable();
        // What is owed to the evenings is paid as soon as it is a whole talk, by mail and in chats: a share
        // without luck.
        let mut owed = [self.dice.below(100), self.dice.below(100)];
        let mut silence = Silence::default();
        for day in days {
            let Some(manner) = self.manner(c, day) else { return };
            let owed = &mut owed[usize::from(manner.platform == Platform::Email)];
            *owed += off_hours;
            let at = if *owed >= 100 { self.off_hour(day) } else { self.office_hour(day) };
            *owed %= 100;
            self.conversation(c, &manner, at, &mut silence);
        }
    }

    /// Draws the days of talks: three of five in bursts of five weeks.
    fn days(&mut self, c: &Character, until: i64, talks: usize) -> Vec<i64> {
        let bursts: Vec<i64> = (0..=self.dice.below(4)).map(|_| self.dice.between(c.since, until)).collect();
        let mut day = || {
            if self.dice.percent(60) {
                *self.dice.pick(&bursts) + self.dice.between(0, 35 * DAY)
            } else {
                self.dice.between(c.since, until)
            }
        };
        (0..talks).map(|_| day()).collect()
    }

    /// Returns how many in a hundred messages with a person come outside of office hours.
    ///
    /// People differ much, and the kind of tie hardly matters (AUC .53 among the mailboxes of a firm).
    fn off_hours(&mut self, kind: Kind, talks: usize) -> usize {
        let personal = match kind {
            Kind::Family => 3,
            _ if kind.is_personal() => 1,
            _ => 0,
        };
        // Of a few messages no share can be told, so that they take no place in the spread.
        if talks < 4 {
            return self.dice.below(64) + personal;
        }
        // 37 and 64 have no common divisor: each kind spreads evenly over the range.
        let turn = &mut self.turns[kind as usize];
        *turn = (*turn + 37) % 64;
        *turn + personal
    }

    /// Moves a moment to an evening, or into the weekend on which it lies.
    fn off_hour(&mut self, at: i64) -> i64 {
        let hour = if is_weekend(at) {
            self.dice.between(9, 23)
        } else {
            *self.dice.pick(&[6, 7, 18, 19, 20, 21, 22])
        };
        at.div_euclid(DAY) * DAY + hour * HOUR + self.dice.between(0, HOUR)
    }

    /// Moves a moment into the hours of an office.
    fn office_hour(&mut self, at: i64) -> i64 {
        let at = if is_weekend(at) { at + self.dice.between(2, 5) * DAY } else { at };
        at.div_euclid(DAY) * DAY + self.dice.between(8 * HOUR, 18 * HOUR)
    }

    /// Chooses the door of a talk; a platform opens with the tie on it.
    fn manner(&mut self, c: &Character, at: i64) -> Option<Manner> {
        let linked = c.linked.is_some_and(|tied| tied < at);
        let friends = c.befriended.is_some_and(|tied| tied < at);
        let by = |platform, mine, theirs| Manner { platform, mine, theirs, answered: 66, went_on: 74 };
        let draw = self.dice.below(100);
        let has_mail = c.mail(Side::Work).is_some();
        let private = match c.kind {
            Kind::Friend | Kind::Family => true,
            Kind::WorkFriend | Kind::BusinessFriend => self.dice.percent(30),
            _ => false,
        };
        Some(match (private, draw) {
            (true, 0..=54) if friends => by(Platform::Messenger, Side::Home, Side::Home),
            (true, 0..=89) if has_mail => by(Platform::Email, Side::Home, Side::Home),
            (true, _) if has_mail => by(Platform::Email, Side::Work, Side::Home),
            (false, 0..=17) if linked => by(Platform::LinkedIn, Side::Work, Side::Work),
            (false, 18..=21) if has_mail => by(Platform::Email, Side::Home, Side::Work),
            (false, _) if has_mail => by(Platform::Email, Side::Work, Side::Work),
            _ => return None,
        })
    }

    /// Lives one talk.
    fn conversation(&mut self, c: &Character, manner: &Manner, at: i64, silence: &mut Silence) {
        if at <= self.plan.from || at >= self.plan.now || self.is_holiday(c, at) {
            return;
        }
        let way = self.opener(at, silence);
        let round = self.round(c, manner);
        let opening = Entry {
            mine: manner.mine,
            theirs: manner.theirs,
            round,
            is_copied: round != NONE && self.dice.percent(75),
            ..Entry::message(at, c.person.id, manner.platform, way)
        };
        let mut last = self.chronicle.add(opening);
        let (mut way, mut at, mut goes_on) = (way, at, manner.answered);
        silence.note(way, at);
        for _ in 1..self.dice.quantile(&[1, 2, 2, 3, 5, 9]) {
            if !self.dice.percent(goes_on) {
                break;
            }
            way = if way == Way::Out { Way::In } else { Way::Out };
            at = self.answered_at(at);
            if at >= self.plan.now {
                break;
            }
            last = self.chronicle.answer(last, at, way);
            silence.note(way, at);
            goes_on = manner.went_on;
        }
    }

    /// Returns when an answer comes: what was written at work is mostly answered at work.
    fn answered_at(&mut self, asked: i64) -> i64 {
        let at = asked + self.dice.quantile(&DELAY);
        let next = at + 14 * HOUR;
        if !is_off_hours(asked) && is_off_hours(at) && self.dice.percent(50) {
            self.office_hour(next)
        } else {
            at
        }
    }

    /// Says who opens a talk: after a silence, the user mostly leaves that to them.
    fn opener(&mut self, at: i64, silence: &Silence) -> Way {
        let patient = match silence.tries {
            0 => 50,
            _ if at - silence.since < 10 * DAY => 4,
            1 => 40,
            2 => 15,
            _ => 3,
        };
        if self.dice.percent(patient) { Way::Out } else { Way::In }
    }

    /// Between the years, work rests.
    fn is_holiday(&mut self, c: &Character, at: i64) -> bool {
        // Good enough: the length of a year drifts by a quarter of a day each year.
        let day_of_year = at.rem_euclid(31_556_952) / DAY;
        c.kind.is_professional() && !(2..357).contains(&day_of_year) && self.dice.percent(80)
    }

    /// One mail in seven within the firm has others in it.
    fn round(&mut self, c: &Character, manner: &Manner) -> u32 {
        let alone = manner.platform != Platform::Email || manner.mine == Side::Home || c.firm != Some(0);
        if alone || self.colleagues.len() < 8 || !self.dice.percent(15) {
            return NONE;
        }
        let count = 1 + self.dice.below(3);
        let mut others: Vec<u32> = (0..count).map(|_| *self.dice.pick(&self.colleagues)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|id| *id != c.person.id);
        if others.is_empty() { NONE } else { self.chronicle.round(others) }
    }

    /// A cold mail from them or from the user, or an invitation; hardly any comes to something.
    fn stranger(&mut self, c: &Character) {
        let at = if self.dice.percent(20) { self.off_hour(c.since) } else { self.office_hour(c.since) };
        let id = c.person.id;
        match self.dice.below(10) {
            0..=4 if c.mail(Side::Work).is_some() => {
                let first = self.chronicle.add(Entry::message(at, id, Platform::Email, Way::In));
                let later = at + self.dice.quantile(&DELAY);
                if self.dice.percent(12) && later < self.plan.now {
                    self.chronicle.answer(first, later, Way::Out);
                }
            }
            5..=7 if c.mail(Side::Work).is_some() => self.cold(id, at),
            8 => self.request(c, at, Platform::LinkedIn, Way::In, 0),
            _ => self.request(c, at, Platform::LinkedIn, Way::Out, 0),
        }
    }

    fn cold(&mut self, id: u32, at: i64) {
        let first = self.chronicle.add(Entry::message(at, id, Platform::Email, Way::Out));
        let soon = at + self.dice.quantile(&[5, 40, 90]);
        let later = at + self.dice.quantile(&DELAY) * 3;
        let outcome = self.dice.below(100);
        let automation = match outcome {
            0..=5 => Automation::Bounce,
            6..=10 => Automation::Away,
            _ => Automation::Human,
        };
        if automation != Automation::Human && soon < self.plan.now {
            let notice = self.chronicle.answer(first, soon, Way::In);
            self.chronicle.entries[notice as usize].automation = automation;
        } else if outcome < 20 && later < self.plan.now {
            let answer = self.chronicle.answer(first, later, Way::In);
            if later + DAY < self.plan.now && self.dice.percent(60) {
                self.chronicle.answer(answer, later + DAY, Way::Out);
            }
        } else if outcome < 45 && at + 20 * DAY < self.plan.now {
            // A second try in the same conversation, a decent time later.
            let again = at + self.dice.between(8, 19) * DAY;
            let second = Entry { thread: first, ..Entry::message(again, id, Platform::Email, Way::Out) };
            self.chronicle.add(second);
        }
    }

    /// Meetings in the calendar: at work with colleagues and clients, elsewhere with friends.
    fn meet(&mut self, c: &Character) {
        let (many, venues): (usize, &[Venue]) = match c.kind {
            Kind::Colleague => (6, &[Venue::Office, Venue::Office, Venue::Online]),
            Kind::Business => {
                (2, &[Venue::Office, Venue::Online, Venue::Online, Venue::Event, Venue::Restaurant])
            }
            Kind::WorkFriend | Kind::BusinessFriend => {
                (6, &[Venue::Office, Venue::Online, Venue::Restaurant, Venue::Restaurant, Venue::Home])
            }
            Kind::Friend => {
                (4, &[Venue::Restaurant, Venue::Restaurant, Venue::Home, Venue::Gym, Venue::Event])
            }
            // No word of a calendar says that a place is a family's.
            Kind::Family => (6, &[Venue::Home, Venue::Home, Venue::Home, Venue::Restaurant]),
            Kind::Stranger => return,
        };
        // Few lists of guests name those of the outer circles.
        if c.mail(Side::Work).is_none() || (c.person.layer >= 500 && !self.dice.percent(15)) {
            return;
        }
        for _ in 0..self.dice.below(many) {
            let at = self.dice.between(c.since, self.plan.now);
            let venue = *self.dice.pick(venues);
            self.meeting(c, at, venue);
        }
    }

    fn meeting(&mut self, c: &Character, at: i64, venue: Venue) {
        let evening = matches!(venue, Venue::Restaurant | Venue::Home);
        let hour = if evening { self.dice.between(18, 21) } else { self.dice.between(8, 17) };
        let at = at.div_euclid(DAY) * DAY + hour * HOUR + self.dice.between(0, 4) * 15 * MINUTE;
        if at <= self.plan.from || at + 3 * HOUR >= self.plan.now {
            return;
        }
        let minutes = if evening { 120 } else { *self.dice.pick(&[30, 30, 60, 60, 90]) };
        let round = if venue == Venue::Office && c.firm == Some(0) && self.dice.percent(40) {
            let manner = Manner {
                platform: Platform::Email,
                mine: Side::Work,
                theirs: Side::Work,
                answered: 0,
                went_on: 0,
            };
            self.round(c, &manner)
        } else {
            NONE
        };
        let side = if evening { Side::Home } else { Side::Work };
        self.chronicle.add(Entry {
            act: Act::Meeting,
            venue: Some(venue),
            minutes,
            round,
            theirs: side,
            ..Entry::message(at, c.person.id, Platform::InPerson, Way::Both)
        });
    }

    fn machines(&mut self, messages: usize) {
        let senders: Vec<_> =
            self.cast.machines.iter().filter(|m| m.kind != MachineKind::Postmaster).collect();
        for _ in 0..messages {
            let machine = *self.dice.pick(&senders);
            let at = self.dice.between(self.plan.from, self.plan.now);
            let (automation, mine) = match machine.kind {
                MachineKind::Newsletter => (Automation::Bulk, Side::Home),
                MachineKind::List => (Automation::List, Side::Work),
                MachineKind::RoleMailbox => (Automation::Human, Side::Work),
                MachineKind::Robot | MachineKind::Postmaster => (Automation::Robot, Side::Home),
            };
            self.chronicle.add(Entry {
                automation,
                mine,
                ..Entry::message(at, machine.id, Platform::Email, Way::In)
            });
        }
    }
}

/// Makes answers of what goes on in a chat, where there are no conversations.
///
/// To be called with the entries in the order of time.
pub(crate) fn join_chats(chronicle: &mut Chronicle, people: usize) {
    let mut last = [vec![NONE; people], vec![NONE; people]];
    for place in 0..chronicle.entries.len() {
        let entry = chronicle.entries[place];
        let Some(chats) = chat_of(&entry, &mut last) else { continue };
        let before = std::mem::replace(&mut chats[entry.who as usize], place as u32);
        let Some(before) = chronicle.entries.get(before as usize) else { continue };
        let theirs = before.way == Way::In && entry.way == Way::Out;
        if theirs && entry.answers == NONE && entry.at - before.at <= CHAT {
            let (answers, thread) = (before.id, before.thread);
            let entry = &mut chronicle.entries[place];
            (entry.answers, entry.thread) = (answers, thread);
        }
    }
}

fn chat_of<'a>(entry: &Entry, last: &'a mut [Vec<u32>; 2]) -> Option<&'a mut Vec<u32>> {
    match entry.platform {
        Platform::LinkedIn if entry.act == Act::Message => Some(&mut last[0]),
        Platform::Messenger => Some(&mut last[1]),
        _ => None,
    }
}
