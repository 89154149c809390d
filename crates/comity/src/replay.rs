//! What the user of an invented world says, put into a network as if they had said it.

use crate::channel;
use crate::error::{Error, Result};
use crate::network::{Network, anchors};
use comity_core::statement::Logged;
use comity_core::{
    Anchor, Author, Handle, Moment, Outcome, Platform, Purpose, Role, Said, Tie, Topic, Venue,
};
use comity_world::truth::{self, Stated};
use serde::Serialize;

/// Says everything that the user of a world says, each at its moment; persons have to be derived already.
///
/// What is said of somebody whom no file shows is passed over.
///
/// # Errors
/// Fails as the store does, and where a world says something that no user can say.
pub fn replay(network: &Network, people: &[truth::Person], stated: &[Stated]) -> Result<u64> {
    let author = Author("you".to_owned());
    let mut count = 0;
    for line in stated {
        let Some(person) = people.iter().find(|p| p.id == line.person) else { continue };
        let about = about(network, people, person)?;
        if !about.is_empty() {
            network.store.say(
                Moment::instant(line.at),
                &author,
                &about,
                said(people, person, &line.said)?,
            )?;
            count += 1;
        }
    }
    network.changed();
    Ok(count)
}

/// Returns what statements about a person of the truth hold on to, a handle of theirs alone before all else.
fn about(network: &Network, people: &[truth::Person], person: &truth::Person) -> Result<Vec<Anchor>> {
    let (alone, others): (Vec<_>, Vec<_>) = person.handles.iter().partition(|h| is_alone(people, person, h));
    for handle in alone.into_iter().chain(others).filter_map(handle) {
        if let Some(found) = network.store.person_of(&handle)?
            && let Some(found) = network.store.person(found)?
        {
            let first = Anchor::Handle(handle);
            let rest = anchors(&found).into_iter().filter(|a| *a != first);
            return Ok(std::iter::once(first.clone()).chain(rest).collect());
        }
    }
    Ok(Vec::new())
}

/// Tells whether nobody else uses a handle, nor a namesake where a service tells names alone.
pub fn is_alone(people: &[truth::Person], person: &truth::Person, handle: &truth::Handle) -> bool {
    let same = |h: &truth::Handle| h.platform == handle.platform && h.address == handle.address;
    let others = people.iter().filter(|p| p.id != person.id);
    !handle.has_others && !others.flat_map(|p| &p.handles).any(same)
}

/// Returns a handle of the truth as the importers write it.
pub fn handle(told: &truth::Handle) -> Option<Handle> {
    let platform = Platform::parse(&word(&told.platform))?;
    Some(match platform {
        Platform::Facebook | Platform::Messenger => Handle::named(platform, &told.address),
        Platform::Email => Handle::email(&told.address)?,
        Platform::Phone => Handle::phone(&told.address, None)?,
        _ => Handle::normal(platform, told.address.to_lowercase()),
    })
}

/// Returns a word of the truth; both sides spell them alike.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn known<T>(value: &impl Serialize, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    let word = word(value);
    parse(&word).ok_or_else(|| Error::Internal(format!("a world says `{word}`, which no user can say")))
}

fn said(people: &[truth::Person], person: &truth::Person, told: &truth::Said) -> Result<Said> {
    Ok(match told {
        truth::Said::Same { handles } => {
            let theirs = handles.iter().filter(|h| is_alone(people, person, h));
            Said::Same(theirs.filter_map(handle).map(Anchor::Handle).collect())
        }
        truth::Said::Is { tie, since } => {
            Said::Is { tie: known(tie, Tie::parse)?, since: since.map(Moment::instant) }
        }
        truth::Said::Hoped { tie } => Said::Hoped(known(tie, Tie::parse)?),
        truth::Said::Role { role } => Said::Role(Some(known(role, Role::parse)?)),
        truth::Said::Separate => Said::Separate(true),
        truth::Said::Allow { rule, because } => {
            Said::Allow { rule: rule.clone(), because: because.clone(), until: None }
        }
        truth::Said::Log(log) => Said::Log(Box::new(logged(log)?)),
    })
}

fn logged(log: &truth::Log) -> Result<Logged> {
    let told = Logged::new(channel::read(&log.via, None)?, Moment::instant(log.at));
    Ok(Logged {
        inbound: log.inbound,
        purpose: log.purpose.map(|p| known(&p, Purpose::parse)).transpose()?,
        topic: log.topic.map(|t| known(&t, Topic::parse)).transpose()?,
        venue: log.venue.map(|v| known(&v, Venue::parse)).transpose()?,
        outcome: log.outcome.map(|o| known(&o, Outcome::parse)).transpose()?,
        redirect: log.redirect.as_deref().map(|r| channel::read(r, None)).transpose()?,
        override_reason: log.override_reason.clone(),
        hours: log.hours,
        ..told
    })
}
