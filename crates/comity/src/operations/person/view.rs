//! What is shown of one person.

use crate::context::Context;
use crate::error::Result;
use crate::grounds::JoinView;
use crate::network::{Network, Told};
use crate::operation::Answer;
use crate::screen::{Ink, Screen};
use crate::verdict::percent;
use crate::when;
use crate::words::counted;
use comity_core::infer::{Pace, closeness, outlook};
use comity_core::interaction::Act;
use comity_core::relationship::Belief;
use comity_core::standing::Door;
use comity_core::statement::Logged;
use comity_core::timeline::{Event, What};
use comity_core::{Anchor, Automation, Fact, Medium, Moment, Purpose, Said, Statement};
use comity_store::Person;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

/// More joins than this are only counted: the weakest are those that may be wrong.
const JOINS: usize = 5;

/// How much to show.
pub(super) struct Wanted {
    pub(super) why: bool,
    pub(super) events: usize,
    /// The numbers of what was said just now.
    pub(super) said: Vec<u64>,
}

/// One person.
#[derive(Serialize, JsonSchema)]
pub(in crate::operations) struct PersonView {
    /// The short number, never given to anybody else.
    id: String,
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    tags: Vec<String>,
    relationship: RelationshipView,
    closeness: ClosenessView,
    /// Addresses, numbers, profiles, and ways of reaching them.
    doors: Vec<DoorView>,
    /// The channel that they asked for.
    wish: Option<String>,
    /// Attempts that wait for an answer, oldest first.
    waiting: Vec<Waiting>,
    /// What you promised and have not kept yet, oldest first.
    promises: Vec<Promised>,
    /// What happened, newest first.
    timeline: Vec<Happened>,
    /// How much happened in all.
    events: usize,
    /// The user's own notes, oldest first.
    notes: Vec<String>,
    /// The numbers of the new entries of the log, in order.
    statements: Vec<u64>,
    /// With `--why`: what makes all of it one person, the weakest join first.
    joins: Vec<JoinView>,
    #[serde(skip)]
    why: bool,
}

/// What the tie is.
#[derive(Serialize, JsonSchema)]
struct RelationshipView {
    professional: BeliefView,
    personal: BeliefView,
    /// Only where the user said so.
    family: bool,
    role: Option<String>,
    hoped: Option<String>,
    /// They keep work and private life apart.
    separate: bool,
}

/// A probability and what adds up to it.
#[derive(Serialize, JsonSchema)]
struct BeliefView {
    /// From 0 to 1; exactly 0 or 1 where the user said so.
    probability: f64,
    stated: bool,
    /// What rules take it for: `yes`, `no`, or `unknown` where it is not likely enough or too little is known.
    taken: String,
    #[serde(skip)]
    fact: Fact,
    /// In log-odds (base e); they add up to those of the probability.
    evidence: Vec<ContributionView>,
}

/// One piece of evidence.
#[derive(Serialize, JsonSchema)]
struct ContributionView {
    what: String,
    log_odds: f64,
}

/// How close the tie is.
#[derive(Serialize, JsonSchema)]
struct ClosenessView {
    /// From 0 to 1.
    value: f64,
    /// `rising`, `steady`, `cooling` or `dormant`.
    trend: String,
    words: String,
    /// `none`, `known`, `active` or `close`.
    level: String,
    /// How likely there is contact within the next two months; only where there ever was any.
    outlook: Option<BeliefView>,
}

/// One door.
#[derive(Serialize, JsonSchema)]
struct DoorView {
    channel: String,
    platform: String,
    sphere: String,
    /// What speaks for the sphere.
    sphere_because: Vec<String>,
    /// `open`, `unknown` or `closed`.
    state: String,
    /// What opened or closed it.
    because: Vec<String>,
    /// Whether it is surely theirs.
    sure: bool,
    last_in: Option<String>,
    #[serde(skip)]
    shown: String,
}

/// One attempt that waits for an answer.
#[derive(Serialize, JsonSchema)]
struct Waiting {
    at: String,
    what: String,
    #[serde(skip)]
    day: String,
}

/// Something that the user promised.
#[derive(Serialize, JsonSchema)]
struct Promised {
    at: String,
    what: String,
    due: Option<String>,
    /// The day by which it was promised is over.
    overdue: bool,
    #[serde(skip)]
    due_day: String,
}

/// One thing that happened.
#[derive(Serialize, JsonSchema)]
struct Happened {
    at: String,
    /// `out`, `in`, `both` or `said`.
    direction: String,
    /// By what: `mail`, `phone`, `professional-network` and so on; nothing for what you said.
    medium: Option<String>,
    what: String,
    #[serde(skip)]
    day: String,
}

pub(super) fn view(context: &Context, network: &Network, told: &Told, wanted: &Wanted) -> Result<PersonView> {
    let (now, zone) = (context.now(), context.zone());
    let standing = told.standing(now);
    let relationship = standing.relationship(now);
    let close = closeness(standing.tally(), now);
    let pace = if relationship.family { Pace::Kin } else { Pace::Usual };
    let past: Vec<&Event> = told.events.iter().filter(|e| !now.surely_before(e.at)).collect();
    let notes = told.said.iter().filter(|s| s.stands()).filter_map(|s| match &s.said {
        Said::Note(text) => Some(text.clone()),
        _ => None,
    });
    Ok(PersonView {
        id: told.person.id.to_string(),
        name: told.person.name.clone(),
        organisation: told.person.organisation.clone(),
        title: told.person.title.clone(),
        tags: network.tags(&told.person)?,
        closeness: ClosenessView {
            value: close.value,
            trend: close.trend.word().to_owned(),
            words: close.words,
            level: standing.level(now).word().to_owned(),
            outlook: outlook(standing.tally(), now, pace).as_ref().map(belief),
        },
        doors: standing.doors().iter().map(door).collect(),
        wish: standing.wish.as_ref().map(|(via, _)| via.to_string()),
        waiting: standing
            .awaited()
            .map(|a| Waiting {
                at: a.first.to_string(),
                what: a.what(),
                day: when::day_shown(a.first, &zone),
            })
            .collect(),
        promises: promises(&told.said, now, &zone),
        timeline: past.iter().rev().take(wanted.events).map(|e| happened(e, &zone)).collect(),
        events: past.len(),
        notes: notes.collect(),
        relationship: RelationshipView {
            professional: belief(&relationship.professional),
            personal: belief(&relationship.personal),
            family: relationship.family,
            role: relationship.role.map(|r| r.word().to_owned()),
            hoped: relationship.hoped.map(|(tie, _)| tie.word().to_owned()),
            separate: relationship.separate,
        },
        statements: wanted.said.clone(),
        joins: if wanted.why { joins(network, &told.person)? } else { Vec::new() },
        why: wanted.why,
    })
}

/// Returns what makes a person one, the weakest join first.
fn joins(network: &Network, person: &Person) -> Result<Vec<JoinView>> {
    let records = network.told_of(person)?;
    let anchors: Vec<Anchor> = records.iter().map(|record| Anchor::Record(record.key.clone())).collect();
    let mut joins: Vec<JoinView> = network.held_together(&anchors)?.iter().map(JoinView::of).collect();
    joins.sort_by(|a, b| a.strength().total_cmp(&b.strength()));
    Ok(joins)
}

/// Returns what was promised, but for what something was given after: that kept it.
fn promises(said: &[Statement], now: Moment, zone: &TimeZone) -> Vec<Promised> {
    let logs = said.iter().filter(|s| s.stands()).filter_map(|s| match &s.said {
        Said::Log(logged) => Some(&**logged),
        _ => None,
    });
    let given = |l: &&Logged| !l.inbound && l.purpose == Some(Purpose::Give) && l.promise.is_none();
    let last = logs.clone().filter(given).map(|l| l.at.order()).max();
    let open = logs.filter(|l| last.is_none_or(|last| last < l.at.order()));
    let mut promised: Vec<_> = open.filter_map(|l| l.promise.as_ref().map(|what| (l, what))).collect();
    promised.sort_by_key(|(l, _)| l.at.order());
    promised
        .into_iter()
        .map(|(l, what)| Promised {
            at: l.at.to_string(),
            what: what.clone(),
            due: l.due.map(|due| due.to_string()),
            overdue: l.due.is_some_and(|due| due.surely_before(now)),
            due_day: l.due.map_or_else(String::new, |due| format!("by {}", when::day_shown(due, zone))),
        })
        .collect()
}

fn belief(belief: &Belief) -> BeliefView {
    let evidence =
        belief.evidence.iter().map(|c| ContributionView { what: c.what.clone(), log_odds: c.log_odds });
    BeliefView {
        probability: belief.probability,
        stated: belief.stated,
        taken: belief.fact().word().to_owned(),
        fact: belief.fact(),
        evidence: evidence.collect(),
    }
}

fn door(door: &Door) -> DoorView {
    DoorView {
        channel: door.via.to_string(),
        platform: door.platform.word().to_owned(),
        sphere: door.sphere.word().to_owned(),
        sphere_because: door.sphere_because.clone(),
        state: door.access.word().to_owned(),
        because: door.because.iter().map(|e| e.what.clone()).collect(),
        sure: door.sure,
        last_in: door.last_in.map(|m| m.to_string()),
        shown: door.via.shown(),
    }
}

fn happened(event: &Event, zone: &TimeZone) -> Happened {
    let (direction, what) = match &event.what {
        What::Out(c) => ("out", contact(c, "you")),
        What::In(c) => ("in", contact(c, "they")),
        What::Both(c) => ("both", contact(c, "")),
        What::Logged(l) => {
            let who = if l.inbound { "they made contact" } else { "you noted a contact" };
            let outcome = l.outcome.map(|o| format!(", {}", o.word())).unwrap_or_default();
            ("said", format!("{who} {}{outcome}", l.via.by()))
        }
        What::Said(said) => ("said", format!("you said: {}", said.verb())),
    };
    Happened {
        at: event.at.to_string(),
        direction: direction.to_owned(),
        medium: medium(&event.what).map(|m| m.word().to_owned()),
        what,
        day: when::shown(event.at, zone),
    }
}

/// Returns by what medium something happened.
fn medium(what: &What) -> Option<Medium> {
    match what {
        What::Out(c) | What::In(c) | What::Both(c) => Some(c.platform.medium()),
        What::Logged(l) => Some(l.via.medium()),
        What::Said(_) => None,
    }
}

fn contact(c: &comity_core::timeline::Contact, who: &str) -> String {
    let platform = c.platform.shown();
    let machine = if c.automation == Automation::Human { "" } else { " (not by hand)" };
    let what = match (c.act, who) {
        (Act::Message, "you") => format!("you wrote by {platform}"),
        (Act::Message, _) => format!("they wrote by {platform}"),
        (Act::Request, "you") => format!("you asked to connect on {platform}"),
        (Act::Request, _) => format!("they asked to connect on {platform}"),
        (Act::Connected, _) => format!("connected on {platform}"),
        (Act::Rejected, _) => format!("you turned down their request on {platform}"),
        (Act::Ended, _) => format!("you ended the tie on {platform}"),
        (Act::Call, "you") => format!("you called by {platform}"),
        (Act::Call, _) => format!("they called by {platform}"),
        (Act::Meeting, _) => match c.venue {
            Some(venue) => format!("met ({})", venue.word()),
            None => "met".to_owned(),
        },
    };
    format!("{what}{machine}")
}

impl Answer for PersonView {
    fn show(&self, screen: &mut Screen) {
        let work: Vec<&str> =
            [&self.title, &self.organisation].into_iter().flatten().map(String::as_str).collect();
        let work = if work.is_empty() { String::new() } else { format!("{} ", work.join(", ")) };
        let name = if work.is_empty() { self.name.clone() } else { format!("{},", self.name) };
        screen.pieces(0, &[(&name, Ink::Bold), (&format!("{work}({})", self.id), Ink::Plain)]);
        match self.statements.len() {
            0 => {}
            1 => screen.line("Noted; `comity undo` takes it back."),
            n => screen.line(&format!("Noted, {n} things; `comity undo` takes them back.")),
        }
        self.show_tie(screen);
        screen.heading("Doors");
        let rows: Vec<Vec<String>> = self
            .doors
            .iter()
            .map(|d| {
                let sure = if d.sure { "" } else { " (perhaps theirs)" };
                vec![format!("{}{sure}", d.shown), d.sphere.clone(), d.state.clone(), d.because.join("; ")]
            })
            .collect();
        screen.columns(&rows);
        if !self.waiting.is_empty() {
            screen.heading("Waiting for an answer");
            screen.columns(
                &self.waiting.iter().map(|w| vec![w.day.clone(), w.what.clone()]).collect::<Vec<_>>(),
            );
        }
        if !self.promises.is_empty() {
            screen.heading("You promised");
            let row = |p: &Promised| {
                let late = if p.overdue { ", overdue" } else { "" };
                vec![p.what.clone(), format!("{}{late}", p.due_day)]
            };
            screen.columns(&self.promises.iter().map(row).collect::<Vec<_>>());
        }
        if !self.timeline.is_empty() {
            let more = if self.events > self.timeline.len() {
                format!("; `--show {}`", self.events)
            } else {
                String::new()
            };
            screen.heading(&format!("What happened ({} in all{more})", self.events));
            screen.columns(
                &self.timeline.iter().map(|h| vec![h.day.clone(), h.what.clone()]).collect::<Vec<_>>(),
            );
        }
        if !self.notes.is_empty() {
            screen.heading("Notes");
            self.notes.iter().for_each(|n| screen.indented(2, n));
        }
    }
}

impl PersonView {
    fn show_tie(&self, screen: &mut Screen) {
        let r = &self.relationship;
        screen.line(&format!("{}; {}", self.closeness.words, tie(r)));
        let mut more: Vec<String> = Vec::new();
        more.extend(r.role.as_ref().map(|role| format!("your {role}")));
        more.extend(r.hoped.as_ref().map(|h| format!("you hope for: {h}")));
        more.extend(r.separate.then(|| "keeps work and private life apart".to_owned()));
        more.extend(self.wish.as_ref().map(|w| format!("asked for {w}")));
        if !self.tags.is_empty() {
            more.push(format!("tags: {}", self.tags.join(", ")));
        }
        if !more.is_empty() {
            screen.line(&more.join("; "));
        }
        if self.why {
            show_belief(screen, "Why professional", &r.professional);
            show_belief(screen, "Why personal", &r.personal);
            if let Some(outlook) = &self.closeness.outlook {
                show_belief(screen, "Contact within two months", outlook);
            }
            screen.heading("Why each door lies where it lies");
            for door in &self.doors {
                screen.indented(
                    2,
                    &format!("{}: {} ({})", door.shown, door.sphere, door.sphere_because.join("; ")),
                );
            }
            self.show_joins(screen);
        }
    }
}

impl PersonView {
    fn show_joins(&self, screen: &mut Screen) {
        if self.joins.is_empty() {
            return;
        }
        screen.heading("What makes all of it one person, the weakest first");
        for join in self.joins.iter().take(JOINS) {
            join.show(screen);
        }
        if self.joins.len() > JOINS {
            let more = (self.joins.len() - JOINS) as u64;
            screen.line(&format!("{} more; `--json` tells all.", counted(more, "join", "joins")));
        }
    }
}

fn tie(r: &RelationshipView) -> String {
    let side = |belief: &BeliefView, name: &str| {
        let chance = percent(belief.probability);
        match (belief.stated, belief.fact) {
            (true, Fact::Yes) => format!("{name}, as you said"),
            (true, _) => format!("not {name}, as you said"),
            (false, Fact::Yes) => format!("{name} ({chance} in 100)"),
            (false, Fact::No) => format!("hardly {name} ({chance} in 100)"),
            (false, Fact::Unknown) if (20..80).contains(&chance) => {
                format!("perhaps {name} ({chance} in 100)")
            }
            // Likely or not, but on next to nothing.
            (false, Fact::Unknown) => format!("not known whether {name} ({chance} in 100)"),
        }
    };
    if r.family {
        return "family, as you said".to_owned();
    }
    format!("{}, {}", side(&r.professional, "professional"), side(&r.personal, "personal"))
}

fn show_belief(screen: &mut Screen, title: &str, belief: &BeliefView) {
    screen.heading(&format!("{title}: {} in 100", percent(belief.probability)));
    let rows: Vec<Vec<String>> =
        belief.evidence.iter().map(|c| vec![format!("{:+.2}", c.log_odds), c.what.clone()]).collect();
    screen.columns(&rows);
}
