//! The good news of WP6: a tie that came through work has become personal too.

use super::case::{Case, Level, Question};
use super::holds::Holds;
use super::life::Event;
use comity_world::truth::{Act, Venue};

/// Hall 2018, in the page of the rule.
const MINUTES: u32 = 50 * 60;

/// The four signs, of which two are enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs([Holds; 4]);

impl Signs {
    pub(crate) fn at_least_two(self) -> Holds {
        let count = |least: Holds| self.0.iter().filter(|sign| **sign >= least).count();
        if count(Holds::Yes) >= 2 {
            Holds::Yes
        } else {
            Holds::from(count(Holds::Either) >= 2).at_most_either()
        }
    }

    /// Tells whether one sign more would be enough.
    pub(crate) fn is_one_short(self) -> bool {
        let count = |least: Holds| self.0.iter().filter(|sign| **sign >= least).count();
        count(Holds::Yes) == 1 && count(Holds::Either) == 1
    }
}

/// Returns the signs that were seen before a case.
pub(crate) fn signs(case: &Case<'_>) -> Signs {
    let together = |least: Holds, of: &dyn Fn(&Event) -> u32| {
        case.past().filter(|(e, before)| e.together && *before >= least).map(|(e, _)| of(e)).sum::<u32>()
    };
    let enough = |needed: u32, of: &dyn Fn(&Event) -> u32| {
        let surely = Holds::from(together(Holds::Yes, of) >= needed);
        surely | Holds::from(together(Holds::Either, of) >= needed).at_most_either()
    };
    Signs([
        used_a_private_channel_first(case),
        enough(MINUTES, &|e| e.minutes),
        enough(2, &|e| u32::from(e.minutes > 0 && is_outside_work(e))),
        case.ever(|e| {
            let asked = e.accepted && !e.mine && e.act == Act::Request;
            let tied = e.tied && !asked;
            // Of a tie on a platform nobody can tell who asked whom.
            (Holds::from(asked) | Holds::from(tied).at_most_either()) & e.channel.is_personal_network().into()
        }),
    ])
}

fn used_a_private_channel_first(case: &Case<'_>) -> Holds {
    // Where the user was first, their use is a reading.
    case.ever(|e| if e.channel.is_personal() { e.is_first | e.hears.at_most_either() } else { Holds::No })
}

fn is_outside_work(event: &Event) -> bool {
    matches!(
        event.venue,
        Some(
            Venue::Restaurant
                | Venue::Home
                | Venue::FamilyEvent
                | Venue::Gym
                | Venue::Worship
                | Venue::Funeral
        )
    )
}

/// What the audit tells once, at the event that brought the second sign.
pub(crate) fn unlocked(case: &Case<'_>) -> Question {
    let person = &case.life.person;
    let first = person.ties.first();
    let at_work_alone = first.is_some_and(|t| t.professional && !t.personal && !t.family);
    // The page goes by where the contacts began: of a tie that was both from the first, the files may show
    // the work alone for a season.
    let both = first.is_some_and(|t| t.professional && t.personal && !t.family);
    let through_work = Holds::from(at_work_alone) | Holds::from(both).at_most_either();
    // Who told of the change has no need of the news.
    let known = Holds::from(case.is_friend() && case.is_stated).at_most_either();
    Question::new("WP6", Level::Hint)
        .needs("came through work", through_work & Holds::from(case.is_professional()))
        .needs("two signs", signs(case).at_least_two())
        .needs("not told already", !known)
        .needs("not allowed", !case.is_allowed("WP6"))
}

/// What is said of an approach on a private channel after that.
pub(crate) fn knocks(case: &Case<'_>) -> Option<Question> {
    if !case.event.channel.is_personal() {
        return None;
    }
    let work = case.is_about_work() == Holds::Yes;
    let level = if work { Level::Warn } else { Level::Hint };
    Some(
        Question::new("WP6", case.level(level))
            .needs("opens", case.event.opens)
            .needs("came through work", case.is_professional())
            .needs("two signs", signs(case).at_least_two())
            // The page tells it once; on each later approach it is welcome, with or without saying why.
            .needs("business about to move", Holds::from(work && !case.is_friend()) | Holds::Either)
            .needs("not allowed", !case.is_allowed("WP6")),
    )
}
