//! What a relationship is: two independent beliefs, professional and personal.

use super::cue::{Cue, FAMILY_WORDS, FRIEND_WORDS, WORK_WORDS};
use super::known::{Employer, Known};
use super::letter;
use super::tally::{Tally, Track};
use super::weights::part;
use crate::handle::{Medium, Platform, Sphere};
use crate::relationship::{Belief, Contribution, Relationship, Tie};
use crate::time::Moment;

const WORK: [Track; 2] = [Track::WorkIn, Track::WorkOut];
const PERSONAL: [Track; 2] = [Track::PersonalIn, Track::PersonalOut];
const OTHER: [Track; 2] = [Track::OtherIn, Track::OtherOut];

/// A cue that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    pub cue: Cue,
    /// The count that its words show.
    pub n: u32,
    /// How strongly it holds, in thousandths: a thousand for what is so or not.
    pub value: i32,
}

impl Held {
    const fn so(cue: Cue, n: u32) -> Self {
        Self { cue, n, value: 1_000 }
    }
}

impl Tally {
    /// Returns what the relationship is, from all that was seen and is known.
    ///
    /// The timeline seen so far is all that counts, whatever the hour; `_now` is where growth will look.
    pub fn relationship(&self, known: &Known, now: Moment) -> Relationship {
        let held = self.cues(known, now);
        let mut professional = stated_professional(known).unwrap_or_else(|| belief(&held, |c| c.weights().0));
        let mut personal = stated_personal(known).unwrap_or_else(|| belief(&held, |c| c.weights().1));
        let known_before = (professional.fact(), personal.fact());
        professional.beside(known_before.1);
        personal.beside(known_before.0);
        Relationship {
            professional,
            personal,
            family: known.family || known.is == Some(crate::relationship::Tie::Family),
            role: known.role,
            hoped: known.hoped,
            separate: known.separate,
        }
    }

    /// Returns the cues that hold, in the order of the table.
    pub fn cues(&self, known: &Known, _now: Moment) -> Vec<Held> {
        let mut held = vec![Held::so(Cue::Base, 0)];
        self.words_and_records(known, &mut held);
        self.ties(known, &mut held);
        self.traffic(&mut held);
        self.own_side(&mut held);
        self.letters(&mut held);
        self.meetings(&mut held);
        self.hours(&mut held);
        if self.nothing_beyond_work(known, &held) {
            let silent = self.last_in.is_none() && self.last_out.is_none();
            held.push(Held::so(if silent { Cue::TieWithoutWords } else { Cue::NothingBeyondWork }, 0));
        }
        held.sort_unstable();
        held
    }

    fn words_and_records(&self, known: &Known, held: &mut Vec<Held>) {
        let mut cue = |holds: bool, cue| {
            if holds {
                held.push(Held::so(cue, 0));
            }
        };
        let tagged = |words: &[&str]| known.tags.iter().any(|t| words.contains(&t.to_lowercase().as_str()));
        cue(tagged(FAMILY_WORDS) || known.names.iter().any(|n| is_family_word(n)), Cue::FamilyWord);
        cue(tagged(FRIEND_WORDS), Cue::FriendTag);
        cue(tagged(WORK_WORDS), Cue::WorkTag);
        cue(known.same_family_name, Cue::SameFamilyName);
        cue(known.employer == Employer::Same, Cue::SameEmployer);
        cue(known.employer == Employer::Client, Cue::ClientEmployer);
        cue(known.card, Cue::Card);
        cue(known.in_book, Cue::InBook);
        cue(known.in_book && !known.book_names_work, Cue::BookWithoutWork);
        cue(known.labels.contains(&Sphere::Personal), Cue::HomeLabel);
        cue(known.labels.contains(&Sphere::Professional), Cue::WorkLabel);
        cue(self.asked_personal > 0, Cue::PersonalRequest);
    }

    fn ties(&self, known: &Known, held: &mut Vec<Held>) {
        let mut tied: Vec<Platform> = self.tied_on().chain(known.tied.iter().copied()).collect();
        tied.sort_unstable();
        tied.dedup();
        let count = |test: fn(&&Platform) -> bool| tied.iter().filter(test).count() as u32;
        let professional = count(|p| p.medium() == Medium::ProfessionalNetwork);
        let friends = count(|p| is_befriended(**p));
        let follows = count(|p| p.usual_sphere() == Sphere::Personal && !is_befriended(**p));
        for (cue, n) in [
            (Cue::ProfessionalTie, professional),
            (Cue::PersonalTie, friends),
            (Cue::PersonalFollow, follows),
        ] {
            if n > 0 {
                held.push(Held::so(cue, n));
            }
        }
    }

    fn traffic(&self, held: &mut Vec<Held>) {
        let both = |tracks: [Track; 2]| self.days(&[tracks[0]]).min(self.days(&[tracks[1]]));
        let any = |tracks: [Track; 2]| self.days(&tracks);
        match (both(WORK), any(WORK)) {
            (_, 0) => {}
            (0, n @ 1..=2) => held.push(Held::so(Cue::WorkOneWay, n)),
            (0, n) => held.push(Held::so(Cue::WorkOneWayOften, n)),
            (1..=2, n) => held.push(Held::so(Cue::WorkOnce, n)),
            (_, n) => held.push(Held::so(Cue::WorkOften, n)),
        }
        match (both(PERSONAL), any(PERSONAL)) {
            (_, 0) => {}
            (0, n) => held.push(Held::so(Cue::PersonalOneWay, n)),
            (1..=2, n) => held.push(Held::so(Cue::PersonalOnce, n)),
            (3..=9, n) => held.push(Held::so(Cue::PersonalSome, n)),
            (_, n) => held.push(Held::so(Cue::PersonalOften, n)),
        }
        if both(OTHER) > 0 {
            held.push(Held::so(Cue::OtherTwoWay, any(OTHER)));
        }
        if self.started_in_personal > 0 {
            held.push(Held::so(Cue::PersonalOpening, self.started_in_personal));
        }
    }

    /// By which of the user's own addresses the messages went.
    fn own_side(&self, held: &mut Vec<Held>) {
        let (work, private) = (self.days(&[Track::OwnWork]), self.days(&[Track::OwnPrivate]));
        match (work, private) {
            (0, 0) => {}
            _ if private >= work => held.push(Held::so(Cue::OwnPrivateMost, private)),
            // A message in seven by the other address happens to everybody.
            _ if private * 6 >= work => held.push(Held::so(Cue::OwnPrivateSome, private)),
            (0..=2, _) => held.push(Held::so(Cue::OwnWorkFew, work)),
            _ => held.push(Held::so(Cue::OwnWorkOnly, work)),
        }
    }

    /// What the outsides of their letters say, all together as much as one letter.
    ///
    /// That the two work in different houses says more of the houses, so that it is left to other cues.
    fn letters(&self, held: &mut Vec<Held>) {
        if self.letter_count == 0 {
            return;
        }
        let count = i64::from(self.letter_count);
        let mean = self.letter_sum / count - i64::from(letter::usual());
        // Few letters say less: three are half of what many are.
        let value = mean * count / (count + 3);
        let value = i32::try_from(value.clamp(-3_000, 3_000)).unwrap_or(0);
        held.push(Held { cue: Cue::Letters, n: self.letter_count, value });
    }

    fn meetings(&self, held: &mut Vec<Held>) {
        match self.days(&[Track::MeetWork]) {
            0 => {}
            n @ 1..=2 => held.push(Held::so(Cue::MetWorkOnce, n)),
            n => held.push(Held::so(Cue::MetWorkOften, n)),
        }
        match self.days(&[Track::MeetPersonal]) {
            0 => {}
            1 => held.push(Held::so(Cue::MetPersonalOnce, 1)),
            n => held.push(Held::so(Cue::MetPersonalOften, n)),
        }
        match self.days(&[Track::MeetOther]) {
            0 => {}
            n => held.push(Held::so(Cue::MetOther, n)),
        }
        // Hall 2018: about fifty hours make a casual friend.
        if self.minutes_personal >= 50 * 60 {
            held.push(Held::so(Cue::HoursTogether, self.minutes_personal / 60));
        }
    }

    fn hours(&self, held: &mut Vec<Held>) {
        // Twenty: a share of fewer messages is noise.
        if self.hours_known >= 20 && self.off_hours * 2 > self.hours_known {
            held.push(Held::so(Cue::OffHours, self.off_hours * 100 / self.hours_known));
        }
    }

    /// Tells whether what is known is of work, and nothing of it of private life.
    fn nothing_beyond_work(&self, known: &Known, held: &[Held]) -> bool {
        let has = |cues: &[Cue]| held.iter().any(|h| cues.contains(&h.cue));
        let at_work_together = known.employer == Employer::Same;
        has(&OF_WORK) && !has(&OF_PRIVATE_LIFE) && !self.is_two_way() && !at_work_together
    }
}

const OF_WORK: [Cue; 13] = [
    Cue::WorkTag,
    Cue::SameEmployer,
    Cue::ClientEmployer,
    Cue::Card,
    Cue::ProfessionalTie,
    Cue::WorkOnce,
    Cue::WorkOften,
    Cue::WorkOneWay,
    Cue::WorkOneWayOften,
    Cue::MetWorkOnce,
    Cue::MetWorkOften,
    Cue::WorkLabel,
    Cue::OwnWorkOnly,
];

const OF_PRIVATE_LIFE: [Cue; 18] = [
    Cue::FamilyWord,
    Cue::FriendTag,
    Cue::SameFamilyName,
    Cue::PersonalTie,
    Cue::PersonalFollow,
    Cue::PersonalOneWay,
    Cue::PersonalOnce,
    Cue::PersonalSome,
    Cue::PersonalOften,
    Cue::PersonalOpening,
    Cue::PersonalRequest,
    Cue::OtherTwoWay,
    Cue::MetPersonalOnce,
    Cue::MetPersonalOften,
    Cue::MetOther,
    Cue::HoursTogether,
    Cue::HomeLabel,
    Cue::OwnPrivateMost,
];

/// Tells whether ties there are asked and accepted, not followed.
fn is_befriended(platform: Platform) -> bool {
    matches!(platform, Platform::Facebook | Platform::Messenger | Platform::Snapchat | Platform::Vk)
}

/// Tells whether a name is the user's own word for a relative: "Mum", "Aunt Rosa".
pub fn is_family_word(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or("");
    // Two words at most: "Sister Act Productions" is no relative.
    FAMILY_WORDS.contains(&first) && words.count() <= 1
}

fn belief(held: &[Held], weight: impl Fn(Cue) -> i32) -> Belief {
    let contribution = |h: &Held| Contribution {
        what: words(h),
        log_odds: f64::from(part(weight(h.cue), h.value)) / 1000.0,
    };
    // What weighs nothing is not put into words: this is asked before each approach of an audit.
    let speaks = |h: &&Held| part(weight(h.cue), h.value) != 0;
    let (usual, evidence): (Vec<&Held>, Vec<&Held>) = held.iter().partition(|h| h.cue == Cue::Base);
    let usual = usual.first().map_or_else(|| contribution(&Held::so(Cue::Base, 0)), |h| contribution(h));
    Belief::of(usual, evidence.into_iter().filter(speaks).map(contribution))
}

/// Returns a cue in words.
fn words(held: &Held) -> String {
    let words = held.cue.words();
    if !words.contains(['{', '(']) {
        return words.to_owned();
    }
    words.replace("{n}", &held.n.to_string()).replace("(s)", if held.n == 1 { "" } else { "s" })
}

fn said(tie: Tie) -> String {
    match tie {
        Tie::None => "you said that there is no tie".to_owned(),
        Tie::Family => "you said that they are family".to_owned(),
        other => format!("you said that the tie is {}", other.word()),
    }
}

fn stated_professional(known: &Known) -> Option<Belief> {
    match (known.is, known.role) {
        (Some(tie), _) => Some(Belief::stated(tie.is_professional(), &said(tie))),
        (None, Some(role)) => {
            Some(Belief::stated(true, &format!("you said that they are your {}", role.word())))
        }
        (None, None) => None,
    }
}

fn stated_personal(known: &Known) -> Option<Belief> {
    match known.is {
        Some(tie) => Some(Belief::stated(tie.is_personal(), &said(tie))),
        None if known.family => Some(Belief::stated(true, "you said that they are family")),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approach::Venue;
    use crate::infer::tally::Seen;
    use crate::interaction::Act;
    use crate::relationship::{Fact, Tie};

    /// One line of a history: what, how many days of it, on which platform and side.
    fn tally(history: &str) -> Tally {
        let mut tally = Tally::default();
        let day = |n: i64| Moment::instant(1_750_000_000 + n * 86_400);
        for line in history.split(';').map(str::trim).filter(|l| !l.is_empty()) {
            let words: Vec<&str> = line.split(' ').collect();
            let count: i64 = words[1].parse().unwrap();
            for n in 0..count {
                let message = |out| {
                    let platform = Platform::parse(words[2]).unwrap();
                    Seen::message(day(n), out, platform, Sphere::parse(words[3]).unwrap())
                };
                match words[0] {
                    "both" => {
                        tally.observe(message(true));
                        tally.observe(Seen { answered: true, ..message(false) });
                    }
                    "out" => tally.observe(message(true)),
                    "tied" => tally.observe(Seen { act: Act::Connected, ..message(true) }),
                    "met" => {
                        let venue = Venue::parse(words[2]);
                        let seen = Seen::message(day(n), true, Platform::InPerson, Sphere::Unknown);
                        tally.observe(Seen { act: Act::Meeting, venue, minutes: Some(90), ..seen });
                    }
                    other => panic!("{other}"),
                }
            }
        }
        tally
    }

    fn check(history: &str, known: &Known, professional: (f64, f64), personal: (f64, f64)) {
        let found = tally(history).relationship(known, Moment::instant(1_760_000_000));
        let within = |b: &Belief, (low, high): (f64, f64)| b.probability >= low && b.probability <= high;
        assert!(within(&found.professional, professional), "{history}: {:?}", found.professional);
        assert!(within(&found.personal, personal), "{history}: {:?}", found.personal);
    }

    #[test]
    fn the_two_sides_are_judged_apart() {
        let nothing = Known::default;
        check("", &nothing(), (0.0, 0.1), (0.0, 0.2));
        check("tied 1 linkedin professional", &nothing(), (0.5, 0.7), (0.05, 0.2));
        check("out 2 email professional", &nothing(), (0.0, 0.2), (0.0, 0.05));
        check("both 4 email professional", &nothing(), (0.5, 0.8), (0.0, 0.2));
        check("tied 1 linkedin professional; both 9 email professional", &nothing(), (0.8, 1.0), (0.0, 0.2));
        check("tied 1 facebook personal", &nothing(), (0.0, 0.2), (0.2, 0.5));
        check("tied 1 facebook personal; both 4 messenger personal", &nothing(), (0.0, 0.2), (0.8, 1.0));
        check("both 12 whatsapp personal; met 1 home personal", &nothing(), (0.0, 0.2), (0.9, 1.0));
        check("both 8 email professional; met 2 home personal", &nothing(), (0.4, 0.8), (0.6, 0.9));
    }

    /// What is taken as known of the professional and of the personal side.
    fn taken(history: &str, known: &Known, expected: (Fact, Fact)) {
        let found = tally(history).relationship(known, Moment::instant(1_760_000_000));
        assert_eq!((found.professional.fact(), found.personal.fact()), expected, "{history}: {found:?}");
    }

    #[test]
    fn a_base_rate_alone_is_no_knowledge() {
        use Fact::{No, Unknown, Yes};
        let nothing = Known::default;
        let card = || Known { card: true, ..Known::default() };
        let colleague = || Known { employer: Employer::Same, ..Known::default() };
        taken("", &nothing(), (Unknown, Unknown));
        taken("out 2 email professional", &nothing(), (Unknown, No));
        taken("tied 1 linkedin professional", &nothing(), (Unknown, Unknown));
        // That a tie is surely of work, and nothing of it is private, is something known.
        taken("tied 1 linkedin professional", &card(), (Yes, No));
        taken("both 9 email professional", &colleague(), (Yes, No));
        let both = "both 9 email professional; met 2 home personal; tied 1 facebook personal";
        taken(both, &colleague(), (Yes, Yes));
        taken("tied 1 facebook personal; both 12 messenger personal", &nothing(), (No, Yes));
        taken("tied 1 facebook personal", &nothing(), (Unknown, Unknown));
    }

    #[test]
    fn words_of_the_user_weigh_and_statements_decide() {
        let named = |name: &str| Known { names: vec![name.to_owned()], ..Known::default() };
        check("", &named("Mum"), (0.0, 0.3), (0.8, 1.0));
        check("", &named("Aunt Rosa"), (0.0, 0.3), (0.8, 1.0));
        check("", &named("Mum And Dad Plumbing Ltd"), (0.0, 0.1), (0.0, 0.2));
        check("", &Known { same_family_name: true, ..Known::default() }, (0.0, 0.2), (0.65, 0.79));
        let tagged = |tag: &str| Known { tags: vec![tag.to_owned()], ..Known::default() };
        check("", &tagged("client"), (0.8, 1.0), (0.0, 0.2));
        check("", &tagged("Friends"), (0.0, 0.2), (0.8, 1.0));
        let is = |tie| Known { is: Some(tie), ..Known::default() };
        check("met 9 home personal", &is(Tie::Professional), (1.0, 1.0), (0.0, 0.0));
        check("", &is(Tie::Family), (0.0, 0.0), (1.0, 1.0));
        check("", &is(Tie::None), (0.0, 0.0), (0.0, 0.0));
        taken("met 9 home personal", &is(Tie::Professional), (Fact::Yes, Fact::No));
    }

    #[test]
    fn the_contributions_add_up_to_the_figure() {
        let known = Known { same_family_name: true, card: true, ..Known::default() };
        let found = tally("both 4 whatsapp personal; tied 1 linkedin professional")
            .relationship(&known, Moment::instant(1_760_000_000));
        for belief in [found.professional, found.personal] {
            let sum: f64 = belief.evidence.iter().map(|c| c.log_odds).sum();
            assert!((sum - (belief.probability / (1.0 - belief.probability)).ln()).abs() < 1e-9);
            assert!((sum - belief.evidence[0].log_odds - belief.beyond).abs() < 1e-9);
            assert!(belief.evidence.iter().all(|c| !c.what.contains('{')));
        }
    }
}
