//! Life in the hidden world: words go to and fro, ties grow and fade, addresses die, some want peace.
//!
//! Knows nothing of ours. What others may see of it is a [`Word`]; what it did to a tie stays here.

use super::truth::{BEFORE, Person, Truth, people};
use comity_bench::Numbers;

/// What was said, as anybody's mailbox would show it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) id: u64,
    pub(super) who: usize,
    /// In days since the plan began.
    pub(super) day: f64,
    pub(super) door: usize,
    pub(super) what: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// They wrote; the word of the user's that it answers.
    Theirs(Option<u64>),
    /// The user wrote; the word of theirs that it answers.
    Mine(Option<u64>),
    /// The user's word came back.
    Bounce,
    /// They asked to be left alone.
    Stop,
}

/// What came of the user's words since the plan began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Toll {
    /// Words to who wants peace, by a door that they mind, or when they were tired of them.
    pub(super) peace: u32,
    pub(super) door: u32,
    pub(super) tired: u32,
    /// Words to an address that nobody reads any more.
    pub(super) lost: u32,
    pub(super) answered: u32,
}

impl Toll {
    /// Returns what came after an earlier count.
    pub(super) const fn without(self, before: Self) -> Self {
        Self {
            peace: self.peace - before.peace,
            door: self.door - before.door,
            tired: self.tired - before.tired,
            lost: self.lost - before.lost,
            answered: self.answered - before.answered,
        }
    }

    /// Returns both together.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            peace: self.peace + other.peace,
            door: self.door + other.door,
            tired: self.tired + other.tired,
            lost: self.lost + other.lost,
            answered: self.answered + other.answered,
        }
    }
}

/// How a tie stands, as of a day.
#[derive(Clone, Copy, Debug)]
struct Tie {
    strength: f64,
    as_of: f64,
    /// The last exchange.
    last: f64,
    /// The strongest that it ever was.
    peak: f64,
    /// Words of the user's of which they are tired, as of a day.
    tired: f64,
    tired_at: f64,
    starts: f64,
    /// Their word that the user has not answered.
    waits: Option<(u64, f64)>,
}

/// From here on a tie lives.
const ALIVE: f64 = 0.25;

/// A word that needs an answer is given up after so many days.
const GIVEN_UP: f64 = 30.0;

/// The world of one seed.
#[derive(Clone)]
pub(super) struct Life {
    truth: Truth,
    pub(super) people: Vec<Person>,
    ties: Vec<Tie>,
    seed: u64,
    words: u64,
    /// What is still to come, in no order.
    coming: Vec<Word>,
    pub(super) toll: Toll,
}

impl Life {
    /// Returns the world on the day on which the plan begins, and all that was said before.
    pub(super) fn begin(truth: &Truth, count: usize, seed: u64) -> (Self, Vec<Word>) {
        let people = people(truth, count, seed);
        let tie = |p: &Person| Tie {
            strength: 0.6,
            as_of: -BEFORE,
            last: -BEFORE,
            peak: 0.6,
            tired: 0.0,
            tired_at: -BEFORE,
            starts: p.starts,
            waits: None,
        };
        let ties = people.iter().map(tie).collect();
        let truth = Truth { own: 1.0, ..truth.clone() };
        let mut life =
            Self { truth, people, ties, seed, words: 0, coming: Vec::new(), toll: Toll::default() };
        let mut said = Vec::new();
        let weeks = (BEFORE / 7.0) as i64;
        for week in -weeks..0 {
            life.week(week);
            said.extend(life.heard((week + 1) as f64 * 7.0));
        }
        life.toll = Toll::default();
        (life, said)
    }

    /// Has the user go on with so much of their own.
    pub(super) fn with_own(mut self, own: f64) -> Self {
        self.truth.own = own;
        self
    }

    /// Returns what was said before a day and not told yet, in order.
    pub(super) fn heard(&mut self, day: f64) -> Vec<Word> {
        let (mut told, coming): (Vec<Word>, Vec<Word>) =
            std::mem::take(&mut self.coming).into_iter().partition(|w| w.day < day);
        self.coming = coming;
        told.sort_by(|a, b| a.day.total_cmp(&b.day).then(a.id.cmp(&b.id)));
        told
    }

    /// Lives through a week without the plan: their own words, the user's own, and answers to both.
    pub(super) fn week(&mut self, week: i64) {
        for who in 0..self.people.len() {
            // Each has dice of their own, so that what the plan does to one changes nobody else's fate.
            let mut dice = self.dice(who, week, 1);
            self.neglected(who, week as f64 * 7.0);
            let strength = self.strength(who, week as f64 * 7.0);
            let often = self.often(who, week as f64 * 7.0);
            let theirs = often * self.truth.theirs * self.ties[who].starts * strength;
            let mine = often * self.truth.own * (1.0 - self.people[who].starts) * strength.sqrt();
            let moments: Vec<f64> = (0..4).map(|_| office(week, &mut dice)).collect();
            let (first, second, answers) = (dice.part(), dice.part(), dice.part() < 0.7);
            if self.has_moved(who, week) {
                self.they_write(who, moments[3], answers, &mut dice);
            }
            for (n, day) in moments.iter().take(count(theirs, first)).enumerate() {
                self.they_write(who, *day, answers && n == 0, &mut dice);
            }
            for day in moments.iter().rev().take(count(mine, second)) {
                if let Some(door) = self.habit(who, *day).filter(|_| !self.wants_peace(who, *day)) {
                    self.write(who, door, *day, &mut dice);
                }
            }
        }
    }

    /// Returns how many exchanges a week holds, where the two are in touch.
    fn often(&self, who: usize, day: f64) -> f64 {
        let person = &self.people[who];
        let asleep = person.asleep.is_some_and(|from| from <= day);
        let woken = day >= 0.0 && self.lives(who, day);
        if asleep && !woken { 0.0 } else { 7.0 / person.rhythm }
    }

    /// Returns the door that the two use of themselves.
    fn habit(&self, who: usize, day: f64) -> Option<usize> {
        let open =
            |d: &super::truth::Door| d.wanted && d.known <= day && d.dead.is_none_or(|dead| day < dead);
        self.people[who].doors.iter().position(open)
    }

    /// Tells whether they have a new address to tell this week.
    fn has_moved(&self, who: usize, week: i64) -> bool {
        let told = |d: &super::truth::Door| (d.known / 7.0).floor() as i64 == week && d.known > -BEFORE;
        self.people[who].doors.iter().any(told)
    }

    fn they_write(&mut self, who: usize, day: f64, user_answers: bool, dice: &mut Numbers) {
        let Some(door) = self.habit(who, day).filter(|_| !self.wants_peace(who, day)) else { return };
        let theirs = self.say(who, door, day, Said::Theirs(None));
        self.touch(who, day, 0.5);
        if user_answers {
            let later = day + 0.05 + 1.5 * dice.part();
            self.say(who, door, later, Said::Mine(Some(theirs)));
            self.touch(who, later, 0.5);
            self.ties[who].waits = None;
        } else {
            self.ties[who].waits = Some((theirs, day));
        }
    }

    /// Lets a word that the user left lie count against the tie.
    fn neglected(&mut self, who: usize, day: f64) {
        let tie = &mut self.ties[who];
        if tie.waits.is_some_and(|(_, since)| day - since > GIVEN_UP) {
            tie.waits = None;
            tie.starts *= 0.85;
            tie.strength *= 0.95;
        }
    }

    /// Has the user write to somebody because the plan says so.
    pub(super) fn approach(&mut self, who: usize, door: usize, day: f64) -> u64 {
        let mut dice = self.dice(who, (day / 7.0).floor() as i64, 2);
        self.write(who, door, day, &mut dice)
    }

    fn write(&mut self, who: usize, door: usize, day: f64, dice: &mut Numbers) -> u64 {
        let answers = self.ties[who].waits.map(|(id, _)| id);
        let mine = self.say(who, door, day, Said::Mine(answers));
        let way = self.people[who].doors[door].clone();
        if way.dead.is_some_and(|dead| dead <= day) {
            self.toll.lost += 1;
            self.say(who, door, day + 0.01, Said::Bounce);
            return mine;
        }
        let (patient, lucky, soon) = (dice.part(), dice.part(), dice.part());
        let strength = self.strength(who, day);
        let tired = self.tired(who, day);
        let intrudes = !way.wanted && strength < 0.7;
        if let Some((_, says)) = self.people[who].peace.filter(|(from, _)| *from <= day) {
            self.toll.peace += 1;
            self.hurt(who, day);
            if says && patient < 0.5 {
                self.say(who, door, day + 0.3, Said::Stop);
            }
            return mine;
        }
        let weary = answers.is_none() && tired > self.people[who].bears;
        self.toll.door += u32::from(intrudes);
        self.toll.tired += u32::from(weary && !intrudes);
        if intrudes || weary {
            self.hurt(who, day);
        }
        let tie = &mut self.ties[who];
        if answers.is_some() {
            tie.waits = None;
        } else {
            (tie.tired, tie.tired_at) = (tired + 1.0, day);
        }
        let minded = if intrudes { 0.3 } else { 1.0 };
        let chance = self.people[who].answers * (0.4 + 0.6 * strength) * (-self.truth.tire * tired).exp();
        if lucky < chance * minded {
            self.toll.answered += 1;
            // Most answers come within a day; few after a week.
            let later = day + 0.02 + 10.0 * soon.powi(4);
            self.say(who, door, later, Said::Theirs(Some(mine)));
            self.touch(who, later, 1.0);
            self.ties[who].tired *= 0.5;
        } else {
            self.touch(who, day, 0.25);
        }
        mine
    }

    fn say(&mut self, who: usize, door: usize, day: f64, what: Said) -> u64 {
        self.words += 1;
        self.coming.push(Word { id: self.words, who, day, door, what });
        self.words
    }

    pub(super) fn wants_peace(&self, who: usize, day: f64) -> bool {
        self.people[who].peace.is_some_and(|(from, _)| from <= day)
    }

    /// Returns how strong a tie is: it fades once the silence is longer than their own rhythm.
    fn strength(&self, who: usize, day: f64) -> f64 {
        let (tie, person) = (&self.ties[who], &self.people[who]);
        let from = tie.as_of.max(tie.last + person.rhythm);
        tie.strength * (-(day - from).max(0.0) / person.half_life).exp2()
    }

    fn tired(&self, who: usize, day: f64) -> f64 {
        let (tie, person) = (&self.ties[who], &self.people[who]);
        let recovery = (person.rhythm * self.truth.recovery).max(3.0);
        tie.tired * (-(day - tie.tired_at).max(0.0) / recovery).exp2()
    }

    /// Lets an exchange, or a part of one, strengthen a tie; an old tie comes back faster than a new one grows.
    fn touch(&mut self, who: usize, day: f64, part: f64) {
        let strength = self.strength(who, day);
        let tie = &mut self.ties[who];
        let grown = strength + self.truth.gain * part * (1.0 - strength);
        let woken = if part >= 1.0 { 0.5 * tie.peak } else { 0.0 };
        tie.strength = grown.max(woken);
        tie.as_of = day;
        tie.peak = tie.peak.max(tie.strength);
        tie.last = if part >= 0.5 { day } else { tie.last + (day - tie.last) * part };
    }

    fn hurt(&mut self, who: usize, day: f64) {
        let strength = self.strength(who, day);
        let tie = &mut self.ties[who];
        tie.strength = strength * (1.0 - self.truth.harm);
        tie.as_of = day;
    }

    /// Tells whether a tie lives.
    pub(super) fn lives(&self, who: usize, day: f64) -> bool {
        self.strength(who, day) >= ALIVE && !self.wants_peace(who, day)
    }

    /// Returns what all ties together are worth as they stand.
    pub(super) fn wealth(&self, day: f64) -> f64 {
        let worth = |who: usize| self.people[who].value * self.strength(who, day);
        (0..self.people.len()).filter(|who| !self.wants_peace(*who, day)).map(worth).sum()
    }

    fn dice(&self, who: usize, week: i64, purpose: u64) -> Numbers {
        let mut mixed = Numbers::from(self.seed ^ (who as u64) << 32 ^ (week as u64) << 8 ^ purpose);
        Numbers::from(mixed.draw())
    }
}

/// Returns how often something happens that is to happen so often on average; rarely more than it is expected.
fn count(expected: f64, drawn: f64) -> usize {
    (expected + drawn).floor().clamp(0.0, 4.0) as usize
}

/// Returns a moment of a working day in a week.
fn office(week: i64, dice: &mut Numbers) -> f64 {
    let day = dice.below(5) as f64;
    week as f64 * 7.0 + day + (9.0 + 9.0 * dice.part()) / 24.0
}
