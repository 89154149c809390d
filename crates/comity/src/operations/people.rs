//! Who is in the network.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{LAST, Network};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::query::{Query, SORTS, Sort};
use crate::screen::Screen;
use crate::shell::quoted;
use crate::when;
use clap::Args;
use clap::builder::PossibleValuesParser;
use comity_core::infer::closeness;
use comity_core::name::folded;
use comity_core::record::RecordKind;
use comity_core::{Anchor, Fact, Moment, Said};
use comity_store::{Order, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<People>();

const fn page() -> usize {
    20
}

/// List the people in your network, those you were last in touch with first
///
/// Words find people by the beginnings of words in their names, addresses, organisations and tags; `tag:client`,
/// `org:"Falk Ltd"`, `via:linkedin`, `sphere:personal` (or professional, both, unknown), `layer:15`, `due:yes` (past its
/// rhythm), `waits:yes` (for your answer, thanks or promise) and `hoped:yes` keep those who fit, with `not-` before it the others.
///
/// The order goes by what your sources tell, meetings to come included; what you only noted by hand does not count for it.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct People {
    /// Words to look for, and filters (`tag:client due:yes`)
    #[serde(default)]
    query: Vec<String>,
    /// Only people with this tag
    #[arg(long)]
    tag: Option<String>,
    /// By what to sort: last (contact), closeness, name
    #[arg(long, value_name = "BY", value_parser = PossibleValuesParser::new(SORTS))]
    sort: Option<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = page())]
    #[serde(default = "page")]
    limit: usize,
    /// Go on after this person (`p17`), as the end of the last page says
    #[arg(long, value_name = "ID")]
    after: Option<String>,
}

/// People of the network.
#[derive(Serialize, JsonSchema)]
pub(super) struct PeopleShown {
    /// How many there are in the whole network.
    total: u64,
    /// How many fit, where something was looked for.
    found: Option<u64>,
    people: Vec<Row>,
    /// The line that shows the next page.
    next: Option<String>,
    /// Where two on this page have one name: the line that says that they are one person.
    merge: Option<String>,
}

/// One of them.
#[derive(Serialize, JsonSchema)]
struct Row {
    id: String,
    name: String,
    organisation: Option<String>,
    title: Option<String>,
    /// The last contact by hand, up to now.
    last_contact: Option<String>,
    /// From 0 to 1.
    closeness: f64,
    /// Closeness and trend in words.
    closeness_words: String,
    /// The chance that the tie is professional, and personal.
    professional: f64,
    personal: f64,
    /// The tie in a word, where enough is known: `both`, `work`, `private`, `none`, `unclear` and the like.
    tie: String,
    tags: Vec<String>,
    #[serde(skip)]
    day: String,
}

impl Operation for People {
    const NAME: &'static str = "people";
    const EFFECT: Effect = Effect::Reads;
    type Answer = PeopleShown;

    fn run(self, context: &Context) -> Result<PeopleShown> {
        let network = context.network()?;
        network.derived(context)?;
        let (found, many, more) = self.found(context, network)?;
        let rows = found
            .iter()
            .filter_map(|id| row(context, network, *id).transpose())
            .collect::<Result<Vec<_>>>()?;
        let next = more.then(|| found.last()).flatten().map(|last| {
            let query: String = self.query.iter().map(|piece| format!(" {}", quoted(piece))).collect();
            let tag = self.tag.as_ref().map_or_else(String::new, |tag| format!(" --tag {}", quoted(tag)));
            let sort = self.sort.as_ref().map_or_else(String::new, |sort| format!(" --sort {sort}"));
            format!("{} people{query}{tag}{sort} --after {last}", context.face.program())
        });
        let namesakes = match namesakes(&rows) {
            Some((a, b)) if !are_apart(network, &a.id, &b.id)? => Some((a.id.clone(), b.id.clone())),
            _ => None,
        };
        let merge = namesakes.map(|(a, b)| format!("{} merge {a} {b}", context.face.program()));
        let total = network.store.person_count()?;
        Ok(PeopleShown { total, found: many, people: rows, next, merge })
    }
}

impl People {
    /// Returns one page, how many fit where something was looked for, and whether there are more.
    fn found(&self, context: &Context, network: &Network) -> Result<(Vec<PersonId>, Option<u64>, bool)> {
        let after = self.after.as_deref().map(|text| {
            PersonId::parse(text).ok_or_else(|| {
                Error::user(format!("`{text}` is no person's number"), "numbers look like `p17`")
            })
        });
        let after = after.transpose()?;
        let mut query = Query::read(&self.query)?;
        self.tag.iter().for_each(|tag| query.tagged(tag));
        let sort = self.sort.as_deref().map(|word| {
            Sort::read(word).ok_or_else(|| {
                Error::user(format!("`{word}` is no order"), format!("use one of: {}", SORTS.join(", ")))
            })
        });
        let sort = sort.transpose()?;
        if query.is_empty() && sort.is_none_or(|sort| sort == Sort::Last) {
            let (people, more) = self.latest(network, after)?;
            return Ok((people, None, more));
        }
        // Who is past their rhythm changes by the hour at most.
        let asked = format!("{} {sort:?} {query:?}", context.now().order() / 3_600);
        let people = network.listed(&asked, || query.people(context, network, sort))?;
        let start = after.and_then(|id| people.iter().position(|p| *p == id)).map_or(0, |place| place + 1);
        let more = people.len() > start.saturating_add(self.limit);
        let many = (!query.is_empty()).then_some(people.len() as u64);
        Ok((people.iter().skip(start).take(self.limit).copied().collect(), many, more))
    }

    /// Returns one page of everybody, those first with whom the last contact was.
    fn latest(&self, network: &Network, after: Option<PersonId>) -> Result<(Vec<PersonId>, bool)> {
        let mut people = Vec::new();
        let mut last = after;
        // Things that are no persons are passed over, so one page of the store may not fill ours.
        while people.len() <= self.limit {
            let page = network.store.page(Order::Fact(LAST), last, self.limit.max(1).saturating_add(1))?;
            let Some(end) = page.last() else { break };
            last = Some(end.id);
            people.extend(page.into_iter().filter(|p| p.kind == RecordKind::Person).map(|p| p.id));
        }
        let more = people.len() > self.limit;
        people.truncate(self.limit);
        Ok((people, more))
    }
}

/// Returns the first two that have the same full name.
fn namesakes(rows: &[Row]) -> Option<(&Row, &Row)> {
    let same = |a: &Row, b: &Row| a.name.contains(' ') && folded(&a.name) == folded(&b.name);
    rows.iter().enumerate().find_map(|(n, a)| Some((a, rows[n + 1..].iter().find(|b| same(a, b))?)))
}

/// Tells whether the user said that two persons are not the same.
fn are_apart(network: &Network, a: &str, b: &str) -> Result<bool> {
    let held = network.held()?;
    let leads = |anchors: &[Anchor], id: &str| -> Result<bool> {
        for anchor in anchors {
            if network.holder(anchor)?.is_some_and(|holder| holder.to_string() == id) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    for statement in held.statements.iter().filter(|s| s.stands()) {
        let Said::Apart(others) = &statement.said else { continue };
        for (x, y) in [(a, b), (b, a)] {
            if leads(&statement.about, x)? && leads(others, y)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn row(context: &Context, network: &Network, id: PersonId) -> Result<Option<Row>> {
    let Some(told) = network.told(id)? else { return Ok(None) };
    let now = context.now();
    let standing = told.standing(now);
    let relationship = standing.relationship(now);
    let close = closeness(standing.tally(), now);
    let last = [standing.last_in, standing.last_out, standing.last_met];
    let last: Option<Moment> = last.into_iter().flatten().max_by_key(|m| m.order());
    Ok(Some(Row {
        id: id.to_string(),
        organisation: told.person.organisation.clone(),
        title: told.person.title.clone(),
        last_contact: last.map(|m| m.to_string()),
        closeness: close.value,
        closeness_words: close.words,
        professional: relationship.professional.probability,
        personal: relationship.personal.probability,
        tie: tie(relationship.professional.fact(), relationship.personal.fact()).to_owned(),
        tags: network.tags(&told.person)?,
        day: last.map_or_else(String::new, |m| when::day_shown(m, &context.zone())),
        name: told.person.name,
    }))
}

impl Answer for PeopleShown {
    fn show(&self, screen: &mut Screen) {
        if self.people.is_empty() {
            screen.line("Nobody here matches that.");
            return;
        }
        let rows: Vec<Vec<String>> = self
            .people
            .iter()
            .map(|r| {
                vec![
                    r.id.clone(),
                    r.name.clone(),
                    r.organisation.clone().unwrap_or_default(),
                    r.day.clone(),
                    short(&r.closeness_words),
                    r.tie.clone(),
                ]
            })
            .collect();
        screen.table(&["", "name", "organisation", "last contact", "closeness", "tie"], &rows);
        if let (Some(merge), Some((a, b))) = (&self.merge, namesakes(&self.people)) {
            screen.gap();
            screen.line(&format!("{} and {} have one name. If they are one person:", a.id, b.id));
            screen.command(merge);
        }
        if let Some(next) = &self.next {
            screen.gap();
            screen.line("More:");
            screen.command(next);
        }
    }
}

/// Returns closeness and trend in the room of a column.
fn short(words: &str) -> String {
    let up = words.replace(", and growing", " ↑");
    up.replace(", but cooling", " ↓").replace(", and cooling", " ↓")
}

/// Returns the tie in one word, where it is clear enough.
fn tie(professional: Fact, personal: Fact) -> &'static str {
    match (professional, personal) {
        (Fact::Yes, Fact::Yes) => "both",
        (Fact::Yes, Fact::No) => "work",
        (Fact::Yes, Fact::Unknown) => "work, more?",
        (Fact::No, Fact::Yes) => "private",
        (Fact::Unknown, Fact::Yes) => "private, work?",
        (Fact::No, Fact::No) => "none",
        _ => "unclear",
    }
}
