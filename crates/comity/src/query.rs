//! The language in which people are looked for: words, and filters such as `tag:client` or `due:yes`.
//!
//! One language for the command line, the API and the pages; `docs/nurture.md` documents it. Words look for the
//! beginnings of words in names, addresses, organisations and tags; a filter with `not-` before it keeps the others.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{LAST, Network};
use comity_core::name::folded;
use comity_core::plan::Sketch;
use comity_core::record::RecordKind;
use comity_core::{Moment, Platform, Said};
use comity_store::{Person, PersonId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// What people are looked for by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    filters: Vec<Filter>,
}

/// By what people are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The last contact, newest first.
    Last,
    /// The closest first.
    Closeness,
    Name,
}

/// The words of the sorts, in their order.
pub const SORTS: [&str; 3] = ["last", "closeness", "name"];

/// One filter, and whether it keeps those who fit or the others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    by: By,
    keeps: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    Tag(String),
    Org(String),
    Via(Platform),
    Sphere(Side),
    Layer(u16),
    Due,
    Waits,
    Hoped,
}

/// On which side of life a tie is known to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Professional,
    Personal,
    Both,
    Unknown,
}

const KEYS: &str = "tag, org, via, sphere, layer, due, waits, hoped";

impl Query {
    /// Reads a query; each piece may hold several words, and `key:"several words"` is one filter.
    ///
    /// # Errors
    /// Fails with the word that is no filter.
    pub fn read(pieces: &[String]) -> Result<Self> {
        let mut query = Self::default();
        for piece in pieces {
            // A shell takes the quotes of `org:"Falk Ltd"` away, and what is left is one piece.
            let whole = is_filter(piece) && !piece.contains('"');
            let parts = if whole { vec![piece.clone()] } else { split(piece) };
            for part in parts {
                match part.split_once(':').filter(|_| is_filter(&part)) {
                    Some((key, value)) => query.filters.push(filter(key, value.trim_matches('"'))?),
                    None => query.words.push(part),
                }
            }
        }
        Ok(query)
    }

    /// Tells whether nothing is looked for, so that it is everybody.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.filters.is_empty()
    }

    /// Adds a tag that they have to bear.
    pub fn tagged(&mut self, tag: &str) {
        self.filters.push(Filter { by: By::Tag(tag.to_lowercase()), keeps: true });
    }

    /// Returns the people who fit in an order; persons have to be derived.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn people(&self, context: &Context, network: &Network, sort: Option<Sort>) -> Result<Vec<PersonId>> {
        let (everybody, found);
        let mut people: Vec<&Person> = match self.words.is_empty() {
            true => {
                everybody = network.everybody()?;
                everybody.iter().collect()
            }
            false => {
                found = network.store.search(&self.words.join(" "), usize::MAX)?;
                found.iter().filter(|p| p.kind == RecordKind::Person).collect()
            }
        };
        let needs = |wanted: fn(&By) -> bool| self.filters.iter().any(|f| wanted(&f.by));
        let drawn = needs(|by| matches!(by, By::Sphere(_) | By::Layer(_) | By::Due | By::Waits | By::Hoped));
        let sketches: FxHashMap<PersonId, Sketch> = match drawn || sort == Some(Sort::Closeness) {
            true => network.sketches(context)?.iter().copied().collect(),
            false => FxHashMap::default(),
        };
        let tagged =
            if needs(|by| matches!(by, By::Tag(_))) { Tagged::of(network)? } else { Tagged::default() };
        let held = network.held()?;
        let (now, none) = (context.now(), Sketch::default());
        people.retain(|person| {
            let sketch = sketches.get(&person.id).unwrap_or(&none);
            self.filters
                .iter()
                .all(|f| f.keeps == fits(&f.by, person, sketch, &tagged, (now, &held.settings)))
        });
        // Words put the likeliest first; nothing else has an order of its own.
        match sort.or_else(|| self.words.is_empty().then_some(Sort::Last)) {
            Some(Sort::Last) => {
                let last: FxHashMap<PersonId, i64> = network.store.facts(LAST)?.into_iter().collect();
                people.sort_by_cached_key(|p| Reverse(last.get(&p.id).copied()));
            }
            Some(Sort::Closeness) => {
                let rank = |p: &Person| sketches.get(&p.id).unwrap_or(&none).warmth.rank();
                let mut ranked: Vec<(f64, &Person)> = people.iter().map(|p| (rank(p), *p)).collect();
                ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
                people = ranked.into_iter().map(|(_, p)| p).collect();
            }
            Some(Sort::Name) => people.sort_by_cached_key(|p| folded(&p.name)),
            None => {}
        }
        Ok(people.into_iter().map(|p| p.id).collect())
    }
}

impl Sort {
    /// Reads the word of the interface.
    pub fn read(word: &str) -> Option<Self> {
        SORTS
            .iter()
            .position(|sort| *sort == word)
            .map(|place| [Self::Last, Self::Closeness, Self::Name][place])
    }
}

/// Tells whether a piece begins as a filter does; `https://…` and `a: b` do not.
fn is_filter(piece: &str) -> bool {
    let key = piece.split_once(':').map(|(key, _)| key);
    let is_word = |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    key.is_some_and(is_word) && !piece.contains("://")
}

/// Splits at spaces that stand in no quotes.
fn split(piece: &str) -> Vec<String> {
    let mut quoted = false;
    let mut parts = vec![String::new()];
    for letter in piece.chars() {
        match letter {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => parts.push(String::new()),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn filter(key: &str, value: &str) -> Result<Filter> {
    let (key, keeps) = key.strip_prefix("not-").map_or((key, true), |key| (key, false));
    let refused = |one_of: &str| {
        Error::user(format!("`{value}` is nothing that `{key}:` knows"), format!("use one of: {one_of}"))
    };
    let yes = || match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(refused("yes, no")),
    };
    let asked = |by: By, holds: bool| Ok(Filter { by, keeps: keeps == holds });
    let by = match key {
        "tag" => By::Tag(value.to_lowercase()),
        "org" => By::Org(folded(value)),
        "via" if value == "mail" => By::Via(Platform::Email),
        "via" => {
            By::Via(Platform::parse(value).ok_or_else(|| refused("mail, phone, linkedin, facebook, …"))?)
        }
        "sphere" => By::Sphere(match value {
            "professional" => Side::Professional,
            "personal" => Side::Personal,
            "both" => Side::Both,
            "unknown" => Side::Unknown,
            _ => return Err(refused("professional, personal, both, unknown")),
        }),
        "layer" => By::Layer(value.parse().map_err(|_| refused("5, 15, 50, 150"))?),
        "due" => return asked(By::Due, yes()?),
        "waits" => return asked(By::Waits, yes()?),
        "hoped" => return asked(By::Hoped, yes()?),
        _ => {
            return Err(Error::user(
                format!("nobody can be looked for by `{key}:`"),
                format!("use one of: {KEYS}; words without `:` look for names"),
            ));
        }
    };
    asked(by, true)
}

fn fits(
    by: &By,
    person: &Person,
    sketch: &Sketch,
    tagged: &Tagged,
    (now, settings): (Moment, &comity_core::settings::Settings),
) -> bool {
    match by {
        By::Tag(tag) => tagged.has(person, tag),
        By::Org(words) => person.organisation.as_deref().is_some_and(|org| begins(&folded(org), words)),
        By::Via(platform) => person.handles.iter().any(|(h, _)| h.platform().same_house(*platform)),
        By::Sphere(side) => *side == side_of(sketch),
        By::Layer(layer) => sketch.layer == Some(*layer),
        By::Due => sketch.is_due(now, settings),
        By::Waits => sketch.waits(now),
        By::Hoped => sketch.hopes(),
    }
}

const fn side_of(sketch: &Sketch) -> Side {
    match (sketch.is_professional, sketch.is_personal) {
        (true, true) => Side::Both,
        (true, false) => Side::Professional,
        (false, true) => Side::Personal,
        (false, false) => Side::Unknown,
    }
}

/// Tells whether the words stand in a text one after the other, the last perhaps in part.
fn begins(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text}").contains(&format!(" {words}"))
}

/// Who bears which tag by the user's own word; the address book's stand with the person.
#[derive(Default)]
struct Tagged {
    put: FxHashSet<(PersonId, String)>,
    taken: FxHashSet<(PersonId, String)>,
}

impl Tagged {
    fn of(network: &Network) -> Result<Self> {
        let mut all = Self::default();
        for statement in network.held()?.statements.iter().filter(|s| s.stands()) {
            let (tag, put) = match &statement.said {
                Said::Tag(tag) => (tag.to_lowercase(), true),
                Said::Untag(tag) => (tag.to_lowercase(), false),
                _ => continue,
            };
            let Some(person) = crate::noted::about(network, statement)? else { continue };
            let pair = (person, tag);
            all.taken.remove(&pair);
            all.put.remove(&pair);
            if put {
                all.put.insert(pair)
            } else {
                all.taken.insert(pair)
            };
        }
        Ok(all)
    }

    fn has(&self, person: &Person, tag: &str) -> bool {
        let pair = (person.id, tag.to_owned());
        let of_book = person.tags.iter().any(|t| t.to_lowercase() == tag);
        self.put.contains(&pair) || of_book && !self.taken.contains(&pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        Query::read(&[text.to_owned()]).unwrap()
    }

    #[test]
    fn words_and_filters_are_told_apart() {
        let query = read(r#"ana tag:Client org:"Falk & Co" not-via:facebook due:no"#);
        assert_eq!(query.words, ["ana"]);
        let filter = |by, keeps| Filter { by, keeps };
        assert_eq!(
            query.filters,
            [
                filter(By::Tag("client".into()), true),
                filter(By::Org(folded("Falk & Co")), true),
                filter(By::Via(Platform::Facebook), false),
                filter(By::Due, false),
            ]
        );
        assert_eq!(Query::read(&["org:Falk & Co".into()]).unwrap(), read(r#"org:"Falk & Co""#));
        assert_eq!(read("https://www.linkedin.com/in/ana").words.len(), 1);
        assert!(read("").is_empty());
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in ["shoe:12", "due:maybe", "via:pigeon", "sphere:blue", "layer:inner"] {
            assert!(Query::read(&[text.to_owned()]).is_err(), "{text}");
        }
    }
}
