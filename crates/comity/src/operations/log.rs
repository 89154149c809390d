//! What happened, told by hand.

use super::undo::Undo;
use crate::asked;
use crate::channel;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder, is_yours};
use crate::network::{Network, Told, anchors};
use crate::noted::{Noted, whom};
use crate::operation::{Effect, Entry, Operation, entry};
use crate::when;
use crate::words::{self, capital};
use clap::Args;
use comity_core::settings::Settings;
use comity_core::standing::Standing;
use comity_core::statement::Logged;
use comity_core::{Handle, Moment, Outcome, Purpose, Said, Span, TieLevel, Topic, Venue, Via};
use comity_store::Person;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const OPERATION: Entry = entry::<Log>();

/// Note a contact that no source tells of, or what came of one
///
/// Says what follows from it: which door is theirs now, how long to let it rest, when a next try is fine.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Log {
    /// With whom: a name or part of one, an address, a profile URL, a number (p17)
    #[arg(required_unless_present = "undo")]
    who: Option<String>,
    /// How: an address, a number, a profile URL, a platform, work-mail, private-phone, in-person, …
    #[arg(long, value_name = "CHANNEL", required_unless_present = "undo")]
    via: Option<String>,
    /// They came to you
    #[arg(long = "in")]
    #[serde(rename = "in", default)]
    inbound: bool,
    /// What for
    #[arg(long = "for", value_name = "PURPOSE", value_parser = asked::one_of::<Purpose>())]
    #[serde(rename = "for")]
    purpose: Option<String>,
    /// Which side of life it was about
    #[arg(long, value_parser = asked::one_of::<Topic>())]
    topic: Option<String>,
    /// When; now, unless said
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// What came of it; silence needs no word
    #[arg(long, value_parser = asked::one_of::<Outcome>())]
    outcome: Option<String>,
    /// Where they pointed you to
    #[arg(long, value_name = "CHANNEL")]
    redirect: Option<String>,
    /// Away, or not now, until then
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Where, if in person
    #[arg(long, value_parser = asked::one_of::<Venue>())]
    venue: Option<String>,
    /// How big an ask: 0 none, 1 a five-minute question, 2 advice, 3 an introduction, 4 a job or money
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=4))]
    size: Option<u8>,
    /// Why you did it although Comity said no
    #[arg(long = "override", value_name = "REASON")]
    #[serde(rename = "override")]
    override_reason: Option<String>,
    /// What you promised; kept once you log something with `--for give`
    #[arg(long, value_name = "TEXT")]
    promise: Option<String>,
    /// By when you promised it
    #[arg(long, value_name = "DATE", requires = "promise")]
    due: Option<String>,
    /// Hours that you spent together
    #[arg(long, value_name = "N")]
    hours: Option<u32>,
    /// Take back the last log instead
    #[arg(long, conflicts_with = "who")]
    #[serde(default)]
    undo: bool,
}

impl Operation for Log {
    const NAME: &'static str = "log";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Noted;

    fn run(self, context: &Context) -> Result<Noted> {
        if self.undo {
            return take_back(context);
        }
        let Some((who, via)) = self.who.as_ref().zip(self.via.as_ref()) else {
            return Err(Error::user("a log needs to know whom and how", "name a person and `--via CHANNEL`"));
        };
        let (network, person) = whom(context, who)?;
        let logged = self.logged(context, channel::read(via, network.region().as_deref())?, network)?;
        if let Via::Handle(handle) = &logged.via {
            is_theirs(network, handle, &person)?;
        }
        let before = told(network, &person)?.standing(logged.at);
        if let Some(stop) = before.stop.filter(|_| logged.override_reason.is_some()) {
            let day = when::day_shown(stop, &context.zone());
            return Err(Error::Refused(
                format!("{} asked on {day} not to be contacted, and no reason lifts that", person.name),
                "leave it; if they write to you again, log that with `--in`".to_owned(),
            ));
        }
        let zone = context.zone();
        let noted = sentence(&logged, &person, &zone);
        let said = network.say(context, &anchors(&person), Said::Log(Box::new(logged.clone())))?;
        let held = network.held()?;
        let after = told(network, &person)?.standing(context.now());
        let follows = follows(&logged, &after, &held.settings, &zone);
        Ok(Noted::new(context, Some(&person), &[said], noted).with(follows))
    }
}

impl Log {
    fn logged(&self, context: &Context, via: Via, network: &Network) -> Result<Logged> {
        let moment = |text: &Option<String>| text.as_deref().map(|t| when::read(context, t)).transpose();
        let at = match &self.at {
            Some(text) => when::read_past(context, text)?,
            None => context.now(),
        };
        // A bare day has a fuzzy edge; what counts is the day that the user sees on the wall.
        let days = (context.now().day_in(&context.zone()), at.day_in(&context.zone()));
        if days.0 < days.1 || (days.0 == days.1 && context.now().surely_before(at)) {
            return Err(Error::user(
                "a log tells what has happened already",
                "for what is still to come, ask `comity check` first",
            ));
        }
        let redirect = self.redirect.as_deref().map(|t| channel::read(t, network.region().as_deref()));
        let redirect = redirect.transpose()?;
        let outcome = asked::read_some(self.outcome.as_deref())?;
        let until = moment(&self.until)?;
        if until.is_some_and(|until| until.surely_before(at)) {
            return Err(Error::user(
                "`--until` lies before the contact itself",
                "name the day until which it rests",
            ));
        }
        if self.size.is_some_and(|size| size > 4) {
            return Err(Error::user("an ask has a size from 0 to 4", "leave it out if you are not sure"));
        }
        Ok(Logged {
            via,
            inbound: self.inbound,
            purpose: asked::read_some(self.purpose.as_deref())?,
            topic: asked::read_some(self.topic.as_deref())?,
            venue: asked::read_some(self.venue.as_deref())?,
            size: self.size,
            at,
            outcome: came_of(outcome, redirect.as_ref())?,
            redirect,
            until,
            override_reason: self.override_reason.clone(),
            promise: self.promise.clone(),
            due: moment(&self.due)?,
            hours: self.hours,
        })
    }
}

/// Returns what came of it, where they may have pointed elsewhere as well.
///
/// # Errors
/// Refuses what does not go with pointing elsewhere.
fn came_of(outcome: Option<Outcome>, redirect: Option<&Via>) -> Result<Option<Outcome>> {
    match (outcome, redirect) {
        (other, None) => Ok(other),
        // Pointing elsewhere is an answer.
        (None | Some(Outcome::Replied | Outcome::Redirected), Some(_)) => Ok(Some(Outcome::Redirected)),
        (Some(Outcome::Declined | Outcome::Away), Some(_)) => Ok(outcome),
        (Some(other), Some(to)) => Err(Error::user(
            format!("`{}` and a redirect to {} do not go together", other.word(), to.shown()),
            "leave one of them out; what somebody asked for is `comity person WHO --set wish=CHANNEL`",
        )),
    }
}

/// Takes back the last log of this author.
fn take_back(context: &Context) -> Result<Noted> {
    let network = context.network()?;
    let held = network.held()?;
    let logs = held.statements.iter().rev().filter(|s| s.stands() && s.author == context.author);
    let Some(last) = logs.into_iter().find(|s| matches!(s.said, Said::Log(_))) else {
        return Err(Error::user("there is no log to take back", "`comity history` shows what you said"));
    };
    Undo::of(last.id).run(context)
}

fn told(network: &Network, person: &Person) -> Result<Told> {
    network.told(person.id)?.ok_or_else(|| Error::Nobody(person.name.clone()))
}

/// Sees that an address is not known as somebody else's: the log would go to the wrong person.
fn is_theirs(network: &Network, handle: &Handle, person: &Person) -> Result<()> {
    match holder(network, handle, Some(person.id))? {
        Holder::Them | Holder::Nobody => Ok(()),
        Holder::You => Err(is_yours(handle)),
        Holder::Another(other) => Err(Error::user(
            format!("`{}` is known as {}'s, not {}'s", handle.address(), other.name, person.name),
            format!("log it for {}, or say that they are one with `comity merge`", other.name),
        )),
    }
}

/// Returns what is now noted: "Noted: Ana Ruiz, 3 Mar 2026, you by Facebook, to connect."
fn sentence(logged: &Logged, person: &Person, zone: &TimeZone) -> String {
    let what = words::logged_in_words(logged, zone);
    let day = when::day_shown(logged.at, zone);
    format!("Noted: {}, {day}, {}.", person.name, what.trim_end_matches('.'))
}

/// Returns what follows from a log, as the standing after it says.
fn follows(l: &Logged, after: &Standing, settings: &Settings, zone: &TimeZone) -> Vec<String> {
    let mut follows: Vec<String> =
        l.outcome.map_or_else(Vec::new, |o| of_outcome(l, o, after, settings, zone));
    let via = l.via.shown();
    let came = l.inbound || matches!(l.outcome, Some(Outcome::Replied | Outcome::Met));
    let closes = matches!(l.outcome, Some(Outcome::Stop | Outcome::Declined | Outcome::Redirected));
    if came && !closes && l.via != Via::InPerson {
        follows.push(format!("{} is open; tries are counted anew.", capital(&via)));
    }
    if let Some(stop) = after.stop.filter(|_| !l.inbound && l.outcome != Some(Outcome::Stop)) {
        let day = when::day_shown(stop, zone);
        follows.push(format!("They asked on {day} not to be contacted: leave it, by every door."));
    } else if !came && matches!(l.outcome, None | Some(Outcome::Ignored)) && awaits_answer(l, after) {
        follows.extend(next_try(l.at, after, settings, zone));
    }
    if l.override_reason.is_some() {
        follows
            .push("From now on the same request again, there or about it elsewhere, is flagged.".to_owned());
    }
    if let (Some(until), None) = (l.until, l.outcome) {
        follows.push(format!("It rests until {}.", when::day_shown(until, zone)));
    }
    follows
}

/// Tells whether an answer is to be expected: what only gives asks for none.
fn awaits_answer(l: &Logged, after: &Standing) -> bool {
    let purpose = l.purpose.unwrap_or(Purpose::Message);
    let new = matches!(after.level(l.at), TieLevel::None | TieLevel::Known);
    !purpose.is_kind() && (purpose.expects_answer() || new)
}

fn of_outcome(
    l: &Logged,
    outcome: Outcome,
    after: &Standing,
    settings: &Settings,
    zone: &TimeZone,
) -> Vec<String> {
    let via = l.via.shown();
    let day = |m| when::day_shown(m, zone);
    match outcome {
        Outcome::Stop => {
            vec!["From now on no door of theirs is yours, until they write to you again.".to_owned()]
        }
        Outcome::Redirected => vec![match &l.redirect {
            Some(to) => format!("From now on {} is their door; {via} is closed.", to.shown()),
            None => format!("{} is closed.", capital(&via)),
        }],
        Outcome::Declined => {
            // What the standing took the refusal to be about, not only what was typed.
            let refusal = after.refusals.last().and_then(|r| r.purpose);
            let what = refusal.map_or("This request", |p| {
                if p == Purpose::Connect { "Asking to connect" } else { "This request" }
            });
            let rest = l.at.plus(Span::days(settings.rest_days));
            let mut said =
                vec![format!("{what} rests on every channel until {}; {via} is closed.", day(rest))];
            said.extend(l.redirect.as_ref().map(|to| format!("They pointed you to {}.", to.shown())));
            said.extend(l.until.map(|until| format!("Everything else rests until {}.", day(until))));
            said
        }
        Outcome::Away => vec![match l.until {
            Some(until) => format!("They are away until {}; patience begins then.", day(until)),
            None => "They are away; patience begins with their return.".to_owned(),
        }],
        Outcome::Bounced => {
            vec![format!("It never arrived by {via}, so it counts as no try; look for another door.")]
        }
        Outcome::Accepted => vec![format!("{} is open.", capital(&via))],
        Outcome::Ignored | Outcome::Replied | Outcome::Met => Vec::new(),
    }
}

/// Says which try it was, and when a next one is fine.
fn next_try(at: Moment, after: &Standing, settings: &Settings, zone: &TimeZone) -> Option<String> {
    let last = after.cycle.last()?;
    let gap = Standing::gap(after.level(at), settings);
    // As `check` counts them: where no source would have shown an answer, silence is not known.
    let tries = after.unanswered(at, gap, settings).len().max(1);
    let day = |m| when::day_shown(m, zone);
    if i64::try_from(tries).is_ok_and(|n| n >= settings.attempts) {
        let rest = last.last.plus(Span::days(settings.rest_days));
        return Some(format!(
            "That was try {tries} of {}: let it rest until {}.",
            settings.attempts,
            day(rest)
        ));
    }
    let next = last.last.plus(gap);
    Some(format!(
        "That was try {tries} of {}; if nothing comes, a next one is fine from {}.",
        settings.attempts,
        day(next)
    ))
}
