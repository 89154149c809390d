//! By what other given names somebody may be called.
//!
//! A graph, not classes: an edge runs from a name to a form of it, and two names that share a form are still two.
//! Rob is short for Robert and for Robin; Robin is not Robert.

use super::lexicon::{self, Id, UNKNOWN};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::LazyLock;

/// Of what kind a form of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AliasKind {
    /// The same name in another language: Johann for John. Few go by both.
    Cognate,
    /// A short or pet form: Bob for Robert, Kasia for Katarzyna.
    Short,
    /// Another spelling, another transliteration: Yulia and Iuliia.
    Spelling,
}

/// One person may go by two given names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alias {
    pub kind: AliasKind,
    /// How readily, from 0 to 1: 1 is an everyday form.
    pub weight: f32,
}

impl Alias {
    /// Tells whether people often go by both: seldom forms lead to candidates and are no sign of one person.
    pub fn is_usual(self) -> bool {
        self.weight >= if self.kind == AliasKind::Cognate { 0.3 } else { 0.4 }
    }
}

/// What is less ready than this is no alias: Jan and Jon, both somehow John.
const LEAST: f32 = 0.05;

/// The lists, each with names whose forms it tells.
pub(super) const LISTS: [&str; 8] = [
    include_str!("../../data/aliases/en.txt"),
    include_str!("../../data/aliases/de.txt"),
    include_str!("../../data/aliases/nl.txt"),
    include_str!("../../data/aliases/nordic.txt"),
    include_str!("../../data/aliases/romance.txt"),
    include_str!("../../data/aliases/slavic.txt"),
    include_str!("../../data/aliases/east.txt"),
    include_str!("../../data/aliases/asia.txt"),
];

/// A line of a list: the name, and its forms with kind and whether they are in everyday use.
pub(super) fn entries() -> impl Iterator<Item = (&'static str, impl Iterator<Item = (&'static str, Alias)>)> {
    let lines = LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(':')).map(|(name, forms)| (name, self::forms(forms)))
}

fn forms(lists: &'static str) -> impl Iterator<Item = (&'static str, Alias)> {
    // What is everyday and what is seldom, in each of the three lists of a line.
    const KINDS: [(AliasKind, f32, f32); 3] =
        [(AliasKind::Short, 1.0, 0.25), (AliasKind::Spelling, 1.0, 0.4), (AliasKind::Cognate, 0.3, 0.1)];
    let kinds = lists.split('|').zip(KINDS);
    kinds.flat_map(|(list, (kind, everyday, seldom))| {
        list.split_whitespace().map(move |form| match form.strip_suffix('?') {
            Some(form) => (form, Alias { kind, weight: seldom }),
            None => (form, Alias { kind, weight: everyday }),
        })
    })
}

#[derive(Debug, Default)]
struct Graph {
    edges: FxHashMap<(Id, Id), Alias>,
    /// The names of which each name is a form, and those names as words.
    names: FxHashMap<Id, SmallVec<[(Id, &'static str); 2]>>,
    /// The names of which forms are told.
    roots: FxHashMap<Id, &'static str>,
}

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let mut graph = Graph::default();
    for (name, forms) in entries() {
        let from = lexicon::id(name);
        graph.roots.insert(from, name);
        for (form, alias) in forms {
            let to = lexicon::id(form);
            let kept = graph.edges.entry((from, to)).or_insert(alias);
            if alias.weight > kept.weight {
                *kept = alias;
            }
            let names = graph.names.entry(to).or_default();
            if !names.iter().any(|(id, _)| *id == from) {
                names.push((from, name));
            }
        }
    }
    graph
});

/// Tells how one person may go by both given names, both folded, if so; the order of the two does not matter.
///
/// Equal names are no aliases.
pub fn alias(a: &str, b: &str) -> Option<Alias> {
    between(lexicon::id(a), lexicon::id(b))
}

/// Returns the names of which a given name is a form, itself first: under these it is filed for blocking.
pub fn roots(given: &str) -> impl Iterator<Item = &str> {
    let names = GRAPH.names.get(&lexicon::id(given)).map_or(&[][..], SmallVec::as_slice);
    std::iter::once(given).chain(names.iter().map(|(_, name)| *name).filter(move |name| *name != given))
}

pub(super) fn between(a: Id, b: Id) -> Option<Alias> {
    if a == UNKNOWN || b == UNKNOWN || a == b {
        return None;
    }
    let (a, b) = (a.min(b), a.max(b));
    let direct = [(a, b), (b, a)].into_iter().filter_map(|pair| GRAPH.edges.get(&pair).copied());
    direct.chain(siblings(a, b)).max_by(|x, y| x.weight.total_cmp(&y.weight).then(x.kind.cmp(&y.kind)))
}

/// Two forms of one name: Bob and Rob are both Robert.
fn siblings(a: Id, b: Id) -> impl Iterator<Item = Alias> {
    let names = GRAPH.names.get(&a).map_or(&[][..], SmallVec::as_slice);
    names.iter().filter_map(move |(name, _)| {
        let (x, y) = (GRAPH.edges.get(&(*name, a))?, GRAPH.edges.get(&(*name, b))?);
        let kind = match (x.kind, y.kind) {
            (AliasKind::Cognate, AliasKind::Cognate) => return None,
            (AliasKind::Cognate, _) | (_, AliasKind::Cognate) => AliasKind::Cognate,
            (AliasKind::Spelling, AliasKind::Spelling) => AliasKind::Spelling,
            _ => AliasKind::Short,
        };
        // Elsie and Lisa are both Elizabeth, and names of their own: seldom is one of them the other.
        let are_own = GRAPH.roots.contains_key(&a) && GRAPH.roots.contains_key(&b);
        let share = match kind {
            AliasKind::Spelling => 0.9,
            AliasKind::Short if are_own => 0.2,
            AliasKind::Short => 0.6,
            AliasKind::Cognate => 0.3,
        };
        Some(Alias { kind, weight: x.weight * y.weight * share }).filter(|alias| alias.weight >= LEAST)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: Option<AliasKind>) {
        assert_eq!(alias(a, b).map(|a| a.kind), expected, "{a} {b}");
    }

    #[test]
    fn aliases_are_edges_and_no_classes() {
        use AliasKind::*;
        check("robert", "bob", Some(Short));
        check("bob", "rob", Some(Short));
        check("robert", "rob", Some(Short));
        check("robin", "rob", Some(Short));
        check("robin", "robert", None);
        check("robin", "bob", None);
        check("elizabeth", "beth", Some(Short));
        check("elizabeth", "isabel", Some(Cognate));
        check("beth", "isabel", Some(Cognate));
        check("aleksandr", "sasha", Some(Short));
        check("yulia", "iuliia", Some(Spelling));
        check("julia", "iuliia", Some(Spelling));
        check("katarzyna", "catherine", Some(Cognate));
        check("kate", "katarzyna", Some(Cognate));
        check("jens", "giovanni", None);
        check("ana", "tom", None);
        check("ana", "ana", None);
        check("zzyzx", "ana", None);
    }

    #[test]
    fn everyday_forms_weigh_more() {
        let weight = |a, b| alias(a, b).map_or(0.0, |a| a.weight);
        assert!(weight("robert", "bob") > weight("robert", "rab"));
        assert!(weight("bob", "rob") > weight("elsie", "lisa"));
        assert!(weight("yulia", "yuliya") > weight("johann", "john"));
    }

    #[test]
    fn a_form_is_filed_under_all_its_names() {
        let roots = |given| roots(given).collect::<Vec<_>>();
        assert_eq!(roots("rob"), ["rob", "robert", "robin", "robyn"]);
        assert_eq!(roots("zzyzx"), ["zzyzx"]);
    }

    #[test]
    fn every_line_is_well_formed() {
        for line in LISTS.iter().flat_map(|list| list.lines()).filter(|l| !l.starts_with('#')) {
            let plain = |c: char| c.is_ascii_lowercase() || ": |?".contains(c);
            assert!(line.chars().all(plain), "{line}");
            assert!(line.split_once(": ").is_some_and(|(name, _)| !name.contains(' ')), "{line}");
            assert!(line.matches('|').count() <= 2, "{line}");
        }
    }
}
