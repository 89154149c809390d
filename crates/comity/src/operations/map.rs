//! Where everybody stands: how professional and how personal each tie is.

use crate::context::Context;
use crate::error::Result;
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::query::{Query, Sort};
use crate::screen::Screen;
use crate::verdict::percent;
use clap::Args;
use comity_core::Moment;
use comity_core::plan::Sketch;
use comity_core::settings::Settings;
use comity_store::{Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Map>();

const fn most() -> usize {
    20
}

/// Show where people stand between work and private life, the closest first
///
/// A query picks them as `people` does.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Map {
    /// Words to look for, and filters (`sphere:both due:yes`)
    #[serde(default)]
    query: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = most())]
    #[serde(default = "most")]
    limit: usize,
}

/// Where people stand.
#[derive(Serialize, JsonSchema)]
pub(super) struct Placed {
    /// The closest first.
    people: Vec<Place>,
}

/// Where one person stands.
#[derive(Serialize, JsonSchema)]
struct Place {
    id: String,
    name: String,
    /// The chance that the tie is professional, as of the last contact.
    professional: f64,
    /// The chance that the tie is personal.
    personal: f64,
    /// From 0 to 1.
    closeness: f64,
    /// `waits` where a word of theirs, thanks or a promise waits, `due` where the tie runs past its rhythm, else `quiet`.
    state: String,
    /// The last word or meeting of either side.
    last_contact: Option<String>,
}

impl Operation for Map {
    const NAME: &'static str = "map";
    const EFFECT: Effect = Effect::Reads;
    type Answer = Placed;

    fn run(self, context: &Context) -> Result<Placed> {
        let network = context.network()?;
        network.derived(context)?;
        let people = Query::read(&self.query)?.people(context, network, Some(Sort::Closeness))?;
        let sketches = network.sketches(context)?;
        let sketch = |id: PersonId| {
            let place = sketches.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            Some((id, sketches[place].1)).filter(|(_, sketch)| sketch.last.is_some())
        };
        let (now, held) = (context.now(), network.held()?);
        let mut places = Vec::new();
        for (id, sketch) in people.into_iter().filter_map(sketch).take(self.limit) {
            let person = network.store.person(id)?;
            places.extend(person.map(|person| place(&sketch, &person, now, &held.settings)));
        }
        Ok(Placed { people: places })
    }
}

fn place(sketch: &Sketch, person: &Person, now: Moment, settings: &Settings) -> Place {
    let state = match (sketch.waits(now), sketch.is_due(now, settings)) {
        (true, _) => "waits",
        (false, true) => "due",
        (false, false) => "quiet",
    };
    Place {
        id: person.id.to_string(),
        name: person.name.clone(),
        professional: f64::from(sketch.professional) / 1000.0,
        personal: f64::from(sketch.personal) / 1000.0,
        closeness: sketch.warmth.closeness(now),
        state: state.to_owned(),
        last_contact: sketch.last.map(|at| Moment::instant(at).to_string()),
    }
}

impl Answer for Placed {
    fn show(&self, screen: &mut Screen) {
        if self.people.is_empty() {
            screen.line("Nobody here matches that.");
            return;
        }
        let row = |p: &Place| {
            let hundredths = |p: f64| percent(p).to_string();
            vec![
                p.id.clone(),
                p.name.clone(),
                hundredths(p.professional),
                hundredths(p.personal),
                hundredths(p.closeness),
                p.state.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = self.people.iter().map(row).collect();
        screen.table(&["", "name", "professional", "personal", "closeness", "now"], &rows);
    }
}
