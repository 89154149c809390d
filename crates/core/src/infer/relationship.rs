//! What a relationship is: two independent beliefs, professional and personal.

use super::cue::{Cue, FAMILY_WORDS, FRIEND_WORDS, WORK_WORDS};
use super::known::{Employer, Known};
use super::tally::{Tally, Track};
use crate::handle::{Medium, Platform, Sphere};
use crate::relationship::{Belief, Contribution, Relationship, Tie};
use crate::time::Moment;

const WORK: [Track; 2] = [Track::WorkIn, Track::WorkOut];
const PERSONAL: [Track; 2] = [Track::PersonalIn, Track::PersonalOut];
const OTHER: [Track; 2] = [Track::OtherIn, Track::OtherOut];

/// A cue that holds, with the count that its words show.
type Held = (Cue, u32);

impl Tally {
    /// Returns what the relationship is, from all that was seen and is known.
    ///
    /// The timeline seen so far is all that counts, whatever the hour; `_now` is where growth will look.
    pub fn relationship(&self, known: &Known, now: Moment) -> Relationship {
        let held = self.cues(known, now);
        Relationship {
            professional: stated_professional(known).unwrap_or_else(|| belief(&held, |c| c.weights().0)),
            personal: stated_personal(known).unwrap_or_else(|| belief(&held, |c| c.weights().1)),
            family: known.family || known.is == Some(crate::relationship::Tie::Family),
            role: known.role,
            hoped: known.hoped,
            separate: known.separate,
        }
    }

    /// Returns the cues that hold, in the order of the table.
    fn cues(&self, known: &Known, _now: Moment) -> Vec<Held> {
        let mut held = vec![(Cue::Base, 0)];
        self.words_and_records(known, &mut held);
        self.ties(known, &mut held);
        self.traffic(&mut held);
        self.meetings(&mut held);
        self.hours(&mut held);
        if self.nothing_beyond_work(known, &held) {
            held.push((Cue::NothingBeyondWork, 0));
        }
        held.sort_unstable();
        held
    }

    fn words_and_records(&self, known: &Known, held: &mut Vec<Held>) {
        let mut cue = |holds: bool, cue| {
            if holds {
                held.push((cue, 0));
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
                held.push((cue, n));
            }
        }
    }

    fn traffic(&self, held: &mut Vec<Held>) {
        let both = |tracks: [Track; 2]| self.days(&[tracks[0]]).min(self.days(&[tracks[1]]));
        let any = |tracks: [Track; 2]| self.days(&tracks);
        match (both(WORK), any(WORK)) {
            (_, 0) => {}
            (0, n) => held.push((Cue::WorkOneWay, n)),
            (1..=2, n) => held.push((Cue::WorkOnce, n)),
            (_, n) => held.push((Cue::WorkOften, n)),
        }
        match (both(PERSONAL), any(PERSONAL)) {
            (0, _) => {}
            (1..=2, n) => held.push((Cue::PersonalOnce, n)),
            (3..=9, n) => held.push((Cue::PersonalSome, n)),
            (_, n) => held.push((Cue::PersonalOften, n)),
        }
        if both(OTHER) > 0 {
            held.push((Cue::OtherTwoWay, any(OTHER)));
        }
        if self.started_in_personal > 0 {
            held.push((Cue::PersonalOpening, self.started_in_personal));
        }
    }

    fn meetings(&self, held: &mut Vec<Held>) {
        match self.days(&[Track::MeetWork]) {
            0 => {}
            n @ 1..=2 => held.push((Cue::MetWorkOnce, n)),
            n => held.push((Cue::MetWorkOften, n)),
        }
        match self.days(&[Track::MeetPersonal]) {
            0 => {}
            1 => held.push((Cue::MetPersonalOnce, 1)),
            n => held.push((Cue::MetPersonalOften, n)),
        }
        match self.days(&[Track::MeetOther]) {
            0 => {}
            n => held.push((Cue::MetOther, n)),
        }
        // Hall 2018: about fifty hours make a casual friend.
        if self.minutes_personal >= 50 * 60 {
            held.push((Cue::HoursTogether, self.minutes_personal / 60));
        }
    }

    fn hours(&self, held: &mut Vec<Held>) {
        // Twenty: a share of fewer messages is noise.
        if self.hours_known >= 20 && self.off_hours * 2 > self.hours_known {
            held.push((Cue::OffHours, self.off_hours * 100 / self.hours_known));
        }
    }

    fn nothing_beyond_work(&self, known: &Known, held: &[Held]) -> bool {
        let (mut work, mut personal) = (false, false);
        for (cue, _) in held.iter().filter(|(c, _)| *c != Cue::Base) {
            let (professional, private) = cue.weights();
            work |= professional >= 800;
            personal |= private >= 300;
        }
        let at_work_together = known.employer == Employer::Same;
        work && !personal && !self.is_two_way() && !at_work_together
    }
}

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
    let counts = held.iter().filter(|(cue, _)| weight(*cue) != 0 || *cue == Cue::Base);
    let contribution = |(cue, n): &Held| Contribution {
        what: cue.words().replace("{n}", &n.to_string()).replace("(s)", if *n == 1 { "" } else { "s" }),
        log_odds: f64::from(weight(*cue)) / 1000.0,
    };
    let sum: i32 = held.iter().map(|(cue, _)| weight(*cue)).sum();
    let mut belief = Belief::of(counts.map(contribution).collect());
    // The thousandths decide, so that the order of adding fractions cannot show.
    belief.probability = 1.0 / (1.0 + (-f64::from(sum) / 1000.0).exp());
    belief
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
    use crate::relationship::Tie;

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
        check("", &nothing(), (0.4, 0.6), (0.21, 0.4));
        check("tied 1 linkedin professional", &nothing(), (0.85, 1.0), (0.05, 0.2));
        check("out 2 email professional", &nothing(), (0.6, 0.95), (0.05, 0.2));
        check("both 4 email professional", &nothing(), (0.9, 1.0), (0.25, 0.45));
        check(
            "tied 1 linkedin professional; both 9 email professional",
            &nothing(),
            (0.95, 1.0),
            (0.25, 0.45),
        );
        check("tied 1 facebook personal", &nothing(), (0.3, 0.5), (0.55, 0.65));
        check("both 4 whatsapp personal", &nothing(), (0.3, 0.6), (0.8, 0.95));
        check("met 1 home personal", &nothing(), (0.3, 0.6), (0.8, 0.95));
        check("both 8 email professional; met 2 home personal", &nothing(), (0.85, 1.0), (0.85, 1.0));
        check("both 30 email unknown", &nothing(), (0.3, 0.7), (0.3, 0.5));
        check("met 3 office professional", &nothing(), (0.8, 1.0), (0.2, 0.45));
    }

    #[test]
    fn words_of_the_user_weigh_and_statements_decide() {
        let named = |name: &str| Known { names: vec![name.to_owned()], ..Known::default() };
        check("", &named("Mum"), (0.0, 0.3), (0.9, 1.0));
        check("", &named("Aunt Rosa"), (0.0, 0.3), (0.9, 1.0));
        check("", &named("Mum And Dad Plumbing Ltd"), (0.4, 0.6), (0.21, 0.4));
        check("", &Known { same_family_name: true, ..Known::default() }, (0.2, 0.5), (0.65, 0.79));
        let is = |tie| Known { is: Some(tie), ..Known::default() };
        check("met 9 home personal", &is(Tie::Professional), (1.0, 1.0), (0.0, 0.0));
        check("", &is(Tie::Family), (0.0, 0.0), (1.0, 1.0));
        check("", &is(Tie::None), (0.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn the_contributions_add_up_to_the_figure() {
        let known = Known { same_family_name: true, card: true, ..Known::default() };
        let found = tally("both 4 whatsapp personal; tied 1 linkedin professional")
            .relationship(&known, Moment::instant(1_760_000_000));
        for belief in [found.professional, found.personal] {
            let again = Belief::of(belief.evidence.clone());
            assert!((again.probability - belief.probability).abs() < 1e-9);
            assert!(belief.evidence.iter().all(|c| !c.what.contains('{')));
        }
    }
}
