//! ST1: an address that they have left, or may have.

use crate::handle::{Medium, Platform};
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::standing::Door;
use crate::time::{Moment, Span};

pub(super) const RULE: Rule = Rule {
    name: "stale-address",
    code: "ST1",
    aliases: &["old-address"],
    group: Group::Stale,
    level: Level::Error,
    grade: "D/A-",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("stale_address.md"),
    check,
    at_rest: None,
    network: None,
};

/// A notice of failure comes within days; what was not sent back by then has arrived.
const ARRIVED: Span = Span::days(5);
/// Who has written from elsewhere for half a year has moved.
const MOVED: Span = Span::days(180);

fn check(case: &Case) -> Ruling {
    let door = case.door;
    if door.medium != Medium::Mail || door.handle.is_none() {
        return Ruling::Silent;
    }
    let (who, at) = (&case.standing.whose.name, case.approach.at);
    if let Some(bounced) = door.bounced.filter(|b| is_dead(door, *b, at)) {
        return fires(Level::Error, format!("mail to {who} at this address came back"))
            .because([Evidence::dated(bounced, "a notice that it could not be delivered")])
            .help("use another channel of theirs, or ask somebody whom you share for the new address");
    }
    let Some(seen) = door.last_in.filter(|_| door.is_professional()) else { return Ruling::Silent };
    // Every reading of both moments must be long enough, and what comes after the end of a source is no silence.
    let known = case.standing.known_until(door.platform).filter(|to| to.surely_before(at)).unwrap_or(at);
    let silent = seen.shortest_until(known);
    if silent < MOVED {
        return Ruling::Silent;
    }
    if let Some(newer) = newer(case, seen) {
        return fires(Level::Warn, format!("{who} has written from another work address since"))
            .because([
                Evidence::dated(seen, "their last word from this address"),
                Evidence::dated(newer.last_in.unwrap_or(seen), format!("from {}", newer.via.shown())),
            ])
            .help(format!("write to {}", newer.via.shown()));
    }
    if silent < Span::days(case.settings.address_stale_days) {
        return Ruling::Silent;
    }
    fires(Level::Hint, format!("no word of {who} from this work address for {} days", silent.whole_days()))
        .because([Evidence::dated(seen, "their last word from it")])
        .ahead()
        .help("they may have moved: look at their professional profile first")
}

/// Tells whether nothing has shown since that the address works.
fn is_dead(door: &Door, bounced: Moment, at: Moment) -> bool {
    let heard = door.last_in.is_some_and(|seen| bounced.order() < seen.order());
    let sent = |sent: Moment| bounced.order() < sent.order() && sent.shortest_until(at) > ARRIVED;
    !heard && !door.last_out.is_some_and(sent)
}

/// Returns the work address of another house from which they wrote long after their last word from this one.
fn newer(case: &Case, seen: Moment) -> Option<Door> {
    let domain = |d: &Door| d.handle.as_ref().map(|h| h.address().rsplit('@').next().map(str::to_owned));
    let later = |d: &Door| d.last_in.is_some_and(|at| seen.shortest_until(at) >= MOVED);
    let own = domain(case.door);
    let others = case.standing.doors().into_iter();
    others
        .filter(|d| d.platform == Platform::Email && d.sure && d.is_professional() && later(d))
        .filter(|d| domain(d) != own)
        .max_by_key(|d| d.last_in.map(Moment::order))
}
