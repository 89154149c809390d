//! The errors that the user of a world makes, and what looks like one and is none.
//!
//! Each person carries at most one episode and has no ordinary days, so that the truth is plain. What a
//! script writes down is what happened and what the user would say of it; which rules it breaks is for
//! others to derive.

mod impatience;
mod platform;
mod refusal;

use crate::Plan;
use crate::cast::{Cast, Character, Kind, Side};
use crate::chronicle::{Chronicle, Entry};
use crate::dice::Dice;
use crate::life::{DAY, DELAY};
use crate::truth::{
    Act, Episode, Handle, Log, Outcome, Platform, Purpose, Said, Spell, Stated, Tie, Venue, Way,
};

/// Plays one episode; the number says which variant.
type Script = fn(&mut Stage<'_>, usize);

/// Each rule with the script of its instances and that of its near misses.
const EPISODES: [(&str, Script, Script); 12] = [
    ("WP1", platform::approached, platform::approached_well),
    ("WP2", platform::friend_invited, platform::friend_invited_well),
    ("WP3", platform::business_at_home, platform::business_at_its_door),
    ("WP4", platform::pushed, platform::asked_once),
    ("WP5", refusal::redirect_ignored, refusal::redirect_followed),
    ("WP6", platform::grown, platform::nearly_grown),
    ("WP7", platform::private_place, platform::fitting_place),
    ("WP8", platform::across_rank, platform::across_rank_well),
    ("IM1", impatience::too_soon, impatience::in_time),
    ("IM2", impatience::fourth, impatience::let_go),
    ("IM3", impatience::one_medium, impatience::two_media),
    ("IM4", impatience::gave_up, impatience::went_on),
];

/// The codes of all rules whose instances and near misses a world holds.
pub const RULES: [&str; 14] =
    ["WP1", "WP2", "WP3", "WP4", "WP5", "WP6", "WP7", "WP8", "WP11", "IM1", "IM2", "IM3", "IM4", "HD1"];

/// Plays all episodes of a world.
pub(crate) fn play(plan: &Plan, cast: &mut Cast, chronicle: &mut Chronicle) -> Vec<Stated> {
    let dice = Dice::new(plan.seed, 3);
    let pending = if plan.piles_up() { usize::MAX } else { 5 };
    let mut stage =
        Stage { plan, cast, chronicle, stated: Vec::new(), dice, next: 0, pending, role: ("", false) };
    // Six of each in a thousand people; two are the least, and two dozen enough.
    let count = (plan.people / 160).clamp(2, 24);
    for number in 0..count {
        for (rule, instance, near_miss) in EPISODES {
            stage.play(rule, false, instance, number);
            stage.play(rule, true, near_miss, number);
        }
        stage.play("HD1", false, refusal::after_stop, number);
        stage.play("HD1", true, refusal::stop_heeded, number);
    }
    let pile = if plan.piles_up() { 6 } else { 0 };
    for number in 0..pile {
        stage.play("WP11", false, platform::piled_up, number);
    }
    for who in 0..stage.cast.characters.len() {
        if let Some(part) = stage.cast.characters[who].part {
            stage.say_is(who as u32, part.tie);
        }
    }
    stage.say_who_is_who();
    let mut stated = stage.stated;
    stated.sort_by_key(|s| (s.at, s.person));
    stated
}

/// Where episodes are played: casting, and the few things that can happen.
pub(crate) struct Stage<'a> {
    plan: &'a Plan,
    cast: &'a mut Cast,
    chronicle: &'a mut Chronicle,
    stated: Vec<Stated>,
    dice: Dice,
    /// The next one to be asked whether they fit.
    next: usize,
    /// How many more personal requests may wait with people who are no friends.
    pending: usize,
    /// The rule that is played, and whether it is a near miss.
    role: (&'static str, bool),
}

impl Stage<'_> {
    fn play(&mut self, rule: &'static str, is_near_miss: bool, script: Script, number: usize) {
        self.role = (rule, is_near_miss);
        script(self, number);
    }

    /// Gives the next free person of a kind the part, and returns their place.
    fn actor(&mut self, kind: Kind, plot: &str) -> u32 {
        let people = self.cast.characters.len();
        let is_free = |c: &Character| c.person.episode.is_none() && c.part.is_none();
        let fits = |c: &Character| c.kind == kind && is_free(c);
        let place = (0..people).map(|n| (self.next + n) % people).find(|p| fits(&self.cast.characters[*p]));
        // In the smallest worlds a kind may run out; then anybody changes into it.
        let anybody = || (0..people).find(|p| is_free(&self.cast.characters[*p]));
        let place = place.or_else(anybody).unwrap_or(0);
        self.next = place + 1;
        let (rule, near_miss) = self.role;
        let from = self.plan.from;
        let c = &mut self.cast.characters[place];
        c.kind = kind;
        c.linked = None;
        c.befriended = None;
        c.person.role = None;
        c.person.keeps_separate = false;
        c.person.ties = vec![Spell {
            from,
            professional: kind.is_professional(),
            personal: kind.is_personal(),
            family: kind == Kind::Family,
        }];
        c.person.episode = Some(Episode { rule: rule.to_owned(), near_miss, plot: plot.to_owned() });
        place as u32
    }

    /// Returns a moment on a working day in the middle of the world: room before, and 240 days after.
    fn some_day(&mut self) -> i64 {
        let (from, until) = (self.plan.from + 500 * DAY, self.plan.now - 240 * DAY);
        let at = self.dice.between(from, until);
        self.morning(at)
    }

    /// Returns a moment of the working day at or after a moment, which begins in the evening once in four days.
    fn morning(&mut self, at: i64) -> i64 {
        let day = at.div_euclid(DAY);
        let weekday = (day + 3).rem_euclid(7);
        let day = if weekday >= 5 { day + 7 - weekday } else { day };
        let from = if self.dice.percent(27) { 18 } else { 8 };
        day * DAY + self.dice.between(from * 3_600, (from + 4) * 3_600)
    }

    fn person(&self, who: u32) -> &Character {
        &self.cast.characters[who as usize]
    }

    fn message(&mut self, who: u32, at: i64, platform: Platform, way: Way) -> u32 {
        match platform {
            Platform::LinkedIn => drop(self.cast.characters[who as usize].profile()),
            Platform::Messenger => self.cast.characters[who as usize].chat(),
            _ => {}
        }
        self.chronicle.add(Entry::message(at, who, platform, way))
    }

    fn mail(&mut self, who: u32, at: i64, way: Way) -> u32 {
        self.message(who, at, Platform::Email, way)
    }

    /// A later message in a conversation that stayed unanswered.
    fn again(&mut self, first: u32, at: i64) -> u32 {
        let earlier = self.chronicle.entries[first as usize];
        self.chronicle.add(Entry { at, thread: first, ..earlier })
    }

    /// An answer within a day.
    fn answer(&mut self, to: u32, way: Way) -> u32 {
        let delay = self.dice.quantile(&DELAY[..10]);
        let at = self.chronicle.entries[to as usize].at + delay;
        self.chronicle.answer(to, at, way)
    }

    fn request(&mut self, who: u32, at: i64, platform: Platform, way: Way, accepted: i64) {
        let c = &mut self.cast.characters[who as usize];
        drop(if platform == Platform::LinkedIn { c.profile() } else { c.face() });
        let request = Entry { act: Act::Request, accepted, ..Entry::message(at, who, platform, way) };
        // Facebook's archive forgets requests that were accepted.
        let is_hidden = platform == Platform::Facebook && accepted != 0;
        self.chronicle.add(Entry { is_hidden, ..request });
        if accepted != 0 {
            self.tie(who, accepted, platform);
        }
    }

    fn tie(&mut self, who: u32, at: i64, platform: Platform) {
        let c = &mut self.cast.characters[who as usize];
        drop(if platform == Platform::LinkedIn { c.profile() } else { c.face() });
        self.chronicle.add(Entry { act: Act::Connected, ..Entry::message(at, who, platform, Way::Both) });
    }

    fn meeting(&mut self, who: u32, at: i64, venue: Venue, minutes: u16) {
        self.chronicle.add(Entry {
            act: Act::Meeting,
            venue: Some(venue),
            minutes,
            ..Entry::message(at, who, Platform::InPerson, Way::Both)
        });
    }

    fn say(&mut self, who: u32, at: i64, said: Said) {
        self.stated.push(Stated { at, person: who, said });
    }

    /// Something that the user has said from the beginning.
    fn say_early(&mut self, who: u32, said: Said) {
        self.say(who, self.plan.from, said);
    }

    /// What a tie is and always was.
    fn say_is(&mut self, who: u32, tie: Tie) {
        self.say_early(who, Said::Is { tie, since: None });
    }

    /// The user has looked through those who carry an episode: which profiles and addresses are one person.
    ///
    /// Chats and friendships have nothing but a name, so that nobody else could be sure.
    fn say_who_is_who(&mut self) {
        let mut used: Vec<(u32, Platform, Side)> =
            self.chronicle.entries.iter().map(|e| (e.who, e.platform, e.theirs)).collect();
        used.sort_unstable();
        used.dedup();
        for uses in used.chunk_by(|a, b| a.0 == b.0) {
            let who = uses[0].0;
            let person = &self.person(who).person;
            let shown = |h: &&Handle| {
                !h.has_others && uses.iter().any(|(_, platform, _)| shows(*platform, h.platform))
            };
            let handles: Vec<Handle> = person.handles.iter().filter(shown).cloned().collect();
            if handles.len() > 1 {
                self.say_early(who, Said::Same { handles });
            }
        }
    }

    /// Something that the user tells when it happens.
    fn log(&mut self, who: u32, via: &str, at: i64, log: Log) {
        self.say(who, at, Said::Log(Log { via: via.to_owned(), at, ..log }));
    }

    /// What came of an approach, told on the day.
    fn came_of(&mut self, who: u32, via: &str, at: i64, outcome: Outcome, purpose: Option<Purpose>) {
        self.log(who, via, at, Log { outcome: Some(outcome), purpose, ..Log::default() });
    }

    /// A business contact: tied on LinkedIn long ago, and nothing else; in every second world of words, the
    /// user also says so.
    fn acquaint(&mut self, who: u32, number: usize) {
        let at = self.plan.from + self.dice.between(60, 300) * DAY;
        let accepted = at + self.dice.between(1, 60) * 3_600;
        self.request(who, at, Platform::LinkedIn, Way::In, accepted);
        if number.is_multiple_of(2) {
            self.work_together(who);
            self.say_is(who, Tie::Professional);
        }
    }

    /// Two talks by mail in the first year.
    fn work_together(&mut self, who: u32) {
        for month in 0..2 {
            let at = self.plan.from + (30 + 40 * month) * DAY + self.dice.between(0, 20) * DAY;
            let at = self.morning(at);
            let first = self.mail(who, at, Way::In);
            let second = self.answer(first, Way::Out);
            self.answer(second, Way::In);
        }
    }

    /// A friend: evenings, and talk on private addresses.
    fn be_friends(&mut self, who: u32, number: usize) {
        for season in 0..4 {
            let at = self.plan.from + (20 + 75 * season) * DAY + self.dice.between(0, 30) * DAY;
            let evening = at.div_euclid(DAY) * DAY + 19 * 3_600;
            let venue = if season % 2 == 0 { Venue::Home } else { Venue::Restaurant };
            self.meeting(who, evening, venue, 150);
            let later = evening + self.dice.between(13, 24) * 3_600;
            let first = self.chronicle.add(Entry {
                mine: Side::Home,
                theirs: Side::Home,
                ..Entry::message(later, who, Platform::Email, Way::In)
            });
            self.answer(first, Way::Out);
        }
        if number.is_multiple_of(2) {
            self.say_is(who, Tie::Personal);
        }
    }

    /// A request of the user's on Facebook that stays open; false where no more of them may wait.
    fn ask_in_vain(&mut self, who: u32, at: i64) -> bool {
        let is_friend = self.person(who).kind.is_personal();
        if !is_friend && self.pending == 0 {
            return false;
        }
        if !is_friend {
            self.pending -= 1;
        }
        self.request(who, at, Platform::Facebook, Way::Out, 0);
        true
    }
}

/// Tells whether contacts on a platform show a handle of another.
fn shows(platform: Platform, handle: Platform) -> bool {
    match platform {
        Platform::InPerson => handle == Platform::Email,
        _ => handle == platform,
    }
}
