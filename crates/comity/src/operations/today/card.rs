//! One proposal as it is shown.

use crate::network::Planned;
use crate::screen::{Ink, Screen};
use crate::shell::quoted;
use crate::verdict::{self, ChanceShown, EvidenceShown, PersonShown, percent};
use crate::when;
use crate::words::capital;
use comity_core::standing::Standing;
use comity_core::{Moment, Purpose};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

/// One approach that is worth making.
#[derive(Serialize, JsonSchema)]
pub(super) struct Card {
    /// The same for as long as the occasion is the same.
    id: String,
    person: PersonShown,
    /// `reply`, `thank`, `promise`, `report`, `birthday`, `next-try`, `hope`, `keep-in-touch`, `revive`.
    occasion: String,
    /// What it is for, in the words of `check`.
    purpose: String,
    /// The door: an address, a number, a profile.
    channel: String,
    platform: String,
    /// One sentence.
    reason: String,
    because: Vec<EvidenceShown>,
    /// What else is worth doing with them, a sentence each.
    also: Vec<String>,
    /// What is worth knowing, a phrase each.
    context: Vec<String>,
    /// What not to do, a phrase each.
    avoid: Vec<String>,
    /// The earliest decent moment.
    at: String,
    chance: ChanceShown,
    worth: Worth,
    /// The line that notes it as done.
    pub(super) log: String,
    #[serde(skip)]
    through: String,
    #[serde(skip)]
    day: Option<String>,
}

/// How a proposal was weighed; the worth is the product of the others.
#[derive(Serialize, JsonSchema)]
struct Worth {
    /// How much the tie is, from 0 to 1.
    stake: f64,
    /// How likely it suffers if nothing is done.
    risk: f64,
    /// The chance that it comes to something.
    answer: f64,
    /// What you said matters.
    hope: f64,
    worth: f64,
}

impl Card {
    pub(super) fn of(planned: &Planned, now: Moment, zone: &TimeZone, program: &str) -> Self {
        let proposal = &planned.candidate.proposal;
        let person = PersonShown::from(&planned.told.person);
        let door = &proposal.door;
        let via = door.way();
        // A platform that knows its people by name alone is named itself.
        let typed = door.handle.as_ref().filter(|h| !h.is_name_only());
        let typed = typed.map_or_else(|| door.via.to_string(), |h| h.address().to_owned());
        let rounded = |x: f64| (x * 1_000.0).round() / 1_000.0;
        let terms = &proposal.terms;
        Self {
            log: log(program, &person, &typed, proposal.purpose),
            id: proposal.id.clone(),
            person,
            occasion: proposal.occasion.word().to_owned(),
            purpose: proposal.purpose.word().to_owned(),
            channel: via.to_string(),
            platform: door.platform.word().to_owned(),
            reason: proposal.reason.clone(),
            because: proposal.because.iter().map(|e| verdict::evidence(e, zone)).collect(),
            also: planned.also.clone(),
            context: context(planned, zone),
            avoid: proposal.avoid.clone(),
            at: proposal.at.to_string(),
            chance: verdict::chance(proposal.chance),
            worth: Worth {
                stake: rounded(terms.stake),
                risk: rounded(terms.risk),
                answer: rounded(terms.answer),
                hope: rounded(terms.hope),
                worth: rounded(terms.worth()),
            },
            through: via.by(),
            day: (now.order() < proposal.at.order()).then(|| when::shown(proposal.at, zone)),
        }
    }

    /// Returns the person as one types them.
    pub(super) fn who(&self) -> String {
        self.person.id.clone().unwrap_or_else(|| quoted(&self.person.name))
    }

    /// Writes it for people.
    pub(super) fn show(&self, screen: &mut Screen, why: bool) {
        screen.gap();
        let day = self.day.as_ref().map(|day| format!("from {day}, ")).unwrap_or_default();
        let purpose = format!("{day}{}, {}", self.through, purpose(&self.purpose));
        screen.pieces(0, &[(&format!("{},", self.person.name), Ink::Bold), (&purpose, Ink::Plain)]);
        screen.indented(2, &capital(&self.reason));
        let rows: Vec<Vec<String>> =
            self.because.iter().take(2).map(|e| vec![e.day.clone(), e.what.clone()]).collect();
        screen.columns(&rows);
        for also in &self.also {
            screen.indented(2, &format!("Also: {also}"));
        }
        for line in &self.context {
            screen.pieces(2, &[(line, Ink::Dim)]);
        }
        for line in &self.avoid {
            screen.pieces(2, &[(line, Ink::Careful)]);
        }
        if why {
            self.show_why(screen);
        }
    }

    /// Writes how it was weighed.
    fn show_why(&self, screen: &mut Screen) {
        let w = &self.worth;
        let told = format!(
            "worth {} = tie {} x risk {} x answer {} x hope {}",
            w.worth, w.stake, w.risk, w.answer, w.hope
        );
        screen.pieces(2, &[(&told, Ink::Dim)]);
        let basis = match self.chance.asked_here {
            0 => "our guess".to_owned(),
            asked => format!("they answered {} of {asked}", self.chance.answered_here),
        };
        let chance = format!("chance of an answer: about {} in 100 ({basis})", percent(self.chance.p));
        screen.pieces(2, &[(&chance, Ink::Dim)]);
    }
}

/// Returns what an approach is for, as a phrase.
pub(in crate::operations) fn purpose(word: &str) -> String {
    match word {
        "reply" => "to answer".to_owned(),
        "thank" => "with thanks".to_owned(),
        "give" => "with what you promised".to_owned(),
        "congratulate" => "to congratulate".to_owned(),
        "follow-up" => "a second try".to_owned(),
        "message" => "a word that asks for nothing".to_owned(),
        other => format!("for {other}"),
    }
}

/// Returns what is worth knowing before one writes.
fn context(planned: &Planned, zone: &TimeZone) -> Vec<String> {
    let person = &planned.told.person;
    let work = match (&person.title, &person.organisation) {
        (Some(title), Some(house)) => Some(format!("{title}, {house}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    work.into_iter().chain(last(&planned.standing, zone)).collect()
}

/// Returns the last meeting and the last word of either side.
fn last(standing: &Standing, zone: &TimeZone) -> Option<String> {
    let told =
        [("you met", standing.last_met), ("they wrote", standing.last_in), ("you wrote", standing.last_out)];
    let parts: Vec<String> = told
        .into_iter()
        .filter_map(|(what, at)| Some(format!("{what} {}", when::day_shown(at?, zone))))
        .collect();
    (!parts.is_empty()).then(|| format!("last: {}", parts.join(", ")))
}

fn log(program: &str, person: &PersonShown, via: &str, purpose: Purpose) -> String {
    let who = person.id.clone().unwrap_or_else(|| quoted(&person.name));
    format!("{program} log {who} --via {} --for {}", quoted(via), purpose.word())
}
