//! Asking, and noting what the user says.

use super::Question;
use crate::context::Context;
use crate::error::Result;
use crate::network::{Group, Network};
use crate::noted::all_anchors;
use crate::screen::Screen;
use comity_core::{Anchor, Said, Statement};
use comity_store::Person;

/// What was noted.
#[derive(Default)]
pub(super) struct Noted {
    pub(super) said: Vec<Statement>,
    /// A sentence for each answer.
    pub(super) sentences: Vec<String>,
}

impl Noted {
    pub(super) const fn is_empty(&self) -> bool {
        self.said.is_empty()
    }
}

/// The keys that answer a question in a terminal.
const KEYS: [(char, &str); 4] = [('y', "one person"), ('n', "not the same"), ('l', "later"), ('q', "stop")];

/// Asks one question after the other where somebody is there to ask, and notes the answers.
pub(super) fn ask(context: &Context, network: &Network, groups: &[&Group]) -> Result<Noted> {
    let mut noted = Noted::default();
    for group in groups {
        let question = super::question(context, network, group)?;
        let answer = match context.face.key(&text(&question, context.face.width()), &KEYS) {
            Some('y') => "same",
            Some('n') => "apart",
            Some('l') => "later",
            _ => break,
        };
        let one = say(context, network, group, answer)?;
        noted.said.extend(one.said);
        noted.sentences.extend(one.sentences);
    }
    if !noted.is_empty() {
        network.derived(context)?;
    }
    Ok(noted)
}

/// Notes one answer, and works out who is who with it.
pub(super) fn note(context: &Context, network: &Network, group: &Group, answer: &str) -> Result<Noted> {
    let noted = say(context, network, group, answer)?;
    network.derived(context)?;
    Ok(noted)
}

fn text(question: &Question, width: usize) -> String {
    let mut screen = Screen::new(width, false);
    screen.gap();
    question.show(&mut screen);
    screen.into_text()
}

fn say(context: &Context, network: &Network, group: &Group, answer: &str) -> Result<Noted> {
    let mut halves: Vec<Vec<Anchor>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for id in &group.persons {
        let Some(person) = network.store.person(*id)? else { continue };
        names.push(format!("{} ({})", person.name, person.id));
        halves.extend(parts(group, &person));
    }
    let (said, sentence) = match answer {
        "same" => (same(&halves), said_same(group, &names)),
        "apart" => (apart(&halves), said_apart(group, &names)),
        _ => (Network::put_off(group), format!("Put off: {}.", names.join(", "))),
    };
    let said = network.store.say_all(context.now(), &context.author, said)?;
    network.changed();
    Ok(Noted { said, sentences: vec![sentence] })
}

/// Returns the halves that a person has in a question: the whole person, or the two of which they are made.
fn parts(group: &Group, person: &Person) -> Vec<Vec<Anchor>> {
    match (group.joined, group.doubts.first()) {
        (true, Some(doubt)) => vec![doubt.a.clone(), doubt.b.clone()],
        _ => vec![all_anchors(person)],
    }
}

/// All halves are one person.
fn same(halves: &[Vec<Anchor>]) -> Vec<(Vec<Anchor>, Said)> {
    let Some((first, others)) = halves.split_first() else { return Vec::new() };
    let others: Vec<Anchor> = others.concat();
    if others.is_empty() { Vec::new() } else { vec![(first.clone(), Said::Same(others))] }
}

/// No two halves are one person.
fn apart(halves: &[Vec<Anchor>]) -> Vec<(Vec<Anchor>, Said)> {
    let pairs = halves.iter().enumerate().map(|(n, half)| (half.clone(), halves[n + 1..].concat()));
    pairs.filter(|(_, others)| !others.is_empty()).map(|(half, others)| (half, Said::Apart(others))).collect()
}

fn said_same(group: &Group, names: &[String]) -> String {
    match group.joined {
        true => format!("Noted: all of {} is one person.", names.join(", ")),
        false => format!("Noted: {} are one person.", names.join(" and ")),
    }
}

fn said_apart(group: &Group, names: &[String]) -> String {
    match group.joined {
        true => format!("Noted: {} is two people.", names.join(", ")),
        false => format!("Noted: {} are not the same.", names.join(" and ")),
    }
}
