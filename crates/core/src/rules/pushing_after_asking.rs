//! WP4: repeating a personal request, or chasing it elsewhere.

use crate::approach::Purpose;
use crate::handle::Sphere;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires, lacks};
use crate::standing::{Override, Refusal, Request};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "pushing-after-asking",
    code: "WP4",
    aliases: &["pushed-after-asking"],
    group: Group::Platform,
    level: Level::Error,
    grade: "C/D",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("pushing_after_asking.md"),
    check,
    at_rest: None,
    network: None,
};

fn check(case: &Case) -> Ruling {
    let asked = [repeated(case), chased(case), refused(case), overridden(case)];
    asked.into_iter().find(|r| *r != Ruling::Silent).unwrap_or(Ruling::Silent)
}

/// Requests on platforms of private life; the user's own use of LinkedIn never counts.
fn personal(request: &&Request) -> bool {
    request.platform.usual_sphere() == Sphere::Personal
}

/// The same request again on the same platform.
fn repeated(case: &Case) -> Ruling {
    let (approach, standing) = (case.approach, case.standing);
    let same = |r: &&Request| r.platform.same_house(case.door.platform) && r.accepted.is_none();
    let Some(request) = standing.requests.iter().filter(personal).rfind(same) else { return Ruling::Silent };
    let again = Span::days(case.settings.ask_again_days);
    let changed =
        request.tie_then != case.relationship.personal.fact() && case.relationship.personal.fact().yes();
    let long_ago = request.at.longest_until(approach.at) >= again;
    // Within hours it is one attempt, clicked twice.
    let one = request.at.shortest_until(approach.at) < Span::hours(case.settings.attempt_hours);
    if approach.purpose != Purpose::Connect || (changed && long_ago) || one {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    fires(Level::Error, format!("a second request to {who} on {}", case.door.platform.shown()))
        .because([told(request)])
        .help("leave the first one pending or withdraw it; use a work channel for a real purpose")
}

/// Asking after the request, there or elsewhere.
fn chased(case: &Case) -> Ruling {
    let (approach, standing) = (case.approach, case.standing);
    let Some(request) = standing.requests.iter().filter(personal).rfind(|r| r.is_open()) else {
        return Ruling::Silent;
    };
    let one = request.at.shortest_until(approach.at) < Span::hours(case.settings.attempt_hours);
    let other_business = standing.cycle.iter().any(|a| a.purpose != Some(Purpose::Connect));
    let chases = matches!(approach.purpose, Purpose::Nudge | Purpose::FollowUp) && !other_business;
    // Who asked for a door has said more than nothing.
    let wished = standing.wish.as_ref().is_some_and(|(_, at)| request.at.order() < at.order());
    if one || !chases || wished || came_since(case, request.at) {
        return Ruling::Silent;
    }
    let who = &standing.whose.name;
    fires(
        Level::Error,
        format!("chasing the request that {who} left unanswered on {}", request.platform.shown()),
    )
    .because([told(request)])
    .help("silence is an answer; write by a work channel when there is another reason to")
}

/// The same thing after they declined it.
fn refused(case: &Case) -> Ruling {
    let approach = case.approach;
    let rest = Span::days(case.settings.rest_days);
    let recent = |r: &&Refusal| r.at.longest_until(approach.at) < rest;
    let Some(refusal) = case.standing.refusals.iter().rfind(recent) else { return Ruling::Silent };
    if approach.purpose == Purpose::Reply || came_since(case, refusal.at) {
        return Ruling::Silent;
    }
    let who = &case.standing.whose.name;
    let same_door = case.door.fits(&refusal.via);
    let chases = matches!(approach.purpose, Purpose::Nudge | Purpose::FollowUp);
    match refusal.purpose {
        Some(purpose) if purpose == approach.purpose || chases || same_door => {}
        None if same_door => {}
        // A request to connect is told apart from everything else by what it is.
        Some(Purpose::Connect) => return Ruling::Silent,
        Some(purpose) if approach.purpose == Purpose::Message => {
            let question = format!("is this again about what {who} declined ({})?", purpose.word());
            return lacks("purpose", Level::Error, question);
        }
        _ => return Ruling::Silent,
    }
    let what = refusal.purpose.map_or("your approach", Purpose::word);
    fires(Level::Error, format!("the same again to {who}, who declined"))
        .because([Evidence::dated(refusal.at, format!("declined ({what})"))])
        .until(Some(refusal.at.plus(rest)))
        .help("let it rest; another purpose by a work channel is fine")
}

/// Again what the user already did once against advice.
fn overridden(case: &Case) -> Ruling {
    let approach = case.approach;
    let same = |o: &&Override| {
        let specific = o.purpose == approach.purpose && o.purpose != Purpose::Message;
        let there = case.door.platform.same_house(o.platform) && o.purpose == approach.purpose;
        (specific || there) && !came_since(case, o.at) && o.at.order() < approach.at.order()
    };
    let Some(done) = case.standing.overrides.iter().rfind(same) else { return Ruling::Silent };
    let who = &case.standing.whose.name;
    fires(Level::Error, format!("the same again to {who}, after you went ahead once against advice"))
        .because([Evidence::dated(done.at, format!("went ahead: {}", done.reason))])
        .help("wait for their answer; another purpose by a work channel is fine")
}

fn came_since(case: &Case, at: crate::time::Moment) -> bool {
    case.standing.last_in.is_some_and(|seen| at.order() < seen.order())
}

fn told(request: &Request) -> Evidence {
    let what = match request.declined {
        Some(_) => format!("request on {}, declined", request.platform.shown()),
        None => format!("request on {}, no answer", request.platform.shown()),
    };
    Evidence { sure: request.sure, ..Evidence::dated(request.at, what) }.of(&request.key)
}
