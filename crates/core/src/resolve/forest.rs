//! Joins under vetoes: a union of nodes in which what the user holds apart can never meet.

use super::registry::Registry;
use super::{Join, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Why two nodes are joined.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reason {
    /// The record names the identity.
    Owns,
    /// The user said so.
    Stated,
    /// Both are the user's own.
    Mine,
    /// Names agree, and what else is told.
    Alike { because: String, bits: f64, sure: bool },
}

impl Reason {
    /// Returns the bits that a sure reason counts for; what the user said is beyond doubt.
    const fn bits(&self) -> f64 {
        match self {
            Self::Owns => 24.0,
            Self::Stated | Self::Mine => 64.0,
            Self::Alike { bits, .. } => *bits,
        }
    }

    /// Tells whether it is beyond doubt; what mere names speak for may not be.
    pub(super) const fn is_sure(&self) -> bool {
        !matches!(self, Self::Alike { sure: false, .. })
    }
}

/// One accepted join of two nodes.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) reason: Reason,
}

/// Disjoint sets of nodes with vetoes between them.
#[derive(Debug)]
pub(super) struct Forest {
    parent: Vec<usize>,
    /// For a root: nodes that may not be in its set.
    apart: Vec<Vec<usize>>,
    members: Vec<Vec<usize>>,
    edges: Vec<Edge>,
}

impl Forest {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            parent: (0..nodes).collect(),
            apart: vec![Vec::new(); nodes],
            members: (0..nodes).map(|n| vec![n]).collect(),
            edges: Vec::new(),
        }
    }

    /// Returns the root of a node's set.
    pub(super) fn root(&self, node: usize) -> usize {
        self.parent[node]
    }

    /// Joins and holds apart whom the user says to be one or two, newest word first.
    ///
    /// What a newer word made one, an older one does not part; what a newer one parts, no older one joins.
    pub(super) fn heed(&mut self, registry: &Registry<'_>, words: &[Word]) {
        for word in words.iter().rev() {
            match word {
                Word::Same { person, with } => {
                    let nodes = || person.iter().filter_map(|a| registry.node(a));
                    let known = nodes().find(|n| registry.is_somebodys(*n)).or_else(|| nodes().next());
                    if let (Some(a), Some(b)) = (known, registry.node(with))
                        && a != b
                    {
                        self.join(a, b, Reason::Stated);
                    }
                }
                Word::Apart(a, b) => {
                    if let (Some(a), Some(b)) = (registry.node(a), registry.node(b)) {
                        self.part(a, b);
                    }
                }
            }
        }
    }

    /// Holds two sets apart for good, unless they are one already.
    fn part(&mut self, a: usize, b: usize) {
        let (root_a, root_b) = (self.root(a), self.root(b));
        if root_a != root_b {
            self.apart[root_a].push(b);
            self.apart[root_b].push(a);
        }
    }

    /// Joins everything that is the user's own.
    pub(super) fn join_mine(&mut self, registry: &Registry<'_>) {
        let mine = registry.mine();
        for pair in mine.windows(2) {
            self.join(pair[0], pair[1], Reason::Mine);
        }
    }

    /// Tells whether something holds the two sets apart.
    pub(super) fn is_vetoed(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        let (few, other) = if self.apart[a].len() <= self.apart[b].len() { (a, b) } else { (b, a) };
        self.apart[few].iter().any(|n| self.root(*n) == other)
    }

    /// Joins two nodes unless a veto stands between them; tells whether they are one set now.
    pub(super) fn join(&mut self, a: usize, b: usize, reason: Reason) -> bool {
        let (root_a, root_b) = (self.root(a), self.root(b));
        if root_a == root_b {
            self.edges.push(Edge { a, b, reason });
            return true;
        }
        if self.is_vetoed(root_a, root_b) {
            return false;
        }
        self.edges.push(Edge { a, b, reason });
        let (big, small) = if self.members[root_a].len() >= self.members[root_b].len() {
            (root_a, root_b)
        } else {
            (root_b, root_a)
        };
        let moved = std::mem::take(&mut self.members[small]);
        for &node in &moved {
            self.parent[node] = big;
        }
        self.members[big].extend(moved);
        let vetoes = std::mem::take(&mut self.apart[small]);
        self.apart[big].extend(vetoes);
        true
    }

    /// Returns the sets, each in order, ordered by their first nodes.
    pub(super) fn sets(&self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut first: Vec<usize> = vec![usize::MAX; self.parent.len()];
        for node in 0..self.parent.len() {
            let root = self.root(node);
            first[root] = first[root].min(node);
            sets.entry(first[root]).or_default().push(node);
        }
        sets.into_values().collect()
    }

    /// Returns the accepted joins of each set, by its root.
    pub(super) fn edges(&self) -> FxHashMap<usize, Vec<&Edge>> {
        let mut edges: FxHashMap<usize, Vec<&Edge>> = FxHashMap::default();
        for edge in &self.edges {
            edges.entry(self.root(edge.a)).or_default().push(edge);
        }
        edges
    }
}

impl Edge {
    /// Returns the join as it is shown; a record that alone names an identity needs no words.
    pub(super) fn shown(&self, registry: &Registry<'_>) -> Option<Join> {
        let because = match &self.reason {
            Reason::Owns => match registry.identity_at(self.b) {
                Some(identity) if identity.records.len() > 1 => {
                    format!("both have `{}`", identity.handles[0])
                }
                _ => return None,
            },
            Reason::Stated => "you said that they are one".to_owned(),
            Reason::Mine => "both are your own".to_owned(),
            Reason::Alike { because, .. } => because.clone(),
        };
        let (a, b) = (registry.shown(self.a), registry.shown(self.b));
        Some(Join { a, b, because, bits: self.reason.bits(), sure: self.reason.is_sure() })
    }
}
