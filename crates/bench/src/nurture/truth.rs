//! The hidden world of `nurture`: who is worth what to the user, and what becomes of a tie.
//!
//! Knows nothing of ours, so that no constant of the plan can be one of the world: numbers are after the studies that
//! `docs/measured.md` names, or plain guesses, and each is halved and doubled there.

use comity_bench::Numbers;

/// What may be halved and doubled.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    /// How long a tie takes to lose half of its strength in silence, against the usual.
    pub(super) lasting: f64,
    /// The part of what a tie lacks that one exchange gives it.
    pub(super) gain: f64,
    /// How much each word of the user's that they are tired of takes from the chance of an answer.
    pub(super) tire: f64,
    /// How long it takes to get over a word, against their own rhythm.
    pub(super) recovery: f64,
    /// The part of a tie's strength that an unwelcome word costs.
    pub(super) harm: f64,
    /// The share of people who come to want peace within a year.
    pub(super) peace: f64,
    /// The share of working people who change their job, and so their address, within a year.
    pub(super) moves: f64,
    /// How often the user still writes without being told to, against the years before.
    pub(super) own: f64,
    /// How often they write of themselves, against the usual.
    pub(super) theirs: f64,
    /// The chance of an answer, against the usual.
    pub(super) answers: f64,
    /// The share of people of whom the user said how near they are.
    pub(super) stated: f64,
    /// How much of a word's worth hangs on how often the two used to meet, and not on other things.
    pub(super) shown: f64,
}

impl Default for Truth {
    fn default() -> Self {
        Self {
            lasting: 1.0,
            gain: 0.3,
            tire: 0.4,
            recovery: 1.0,
            harm: 0.15,
            peace: 0.04,
            // US median tenure is about four years.
            moves: 0.22,
            own: 0.3,
            theirs: 1.0,
            answers: 1.0,
            stated: 0.5,
            shown: 0.5,
        }
    }
}

/// What a tie came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Kin,
    Friend,
    /// A tie through work, to somebody of another house.
    Work,
    /// Much is written, and little of it matters.
    Busy,
    /// A strong tie of years ago.
    Old,
}

/// How many of each, for every hundred people.
const CAST: [(Origin, usize); 5] =
    [(Origin::Kin, 5), (Origin::Friend, 20), (Origin::Work, 43), (Origin::Busy, 12), (Origin::Old, 20)];

/// What is usual with an origin: days between two exchanges, days until half is lost, how much it is worth.
const fn usual(origin: Origin) -> (f64, f64, f64) {
    match origin {
        // Roberts and Dunbar 2015: kin hardly decays.
        Origin::Kin => (14.0, 900.0, 2.0),
        Origin::Friend => (30.0, 240.0, 1.0),
        // Burt 2002: bridges fade first.
        Origin::Work => (60.0, 150.0, 1.0),
        Origin::Busy => (6.0, 100.0, 0.2),
        Origin::Old => (20.0, 200.0, 1.0),
    }
}

/// A way by which words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    WorkMail,
    PrivateMail,
    LinkedIn,
    WhatsApp,
}

/// One way to one person.
#[derive(Clone, Debug)]
pub(super) struct Door {
    pub(super) way: Way,
    /// They are glad, or do not mind, to be written to here.
    pub(super) wanted: bool,
    /// Nobody reads it any more from this day on.
    pub(super) dead: Option<f64>,
    /// The day from which on the user can know of it.
    pub(super) known: f64,
}

/// One person, with what nobody sees.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) origin: Origin,
    /// What the tie is worth to the user.
    pub(super) value: f64,
    /// The days that they like to lie between two exchanges.
    pub(super) rhythm: f64,
    pub(super) half_life: f64,
    pub(super) answers: f64,
    /// The share of exchanges that they begin.
    pub(super) starts: f64,
    /// How many words too soon they bear.
    pub(super) bears: f64,
    /// The day from which on they want peace, and whether they say so when they are written to.
    pub(super) peace: Option<(f64, bool)>,
    pub(super) doors: Vec<Door>,
    /// The ring in which the user puts them, if the user says so.
    pub(super) ring: Option<u16>,
    /// The day on which an old tie fell asleep.
    pub(super) asleep: Option<f64>,
}

/// Years before the plan begins.
pub(super) const BEFORE: f64 = 5.0 * 365.0;

/// Returns the people of a seed.
pub(super) fn people(truth: &Truth, count: usize, seed: u64) -> Vec<Person> {
    let mut dice = Numbers::from(seed ^ 0x6e75_7274);
    let mut people = Vec::new();
    for (origin, share) in CAST {
        for _ in 0..(count * share).div_ceil(100) {
            people.push(person(truth, origin, &mut dice));
        }
    }
    state(truth, &mut people, &mut dice);
    people
}

fn person(truth: &Truth, origin: Origin, dice: &mut Numbers) -> Person {
    let (days, half_life, worth) = usual(origin);
    let near = normal(dice);
    let rest = normal(dice);
    let shown = truth.shown.min(1.0);
    let value = worth * (shown * near + (1.0 - shown * shown).sqrt() * rest).exp();
    let peace = occurs(truth.peace, dice).map(|day| (day, dice.part() < 0.4));
    let asleep = (origin == Origin::Old).then(|| -BEFORE / 2.0 + 150.0 * normal(dice).clamp(-2.0, 1.0));
    Person {
        origin,
        value,
        rhythm: (days * (-0.5 * near + 0.4 * normal(dice)).exp()).clamp(3.0, 365.0),
        half_life: half_life * truth.lasting * (0.3 * normal(dice)).exp(),
        answers: (truth.answers * (0.55 + 0.4 * dice.part())).min(0.97),
        starts: 0.1 + 0.6 * dice.part() * dice.part(),
        bears: 1.0 + dice.part() + f64::from(u8::from(origin == Origin::Kin)),
        peace,
        doors: doors(truth, origin, dice),
        ring: None,
        asleep,
    }
}

/// Returns the day of the coming three years on which something of that yearly chance happens.
fn occurs(yearly: f64, dice: &mut Numbers) -> Option<f64> {
    let days = -(1.0 - dice.part()).ln() / yearly.max(1e-9) * 365.0;
    (days < 3.0 * 365.0).then_some(days - 365.0)
}

/// Returns the doors of somebody, those that they like best first.
fn doors(truth: &Truth, origin: Origin, dice: &mut Numbers) -> Vec<Door> {
    let door = |way, wanted| Door { way, wanted, dead: None, known: -BEFORE };
    let mut doors = Vec::new();
    if matches!(origin, Origin::Kin | Origin::Friend) {
        let chat = dice.part() < 0.7;
        doors.extend(chat.then(|| door(Way::WhatsApp, true)));
        doors.extend((!chat || dice.part() < 0.6).then(|| door(Way::PrivateMail, true)));
        doors.extend((dice.part() < 0.2).then(|| door(Way::LinkedIn, true)));
        return doors;
    }
    doors.push(door(Way::WorkMail, true));
    if let Some(day) = occurs(truth.moves, dice) {
        doors[0].dead = Some(day);
        // Not everybody tells the new address; those who do write from it some weeks later.
        if dice.part() < 0.6 {
            doors.push(Door { known: day + 45.0 * dice.part(), ..door(Way::WorkMail, true) });
        }
    }
    doors.extend((dice.part() < 0.5).then(|| door(Way::LinkedIn, true)));
    doors.extend((dice.part() < 0.2).then(|| door(Way::PrivateMail, origin == Origin::Old)));
    // A number in a signature: known, and not meant for this.
    doors.extend((dice.part() < 0.25).then(|| door(Way::WhatsApp, false)));
    doors
}

/// The rings, and how many have room in each.
const RINGS: [(u16, usize); 4] = [(5, 5), (15, 10), (50, 35), (150, 100)];

/// Has the user say of some how near they are: by value, as well as one knows it.
fn state(truth: &Truth, people: &mut [Person], dice: &mut Numbers) {
    let mut order: Vec<(f64, usize)> =
        people.iter().enumerate().map(|(n, p)| (p.value.ln() + 0.5 * normal(dice), n)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut places = order.into_iter().map(|(_, n)| n);
    for (ring, room) in RINGS {
        // The inner rings are soon said.
        let share = if ring <= 15 { truth.stated * 2.0 } else { truth.stated };
        for n in places.by_ref().take(room) {
            people[n].ring = (dice.part() < share).then_some(ring);
        }
    }
}

/// Returns a draw of a normal distribution: twelve even draws, near enough.
pub(super) fn normal(dice: &mut Numbers) -> f64 {
    (0..12).map(|_| dice.part()).sum::<f64>() - 6.0
}
