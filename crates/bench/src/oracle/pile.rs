//! The pile of WP11: requests of private life that wait, over the whole network.

use super::case::{Level, Question};
use super::holds::Holds;
use super::life::{Event, Life, Lives};
use super::when::{DAY, When};
use comity_world::truth::Act;

/// A handful may be chance.
const FINE: usize = 5;

/// A request waits once it is two weeks old.
const WAITS: i64 = 14 * DAY;

/// `too-many-personal-requests`.
pub(crate) fn too_many(lives: &Lives) -> Question {
    let waiting: Vec<Holds> = lives.lives.iter().map(|life| waits(life, lives.me.now)).collect();
    let count = |least: Holds| waiting.iter().filter(|w| **w >= least).count();
    let (surely, perhaps) = (count(Holds::Yes), count(Holds::Either));
    Question::new("WP11", Level::Warn)
        .needs("there are any", perhaps > 0)
        .needs("more than five", Holds::from(surely > FINE) | Holds::from(perhaps > FINE).at_most_either())
}

/// Tells whether a request to somebody who is no friend still waits.
fn waits(life: &Life, now: i64) -> Holds {
    let is_friend = life.person.tie(now).is_some_and(|t| t.personal || t.family);
    if is_friend {
        return Holds::No;
    }
    let end = When::exactly(now);
    let requests =
        life.events.iter().filter(|e| e.mine && e.act == Act::Request && e.channel.is_personal_network());
    Holds::any(requests.map(|request| {
        let after = |is: &dyn Fn(&Event) -> Holds| {
            let there = life.events.iter().filter(|e| e.channel.same_house(&request.channel));
            Holds::any(there.map(|e| is(e) & request.when.before(e.when)))
        };
        let tied = after(&|e| Holds::from(e.tied || e.outcome.is_some_and(|_| !e.mine)));
        // A word from them is an answer of a kind.
        let answered = after(&|e| e.hears).at_most_either();
        request.opens & Holds::from(!request.accepted) & !tied & !answered & !request.when.within(WAITS, end)
    }))
}
