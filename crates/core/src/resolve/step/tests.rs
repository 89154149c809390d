//! Step by step is the same as all at once, whatever the user said; and what they said holds.

use super::*;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Provenance, Record, RecordKind};
use crate::resolve::{Book, Cluster, Cut, Decisions, Details, Reader, Word, clusters, stand_ins};
use crate::statement::Anchor;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::slice::from_ref;

/// What meets in every way: few names, addresses, numbers and firms.
const NAMES: [&str; 10] = [
    "Ana Ruiz",
    "Ana Thistlewood",
    "A. Ruiz",
    "Keziah Thistlewood",
    "Kez",
    "Tom Ruiz Jr",
    "",
    "Ruiz, Ana",
    "Keziah \"Kez\" Ruiz",
    "Ana Marsh née Ruiz",
];
const HANDLES: [&str; 8] = [
    "email:ana@firm.example",
    "email:keziah.thistlewood@post.example",
    "email:info@firm.example",
    "phone:+442079460123",
    "phone:9460123",
    "linkedin:ana",
    "linkedin:kez",
    "facebook:~ana ruiz",
];
const FIRMS: [&str; 3] = ["", "Firm", "Harbour"];

/// A record by the places of its name, its handles and its firm, and the file in which it stands.
type Line = (usize, Vec<usize>, usize, u8);

fn line(names: usize) -> impl Strategy<Value = Line> {
    (0..names, prop::collection::vec(0..HANDLES.len(), 0..3), 0..FIRMS.len(), 0..2u8)
}

fn record((name, handles, firm, file): &Line) -> Record {
    let told = |text: &'static str| Some(text).filter(|t| !t.is_empty());
    Record {
        names: told(NAMES[*name]).map(Name::whole).into_iter().collect(),
        handles: handles
            .iter()
            .filter_map(|h| Handle::from_key(HANDLES[*h]))
            .map(LabelledHandle::bare)
            .collect(),
        organisation: told(FIRMS[*firm]).map(str::to_owned),
        provenance: Provenance { file: format!("f{file}"), place: 0 },
        ..Record::default()
    }
}

/// What the user says: whether of two anchors that they are one, that they are two, or something of one of them.
type Says = (u8, usize, usize);

/// A world: stand-ins first, then the records of the sources.
struct World {
    records: Vec<Record>,
    decisions: Decisions,
}

impl World {
    fn of(lines: &[Line], said: &[Says]) -> Self {
        let key = |n: usize| ["vcard", "facebook", "mail"][n % 3].to_owned() + &format!(":{n}");
        let me = |n: usize| if n == 17 { RecordKind::Me } else { RecordKind::Person };
        let told = lines.iter().enumerate();
        let told = told.map(|(n, line)| Record { key: key(n), kind: me(n), ..record(line) });
        let told: Vec<Record> = told.collect();
        let decisions = decisions(said, &told);
        let records = stand_ins(&decisions).into_iter().chain(told).collect();
        Self { records, decisions }
    }

    fn cards(&self) -> Vec<Card> {
        let mut reader = Reader::default();
        self.records.iter().map(|record| reader.read(record, &Details::default())).collect()
    }

    fn at_once(&self, cards: Vec<Card>) -> Book {
        let mut book = Book::of(cards, Rulings::of(&self.decisions));
        book.compare();
        book
    }

    /// Returns the persons of components, in order, each once.
    fn clusters(&self, book: &Book, solved: &[Solved], cut: Cut) -> Vec<Cluster> {
        let of = |no| {
            let key = book.shelf().at(no)?.key().to_owned();
            self.records.iter().find(move |record| record.key == key)
        };
        let mut all: Vec<Cluster> =
            solved.iter().flat_map(|solved| clusters(solved, cut, of, &self.decisions)).collect();
        tidy(&mut all);
        all
    }

    /// Takes the last `later` cards one by one, then lets some go; keeps persons as a store does.
    fn step_by_step(&self, cards: &[Card], later: usize, gone: &[usize]) -> (Book, Vec<Cluster>) {
        let first = cards.len() - later.min(cards.len());
        let mut book = self.at_once(cards[..first].to_vec());
        let mut kept = self.clusters(&book, &book.solve(), Cut::Auto);
        for (no, card) in cards.iter().enumerate().skip(first) {
            let stepped = book.insert(card.clone());
            self.keep(&mut kept, &book, &stepped, &self.records[no]);
        }
        for no in gone {
            let stepped = book.remove(*no as RecordNo);
            self.keep(&mut kept, &book, &stepped, &self.records[*no]);
        }
        (book, kept)
    }

    /// Puts what a step came to in the place of all that hold anything of it.
    fn keep(&self, kept: &mut Vec<Cluster>, book: &Book, stepped: &Stepped, changed: &Record) {
        let new = self.clusters(book, &stepped.solved, Cut::Auto);
        let solved = stepped.solved.iter().flat_map(Solved::records);
        let mut records: BTreeSet<String> =
            solved.filter_map(|no| Some(book.shelf().at(*no)?.key().to_owned())).collect();
        records.insert(changed.key.clone());
        let mut handles: BTreeSet<Handle> =
            new.iter().flat_map(|c| &c.handles).map(|h| h.handle.clone()).collect();
        handles.extend(changed.handles.iter().map(|h| h.handle.clone()));
        kept.retain(|cluster| {
            let is_touched = cluster.records.iter().any(|key| records.contains(key))
                || cluster.handles.iter().any(|h| handles.contains(&h.handle));
            let is_whole = cluster.records.iter().all(|key| records.contains(key));
            assert!(!is_touched || is_whole, "{cluster:?} is touched in part");
            !is_touched
        });
        kept.extend(new);
        tidy(kept);
    }
}

fn tidy(clusters: &mut Vec<Cluster>) {
    let handles = |c: &Cluster| c.handles.iter().map(|h| h.handle.to_string()).collect::<Vec<_>>();
    clusters.sort_by_cached_key(|c| (c.records.clone(), handles(c), c.name.full.clone()));
    clusters.dedup();
    // A stand-in that lost its handle has nothing left.
    clusters.retain(|c| !c.records.is_empty() || !c.handles.is_empty());
}

/// Returns the user's word on records and handles.
fn decisions(said: &[Says], records: &[Record]) -> Decisions {
    let handles = HANDLES.iter().filter_map(|key| Handle::from_key(key)).map(Anchor::Handle);
    let anchors: Vec<Anchor> =
        records.iter().map(|record| Anchor::Record(record.key.clone())).chain(handles).collect();
    let mut decisions = Decisions::default();
    for (what, a, b) in said {
        let (a, b) = (&anchors[a % anchors.len()], &anchors[b % anchors.len()]);
        match (what, a) {
            (0..=3, _) if a != b => decisions.say_same(from_ref(a), from_ref(b)),
            (4..=7, _) if a != b => decisions.say_apart(from_ref(a), from_ref(b)),
            (8, Anchor::Handle(handle)) => drop(decisions.shared.insert(handle.clone())),
            (9, Anchor::Handle(handle)) => drop(decisions.mine.insert(handle.clone())),
            (10, _) => drop(decisions.things.insert(a.clone())),
            _ => {}
        }
    }
    decisions
}

fn check(lines: &[Line], said: &[Says], later: usize, gone: &[usize]) {
    let world = World::of(lines, said);
    let cards = world.cards();
    let stood_in = world.records.len() - lines.len();
    let mut gone: Vec<usize> = gone.iter().map(|n| stood_in + n % lines.len().max(1)).collect();
    gone.sort_by_key(|n| (n % 7, *n));
    gone.dedup();
    let left = cards.iter().enumerate().filter(|(n, _)| !gone.contains(n)).map(|(_, c)| c.clone());
    let whole = world.at_once(left.rev().collect());
    let (book, kept) = world.step_by_step(&cards, later, &gone);
    let all = |book: &Book, cut: Cut| world.clusters(book, &book.solve(), cut);
    for cut in Cut::ALL {
        assert_eq!(all(&book, cut), all(&whole, cut), "{cut:?}");
    }
    assert_eq!(kept, all(&whole, Cut::Auto), "as a store keeps them");
    stands_once(&kept, &world, &gone);
    holds(&kept, &world, &gone);
}

/// Every record and every handle that is named stands in one cluster.
fn stands_once(clusters: &[Cluster], world: &World, gone: &[usize]) {
    let there = world.records.iter().enumerate().filter(|(no, _)| !gone.contains(no)).map(|(_, r)| r);
    let mut handles: Vec<String> =
        there.clone().flat_map(|r| &r.handles).map(|h| h.handle.to_string()).collect();
    handles.sort();
    handles.dedup();
    let mut held: Vec<String> =
        clusters.iter().flat_map(|c| &c.handles).map(|h| h.handle.to_string()).collect();
    held.sort();
    assert_eq!(held, handles);
    let mut keys: Vec<&str> = there.map(|r| r.key.as_str()).filter(|key| !key.starts_with('@')).collect();
    keys.sort_unstable();
    let mut stand: Vec<&str> = clusters.iter().flat_map(|c| &c.records).map(String::as_str).collect();
    stand.sort_unstable();
    assert_eq!(stand, keys);
}

/// Every word of the user holds, unless a newer one says something else.
fn holds(clusters: &[Cluster], world: &World, gone: &[usize]) {
    let is_there = |anchor: &&Anchor| match anchor {
        Anchor::Handle(_) => true,
        Anchor::Record(key) => !gone.iter().any(|no| world.records[*no].key == *key),
    };
    let cluster = |anchor: &Anchor| {
        clusters.iter().position(|c| match anchor {
            Anchor::Handle(handle) => c.handles.iter().any(|h| h.handle == *handle),
            Anchor::Record(key) => c.records.contains(key),
        })
    };
    // Sets of what newer words made one, and pairs that they hold apart.
    let (mut sets, mut apart): (Vec<Vec<&Anchor>>, Vec<(&Anchor, &Anchor)>) = (Vec::new(), Vec::new());
    let set = |sets: &Vec<Vec<&Anchor>>, one: &Anchor| sets.iter().position(|set| set.contains(&one));
    for word in world.decisions.words.iter().rev() {
        let (a, b) = match word {
            Word::Same { person, with } => (&person[0], with),
            Word::Apart(a, b) => (a, b),
        };
        if !is_there(&a) || !is_there(&b) {
            continue;
        }
        for one in [a, b] {
            if set(&sets, one).is_none() {
                sets.push(vec![one]);
            }
        }
        let (x, y) = (set(&sets, a).unwrap(), set(&sets, b).unwrap());
        let parts = |(p, q): &(&Anchor, &Anchor)| {
            (sets[x].contains(p) && sets[y].contains(q)) || (sets[y].contains(p) && sets[x].contains(q))
        };
        match word {
            Word::Same { .. } if x == y || apart.iter().any(parts) => {}
            Word::Same { .. } => {
                assert_eq!(cluster(a), cluster(b), "{a} = {b}");
                let moved = std::mem::take(&mut sets[y]);
                sets[x].extend(moved);
            }
            Word::Apart(..) if x == y => {}
            Word::Apart(..) => {
                assert_ne!(cluster(a), cluster(b), "{a} / {b}");
                apart.push((a, b));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn step_by_step_is_all_at_once(
        lines in prop::collection::vec(line(NAMES.len()), 1..24),
        said in prop::collection::vec((0..11u8, 0..40usize, 0..40usize), 0..8),
        later in 0..24usize,
        gone in prop::collection::vec(0..24usize, 0..4),
    ) {
        check(&lines, &said, later, &gone);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    // Of two names, so that blocks and their parts grow too large and shrink again.
    #[test]
    fn blocks_that_are_split_and_joined_again_are_the_same_as_all_at_once(
        lines in prop::collection::vec(line(2), 44..140),
        later in 0..60usize,
        gone in prop::collection::vec(0..140usize, 0..30),
    ) {
        check(&lines, &[], later, &gone);
    }
}
