//! The audit: time travel over a timeline, judging each approach with what was known before it.

use crate::approach::{Approach, Purpose};
use crate::interaction::Act;
use crate::judge::{Opinion, View, twins};
use crate::rule::{
    Evidence, Finding, Group, Invitation, Level, Missing, Network, Rest, Rule, Ruling, Verdict,
};
use crate::rules::RULES;
use crate::settings::Settings;
use crate::standing::Standing;
use crate::time::{Moment, Span};
use crate::timeline::{Event, What};
use std::collections::BTreeMap;

/// One finding of the audit.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    pub at: Moment,
    /// The key of the interaction that was judged; empty where nothing was approached.
    pub key: String,
    /// The approach that was judged; `None` for what is found at rest.
    pub approach: Option<Approach>,
    pub finding: Finding,
    /// The reason, where the user allowed it.
    pub allowed: Option<String>,
}

/// One approach of which a rule could not tell, for lack of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub at: Moment,
    pub rule: &'static str,
    pub fact: &'static str,
}

/// What one person's timeline gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    pub findings: Vec<Audited>,
    /// Questions that would decide a case, and how many approaches each holds up.
    pub missing: BTreeMap<(&'static str, &'static str), (Missing, u32)>,
    /// The approaches that each question holds up, oldest first.
    pub asked: Vec<Asked>,
    pub approaches: u32,
    /// Of these, how many of which no source would show an answer: nobody can say that they met silence.
    pub unwatched: u32,
    /// How many approaches were made on each day, in days since 1970 where they were written.
    pub days: BTreeMap<i32, u32>,
    /// What the person adds to the view of the whole network.
    pub network: Network,
    /// What was before is not counted.
    since: Option<Moment>,
}

impl Audit {
    /// Notes that a question holds up the judgement of one approach.
    fn ask(&mut self, at: Moment, missing: Missing) {
        if !self.counts(at) {
            return;
        }
        self.asked.push(Asked { at, rule: missing.rule, fact: missing.fact });
        self.missing.entry((missing.rule, missing.fact)).or_insert((missing, 0)).1 += 1;
    }

    /// Tells whether a moment is counted.
    fn counts(&self, at: Moment) -> bool {
        self.since.is_none_or(|since| since.order() <= at.order())
    }

    /// Joins the view of the whole network of another person to this one.
    pub fn join_network(&mut self, other: &Network) {
        self.network.join(other.clone());
    }
}

/// Audits one person: judges each approach before folding it, then looks at what rests at the end.
///
/// `now` ends the audit; events after it are not looked at.
pub fn audit(standing: Standing, events: &[Event], now: Moment, settings: &Settings) -> (Audit, Standing) {
    audit_since(standing, events, (None, now), settings)
}

/// Audits one person as [`audit`] does, and counts only the approaches and questions from a moment on.
///
/// All findings are told, each with its own moment.
pub fn audit_since(
    mut standing: Standing,
    events: &[Event],
    (since, now): (Option<Moment>, Moment),
    settings: &Settings,
) -> (Audit, Standing) {
    let mut audit = Audit { since, ..Audit::default() };
    let mut grown = false;
    for event in events.iter().take_while(|e| !now.surely_before(e.at)) {
        if let Some(approach) = standing.approach_in(event) {
            if audit.counts(event.at) {
                audit.approaches += 1;
                *audit.days.entry(day(event.at)).or_default() += 1;
                audit.unwatched += u32::from(!is_watched(&standing, event, &approach));
            }
            // What had rested is looked at before a new cycle wipes it.
            if standing.has_rested(event.at, settings) {
                at_rest(&mut audit, &standing, event.at, settings, "gave-up-early");
            }
            let opinion = View::at(event.at, &standing, settings).opinion_of(&approach);
            note(&mut audit, event, &approach, opinion);
        }
        standing.see(event);
        if !grown && standing.has_grown(settings) {
            grown = true;
            at_rest(&mut audit, &standing, event.at, settings, "growth-unlock");
        }
    }
    let relationship = standing.relationship(now);
    let rest = Rest { at: now, standing: &standing, relationship: &relationship, settings };
    for rule in RULES.iter().filter(|r| r.name != "growth-unlock") {
        look(&mut audit, rule, &rest);
    }
    audit.network = network_part(&standing, now);
    (audit, standing)
}

/// Returns the day of a moment where it was written.
pub fn day(at: Moment) -> i32 {
    match Moment::of_date(at.wall().date()) {
        Moment::Date { day } => day,
        _ => 0,
    }
}

/// Tells whether an answer to an approach would be known: by a source, by a tie that stands, or by the user.
fn is_watched(standing: &Standing, event: &Event, approach: &Approach) -> bool {
    let platform = approach.via.platform();
    approach.purpose == Purpose::Connect
        || matches!(event.what, What::Logged(_))
        || standing.coverage().iter().any(|c| c.sees_inbound(platform, approach.at))
}

/// Looks at the whole network, once all persons were audited.
pub fn audit_network(network: &Network, now: Moment, settings: &Settings) -> Vec<Audited> {
    let fired = RULES.iter().filter_map(|rule| match rule.network?(network, settings) {
        Ruling::Fires(fired) => finding(rule, fired, settings),
        _ => None,
    });
    fired
        .map(|finding| Audited { at: now, key: String::new(), approach: None, finding, allowed: None })
        .collect()
}

/// What a plan can still mend, and nobody needs to look up for what is past.
const UNASKED: [&str; 2] = ["note", "recipients"];

/// Writes down what was said of one approach.
fn note(audit: &mut Audit, event: &Event, approach: &Approach, opinion: Opinion) {
    let accepted = match &event.what {
        What::Out(c) if c.act == Act::Request => c.accepted,
        _ => None,
    };
    let told = opinion.findings.into_iter().map(|f| (f, None));
    let allowed = opinion.allowed.into_iter().map(|(f, because)| (f, Some(because)));
    let welcomed = |f: &Finding| accepted.is_some() && f.level == Level::Hint && is_of(f, Group::Invitation);
    for (mut finding, allowed) in told.chain(allowed).filter(|(f, _)| f.level > Level::Pass) {
        if finding.ahead || welcomed(&finding) {
            continue;
        }
        if let Some(at) = accepted.filter(|_| is_about_the_door(&finding)) {
            // They said yes: whatever it was, it was no intrusion.
            finding.level = Level::Hint;
            finding.evidence.push(Evidence::dated(at, "accepted"));
        }
        let approach = Some(approach.clone());
        audit.findings.push(Audited { at: event.at, key: event.key.clone(), approach, finding, allowed });
    }
    if accepted.is_none() {
        for missing in opinion.missing.into_iter().filter(|m| !UNASKED.contains(&m.fact)) {
            audit.ask(event.at, missing);
        }
    }
}

fn is_about_the_door(finding: &Finding) -> bool {
    is_of(finding, Group::Platform) || is_of(finding, Group::Invitation)
}

fn is_of(finding: &Finding, group: Group) -> bool {
    RULES.iter().any(|r| r.name == finding.rule && r.group == group)
}

/// Asks one of the rules that look at what rests.
fn at_rest(audit: &mut Audit, standing: &Standing, at: Moment, settings: &Settings, name: &str) {
    let Some(rule) = crate::rules::find(name) else { return };
    let relationship = standing.relationship(at);
    look(audit, rule, &Rest { at, standing, relationship: &relationship, settings });
}

/// Has one rule look at what rests.
fn look(audit: &mut Audit, rule: &Rule, rest: &Rest) {
    let Rest { at, standing, settings, .. } = *rest;
    let Some(check) = rule.at_rest else { return };
    let Ruling::Fires(fired) = check(rest) else { return };
    let allowed = standing.allowance(rule, at).map(|a| a.because.clone());
    let Some(finding) = finding(rule, fired, settings) else { return };
    let evidence = finding.evidence.last();
    let when = evidence.and_then(|e| e.at).unwrap_or(at);
    if rule.group.counts_what_was_said() && standing.has_twin() {
        let (rule, code, could_be) = (rule.name, rule.code, finding.level);
        let question = twins(&standing.whose.name);
        audit.ask(when, Missing { rule, code, fact: "same-person", question, could_be });
        return;
    }
    let key = evidence.and_then(|e| e.key.clone()).unwrap_or_default();
    audit.findings.push(Audited { at: when, key, approach: None, finding, allowed });
}

fn finding(rule: &Rule, fired: crate::rule::Fired, settings: &Settings) -> Option<Finding> {
    let level = match settings.level(rule.name) {
        Some(set) => set?,
        None => fired.level,
    };
    Some(Finding {
        rule: rule.name,
        code: rule.code,
        level,
        message: fired.message,
        evidence: fired.evidence,
        help: fired.help,
        until: fired.until,
        ahead: fired.ahead,
    })
}

/// After so long, a request that nobody answered is counted as pending.
const PENDING: Span = Span::days(14);

/// Returns what one person adds to the view of the whole network.
fn network_part(standing: &Standing, now: Moment) -> Network {
    let mut network = Network { now: Some(now), ..Network::default() };
    let sure = standing.requests.iter().filter(|r| r.sure);
    network.invitations.extend(sure.map(|r| Invitation {
        at: r.at,
        platform: r.platform,
        accepted: r.accepted.is_some(),
        open: r.is_open(),
    }));
    let personal = standing.relationship(now).personal.fact();
    let private = standing.requests.iter().filter(|r| r.platform.usual_sphere() == crate::Sphere::Personal);
    for request in private {
        network.requests += 1;
        network.accepted += u32::from(request.accepted.is_some());
        // Who pointed the user elsewhere has answered.
        let pointed = |c: &crate::standing::Closing| {
            c.via.platform().same_house(request.platform) && request.at.order() <= c.at.order()
        };
        let answered = !request.is_open() || standing.closings.iter().any(pointed);
        let waits = !answered && request.at.shortest_until(now) >= PENDING;
        if waits && personal.no() && request.sure {
            let what = format!("{}, request on {}", standing.whose.name, request.platform.shown());
            network.pending.push(Evidence::dated(request.at, what).of(&request.key));
        }
    }
    network
}

impl View<'_> {
    /// Returns what the rules say about the best door that the approach can mean.
    fn opinion_of(&self, approach: &Approach) -> Opinion {
        let doors = self.standing().doors_for(&approach.via);
        let opinions = doors.iter().map(|door| self.opinion(approach, door));
        opinions.min_by_key(Opinion::verdict).unwrap_or_default()
    }
}

/// Tells whether an audit has anything that a user should act on.
pub fn is_grave(audited: &Audited) -> bool {
    audited.allowed.is_none() && audited.finding.level.verdict() > Verdict::Welcome
}
